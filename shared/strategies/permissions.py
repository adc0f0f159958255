"""Named predicates. Writing is decided by the role on the site whose desk is open."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from shared.kernel.db import connection
from shared.strategies.enums import Readers
from shared.strategies.models import Document
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA
from tenants.registry.selectors import current_site
from tenants.roles import selectors as roles
from tenants.roles.enums import PUBLISHING_ROLES
from tenants.roles.permissions import NotAllowed

__all__ = ["NotAllowed"]


def works_here(user: User | AnonymousUser) -> bool:
    """Has a role on the site that the connection is on, or is an operator."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or roles.role_of(user) is not None


def publishes_here(user: User | AnonymousUser) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or roles.role_of(user) in PUBLISHING_ROLES


def can_edit(user: User | AnonymousUser, document: Document) -> bool:
    """The owner's people on their own desk. What is public is changed only by those who publish,
    because every change shows at once."""
    if document.municipality_id != current_site().pk:
        return False
    return publishes_here(user) if document.is_public else works_here(user)


def can_publish(user: User | AnonymousUser, document: Document) -> bool:
    """Decides who may read it."""
    return document.municipality_id == current_site().pk and publishes_here(user)


def oversees(user: User | AnonymousUser) -> bool:
    """The union's editors on the union's desk."""
    return connection.schema_name == PUBLIC_SCHEMA and publishes_here(user)


def can_read(user: User | AnonymousUser, document: Document) -> bool:
    """On a desk: the owner's people everything; the union's editors what was opened to them."""
    if document.municipality_id == current_site().pk:
        return works_here(user)
    return document.readers != Readers.OWN and oversees(user)
