"""VEVENT bytes, read back by icalendar and by our own lint."""

import dataclasses
import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.ical.colors import nearest_name
from calendar_app.ical.event import EventData, State, serialise
from calendar_app.ical.feed import CalendarData, join
from calendar_app.ical.lint import lint

PRAGUE = ZoneInfo("Europe/Prague")
STAMP = dt.datetime(2026, 11, 3, 8, 15, 30, 123456, tzinfo=dt.UTC)

PILGRIMAGE = EventData(
    uid="0b0e3a3e-2f4e-4c58-9f7b-0d6f3a1f1c11@sever.localhost",
    start=dt.datetime(2026, 7, 26, 10, 0, tzinfo=PRAGUE),
    end=dt.datetime(2026, 7, 26, 16, 30, tzinfo=PRAGUE),
    stamp=STAMP,
    sequence=3,
    summary='Anenská pouť "na Annabergu", mše; a trh',
    description="Program:\n10.00 mše\nC:\\Nová",
    german="Wallfahrt zur heiligen Anna",
    location="Annaberg, Lobendava",
    latitude=Decimal("51.02"),
    longitude=Decimal("14.3143"),
    categories=("Slavnosti, poutě", "Kultura"),
    url="http://lobendava.sever.localhost/kalendar/0b0e3a3e-2f4e-4c58-9f7b-0d6f3a1f1c11/",
    contact="Obecní úřad; tel. 412 000 000",
    organizer_name='Obec "Lobendava"',
    organizer_email="urad@lobendava.cz",
)
CALENDAR = CalendarData(
    uid="6f0b@sever.localhost",
    name="Kalendář akcí, Lobendava",
    description="Akce obce",
    source="http://lobendava.sever.localhost/kalendar.ics",
    url="http://lobendava.sever.localhost/kalendar/",
    last_modified=STAMP,
    color="#0b3d91",
    image="http://lobendava.sever.localhost/media/znak.png",
)


def feed_of(*events: EventData) -> bytes:
    return join(CALENDAR, [serialise(event) for event in events])


def parsed(event: EventData) -> icalendar.Event:
    feed = feed_of(event)
    assert lint(feed) == []
    (component,) = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    assert not component.errors
    return component


def test_a_timed_event_reads_back() -> None:
    event = parsed(PILGRIMAGE)
    assert event.decoded("DTSTART") == PILGRIMAGE.start
    assert event["DTSTART"].params["TZID"] == "Europe/Prague"
    assert event.decoded("DTEND") == PILGRIMAGE.end
    assert str(event["SUMMARY"]) == PILGRIMAGE.summary
    assert event["SUMMARY"].params["LANGUAGE"] == "cs"
    assert PILGRIMAGE.description in str(event["DESCRIPTION"])
    assert "Deutsch:\nWallfahrt" in str(event["DESCRIPTION"])
    assert event["CATEGORIES"].cats == ["Slavnosti, poutě", "Kultura"]
    assert (event["GEO"].latitude, event["GEO"].longitude) == (51.02, 14.3143)
    assert event.decoded("DTSTAMP") == STAMP.replace(microsecond=0)
    assert event["SEQUENCE"] == 3
    assert event["ORGANIZER"].params["CN"] == "Obec 'Lobendava'"
    assert event["STATUS"] == "CONFIRMED"
    assert "VALARM" not in feed_of(PILGRIMAGE).decode()


def test_equal_data_gives_equal_bytes() -> None:
    assert serialise(PILGRIMAGE) == serialise(dataclasses.replace(PILGRIMAGE))


def test_all_day_has_dates_and_an_exclusive_end() -> None:
    event = parsed(
        dataclasses.replace(PILGRIMAGE, start=dt.date(2026, 7, 25), end=dt.date(2026, 7, 27))
    )
    assert event["DTSTART"].to_ical() == b"20260725"
    assert event["DTSTART"].params == {"VALUE": "DATE"}
    assert event["DTEND"].to_ical() == b"20260727"


def test_an_unknown_end_is_left_out() -> None:
    assert "DTEND" not in parsed(dataclasses.replace(PILGRIMAGE, end=None))


def test_both_clock_changes_keep_local_time() -> None:
    for day in (dt.date(2026, 3, 29), dt.date(2026, 10, 25)):
        start = dt.datetime.combine(day, dt.time(1, 30), PRAGUE)
        end = dt.datetime.combine(day, dt.time(18), PRAGUE)
        event = parsed(dataclasses.replace(PILGRIMAGE, start=start, end=end))
        assert event["DTSTART"].to_ical() == f"{day:%Y%m%d}T013000".encode()
        assert event["DTEND"].to_ical() == f"{day:%Y%m%d}T180000".encode()


