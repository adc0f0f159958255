"""Writes of events that do not go through Wagtail's forms."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from calendar_app.events import signals
from calendar_app.events.enums import Status
from calendar_app.events.models import Event
from calendar_app.events.permissions import user_can_cancel
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
        event.save_revision(user=user).publish(user=user, skip_permission_checks=True)
        event.refresh_from_db()
    return event


def cancel(event: Event, user: User) -> None:
    """Say publicly that the event does not take place. Pending drafts stay as they are."""
    _set_status(event, user, Status.CANCELLED, "calendar.event_cancelled")


def restore(event: Event, user: User) -> None:
    """Take a cancellation back."""
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


def note_publication(
    event: Event, *, sequence: int, at: dt.datetime | None, instances: dict[str, Any]
) -> None:
    """Keep the feed's counters with the event, so that the public rows can be rebuilt from it."""
    Event.objects.filter(pk=event.pk).update(
        sequence=sequence, public_since=at, instances=instances
    )
    event.sequence, event.public_since, event.instances = sequence, at, instances
