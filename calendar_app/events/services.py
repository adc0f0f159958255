"""Writes of events that do not go through Wagtail's forms."""

import datetime as dt
import itertools
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from modelcluster.models import get_serializable_data_for_fields
from wagtail.log_actions import log

from calendar_app.events import series, signals
from calendar_app.events.enums import ExceptionKind, Status
from calendar_app.events.models import SLUG_LENGTH, Event, EventException, Place
from calendar_app.events.permissions import user_can_cancel, user_can_manage_places
from shared.audit.services import record
from tenants.accounts.models import User


def publish(event: Event, *, user: User | None = None) -> Event:
    """Save `event` as a revision and publish it, in one transaction with its projection.

    Validates; checks no permission: this is for demonstration data and imports.
    """
    with transaction.atomic():
        event.full_clean()
        if event._state.adding:
            event.live = False
            event.save()
        # Clean it is already; each cleaning asks the database about every constraint.
        revision = event.save_revision(user=user, clean=False)
        revision.publish(user=user, skip_permission_checks=True)
        event.refresh_from_db()
    return event


def cancel(event: Event, user: User) -> None:
    """Say publicly that the event does not take place. Pending drafts stay as they are."""
    _set_status(event, user, Status.CANCELLED, "calendar.event_cancelled")


def postpone(event: Event, user: User) -> None:
    """Say publicly that the event is not on its date, and that there is no new one yet.

    Publishing it with another date or time brings it back, see `Event.with_content_json`.
    """
    _set_status(event, user, Status.POSTPONED, "calendar.event_postponed")


def restore(event: Event, user: User) -> None:
    """Take a cancellation or a postponement back."""
    _set_status(event, user, Status.SCHEDULED, "calendar.event_restored")


def follow_status(event: Event, status: Status) -> None:
    """As `cancel` and `restore`, for what another calendar says of its event: nobody is asked."""
    cancelled = status == Status.CANCELLED
    action = "calendar.event_cancelled" if cancelled else "calendar.event_restored"
    _set_status(event, None, status, action)


def _set_status(event: Event, user: User | None, status: Status, action: str) -> None:
    with transaction.atomic():
        stored = Event.objects.select_for_update().get(pk=event.pk)
        if user is not None and not user_can_cancel(user, stored):
            raise PermissionDenied
        if stored.status == status:
            return
        stored.status = status
        stored.save(update_fields=["status"])
        log(instance=stored, action=action, user=user)
        record(action, stored, actor=user, detail={"title": stored.title})
        signals.status_changed.send(sender=Event, instance=stored)
    event.refresh_from_db()


# --- One date of a series ---------------------------------------------------------------------


class NoSuchDate(LookupError):
    """The series has no such date, or it is not as the action expects it."""


def cancel_date(event: Event, day: dt.date, user: User, note: str = "") -> None:
    """Say publicly that one date of a published series does not take place.

    At once, as with the whole event, and whatever was said of the date before. Raises
    PermissionDenied and NoSuchDate.
    """
    _set_date(event, day, user, EventException(day=day, kind=ExceptionKind.CANCELLED, note=note))


def restore_date(event: Event, day: dt.date, user: User) -> None:
    """Take the cancellation of one date back: it takes place as the series says."""
    _set_date(event, day, user, None)


def _set_date(event: Event, day: dt.date, user: User, exception: EventException | None) -> None:
    action = "calendar.date_cancelled" if exception else "calendar.date_restored"
    with transaction.atomic():
        stored = Event.objects.select_for_update().get(pk=event.pk)
        if not user_can_cancel(user, stored):
            raise PermissionDenied
        rows = EventException.objects.filter(event=stored, day=day)
        is_off = rows.filter(kind=ExceptionKind.CANCELLED).exists()
        if not series.is_date_of_series(stored, day) or is_off is (exception is not None):
            raise NoSuchDate(day.isoformat())
        rows.delete()
        if exception is not None:
            exception.event = stored
            exception.full_clean()
            exception.save()
        _set_date_in_versions(stored, day, exception)
        said = {"title": stored.title, "day": day.isoformat()}
        log(instance=stored, action=action, user=user, data=said)
        record(action, stored, actor=user, detail=said)
        signals.status_changed.send(sender=Event, instance=Event.objects.get(pk=stored.pk))


def _set_date_in_versions(stored: Event, day: dt.date, exception: EventException | None) -> None:
    """In the version that is public and in those that may become so, or they would revive the date.

    The rest of a draft stays as it is, and it goes on waiting for whom it waits for.
    """
    own = Q(pk__in=[key for key in (stored.latest_revision_id, stored.live_revision_id) if key])
    for revision in stored.revisions.filter(own | Q(approved_go_live_at__isnull=False)):
        exceptions = [
            item
            for item in revision.content.get("exceptions", [])
            if item["day"] != day.isoformat()
        ]
        if exception is not None and series.is_date_of_series(revision.as_object(), day):
            exceptions.append(get_serializable_data_for_fields(exception))
        revision.content["exceptions"] = exceptions
        revision.save(update_fields=["content"])


# --- Places -----------------------------------------------------------------------------------


def save_place(place: Place, user: User) -> None:
    """Write a place, and bring the public form of everything that happens there up to date.

    Its slug is made from its first name and never changes.
    """
    if not user_can_manage_places(user):
        raise PermissionDenied
    with transaction.atomic():
        is_new = place._state.adding
        if not place.slug:
            place.slug = _free_slug(place.name)
        place.full_clean()
        place.save()
        action = "calendar.place_added" if is_new else "calendar.place_changed"
        record(action, place, actor=user, detail={"slug": place.slug})
        if not is_new:
            signals.place_changed.send(sender=Place, instance=place)


def delete_place(place: Place, user: User) -> None:
    """Raises PermissionDenied, and ProtectedError for a place that an event needs."""
    if not user_can_manage_places(user):
        raise PermissionDenied
    with transaction.atomic():
        record("calendar.place_deleted", place, actor=user, detail={"slug": place.slug})
        place.delete()


def _free_slug(name: str) -> str:
    base = slugify(name)[: SLUG_LENGTH - 4].strip("-") or "misto"
    taken = set(Place.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)


# --- For the projection -----------------------------------------------------------------------


def note_publication(
    event: Event, *, sequence: int, at: dt.datetime | None, instances: dict[str, Any]
) -> None:
    """Keep the feed's counters with the event, so that the public rows can be rebuilt from it."""
    Event.objects.filter(pk=event.pk).update(
        sequence=sequence, public_since=at, instances=instances
    )
    event.sequence, event.public_since, event.instances = sequence, at, instances
