"""Which digest is due; pure. Days and hours are those of Prague.

Five in the morning exists exactly once on every day, also on those on which the clocks change.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from shared.kernel.clock import PRAGUE
from shared.subscriptions.enums import Frequency

MORNING = dt.time(5)
# After an outage a digest is made good until here; later it would tell of what is over.
_WEEKLY_USEFUL = dt.timedelta(days=3)
_DAILY_USEFUL = dt.time(20)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """The days that a digest is about; `begins_at` is when it may be sent and its news end."""

    key: str
    begins_at: dt.datetime
    expires_at: dt.datetime
    first_day: dt.date
    last_day: dt.date


def current(frequency: Frequency, now: dt.datetime) -> Period:
    """The period that `now` (aware) lies in. Each instant lies in exactly one per frequency."""
    local = now.astimezone(PRAGUE)
    day = local.date() if local.time() >= MORNING else local.date() - _DAY
    if frequency is Frequency.DAILY:
        return Period(
            key=day.isoformat(),
            begins_at=_at(day, MORNING),
            expires_at=_at(day, _DAILY_USEFUL),
            first_day=day,
            last_day=day,
        )
    monday = day - day.weekday() * _DAY
    year, week, _weekday = monday.isocalendar()
    return Period(
        key=f"{year}-W{week:02}",
        begins_at=_at(monday, MORNING),
        expires_at=_at(monday, MORNING) + _WEEKLY_USEFUL,
        first_day=monday,
        last_day=monday + 6 * _DAY,
    )


def next_begin(frequency: Frequency, now: dt.datetime) -> dt.date:
    """The day of the next digest for somebody who confirms now."""
    period = current(frequency, now)
    step = _DAY if frequency is Frequency.DAILY else 7 * _DAY
    return period.first_day + step


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, PRAGUE).astimezone(dt.UTC)
