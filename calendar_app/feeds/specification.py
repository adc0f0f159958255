"""When an event takes place, as Časová specifikace 2020-07-01 of the Czech formal norms; pure.

A series is one specification with its frequency and exceptions, and one more for each date that
was moved or added. The norm's words are fewer than those of our rules: what it cannot say (every
fourth week, the last Friday of a month) is told date by date, as far ahead as dates are known.

Its hours of day (`časová_doba`) must carry an offset, and no offset is right for a series that
goes over a change of the clocks. Such a series tells its local hour and minute instead
(`specifická_frekvence`); so does every other, which may tell both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from calendar_app.aggregate.plan import Date, Plan
from calendar_app.events.times import LAST_DAY, Span
from calendar_app.recurrence import Frequency, Rule, last_date
from shared.kernel.clock import PRAGUE
from shared.opendata import ofn

_WEEKDAYS = ("pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle")
_WEEKDAY = "https://data.mvcr.gov.cz/zdroj/číselníky/dny-v-týdnu/položky"
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency"
_FREQUENCIES = {
    (Frequency.DAILY, 1): "DAILY",
    (Frequency.WEEKLY, 1): "WEEKLY",
    (Frequency.WEEKLY, 2): "BIWEEKLY",
    (Frequency.MONTHLY, 1): "MONTHLY",
    (Frequency.MONTHLY, 2): "BIMONTHLY",
    (Frequency.MONTHLY, 3): "QUARTERLY",
    (Frequency.MONTHLY, 12): "ANNUAL",
    (Frequency.YEARLY, 1): "ANNUAL",
    (Frequency.YEARLY, 2): "BIENNIAL",
    (Frequency.YEARLY, 3): "TRIENNIAL",
}


def can_tell(rule: Rule) -> bool:
    """Whether the norm has words for the rule."""
    return (
        (rule.frequency, rule.interval) in _FREQUENCIES
        and not rule.working_day
        and rule.month_day != -1
        # "The second week of a month" is not "the second Tuesday".
        and rule.nth is None
    )


def needs_dates(plan: Plan) -> bool:
    """Whether its dates are needed one by one: `specifications` wants them then."""
    return bool(plan.changed) or (plan.rule is not None and not can_tell(plan.rule))


def specifications(
    plan: Plan, dates: Iterable[tuple[str, Span, bool]] = ()
) -> list[dict[str, Any]]:
    """`dates` are those in the table: key, span, and whether that one is called off."""
    if not plan.recurs:
        return [one(plan.span)]
    known = {key: (span, off) for key, span, off in dates}
    if plan.rule is None:
        found = [one(plan.span)]
    elif can_tell(plan.rule):
        found = [_series(plan, plan.rule, known)]
        found += [
            one(span) for date in plan.changed.values() if (span := _moved(date, known)) is not None
        ]
    else:
        plain = [(key, span) for key, (span, off) in known.items() if not off]
        found = [one(span) for key, span in plain if not key.startswith("+")]
    return found + [one(date.span) for date in plan.extra]


def one(span: Span) -> dict[str, Any]:
    """One date. Days are inclusive, as people say them."""
    if span.all_day:
        start, end = ofn.day(span.start_date), ofn.day(span.last_date)
        if span.start_date == span.last_date:
            return {"typ": "Časová specifikace", "časový_okamžik": start}
        return {"typ": "Časová specifikace", "časový_interval": ofn.interval(start, end)}
    start = ofn.instant(span.starts_at)
    if span.known_end is None:
        return {"typ": "Časová specifikace", "časový_okamžik": start}
    end = ofn.instant(span.known_end)
    return {"typ": "Časová specifikace", "časový_interval": ofn.interval(start, end)}


def _moved(date: Date, known: dict[str, tuple[Span, bool]]) -> Span | None:
    """Where a changed date went; None if it was called off."""
    span, off = known.get(date.key, (date.span, True))
    return None if off else span


def _series(plan: Plan, rule: Rule, known: dict[str, tuple[Span, bool]]) -> dict[str, Any]:
    first = plan.span.start_date
    last = last_date(rule, first)
    left_out = sorted({*plan.left_out, *plan.changed})
    return ofn.known(
        typ="Časová specifikace",
        časový_interval=ofn.interval(ofn.day(first), ofn.day(last) if last else ofn.UNSPECIFIED),
        frekvence=[f"{_FREQUENCY}/{_FREQUENCIES[rule.frequency, rule.interval]}"],
        den_v_týdnu=[f"{_WEEKDAY}/{_WEEKDAYS[day]}" for day in rule.weekdays],
        počet_opakování=rule.count,
        specifická_frekvence=_clock(plan.span, rule),
        časová_doba=_hours(plan.span, last or LAST_DAY),
        výjimka=[{"typ": "Časová specifikace", "časový_okamžik": ofn.day(day)} for day in left_out],
    )


def _clock(span: Span, rule: Rule) -> list[dict[str, Any]]:
    found: dict[str, Any] = {}
    if rule.month_day:
        found["den_v_měsíci"] = rule.month_day
    if not span.all_day and span.start_time is not None:
        found |= {"hodina": span.start_time.hour, "minuta": span.start_time.minute}
    return [{"typ": "Specifická frekvence", **found}] if found else []


def _hours(span: Span, last: dt.date) -> list[dict[str, Any]]:
    if span.all_day or span.start_time is None or _clocks_change(span.start_date, last):
        return []
    start = span.starts_at.astimezone(PRAGUE)
    if span.known_end is None or span.last_date != span.start_date:
        return [{"typ": "Časová doba", "čas": _time(start)}]
    end = span.known_end.astimezone(PRAGUE)
    return [{"typ": "Časová doba", "od": _time(start), "do": _time(end)}]


def _clocks_change(first: dt.date, last: dt.date) -> bool:
    if (last - first).days > 183:
        return True
    before, after = (dt.datetime.combine(day, dt.time(12), PRAGUE) for day in (first, last))
    morning = dt.datetime.combine(first, dt.time(), PRAGUE)
    return len({morning.utcoffset(), before.utcoffset(), after.utcoffset()}) > 1


def _time(instant: dt.datetime) -> str:
    return (
        instant.replace(microsecond=0).timetz().isoformat()
        if instant.tzinfo is None
        else (f"{instant:%H:%M:%S}{instant:%z}"[:-2] + ":" + f"{instant:%z}"[-2:])
    )
