"""Series of a foreign calendar: as a rule of ours where that says the same, else as dates; pure.

Every series is expanded by recurring-ical-events within a window. Where the rule is one that our
own form offers, its dates are compared with those, and whatever differs becomes an exception or an
extra date. So nothing rests on both libraries reading a rule alike. Where too much differs (another
time zone, a rule outside of the grammar) the dates themselves are imported.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import recurring_ical_events
from icalendar import Calendar, Event, vRecur

from calendar_app import recurrence
from calendar_app.imports.components import Property
from calendar_app.imports.items import Different, Item, Note, Reason, When
from calendar_app.imports.values import (
    PRIVATE,
    Draft,
    Refused,
    as_when,
    moments,
    place_of,
    plain_text,
    unescape,
)
from calendar_app.imports.zones import BadDate, YearOutside, Zones, local

MAX_DATES = 1_000
MONTHS_AHEAD = 24
_YEARS_BACK = 3
MAX_TIMES_A_DAY = 24
_MAX_RULE = 1_000
_MAX_RULES = 5
#: More exceptions and extra dates than this, and the rule is not what the calendar means.
_MAX_DIFFERENT = 100

Moment = dt.date | dt.datetime


@dataclasses.dataclass
class Date:
    """One date of the series as the calendar has it; `key` is what RECURRENCE-ID names."""

    key: Moment
    when: When
    #: Comes of the rule, with the first date, and not of an RDATE or a stray changed date.
    by_rule: bool = True
    #: Something says that it is not as the rule has it.
    changed: bool = False
    place: str = ""
    note: str = ""
    #: Why it does not take place: a kind of exception.
    gone: str = ""


def expand(
    item: Item,
    master: Draft,
    changed: list[Draft],
    moments_of_master: tuple[Moment, Moment | None],
    zones: Zones,
    today: dt.date,
) -> None:
    """Fill in the item's rule, exceptions, extra dates and last day. Raises Refused."""
    start, end = moments_of_master
    rules = [entry.value.strip() for entry in master.properties.get("RRULE", [])]
    if len(rules) > _MAX_RULES:
        raise Refused(Reason.BAD_RULE)
    rules = [checked(rule) for rule in rules]
    window = _window(item.when.start_date, today)
    item.known_from = window[0]
    dates = _dates(master, rules, (start, end), zones, window, item)
    _apply(changed, dates, item, zones, window)
    rule = _our_rule(rules, start, item) if not any(d.following for d in changed) else None
    if rule is None or not _as_rule(item, rule, dates, window):
        _as_dates(item, dates, window)


def _window(first: dt.date, today: dt.date) -> tuple[dt.date, dt.date]:
    """From the first date, or from last year for old series, to the end of a month.

    Both ends move rarely, so that a series of dates does not change with every day that passes.
    """
    since = first if first.year >= today.year - _YEARS_BACK else dt.date(today.year - 1, 1, 1)
    months = today.year * 12 + today.month - 1 + MONTHS_AHEAD + 1
    return since, dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


def checked(text: str) -> str:
    """The RRULE within the limits that keep its expansion affordable. Raises Refused."""
    if len(text) > _MAX_RULE:
        raise Refused(Reason.BAD_RULE)
    parts: dict[str, str] = {}
    for part in text.upper().strip(";").split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not (name and equals and value) or name in parts or name in {"RSCALE", "SKIP"}:
            raise Refused(Reason.BAD_RULE, part[:40])
        parts[name] = value
    frequency = parts.get("FREQ", "")
    if frequency in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise Refused(Reason.TOO_OFTEN, frequency)
    if frequency not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise Refused(Reason.BAD_RULE, frequency[:40])
    for name, reason, most in (
        ("INTERVAL", Reason.INTERVAL, recurrence.MAX_INTERVAL),
        ("COUNT", Reason.COUNT, recurrence.MAX_COUNT),
    ):
        if name in parts and not (
            re.fullmatch(r"\d{1,9}", parts[name]) and 1 <= int(parts[name]) <= most
        ):
            raise Refused(reason, parts[name][:20])
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= len(parts.get(name, "").split(","))
    if times > MAX_TIMES_A_DAY:
        raise Refused(Reason.TOO_MANY_TIMES, str(times))
    if (until := parts.get("UNTIL", "")) and not re.fullmatch(r"\d{8}(T\d{6}Z?)?", until):
        raise Refused(Reason.BAD_RULE, f"UNTIL={until}"[:40])
    if until and int(until[:4]) < 1970:
        raise Refused(Reason.YEAR, until[:4])
    if until and int(until[:4]) > recurrence.LAST_YEAR:
        del parts["UNTIL"]  # how some programs write "for ever"
    return ";".join(f"{name}={value}" for name, value in parts.items())


