"""Named predicates about people of the site that the connection is on."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from tenants.accounts.models import User
from tenants.roles import selectors
from tenants.roles.enums import Role


class NotAllowed(Exception):
    """The person may not do this here."""


def can_manage_people(user: User | AnonymousUser) -> bool:
    """Administrators manage the people of their own site, operators those of every site."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or selectors.role_of(user) is Role.ADMINISTRATOR


def can_change_role(actor: User, person: User) -> bool:
    """Nobody changes their own role, and an operator's rights do not come from a role."""
    return can_manage_people(actor) and actor.pk != person.pk and not person.is_superuser


def can_change_settings(user: User | AnonymousUser) -> bool:
    """Look and data of the site itself."""
    return can_manage_people(user)
