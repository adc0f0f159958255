"""Reads of events on the current site, for clerks and for the projection."""

import itertools
import uuid
from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from calendar_app.events import series, wording
from calendar_app.events.advice import Advice, from_others
from calendar_app.events.models import Event
from calendar_app.events.times import Span
from shared.kernel import clock

#: Dates of a series that are looked at for warnings: four years of a weekly one.
LOOKED_AHEAD = 200
MOST_MOMENTS = 3


def published_events(keys: Collection[uuid.UUID] | None = None) -> Iterable[Event]:
    """All of the site, or those of them; with everything that the projection reads."""
    found = Event.objects.published()
    if keys is not None:
        found = found.filter(pk__in=keys)
    return (
        found.select_related("picture", "venue")
        .prefetch_related(
            *("exceptions", "extra_dates", "attachments__document__collection"),
            "attachments__document__words",
        )
        .order_by("pk")
        .iterator(200)
    )


def doubtful_times(event: Event) -> Iterator[str]:
    """Warnings for the clerk: what is allowed, but likely to be shown differently by programs."""
    return _doubtful(_spans_ahead(event))


def advice(event: Event) -> list[Advice]:
    """All that is worth a thought before publishing the event as it stands."""
    spans = _spans_ahead(event)
    found = [Advice(text) for text in _doubtful(spans)]
    if gaps := series.gaps(event):
        found.append(Advice(gaps))
    today = clock.today()
    return found + from_others(event, [span for span in spans if span.last_date >= today])


def _spans_ahead(event: Event) -> list[Span]:
    """When it takes place from today on; a single event also if that was in the past."""
    since = max(event.start_date, clock.today()) if event.recurrence else event.start_date
    return series.all_spans(event, since, LOOKED_AHEAD)


def _doubtful(spans: Iterable[Span]) -> Iterator[str]:
    moments = (moment for span in spans for moment in series.change_hours(span))
    for day, value in itertools.islice(moments, MOST_MOMENTS):
        yield _(
            "%(time)s on %(day)s is in the hour of the clock change. Calendars of people may"
            " show another time; choose one before 2:00 or after 3:00 if you can."
        ) % {"time": wording.time(value), "day": wording.short_day(day)}
