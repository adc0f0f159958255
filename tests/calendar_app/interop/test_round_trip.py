"""Random series of the editor's grammar: our table, our pages and five independent programs.

Everything is published and fetched once per run and compared many times; the seed is fixed, so a
failure repeats. Other seeds: `ROUND_TRIP_SEED=7 pytest tests/calendar_app/interop`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django_tenants.utils import tenant_context

from calendar_app import recurrence
from calendar_app.aggregate import selectors, vevents
from calendar_app.aggregate.models import Occurrence
from calendar_app.aggregate.selectors import Selection
from calendar_app.events.models import EventException, ExtraDate
from calendar_app.events.times import LAST_DAY
from calendar_app.feeds import grid
from calendar_app.recurrence import Frequency, Nth, Rule
from shared.published import services as published_services
from tests.calendar_app.interop import readers
from tests.calendar_app.interop.readers import READERS, Seen, Times, Window, seen

pytestmark = [pytest.mark.django_db]

PRAGUE = ZoneInfo("Europe/Prague")
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
#: Five changes of the clock lie inside.
WINDOW = Window(dt.date(2026, 3, 1), dt.date(2028, 6, 30))
#: On which the clocks change.
SUNDAYS = [dt.date(2026, 10, 25), dt.date(2027, 3, 28)]
#: The Saturday before the clocks change.
COMING_FROM = dt.date(2027, 3, 27)
#: Those of the changes and some more.
MONTHS = [
    *(dt.date(2026, number, 1) for number in (3, 10, 11, 12)),
    *(dt.date(2027, number, 1) for number in (1, 2, 3, 4, 10)),
    *(dt.date(2028, number, 1) for number in (2, 3)),
]
SERIES = 60
SEED = os.environ.get("ROUND_TRIP_SEED", "1")
DAY = dt.timedelta(days=1)


# --- Series -----------------------------------------------------------------------------------


def rules(source: random.Random) -> Rule:
    frequency = source.choice(list(Frequency))
    fields: dict[str, Any] = {"frequency": frequency, "interval": source.choice([1, 1, 1, 2, 3, 4])}
    nth = Nth(source.choice([1, 2, 3, 4, 5, -1, -2, -5]), source.randrange(7))
    if frequency is Frequency.WEEKLY:
        fields["weekdays"] = tuple(source.sample(range(7), source.randint(1, 4)))
    elif frequency is Frequency.MONTHLY:
        fields |= source.choice(
            [
                {"month_day": source.choice([1, 13, 29, 30, 31, -1])},
                {"nth": nth},
                {"working_day": source.choice([1, -1])},
            ]
        )
    elif frequency is Frequency.YEARLY and source.random() < 0.7:
        fields |= {"month": source.randint(1, 12), "nth": nth}
    return Rule(**fields)


def times(source: random.Random) -> dict[str, Any]:
    """All day of one and of several days; timed with and without an end, and over midnight."""
    kind = source.choice(["day", "days", "open", "hours", "hours", "night"])
    if kind in ("day", "days"):
        return {"all_day": True, "start_time": None, "length": 1 if kind == "days" else 0}
    start = source.choice(
        [dt.time(0, 15), dt.time(1, 30), dt.time(8), dt.time(18), dt.time(22, 45)]
    )
    if kind == "open":
        return {"start_time": start, "length": None}
    if kind == "hours":
        return {"start_time": start, "end_time": start.replace(minute=59), "length": None}
    return {"start_time": start, "end_time": dt.time(6), "length": 1}


def series(source: random.Random) -> dict[str, Any]:
    """Fields of an event; exceptions and extra dates where the programs should meet them."""
    fields = times(source)
    length = fields.pop("length")
    rule = rules(source)
    if length and rule.frequency in (Frequency.DAILY, Frequency.WEEKLY):
        # One date must be over before the next one begins.
        rule = Rule(frequency=Frequency.DAILY, interval=source.randint(2, 9))
    day = dt.date(2026, 1, 5) + source.randint(0, 500) * DAY
    if (wrong := recurrence.mismatch(rule, day)) is not None:
        assert wrong.next_date is not None
        day = wrong.next_date
    end = source.random()
    if end < 0.3:
        rule = dataclasses.replace(rule, count=source.randint(1, 60))
    elif end < 0.6:
        rule = dataclasses.replace(rule, until=day + source.randint(0, 700) * DAY)
    fields |= {"recurrence": rule.text, "start_date": day}
    if length:
        fields["end_date"] = day + length * DAY
    state = source.random()
    if state < 0.15:
        fields["status"] = "cancelled" if state < 0.1 else "postponed"
    some = recurrence.occurrences(rule, day, day, LAST_DAY, 12)
    fields["exceptions"] = [
        exception(source, one, fields) for one in source.sample(some, min(len(some), 3))
    ]
    fields["extra_dates"] = [
        ExtraDate(
            start_date=some[0] + source.randint(1, 90) * DAY,
            start_time=None if fields.get("all_day") else dt.time(5, number),
            end_time=None if fields.get("all_day") else dt.time(7, 1),
        )
        for number in range(source.choice([0, 0, 1, 2]))
    ]
    return fields


def exception(source: random.Random, day: dt.date, fields: dict[str, Any]) -> EventException:
    kind = source.choice(["cancelled", "left_out", "changed", "changed"])
    if kind != "changed":
        return EventException(day=day, kind=kind)
    to = day + source.randint(-3, 20) * DAY
    if fields.get("all_day"):
        return EventException(day=day, kind=kind, start_date=to, place="Jinde")
    # At a minute that no other date has, or two of them might become one.
    start, end = dt.time(9, source.randint(1, 30)), dt.time(9, 50)
    last = to + DAY if fields.get("end_date") else None
    return EventException(
        day=day, kind=kind, start_date=to, start_time=start, end_date=last, end_time=end
    )


def clock_changes() -> Iterator[dict[str, Any]]:
    """Both weekends, each kind of time. The hour that is missing or comes twice is another test."""
    shapes: list[dict[str, Any]] = [
        {"all_day": True, "start_time": None},
        *(
            {"start_time": start, "end_time": end}
            for start, end in (
                (dt.time(0, 30), dt.time(1, 30)),
                (dt.time(1, 0), dt.time(4, 0)),
                (dt.time(3, 30), None),
                (dt.time(18), dt.time(23, 59)),
            )
        ),
    ]
    for day in (dt.date(2026, 10, 23), dt.date(2027, 3, 26), dt.date(2026, 3, 27)):
        for shape in shapes:
            yield {"start_date": day, "recurrence": "FREQ=DAILY;COUNT=5", **shape}
        yield {
            "start_date": day,
            "recurrence": f"FREQ=WEEKLY;BYDAY=FR;UNTIL={day + 14 * DAY:%Y%m%d}",
            "start_time": dt.time(17),
            "status": "postponed",
            "exceptions": [EventException(day=day + 7 * DAY, kind="left_out")],
        }
        # Friday to Sunday, over the change.
        yield {
            "start_date": day,
            "end_date": day + 2 * DAY,
            "recurrence": "FREQ=WEEKLY;BYDAY=FR;COUNT=2",
            "all_day": True,
            "start_time": None,
        }


# --- Published --------------------------------------------------------------------------------


@dataclasses.dataclass
class Published:
    feed: bytes
    table: Times
    #: By selectors: what pages show of a period, and of each event its next date.
    listed: Times
    coming: Times
    month: dict[dt.date, Counter[str]]
    #: As the pages of single days say it in HTML: keys of events.
    pages: dict[dt.date, set[str]]
    #: Of events by the UID, extra dates being those of their event.
    keys: dict[str, str]
    #: Days of each event in the table, for the month.
    days: dict[dt.date, Counter[str]]


_published: dict[str, Published] = {}


@pytest.fixture
def published(
    lipova: Any,
    make_event: Callable[..., Any],
    fetch: Callable[..., bytes],
    client_for: Callable[..., Client],
) -> Published:
    if SEED not in _published:
        with time_machine.travel(NOW, tick=False):
            source = random.Random(SEED)
            for fields in (*clock_changes(), *(series(source) for _ in range(SERIES))):
                make_event(lipova, **{"end_time": None} | fields)
            with tenant_context(lipova):
                assert published_services.verify() == []
            pages = {day: _page(client_for(lipova), day) for day in SUNDAYS}
            _published[SEED] = _read(lipova, fetch(lipova), pages)
    return _published[SEED]


def _page(browser: Client, day: dt.date) -> set[str]:
    """Events on the list of one day, all its pages."""
    found: set[str] = set()
    for number in itertools.count(1):
        response = browser.get(f"/kalendar/?od={day}&do={day}&page={number}")
        if response.status_code == 404:
            return found
        found |= set(
            re.findall(r'href="[^"]*/kalendar/([0-9a-f-]{36})/"', response.content.decode())
        )
    raise AssertionError


def _read(site: Any, feed: bytes, pages: dict[dt.date, set[str]]) -> Published:
    table: Times = Counter()
    days: dict[dt.date, Counter[str]] = {}
    # What is cancelled and long over has left feeds, which is another test.
    in_feed = {event.pk for event in selectors.feed_events(site, Selection(), NOW.date())}
    assert len(in_feed) > SERIES
    for one in Occurrence.objects.select_related("event"):
        if one.event_id in in_feed and WINDOW.has(one.first_day):
            table[_seen(one)] += 1
        if not grid.is_lasting(one):
            for number in range((one.last_day - one.first_day).days + 1):
                days.setdefault(one.first_day + number * DAY, Counter())[_uid(one)] += 1
    everything = Selection()
    listed = selectors.occurrences(site, everything, WINDOW.since, WINDOW.until)
    coming = selectors.next_occurrences(site, everything, COMING_FROM)
    month: dict[dt.date, Counter[str]] = {}
    for first in MONTHS:
        found = list(selectors.occurrences(site, everything, *grid.bounds(first)))
        for week in grid.weeks(first, NOW.date(), found):
            for day in week.days:
                if day.in_month:
                    month[day.date] = Counter(_uid(one) for one in day.occurrences)
    return Published(
        feed,
        table,
        Counter(
            _seen(one) for one in listed if one.event_id in in_feed and WINDOW.has(one.first_day)
        ),
        Counter(_seen(one) for one in coming if WINDOW.has(one.first_day)),
        month,
        pages,
        {_uid(one): str(one.event_id) for one in Occurrence.objects.all()},
        days,
    )


def _uid(one: Occurrence) -> str:
    uid = f"{one.event_id}@sever.localhost"
    return vevents.extra_uid(uid, one.instance) if one.instance.startswith("+") else uid


def _seen(one: Occurrence) -> Seen:
    span, off = one.span, one.state == "cancelled"
    if one.event.all_day:
        return seen(_uid(one), one.first_day, span.last_date + DAY, off)
    return seen(_uid(one), one.starts_at, one.ends_at, off)


# --- Comparing --------------------------------------------------------------------------------


def without_ends(times: Times) -> Times:
    return Counter(one._replace(end="") for one in times.elements())


def without_ends_over_a_change(times: Times) -> Times:
    """Dates between whose start and end the clocks change lose their end."""

    def narrowed(one: Seen) -> Seen:
        if "T" not in one.start:
            return one
        start, end = (
            dt.datetime.fromisoformat(at).astimezone(PRAGUE) for at in (one.start, one.end)
        )
        return one if start.utcoffset() == end.utcoffset() else one._replace(end="")

    return Counter(narrowed(one) for one in times.elements())


#: What is known of a program, and how far the comparison is narrowed for it.
NARROWED: dict[str, Callable[[Times], Times]] = {
    # It expands starts only; see the reader.
    "vobject": without_ends,
    # libical 3.0.16 makes seconds of DTEND once for the whole series, so a date that lies across
    # a clock change ends an hour early in autumn and an hour late in spring. The other three that
    # tell ends keep the local time that is written, and so do we.
    "libical": without_ends_over_a_change,
}


@pytest.mark.parametrize("program", READERS)
def test_a_program_shows_what_our_table_has(published: Published, program: str) -> None:
    try:
        shown = READERS[program](published.feed, WINDOW)
    except readers.NotInstalled as missing:
        pytest.skip(str(missing))
    narrowed = NARROWED.get(program, Counter)
    ours, theirs = narrowed(published.table), narrowed(shown)
    assert sum(ours.values()) > 1_500
    assert sorted((ours - theirs).elements())[:5] == []
    assert sorted((theirs - ours).elements())[:5] == []


def test_our_list_shows_what_our_table_has(published: Published) -> None:
    assert published.listed == published.table


def test_our_list_shows_the_next_date_of_each_event(published: Published) -> None:
    """Computed from what an independent program shows, extra dates being dates of their event."""
    ahead = [one for one in published.coming if _day(one.start) >= COMING_FROM]
    assert len(ahead) > SERIES / 3
    shown = READERS["recurring-ical-events"](published.feed, WINDOW)
    for one in ahead:
        earlier = [
            other
            for other in shown
            if other.uid == one.uid and COMING_FROM <= _day(other.start) < _day(one.start)
        ]
        assert earlier == []
        assert one in shown


def _day(start: str) -> dt.date:
    if "T" in start:
        return dt.datetime.fromisoformat(start).astimezone(PRAGUE).date()
    return dt.date.fromisoformat(start)


@pytest.mark.parametrize("day", SUNDAYS)
def test_our_page_of_the_day_shows_what_a_program_shows(published: Published, day: dt.date) -> None:
    shown = READERS["recurring-ical-events"](published.feed, WINDOW)
    on_day = {published.keys[one.uid] for one in shown if _day(one.start) <= day <= _last(one)}
    assert len(on_day) > 6
    assert published.pages[day] == on_day


def _last(one: Seen) -> dt.date:
    """The last day on which something of it happens."""
    if "T" not in one.end:
        return _day(one.end) - DAY
    if one.end == one.start:
        return _day(one.start)
    end = dt.datetime.fromisoformat(one.end) - dt.timedelta(seconds=1)
    return end.astimezone(PRAGUE).date()


def test_our_month_shows_what_our_table_has(published: Published) -> None:
    assert len(published.month) > 300
    for day, shown in published.month.items():
        assert shown == published.days.get(day, Counter()), day


def test_every_form_of_rule_was_tried(published: Published) -> None:
    text = published.feed.decode()
    for part in (
        *("FREQ=DAILY", "FREQ=WEEKLY", "BYMONTHDAY=", "BYSETPOS=", "BYMONTH=", "INTERVAL="),
        *("COUNT=", "UNTIL=", "EXDATE;VALUE=DATE", "EXDATE;TZID", "RECURRENCE-ID;VALUE=DATE"),
        *("RECURRENCE-ID;TZID", "STATUS:CANCELLED", "STATUS:TENTATIVE"),
    ):
        assert part in text, part
