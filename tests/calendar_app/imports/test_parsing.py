"""What is read out of foreign calendars. No database; the hostile ones are in test_hostile."""

from __future__ import annotations

import datetime as dt

import pytest

from calendar_app.imports.components import decode
from calendar_app.imports.items import CalendarError, Note, Reading, Reason, Trouble
from calendar_app.imports.parsing import read

TODAY = dt.date(2026, 11, 23)


def calendar(*events: str, head: str = "") -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", *head.splitlines(), *events, "END:VCALENDAR", ""]
    ).encode()


def vevent(*lines: str, uid: str = "1", summary: str = "Akce") -> str:
    title = [f"SUMMARY:{summary}"] if summary else []
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *title, *lines, "END:VEVENT"])


def one(*lines: str, head: str = "", zone: str = "", **fields: str):
    found = read(calendar(vevent(*lines, **fields), head=head), today=TODAY, zone=zone)
    assert not found.refusals, found.refusals
    return found.items[0]


def when(item):
    return [
        value.isoformat() if value else None
        for value in (
            *(item.when.start_date, item.when.start_time),
            *(item.when.end_date, item.when.end_time),
        )
    ]


def refusal(*lines: str, **fields: str):
    found = read(calendar(vevent(*lines, **fields)), today=TODAY)
    assert not found.items
    return found.refusals[0]


# --- Times ------------------------------------------------------------------------------------

