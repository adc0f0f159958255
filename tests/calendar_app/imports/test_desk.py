"""The clerk's way: an address, what is in it, taking over, looking after it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from calendar_app.imports.models import Preview, Run, Source
from shared.kernel import clock
from tests.calendar_app.imports.conftest import SOON, calendar, vevent

pytestmark = pytest.mark.django_db
DESK = "/admin/cizi-kalendare/"


@pytest.fixture
def browser(client_for, lipova, library):
    return client_for(lipova, library.clerk)


def text(response):
    return response.content.decode()


CHOICES = {
    "name": "Knihovna",
    "category": "vzdelavani",
    "publishing": "direct",
    "zone": "Europe/Prague",
    "consent": "on",
}


def test_from_an_address_to_published_events(
    browser, library, on, lipova, seen, make_event, django_capture_on_commit_callbacks
):
    soon = dt.datetime.combine(clock.today() + SOON, dt.time(18))
    make_event(lipova, title="Beseda", start_date=soon.date(), start_time=soon.time())
    library.send(
        vevent(SUMMARY="Čtení <b>pro děti</b>"),
        vevent("2@k", soon, SUMMARY="Beseda"),
        vevent("3@k", SUMMARY="Hodinář", RRULE="FREQ=HOURLY"),
        vevent("4@k", soon - dt.timedelta(days=30), SUMMARY="Bylo"),
        vevent("5@k", SUMMARY="Cvičení", RRULE="FREQ=WEEKLY"),
        head="X-WR-CALNAME:Městská knihovna",
    )
    response = browser.post(f"{DESK}pridat/", {"address": library.server.url})
    assert response.status_code == 302
    page = text(browser.get(response.url))
    for told in ("Čtení pro děti", "Beseda", "Hodinář", "Bylo", "Cvičení"):
        assert told in page
    assert "&lt;b&gt;" not in page
    assert 'value="Městská knihovna"' in page
    with on(lipova):
        assert not Source.objects.exists()
    # Without the confirmation nothing is taken over.
    refused = browser.post(response.url, {**CHOICES, "consent": ""})
    assert refused.status_code == 200
    with on(lipova):
        assert not Source.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = browser.post(response.url, CHOICES)
    assert done.status_code == 302
    with on(lipova):
        source = Source.objects.get()
        assert source.consented_by == library.clerk
        assert not Preview.objects.exists()
        run = source.runs.get()
        assert run.counts == {"new": 2, "duplicate": 1, "refused": 1, "skipped": 1}
    feed = seen()
    assert "Čtení pro děti" in feed
    assert "Cvičení" in feed
    page = text(browser.get(done.url))
    assert library.server.url in page
    page = text(browser.get(f"{DESK}beh/{run.pk}/"))
    assert "Hodinář" in page
    assert text(browser.get(DESK)).count("Knihovna") == 1


def test_an_uploaded_file_and_a_newer_one(
    browser, library, on, lipova, django_capture_on_commit_callbacks
):
    def upload(path, *events):
        file = SimpleUploadedFile("akce.ics", calendar(*events), "text/calendar")
        response = browser.post(path, {"file": file})
        assert response.status_code == 302, text(response)
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(response.url, CHOICES)

    upload(f"{DESK}pridat/", vevent(), vevent("2@k"))
    with on(lipova):
        library.source = Source.objects.get()
        assert library.source.is_file
        assert library.source.next_fetch_at is None
    upload(f"{DESK}{library.source.pk}/soubor/", vevent(LOCATION="Sál"), vevent("2@k"))
    assert library.events()["1@knihovna"].place == "Sál"
    assert library.last_run().counts == {"changed": 1, "unchanged": 1}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "errornote error-message"),
        ("ftp://knihovna.example/", "error-message"),
        ("https://calendar.google.com/calendar/u/0/r", "error-message"),
        ("https://sever.localhost/kalendar.ics", "error-message"),
    ],
)
def test_addresses_that_are_refused_are_kept_in_the_form(browser, typed, told, on, lipova):
    response = browser.post(f"{DESK}pridat/", {"address": typed})
    assert response.status_code == 200
    assert "error-message" in text(response)
    assert typed in text(response)


def test_a_web_page_is_told_apart(browser, library):
    from tests.foreign_server import answer

    library.server.handler = answer(b"<!doctype html><title>Kalendar</title>")
    response = browser.post(f"{DESK}pridat/", {"address": library.server.url})
    assert response.status_code == 200
    assert ".ics" in text(response)


def test_the_same_calendar_is_not_added_twice(browser, library):
    library.add(vevent())
    again = library.server.url.replace("https://", "webcal://")
    response = browser.post(f"{DESK}pridat/", {"address": again})
    assert response.status_code == 200
    assert "„Knihovna“" in text(response) or "“Knihovna”" in text(response)


def test_a_person_without_the_right_sees_nothing(client_for, library, people, lipova, sluknov):
    library.add(vevent())
    library.send()
    source = library.source.pk
    run = library.last_run().pk
    row = library.imported().pk
    paths = [
        *("", "pridat/", "cekajici/", f"{source}/", f"{source}/upravit/", f"{source}/smazat/"),
        f"beh/{run}/",
    ]
    for person in (people.author("lipova"), people.clerk("sluknov"), None):
        asking = client_for(lipova, person)
        for path in paths:
            assert asking.get(DESK + path).status_code in (302, 403), path
        for path in (f"{source}/akce/", f"beh/{run}/rozhodnout/", f"odemknout/{row}/"):
            assert asking.post(DESK + path, {"pause": "1", "field": "title"}).status_code in (
                302,
                403,
            )
    elsewhere = client_for(sluknov, people.clerk("sluknov"))
    for path in paths[3:]:
        assert elsewhere.get(DESK + path).status_code == 404, path
    assert library.imported().locked == []


def test_the_buttons(browser, library, on, lipova, django_capture_on_commit_callbacks):
    library.add(vevent(), vevent("2@k"), vevent("3@k"))
    act = f"{DESK}{library.source.pk}/akce/"
    library.send(vevent(LOCATION="Sál"), vevent("2@k"), vevent("3@k"))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(act, {"fetch": "1"})
    assert library.events()["1@knihovna"].place == "Sál"
    browser.post(act, {"pause": "1"})
    with on(lipova):
        library.source.refresh_from_db()
        assert (library.source.state, library.source.next_fetch_at) == ("paused", None)
    library.send(vevent(LOCATION="Jinde"), vevent("2@k"), vevent("3@k"))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(act, {"fetch": "1"})
    assert library.events()["1@knihovna"].place == "Sál"
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(act, {"resume": "1"})
    assert library.events()["1@knihovna"].place == "Jinde"
    # Another category: the next fetch gives it to all, though the calendar is the same.
    response = browser.post(f"{DESK}{library.source.pk}/upravit/", {**CHOICES, "category": "deti"})
    assert response.status_code == 302
    library.fetch()
    assert {event.category for event in library.events().values()} == {"deti"}


def test_the_question_after_a_mass_deletion(
    browser, library, on, lipova, django_capture_on_commit_callbacks
):
    library.add(*[vevent(f"{n}@k") for n in range(5)])
    library.fetch(vevent("0@k"))
    home = text(browser.get("/admin/"))
    assert f"{DESK}{library.source.pk}/" in home
    page = text(browser.get(f"{DESK}{library.source.pk}/"))
    with on(lipova):
        question = library.source.runs.get(result="waits")
    decide = f"{DESK}beh/{question.pk}/rozhodnout/"
    assert decide in page
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(decide, {"accept": "1"})
    assert sum(event.live for event in library.events().values()) == 1
    browser.post(decide, {"decline": "1"})
    with on(lipova):
        assert Run.objects.get(pk=question.pk).result == "accepted"


def test_what_waits_is_published_in_bulk(browser, library, on, lipova):
    library.add(vevent(), vevent("2@k"), vevent("3@k"), publishing="wait")
    page = text(browser.get(f"{DESK}cekajici/"))
    keys = {uid: library.imported(uid).pk for uid in ("1@knihovna", "2@k", "3@k")}
    assert all(f'value="{key}"' in page for key in keys.values())
    browser.post(f"{DESK}cekajici/", {"event": [keys["1@knihovna"], keys["2@k"]], "publish": "1"})
    browser.post(f"{DESK}cekajici/", {"event": [keys["3@k"], "x", "999999"], "dismiss": "1"})
    events = library.events()
    assert events["1@knihovna"].live
    assert events["2@k"].live
    assert events["3@k"] is None
    assert browser.post(f"{DESK}cekajici/", {"publish": "1"}).status_code == 302


def test_what_the_clerk_saves_is_told_to_be_locked(library, on, lipova, rf):
    from django.contrib.messages.storage.fallback import FallbackStorage

    from calendar_app.events import services as events
    from calendar_app.imports.wagtail_hooks import tell_what_is_locked

    library.add(vevent(), vevent("2@k"))

    def save(title):
        request = rf.post("/")
        request.session = {}
        request._messages = FallbackStorage(request)
        with on(lipova):
            event = library.events()["1@knihovna"]
            event.title = title
            events.publish(event)
            tell_what_is_locked(request, event)
        return [str(message) for message in request._messages]

    told = save("Moje")
    assert len(told) == 1
    assert "Knihovna" in told[0]
    assert library.imported().locked == ["title"]
    # Put back as it was, it follows the calendar again.
    assert save("Čtení 1@knihovna") == []
    assert library.imported().locked == []
    library.fetch(vevent(SUMMARY="Jejich"), vevent("2@k"))
    assert library.events()["1@knihovna"].title == "Jejich"


def test_locked_fields_are_shown_and_can_be_unlocked(
    browser, library, on, lipova, django_capture_on_commit_callbacks
):
    from calendar_app.events import services as events

    library.add(vevent(), vevent("2@k"))
    with on(lipova):
        event = library.events()["1@knihovna"]
        event.title = "Moje"
        events.publish(event)
    library.fetch(vevent(SUMMARY="Jejich"), vevent("2@k"))
    page = text(browser.get(f"{DESK}{library.source.pk}/"))
    unlock = f"{DESK}odemknout/{library.imported().pk}/"
    assert unlock in page
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(unlock, {"field": "title"})
    assert library.events()["1@knihovna"].title == "Jejich"


@pytest.mark.parametrize("choice", ["keep", "withdraw"])
def test_deleting(browser, library, on, lipova, choice):
    library.add(vevent())
    event = library.events()["1@knihovna"]
    path = f"{DESK}{library.source.pk}/smazat/"
    assert browser.post(path, {}).status_code == 200
    assert browser.post(path, {"events": choice}).status_code == 302
    with on(lipova):
        assert not Source.objects.exists()
        event.refresh_from_db()
        assert event.live is (choice == "keep")


def test_hostile_texts_are_escaped(browser, library, django_capture_on_commit_callbacks):
    evil = "<script>alert(1)</script>&lt;script&gt;alert(2)&lt;/script&gt;\u202eobráceně"
    library.add(
        vevent(SUMMARY=f"Akce {evil}", DESCRIPTION=evil, LOCATION=evil),
        vevent(f"<img src=x onerror=alert(3)>{evil}", SUMMARY=evil, RRULE="FREQ=<b>"),
        head=f"X-WR-CALNAME:{evil}",
    )
    event = next(event for event in library.events().values() if event)
    for told in (event.title, event.place, event.text):
        assert "<script" not in told
        assert "\u202e" not in told
    pages = [
        text(browser.get(f"{DESK}{library.source.pk}/")),
        text(browser.get(f"{DESK}beh/{library.last_run().pk}/")),
        text(browser.get(DESK)),
        text(browser.get(f"/kalendar/{event.pk}/")),
    ]
    for page in pages:
        assert "alert(1)</script>" not in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_lists_cost_the_same_for_one_and_for_many(browser, library):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(path):
        """More than a page with a form alone: every app has its count in the desk's menu."""
        numbers = []
        for asked in (path, f"{DESK}pridat/"):
            browser.get(asked)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(asked).status_code == 200
            numbers.append(len(queries))
        return numbers[0] - numbers[1]

    library.add(vevent(SUMMARY="Beseda"), vevent("2@k", SUMMARY="Beseda"), publishing="wait")
    paths = [DESK, f"{DESK}cekajici/", f"{DESK}{library.source.pk}/"]
    assert [cost(path) for path in paths] == [5, 6, 7]
    library.fetch(*(vevent(f"{n}@k", SUMMARY="Beseda") for n in range(6)), vevent(SUMMARY="Beseda"))
    assert [cost(path) for path in paths] == [5, 6, 7]
