"""The dates of one event: its rule, its exceptions, its extra dates; no database, no clock.

Works on events as they stand in a form too, where children are in memory only.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app import recurrence
from calendar_app.events import recurrence_words, times, wording
from calendar_app.events.enums import ExceptionKind
from calendar_app.events.times import Span
from calendar_app.recurrence import OutsideGrammar, Reason, Rule
from shared.kernel.holidays import holiday

if TYPE_CHECKING:
    from calendar_app.events.models import Event, EventException, ExtraDate

_DAY = dt.timedelta(days=1)
#: Enough to see every distance between neighbours that the grammar can make.
_LOOKED_AT = 130


def rule_of(event: Event) -> Rule | None:
    """None for a single event, and for a rule that nobody can read."""
    try:
        return recurrence.parse(event.recurrence) if event.recurrence else None
    except OutsideGrammar:
        return None


# --- Spans ------------------------------------------------------------------------------------


def span_on(event: Event, day: dt.date) -> Span:
    """The event as it takes place on that date of its rule: the same times, the same length."""
    return _moved(event.span, day)


def _moved(span: Span, day: dt.date) -> Span:
    end = span.end_date and day + (span.end_date - span.start_date)
    return dataclasses.replace(span, start_date=day, end_date=end)


def changed_span(event: Event, exception: EventException) -> Span:
    """When a changed date takes place; what the exception leaves empty is as in the series."""
    return _filled_in(event, exception.start_date or exception.day, exception)


def extra_span(event: Event, extra: ExtraDate) -> Span:
    """When an extra date takes place; what it leaves empty is as in the series."""
    return _filled_in(event, extra.start_date, extra)


def _filled_in(event: Event, day: dt.date, written: EventException | ExtraDate) -> Span:
    span = span_on(event, day)
    if written.end_date is not None:
        span = dataclasses.replace(span, end_date=written.end_date)
    if event.all_day:
        return span
    return dataclasses.replace(
        span,
        start_time=written.start_time or span.start_time,
        end_time=written.end_time or span.end_time,
    )


# --- What a clerk sees ------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Planned:
    """One date of an event: as it takes place, or would have."""

    #: The rule's own day, whatever the date was moved to; None for an extra date.
    day: dt.date | None
    span: Span
    #: Empty where it is as the rule says.
    kind: str = ""
    note: str = ""
    place: str = ""
    is_extra: bool = False

    @property
    def when(self) -> str:
        return wording.when(self.span)

    @property
    def was(self) -> str:
        """The day that a moved date has left; empty for all others."""
        if self.kind == ExceptionKind.CHANGED and self.day not in (None, self.span.start_date):
            return wording.short_day(self.day)
        return ""

    @property
    def is_off(self) -> bool:
        return self.kind in (ExceptionKind.CANCELLED, ExceptionKind.LEFT_OUT)

    @property
    def holiday(self) -> str | Promise:
        return holiday(self.span.start_date)

    @property
    def in_change_hour(self) -> bool:
        return any(True for _moment in change_hours(self.span))


def planned(event: Event, since: dt.date, limit: int) -> list[Planned]:
    """The first `limit` dates on or after `since`, exceptions and extra dates in their places."""
    exceptions = {item.day: item for item in event.exceptions.all()}
    found = [_planned(event, day, exceptions.get(day)) for day in _days(event, since, limit)]
    # Moved from before `since` to after it, or from beyond the limit to before it.
    seen = {item.day for item in found}
    found += [
        item
        for day, exception in exceptions.items()
        if day not in seen
        and (item := _planned(event, day, exception)).span.last_date >= since
        and is_date_of_series(event, day)
    ]
    found += [
        Planned(None, extra_span(event, extra), note=extra.note, is_extra=True)
        for extra in event.extra_dates.all()
        if extra_span(event, extra).last_date >= since
    ]
    found.sort(key=lambda item: (item.span.starts_at, item.day or item.span.start_date))
    return found[:limit]


def _days(event: Event, since: dt.date, limit: int) -> list[dt.date]:
    """Days of the rule; the only one of a single event."""
    # What began before and still runs is on today's list too.
    since -= event.last_date - event.start_date
    if (rule := rule_of(event)) is None:
        return [event.start_date] if event.start_date >= since else []
    return recurrence.occurrences(rule, event.start_date, since, _end(), limit)


def _end() -> dt.date:
    return dt.date(recurrence.LAST_YEAR, 12, 31)


def _planned(event: Event, day: dt.date, exception: EventException | None) -> Planned:
    if exception is None:
        return Planned(day, span_on(event, day))
    if exception.kind == ExceptionKind.CHANGED:
        return Planned(
            day,
            changed_span(event, exception),
            exception.kind,
            exception.note,
            exception.place,
        )
    return Planned(day, span_on(event, day), exception.kind, exception.note)


def is_date_of_series(event: Event, day: dt.date) -> bool:
    rule = rule_of(event)
    if rule is None:
        return False
    return recurrence.is_occurrence(rule, event.start_date, day)


# --- Warnings ---------------------------------------------------------------------------------


def change_hours(span: Span) -> Iterator[tuple[dt.date, dt.time]]:
    """Times of the span that lie in the hour of a clock change."""
    for day, value in ((span.start_date, span.start_time), (span.last_date, span.end_time)):
        if value is not None and times.is_change_hour(day, value):
            yield day, value


def all_spans(event: Event, since: dt.date, limit: int = recurrence.MAX_COUNT) -> list[Span]:
    """When it really takes place from `since` on."""
    return [item.span for item in planned(event, since, limit) if not item.is_off]


def gaps(event: Event) -> str:
    """What a clerk should know of months that have no such day; empty if there is nothing."""
    rule = rule_of(event)
    if rule is None:
        return ""
    if rule.month_day > 28:
        return _(
            "Months without a day %(number)d are left out. If you mean the last day of the month,"
            " choose it."
        ) % {"number": rule.month_day}
    if rule.nth is not None and rule.nth.ordinal == 5:
        return _(
            "Months that have no %(day)s are left out. If you mean the last one of the month,"
            " choose it."
        ) % {"day": recurrence_words.nth_weekday(rule.nth)}
    if (
        rule.frequency is recurrence.Frequency.YEARLY
        and rule.nth is None
        and (event.start_date.month, event.start_date.day) == (2, 29)
    ):
        return _("It takes place in leap years only, because 29 February is in no other.")
    return ""


# --- Errors -----------------------------------------------------------------------------------


def rule_errors(event: Event) -> dict[str, str]:
    """Why the rule cannot be kept, by the field of the event that should change."""
    if not event.recurrence:
        return {}
    try:
        rule = recurrence.parse(event.recurrence)
    except OutsideGrammar as error:
        return {"recurrence": outside_grammar(error)}
    if rule.until is not None and rule.until < event.start_date:
        return {"recurrence": _("The series would end before its first day. Check the years.")}
    if not recurrence.matches(rule, event.start_date):
        return {"start_date": _mismatch(rule, event.start_date)}
    return _overlap(event, rule)


def outside_grammar(error: OutsideGrammar) -> str:
    match error.reason:
        case Reason.INTERVAL:
            return _("Repeat every 1 to %(most)d.") % {"most": recurrence.MAX_INTERVAL}
        case Reason.COUNT:
            return _("A series has 1 to %(most)d dates.") % {"most": recurrence.MAX_COUNT}
        case Reason.TWO_ENDS:
            return _("Write either the last day or how many times, not both.")
    return _("The calendar does not know this way of repeating.")


def _mismatch(rule: Rule, first: dt.date) -> str:
    open_rule = dataclasses.replace(rule, count=None, until=None)
    reason = _("The series is “%(rule)s”, but its first day is %(day)s.") % {
        "rule": recurrence_words.how_often(open_rule, first),
        "day": _with_weekday(first),
    }
    near = [_with_weekday(day) for day in near_dates(open_rule, first)]
    if not near:
        return reason
    offer = ngettext(
        "The nearest day that fits is %(days)s.",
        "The nearest days that fit are %(days)s.",
        len(near),
    )
    return f"{reason} {offer % {'days': _(' or ').join(near)}}"


def near_dates(rule: Rule, day: dt.date) -> Iterator[dt.date]:
    """The last date of the rule before `day` and the first after, were it to begin there."""
    plain = dataclasses.replace(rule, interval=1, count=None, until=None)
    start = day - dt.timedelta(days=800)
    yield from recurrence.occurrences(plain, start, start, day - _DAY)[-1:]
    yield from recurrence.occurrences(plain, start, day, _end(), 1)


def _with_weekday(day: dt.date) -> str:
    return f"{recurrence_words.WEEKDAYS[day.weekday()]} {wording.short_day(day)}"


def _overlap(event: Event, rule: Rule) -> dict[str, str]:
    days = recurrence.occurrences(rule, event.start_date, event.start_date, _end(), _LOOKED_AT)
    for day, following in itertools.pairwise(days):
        if span_on(event, day).ends_at > span_on(event, following).starts_at:
            return {
                "end_date": _(
                    "One date of the series would not be over when the next one begins (%(day)s)."
                    " If it is one long event, do not repeat it; if it takes place on several"
                    " days, leave the last day empty and choose when the series ends."
                )
                % {"day": wording.short_day(following)}
            }
    return {}


@dataclasses.dataclass(frozen=True)
class ChildError:
    """What is wrong with an exception or an extra date: which one, which of its fields."""

    child: EventException | ExtraDate
    field: str
    text: str


def child_errors(
    event: Event, exceptions: Iterable[EventException], extras: Iterable[ExtraDate]
) -> Iterator[ChildError]:
    """Mistakes of single dates, given an event whose own times and rule are right."""
    rule = rule_of(event)
    exceptions, extras = list(exceptions), list(extras)
    if rule is None:
        for exception in exceptions:
            yield ChildError(
                exception,
                "day",
                _("The event does not repeat, so no date of it can be different. Delete this."),
            )
        exceptions = []
    taken: set[dt.datetime] = set()
    excepted: set[dt.date] = set()
    # A cancelled date keeps its place: subscribers see it there, struck out.
    freed = {item.day for item in exceptions if item.kind != ExceptionKind.CANCELLED}
    for exception in exceptions:
        assert rule is not None
        if exception.day in excepted:
            yield ChildError(exception, "day", _("This date stands here twice."))
        elif not recurrence.is_occurrence(rule, event.start_date, exception.day):
            yield ChildError(exception, "day", _no_date(event, rule, exception.day))
        excepted.add(exception.day)
    for exception in exceptions:
        if exception.kind != ExceptionKind.CHANGED:
            if exception.start_date or exception.start_time or exception.place:
                yield ChildError(
                    exception,
                    "kind",
                    _("A date that does not take place has no new day, time or place."),
                )
            continue
        span = changed_span(event, exception)
        if (wrong := _span_error(span)) is not None:
            yield ChildError(exception, *wrong)
        elif not any(
            (
                *(exception.start_date, exception.start_time, exception.end_date),
                *(exception.end_time, exception.place, exception.note),
            )
        ):
            yield ChildError(exception, "kind", _("Write what is different on this date."))
        elif _collides(event, rule, span, freed, taken):
            yield ChildError(
                exception,
                "start_date" if exception.start_date else "start_time",
                _("Another date of the series begins at the same time."),
            )
        taken.add(span.starts_at)
    for extra in extras:
        span = extra_span(event, extra)
        if (wrong := _span_error(span)) is not None:
            yield ChildError(extra, *wrong)
        elif _collides(event, rule, span, freed, taken):
            yield ChildError(
                extra, "start_date", _("Another date of the series begins at the same time.")
            )
        taken.add(span.starts_at)


def _collides(
    event: Event, rule: Rule | None, span: Span, freed: set[dt.date], taken: set[dt.datetime]
) -> bool:
    if span.starts_at in taken:
        return True
    day = span.start_date
    if rule is None:
        is_date = day == event.start_date
    else:
        is_date = day not in freed and recurrence.is_occurrence(rule, event.start_date, day)
    return is_date and span_on(event, day).starts_at == span.starts_at


def _span_error(span: Span) -> tuple[str, str] | None:
    if not times.FIRST_YEAR <= span.start_date.year <= times.LAST_YEAR:
        return "start_date", _("The year must be between %(first)d and %(last)d.") % {
            "first": times.FIRST_YEAR,
            "last": times.LAST_YEAR,
        }
    if span.end_date is not None and span.end_date < span.start_date:
        return "end_date", _("The last day is before the first day.")
    if (
        span.end_time is not None
        and span.start_time is not None
        and span.last_date == span.start_date
        and span.end_time <= span.start_time
    ):
        return "end_time", _(
            "The event ends before it starts. If it ends after midnight, fill in the last day."
        )
    for name, day, value in (
        ("start_time", span.start_date, span.start_time),
        ("end_time", span.last_date, span.end_time),
    ):
        if value is not None and times.is_skipped(day, value):
            return name, _(
                "This time does not exist: on %(day)s the clocks go from 2:00 to 3:00."
            ) % {"day": wording.short_day(day)}
    return None


def _no_date(event: Event, rule: Rule, day: dt.date) -> str:
    """No date of the series, and which are near."""
    first = event.start_date
    before = _last_before(rule, first, day)
    after = recurrence.occurrences(rule, first, max(day, first), _end(), 1)
    if near := [*([before] if before else []), *after]:
        return ngettext(
            "%(day)s is no date of the series. Near it is %(days)s.",
            "%(day)s is no date of the series. Near it are %(days)s.",
            len(near),
        ) % {
            "day": _with_weekday(day),
            "days": _(" and ").join(_with_weekday(date) for date in near),
        }
    return _("%(day)s is no date of the series.") % {"day": _with_weekday(day)}


def _last_before(rule: Rule, first: dt.date, day: dt.date) -> dt.date | None:
    if day <= first:
        return None
    if rule.count is not None:
        return next(iter(recurrence.occurrences(rule, first, first, day - _DAY)[-1:]), None)
    until = min(rule.until or _end(), day - _DAY)
    return recurrence.last_date(dataclasses.replace(rule, until=until), first)
