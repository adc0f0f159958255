"""All dates of an event, and which of them are different: by the event, or by its public row.

The event knows its rule, exceptions and extra dates; the row of a withdrawn event has to say the
same without it, from the records that are kept with its counters (see `vevents`).
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from typing import Any

from calendar_app import recurrence
from calendar_app.aggregate.models import PublishedEvent
from calendar_app.events import series
from calendar_app.events.enums import ExceptionKind
from calendar_app.events.models import Event, EventException
from calendar_app.events.times import LAST_DAY, Span
from calendar_app.recurrence import Rule
from shared.kernel.clock import PRAGUE

#: How far ahead the dates of a series are known to pages and filters.
HORIZON_MONTHS = 24
#: How far back, counted from the year in which the series was last published.
PAST_YEARS = 10

#: One entry of `instances`, as `vevents` keeps them.
Record = dict[str, Any]


class Kind(enum.StrEnum):
    """In which way a date is not as the rule has it; a value of the records."""

    CHANGED = "changed"
    LEFT_OUT = "left_out"
    EXTRA = "extra"


@dataclasses.dataclass(frozen=True)
class Date:
    """One time that the event takes place, or would have."""

    #: "20261124" the rule's day, "+2026-12-05T18:00" an extra date, "" that of a single event.
    key: str
    span: Span
    #: The rule's own day, whatever the date was moved to; None for an extra date.
    day: dt.date | None = None
    cancelled: bool = False
    place: str = ""
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Plan:
    """The rule, and what is different. Days that are no dates of the rule are left out already."""

    span: Span
    rule: Rule | None = None
    left_out: tuple[dt.date, ...] = ()
    changed: Mapping[dt.date, Date] = dataclasses.field(default_factory=dict)
    extra: tuple[Date, ...] = ()

    @property
    def recurs(self) -> bool:
        return self.rule is not None or bool(self.extra)

    def span_on(self, day: dt.date) -> Span:
        end = self.span.end_date and day + (self.span.end_date - self.span.start_date)
        return dataclasses.replace(self.span, start_date=day, end_date=end)

    def start_on(self, day: dt.date) -> dt.date | dt.datetime:
        """What the rule gives that day: EXDATE and RECURRENCE-ID name a date by it.

        As written, also in the hour that the spring change leaves out: that is what programs
        compute, and compare with.
        """
        if self.span.all_day or self.span.start_time is None:
            return day
        return dt.datetime.combine(day, self.span.start_time, PRAGUE)

    def dates(self, since: dt.date, until: dt.date) -> Iterator[Date]:
        """Dates whose day by the rule lies from `since` to `until`, and every extra one."""
        if self.rule is None:
            yield Date("", self.span, self.span.start_date)
        else:
            first, without = self.span.start_date, set(self.left_out)
            most = (until - since).days + 1
            for day in recurrence.occurrences(self.rule, first, since, until, most):
                if day not in without:
                    yield self.changed.get(day) or Date(day_key(day), self.span_on(day), day)
        yield from self.extra

    def complete_until(self, today: dt.date) -> dt.date | None:
        """Up to which day dates are to stand in their table: all of them if the last one is near."""
        if self.rule is None:
            return None
        end = horizon(today)
        last = recurrence.last_date(self.rule, self.span.start_date)
        return LAST_DAY if last is not None and last <= end else end

    @property
    def last_day(self) -> dt.date:
        """The last day on which something happens; that of the calendar for an open series."""
        if self.rule is not None and self.rule.is_open:
            return LAST_DAY
        spans = [self.span, *(date.span for date in (*self.changed.values(), *self.extra))]
        if (last := self._last_plain_day()) is not None:
            spans.append(self.span_on(last))
        return max(span.last_day for span in spans)

    @property
    def starts_at(self) -> dt.datetime:
        return min(date.span.starts_at for date in (Date("", self.span), *self.extra))

    @property
    def ends_at(self) -> dt.datetime | None:
        """When all of it is over; None for a single event whose end is not known."""
        if not self.recurs:
            return self.span.known_end
        return Span(self.last_day, all_day=True).ends_at

    def _last_plain_day(self) -> dt.date | None:
        """The last date of the rule that takes place as the rule says."""
        rule, first = self.rule, self.span.start_date
        different = {*self.left_out, *self.changed}
        while rule is not None:
            last = recurrence.last_date(rule, first)
            if last is None or last not in different:
                return last
            if rule.count == 1:
                return None
            rule = (
                dataclasses.replace(rule, count=rule.count - 1)
                if rule.count is not None
                else dataclasses.replace(rule, until=last - dt.timedelta(days=1))
            )
        return None


def day_key(day: dt.date) -> str:
    return f"{day:%Y%m%d}"


def horizon(today: dt.date) -> dt.date:
    """The end of a month, so that only the first of each month has something to add."""
    year, month = divmod(today.year * 12 + today.month - 1 + HORIZON_MONTHS, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def past_edge(published: dt.datetime) -> dt.date:
    """From which day dates of the past are kept; known from the row alone."""
    return dt.date(published.astimezone(PRAGUE).year - PAST_YEARS, 1, 1)


# --- From the event ---------------------------------------------------------------------------


def of_event(event: Event) -> Plan:
    rule = series.rule_of(event)
    left_out, changed = [], {}
    for exception in _exceptions(event, rule) if rule else ():
        day = exception.day
        if exception.kind == ExceptionKind.LEFT_OUT:
            left_out.append(day)
        elif exception.kind == ExceptionKind.CANCELLED:
            span = series.span_on(event, day)
            changed[day] = Date(day_key(day), span, day, cancelled=True, note=exception.note)
        else:
            span = _sound(series.changed_span(event, exception))
            changed[day] = Date(day_key(day), span, day, place=exception.place, note=exception.note)
    extra = [
        Date(
            _extra_key(one.start_date, one.start_time),
            _sound(series.extra_span(event, one)),
            note=one.note,
        )
        for one in event.extra_dates.all()
    ]
    return Plan(
        event.span, rule, tuple(left_out), changed, tuple(sorted(extra, key=lambda one: one.key))
    )


def _exceptions(event: Event, rule: Rule) -> list[EventException]:
    """Those that are dates of the rule: after a change of it, older ones may be none any more."""
    found = sorted(event.exceptions.all(), key=lambda one: one.day)
    if not found:
        return []
    since, until = found[0].day, found[-1].day
    most = (until - since).days + 1
    days = set(recurrence.occurrences(rule, event.start_date, since, until, most))
    return [one for one in found if one.day in days]


def _extra_key(day: dt.date, time: dt.time | None) -> str:
    """As the clerk wrote it: another hour of the whole series makes no new event of the date."""
    return f"+{day}" + (f"T{time:%H:%M}" if time else "")


def _sound(span: Span) -> Span:
    """Without an end that comes before the start. The form refuses it; code may not have asked."""
    if span.end_date is not None and span.end_date < span.start_date:
        span = dataclasses.replace(span, end_date=None)
    if span.known_end is not None and span.known_end <= span.starts_at:
        span = dataclasses.replace(span, end_time=None)
    return span


# --- From the row -----------------------------------------------------------------------------


def of_row(row: PublishedEvent) -> Plan:
    """The plan that the row was last written by, without texts."""
    rule = recurrence.parse(row.recurrence) if row.recurrence else None
    left_out, changed, extra = [], {}, []
    for key, record in sorted(row.instances.items()):
        if record["gone"]:
            continue
        if record["kind"] == Kind.EXTRA:
            extra.append(Date(key, span_of(record, all_day=row.all_day)))
            continue
        day = dt.date.fromisoformat(key)
        if record["kind"] == Kind.LEFT_OUT:
            left_out.append(day)
        else:
            changed[day] = Date(key, span_of(record, all_day=row.all_day), day)
    return Plan(row.span, rule, tuple(left_out), changed, tuple(extra))


def span_of(record: Record, *, all_day: bool) -> Span:
    start_date, start_time, end_date, end_time = record["span"]
    return Span(
        dt.date.fromisoformat(start_date),
        start_time and dt.time.fromisoformat(start_time),
        end_date and dt.date.fromisoformat(end_date),
        end_time and dt.time.fromisoformat(end_time),
        all_day,
    )


def written(span: Span) -> list[str | None]:
    parts = (span.start_date, span.start_time, span.end_date, span.end_time)
    return [part.isoformat() if part is not None else None for part in parts]
