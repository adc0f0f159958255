from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from shared.kernel.db import connection
from tenants.accounts.models import Invitation, Seat, User
from tenants.registry.enums import Kind
from tenants.registry.models import Municipality
from tenants.roles.enums import PUBLISHING_ROLES, Role
from tenants.roles.models import Membership


def role_of(user: User | AnonymousUser) -> Role | None:
    """The person's role on the current site; None for outsiders. One query."""
    if not user.is_authenticated:
        return None
    name = Membership.objects.filter(user_id=user.pk).values_list("group__name", flat=True).first()
    return Role(name) if name in Role.values else None


def people() -> QuerySet[Membership]:
    """People of the current site; those of other sites are never among them."""
    return (
        Membership.objects.filter(user__is_active=True)
        .select_related("user", "group")
        .order_by("user__last_name", "user__first_name")
    )


def publishers() -> list[User]:
    """Who decides what the current site publishes; operators, who belong to no site, are not."""
    roles = [role.value for role in PUBLISHING_ROLES]
    return [membership.user for membership in people().filter(group__name__in=roles)]


def open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        schema_name=connection.schema_name, accepted_at=None, revoked_at=None
    ).order_by("email")


# --- Of all sites: who works where --------------------------------------------------------------


def member_sites() -> QuerySet[Municipality]:
    """The union and today's members: whose people are colleagues."""
    return Municipality.objects.members() | Municipality.objects.filter(kind=Kind.UNION)


def seats() -> QuerySet[Seat]:
    """Seats on member sites, of people who may log in."""
    return (
        Seat.objects.filter(
            user__is_active=True, municipality__in=member_sites().order_by().values("pk")
        )
        .select_related("municipality", "user")
        .order_by("municipality__kind", "municipality__sort_key")
    )
