"""Dates and times of an event as a clerk writes them, and what they mean; pure.

A clerk writes local time. An event may have no end, or an end without a date (the same day).
"""

import dataclasses
import datetime as dt

from shared.kernel.clock import PRAGUE

LONGEST_DAYS = 366
FIRST_YEAR, LAST_YEAR = 1970, 2100
#: Of a series without an end.
LAST_DAY = dt.date(LAST_YEAR, 12, 31)
_DAY = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Span:
    """When an event takes place. All-day events have no times; the last day is inclusive."""

    start_date: dt.date
    start_time: dt.time | None = None
    end_date: dt.date | None = None
    end_time: dt.time | None = None
    all_day: bool = False

    @property
    def last_date(self) -> dt.date:
        return self.end_date or self.start_date

    @property
    def starts_at(self) -> dt.datetime:
        """The first instant, in UTC."""
        return _instant(self.start_date, (not self.all_day and self.start_time) or dt.time())

    @property
    def known_end(self) -> dt.datetime | None:
        """The instant of the end, exclusive, in UTC; None where the clerk gave none."""
        if self.all_day:
            return _instant(self.last_date + _DAY, dt.time())
        if self.end_time is not None:
            return _instant(self.last_date, self.end_time)
        if self.end_date is not None and self.end_date > self.start_date:
            # Several days with no closing time: until the last day is over.
            return _instant(self.end_date + _DAY, dt.time())
        return None

    @property
    def ends_at(self) -> dt.datetime:
        """The end, or the start where there is no end."""
        return self.known_end or self.starts_at

    @property
    def last_day(self) -> dt.date:
        """The last day on which something happens: a ball until midnight ends on its own day."""
        end = self.ends_at
        if end > self.starts_at:
            end -= dt.timedelta(microseconds=1)
        return end.astimezone(PRAGUE).date()

    @property
    def ical_start(self) -> dt.date | dt.datetime:
        return self.start_date if self.all_day else self.starts_at.astimezone(PRAGUE)

    @property
    def ical_end(self) -> dt.date | dt.datetime | None:
        """Exclusive, as DTEND is."""
        if self.all_day:
            return self.last_date + _DAY
        return self.known_end and self.known_end.astimezone(PRAGUE)


def _instant(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, PRAGUE).astimezone(dt.UTC)


def is_skipped(day: dt.date, time: dt.time) -> bool:
    """Whether the spring change leaves this local time out."""
    local = dt.datetime.combine(day, time, PRAGUE)
    return local.astimezone(dt.UTC).astimezone(PRAGUE).replace(tzinfo=None) != local.replace(
        tzinfo=None
    )


def is_change_hour(day: dt.date, time: dt.time) -> bool:
    """Whether the time lies in 02:00–03:00 of a day on which the clocks change.

    Programs disagree about these instants, in autumn because there are two of each.
    """
    midnight, evening = (dt.datetime.combine(day, dt.time(hour), PRAGUE) for hour in (0, 12))
    return midnight.utcoffset() != evening.utcoffset() and dt.time(2) <= time <= dt.time(3)
