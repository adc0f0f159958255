"""Rules in words; in English, whose texts are the message ids."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from calendar_app import recurrence
from calendar_app.events.recurrence_words import WEEKDAYS, describe, words

FIRST = dt.date(2026, 10, 8)  # a Thursday


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=2", "every other day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=WEEKLY;BYDAY=TH", "every Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "every other Thursday"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TH", "every 3 weeks on Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,TH,FR", "every week on Monday, on Thursday and on Friday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "every other week on Tuesday and on Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every working day from Monday to Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=8", "always on the 8th day of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "always on the last day of the month"),
        ("FREQ=MONTHLY;BYDAY=2TH", "always on the second Thursday of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TH", "every other month on the last Thursday"),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=8", "every 6 months on the 8th day"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            "always on the first working day of the month",
        ),
        ("FREQ=MONTHLY;BYDAY=-2TH", "always on the Thursday, the 2. from the end of the month"),
        ("FREQ=YEARLY", "every year on 8\u00a0October"),
        (
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=10;BYDAY=2TH",
            "every other year on the second Thursday in October",
        ),
        ("FREQ=YEARLY;INTERVAL=5", "every 5 years on 8\u00a0October"),
    ],
)
def test_how_often(rule: str, said: str) -> None:
    assert words(rule, FIRST) == f"{said} from 8\u00a0Oct\u00a02026"


@pytest.mark.parametrize("end", ["COUNT=6", "UNTIL=20261218"])
def test_the_end_is_the_last_date_and_not_the_limit(end: str) -> None:
    said = words(f"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;{end}", FIRST)
    assert said == ("every other Thursday from 8\u00a0Oct\u00a02026 to 17\u00a0Dec\u00a02026, 6×")


def test_a_very_long_series_is_not_counted() -> None:
    said = words("FREQ=DAILY;UNTIL=20991231", FIRST)
    assert said == "every day from 8\u00a0Oct\u00a02026 to 31\u00a0Dec\u00a02099"


def test_nothing_is_said_of_a_single_event_or_of_nonsense() -> None:
    assert words("", FIRST) == ""
    assert words("FREQ=SECONDLY", FIRST) == ""
    assert words("FREQ=DAILY", None) == ""


@pytest.mark.parametrize("language", ["cs", "de", "en"])
def test_every_weekday_and_ordinal_has_words(language: str) -> None:
    with translation.override(language):
        for weekday in range(7):
            for ordinal in (1, 2, 3, 4, 5, -1, -2):
                rule = recurrence.Rule(
                    frequency=recurrence.Frequency.MONTHLY,
                    nth=recurrence.Nth(ordinal, weekday),
                )
                assert describe(rule, FIRST)
        assert len(WEEKDAYS) == 7
