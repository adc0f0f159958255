"""VEVENTs of a series: the master, its overrides, dates left out; and a lint that knows them."""

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest

from calendar_app.ical.event import EventData, State, serialise
from calendar_app.ical.feed import CalendarData, join
from calendar_app.ical.lint import lint
from calendar_app.recurrence import parse, rrule

PRAGUE = ZoneInfo("Europe/Prague")
STAMP = dt.datetime(2026, 11, 3, 8, 15, 30, tzinfo=dt.UTC)
CALENDAR = CalendarData(
    uid="6f0b@sever.localhost",
    name="Kalendář",
    description="Akce obce",
    source="http://lipova.sever.localhost/kalendar.ics",
    url="http://lipova.sever.localhost/kalendar/",
)


def at(day: int, hour: int = 18, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=PRAGUE)


SINGING = EventData(
    uid="5d1b@sever.localhost",
    start=at(24),
    end=at(24, 20),
    stamp=STAMP,
    sequence=2,
    rrule=rrule(parse("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261229"), at(24)),
    exdates=(at(22, month=12),),
    summary="Zkouška sboru",
    location="Kulturní dům",
    categories=("Kultura",),
    url="http://lipova.sever.localhost/kalendar/5d1b/",
)
MOVED = dataclasses.replace(
    SINGING,
    start=at(2, 19, 12),
    end=at(2, 21, 12),
    rrule="",
    exdates=(),
    recurrence_id=at(1, month=12),
    location="Škola",
)
OFF = dataclasses.replace(
    SINGING,
    start=at(8, month=12),
    end=at(8, 20, 12),
    rrule="",
    exdates=(),
    recurrence_id=at(8, month=12),
    state=State.CANCELLED,
)
MARKET = dataclasses.replace(
    SINGING,
    uid="77aa@sever.localhost",
    start=dt.date(2026, 12, 5),
    end=dt.date(2026, 12, 7),
    rrule="FREQ=YEARLY;BYMONTH=12;BYDAY=1SA;COUNT=5",
    exdates=(dt.date(2028, 12, 2),),
)
MARKET_OFF = dataclasses.replace(
    MARKET,
    start=dt.date(2027, 12, 4),
    end=dt.date(2027, 12, 6),
    rrule="",
    exdates=(),
    recurrence_id=dt.date(2027, 12, 4),
    state=State.CANCELLED,
)


def feed_of(*events: EventData) -> bytes:
    return join(CALENDAR, [serialise(event) for event in events])


GOOD = feed_of(SINGING, MOVED, OFF, MARKET, MARKET_OFF)


