"""How feeds are served: validators, compression, methods, headers."""

from __future__ import annotations

import datetime as dt
import gzip
from typing import Any

import brotli
import icalendar
import pytest
import time_machine
from django.utils.http import http_date
from django_tenants.utils import tenant_context

from calendar_app.aggregate.models import PublishedEvent
from calendar_app.events.models import Event
from calendar_app.ical.timezone import VTIMEZONE
from shared.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def later() -> Any:
    """An hour after the events were made, so that dates of whole seconds are settled."""
    with time_machine.travel(dt.datetime.now(dt.UTC) + HOUR, tick=False):
        yield


def test_headers(lipova: Any, make_event: Any, client_for: Any, later: Any) -> None:
    make_event(lipova)
    answer = client_for(lipova).get("/kalendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="kalendar-lipova.ics"'
    assert answer["Cache-Control"] == "public, max-age=900, stale-if-error=86400"
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert not answer["ETag"].startswith("W/")
    assert not answer.cookies
    assert VTIMEZONE in answer.content


def test_an_empty_calendar_is_a_calendar(lipova: Any, fetch: Any) -> None:
    feed = fetch(lipova)
    assert icalendar.Calendar.from_ical(feed).walk("VEVENT") == []
    assert VTIMEZONE in feed


def test_each_encoding_has_an_etag_of_its_own(
    lipova: Any, make_event: Any, client_for: Any
) -> None:
    make_event(lipova)
    browser = client_for(lipova)
    plain = browser.get("/kalendar.ics")
    packed = browser.get("/kalendar.ics", headers={"accept-encoding": "deflate, gzip;q=0.8"})
    smaller = browser.get("/kalendar.ics", headers={"accept-encoding": "gzip, deflate, br, zstd"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert smaller["Content-Encoding"] == "br"
    assert brotli.decompress(smaller.content) == plain.content
    assert len({answer["ETag"] for answer in (plain, packed, smaller)}) == 3
    for header, coding in (("br;q=0, *", "gzip"), ("gzip, br;q=0.0", "gzip"), ("*", "br")):
        answer = browser.get("/kalendar.ics", headers={"accept-encoding": header})
        assert answer["Content-Encoding"] == coding
    for header in ("", "identity", "gzip;q=0", "deflate", "*;q=0", "br;q=0, gzip;q=0"):
        answer = browser.get("/kalendar.ics", headers={"accept-encoding": header})
        assert "Content-Encoding" not in answer
        assert answer["ETag"] == plain["ETag"]


def test_revalidation_by_etag_goes_before_that_by_date(
    lipova: Any, make_event: Any, client_for: Any, later: Any
) -> None:
    make_event(lipova)
    browser = client_for(lipova)
    answer = browser.get("/kalendar.ics")
    tag, date = answer["ETag"], answer["Last-Modified"]
    cases = [
        ({"if-none-match": tag}, 304),
        ({"if-none-match": f'"other", W/{tag}'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"other"'}, 200),
        ({"if-none-match": '"other"', "if-modified-since": date}, 200),
        ({"if-none-match": tag, "if-modified-since": http_date(0)}, 304),
        ({"if-modified-since": date}, 304),
        ({"if-modified-since": http_date(0)}, 200),
        ({"if-modified-since": "yesterday"}, 200),
    ]
    for headers, status in cases:
        again = browser.get("/kalendar.ics", headers=headers)
        assert again.status_code == status, headers
        assert again["ETag"] == tag
        assert again["Access-Control-Allow-Origin"] == "*"
        if status == 304:
            assert again.content == b""
            assert "Cache-Control" in again and "Vary" in again


def test_every_change_is_in_the_next_fetch_by_etag_and_by_date(
    lipova: Any, union: Any, make_event: Any, client_for: Any
) -> None:
    path = "/kalendar.ics?kategorie=sport"
    seen: dict[str, tuple[str, str]] = {}
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as now:

        def changed() -> None:
            """Since the last call: both sites say so, to those who ask by ETag and by date."""
            now.shift(HOUR)
            for site in (lipova, union):
                browser = client_for(site)
                if known := seen.get(site.slug):
                    for header, value in zip(
                        ("if-none-match", "if-modified-since"), known, strict=True
                    ):
                        answer = browser.get(path, headers={header: value})
                        assert answer.status_code == 200, (site, header)
                answer = browser.get(path)
                seen[site.slug] = (answer["ETag"], answer["Last-Modified"])
            now.shift(HOUR)

        event = make_event(lipova, category="sport")
        changed()
        with tenant_context(lipova):
            # It leaves the feed of its old category without a trace in it.
            fresh = Event.objects.get(pk=event.pk)
            fresh.category = "kultura"
            fresh.save_revision().publish()
        changed()
        other = make_event(lipova, category="sport")
        changed()
        with tenant_context(lipova):
            Event.objects.get(pk=other.pk).delete()
        changed()


def test_a_date_as_fresh_as_the_change_is_not_trusted(
    lipova: Any, make_event: Any, client_for: Any
) -> None:
    """Two changes in one second: who fetched between them and asks by date gets the second."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, 0, 200_000, dt.UTC), tick=False) as c:
        make_event(lipova, title="První")
        browser = client_for(lipova)
        date = browser.get("/kalendar.ics")["Last-Modified"]
        c.shift(dt.timedelta(milliseconds=300))
        make_event(lipova, title="Druhá")
        c.shift(HOUR)
        answer = browser.get("/kalendar.ics", headers={"if-modified-since": date})
        assert answer.status_code == 200
        assert "Druhá" in answer.content.decode()


def test_head_and_options(lipova: Any, make_event: Any, client_for: Any) -> None:
    event = make_event(lipova)
    browser = client_for(lipova)
    for path in ("/kalendar.ics", f"/kalendar/{event.uuid}.ics"):
        full, head = browser.get(path), browser.head(path)
        assert head.content == b""
        assert head["Content-Length"] == str(len(full.content))
        assert head["ETag"] == full["ETag"]
        options = browser.options(path)
        assert options.status_code == 204
        assert options["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert browser.post(path).status_code == 405


def test_the_window_is_a_year_back_and_all_the_future(
    lipova: Any, make_event: Any, fetch: Any
) -> None:
    today = clock.today()
    for title, days in (("Stará", -366), ("Loňská", -365), ("Daleká", 5000)):
        make_event(lipova, title=title, start_date=today + dt.timedelta(days=days))
    feed = fetch(lipova).decode()
    assert [title in feed for title in ("Stará", "Loňská", "Daleká")] == [False, True, True]


def test_uids_are_sorted_and_bytes_stable(lipova: Any, make_event: Any, fetch: Any) -> None:
    for number in range(5):
        make_event(lipova, title=f"Akce {number}")
    feed = fetch(lipova)
    uids = [str(one["UID"]) for one in icalendar.Calendar.from_ical(feed).walk("VEVENT")]
    assert uids == sorted(uids)
    assert len(uids) == 5
    assert fetch(lipova) == feed


def test_the_header_names_the_choice(lipova: Any, union: Any, fetch: Any) -> None:
    plain, chosen = fetch(union), fetch(union, "obec=lipova&kategorie=sport")
    for feed, query in ((plain, ""), (chosen, "?obec=lipova&kategorie=sport")):
        calendar = icalendar.Calendar.from_ical(feed)
        assert str(calendar["SOURCE"]) == f"{union.url}/kalendar.ics{query}"
    assert "Lipová" in chosen.replace(b"\r\n ", b"").decode()
    uids = {str(icalendar.Calendar.from_ical(feed)["UID"]) for feed in (plain, chosen)}
    assert len(uids) == 2


def test_one_event_is_a_feed_until_and_after_its_withdrawal(
    lipova: Any, make_event: Any, client_for: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    path = f"/kalendar/{event.uuid}.ics"
    answer = client_for(lipova).get(path)
    assert answer["Content-Disposition"] == 'inline; filename="pout.ics"'
    assert b"STATUS:CONFIRMED" in answer.content
    with tenant_context(lipova):
        Event.objects.get(pk=event.pk).unpublish()
    answer = client_for(lipova).get(path)
    assert answer.status_code == 200
    assert b"STATUS:CANCELLED" in answer.content
    assert "Pouť" not in answer.content.decode()


def test_all_day_and_clock_change_in_the_feed(lipova: Any, make_event: Any, fetch: Any) -> None:
    make_event(lipova, title="Svoz", all_day=True, start_date=dt.date(2027, 3, 28))
    make_event(
        lipova,
        title="Ples",
        start_date=dt.date(2027, 10, 30),
        start_time=dt.time(20),
        end_date=dt.date(2027, 10, 31),
        end_time=dt.time(4),
    )
    events = {
        str(one["SUMMARY"]): one
        for one in icalendar.Calendar.from_ical(fetch(lipova)).walk("VEVENT")
    }
    assert events["Svoz"]["DTSTART"].to_ical() == b"20270328"
    assert events["Svoz"]["DTEND"].to_ical() == b"20270329"
    assert events["Ples"]["DTSTART"].to_ical() == b"20271030T200000"
    assert events["Ples"]["DTEND"].to_ical() == b"20271031T040000"
    row = PublishedEvent.objects.get(title="Ples")
    assert row.ends_at - row.starts_at == dt.timedelta(hours=9)


def test_feeds_are_not_forbidden_to_robots(lipova: Any, client_for: Any) -> None:
    answer = client_for(lipova).get("/robots.txt")
    if answer.status_code == 200:
        assert "kalendar" not in answer.content.decode()
