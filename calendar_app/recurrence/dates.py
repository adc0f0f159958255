"""The local dates of a rule. Nothing here is unbounded: every walk ends with the year 2100."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import enum
from collections.abc import Iterator

from calendar_app.recurrence.rule import MAX_COUNT, Frequency, Nth, Rule

LAST_YEAR = 2100
_END = dt.date(LAST_YEAR, 12, 31)


class MismatchReason(enum.StrEnum):
    """Why the first date is none of its rule's own; for programs, the words are the reader's."""

    WEEKDAY = "weekday"
    MONTH_DAY = "month-day"
    NTH_WEEKDAY = "nth-weekday"
    WORKING_DAY = "working-day"
    MONTH = "month"
    ENDS_BEFORE = "ends-before"


@dataclasses.dataclass(frozen=True)
class Mismatch:
    reason: MismatchReason
    #: The first date of the rule after the refused one; None where there is none.
    next_date: dt.date | None


def occurrences(
    rule: Rule,
    first: dt.date,
    since: dt.date,
    until: dt.date,
    limit: int = MAX_COUNT,
) -> list[dt.date]:
    """Dates of the rule from `since` to `until`, both included, in order, at most `limit`.

    `first` is the date of DTSTART, from which intervals and COUNT are counted. It is among the
    dates only if it matches the rule. Days that a month does not have are skipped.
    """
    found: list[dt.date] = []
    if limit < 1:
        return found
    # COUNT is counted from the first date; that is a walk of at most MAX_COUNT dates.
    for day in _walk(rule, first, first if rule.count is not None else since):
        if day > until:
            break
        if day >= since:
            found.append(day)
            if len(found) == limit:
                break
    return found


def is_occurrence(rule: Rule, first: dt.date, day: dt.date) -> bool:
    return bool(occurrences(rule, first, day, day, 1))


def last_date(rule: Rule, first: dt.date) -> dt.date | None:
    """The last date of the rule; None for an open one, and where it has no date at all."""
    if rule.is_open:
        return None
    if rule.count is not None:
        last = None
        for last in _walk(rule, first, first):  # noqa: B007
            pass
        return last
    assert rule.until is not None
    end = min(rule.until, _END)
    if end < first:
        return None
    for number in range(_period(rule, first, end), -1, -1):
        days = [day for day in _dates(rule, first, number) if first <= day <= end]
        if days:
            return days[-1]
    return None


def matches(rule: Rule, first: dt.date) -> bool:
    """Whether the rule starts on `first`. Programs differ about a DTSTART outside of its rule."""
    return mismatch(rule, first) is None


def mismatch(rule: Rule, first: dt.date) -> Mismatch | None:
    """Why `first` cannot be the first date of the rule, and which could; None where it can."""
    if rule.until is not None and rule.until < first:
        return Mismatch(MismatchReason.ENDS_BEFORE, None)
    if is_occurrence(rule, first, first):
        return None
    # Which weeks or months an interval skips depends on the first date itself.
    plain = dataclasses.replace(rule, interval=1, count=None, until=None)
    following = occurrences(plain, first, first, _END, 1)
    return Mismatch(_reason(rule, first), following[0] if following else None)


def _reason(rule: Rule, first: dt.date) -> MismatchReason:
    if rule.weekdays:
        return MismatchReason.WEEKDAY
    if rule.month_day:
        return MismatchReason.MONTH_DAY
    if rule.working_day:
        return MismatchReason.WORKING_DAY
    if rule.month and rule.month != first.month:
        return MismatchReason.MONTH
    return MismatchReason.NTH_WEEKDAY


# --- Walking ----------------------------------------------------------------------------------
#
# A rule is a row of periods: days, weeks from Monday, months or years, every `interval`-th of
# them counted from that of the first date. Period number n is reached without those before it.


def _walk(rule: Rule, first: dt.date, since: dt.date) -> Iterator[dt.date]:
    """Dates from `first` on, at the latest from the period of `since`; the end of the rule holds.

    With COUNT `since` must be `first`.
    """
    end = min(rule.until or _END, _END)
    number = _period(rule, first, max(first, since))
    left = rule.count
    while True:
        start, days = _start(rule, first, number), _dates(rule, first, number)
        if start is None or start > end:
            return
        for day in days:
            if day > end:
                return
            if day < first:
                continue
            yield day
            if left is not None:
                left -= 1
                if left == 0:
                    return
        number += 1


def _period(rule: Rule, first: dt.date, day: dt.date) -> int:
    """The number of the last period that begins on or before `day`, which is not before `first`."""
    match rule.frequency:
        case Frequency.DAILY:
            passed = (day - first).days
        case Frequency.WEEKLY:
            passed = (day - _monday(first)).days // 7
        case Frequency.MONTHLY:
            passed = _month_number(day) - _month_number(first)
        case Frequency.YEARLY:
            passed = day.year - first.year
    return passed // rule.interval


def _start(rule: Rule, first: dt.date, number: int) -> dt.date | None:
    """The first day of the period; None beyond the last year."""
    steps = number * rule.interval
    match rule.frequency:
        case Frequency.DAILY:
            start = first.toordinal() + steps
        case Frequency.WEEKLY:
            start = _monday(first).toordinal() + 7 * steps
        case Frequency.MONTHLY:
            year, month = divmod(_month_number(first) + steps, 12)
            return dt.date(year, month + 1, 1) if year <= LAST_YEAR else None
        case Frequency.YEARLY:
            year = first.year + steps
            return dt.date(year, 1, 1) if year <= LAST_YEAR else None
    return dt.date.fromordinal(start) if start <= _END.toordinal() else None


def _dates(rule: Rule, first: dt.date, number: int) -> list[dt.date]:
    """The dates in a period, in order; those before the first date among them."""
    start = _start(rule, first, number)
    if start is None:
        return []
    match rule.frequency:
        case Frequency.DAILY:
            return [start]
        case Frequency.WEEKLY:
            return [start + dt.timedelta(days=day) for day in rule.weekdays]
        case Frequency.MONTHLY:
            return _of_month(rule, start)
        case Frequency.YEARLY:
            if rule.nth is not None:
                return _nth(rule.nth, start.replace(month=rule.month))
            if (first.month, first.day) == (2, 29) and not calendar.isleap(start.year):
                return []
            return [first.replace(year=start.year)]


def _of_month(rule: Rule, start: dt.date) -> list[dt.date]:
    if rule.nth is not None:
        return _nth(rule.nth, start)
    length = calendar.monthrange(start.year, start.month)[1]
    if rule.month_day:
        day = length if rule.month_day == -1 else rule.month_day
        return [start.replace(day=day)] if day <= length else []
    days = range(1, length + 1) if rule.working_day == 1 else range(length, 0, -1)
    return [next(date for day in days if (date := start.replace(day=day)).weekday() < 5)]


def _nth(nth: Nth, start: dt.date) -> list[dt.date]:
    """That weekday of the month that begins on `start`; none in a month that has too few."""
    length = calendar.monthrange(start.year, start.month)[1]
    if nth.ordinal > 0:
        day = 1 + (nth.weekday - start.weekday()) % 7 + 7 * (nth.ordinal - 1)
    else:
        last = start.replace(day=length)
        day = length - (last.weekday() - nth.weekday) % 7 + 7 * (nth.ordinal + 1)
    return [start.replace(day=day)] if 1 <= day <= length else []


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _month_number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1
