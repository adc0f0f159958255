"""Dates of rules, against dateutil and against what RFC 5545 says of days that do not exist."""

import datetime as dt
import random

import pytest
from dateutil.rrule import rrulestr

from calendar_app.recurrence import (
    Frequency,
    MismatchReason,
    Nth,
    Rule,
    is_occurrence,
    last_date,
    matches,
    mismatch,
    occurrences,
    parse,
)
from calendar_app.recurrence import dates as walking

END = dt.date(2100, 12, 31)


def dates(text: str, first: str, limit: int = 1000) -> list[str]:
    start = dt.date.fromisoformat(first)
    return [day.isoformat() for day in occurrences(parse(text), start, start, END, limit)]


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=2;COUNT=3", "2026-12-30", ["2026-12-30", "2027-01-01", "2027-01-03"]),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=4",
            "2026-11-29",  # the Sunday that ends its week: the Monday before it has passed
            ["2026-11-29", "2026-12-07", "2026-12-13", "2026-12-21"],
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "2027-01-31", ["2027-01-31", "2027-03-31", "2027-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2027-01-31", ["2027-01-31", "2027-02-28", "2027-03-31"]),
        ("FREQ=MONTHLY;BYDAY=5SU;COUNT=3", "2026-11-29", ["2026-11-29", "2027-01-31", "2027-05-30"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "2026-11-27", ["2026-11-27", "2026-12-25"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=3",
            "2026-10-01",
            ["2026-10-01", "2026-11-02", "2026-12-01"],
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
            "2026-10-30",
            ["2026-10-30", "2026-11-30", "2026-12-31"],
        ),
        ("FREQ=YEARLY;COUNT=3", "2024-02-29", ["2024-02-29", "2028-02-29", "2032-02-29"]),
        ("FREQ=YEARLY;INTERVAL=3;COUNT=2", "2024-02-29", ["2024-02-29", "2036-02-29"]),
        ("FREQ=YEARLY;BYMONTH=6;BYDAY=-1SA;COUNT=2", "2026-06-27", ["2026-06-27", "2027-06-26"]),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261208", "2026-11-24", ["2026-11-24", "2026-12-01", "2026-12-08"]),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261207", "2026-11-24", ["2026-11-24", "2026-12-01"]),
    ],
)  # fmt: skip
def test_known_dates(text: str, first: str, expected: list[str]) -> None:
    assert dates(text, first) == expected
    assert last_date(parse(text), dt.date.fromisoformat(first)).isoformat() == expected[-1]  # type: ignore[union-attr]


def a_rule(source: random.Random, first: dt.date) -> Rule:
    """Some rule of the grammar; it need not match `first`."""
    frequency = source.choice(list(Frequency))
    fields: dict[str, object] = {"frequency": frequency, "interval": source.choice([1, 1, 2, 3, 5])}
    nth = Nth(source.choice([1, 2, 3, 4, 5, -1, -2, -5]), source.randrange(7))
    if frequency is Frequency.WEEKLY:
        fields["weekdays"] = tuple(source.sample(range(7), source.randint(1, 4)))
    elif frequency is Frequency.MONTHLY:
        fields |= source.choice(
            [
                {"month_day": source.choice([1, 15, 28, 29, 30, 31, -1])},
                {"nth": nth},
                {"working_day": source.choice([1, -1])},
            ]
        )
    elif frequency is Frequency.YEARLY and source.random() < 0.6:
        fields |= {"month": source.randint(1, 12), "nth": nth}
    end = source.random()
    if end < 0.3:
        fields["count"] = source.randint(1, 60)
    elif end < 0.6:
        fields["until"] = first + dt.timedelta(days=source.randint(0, 2_000))
    return Rule(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(400))
