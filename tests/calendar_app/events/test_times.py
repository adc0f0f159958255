"""Spans of local time and the instants that they mean."""

import datetime as dt

import pytest
from django.utils import translation

from calendar_app.events import times, wording
from calendar_app.events.times import Span

DAY = dt.date(2026, 11, 24)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]


def test_local_time_keeps_its_hour_over_the_clock_change() -> None:
    assert Span(dt.date(2026, 10, 24), dt.time(18)).starts_at == utc(2026, 10, 24, 16)
    assert Span(dt.date(2026, 10, 25), dt.time(18)).starts_at == utc(2026, 10, 25, 17)


def test_all_day_lasts_from_midnight_to_midnight_in_prague() -> None:
    span = Span(dt.date(2026, 10, 25), all_day=True)
    assert span.ends_at - span.starts_at == dt.timedelta(hours=25)
    assert span.last_day == dt.date(2026, 10, 25)
    assert (span.ical_start, span.ical_end) == (dt.date(2026, 10, 25), dt.date(2026, 10, 26))


def test_a_ball_until_midnight_ends_on_its_own_day() -> None:
    span = Span(DAY, dt.time(20), DAY + dt.timedelta(days=1), dt.time(0))
    assert span.last_day == DAY


def test_an_open_end_takes_no_time() -> None:
    span = Span(DAY, dt.time(20))
    assert span.known_end is None
    assert span.ends_at == span.starts_at
    assert span.last_day == DAY
    assert span.ical_end is None


def test_several_days_without_a_closing_time_last_through_the_last_one() -> None:
    span = Span(DAY, dt.time(9), DAY + dt.timedelta(days=2))
    assert span.last_day == DAY + dt.timedelta(days=2)
    assert span.known_end == utc(2026, 11, 26, 23)


@pytest.mark.parametrize(
    ("day", "time", "skipped", "doubtful"),
    [
        (dt.date(2026, 3, 29), dt.time(1, 59), False, False),
        (dt.date(2026, 3, 29), dt.time(2, 0), True, True),
        (dt.date(2026, 3, 29), dt.time(2, 30), True, True),
        (dt.date(2026, 3, 29), dt.time(3, 0), False, True),
        (dt.date(2026, 3, 29), dt.time(3, 1), False, False),
        (dt.date(2026, 10, 25), dt.time(2, 30), False, True),
        (dt.date(2026, 10, 25), dt.time(18), False, False),
        (dt.date(2026, 10, 26), dt.time(2, 30), False, False),
    ],
)
def test_the_hour_of_the_clock_change(
    day: dt.date, time: dt.time, skipped: bool, doubtful: bool
) -> None:
    assert times.is_skipped(day, time) is skipped
    assert times.is_change_hour(day, time) is doubtful


SPANS = {
    "úterý 24.\u00a0listopadu\u00a02026, 17:05–19:00": Span(
        DAY, dt.time(17, 5), end_time=dt.time(19)
    ),
    "úterý 24.\u00a0listopadu\u00a02026, 9:00": Span(DAY, dt.time(9)),
    "úterý 24.\u00a0listopadu\u00a02026": Span(DAY, all_day=True),
    "úterý 24.\u00a0listopadu – čtvrtek 26.\u00a0listopadu\u00a02026": Span(
        DAY, end_date=DAY + dt.timedelta(days=2), all_day=True
    ),
    "úterý 24.\u00a0listopadu\u00a02026, 20:00 – středa 25.\u00a0listopadu\u00a02026, 2:00": Span(
        DAY, dt.time(20), DAY + dt.timedelta(days=1), dt.time(2)
    ),
}


@pytest.mark.parametrize("words", SPANS)
def test_in_czech_words(words: str) -> None:
    with translation.override("cs"):
        assert wording.when(SPANS[words]) == words


def test_in_german_and_english_words() -> None:
    span = Span(DAY, dt.time(17, 5))
    with translation.override("de"):
        assert wording.when(span) == "Dienstag, 24.\u00a0November\u00a02026, 17:05"
    with translation.override("en"):
        assert wording.when(span) == "Tuesday 24\u00a0November\u00a02026, 17:05"
