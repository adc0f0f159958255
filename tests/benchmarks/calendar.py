"""The calendar with many events: rows of the public schema alone, as `sites.more_members` has them."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django_tenants.utils import schema_context

from tests.benchmarks import queries, sites
from tests.benchmarks.client import Target, Visitor
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
def many_events(count: int, *, first: int = -100, days: int = 830) -> Iterator[None]:
    """Published events of all municipalities by turns, from `first` days from now on."""
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
            day = today + dt.timedelta(days=number % days + first)
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
        if told.latitude is not None:
            event.add("geo", (float(told.latitude), float(told.longitude)))
        event.add("categories", [known[row.category]])
        event.add("url", told.url)
        event.add("contact", told.contact)
        event.add("class", "PUBLIC")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


# --- Measurements -----------------------------------------------------------------------------


def _seconds(function: Callable[[], Any]) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def feed(union: Any, events: int, rounds: int) -> dict[str, Any]:
    """The union's feed: joined, built by icalendar each time, and out of the cache.

    By turns, and each ratio of one round: what else the machine does meets both.
    """
    from calendar_app.aggregate.selectors import Selection
    from calendar_app.feeds import services
    from shared.kernel import clock

    everything, today = Selection(), clock.today()
    joined: list[float] = []
    cached: list[float] = []
    built: list[float] = []
    packed: list[float] = []
    with many_events(events), schema_context("public"):
        body = services.build(union, everything, today)
        services.feed(union, everything, coding="gzip")
        for _round in range(rounds):
            built.append(_seconds(lambda: by_icalendar(union)))
            joined.append(
                statistics.median(
                    _seconds(lambda: services.build(union, everything, today)) for _ in range(5)
                )
            )
            cached.append(
                statistics.median(
                    _seconds(lambda: services.feed(union, everything, coding="gzip"))
                    for _ in range(20)
                )
            )
            packed.append(_seconds(lambda: gzip.compress(body, 6)))
        memory = _memory()

    def faster(slow: list[float], quick: list[float]) -> float:
        return round(statistics.median(a / b for a, b in zip(slow, quick, strict=True)), 1)

    whole = [a + b for a, b in zip(built, packed, strict=True)]
    return {
        "events": events,
        "bytes": len(body),
        "icalendar_ms": round(1000 * statistics.median(built), 1),
        "joined_ms": round(1000 * statistics.median(joined), 2),
        "gzip_ms": round(1000 * statistics.median(packed), 1),
        "cached_ms": round(1000 * statistics.median(cached), 3),
        "joined_faster": faster(built, joined),
        "cached_faster": faster(whole, cached),
        "memory_bytes": memory,
        "memory_ratio": round(memory / len(body), 2),
    }


def _memory() -> int:
    """What a request for the feed adds to a process at its worst, in bytes."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.calendar"],
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"BENCH_DATABASE": str(connection.settings_dict["NAME"])},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=120,
    )
    found: int = json.loads(child.stdout)
    return found


def _report_memory() -> None:
    """In a process of its own: the highest mark of a request above what was there before."""
    import django

    django.setup()
    from django.test import Client

    from tenants.registry.models import Municipality
    from tests import database

    database.use(os.environ["BENCH_DATABASE"])
    union = Municipality.objects.the_union()
    browser = Client(headers={"host": union.host})
    # Everything is imported and connected; a text that no event has leaves an empty calendar.
    assert browser.get("/kalendar.ics?q=nicnenalezeno").status_code == 200
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins here
    assert len(browser.get("/kalendar.ics?od=1990-01-01").content) > 0
    print(json.dumps(_status("VmHWM") - before))


def _status(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def not_modified(target: Target, bare: Target, rounds: int, visits: int) -> dict[str, Any]:
    """A subscriber's programme that has the newest feed, beside a bare view."""
    with contextlib.closing(Visitor(target)) as first:
        head = first.get().partition(b"\r\n\r\n")[0].decode()
    etag = re.search(r"(?im)^etag: (.+?)\r?$", head)
    assert etag is not None, head
    known = Target(target.port, target.host, target.path, etag[1].strip())
    ratios, ours, theirs = [], [], []
    with (
        contextlib.closing(Visitor(known)) as subscriber,
        contextlib.closing(Visitor(bare)) as visitor,
    ):
        subscriber.latencies(visits * 10)
        visitor.latencies(visits * 10)
        for number in range(rounds):
            order = [(subscriber, ours), (visitor, theirs)]
            for one, taken in order if number % 2 else reversed(order):
                taken.append(statistics.median(one.latencies(visits)))
            ratios.append(ours[-1] / theirs[-1])
    return {
        "not_modified_ms": round(1000 * statistics.median(ours), 3),
        "bare_ms": round(1000 * statistics.median(theirs), 3),
        "ratio": round(statistics.median(ratios), 2),
    }


def many_municipalities(
    union: Any, site: Any, target: Target, few: int, many: int, rounds: int, visits: int
) -> dict[str, Any]:
    """The month of the union's calendar, and publishing one event, as the union grows.

    The further municipalities have five events each, none of them in this month.
    """
    month = f"/kalendar/?zobrazeni=mesic&{queries.uncached('/').partition('?')[2]}"
    times: dict[str, list[float]] = {"few": [], "many": [], "publish_few": [], "publish_many": []}
    counts: dict[str, int] = {}
    asked = Target(target.port, target.host, month)

    def measure(size: str) -> None:
        sent = queries.captured(union, "/kalendar/?zobrazeni=mesic")
        counts[size] = sum(sql.startswith("SELECT") for sql in sent)
        times[size].append(statistics.median(visitor.latencies(visits)))
        times[f"publish_{size}"].append(_publish(site, visits))

    with contextlib.closing(Visitor(asked)) as visitor:
        visitor.latencies(2)
        for _round in range(rounds):
            measure("few")
            with sites.more_members(few + 1, many), many_events(5 * many, first=200, days=100):
                measure("many")

    def ratio(size: str, base: str) -> float:
        pairs = zip(times[size], times[base], strict=True)
        return round(statistics.median(a / b for a, b in pairs), 2)

    return {
        "few": few,
        "many": many,
        **{
            f"{name}_ms": round(1000 * statistics.median(found), 2) for name, found in times.items()
        },
        "month_ratio": ratio("many", "few"),
        "publish_ratio": ratio("publish_many", "publish_few"),
        "few_queries": counts["few"],
        "many_queries": counts["many"],
    }


def _publish(site: Any, times: int) -> float:
    """Seconds to publish a changed event, its commit included."""
    from django_tenants.utils import tenant_context

    from calendar_app.events import services
    from calendar_app.events.models import Event

    taken = []
    with tenant_context(site):
        event = Event.objects.get(pk=event_key(site, 0))
        for number in range(times):
            event.title = f"Posvícení {time.time_ns()} {number}"
            taken.append(_seconds(lambda: services.publish(event)))
    return statistics.median(taken)


if __name__ == "__main__":
    _report_memory()
