"""Mails about offers. Run twice they send once: what was sent is noted under a row lock."""

from __future__ import annotations

import datetime as dt

from celery import shared_task
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django_tenants.utils import schema_context

from calendar_app.aggregate.enums import AdoptionState
from calendar_app.aggregate.models import Adoption
from shared.kernel import clock
from shared.kernel.jobs import site_task
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site
from tenants.roles import selectors as roles

# Long enough for a message in the queue or between two tries.
OVERDUE = dt.timedelta(minutes=10)
# After that the desk is the place to learn it.
GIVEN_UP = dt.timedelta(days=3)


def _told(adoption: Adoption) -> Municipality:
    """The side that did not make the last step."""
    return adoption.municipality if adoption.by_origin else adoption.event.municipality


@shared_task(name="sharing.tell_overdue")
def tell_overdue() -> None:
    """Queue once more what a broker has lost."""
    now = clock.now()
    with schema_context("public"):
        overdue = [
            (_told(adoption).schema_name, adoption.pk)
            for adoption in Adoption.objects.filter(
                told_at=None, changed_at__range=(now - GIVEN_UP, now - OVERDUE)
            )
            .select_related("event__municipality", "municipality")
            .defer("event__vevent", "event__body_html", "event__search_text")[:500]
        ]
    for schema, key in overdue:
        tell_other_side.delay(schema, key)


@site_task("sharing.tell_other_side", autoretry_for=(OSError,), retry_backoff=30, max_retries=8)
def tell_other_side(schema: str, adoption_id: int) -> None:
    """Mail the last step to those who decide on this site; where nobody does, to the office.

    Nothing if there has been a further step, which is this site's own or has a message itself.
    """
    adoption = (
        Adoption.objects.select_for_update(of=("self",))
        .filter(pk=adoption_id, told_at=None)
        .select_related("event__municipality", "municipality")
        .first()
    )
    site = current_site()
    if adoption is None or _told(adoption) != site:
        return
    addresses = [user.email for user in roles.publishers()] or ([site.email] if site.email else [])
    if addresses:
        with translation.override("cs"):
            subject, body = _letter(adoption, site)
        EmailMessage(" ".join(subject.split()), body, None, addresses).send()
    adoption.told_at = clock.now()
    adoption.save(update_fields=["told_at"])


def _letter(adoption: Adoption, site: Municipality) -> tuple[str, str]:
    other = adoption.event.municipality if adoption.by_origin else adoption.municipality
    subjects = {
        AdoptionState.OFFERED: gettext("%(site)s offers an event: %(title)s"),
        AdoptionState.ACCEPTED: gettext("%(site)s has taken over your event: %(title)s"),
        AdoptionState.DECLINED: gettext("%(site)s does not take over your event: %(title)s"),
        AdoptionState.REVOKED: gettext("%(site)s has ended the sharing of an event: %(title)s"),
    }
    state = AdoptionState(adoption.state)
    path = reverse("sharing", urlconf="portal.urls")
    if state == AdoptionState.OFFERED:
        path = reverse("adoption", args=[adoption.pk], urlconf="portal.urls")
    # A withdrawn event has kept its dates only.
    title = adoption.event.title or gettext("an event that was withdrawn")
    body = render_to_string(
        "calendar_app/sharing/step.txt",
        {
            "adoption": adoption,
            "event": adoption.event,
            "title": title,
            "other": other,
            "site": site,
            "link": site.url + path,
        },
    )
    return subjects[state] % {"site": other.display_name, "title": title}, body
