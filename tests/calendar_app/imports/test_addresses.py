"""Addresses of web pages, as people copy them, and what becomes of them."""

from __future__ import annotations

import pytest

from calendar_app.imports import wording
from calendar_app.imports.addresses import Advice, PageAddress, calendar_address

GOOGLE = "https://calendar.google.com/calendar"
PUBLIC = f"{GOOGLE}/ical/abc%40group.calendar.google.com/public/basic.ics"
OUTLOOK = "https://outlook.live.com/owa/calendar/00000000-1111/22222222-3333/cid-4444"
TOKEN = "Ab3dEf6hIj9kLm2n"


@pytest.mark.parametrize(
    ("copied", "meant"),
    [
        (PUBLIC, PUBLIC),
        (f"{GOOGLE}/embed?src=abc%40group.calendar.google.com&ctz=Europe%2FPrague", PUBLIC),
        (f"{GOOGLE}/u/0/embed?src=abc@group.calendar.google.com", PUBLIC),
        ("https://www.google.com/calendar/embed?src=abc@group.calendar.google.com", PUBLIC),
        # "Share" makes base64 of the name.
        (f"{GOOGLE}/u/0?cid=YWJjQGdyb3VwLmNhbGVuZGFyLmdvb2dsZS5jb20", PUBLIC),
        (f"{OUTLOOK}/index.html", f"{OUTLOOK}/calendar.ics"),
        (f"{OUTLOOK}/calendar.ics", f"{OUTLOOK}/calendar.ics"),
        (
            "https://outlook.office365.com/owa/calendar/abc@skola.example/def/calendar.html",
            "https://outlook.office365.com/owa/calendar/abc@skola.example/def/calendar.ics",
        ),
        (
            "https://outlook.office365.com/owa/calendar/abc/def/reachcalendar.html",
            "https://outlook.office365.com/owa/calendar/abc/def/reachcalendar.ics",
        ),
        (
            f"https://cloud.skola.example/index.php/apps/calendar/p/{TOKEN}/dayGridMonth/now",
            f"https://cloud.skola.example/remote.php/dav/public-calendars/{TOKEN}?export",
        ),
        (
            f"https://skola.example:8443/nextcloud/apps/calendar/embed/{TOKEN}",
            f"https://skola.example:8443/nextcloud/remote.php/dav/public-calendars/{TOKEN}?export",
        ),
        (
            "webcal://p12-caldav.icloud.com/published/2/x",
            "https://p12-caldav.icloud.com/published/2/x",
        ),
        ("knihovna.example/akce.ics", "https://knihovna.example/akce.ics"),
    ],
)
def test_pages_become_calendars(copied, meant):
    assert calendar_address(copied) == meant


@pytest.mark.parametrize(
    ("copied", "advice"),
    [
        (f"{GOOGLE}/u/0/r/week", Advice.GOOGLE),
        (f"{GOOGLE}/embed", Advice.GOOGLE),
        (f"{GOOGLE}/embed?src=../../evil", Advice.GOOGLE),
        (f"{GOOGLE}/u/0?cid=%%%", Advice.GOOGLE),
        ("https://calendar.app.google/AbCdEf", Advice.GOOGLE),
        (f"{GOOGLE}/embed?src=a@b.example&src=c@d.example", Advice.GOOGLE_SEVERAL),
        ("https://outlook.live.com/calendar/0/view/week", Advice.OUTLOOK),
        ("https://outlook.office.com/calendar/", Advice.OUTLOOK),
        ("https://www.icloud.com/calendar/", Advice.ICLOUD),
        ("https://www.facebook.com/knihovna/events", Advice.FACEBOOK),
    ],
)
def test_of_other_pages_we_say_what_to_copy(copied, advice):
    with pytest.raises(PageAddress) as caught:
        calendar_address(copied)
    assert caught.value.advice is advice
    assert wording.advice(advice)


def test_every_code_has_words():
    from calendar_app.imports import items
    from shared.kernel import http

    for trouble in (*items.Trouble, *http.Trouble, "our_fault"):
        told = wording.trouble(trouble)
        assert told.what
        assert told.todo
    assert len({wording.trouble(one).what for one in (*items.Trouble, *http.Trouble)}) >= 25
    for reason in items.Reason:
        assert wording.reason(reason) != str(reason)
    for note in items.Note:
        assert wording.note(note) != str(note)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-12-03 18:00", "3.\u00a012.\u00a02026 18:00"),
        ("2026-12-03", "3.\u00a012.\u00a02026"),
        ("20261203T170000Z", "3.\u00a012.\u00a02026 18:00"),
        ("20261203", "3.\u00a012.\u00a02026"),
        ("20261399", "20261399"),
        ("nesmysl", "nesmysl"),
    ],
)
def test_dates_of_the_log(written, told):
    assert wording.date(written) == told


def test_when_a_source_is_looked_at_again():
    import datetime as dt

    from calendar_app.imports import schedule

    now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)

    def hours(moment):
        return (moment - now) / dt.timedelta(hours=1)

    for _ in range(50):
        assert 1 <= hours(schedule.after_success(now)) <= 1.1
        assert 6 <= hours(schedule.after_success(now, 6)) <= 6.6
        assert 24 <= hours(schedule.after_success(now, 10_000)) <= 26.4
        for failures, wait in ((1, 1), (2, 2), (3, 4), (5, 16), (6, 24), (1000, 24)):
            assert wait <= hours(schedule.after_failure(now, failures)) <= wait * 1.1
        assert 5 <= hours(schedule.after_failure(now, 1, 5 * 3600)) <= 5.1
        assert 24 <= hours(schedule.after_failure(now, 1, 10**9)) <= 24.1
