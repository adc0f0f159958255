"""The calendar with many events: rows of the public schema alone, as `sites.more_members` has them."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django_tenants.utils import schema_context

from tests.benchmarks.content import LEAD, TEXT, event_key

PLACES = ("Kulturní dům", "Zámecký park", "Základní škola", "Náves u kostela", "Hasičská zbrojnice")


def data(row: Any) -> Any:
    """What the serialiser gets for a published row: about 950 bytes of VEVENT."""
    from calendar_app.aggregate.services import uid
    from calendar_app.ical.event import EventData, State
    from calendar_app.ical.text import from_html

    return EventData(
        uid=uid(row.uuid),
        start=row.span.ical_start,
        end=row.span.ical_end,
        stamp=row.changed_at,
        sequence=row.sequence,
        state=State.CONFIRMED,
        summary=row.title,
        description=from_html(row.body_html),
        german=row.german_summary,
        location=row.place,
        latitude=row.latitude,
        longitude=row.longitude,
        categories=("Kultura",),
        url=f"{row.municipality.url}/kalendar/{row.uuid}/",
        contact=row.organiser,
    )


@contextlib.contextmanager
def many_events(count: int) -> Iterator[None]:
    """Published events of all municipalities by turns, from a hundred days ago for two years."""
    from calendar_app.aggregate.models import Occurrence, PublishedEvent
    from calendar_app.ical.event import serialise
    from shared.kernel import clock
    from tenants.registry.models import Municipality

    with schema_context("public"):
        towns = list(Municipality.objects.municipalities().active())
        today, now = clock.today(), clock.now()
        rows: list[Any] = []
        occurrences: list[Any] = []
        for number in range(count):
            town = towns[number % len(towns)]
            day = today + dt.timedelta(days=number % 830 - 100)
            starts = dt.datetime.combine(day, dt.time(18), clock.PRAGUE)
            row = PublishedEvent(
                uuid=uuid.uuid5(event_key(town, 0), f"many {number}"),
                municipality=town,
                state="scheduled",
                category="kultura",
                start_date=day,
                start_time=dt.time(18),
                end_time=dt.time(22),
                all_day=False,
                starts_at=starts,
                ends_at=starts + dt.timedelta(hours=4),
                last_day=day,
                title=f"Posvícení číslo {number} v obci {town.name}",
                summary=LEAD,
                body_html=TEXT,
                place=PLACES[number % len(PLACES)],
                latitude=town.latitude,
                longitude=town.longitude,
                organiser="Sbor dobrovolných hasičů",
                search_text=" posvicen ",
                sequence=0,
                changed_at=now,
            )
            row.vevent = serialise(data(row))
            rows.append(row)
            occurrences.append(
                Occurrence(
                    event=row,
                    municipality=town,
                    state="scheduled",
                    starts_at=row.starts_at,
                    ends_at=row.ends_at,
                    first_day=day,
                    last_day=day,
                    start_time=row.start_time,
                    end_time=row.end_time,
                )
            )
        PublishedEvent.objects.bulk_create(rows, batch_size=1_000)
        Occurrence.objects.bulk_create(occurrences, batch_size=1_000)
        with connection.cursor() as cursor:  # what autovacuum does within a minute
            cursor.execute("ANALYZE aggregate_publishedevent, aggregate_occurrence")
    try:
        yield
    finally:
        with schema_context("public"):
            keys = [row.pk for row in rows]
            Occurrence.objects.filter(event__in=keys).delete()
            PublishedEvent.objects.filter(pk__in=keys)._raw_delete("default")


def by_icalendar(union: Any) -> bytes:
    """The feed as one builds it without stored VEVENTs: the rows, then icalendar for each of them."""
    import icalendar

    from calendar_app.aggregate import selectors
    from calendar_app.aggregate.selectors import Selection
    from calendar_app.categories.selectors import names
    from shared.kernel import clock

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//benchmark//CS")
    calendar.add("version", "2.0")
    known = names("cs")
    rows = selectors.feed_events(union, Selection(), clock.today()).defer("vevent")
    for row in rows.select_related("municipality").iterator(2_000):
        told = data(row)
        event = icalendar.Event()
        event.add("uid", told.uid)
        event.add("dtstamp", told.stamp)
        event.add("last-modified", told.stamp)
        event.add("sequence", told.sequence)
        event.add("status", "CONFIRMED")
        event.add("dtstart", told.start)
        if told.end is not None:
            event.add("dtend", told.end)
        event.add("summary", told.summary)
        event.add("description", told.description)
        event.add("location", told.location)
        event.add("geo", (float(told.latitude), float(told.longitude)))
        event.add("categories", [known[row.category]])
        event.add("url", told.url)
        event.add("contact", told.contact)
        event.add("class", "PUBLIC")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
