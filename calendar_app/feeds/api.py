"""Single dates of events for the JSON API: what takes place when, series spread out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from calendar_app.aggregate import selectors
from calendar_app.aggregate.models import Occurrence
from calendar_app.aggregate.selectors import Selection
from calendar_app.feeds.opendata import NOUN
from shared.kernel import clock
from shared.opendata.api import resources
from shared.opendata.api.resources import Asked, Resource, instant, or_null, owner
from shared.opendata.sets import iri
from tenants.registry.models import Municipality

PROPERTIES: dict[str, resources.Schema] = {
    "event": {"type": "string", "format": "uuid"},
    "iri": resources.URL | {"description": "Of the event; all dates of a series have it."},
    "url": resources.URL,
    "title": resources.TEXT,
    "starts_at": resources.INSTANT,
    "ends_at": or_null(resources.INSTANT) | {"description": "Exclusive; null where it is open."},
    "first_day": resources.DAY,
    "last_day": resources.DAY | {"description": "Inclusive."},
    "all_day": resources.FLAG,
    "state": {"type": "string", "enum": ["scheduled", "postponed", "cancelled"]},
    "category": resources.TEXT,
    "place": resources.TEXT,
    "note": resources.TEXT,
    "municipality": resources.OWNER,
}


def _rows(site: Municipality, asked: Asked) -> QuerySet[Occurrence]:
    selection = Selection(
        municipalities=(asked.municipality,) if asked.municipality else (),
        categories=(asked.category,) if asked.category else (),
    )
    return selectors.occurrences(site, selection, asked.since or clock.today(), asked.until)


def _described(one: Occurrence) -> dict[str, Any]:
    event = one.event
    return {
        "event": str(event.uuid),
        "iri": iri(event.municipality, NOUN, event.uuid),
        "url": event.url,
        "title": event.title,
        "starts_at": instant(one.starts_at),
        "ends_at": instant(one.span.known_end),
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "all_day": event.all_day,
        "state": one.state,
        "category": event.category,
        "place": one.place,
        "note": one.note,
        "municipality": owner(event.municipality),
    }


OCCURRENCES = Resource(
    name="occurrences",
    summary="Single dates of events and series, the earliest first; from today unless told.",
    properties=PROPERTIES,
    rows=_rows,
    describe=_described,
    sort="starts_at",
    parameters=(
        resources.since("What takes place on this day or later, today unless told."),
        resources.until("What takes place on this day or earlier."),
        resources.MUNICIPALITY,
        resources.CATEGORY,
    ),
)