# --- What the calendar means ------------------------------------------------------------------


def _dates(
    master: Draft,
    rules: list[str],
    first: tuple[Moment, Moment | None],
    zones: Zones,
    window: tuple[dt.date, dt.date],
    item: Item,
) -> list[Date]:
    """Every date of the series in the window, without the changed ones' changes."""
    start, end = first
    found: dict[str, Moment] = {_key(start): start} if _day(start) >= window[0] else {}
    for rule in rules:
        for when in _of_rule(start, rule, window):
            found.setdefault(_key(when), when)
    of_rule = set(found)
    added = _listed(master.properties.get("RDATE", []), zones, start, item)
    if len(added) > MAX_DATES:
        raise Refused(Reason.TOO_MANY_DATES, str(len(added)))
    for when in added:
        if window[0] <= _day(when) <= window[1]:
            found.setdefault(_key(when), when)
    left_out = _listed(master.properties.get("EXDATE", []), zones, None, item)
    keys = {_key(when) for when in left_out}
    # A DATE in a series with times means whatever starts on that day, and the other way round.
    days = {_day(when) for when in left_out if isinstance(when, dt.datetime) is item.all_day}
    if item.all_day:
        days |= {local(when).date() for when in left_out if isinstance(when, dt.datetime)}
    return [
        Date(
            when,
            as_when(when, _end(when, start, end), []),
            by_rule=key in of_rule,
            gone="left_out" if key in keys or _day(when) in days else "",
        )
        for key, when in sorted(found.items(), key=lambda pair: _sortable(pair[1]))
    ]


def _of_rule(start: Moment, rule: str, window: tuple[dt.date, dt.date]) -> list[Moment]:
    event = Event()
    event.add("UID", "series")
    event.add("DTSTART", start)
    try:
        event["RRULE"] = vRecur.from_ical(rule)
        calendar = Calendar()
        calendar.add_component(event)
        after = dt.datetime.combine(window[0], dt.time(), dt.UTC) - dt.timedelta(days=1)
        before = dt.datetime.combine(window[1], dt.time(), dt.UTC) + dt.timedelta(days=2)
        found = recurring_ical_events.of(calendar).between(after, before)
        starts = [component["DTSTART"].dt for component in found]
    except Exception as error:
        raise Refused(Reason.BAD_RULE, type(error).__name__) from error
    return [when for when in starts if window[0] <= _day(when) <= window[1]]


def _listed(written: list[Property], zones: Zones, like: Moment | None, item: Item) -> list[Moment]:
    """The values of RDATE or EXDATE; those that cannot be read are left out and noted."""
    found: list[Moment] = []
    for entry in written:
        for value in entry.value.split(","):
            try:
                when = zones.moment(value.partition("/")[0], entry.parameters.get("TZID", ""))
            except (BadDate, YearOutside):
                item.notes.append(Note.DATE_DROPPED)
                continue
            if like is not None and isinstance(when, dt.datetime) is not isinstance(
                like, dt.datetime
            ):
                if isinstance(like, dt.datetime):
                    when = dt.datetime.combine(when, like.time(), like.tzinfo)
                else:
                    when = local(when).date() if isinstance(when, dt.datetime) else when
            found.append(when)
    return found


def _key(when: Moment) -> str:
    if isinstance(when, dt.datetime):
        return when.astimezone(dt.UTC).isoformat()
    return when.isoformat()


