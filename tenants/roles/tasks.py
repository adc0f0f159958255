from __future__ import annotations

import datetime as dt

from celery import shared_task
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django_tenants.utils import schema_context

from shared.kernel import clock
from shared.kernel.jobs import site_task
from tenants.accounts import services as accounts
from tenants.accounts.models import Invitation
from tenants.registry.selectors import current_site
from tenants.roles.enums import Role

# Long enough for a message in the queue or between two tries.
OVERDUE = dt.timedelta(minutes=10)


@shared_task(name="roles.send_overdue_invitations")
def send_overdue_invitations() -> None:
    """Queue once more what a broker has lost: open invitations that have not been sent."""
    now = clock.now()
    with schema_context("public"):
        overdue = list(
            Invitation.objects.filter(
                sent_at=None,
                accepted_at=None,
                revoked_at=None,
                expires_at__gt=now,
                created_at__lt=now - OVERDUE,
            ).values_list("schema_name", "pk")
        )
    for schema, key in overdue:
        send_invitation.delay(schema, key)


@site_task("roles.send_invitation", autoretry_for=(OSError,), retry_backoff=30, max_retries=8)
def send_invitation(schema: str, invitation_id: int) -> None:
    """Mail an invitation. Run twice it sends once: what was sent is noted under a row lock."""
    invitation = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None or not invitation.is_open or invitation.sent_at is not None:
        return
    site = current_site()
    with translation.override("cs"):
        path = reverse("invitation", args=[accounts.token_for(invitation)], urlconf="portal.urls")
        body = render_to_string(
            "tenants/roles/invitation.txt",
            {
                "site": site,
                "invitation": invitation,
                "role": Role(invitation.role).label,
                "link": site.url + path,
            },
        )
        subject = gettext("Invitation to the website of %(site)s") % {"site": site.display_name}
    send_mail(subject, body, None, [invitation.email])
    accounts.mark_sent(invitation)
