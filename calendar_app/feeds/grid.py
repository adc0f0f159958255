"""A month as weeks of days, and a week; pure but for the words."""

import calendar
import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise

from calendar_app.aggregate.models import Occurrence
from calendar_app.feeds import namedays
from shared.kernel.holidays import holiday

#: What lasts as long as this would fill the month with its name; it is listed above the grid.
LASTING_DAYS = 7
#: More would make a day taller than the screen; the rest is one link away.
PER_DAY = 4


@dataclasses.dataclass
class Day:
    date: dt.date
    in_month: bool
    is_today: bool
    holiday: str | Promise
    occurrences: list[Occurrence]
    #: Who has a name day, in Czech.
    names: tuple[str, ...] = ()
    url: str = ""

    @property
    def is_free(self) -> bool:
        return bool(self.holiday) or self.date.weekday() >= 5

    @property
    def shown(self) -> list[Occurrence]:
        return self.occurrences[:PER_DAY]

    @property
    def more(self) -> int:
        return max(0, len(self.occurrences) - PER_DAY)


@dataclasses.dataclass
class Week:
    number: int
    days: list[Day]
    url: str = ""


def bounds(month: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day that the grid of the month shows: whole weeks from Monday."""
    days = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return days[0][0], days[-1][-1]


def is_lasting(occurrence: Occurrence) -> bool:
    return (occurrence.last_day - occurrence.first_day).days >= LASTING_DAYS


def weeks(month: dt.date, today: dt.date, occurrences: Iterable[Occurrence]) -> list[Week]:
    """An event of several days stands on each of them, a lasting one on none."""
    first, last = bounds(month)
    by_day = _by_day(occurrences, first, last)
    return [
        Week(
            number=week[0].isocalendar().week,
            days=[_day(day, today, by_day, in_month=day.month == month.month) for day in week],
        )
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]


def week(monday: dt.date, today: dt.date, occurrences: Iterable[Occurrence]) -> Week:
    """One week, in which there is room for the name days and for all events."""
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    by_day = _by_day(occurrences, days[0], days[-1])
    return Week(monday.isocalendar().week, [_day(day, today, by_day) for day in days])


def _day(
    day: dt.date,
    today: dt.date,
    by_day: dict[dt.date, list[Occurrence]],
    *,
    in_month: bool = True,
) -> Day:
    return Day(
        date=day,
        in_month=in_month,
        is_today=day == today,
        holiday=holiday(day),
        occurrences=by_day.get(day, []),
        names=namedays.names(day),
    )


def _by_day(
    occurrences: Iterable[Occurrence], first: dt.date, last: dt.date
) -> dict[dt.date, list[Occurrence]]:
    found: dict[dt.date, list[Occurrence]] = {}
    for occurrence in occurrences:
        if is_lasting(occurrence):
            continue
        day = max(first, occurrence.first_day)
        while day <= min(last, occurrence.last_day):
            found.setdefault(day, []).append(occurrence)
            day += dt.timedelta(days=1)
    return found


def shifted(month: dt.date, by: int) -> dt.date:
    year, index = divmod(month.year * 12 + month.month - 1 + by, 12)
    return dt.date(year, index + 1, 1)


def iso_week(day: dt.date) -> str:
    """As in `tyden`: 2026-W48. The year is that of the week, not of the day."""
    year, number, _weekday = day.isocalendar()
    return f"{year}-W{number:02}"
