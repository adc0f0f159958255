"""Name days, the month's grid and the reading of filters; no database."""

import datetime as dt

import pytest
from django.http import QueryDict

from calendar_app.feeds import filters, grid, namedays
from calendar_app.feeds.filters import BadFilter

TODAY = dt.date(2026, 11, 23)


def test_every_day_of_a_leap_year_has_its_names() -> None:
    days = [dt.date(2028, 1, 1) + dt.timedelta(days=number) for number in range(366)]
    nameless = [(day.month, day.day) for day in days if not namedays.names(day)]
    assert nameless == [(1, 1), (5, 1), (5, 8), (7, 6), (10, 28), (11, 2), (12, 25)]


@pytest.mark.parametrize(
    ("month", "day", "name"),
    [
        *((1, 31, "Marika"), (2, 29, "Horymír"), (3, 19, "Josef"), (4, 24, "Jiří")),
        *((5, 31, "Kamila"), (6, 24, "Jan"), (7, 26, "Anna"), (8, 31, "Pavlína")),
        *((9, 28, "Václav"), (10, 31, "Štěpánka"), (11, 11, "Martin"), (12, 31, "Silvestr")),
    ],
)
def test_well_known_name_days(month: int, day: int, name: str) -> None:
    assert namedays.names(dt.date(2028, month, day)) == (name,)


def test_the_month_has_whole_weeks_from_monday() -> None:
    assert grid.bounds(dt.date(2026, 11, 1)) == (dt.date(2026, 10, 26), dt.date(2026, 12, 6))
    weeks = grid.weeks(dt.date(2027, 1, 1), TODAY, [])
    assert [week.number for week in weeks] == [53, 1, 2, 3, 4]
    assert all(week.days[0].date.weekday() == 0 and len(week.days) == 7 for week in weeks)


@pytest.mark.parametrize(("by", "month"), [(1, "2027-01"), (-11, "2026-01"), (-12, "2025-12")])
def test_months_before_and_after(by: int, month: str) -> None:
    assert f"{grid.shifted(dt.date(2026, 12, 1), by):%Y-%m}" == month


def read(query: str) -> filters.Selection:
    return filters.selection(
        QueryDict(query), municipalities=["lipova", "sluknov"], categories=["kultura", "sport"]
    )


def test_repeated_and_comma_separated_are_the_same() -> None:
    one = read("obec=sluknov,lipova&kategorie=sport&kategorie=kultura&kategorie=")
    two = read("kategorie=kultura,sport,sport&obec=lipova&obec=sluknov")
    assert one == two
    assert one.query == "obec=lipova&obec=sluknov&kategorie=kultura&kategorie=sport"


def test_dates_as_czechs_write_them() -> None:
    assert read("od=4. 11. 2026&do=2026-11-05").since == dt.date(2026, 11, 4)
    assert read("od=4.11.2026").since == dt.date(2026, 11, 4)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("obec=praha", 404),
        ("obec=lipova,praha", 404),
        ("kategorie=nesmysl", 404),
        ("kategorie=Sport", 404),
        ("od=zítra", 400),
        ("od=2026-13-01", 400),
        ("od=2026-02-30", 400),
        ("od=30. 2. 2026", 400),
        ("do=0001-01-01", 404),
        ("od=9999-12-31", 404),
        ("od=2026-11-05&do=2026-11-04", 400),
        ("od=2026-11-05&od=2026-11-06", 400),
        ("q=" + "x" * 101, 400),
        ("q=a%00b", 400),
        ("od=%FF%FE", 400),
        ("od=٢٠٢٦-11-04", 400),
    ],
)
def test_what_is_not_understood_is_said(query: str, status: int) -> None:
    with pytest.raises(BadFilter) as caught:
        read(query)
    assert caught.value.status == status
    assert caught.value.message


@pytest.mark.parametrize(
    ("value", "status"),
    [("2026-00", 400), ("2026-13", 400), ("listopad", 400), ("0001-01", 404), ("2100-01", 404)],
)
def test_months_that_do_not_exist(value: str, status: int) -> None:
    with pytest.raises(BadFilter) as caught:
        filters.month(QueryDict(f"mesic={value}"), TODAY)
    assert caught.value.status == status