def _sortable(when: Moment) -> dt.datetime:
    if isinstance(when, dt.datetime):
        return when.astimezone(dt.UTC)
    return dt.datetime.combine(when, dt.time(), dt.UTC)


def _day(when: Moment) -> dt.date:
    """In the series' own zone."""
    return when.date() if isinstance(when, dt.datetime) else when


def _end(when: Moment, start: Moment, end: Moment | None) -> Moment | None:
    """As long as the first one by the clock on the wall: a night on which it is turned back ends
    when the others do."""
    if end is None:
        return None
    if isinstance(when, dt.datetime):
        assert isinstance(start, dt.datetime)
        assert isinstance(end, dt.datetime)
        wall = end.astimezone(start.tzinfo).replace(tzinfo=None) - start.replace(tzinfo=None)
        return (when.replace(tzinfo=None) + wall).replace(tzinfo=when.tzinfo)
    return when + (end - start)


def _apply(
    changed: list[Draft],
    dates: list[Date],
    item: Item,
    zones: Zones,
    window: tuple[dt.date, dt.date],
) -> None:
    """Put the changed dates in the place of those that they name."""
    by_key = {_key(date.key): date for date in dates}
    for draft in changed:
        assert draft.recurrence_id is not None
        named = by_key.get(_key(draft.recurrence_id)) or _same_day(draft.recurrence_id, dates)
        if draft.following:
            _apply_to_following(draft, dates, item, zones)
            continue
        if draft.value("CLASS").strip().upper() in PRIVATE:
            if named is not None:
                named.gone = "left_out"
            continue
        if draft.value("STATUS").strip().upper() == "CANCELLED":
            if named is not None:
                named.gone = "cancelled"
            continue
        try:
            when = _when(draft, item, zones)
        except Refused:
            item.notes.append(Note.DATE_DROPPED)
            continue
        if named is None:
            if window[0] <= when.start_date <= window[1]:
                dates.append(Date(draft.recurrence_id, when, by_rule=False))
            continue
        title = plain_text(unescape(draft.value("SUMMARY")), 200, lines=False)
        named.when, named.changed, named.gone = when, True, ""
        named.note = title if title != item.title[:200] else ""
        place = place_of(draft)
        named.place = place if place != item.place else ""


def _same_day(key: Moment, dates: list[Date]) -> Date | None:
    """What a RECURRENCE-ID of the wrong kind means."""
    for date in dates:
        if isinstance(key, dt.datetime) is isinstance(date.key, dt.datetime):
            continue
        if _day(key) == _day(date.key):
            return date
    return None


def _when(draft: Draft, item: Item, zones: Zones) -> When:
    start, end = moments(draft, zones, [])
    when = as_when(start, end, [])
    if item.all_day:
        return When(when.start_date, None, when.end_date, None)
    if not isinstance(start, dt.datetime):
        # All day for once: the hours of the series stay, a date cannot be without.
        return dataclasses.replace(_shift(item.when, when.start_date))
    return when


def _apply_to_following(draft: Draft, dates: list[Date], item: Item, zones: Zones) -> None:
    """RANGE=THISANDFUTURE: from that date on, all are shifted and as long as this one."""
    assert draft.recurrence_id is not None
    try:
        start, end = moments(draft, zones, [])
    except Refused:
        item.notes.append(Note.DATE_DROPPED)
        return
    cancelled = draft.value("STATUS").strip().upper() == "CANCELLED"
    named = draft.recurrence_id
    if isinstance(start, dt.datetime) is not isinstance(named, dt.datetime):
        item.notes.append(Note.DATE_DROPPED)
        return
    for date in dates:
        if isinstance(date.key, dt.datetime) is not isinstance(named, dt.datetime):
            continue
        if _sortable(date.key) < _sortable(named):
            continue
        if cancelled:
            date.gone = "cancelled"
            continue
        if isinstance(start, dt.datetime):
            assert isinstance(named, dt.datetime)
            assert isinstance(date.key, dt.datetime)
            shift = start.replace(tzinfo=None) - named.astimezone(start.tzinfo).replace(tzinfo=None)
            there = date.key.astimezone(start.tzinfo).replace(tzinfo=None) + shift
            moved: Moment = there.replace(tzinfo=start.tzinfo)
        else:
            moved = date.key + (start - named)
        date.when = as_when(moved, _end(moved, start, end), [])


