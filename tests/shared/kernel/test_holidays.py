"""Days off by Act 245/2000 and the days between them; no database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.holidays import easter_sunday, holiday, is_working_day, working_day_from


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2285, 3, 22)],
)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == dt.date(year, month, day)


def test_thirteen_days_off_a_year() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    free = [(day.month, day.day) for day in days if holiday(day)]
    assert free == [
        *((1, 1), (4, 3), (4, 6), (5, 1), (5, 8), (7, 5), (7, 6)),
        *((9, 28), (10, 28), (11, 17), (12, 24), (12, 25), (12, 26)),
    ]


def test_good_friday_is_off_since_2016() -> None:
    assert not holiday(dt.date(2015, 4, 3)) and is_working_day(dt.date(2015, 4, 3))
    assert holiday(dt.date(2016, 3, 25)) and not is_working_day(dt.date(2016, 3, 25))


def test_working_days_around_new_year() -> None:
    # Thursday is New Year's Eve and nobody's day off; Friday is, and then comes the weekend.
    assert is_working_day(dt.date(2026, 12, 31))
    assert working_day_from(dt.date(2027, 1, 1)) == dt.date(2027, 1, 4)
    assert working_day_from(dt.date(2027, 1, 4)) == dt.date(2027, 1, 4)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2150, 1, 1)))
def test_the_next_working_day_is_the_first_one(day: dt.date) -> None:
    found = working_day_from(day)
    between = [day + dt.timedelta(days=n) for n in range((found - day).days)]
    assert is_working_day(found) and not any(is_working_day(each) for each in between)
    assert len(between) <= 5  # Christmas at a weekend; Good Friday to Easter Monday are four
