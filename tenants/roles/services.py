"""Writes about who works on a site. Each checks the actor, changes, and announces."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from shared.kernel import clock, jobs
from shared.kernel.db import connection
from tenants.accounts import services as accounts
from tenants.accounts.models import Invitation, Seat, User
from tenants.registry.selectors import current_site
from tenants.roles import permissions, registry
from tenants.roles.enums import Role
from tenants.roles.models import Membership
from tenants.roles.signals import people_changed


@transaction.atomic
def ensure_roles() -> None:
    """Make the fixed roles of the current site and give them exactly the rights they are due."""
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role.value)
        wanted = Q(pk__in=[])
        for app_label, codename in registry.granted(role):
            wanted |= Q(content_type__app_label=app_label, codename=codename)
        group.permissions.set(Permission.objects.filter(wanted))


@transaction.atomic
def assign(person: User, role: Role, *, actor: User | None) -> Membership:
    """Give a person a role on the current site. `actor=None` is the command line.

    Raises NotAllowed, also for one's own role.
    """
    if actor is not None and not permissions.can_change_role(actor, person):
        raise permissions.NotAllowed
    membership, _created = Membership.objects.update_or_create(
        user=person, defaults={"group": Group.objects.get(name=role.value)}
    )
    people_changed.send(
        Membership,
        action="people.role_assigned",
        target=person,
        actor=actor,
        detail={"role": role.value},
    )
    return membership


@transaction.atomic
def remove(person: User, *, actor: User) -> None:
    """Take a person's role on the current site away; the account itself stays."""
    if not permissions.can_change_role(actor, person):
        raise permissions.NotAllowed
    Membership.objects.filter(user=person).delete()
    people_changed.send(Membership, action="people.removed", target=person, actor=actor, detail={})


@transaction.atomic
def invite(email: str, role: Role, *, actor: User) -> Invitation:
    """Invite somebody to the current site; a second invitation replaces the first.

    Raises NotAllowed. The mail leaves after the commit.
    """
    if not permissions.can_manage_people(actor):
        raise permissions.NotAllowed
    email = email.strip().lower()
    now = clock.now()
    Invitation.objects.filter(
        email__iexact=email,
        schema_name=connection.schema_name,
        accepted_at=None,
        revoked_at=None,
    ).update(revoked_at=now)
    invitation = Invitation.objects.create(
        email=email,
        schema_name=connection.schema_name,
        role=role.value,
        invited_by=actor,
        created_at=now,
        expires_at=now + accounts.INVITATION_VALID,
    )
    people_changed.send(
        Invitation,
        action="people.invited",
        target=invitation,
        actor=actor,
        detail={"role": role.value},
    )
    jobs.enqueue("roles.send_invitation", connection.schema_name, invitation.pk)
    return invitation


@transaction.atomic
def revoke_invitation(invitation_id: int, *, actor: User) -> None:
    """Close an invitation of the current site. Raises NotAllowed, Invitation.DoesNotExist."""
    if not permissions.can_manage_people(actor):
        raise permissions.NotAllowed
    invitation = Invitation.objects.select_for_update().get(
        pk=invitation_id, schema_name=connection.schema_name, accepted_at=None, revoked_at=None
    )
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    people_changed.send(
        Invitation, action="people.invitation_revoked", target=invitation, actor=actor, detail={}
    )


@transaction.atomic
def accept_invitation(token: str, person: User) -> Membership:
    """Turn an invitation into a role on the current site.

    The person must own the invited address. An existing role is kept if it is there already:
    an old invitation must not lower or raise it. Raises InvitationInvalid.
    """
    invitation = accounts.invitation_for(token, lock=True)
    if invitation.schema_name != connection.schema_name or invitation.email != person.email:
        raise accounts.InvitationInvalid
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    existing = Membership.objects.filter(user=person).first()
    if existing is not None:
        return existing
    membership = Membership.objects.create(
        user=person, group=Group.objects.get(name=invitation.role)
    )
    people_changed.send(
        Membership,
        action="people.invitation_accepted",
        target=person,
        actor=person,
        detail={"role": invitation.role},
    )
    return membership


@transaction.atomic
def register_invited(token: str, *, first_name: str, last_name: str, password: str) -> User:
    """Create the invited person's account and give the role. Raises InvitationInvalid."""
    invitation = accounts.invitation_for(token, lock=True)
    if User.objects.filter(email=invitation.email).exists():
        raise accounts.InvitationInvalid
    person = User.objects.create_user(
        invitation.email, password, first_name=first_name, last_name=last_name
    )
    accept_invitation(token, person)
    return person


# --- Who works where, for the union's pages -----------------------------------------------------


def seat(membership: Membership) -> None:
    """Have the public table say what the current site's membership says."""
    Seat.objects.update_or_create(
        user_id=membership.user_id,
        municipality=current_site(),
        defaults={"role": membership.group.name},
    )


def unseat(user_id: int) -> None:
    Seat.objects.filter(user_id=user_id, municipality=current_site()).delete()
