"""Taking in suggestions, deciding about them, answering, and forgetting who sent them.

Nothing of a suggestion reaches the public schema, the audit included: it holds keys and no words.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.html import escape, linebreaks
from wagtail.log_actions import log

from calendar_app.events import services as events
from calendar_app.events.enums import DeclineReason, SuggestionState
from calendar_app.events.models import Event, Place, Suggestion
from calendar_app.suggestions.permissions import user_can_decide
from shared.audit.services import record
from shared.kernel import clock, jobs
from shared.kernel.db import connection
from shared.kernel.ratelimit import over_limit
from tenants.accounts.models import User

FROM_ONE_ADDRESS, ADDRESS_WINDOW = 6, 10 * 60
#: Of the whole site; counted in its own table, so that it holds without the cache too.
ON_ONE_SITE, SITE_WINDOW = 60, dt.timedelta(hours=1)

KEPT_DAYS = 90
KEPT_UNDECIDED_DAYS = 365

#: What says who sent it, or may say so.
_PERSONAL = ("sender_name", "sender_email", "organiser", "contact", "text", "answer")


class TooMany(Exception):
    """More suggestions than people send."""


class AlreadyDecided(Exception):
    """Another clerk was faster; the suggestion says who and how."""

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__(suggestion.pk)
        self.suggestion = suggestion


# --- From the citizen -------------------------------------------------------------------------


@transaction.atomic
def submit(key: uuid.UUID, fields: dict[str, Any], *, address: str) -> Suggestion:
    """Keep a suggestion under the key that its form was given, and have both sides told.

    A form sent twice is one suggestion. Raises TooMany.
    """
    if (known := Suggestion.objects.filter(pk=key).first()) is not None:
        return known
    scope = f"{connection.schema_name}:{address}"
    if over_limit("suggestion", scope, limit=FROM_ONE_ADDRESS, seconds=ADDRESS_WINDOW):
        raise TooMany
    if Suggestion.objects.filter(created_at__gt=clock.now() - SITE_WINDOW).count() >= ON_ONE_SITE:
        raise TooMany
    language = (translation.get_language() or "cs").split("-")[0]
    suggestion, created = Suggestion.objects.get_or_create(
        pk=key, defaults=fields | {"language": language}
    )
    if created:
        _mail("suggestions.send_receipt", suggestion)
        _mail("suggestions.tell_editors", suggestion)
    return suggestion


def _mail(task: str, suggestion: Suggestion) -> None:
    jobs.enqueue(task, connection.schema_name, str(suggestion.pk))


# --- From the clerk ---------------------------------------------------------------------------


@transaction.atomic
def accept(key: uuid.UUID, user: User, *, publish: bool = False) -> Event:
    """Make an event of it, a draft or a published one, and have the sender told.

    Raises PermissionDenied, AlreadyDecided, Suggestion.DoesNotExist, and ValidationError where
    what was suggested no longer makes an event.
    """
    suggestion = _undecided(key, user)
    event = _event(suggestion)
    if publish:
        events.publish(event, user=user)
    else:
        event.full_clean()
        event.live = False
        event.save()
        event.save_revision(user=user)
        log(instance=event, action="wagtail.create", user=user)
    suggestion.event = event
    _decide(suggestion, user, SuggestionState.ACCEPTED)
    _mail("suggestions.send_answer", suggestion)
    return event


@transaction.atomic
def decline(key: uuid.UUID, user: User, *, reason: str = "", answer: str = "") -> Suggestion:
    """Say no and why. Raises PermissionDenied, AlreadyDecided, Suggestion.DoesNotExist."""
    suggestion = _undecided(key, user)
    suggestion.reason = DeclineReason(reason) if reason else ""
    suggestion.answer = answer.strip()
    _decide(suggestion, user, SuggestionState.DECLINED)
    _mail("suggestions.send_answer", suggestion)
    return suggestion


@transaction.atomic
def discard(key: uuid.UUID, user: User) -> None:
    """Delete what is no suggestion at all; whose address stands in it is not written to.

    Raises PermissionDenied, AlreadyDecided, Suggestion.DoesNotExist.
    """
    suggestion = _undecided(key, user)
    record("suggestion.discarded", actor=user, detail={"suggestion": str(key)})
    suggestion.delete()


def _undecided(key: uuid.UUID, user: User) -> Suggestion:
    """The suggestion, held until the transaction ends."""
    if not user_can_decide(user):
        raise PermissionDenied
    suggestion = Suggestion.objects.select_for_update().get(pk=key)
    if not suggestion.is_waiting:
        raise AlreadyDecided(suggestion)
    return suggestion


def _decide(suggestion: Suggestion, user: User, state: SuggestionState) -> None:
    suggestion.state = state
    suggestion.decided_at, suggestion.decided_by = clock.now(), user
    suggestion.save()
    detail = {"suggestion": str(suggestion.pk)}
    if suggestion.event_id:
        detail["event"] = str(suggestion.event_id)
    record(f"suggestion.{state.value}", actor=user, detail=detail)


def _event(suggestion: Suggestion) -> Event:
    names = (
        *("title", "category", "start_date", "start_time", "end_date", "end_time", "all_day"),
        *("organiser", "admission", "contact"),
    )
    venue = Place.objects.filter(name__iexact=suggestion.place).first()
    return Event(
        **{name: getattr(suggestion, name) for name in names},
        venue=venue,
        place="" if venue else suggestion.place,
        # The sender's words are text and nothing else, whatever they look like.
        text=linebreaks(escape(suggestion.text)) if suggestion.text else "",
    )


# --- Forgetting -------------------------------------------------------------------------------


@transaction.atomic
def forget_senders() -> tuple[int, int]:
    """Erase who sent what was decided 90 days ago, and what nobody has decided for a year.

    What, when and how it was decided stays. Returns how many were erased and deleted.
    """
    now = clock.now()
    erased = (
        Suggestion.objects.exclude(state=SuggestionState.WAITING)
        .exclude(sender_email="")
        .filter(decided_at__lt=now - dt.timedelta(days=KEPT_DAYS))
        .update(**dict.fromkeys(_PERSONAL, ""))
    )
    deleted, _by_model = Suggestion.objects.filter(
        state=SuggestionState.WAITING, created_at__lt=now - dt.timedelta(days=KEPT_UNDECIDED_DAYS)
    ).delete()
    return erased, deleted