def test_dates_are_those_of_dateutil_wherever_the_window_is(seed: int) -> None:
    source = random.Random(seed)
    first = dt.date(2020, 1, 1) + dt.timedelta(days=source.randint(0, 3_000))
    rule = a_rule(source, first)
    start = dt.datetime.combine(first, dt.time())
    since = first + dt.timedelta(days=source.randint(-400, 4_000))
    until = since + dt.timedelta(days=source.randint(0, 1_500))
    expected = [
        moment.date()
        for moment in rrulestr(rule.text, dtstart=start).between(
            dt.datetime.combine(since, dt.time()),
            dt.datetime.combine(until, dt.time()),
            inc=True,
        )
    ]
    assert occurrences(rule, first, since, until, 10_000) == expected
    assert occurrences(rule, first, since, until, 2) == expected[:2]
    for day in expected[:5]:
        assert is_occurrence(rule, first, day)
    known = rrulestr(rule.text, dtstart=start)
    if not rule.is_open:
        end = dt.datetime.combine(END, dt.time())
        everything = list(known.between(start, end, inc=True))
        last = everything[-1].date() if everything else None
        assert last_date(rule, first) == last
    else:
        assert last_date(rule, first) is None


@pytest.mark.parametrize(
    ("text", "first", "reason", "following"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-25", MismatchReason.WEEKDAY, "2026-12-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=13", "2026-11-25", MismatchReason.MONTH_DAY, "2026-12-13"),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=4", "2026-11-25", MismatchReason.NTH_WEEKDAY, "2026-12-07"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "2026-11-25",
            MismatchReason.WORKING_DAY,
            "2026-11-30",
        ),
        ("FREQ=YEARLY;BYMONTH=6;BYDAY=-1SA", "2026-11-25", MismatchReason.MONTH, "2027-06-26"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=-1SA", "2026-11-25", MismatchReason.NTH_WEEKDAY, "2026-11-28"),
    ],
)  # fmt: skip
def test_a_first_date_outside_of_its_rule_is_refused_with_the_next_one(
    text: str, first: str, reason: MismatchReason, following: str
) -> None:
    found = mismatch(parse(text), dt.date.fromisoformat(first))
    assert found is not None
    assert found.reason is reason
    assert found.next_date == dt.date.fromisoformat(following)
    assert matches(parse(text), found.next_date)


def test_a_rule_that_ends_before_it_starts_is_refused() -> None:
    found = mismatch(parse("FREQ=DAILY;UNTIL=20261124"), dt.date(2026, 11, 25))
    assert found is not None
    assert (found.reason, found.next_date) == (MismatchReason.ENDS_BEFORE, None)
    assert last_date(parse("FREQ=DAILY;UNTIL=20261124"), dt.date(2026, 11, 25)) is None


def test_the_first_date_matches_its_rule() -> None:
    assert matches(parse("FREQ=DAILY;INTERVAL=7"), dt.date(2026, 11, 25))
    assert matches(parse("FREQ=YEARLY"), dt.date(2024, 2, 29))
    assert matches(parse("FREQ=WEEKLY;BYDAY=WE;COUNT=1"), dt.date(2026, 11, 25))


def test_nothing_lies_before_the_first_date_or_after_the_last_year() -> None:
    rule, first = parse("FREQ=DAILY"), dt.date(2026, 11, 25)
    assert occurrences(rule, first, dt.date(1970, 1, 1), dt.date(2026, 11, 24)) == []
    assert occurrences(rule, first, dt.date(2100, 12, 30), dt.date.max) == [
        dt.date(2100, 12, 30),
        END,
    ]
    assert occurrences(rule, first, first, END, 0) == []


def test_a_window_far_from_the_start_is_not_walked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    dates_of = walking._dates

    def counting(rule: Rule, first: dt.date, number: int) -> list[dt.date]:
        looked_at.append(number)
        return dates_of(rule, first, number)

    monkeypatch.setattr(walking, "_dates", counting)
    rule, first = parse("FREQ=DAILY"), dt.date(1970, 1, 1)
    assert len(occurrences(rule, first, dt.date(2099, 1, 1), dt.date(2099, 1, 31))) == 31
    assert len(looked_at) <= 32
    looked_at.clear()
    assert last_date(parse("FREQ=DAILY;UNTIL=20991231"), first) == dt.date(2099, 12, 31)
    assert len(looked_at) == 1


def test_a_count_goes_on_through_the_last_year_and_stops() -> None:
    rule = parse("FREQ=YEARLY;INTERVAL=7;COUNT=1000")
    assert last_date(rule, dt.date(2026, 11, 25)) == dt.date(2096, 11, 25)
