"""Reads of events on the current site, for clerks and for the projection."""

import uuid
from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from calendar_app.events import times, wording
from calendar_app.events.models import Event


def published_events(keys: Collection[uuid.UUID] | None = None) -> Iterable[Event]:
    """All of the site, or those of them; with everything that the projection reads."""
    found = Event.objects.published()
    if keys is not None:
        found = found.filter(pk__in=keys)
    return (
        found.select_related("picture", "venue")
        .prefetch_related("exceptions", "extra_dates", "attachments__document__collection")
        .order_by("pk")
        .iterator(200)
    )


def doubtful_times(event: Event) -> Iterator[str]:
    """Warnings for the clerk: what is allowed, but likely to be shown differently by programs."""
    for day, value in (
        (event.start_date, event.start_time),
        (event.last_date, event.end_time),
    ):
        if value is not None and times.is_change_hour(day, value):
            yield _(
                "%(time)s on %(day)s is in the hour of the clock change. Calendars of people may"
                " show another time; choose one before 2:00 or after 3:00 if you can."
            ) % {"time": wording.time(value), "day": wording.short_day(day)}