def test_cancelled_says_so_in_the_summary() -> None:
    event = parsed(dataclasses.replace(PILGRIMAGE, state=State.CANCELLED))
    assert event["STATUS"] == "CANCELLED"
    assert str(event["SUMMARY"]).startswith("ZRUŠENO: Anenská pouť")
    assert event["LOCATION"] == "Annaberg, Lobendava"


def test_withdrawn_keeps_the_dates_and_nothing_else() -> None:
    event = parsed(dataclasses.replace(PILGRIMAGE, state=State.WITHDRAWN))
    assert set(event) == {
        *("UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SEQUENCE"),
        *("CLASS", "TRANSP", "STATUS", "SUMMARY"),
    }
    assert str(event["SUMMARY"]) == "ZRUŠENO"
    assert event["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    "broken",
    [
        {"end": dt.datetime(2026, 7, 26, 9, tzinfo=PRAGUE)},
        {"end": dt.date(2026, 7, 27)},
        {"start": STAMP.replace(tzinfo=None), "end": None},
        {"stamp": STAMP.replace(tzinfo=None)},
    ],
)
def test_nonsense_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        dataclasses.replace(PILGRIMAGE, **broken)  # type: ignore[arg-type]


text = st.text(max_size=120)


@given(summary=text, description=text, german=text, location=text, contact=text, name=text)
def test_no_text_breaks_the_feed(
    summary: str, description: str, german: str, location: str, contact: str, name: str
) -> None:
    event = dataclasses.replace(
        PILGRIMAGE,
        summary=summary,
        description=description,
        german=german,
        location=location,
        contact=contact,
        organizer_name=name,
        categories=(summary, location),
    )
    feed = feed_of(event)
    assert lint(feed) == []
    calendar = icalendar.Calendar.from_ical(feed)
    assert len(calendar.walk("VEVENT")) == 1


def test_the_header_has_both_old_and_new_properties() -> None:
    calendar = icalendar.Calendar.from_ical(feed_of())
    assert "METHOD" not in calendar
    assert "\r\nNAME;LANGUAGE=cs:Kalendář akcí\\, Lobendava\r\n".encode() in feed_of()
    assert "\r\nX-WR-CALNAME:Kalendář akcí\\, Lobendava\r\n".encode() in feed_of()
    assert calendar["X-WR-TIMEZONE"] == "Europe/Prague"
    assert calendar["COLOR"] == "darkslateblue"
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["SOURCE"].params["VALUE"] == "URI"
    assert calendar["UID"] == "6f0b@sever.localhost"
    assert lint(feed_of()) == []


@pytest.mark.parametrize(
    ("color", "name"), [("#008000", "green"), ("#FFFFFF", "white"), ("#aa1122", "firebrick")]
)
def test_a_colour_gets_the_name_of_the_nearest(color: str, name: str) -> None:
    assert nearest_name(color) == name


BROKEN = {
    "bare LF": (b"\r\nSTATUS", b"\nSTATUS"),
    "folded after a backslash": (b"\\n", b"\\\r\n n"),
    "is missing": (b"DTSTAMP", b"X-STAMP"),
    "VTIMEZONE Europe/Prague is missing": (b"TZID:Europe/Prague", b"TZID:Europe/Praha"),
    "not after DTSTART": (b"20260726T163000", b"20260726T090000"),
    "is not escaped": (b"mse\\;", b"mse;"),
    "METHOD": (b"CALSCALE:GREGORIAN", b"CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH"),
    "octets": (b"SUMMARY;LANGUAGE=cs:", b"SUMMARY;LANGUAGE=cs:" + b"x" * 80),
    "of another kind": (b"DTEND;TZID=Europe/Prague:20260726T163000", b"DTEND:20260726T163000Z"),
    "not UTF-8": ("ť".encode(), "ť".encode()[:1] + b"\r\n " + "ť".encode()[1:]),
    "stands 2 times": (b"STATUS:CONFIRMED\r\n", b"STATUS:CONFIRMED\r\nSTATUS:CONFIRMED\r\n"),
}


@pytest.mark.parametrize("complaint", BROKEN)
def test_the_lint_finds_each_defect(complaint: str) -> None:
    old, new = BROKEN[complaint]
    good = feed_of(dataclasses.replace(PILGRIMAGE, summary="Pouť, mse; trh"))
    assert lint(good) == []
    assert old in good
    assert any(
        complaint in found
        for found in lint(good.replace(old, new, 1 if b"TZID:" not in old else -1))
    )


def test_the_lint_finds_a_repeated_uid() -> None:
    assert any("stands 2 times" in found for found in lint(feed_of(PILGRIMAGE, PILGRIMAGE)))
