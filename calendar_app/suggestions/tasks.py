"""Mails about suggestions. Run twice they send once: what was sent is noted under a row lock."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from calendar_app.categories import selectors as categories
from calendar_app.events.enums import DeclineReason, SuggestionState
from calendar_app.events.models import Suggestion
from calendar_app.suggestions import services
from shared.kernel import clock, jobs
from shared.kernel.jobs import site_task
from shared.kernel.ratelimit import over_limit
from tenants.registry.selectors import current_site
from tenants.roles import selectors as roles

# Long enough for a message in the queue or between two tries.
OVERDUE = dt.timedelta(minutes=10)
# An address that takes no mail for so long is given up.
GIVEN_UP = dt.timedelta(days=3)
RECEIPTS_TO_ONE_ADDRESS, RECEIPTS_WINDOW = 10, 24 * 60 * 60
_RETRY: dict[str, Any] = {"autoretry_for": (OSError,), "retry_backoff": 30, "max_retries": 8}


def _locked(key: str) -> Suggestion | None:
    return Suggestion.objects.select_for_update().filter(pk=uuid.UUID(key)).first()


def _subject(text: str) -> str:
    """One line, whatever a citizen has put into the name of the event."""
    return " ".join(text.split())


@site_task("suggestions.send_receipt", **_RETRY)
def send_receipt(schema: str, key: str) -> None:
    """Tell the sender that the suggestion has come.

    The address may be anybody's, so the mail carries not one word that came with the form; and
    nobody gets many of them.
    """
    suggestion = _locked(key)
    if suggestion is None or suggestion.receipt_sent_at or suggestion.is_erased:
        return
    site = current_site()
    address = suggestion.sender_email.lower()
    flooded = over_limit(
        "suggestion-receipt", address, limit=RECEIPTS_TO_ONE_ADDRESS, seconds=RECEIPTS_WINDOW
    )
    if not flooded:
        with translation.override(suggestion.language):
            body = render_to_string(
                "calendar_app/suggestions/receipt.txt",
                {"site": site, "suggestion": suggestion, "kept_days": services.KEPT_DAYS},
            )
            subject = gettext("We have your suggestion of an event – %(site)s") % {
                "site": site.display_name
            }
        EmailMessage(_subject(subject), body, None, [suggestion.sender_email]).send()
    _note(suggestion, "receipt_sent_at")


@site_task("suggestions.tell_editors", **_RETRY)
def tell_editors(schema: str, key: str) -> None:
    """Tell those who decide; where nobody works on the desk, the office."""
    suggestion = _locked(key)
    if suggestion is None or suggestion.announced_at or not suggestion.is_waiting:
        return
    site = current_site()
    addresses = [user.email for user in roles.publishers()] or ([site.email] if site.email else [])
    if addresses:
        with translation.override("cs"):
            path = reverse("suggestion", args=[suggestion.pk], urlconf="portal.urls")
            body = render_to_string(
                "calendar_app/suggestions/to_editors.txt",
                {
                    "site": site,
                    "suggestion": suggestion,
                    "category": categories.czech_name(suggestion.category),
                    "link": site.url + path,
                },
            )
            subject = gettext("Suggested event: %(title)s") % {"title": suggestion.title}
        EmailMessage(
            _subject(subject), body, None, addresses, reply_to=[suggestion.sender_email]
        ).send()
    _note(suggestion, "announced_at")


@site_task("suggestions.send_answer", **_RETRY)
def send_answer(schema: str, key: str) -> None:
    """Tell the sender how it was decided, in her language."""
    suggestion = _locked(key)
    if suggestion is None or suggestion.is_waiting:
        return
    if suggestion.answered_at or suggestion.is_erased:
        return
    site = current_site()
    with translation.override(suggestion.language):
        accepted = suggestion.state == SuggestionState.ACCEPTED
        body = render_to_string(
            f"calendar_app/suggestions/{'accepted' if accepted else 'declined'}.txt",
            {
                "site": site,
                "suggestion": suggestion,
                "event": suggestion.event,
                "reason": DeclineReason(suggestion.reason).label if suggestion.reason else "",
            },
        )
        text = (
            gettext("Your event is accepted: %(title)s")
            if accepted
            else gettext("Your suggestion of an event was not accepted: %(title)s")
        )
        subject = text % {"title": suggestion.title}
    EmailMessage(
        _subject(subject),
        body,
        None,
        [suggestion.sender_email],
        reply_to=[site.email] if site.email else None,
    ).send()
    _note(suggestion, "answered_at")


def _note(suggestion: Suggestion, field: str) -> None:
    setattr(suggestion, field, clock.now())
    suggestion.save(update_fields=[field])


@site_task("suggestions.send_overdue")
def send_overdue(schema: str) -> None:
    """Queue once more what a broker has lost."""
    now = clock.now()
    period = (now - GIVEN_UP, now - OVERDUE)
    overdue = {
        "suggestions.send_receipt": Q(receipt_sent_at=None, created_at__range=period),
        "suggestions.tell_editors": Q(
            announced_at=None, created_at__range=period, state=SuggestionState.WAITING
        ),
        "suggestions.send_answer": Q(answered_at=None, decided_at__range=period),
    }
    for name, condition in overdue.items():
        found = Suggestion.objects.exclude(sender_email="").filter(condition)
        for key in found.values_list("pk", flat=True)[:200]:
            jobs.enqueue(name, schema, str(key))


@site_task("suggestions.housekeeping")
def housekeeping(schema: str) -> None:
    """Every night: senders are forgotten when their time has come."""
    services.forget_senders()
