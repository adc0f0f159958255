"""The grammar: what is a rule, what is refused and why, and its one written form."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from calendar_app.recurrence import Frequency, Nth, OutsideGrammar, Reason, Rule, parse, rrule

PRAGUE = ZoneInfo("Europe/Prague")


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;COUNT=1000",
        "FREQ=WEEKLY;BYDAY=MO,WE,SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20271231",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=2TU",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;COUNT=8",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=4",
        "FREQ=YEARLY;BYMONTH=6;BYDAY=-1SA;UNTIL=20400101",
    ],
)
def test_every_rule_of_the_form_reads_back(text: str) -> None:
    assert parse(text).text == text
    assert parse(text) == parse(parse(text).text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("freq=weekly;byday=we,mo,we", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("BYDAY=MO;FREQ=WEEKLY;INTERVAL=1;WKST=SU", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=3", "FREQ=MONTHLY;BYDAY=3SA"),
        ("FREQ=MONTHLY;BYDAY=+3SA", "FREQ=MONTHLY;BYDAY=3SA"),
        (
            "FREQ=MONTHLY;BYDAY=FR,TH,WE,TU,MO;BYSETPOS=-1;",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        ),
        ("FREQ=YEARLY;BYMONTH=6;BYDAY=SA;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=6;BYDAY=-1SA"),
    ],
)
def test_other_ways_to_write_a_rule_become_ours(written: str, meant: str) -> None:
    assert parse(written).text == meant


SUNDAY = dt.datetime(2026, 7, 26, 10, tzinfo=PRAGUE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=SU"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=26"),
        ("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=26", "FREQ=YEARLY"),
        ("FREQ=YEARLY;BYMONTH=7", "FREQ=YEARLY"),
        # The end of the local day, as Google writes it, and the instant of the last one.
        ("FREQ=DAILY;UNTIL=20261231T225959Z", "FREQ=DAILY;UNTIL=20261231"),
        ("FREQ=DAILY;UNTIL=20261231T090000Z", "FREQ=DAILY;UNTIL=20261231"),
        ("FREQ=DAILY;UNTIL=20261231T085959Z", "FREQ=DAILY;UNTIL=20261230"),
        ("FREQ=DAILY;UNTIL=20261231T100000", "FREQ=DAILY;UNTIL=20261231"),
    ],
)
def test_the_start_of_a_foreign_event_fills_in_what_it_leaves_out(written: str, meant: str) -> None:
    with pytest.raises(OutsideGrammar):
        parse(written)
    assert parse(written, SUNDAY).text == meant


def test_until_of_an_all_day_event_may_have_a_time() -> None:
    assert parse("FREQ=DAILY;UNTIL=20261231T230000Z", SUNDAY.date()).until == dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.SYNTAX),
        ("FREQ", Reason.SYNTAX),
        ("FREQ=DAILY;FREQ=DAILY", Reason.SYNTAX),
        ("FREQ=WEEKLY;BYDAY=XX", Reason.SYNTAX),
        ("FREQ=WEEKLY;BYDAY=", Reason.SYNTAX),
        ("FREQ=MONTHLY;BYDAY=0MO", Reason.SYNTAX),
        ("FREQ=MONTHLY;BYMONTHDAY=x", Reason.SYNTAX),
        ("FREQ=DAILY;WKST=XX", Reason.SYNTAX),
        ("BYDAY=MO", Reason.FREQUENCY),
        ("FREQ=HOURLY", Reason.FREQUENCY),
        ("FREQ=SECONDLY;COUNT=5", Reason.FREQUENCY),
        ("FREQ=DAILY;BYHOUR=1,2", Reason.PARTS),
        ("FREQ=DAILY;BYDAY=MO", Reason.PARTS),
        ("FREQ=DAILY;X-MINE=1", Reason.PARTS),
        ("FREQ=WEEKLY;BYDAY=1MO", Reason.PARTS),
        ("FREQ=WEEKLY", Reason.PARTS),
        ("FREQ=MONTHLY", Reason.PARTS),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", Reason.PARTS),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", Reason.PARTS),
        ("FREQ=MONTHLY;BYMONTHDAY=32", Reason.PARTS),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", Reason.PARTS),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", Reason.PARTS),
        ("FREQ=MONTHLY;BYDAY=6MO", Reason.PARTS),
        ("FREQ=MONTHLY;BYDAY=MO", Reason.PARTS),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR", Reason.PARTS),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2", Reason.PARTS),
        ("FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1", Reason.PARTS),
        ("FREQ=YEARLY;BYDAY=1MO", Reason.PARTS),
        ("FREQ=YEARLY;BYMONTHDAY=13", Reason.PARTS),
        ("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=26", Reason.PARTS),
        ("FREQ=YEARLY;BYMONTH=13;BYDAY=1MO", Reason.PARTS),
        ("FREQ=YEARLY;BYMONTH=6,7;BYDAY=1MO", Reason.PARTS),
        ("FREQ=YEARLY;BYYEARDAY=1", Reason.PARTS),
        ("FREQ=DAILY;INTERVAL=0", Reason.INTERVAL),
        ("FREQ=DAILY;INTERVAL=1000", Reason.INTERVAL),
        ("FREQ=DAILY;INTERVAL=99999999999999999999", Reason.INTERVAL),
        ("FREQ=DAILY;COUNT=0", Reason.COUNT),
        ("FREQ=DAILY;COUNT=1001", Reason.COUNT),
        ("FREQ=DAILY;COUNT=²", Reason.COUNT),
        ("FREQ=DAILY;UNTIL=20261231T225959Z", Reason.UNTIL),
        ("FREQ=DAILY;UNTIL=20260230", Reason.UNTIL),
        ("FREQ=DAILY;UNTIL=tomorrow", Reason.UNTIL),
        ("FREQ=DAILY;COUNT=5;UNTIL=20261231", Reason.TWO_ENDS),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", Reason.WEEK_START),
    ],
)
def test_what_is_outside_the_grammar_is_refused_with_its_reason(text: str, reason: Reason) -> None:
    with pytest.raises(OutsideGrammar) as refused:
        parse(text)
    assert refused.value.reason is reason


@pytest.mark.parametrize("until", ["99999999T999999Z", "20261231T996000Z", "00010101T000000Z"])
def test_an_impossible_end_is_refused_and_no_crash(until: str) -> None:
    with pytest.raises(OutsideGrammar):
        parse(f"FREQ=DAILY;UNTIL={until}", SUNDAY)


@pytest.mark.parametrize(
    "fields",
    [
        {"frequency": Frequency.WEEKLY},
        {"frequency": Frequency.WEEKLY, "weekdays": (7,)},
        {"frequency": Frequency.DAILY, "month_day": 1},
        {"frequency": Frequency.MONTHLY, "month_day": 1, "nth": Nth(1, 0)},
        {"frequency": Frequency.MONTHLY, "working_day": 2},
        {"frequency": Frequency.YEARLY, "nth": Nth(1, 0)},
        {"frequency": Frequency.YEARLY, "month": 1},
        {"frequency": Frequency.DAILY, "until": SUNDAY},
    ],
)
def test_a_form_cannot_build_nonsense(fields: dict[str, object]) -> None:
    with pytest.raises(OutsideGrammar):
        Rule(**fields)  # type: ignore[arg-type]


def test_until_in_a_feed_has_the_kind_of_the_start() -> None:
    rule = parse("FREQ=DAILY;UNTIL=20261231")
    assert rrule(rule, SUNDAY.date()) == "FREQ=DAILY;UNTIL=20261231"
    # Ten in the morning in winter, though the series began in summer.
    assert rrule(rule, SUNDAY) == "FREQ=DAILY;UNTIL=20261231T090000Z"
    assert rrule(parse("FREQ=DAILY;COUNT=3"), SUNDAY) == "FREQ=DAILY;COUNT=3"
    with pytest.raises(ValueError):
        rrule(rule, SUNDAY.replace(tzinfo=None))


def test_until_after_midnight_is_the_day_before_in_utc() -> None:
    start = dt.datetime(2026, 6, 1, 0, 30, tzinfo=PRAGUE)
    assert rrule(parse("FREQ=DAILY;UNTIL=20260630"), start).endswith("UNTIL=20260629T223000Z")
    assert parse(rrule(parse("FREQ=DAILY;UNTIL=20260630"), start), start).until == dt.date(
        2026, 6, 30
    )


def test_until_in_the_hour_that_comes_twice_is_the_later_one() -> None:
    start = dt.datetime(2026, 10, 1, 2, 30, tzinfo=PRAGUE)
    assert rrule(parse("FREQ=DAILY;UNTIL=20261025"), start).endswith("UNTIL=20261025T013000Z")
