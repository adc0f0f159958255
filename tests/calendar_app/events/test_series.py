"""Dates of a series as a clerk sees them, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from calendar_app.events import series
from calendar_app.events.enums import ExceptionKind
from calendar_app.events.models import Event, EventException, ExtraDate

THURSDAY = dt.date(2026, 10, 8)
EVERY_THURSDAY = "FREQ=WEEKLY;BYDAY=TH"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def event(**fields: Any) -> Event:
    values: dict[str, Any] = {
        "title": "Trh",
        "start_date": THURSDAY,
        "start_time": dt.time(17),
        "end_time": dt.time(19),
        "recurrence": EVERY_THURSDAY,
    }
    return Event(**values | fields)


def day(number: int, month: int = 10) -> dt.date:
    return dt.date(2026, month, number)


# -- dates ---------------------------------------------------------------------------------------


def test_a_single_event_has_one_date_until_it_is_over() -> None:
    single = event(recurrence="", end_date=day(10), end_time=None)
    assert [item.span.start_date for item in series.planned(single, day(10), 8)] == [THURSDAY]
    assert series.planned(single, day(11), 8) == []


def test_dates_keep_their_exceptions_and_extra_dates_in_order() -> None:
    made = event()
    made.exceptions = [
        EventException(day=day(15), kind=ExceptionKind.CANCELLED, note="Nemoc"),
        EventException(day=day(22), kind=ExceptionKind.LEFT_OUT),
        EventException(day=day(29), kind=ExceptionKind.CHANGED, start_date=day(30)),
    ]
    made.extra_dates = [ExtraDate(start_date=day(20), note="Navíc")]
    found = series.planned(made, THURSDAY, 6)
    assert [(item.span.start_date.day, item.kind, item.is_extra) for item in found] == [
        (8, "", False),
        (15, "cancelled", False),
        (20, "", True),
        (22, "left_out", False),
        (30, "changed", False),
        (5, "", False),
    ]
    assert found[4].was == "29\u00a0Oct\u00a02026"
    assert found[4].span.start_time == dt.time(17)
    assert [item.is_off for item in found] == [False, True, False, True, False, False]


def test_a_date_moved_from_the_past_into_the_future_is_on_the_list() -> None:
    made = event()
    made.exceptions = [EventException(day=day(8), kind=ExceptionKind.CHANGED, start_date=day(16))]
    found = series.planned(made, day(10), 2)
    assert [item.span.start_date.day for item in found] == [15, 16]


def test_a_holiday_has_its_name() -> None:
    made = event(start_date=day(28), recurrence="FREQ=YEARLY")
    assert str(series.planned(made, day(1), 1)[0].holiday)


def test_every_date_of_a_night_series_is_asked_for_the_clock_change() -> None:
    made = event(
        start_date=day(4),
        start_time=dt.time(2, 30),
        end_time=dt.time(5),
        recurrence="FREQ=WEEKLY;BYDAY=SU",
    )
    marked = [
        item.span.start_date for item in series.planned(made, day(1), 8) if item.in_change_hour
    ]
    assert marked == [day(25)]


@pytest.mark.parametrize(
    ("fields", "warned"),
    [
        ({"start_date": day(31), "recurrence": "FREQ=MONTHLY;BYMONTHDAY=31"}, True),
        ({"start_date": day(29), "recurrence": "FREQ=MONTHLY;BYDAY=5TH"}, True),
        ({"start_date": dt.date(2028, 2, 29), "recurrence": "FREQ=YEARLY"}, True),
        ({"start_date": day(28), "recurrence": "FREQ=MONTHLY;BYMONTHDAY=28"}, False),
        ({}, False),
    ],
)
def test_months_without_the_day_are_told(fields: dict[str, Any], warned: bool) -> None:
    assert bool(series.gaps(event(**fields))) is warned


# -- rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        (
            {"recurrence": "FREQ=WEEKLY;BYDAY=FR"},
            "start_date",
            "The series is “every Friday”, but its first day is Thursday 8\u00a0Oct\u00a02026."
            " The nearest days that fit are Friday 2\u00a0Oct\u00a02026"
            " or Friday 9\u00a0Oct\u00a02026.",
        ),
        (
            {"recurrence": "FREQ=MONTHLY;BYDAY=-1TH"},
            "start_date",
            "Thursday 29\u00a0Oct\u00a02026",
        ),
        ({"recurrence": "FREQ=MONTHLY;BYMONTHDAY=-1"}, "start_date", "31\u00a0Oct\u00a02026"),
        (
            {"recurrence": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"},
            "start_date",
            "Thursday 1\u00a0Oct\u00a02026",
        ),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=TH;UNTIL=20261001"}, "recurrence", "before its first"),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=TH;COUNT=1001"}, "recurrence", "1000"),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=TH;INTERVAL=1000"}, "recurrence", "999"),
        ({"recurrence": "FREQ=HOURLY"}, "recurrence", "does not know"),
        ({"recurrence": "FREQ=DAILY", "end_date": day(9)}, "end_date", "not be over"),
        (
            {
                "recurrence": "FREQ=WEEKLY;BYDAY=TH,SA",
                "end_date": day(10),
                "start_time": None,
                "end_time": None,
                "all_day": True,
            },
            "end_date",
            "10\u00a0Oct",
        ),
    ],
)
def test_a_series_that_cannot_be_is_refused_with_words(
    fields: dict[str, Any], field: str, said: str
) -> None:
    found = series.rule_errors(event(**fields))
    assert list(found) == [field]
    assert said in found[field]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"recurrence": ""},
        # A dance from eight in the evening until two, every day.
        {
            "recurrence": "FREQ=DAILY",
            "end_date": day(9),
            "start_time": dt.time(20),
            "end_time": dt.time(2),
        },
        # A weekend market every week.
        {"recurrence": EVERY_THURSDAY, "end_date": day(10)},
    ],
)
def test_what_does_not_overlap_is_accepted(fields: dict[str, Any]) -> None:
    assert series.rule_errors(event(**fields)) == {}


# -- single dates --------------------------------------------------------------------------------


def wrong(
    exceptions: list[EventException], extras: list[ExtraDate], **fields: Any
) -> list[tuple[str, str]]:
    return [
        (error.field, error.text)
        for error in series.child_errors(event(**fields), exceptions, extras)
    ]


def changed(number: int, **fields: Any) -> EventException:
    return EventException(day=day(number), kind=ExceptionKind.CHANGED, **fields)


def test_single_dates_that_are_right() -> None:
    exceptions = [
        EventException(day=day(15), kind=ExceptionKind.CANCELLED),
        changed(22, start_date=day(23)),
        changed(29, start_time=dt.time(18)),
    ]
    # The place that a moved date has left is free.
    extras = [ExtraDate(start_date=day(22)), ExtraDate(start_date=day(8), start_time=dt.time(9))]
    assert wrong(exceptions, extras) == []


def test_a_day_that_is_no_date_names_those_near() -> None:
    ((field, text),) = wrong([EventException(day=day(16), kind=ExceptionKind.CANCELLED)], [])
    assert field == "day"
    assert "Thursday 15\u00a0Oct\u00a02026 and Thursday 22\u00a0Oct\u00a02026" in text


def test_near_dates_of_a_long_daily_series() -> None:
    after = EventException(day=dt.date(2031, 1, 1), kind=ExceptionKind.CANCELLED)
    ((_, text),) = wrong([after], [], recurrence="FREQ=DAILY;UNTIL=20301231")
    assert "31\u00a0Dec\u00a02030" in text
    ((_, text),) = wrong([after], [], recurrence="FREQ=DAILY;COUNT=3")
    assert "10\u00a0Oct\u00a02026" in text


@pytest.mark.parametrize(
    ("exceptions", "extras", "field"),
    [
        ([changed(15, start_date=day(22))], [], "start_date"),
        ([changed(15, start_date=day(16)), changed(22, start_date=day(16))], [], "start_date"),
        (
            [changed(15, start_date=day(22)), EventException(day=day(22), kind="cancelled")],
            [],
            "start_date",
        ),
        ([changed(15)], [], "kind"),
        ([EventException(day=day(15), kind="cancelled", place="Jinde")], [], "kind"),
        ([changed(15, start_time=dt.time(20))], [], "end_time"),
        ([changed(15, end_date=day(14))], [], "end_date"),
        ([changed(15, start_date=dt.date(1066, 10, 14))], [], "start_date"),
        ([], [ExtraDate(start_date=day(15))], "start_date"),
        ([], [ExtraDate(start_date=day(16)), ExtraDate(start_date=day(16))], "start_date"),
        ([], [ExtraDate(start_date=day(16), start_time=dt.time(20))], "end_time"),
        ([], [ExtraDate(start_date=dt.date(2027, 3, 28), start_time=dt.time(2, 30))], "start_time"),
    ],
)
def test_single_dates_that_are_refused(
    exceptions: list[EventException], extras: list[ExtraDate], field: str
) -> None:
    assert [name for name, _ in wrong(exceptions, extras)] == [field]


def test_a_single_event_has_no_exceptions_but_may_have_extra_dates() -> None:
    made = [EventException(day=THURSDAY, kind="cancelled")]
    assert [name for name, _ in wrong(made, [], recurrence="")] == ["day"]
    assert wrong([], [ExtraDate(start_date=day(9))], recurrence="") == []
    assert [name for name, _ in wrong([], [ExtraDate(start_date=THURSDAY)], recurrence="")] == [
        "start_date"
    ]
