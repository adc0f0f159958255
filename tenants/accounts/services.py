"""Writes about people: invitations, sessions, leaving."""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.db import transaction
from django.db.models import F

from shared.kernel import clock
from tenants.accounts.models import Invitation, User

INVITATION_VALID = dt.timedelta(days=14)
INVITATION_SALT = "tenants.accounts.invitation"


class InvitationInvalid(Exception):
    """The link is forged, used, revoked or too old."""


def token_for(invitation: Invitation) -> str:
    """The secret part of an invitation's link. Derived, so that the database holds no secret."""
    return signing.dumps([invitation.pk, invitation.email], salt=INVITATION_SALT)


def invitation_for(token: str, *, lock: bool = False) -> Invitation:
    """The open invitation that a link names. Raises InvitationInvalid."""
    try:
        pk, email = signing.loads(token, salt=INVITATION_SALT, max_age=INVITATION_VALID)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise InvitationInvalid from error
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects
    invitation = rows.filter(pk=pk, email=email).first()
    if invitation is None or not invitation.is_open:
        raise InvitationInvalid
    return invitation


@transaction.atomic
def sign_out_everywhere(user: User) -> None:
    """End every session of this person, the current one too."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


@transaction.atomic
def deactivate(user: User) -> None:
    """Take a person's access away everywhere and make the record anonymous (GDPR article 17)."""
    user.is_active = False
    user.is_superuser = False
    user.first_name, user.last_name = "", ""
    user.email = f"deactivated-{user.pk}@invalid"
    user.set_unusable_password()
    user.session_epoch += 1
    user.save()


def mark_sent(invitation: Invitation) -> None:
    invitation.sent_at = clock.now()
    invitation.save(update_fields=["sent_at"])
