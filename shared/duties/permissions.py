"""Named predicates about the site that the connection is on."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from shared.duties.models import Officer
from shared.kernel.db import connection
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA
from tenants.registry.selectors import current_site
from tenants.roles import selectors as roles
from tenants.roles.enums import PUBLISHING_ROLES
from tenants.roles.permissions import NotAllowed

__all__ = ["NotAllowed"]


def keeps_duties(user: User | AnonymousUser) -> bool:
    """Who publishes on this site answers for what the law asks it to publish."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or roles.role_of(user) in PUBLISHING_ROLES


def sees_all_sites(user: User | AnonymousUser) -> bool:
    """The union's editors, on the union's desk."""
    return connection.schema_name == PUBLIC_SCHEMA and keeps_duties(user)


def edits_officer(user: User | AnonymousUser, officer: Officer) -> bool:
    return officer.owner_id == current_site().pk and keeps_duties(user)