def test_a_series_reads_back() -> None:
    assert lint(GOOD) == []
    master, moved, off, market, _ = icalendar.Calendar.from_ical(GOOD).walk("VEVENT")
    assert master["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261229T170000Z;BYDAY=TU"
    assert [moment.dt for moment in master["EXDATE"].dts] == [at(22, month=12)]
    assert b"EXDATE;TZID=Europe/Prague:20261222T180000\r\n" in GOOD
    assert moved["UID"] == off["UID"] == master["UID"]
    assert moved.decoded("RECURRENCE-ID") == at(1, month=12)
    assert moved["RECURRENCE-ID"].params["TZID"] == "Europe/Prague"
    assert (moved["LOCATION"], moved["CATEGORIES"].cats) == ("Škola", ["Kultura"])
    assert (off["STATUS"], off["SUMMARY"]) == ("CANCELLED", "ZRUŠENO: Zkouška sboru")
    assert b"EXDATE;VALUE=DATE:20281202\r\n" in GOOD
    assert b"RECURRENCE-ID;VALUE=DATE:20271204\r\n" in GOOD
    assert market["RRULE"]["COUNT"] == [5]


def test_each_date_left_out_has_a_line_of_its_own() -> None:
    event = dataclasses.replace(SINGING, exdates=(at(1, month=12), at(8, month=12)))
    assert serialise(event).count(b"EXDATE;TZID=Europe/Prague:") == 2
    assert lint(feed_of(event)) == []


def test_postponed_is_tentative_and_says_so() -> None:
    feed = feed_of(dataclasses.replace(SINGING, state=State.POSTPONED))
    assert lint(feed) == []
    (event,) = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    assert (event["STATUS"], event["SUMMARY"]) == ("TENTATIVE", "ODLOŽENO: Zkouška sboru")
    assert event["LOCATION"] == "Kulturní dům"


def test_a_withdrawn_series_keeps_its_dates_and_nothing_else() -> None:
    feed = feed_of(
        *(dataclasses.replace(event, state=State.WITHDRAWN) for event in (SINGING, MOVED))
    )
    assert lint(feed) == []
    master, moved = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    dates = {"UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SEQUENCE"}
    assert set(master) == dates | {"RRULE", "EXDATE", "CLASS", "TRANSP", "STATUS", "SUMMARY"}
    assert set(moved) == dates | {"RECURRENCE-ID", "CLASS", "TRANSP", "STATUS", "SUMMARY"}


@pytest.mark.parametrize(
    "broken",
    [
        {"exdates": (dt.date(2026, 12, 1),)},
        {"exdates": (dt.datetime(2026, 12, 1, 18),)},  # noqa: DTZ001
        {"recurrence_id": dt.date(2026, 12, 1), "rrule": "", "exdates": ()},
        {"recurrence_id": at(1, month=12)},
        {"rrule": ""},
    ],
)
def test_nonsense_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        dataclasses.replace(SINGING, **broken)  # type: ignore[arg-type]


Z = b";TZID=Europe/Prague:"
#: What the lint says, what is replaced (once), and by what.
DEFECTS = {
    # Bytes
    "has a bare LF": (b"\r\nRRULE", b"\nRRULE"),
    "octets": (b"SUMMARY;LANGUAGE=cs:", b"SUMMARY;LANGUAGE=cs:" + b"x" * 80),
    "VTIMEZONE Europe/Prague is missing": (b"\r\nTZID:Europe/Prague", b"\r\nTZID:Europe/Praha"),
    # Identity
    "UID 5d1b@sever.localhost stands 2 times": (
        b"RECURRENCE-ID" + Z + b"20261201T180000\r\n", b""
    ),
    "stands 2 times on 20261201T180000": (
        b"RECURRENCE-ID" + Z + b"20261208T180000", b"RECURRENCE-ID" + Z + b"20261201T180000"
    ),
    "RECURRENCE-ID without a series": (
        b"UID:5d1b@sever.localhost\r\nRECURRENCE-ID", b"UID:9999@sever.localhost\r\nRECURRENCE-ID"
    ),
    "SEQUENCE is lower than that of the series": (b"SEQUENCE:2", b"SEQUENCE:3"),
    "SEQUENCE is no number": (b"SEQUENCE:2", b"SEQUENCE:-2"),
    # Dates
    "DTEND is not after DTSTART": (b"DTEND" + Z + b"20261124T200000", b"DTEND" + Z + b"20261124T180000"),
    "DTEND is of another kind": (b"DTEND" + Z + b"20261124T200000", b"DTEND:20261124T190000Z"),
    "DTSTART is no date that exists": (b"DTSTART;VALUE=DATE:20261205", b"DTSTART;VALUE=DATE:20261305"),
    "DTSTART is not a date": (b"DTSTART;VALUE=DATE", b"DTSTART;VALUE=DATE;TZID=Europe/Prague"),
    "DTSTART lies outside of its rule": (b"BYDAY=TU", b"BYDAY=WE"),
    "a start in UTC": (b"DTSTART" + Z + b"20261124T180000", b"DTSTART:20261124T170000Z"),
    # Exceptions
    "EXDATE is of another kind": (b"EXDATE" + Z + b"20261222T180000", b"EXDATE:20261222T170000Z"),
    "EXDATE is of another kind than": (b"EXDATE;VALUE=DATE:20281202", b"EXDATE" + Z + b"20281202T000000"),
    "EXDATE is neither UTC nor local": (b"EXDATE;VALUE=DATE:", b"EXDATE:"),
    "EXDATE 20261223T180000 is no date": (b"20261222T180000", b"20261223T180000"),
    "EXDATE 20261222T190000 is no date": (b"20261222T180000", b"20261222T190000"),
    "EXDATE names a date twice": (b":20261222T180000", b":20261222T180000,20261222T180000"),
    "EXDATE without a rule": (b"RRULE:FREQ=WEEKLY", b"X-RULE:FREQ=WEEKLY"),
    "RECURRENCE-ID is of another kind than DTSTART": (
        b"RECURRENCE-ID" + Z + b"20261201T180000", b"RECURRENCE-ID:20261201T170000Z"
    ),
    "RECURRENCE-ID is no date of the series": (
        b"RECURRENCE-ID" + Z + b"20261201T180000", b"RECURRENCE-ID" + Z + b"20261202T180000"
    ),
    "the series leaves this date out": (b"EXDATE" + Z + b"20261222T", b"EXDATE" + Z + b"20261208T"),
    "LOCATION of the series is not repeated": ("LOCATION;LANGUAGE=cs:Škola\r\n".encode(), b""),
    "takes place although its series is cancelled": (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    "has a rule of its own": (b"RECURRENCE-ID", b"RRULE:FREQ=DAILY\r\nRECURRENCE-ID"),
    # Rules
    "UNTIL is of another kind": (b"UNTIL=20261229T170000Z", b"UNTIL=20261229"),
    "UNTIL is of another kind than": (b"COUNT=5", b"UNTIL=20301231T170000Z"),
    "COUNT and UNTIL": (b"COUNT=5", b"COUNT=5;UNTIL=20301231"),
    "INTERVAL of the rule is out of range": (b"FREQ=WEEKLY;", b"FREQ=WEEKLY;INTERVAL=0;"),
    "COUNT of the rule is out of range": (b"COUNT=5", b"COUNT=1001"),
    "none of those that all programs read": (b"FREQ=WEEKLY;", b"FREQ=WEEKLY;BYHOUR=1,2;"),
    "EXDATE 20281202 is no date": (b"COUNT=5", b"COUNT=2"),
    "RDATE": (b"EXDATE;VALUE", b"RDATE;VALUE"),
    "alarms": (b"END:VEVENT", b"BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT"),
    "STATUS is none": (b"STATUS:CONFIRMED", b"STATUS:POSTPONED"),
}  # fmt: skip


@pytest.mark.parametrize("complaint", DEFECTS)
def test_the_lint_finds_each_defect(complaint: str) -> None:
    old, new = DEFECTS[complaint]
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    found = lint(broken)
    assert any(complaint in problem for problem in found), found


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", at(24)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", at(24)),
        ("FREQ=MONTHLY;BYMONTHDAY=23", at(24)),
        ("FREQ=MONTHLY;BYDAY=3TU", at(24)),
        ("FREQ=MONTHLY;BYDAY=-2TU", at(24)),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", at(24)),
        ("FREQ=YEARLY;BYMONTH=10;BYDAY=4TU", at(24)),
    ],
)
def test_the_lint_knows_when_a_series_starts_outside_its_rule(
    rule: str, start: dt.datetime
) -> None:
    event = dataclasses.replace(SINGING, start=start, rrule=rule, exdates=())
    assert any("outside of its rule" in problem for problem in lint(feed_of(event)))
