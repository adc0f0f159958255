"""Named predicates. Writing is decided by the role on the site whose desk is open; reading and
taking part on the union's pages by the seats that a person has anywhere."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from shared.kernel.db import connection
from shared.practices.models import CoAuthor, Practice
from tenants.accounts.models import Seat, User
from tenants.registry.models import PUBLIC_SCHEMA, Municipality
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


def can_edit(user: User | AnonymousUser, practice: Practice) -> bool:
    """People of the owner, and of co-authors that have agreed, each on their own desk."""
    site = current_site()
    if not works_here(user):
        return False
    return (
        practice.municipality_id == site.pk
        or CoAuthor.objects.filter(
            practice=practice, municipality=site, accepted_at__isnull=False
        ).exists()
    )


def can_submit(user: User | AnonymousUser, practice: Practice) -> bool:
    """The owner's people: a co-author writes, but does not decide when it is ready."""
    return practice.municipality_id == current_site().pk and works_here(user)


def can_decide(user: User | AnonymousUser) -> bool:
    """The union's editors, on the union's desk."""
    return connection.schema_name == PUBLIC_SCHEMA and publishes_here(user)


def can_archive(user: User | AnonymousUser, practice: Practice) -> bool:
    own = practice.municipality_id == current_site().pk and publishes_here(user)
    return own or can_decide(user)


def acts_for(user: User | AnonymousUser, municipality: Municipality) -> bool:
    """May speak for a member on the union's pages: take over, ask, thank."""
    if not user.is_authenticated or not user.is_active:
        return False
    return Seat.objects.filter(user_id=user.pk, municipality=municipality).exists()
