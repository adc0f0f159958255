"""What independent programs make of a feed: each reader gives the times that its program shows.

Nothing here is taken from `calendar_app`. Where a program leaves a step to its user, the step is
done here and said so; where it has a defect of its own, the test says which and narrows the
comparison.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import datetime as dt
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

PRAGUE = ZoneInfo("Europe/Prague")
#: How far a date may be moved and still be found.
SLACK = dt.timedelta(days=60)


class NotInstalled(Exception):
    """The program is not on this machine."""


class Seen(NamedTuple):
    """One time an event takes place: days of an all-day event, otherwise instants in UTC."""

    uid: str
    start: str
    #: Exclusive, as DTEND; the start where the end is not known; "" where a program tells none.
    end: str
    cancelled: bool


class Window(NamedTuple):
    """Both days belong to it; counted by the day of the start in Prague."""

    since: dt.date
    until: dt.date

    def has(self, moment: dt.date | dt.datetime) -> bool:
        if isinstance(moment, dt.datetime):
            moment = moment.astimezone(PRAGUE).date()
        return self.since <= moment <= self.until


Times = Counter[Seen]


def written(moment: dt.date | dt.datetime) -> str:
    if isinstance(moment, dt.datetime):
        return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}"
    return moment.isoformat()


def seen(
    uid: str, start: dt.date | dt.datetime, end: dt.date | dt.datetime | None, cancelled: bool
) -> Seen:
    return Seen(uid, written(start), written(end or start), cancelled)


def with_recurring_ical_events(feed: bytes, window: Window) -> Times:
    """icalendar parses, recurring-ical-events expands."""
    query = recurring_ical_events.of(icalendar.Calendar.from_ical(feed))
    found: Times = Counter()
    for event in query.between(window.since - SLACK, window.until + SLACK):
        start = event["DTSTART"].dt
        if window.has(start):
            end = event["DTEND"].dt if "DTEND" in event else None
            off = event["STATUS"] == "CANCELLED"
            found[seen(str(event["UID"]), start, end, off)] += 1
    return found


def with_ical(feed: bytes, window: Window) -> Times:
    """The library of Home Assistant."""
    calendar = IcsCalendarStream.calendar_from_ics(feed.decode())
    found: Times = Counter()
    since, until = (
        dt.datetime.combine(day, dt.time(), PRAGUE)
        for day in (window.since - SLACK, window.until + SLACK)
    )
    for event in calendar.timeline_tz(PRAGUE).overlapping(since, until):
        if window.has(event.dtstart):
            off = event.status is not None and event.status.value == "CANCELLED"
            found[seen(str(event.uid), event.dtstart, event.end, off)] += 1
    return found


def with_vobject(feed: bytes, window: Window) -> Times:
    """It expands rules and exclusions, and leaves to its user the ends and to put an override into
    the place of its date."""
    (calendar,) = vobject.readComponents(feed.decode())
    events = list(calendar.vevent_list)
    moved = {
        (event.uid.value, written(_aware(event.recurrence_id.value)))
        for event in events
        if hasattr(event, "recurrence_id")
    }
    found: Times = Counter()
    for event in events:
        uid, off = event.uid.value, event.status.value == "CANCELLED"
        starts = [event.dtstart.value]
        if hasattr(event, "rrule"):
            starts = list(_vobject_starts(event, window))
        for start in starts:
            moment = _aware(start)
            key = (uid, written(moment))
            if (hasattr(event, "recurrence_id") or key not in moved) and window.has(moment):
                found[Seen(uid, written(moment), "", off)] += 1
    return found


def _vobject_starts(event: Any, window: Window) -> Iterator[dt.date | dt.datetime]:
    rules = event.getrruleset(addRDate=True)
    first = event.dtstart.value
    for moment in rules:
        if moment.date() > window.until + SLACK:
            return
        yield moment if isinstance(first, dt.datetime) else moment.date()


def _aware(moment: dt.date | dt.datetime) -> dt.date | dt.datetime:
    """vobject gives local times, with the zone of the feed or without one."""
    if isinstance(moment, dt.datetime):
        return moment.replace(tzinfo=PRAGUE)
    return moment


def with_ical_js(feed: bytes, window: Window) -> Times:
    """What Thunderbird and Nextcloud are built on."""
    node = shutil.which("node")
    if node is None:
        raise NotInstalled("ical.js needs Debian's nodejs")
    script = Path(__file__).with_name("read_with_ical_js.cjs")
    ran = subprocess.run(
        [node, str(script), window.since.isoformat(), window.until.isoformat()],
        input=feed,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    found: Times = Counter()
    for uid, start, end, off in json.loads(ran.stdout):
        found[seen(uid, _moment(start), _moment(end), off)] += 1
    return found


def _moment(value: str | int) -> dt.date | dt.datetime:
    if isinstance(value, str):
        return dt.date.fromisoformat(value)
    return dt.datetime.fromtimestamp(value, dt.UTC)


# --- libical ----------------------------------------------------------------------------------


class _Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


class _Span(ctypes.Structure):
    """struct icaltime_span."""

    _fields_ = [("start", ctypes.c_long), ("end", ctypes.c_long), ("is_busy", ctypes.c_int)]


_Callback = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_Span), ctypes.c_void_p)
_VEVENT = 4


def _libical() -> Any:
    name = ctypes.util.find_library("ical")
    if name is None or not name.startswith("libical.so.3"):
        raise NotInstalled("libical needs Debian's libical3")
    library = ctypes.CDLL(name)
    pointer, string = ctypes.c_void_p, ctypes.c_char_p
    for function, result, arguments in (
        ("icalparser_parse_string", pointer, [string]),
        ("icalcomponent_get_first_component", pointer, [pointer, ctypes.c_int]),
        ("icalcomponent_get_next_component", pointer, [pointer, ctypes.c_int]),
        ("icalcomponent_as_ical_string", string, [pointer]),
        ("icalcomponent_get_uid", string, [pointer]),
        ("icalcomponent_free", None, [pointer]),
        ("icaltime_from_string", _Time, [string]),
        (
            "icalcomponent_foreach_recurrence",
            None,
            [pointer, _Time, _Time, _Callback, pointer],
        ),
    ):
        found = getattr(library, function)
        found.restype, found.argtypes = result, arguments
    return library


def with_libical(feed: bytes, window: Window) -> Times:
    """What Evolution, KOrganizer and most of Linux use. It expands rules and exclusions, and leaves
    to its user to put an override into the place of its date."""
    library = _libical()
    root = library.icalparser_parse_string(feed)
    assert root, "libical cannot parse the feed"
    since, until = (
        library.icaltime_from_string(f"{day:%Y%m%d}T000000Z".encode())
        for day in (window.since - SLACK, window.until + SLACK)
    )
    components = []
    component = library.icalcomponent_get_first_component(root, _VEVENT)
    while component:
        text = library.icalcomponent_as_ical_string(component).decode()
        assert "X-LIC-ERROR" not in text, text
        components.append((component, library.icalcomponent_get_uid(component).decode(), text))
        component = library.icalcomponent_get_next_component(root, _VEVENT)
    moved = {
        (uid, _instant(match[1]))
        for _, uid, text in components
        if (match := re.search(r"^RECURRENCE-ID;[^:]*:([0-9T]+)", text, re.MULTILINE))
    }
    found: Times = Counter()
    for component, uid, text in components:
        spans: list[tuple[int, int]] = []

        def note(_component: Any, span: Any, _data: Any, spans: Any = spans) -> None:
            spans.append((span.contents.start, span.contents.end))

        library.icalcomponent_foreach_recurrence(component, since, until, _Callback(note), None)
        all_day = re.search(r"^DTSTART;VALUE=DATE:", text, re.MULTILINE) is not None
        off = "\nSTATUS:CANCELLED" in text
        for start, end in spans:
            if "\nRRULE" in text and (uid, start) in moved:
                continue
            first, last = (dt.datetime.fromtimestamp(at, dt.UTC) for at in (start, end))
            if all_day:
                one = seen(uid, first.date(), last.date(), off)
                inside = window.has(first.date())
            else:
                one, inside = seen(uid, first, last, off), window.has(first)
            found[one] += inside
    library.icalcomponent_free(root)
    return +found


def _instant(value: str) -> int:
    """A local time of the feed as libical counts it; days count from midnight in UTC."""
    form, zone = ("%Y%m%dT%H%M%S", PRAGUE) if "T" in value else ("%Y%m%d", dt.UTC)
    return int(dt.datetime.strptime(value, form).replace(tzinfo=zone).timestamp())


READERS: dict[str, Callable[[bytes, Window], Times]] = {
    "recurring-ical-events": with_recurring_ical_events,
    "ical": with_ical,
    "vobject": with_vobject,
    "ical.js": with_ical_js,
    "libical": with_libical,
}
