"""Rules that turn a year into the day of a recurring event; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from shared.kernel.holidays import easter_sunday

Rule = Callable[[int], dt.date]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def fixed(month: int, day: int) -> Rule:
    return lambda year: dt.date(year, month, day)


def nth(weekday: int, number: int, month: int, *, plus: int = 0) -> Rule:
    """The first, second … weekday of a month, or some days after it."""

    def rule(year: int) -> dt.date:
        first = dt.date(year, month, 1)
        ahead = (weekday - first.weekday()) % 7
        return first + dt.timedelta(days=ahead + 7 * (number - 1) + plus)

    return rule


def last(weekday: int, month: int, *, plus: int = 0) -> Rule:
    def rule(year: int) -> dt.date:
        after = dt.date(year + month // 12, month % 12 + 1, 1)
        back = (after - dt.timedelta(days=1)).weekday() - weekday
        return after - dt.timedelta(days=1 + back % 7 - plus)

    return rule


def nearest(weekday: int, month: int, day: int, *, plus: int = 0) -> Rule:
    """The weekday nearest to a day of the year, as for feasts kept on a Sunday."""

    def rule(year: int) -> dt.date:
        middle = dt.date(year, month, day)
        ahead = (weekday - middle.weekday()) % 7
        return middle + dt.timedelta(days=(ahead if ahead <= 3 else ahead - 7) + plus)

    return rule


def advent(number: int, *, plus: int = 0) -> Rule:
    """The first to fourth Sunday of Advent; the fourth is the last Sunday before 25 December."""

    def rule(year: int) -> dt.date:
        christmas = dt.date(year, 12, 25)
        fourth = christmas - dt.timedelta(days=christmas.weekday() + 1)
        return fourth - dt.timedelta(days=7 * (4 - number) - plus)

    return rule


def easter(plus: int = 0) -> Rule:
    """Days after Easter Sunday."""
    return lambda year: easter_sunday(year) + dt.timedelta(days=plus)


def latest_past(on: tuple[int, int], today: dt.date) -> dt.date:
    """The last time that this day of the year came, today included."""
    month, day = on
    this_year = dt.date(today.year, month, day)
    return this_year if this_year <= today else dt.date(today.year - 1, month, day)