ZONE = """BEGIN:VTIMEZONE
TZID:Jinde
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0500
TZOFFSETTO:+0500
END:STANDARD
END:VTIMEZONE"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART:20261201T170000Z"], ["2026-12-01", "18:00:00", None, None]),
        (["DTSTART:20260701T170000Z"], ["2026-07-01", "19:00:00", None, None]),
        (["DTSTART;TZID=Europe/Prague:20261201T180000"], ["2026-12-01", "18:00:00", None, None]),
        (['DTSTART;TZID="Europe/London":20261201T180000'], ["2026-12-01", "19:00:00", None, None]),
        # What Windows calls it, and what Evolution and Citadel put before it.
        (
            ["DTSTART;TZID=Central Europe Standard Time:20261201T180000"],
            ["2026-12-01", "18:00:00", None, None],
        ),
        (
            ["DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:20261201T180000"],
            ["2026-12-01", "19:00:00", None, None],
        ),
        (["DTSTART;VALUE=DATE:20261201"], ["2026-12-01", None, None, None]),
        # icalendar 7.3 makes a timed event of this one.
        (["DTSTART;TZID=Europe/Prague;VALUE=DATE:20261201"], ["2026-12-01", None, None, None]),
        (["DTSTART;TZID=Europe/Prague:20261201"], ["2026-12-01", None, None, None]),
        (
            ["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204"],
            ["2026-12-01", None, "2026-12-03", None],
        ),
        (
            ["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261201"],
            ["2026-12-01", None, None, None],
        ),
        (
            ["DTSTART:20261201T170000Z", "DTEND:20261202T010000Z"],
            ["2026-12-01", "18:00:00", "2026-12-02", "02:00:00"],
        ),
        (
            ["DTSTART:20261201T170000Z", "DURATION:PT90M"],
            ["2026-12-01", "18:00:00", None, "19:30:00"],
        ),
        (["DTSTART;VALUE=DATE:20261201", "DURATION:P3D"], ["2026-12-01", None, "2026-12-03", None]),
        # A day is a day, also the one of 25 hours.
        (
            ["DTSTART;TZID=Europe/Prague:20261024T180000", "DURATION:P1D"],
            ["2026-10-24", "18:00:00", "2026-10-25", "18:00:00"],
        ),
        # The hour that spring leaves out.
        (["DTSTART;TZID=Europe/Prague:20270328T023000"], ["2027-03-28", "03:30:00", None, None]),
        (["DTSTART:20261201T235960Z"], ["2026-12-02", "00:59:00", None, None]),
        # Whole days of older Outlook.
        (
            [
                "DTSTART;TZID=Europe/Prague:20261201T000000",
                "DTEND;TZID=Europe/Prague:20261203T000000",
                "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            ],
            ["2026-12-01", None, "2026-12-02", None],
        ),
    ],
)
def test_times(lines, expected):
    assert when(one(*lines)) == expected


def test_the_order_in_which_zones_are_asked():
    naive, jinde, nikde = (
        f"DTSTART{tzid}:20261201T120000" for tzid in ("", ";TZID=Jinde", ";TZID=Nikde")
    )
    assert when(one(naive))[1] == "12:00:00"
    assert when(one(naive, zone="Europe/London"))[1] == "13:00:00"
    assert when(one(naive, head="X-WR-TIMEZONE:Asia/Tokyo", zone="Europe/London"))[1] == "04:00:00"
    assert when(one(jinde, head=ZONE))[1] == "08:00:00"
    named = ZONE.replace("Jinde", "Europe/London")
    assert when(one("DTSTART;TZID=Europe/London:20261201T120000", head=named))[1] == "13:00:00"
    item = one(nikde, head="X-WR-TIMEZONE:Europe/London")
    assert when(item)[1] == "13:00:00"
    assert item.notes == [Note.UNKNOWN_ZONE]


def test_a_zone_that_would_take_for_ever_is_not_asked():
    trap = ZONE.replace("DTSTART:19700101T000000", "DTSTART:19700101T000000\nRRULE:FREQ=SECONDLY")
    assert one("DTSTART;TZID=Jinde:20261201T120000", head=trap).notes == [Note.UNKNOWN_ZONE]


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20261201T170000Z", "DTEND:20261130T170000Z"],
        ["DTSTART;VALUE=DATE:20261202", "DTEND;VALUE=DATE:20261201"],
        ["DTSTART:20261201T170000Z", "DTEND;VALUE=DATE:20261203"],
    ],
)
def test_an_end_that_makes_no_sense_is_dropped(lines):
    item = one(*lines)
    assert item.when.end_date is item.when.end_time is None
    assert item.notes == [Note.END_DROPPED]


def test_beside_a_duration_the_end_is_dropped():
    item = one("DTSTART:20261201T170000Z", "DTEND:20261205T170000Z", "DURATION:PT1H")
    assert when(item) == ["2026-12-01", "18:00:00", None, "19:00:00"]
    assert item.notes == [Note.END_DROPPED]


def test_long_exhibitions_are_accepted_up_to_a_year():
    assert when(one("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20280102"))[2] == "2028-01-01"
    assert one("DTSTART:20270101T090000Z", "DTEND:20280101T170000Z").when.end_date
    assert refusal("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20280110").reason == "too_long"
    rule = "RRULE:FREQ=YEARLY"
    assert one("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270131", rule).rule
    late = refusal("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270301", rule)
    assert late.reason == Reason.TOO_LONG


# --- Texts ------------------------------------------------------------------------------------


def test_texts_become_plain():
    item = one(
        "DTSTART:20261201T170000Z",
        r"DESCRIPTION:<p>Zveme <b>všechny</b>\, přijďte!<br>Vstup: 50 Kč</p>\n<script>alert(1)</scri",
        ' pt><a href="https://a.example/x">více</a>&lt;img src=x&gt;',
        "LOCATION:Sál\\nLipová 1\\, Lipová",
        "URL:https://knihovna.example/a?b=c",
        "GEO:51.0111;14.3603",
        'ORGANIZER;CN="Knihovna, Lipová":mailto:jana@knihovna.example',
        "CONTACT:tel. 123",
        summary="  Čtení\\; \u202eobráceně\u0007 \\n<i>dnes</i>  ",
    )
    assert item.title == "Čtení; obráceně dnes"
    assert item.text.startswith("Zveme všechny, přijďte!\nVstup: 50 Kč")
    assert "alert" not in item.text
    assert "<" not in item.text
    assert "více (https://a.example/x)" in item.text
    assert item.place == "Sál, Lipová 1, Lipová"
    assert item.url == "https://knihovna.example/a?b=c"
    assert (item.latitude, item.longitude) == (51.0111, 14.3603)
    assert item.organiser == "Knihovna, Lipová"
    assert item.contact == "tel. 123"


def test_texts_are_of_one_form_and_not_endless():
    import unicodedata

    item = one(
        "DTSTART:20261201T170000Z",
        "DESCRIPTION:" + "a" * 20_000,
        summary=unicodedata.normalize("NFD", "Příšerně žluťoučký ") + "x" * 400,
    )
    assert item.title.startswith("Příšerně žluťoučký")
    assert len(item.title) == 255
    assert len(item.text) == 8_000


def test_less_than_is_no_markup():
    assert (
        one("DTSTART:20261201T170000Z", summary="Děti < 6 let, 3 > 2").title
        == "Děti < 6 let, 3 > 2"
    )


@pytest.mark.parametrize(
    "url",
    [
        *("http://a.example/", "javascript:alert(1)", 'https://a.example/"onclick=x', "ftp://a/"),
        *("https://a.example/<b>", "//a.example", "https://" + "a" * 600),
    ],
)
def test_links_are_https_or_none(url):
    item = one("DTSTART:20261201T170000Z", f"URL:{url}")
    assert item.url == ""
    assert item.notes == [Note.LINK_DROPPED]


def test_addresses_of_persons_are_not_taken_over():
    item = one("DTSTART:20261201T170000Z", "ORGANIZER;CN=jana@a.example:mailto:jana@a.example")
    assert item.organiser == ""


@pytest.mark.parametrize("value", ["0;0", "91;14", "x;y", "51.0", ""])
def test_coordinates_that_are_none(value):
    assert one("DTSTART:20261201T170000Z", f"GEO:{value}").latitude is None


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_encodings(codec):
    data = calendar(vevent("DTSTART:20261201T170000Z", summary="Žluťoučký kůň")).decode()
    assert read(data.encode(codec), today=TODAY).items[0].title == "Žluťoučký kůň"


def test_one_bad_byte_does_not_change_the_encoding():
    assert decode("Žlu".encode() + b"\xff" + "ťoučký".encode()) == "Žlu\ufffdťoučký"


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_line_ends_and_folds(ending):
    data = calendar(
        vevent("DTSTART:20261201T170000Z", "DESCRIPTION:jedna", "  dvě", "\ttři", " ")
    ).decode()
    item = read(data.replace("\r\n", ending).encode(), today=TODAY).items[0]
    assert item.text == "jedna dvětři"


# --- Which one counts -------------------------------------------------------------------------


def test_the_highest_counts_whatever_its_place():
    found = read(
        calendar(
            vevent("DTSTART:20261201T170000Z", "SEQUENCE:2", summary="Druhá"),
            vevent("DTSTART:20261201T170000Z", "SEQUENCE:10", summary="Desátá"),
            vevent("DTSTART:20261201T170000Z", "SEQUENCE:x", summary="Žádná"),
        ),
        today=TODAY,
    )
    assert [item.title for item in found.items] == ["Desátá"]


def test_events_without_a_uid_get_one_that_stays():
    event = vevent("DTSTART:20261201T170000Z").replace("UID:1\r\n", "")
    found = [read(calendar(event), today=TODAY).items[0] for _ in range(2)]
    assert found[0].uid == found[1].uid
    assert found[0].uid.startswith("no-uid:")
    assert found[0].notes == [Note.NO_UID]


def test_private_events_are_refused():
    assert refusal("DTSTART:20261201T170000Z", "CLASS:PRIVATE").reason == Reason.PRIVATE
    assert refusal("DTSTART:20261201T170000Z", "CLASS:confidential").reason == Reason.PRIVATE


def test_what_is_no_event_is_passed_over():
    found = read(
        calendar(
            "BEGIN:VTODO\r\nUID:t\r\nSUMMARY:Úkol\r\nEND:VTODO",
            vevent(
                "DTSTART:20261201T170000Z",
                "BEGIN:VALARM",
                "SUMMARY:Budík",
                "DTSTART:20000101T000000Z",
                "END:VALARM",
            ),
        ),
        today=TODAY,
    )
    assert [item.title for item in found.items] == ["Akce"]
    assert found.items[0].when.start_date.year == 2026


def test_the_name_and_the_wish_of_the_calendar():
    found = read(
        calendar(head="X-WR-CALNAME:Knihovna\nREFRESH-INTERVAL;VALUE=DURATION:PT6H"), today=TODAY
    )
    assert (found.name, found.refresh_hours) == ("Knihovna", 6)


def test_what_is_read_survives_the_way_between_two_processes():
    found = read(
        calendar(
            vevent(
                "DTSTART;TZID=Europe/Prague:20261124T180000",
                "RRULE:FREQ=WEEKLY",
                "EXDATE:20261208T170000Z",
            ),
            vevent("DTSTART:20261201T170000Z", "RRULE:FREQ=HOURLY", uid="2"),
            vevent("DTSTART:20261201T170000Z", "RDATE:20261205T170000Z", "GEO:51;14", uid="3"),
        ),
        today=TODAY,
    )
    import json

    assert Reading.from_json(json.loads(json.dumps(found.as_json()))) == found


# --- Series -----------------------------------------------------------------------------------

START = "DTSTART;TZID=Europe/Prague:20261124T180000"
END = "DTEND;TZID=Europe/Prague:20261124T193000"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU"),
        (
            "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261231T230000Z",
            "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261231",
        ),
        ("FREQ=DAILY;COUNT=5", "FREQ=DAILY;COUNT=5"),
        ("FREQ=MONTHLY;BYDAY=4TU", "FREQ=MONTHLY;BYDAY=4TU"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24", "FREQ=YEARLY"),
        ("FREQ=WEEKLY;UNTIL=99991231T000000Z", "FREQ=WEEKLY;BYDAY=TU"),
    ],
)
def test_rules_of_ours_stay_rules(rule, expected):
    item = one(START, END, f"RRULE:{rule}")
    assert item.rule == expected
    assert (item.different, item.extra, item.notes) == ([], [], [])
    assert (item.last_day is None) is ("UNTIL" not in expected and "COUNT" not in expected)


def test_exceptions_of_a_series():
    found = read(
        calendar(
            vevent(
                START,
                END,
                "RRULE:FREQ=WEEKLY;COUNT=8",
                "EXDATE;TZID=Europe/Prague:20261201T180000",
                "EXDATE;VALUE=DATE:20261208",
                "RDATE;TZID=Europe/Prague:20261219T100000",
                "LOCATION:Sál",
            ),
            vevent(
                "RECURRENCE-ID;TZID=Europe/Prague:20261215T180000",
                "DTSTART;TZID=Europe/Prague:20261216T190000",
                "LOCATION:Hřiště",
                summary="Jinak",
            ),
            vevent("RECURRENCE-ID:20261222T170000Z", START, "STATUS:CANCELLED"),
            vevent("RECURRENCE-ID:20261229T170000Z", START, "CLASS:PRIVATE"),
        ),
        today=TODAY,
    )
    item = found.items[0]
    assert len(found.items) == 1
    assert item.rule == "FREQ=WEEKLY;BYDAY=TU;COUNT=8"
    kinds = {one.day.isoformat(): one.kind for one in item.different}
    assert kinds == {
        "2026-12-01": "left_out",
        "2026-12-08": "left_out",
        "2026-12-15": "changed",
        "2026-12-22": "cancelled",
        "2026-12-29": "left_out",
    }
    moved = next(one for one in item.different if one.kind == "changed")
    assert (moved.when.start_date, moved.when.start_time) == (dt.date(2026, 12, 16), dt.time(19))
    assert (moved.place, moved.note) == ("Hřiště", "Jinak")
    assert [(w.start_date, w.start_time) for w in item.extra] == [
        (dt.date(2026, 12, 19), dt.time(10))
    ]


def test_a_foreign_zone_without_a_difference_stays_a_rule():
    berlin = START.replace("Prague", "Berlin")
    assert one(berlin, "RRULE:FREQ=WEEKLY").rule == "FREQ=WEEKLY;BYDAY=TU"


def test_a_foreign_zone_with_another_clock_change_becomes_dates():
    """New York changes its clocks on other days: no rule of ours says when that is here."""
    item = one("DTSTART;TZID=America/New_York:20261124T120000", "RRULE:FREQ=WEEKLY;UNTIL=20270501")
    assert item.rule == ""
    assert item.notes == [Note.EXPANDED]
    times = {when.start_date: when.start_time.hour for when in [item.when, *item.extra]}
    assert times[dt.date(2026, 11, 24)] == 18
    assert times[dt.date(2027, 3, 16)] == 17  # America has changed, we have not
    assert times[dt.date(2027, 3, 30)] == 18


def test_a_series_in_utc_keeps_its_instants():
    item = one("DTSTART:20261124T170000Z", "RRULE:FREQ=WEEKLY;COUNT=30")
    times = {when.start_date: when.start_time.hour for when in [item.when, *item.extra]}
    assert times[dt.date(2026, 11, 24)] == 18
    assert times[dt.date(2027, 4, 6)] == 19


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=YEARLY;BYMONTH=6,7;BYDAY=SA",
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9,15",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=YEARLY;BYYEARDAY=100",
    ],
)
def test_other_rules_become_dates_and_none_is_lost(rule):
    from dateutil.rrule import rrulestr

    from calendar_app.imports.series import _window

    item = one(START, f"RRULE:{rule}")
    since, until = _window(dt.date(2026, 11, 24), TODAY)
    start = dt.datetime(2026, 11, 24, 18)  # noqa: DTZ001 - local
    expected = set(
        rrulestr(rule, dtstart=start).between(
            start, dt.datetime.combine(until, dt.time(23, 59)), inc=True
        )
    )
    found = {dt.datetime.combine(w.start_date, w.start_time) for w in [item.when, *item.extra]}
    assert found == {start, *expected}
    assert item.rule == ""
    assert Note.EXPANDED in item.notes
    assert since == dt.date(2026, 11, 24)


def test_a_long_series_of_dates_is_shortened_and_says_so():
    item = one(START, "RRULE:FREQ=DAILY;BYHOUR=9,15")
    assert len(item.extra) == 999
    assert Note.SHORTENED in item.notes


def test_old_series_are_known_from_last_year_on():
    item = one(
        "DTSTART;TZID=Europe/Prague:20100105T180000", "RRULE:FREQ=WEEKLY", "EXDATE:20100112T170000Z"
    )
    assert item.rule == "FREQ=WEEKLY;BYDAY=TU"
    assert item.known_from == dt.date(2025, 1, 1)
    assert item.different == []


def test_a_first_date_outside_of_its_rule():
    item = one(START, "RRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=3")
    days = [when.start_date.isoformat() for when in [item.when, *item.extra]]
    assert days[0] == "2026-11-24"
    assert set(days[1:]) <= {"2026-11-28", "2026-12-05", "2026-12-12"}
    assert len(days) >= 3


def test_this_and_following():
    found = read(
        calendar(
            vevent(START, END, "RRULE:FREQ=WEEKLY;COUNT=4"),
            vevent(
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Prague:20261208T180000",
                "DTSTART;TZID=Europe/Prague:20261208T170000",
            ),
        ),
        today=TODAY,
    )
    item = found.items[0]
    assert [when.start_time.hour for when in [item.when, *item.extra]] == [18, 18, 17, 17]


def test_changed_dates_without_their_series_are_events():
    found = read(
        calendar(
            vevent("RECURRENCE-ID:20261201T170000Z", "DTSTART:20261202T170000Z"),
            vevent("RECURRENCE-ID:20261208T170000Z", "DTSTART:20261209T170000Z"),
        ),
        today=TODAY,
    )
    assert [item.recurrence_id for item in found.items] == ["20261201T170000Z", "20261208T170000Z"]


def test_series_of_whole_days():
    item = one(
        "DTSTART;VALUE=DATE:20261124",
        "RRULE:FREQ=WEEKLY;UNTIL=20261222",
        "EXDATE:20261201T000000",
        "EXDATE;VALUE=DATE:20261208",
    )
    assert item.rule == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261222"
    assert [one.day.day for one in item.different] == [1, 8]


# --- Faults -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "no_start"),
        (["DTSTART:nesmysl"], "bad_date"),
        (["DTSTART:20261301T000000Z"], "bad_date"),
        (["DTSTART:20261201T170000Z", "DTEND:včera"], "bad_date"),
        (["DTSTART:20261201T170000Z", "DURATION:dlouho"], "bad_duration"),
        (["DTSTART:20261201T170000Z", "DURATION:-PT1H"], "bad_duration"),
        (["DTSTART:00010101T000000Z"], "year"),
        (["DTSTART:99991231T000000Z"], "year"),
        (["DTSTART;;TZID=x:20261201T170000"], "bad_line"),
        (["DTSTART:20261201T170000Z", "RRULE:FREQ=WEEKLY;BYDAY=XX"], "bad_rule"),
        (["DTSTART:20261201T170000Z", "RRULE:nesmysl"], "bad_rule"),
        (["DTSTART:20261201T170000Z", "RRULE:RSCALE=HEBREW;FREQ=YEARLY"], "bad_rule"),
        (
            ["DTSTART:20261201T170000Z", "RRULE:FREQ=DAILY;COUNT=1", "EXDATE:20261201T170000Z"],
            "no_dates",
        ),
    ],
)
def test_one_broken_event_is_named_and_the_others_stay(lines, reason):
    found = read(
        calendar(
            vevent("DTSTART:20261201T170000Z", uid="a"),
            vevent(*lines, uid="rozbitá", summary="Rozbitá"),
            vevent("DTSTART:20261201T170000Z", uid="b"),
        ),
        today=TODAY,
    )
    assert [item.uid for item in found.items] == ["a", "b"]
    assert [(one.uid, str(one.reason), one.title) for one in found.refusals] == [
        ("rozbitá", reason, "Rozbitá")
    ]


def test_an_event_without_a_name_is_refused():
    assert refusal("DTSTART:20261201T170000Z", summary="").reason == Reason.NO_TITLE


def test_an_event_that_is_not_closed():
    found = read(
        calendar(
            vevent("DTSTART:20261201T170000Z", uid="a").removesuffix("END:VEVENT").strip(),
            vevent("DTSTART:20261201T170000Z", uid="b"),
        ),
        today=TODAY,
    )
    assert [item.uid for item in found.items] == ["b"]
    assert [(one.uid, one.reason) for one in found.refusals] == [("a", Reason.NOT_CLOSED)]


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b"\xef\xbb\xbf  \r\n", Trouble.EMPTY),
        (b"<!DOCTYPE html><html>BEGIN:VCALENDAR", Trouble.WEB_PAGE),
        (b"<html>", Trouble.WEB_PAGE),
        (b"404 page not found", Trouble.NO_CALENDAR),
        (b"{}", Trouble.NO_CALENDAR),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", Trouble.NO_CALENDAR),
        (b"BEGIN:VCALENDAR\r\n", Trouble.INCOMPLETE),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n", Trouble.INCOMPLETE),
    ],
)
def test_what_is_no_whole_calendar(data, trouble):
    with pytest.raises(CalendarError) as caught:
        read(data, today=TODAY)
    assert caught.value.trouble is trouble
