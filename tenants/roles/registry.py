"""Which rights each role brings. Apps say so for their own models in `AppConfig.ready()`."""

from __future__ import annotations

from collections import defaultdict

from tenants.roles.enums import Role

_grants: dict[Role, set[tuple[str, str]]] = defaultdict(set)


def grant(role: Role, *permissions: str) -> None:
    """Give a role model permissions, written "app_label.codename"."""
    for permission in permissions:
        app_label, codename = permission.split(".")
        _grants[role].add((app_label, codename))


def granted(role: Role) -> frozenset[tuple[str, str]]:
    return frozenset(_grants[role])