# --- As an event of ours ----------------------------------------------------------------------


def _our_rule(rules: list[str], start: Moment, item: Item) -> recurrence.Rule | None:
    if len(rules) != 1:
        return None
    try:
        rule = recurrence.parse(rules[0], local(start) if isinstance(start, dt.datetime) else start)
    except recurrence.OutsideGrammar:
        return None
    return rule if recurrence.matches(rule, item.when.start_date) else None


def _shift(when: When, day: dt.date) -> When:
    """The same times on another first day."""
    ends = when.end_date and day + (when.end_date - when.start_date)
    return When(day, when.start_time, ends, when.end_time)


def _as_rule(
    item: Item, rule: recurrence.Rule, dates: list[Date], window: tuple[dt.date, dt.date]
) -> bool:
    """Whether the rule and a few exceptions say what the calendar means; fills them in if so."""
    first = item.when.start_date
    days = recurrence.occurrences(rule, first, *window, limit=10_000)
    by_rule = [date for date in dates if date.by_rule]
    # The very same dates, and at the same times but for those that the calendar itself changes.
    if [_local_day(date.key) for date in by_rule] != days:
        return False
    if any(
        not date.changed and date.when != _shift(item.when, day)
        for day, date in zip(days, by_rule, strict=True)
    ):
        return False
    extra = [date.when for date in dates if not date.by_rule and not date.gone]
    different = [
        other
        for day, date in zip(days, by_rule, strict=True)
        if (other := _difference(day, date, item.when)) is not None
    ]
    # Any number of dates may be left out: holidays of a school are many.
    if sum(1 for one in different if one.kind == "changed") + len(extra) > _MAX_DIFFERENT:
        return False
    if all(date.gone for date in dates) and first >= window[0]:
        raise Refused(Reason.NO_DATES)
    item.rule = rule.text
    item.different, item.extra = different, _once(extra)
    last = recurrence.last_date(rule, first)
    item.last_day = last and max(
        [_shift(item.when, last).last_date]
        + [when.last_date for when in item.extra]
        + [one.when.last_date for one in different if one.when is not None]
    )
    return True


def _local_day(when: Moment) -> dt.date:
    return local(when).date() if isinstance(when, dt.datetime) else when


def _difference(day: dt.date, date: Date, regular: When) -> Different | None:
    if date.gone:
        return Different(day, date.gone)
    usual = _shift(regular, day)
    if date.when == usual and not date.place and not date.note:
        return None
    when = None
    if date.when != usual:
        # An empty last day means that of the series, so one of a single day is spelled out.
        ends = date.when.end_date or (date.when.start_date if regular.end_date else None)
        when = dataclasses.replace(date.when, end_date=ends)
    return Different(day, "changed", when, date.place, date.note)


def _once(whens: list[When]) -> list[When]:
    """In order, each start once."""
    by_start = {(when.start_date, when.start_time or dt.time()): when for when in whens}
    return [by_start[key] for key in sorted(by_start)]


def _as_dates(item: Item, dates: list[Date], window: tuple[dt.date, dt.date]) -> None:
    """The first date is the event, the others are extra dates of it."""
    whens = _once([date.when for date in dates if not date.gone])
    if not whens:
        if item.when.start_date >= window[0]:
            raise Refused(Reason.NO_DATES)
        item.last_day = window[0] - dt.timedelta(days=1)
        return
    if len(whens) > MAX_DATES:
        whens = whens[:MAX_DATES]
        item.notes.append(Note.SHORTENED)
    item.when, item.extra = whens[0], whens[1:]
    item.last_day = max(when.last_date for when in whens)
    item.notes.append(Note.EXPANDED)
