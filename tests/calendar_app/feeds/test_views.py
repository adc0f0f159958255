"""Week, poster, filters as a visitor meets them, and the page of an event."""

from __future__ import annotations

import datetime as dt
import json
import re
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django_tenants.utils import tenant_context

from calendar_app.aggregate import selectors
from calendar_app.events.models import Event, EventException, Place

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)  # a Monday
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def titles(answer: Any) -> list[str]:
    return re.findall(r'class="row__title"><a [^>]*>([^<]*)<', answer.content.decode())


def chips(answer: Any) -> dict[str, str]:
    """Label and address of each chosen filter."""
    found = re.findall(r'class="chip" href="([^"]*)"[^>]*>([^<]*)<', answer.content.decode())
    return {unescape(label): unescape(url) for url, label in found}


def test_the_week_from_monday_to_sunday(lipova: Any, make_event: Any, client_for: Any) -> None:
    make_event(lipova, title="Pondělní", start_date=TODAY)
    make_event(lipova, title="Nedělní", start_date=TODAY + 6 * DAY)
    make_event(lipova, title="Jindy", start_date=TODAY + 7 * DAY)
    browser = client_for(lipova)
    page = browser.get("/kalendar/?zobrazeni=tyden").content.decode()
    assert page.count("week__day") == 7
    assert [name for name in ("Pondělní", "Nedělní", "Jindy") if name in page] == [
        "Pondělní",
        "Nedělní",
    ]
    assert "Klement" in page  # whose name day is on 23 November
    assert "tyden=2026-W49" in page
    assert "tyden=2026-W47" in page
    later = browser.get("/kalendar/?zobrazeni=tyden&tyden=2026-W53").content.decode()
    assert "tyden=2027-W01" in later
    assert "1.\u00a0ledna" in later


@pytest.mark.parametrize(
    ("week", "status"),
    [("2026-48", 400), ("2025-W53", 400), ("2026-W00", 400), ("9999-W01", 404), ("x", 400)],
)
def test_weeks_that_do_not_exist(lipova: Any, client_for: Any, week: str, status: int) -> None:
    answer = client_for(lipova).get(f"/kalendar/?zobrazeni=tyden&tyden={week}")
    assert answer.status_code == status


def test_the_poster_is_one_sheet(lipova: Any, make_event: Any, client_for: Any) -> None:
    for number in range(60):
        make_event(lipova, title=f"Zábava {number}", start_date=dt.date(2026, 12, 1 + number % 30))
    path = "/kalendar/?zobrazeni=plakat&mesic=2026-12"
    page = client_for(lipova).get(path).content.decode()
    assert page.count("poster__row") == 44
    assert "poster--packed" in page
    assert "poster__more" in page
    assert "<svg" in page.split('class="qr"')[1][:80]
    assert "css/poster" in page
    assert " style=" not in page
    assert (
        "Zábava" not in client_for(lipova).get(path.replace("2026-12", "2027-02")).content.decode()
    )


@pytest.mark.parametrize(
    ("now", "weekend", "month"),
    [
        ("2026-11-23", ["So", "Ne"], ["Dnes", "So", "Ne", "30."]),
        ("2026-11-28", ["So", "Ne"], ["So", "Ne", "30."]),
        ("2026-11-29", ["Ne"], ["Ne", "30."]),
    ],
)
def test_named_periods_are_those_of_the_day_of_asking(
    lipova: Any,
    make_event: Any,
    client_for: Any,
    _on_a_monday: Any,
    now: str,
    weekend: list[str],
    month: list[str],
) -> None:
    days = {"Dnes": 23, "So": 28, "Ne": 29, "30.": 30}
    keys = {
        title: str(make_event(lipova, title=title, start_date=dt.date(2026, 11, day)).pk)
        for title, day in days.items()
    }
    make_event(lipova, title="Prosinec", start_date=dt.date(2026, 12, 1))
    _on_a_monday.move_to(dt.datetime.fromisoformat(f"{now}T09:00:00+00:00"))
    browser = client_for(lipova)
    assert titles(browser.get("/kalendar/?kdy=vikend")) == weekend
    assert titles(browser.get("/kalendar/?kdy=mesic")) == month
    today = titles(browser.get("/kalendar/?kdy=dnes"))
    assert today == [title for title, day in days.items() if now.endswith(str(day))]
    assert browser.get("/kalendar/?kdy=loni").status_code == 404
    # Days that are written go before a period that stayed in the address.
    assert titles(browser.get("/kalendar/?kdy=dnes&od=2026-12-01")) == ["Prosinec"]
    # Every view has them, and shows the week or month in which they are.
    for view, name in (("tyden", "vikend"), ("mesic", "vikend"), ("plakat", "vikend")):
        page = browser.get(f"/kalendar/?zobrazeni={view}&kdy={name}")
        html = page.content.decode()
        if view != "plakat":  # paper has no links
            assert {title for title in days if keys[title] in html} == set(weekend), view
        # Elsewhere the period of today would be an empty page.
        assert "kdy" not in page.context["next_url"] + page.context["previous_url"]
        links = [one["url"] for one in page.context["shortcuts"]]
        assert [f"zobrazeni={view}" in link for link in links] == [True, True, True]
        assert all("mesic=" not in link and "tyden=" not in link for link in links)


@pytest.mark.parametrize("view", ["mesic", "plakat"])
def test_a_weekend_in_two_months_is_whole(
    lipova: Any, make_event: Any, client_for: Any, _on_a_monday: Any, view: str
) -> None:
    make_event(lipova, title="Květnová", start_date=dt.date(2027, 5, 29))
    make_event(lipova, title="Srpnová", start_date=dt.date(2027, 8, 1))
    _on_a_monday.move_to(dt.datetime.fromisoformat("2027-07-30T09:00:00+00:00"))
    html = client_for(lipova).get(f"/kalendar/?zobrazeni={view}&kdy=vikend").content.decode()
    assert "Srpnová" in html and "Květnová" not in html


def test_audience_and_place(
    lipova: Any, sluknov: Any, union: Any, make_event: Any, client_for: Any, fetch: Any
) -> None:
    with tenant_context(lipova):
        hall = Place.objects.create(name="Sál", slug="sal")
    with tenant_context(sluknov):
        castle = Place.objects.create(name="Sál", slug="sal", address="Zámek 1")
    make_event(lipova, title="Loutky", audience=["deti", "rodiny"], venue=hall, place="")
    make_event(lipova, title="Ples", audience=[])
    make_event(sluknov, title="Besídka", audience=["deti"], venue=castle, place="")
    browser = client_for(union)
    for query, expected in (
        ("pro=deti", {"Loutky", "Besídka"}),
        ("pro=rodiny,seniori", {"Loutky"}),
        ("misto=lipova:sal", {"Loutky"}),
        ("misto=lipova:sal,sluknov:sal", {"Loutky", "Besídka"}),
        ("misto=lipova:sal&pro=seniori", set()),
    ):
        assert set(titles(browser.get(f"/kalendar/?{query}"))) == expected, query
        feed = fetch(union, query).decode()
        assert {one for one in ("Loutky", "Ples", "Besídka") if one in feed} == expected
    assert titles(client_for(lipova).get("/kalendar/?misto=sal")) == ["Loutky"]
    for bad in ("misto=sal", "misto=lipova:zamek", "misto=praha:sal", "pro=psi"):
        for path in ("/kalendar/", "/kalendar.ics", "/kalendar.rss", "/kalendar/vlozit/"):
            assert browser.get(f"{path}?{bad}").status_code == 404, bad
    assert client_for(lipova).get("/kalendar/?misto=sluknov:sal").status_code == 404


def test_each_chosen_filter_can_be_taken_away(
    lipova: Any, union: Any, make_event: Any, client_for: Any
) -> None:
    query = "obec=lipova&kategorie=sport,trhy&pro=deti&kdy=mesic&q=zámek"
    answer = client_for(union).get(f"/kalendar/?{query}&zobrazeni=mesic&mesic=2026-12")
    found = chips(answer)
    assert len(found) == 6
    assert "obec=lipova" not in found["Lipová"]
    assert "kategorie=trhy" in found["Lipová"]
    assert all("zobrazeni=mesic&mesic=2026-12" in url for url in found.values())
    for url in found.values():
        assert len(chips(client_for(union).get(url))) == 5


def test_with_many_municipalities_the_page_does_not_list_them(
    union: Any, lipova: Any, client_for: Any, monkeypatch: Any
) -> None:
    from calendar_app.feeds import offers

    monkeypatch.setattr(offers.read, "__kwdefaults__", {"most": 2})
    page = client_for(union).get("/kalendar/?obec=lipova")
    assert page.status_code == 200
    assert 'value="lipova" checked' in page.content.decode()
    assert 'value="sluknov"' not in page.content.decode()
    assert client_for(union).get("/kalendar/?obec=praha").status_code == 404
    assert 'value="sluknov"' in client_for(union).get("/kalendar/odber/").content.decode()


# --- What users of such systems complain about (domain.md) ------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("/kalendar/", "/kalendar/?zobrazeni=mesic", "/kalendar/?zobrazeni=tyden"),
        *("/kalendar/?zobrazeni=plakat", "/kalendar/vlozit/", "/kalendar.ics"),
        *("/kalendar.rss", "/kalendar.atom"),
    ],
)
def test_complaint_a_failing_hub_that_renders_as_an_empty_list(
    lipova: Any, make_event: Any, client_for: Any, monkeypatch: Any, path: str
) -> None:
    make_event(lipova)

    def away(*args: Any, **kwargs: Any) -> Any:
        raise DatabaseError("the projection is away")

    for name in ("occurrences", "feed_events"):
        monkeypatch.setattr(selectors, name, away)
    answer = client_for(lipova, raise_request_exception=False).get(path)
    assert answer.status_code >= 500
    assert "BEGIN:VCALENDAR" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/kalendar.ics", "/kalendar.rss", "/kalendar.atom"])
def test_complaint_a_feed_of_one_site_that_delivered_every_site(
    lipova: Any, sluknov: Any, union: Any, make_event: Any, client_for: Any, path: str
) -> None:
    for site in (lipova, sluknov, union):
        make_event(site, title=f"Akce {site.slug}")
    for site in (lipova, sluknov):
        body = client_for(site).get(path).content.decode()
        assert re.findall(r"Akce ([a-z]+)", body) == [site.slug]


def test_complaint_no_link_back_to_the_page(lipova: Any, make_event: Any, client_for: Any) -> None:
    event = make_event(lipova)
    address = f"{lipova.url}/kalendar/{event.uuid}/"
    for path in ("/kalendar.ics", "/kalendar.rss", "/kalendar.atom"):
        body = client_for(lipova).get(path).content.replace(b"\r\n ", b"").decode()
        assert address in body
    feed = client_for(lipova).get("/kalendar.ics").content.replace(b"\r\n ", b"").decode()
    assert f"URL:{address}" in feed


def test_complaint_multi_day_events_that_vanish_on_their_second_day(
    lipova: Any, make_event: Any, client_for: Any, _on_a_monday: Any
) -> None:
    make_event(lipova, title="Slavnosti", all_day=True, start_date=TODAY, end_date=TODAY + 2 * DAY)
    for number in range(3):
        _on_a_monday.move_to(NOW + number * DAY)
        browser = client_for(lipova)
        assert titles(browser.get("/kalendar/")) == ["Slavnosti"]
        assert titles(browser.get("/kalendar/?kdy=dnes")) == ["Slavnosti"]
        assert "Slavnosti" in browser.get("/kalendar.rss").content.decode()
        assert "Slavnosti" in browser.get("/kalendar/?zobrazeni=tyden").content.decode()
    _on_a_monday.move_to(NOW + 3 * DAY)
    assert titles(client_for(lipova).get("/kalendar/")) == []


def test_complaint_the_first_date_of_a_series_shown_instead_of_the_next(
    lipova: Any, make_event: Any, client_for: Any
) -> None:
    event = make_event(
        lipova,
        title="Cvičení",
        start_date=TODAY - 20 * DAY,  # a Tuesday
        recurrence="FREQ=WEEKLY;BYDAY=TU;COUNT=10",
    )
    with tenant_context(lipova):
        fresh = Event.objects.get(pk=event.pk)
        fresh.exceptions.add(EventException(day=TODAY + DAY, kind="cancelled", note="Nemoc"))
        fresh.save_revision().publish()
    browser = client_for(lipova)
    answer = browser.get("/kalendar/")
    assert titles(answer) == ["Cvičení"]
    row = answer.content.decode().split('<li class="row')[1].split("</div></li>")[0]
    assert '<span class="date__day">24</span>' in row
    assert "tag--cancelled" in row
    assert "Nemoc" in row
    assert "1.\u00a0prosince" in row  # when it does take place again
    for path in ("/kalendar.rss", "/kalendar.atom"):
        text = browser.get(path).content.decode()
        assert "ZRUŠENO: 24.\u00a011.\u00a02026: Cvičení" in text
        assert "1.\u00a0prosince" in text
    assert '<span class="date__day">24</span>' in browser.get("/kalendar/vlozit/").content.decode()
    page = browser.get(f"/kalendar/{event.uuid}/").content.decode()
    assert "2026-12-01T18:00:00+01:00" in page.split("<dl")[1].split("</dl>")[0]
    data = json_ld(page)
    assert data["startDate"] == "2026-12-01T18:00:00+01:00"
    assert [one["eventStatus"].rsplit("/")[-1] for one in data["subEvent"][:2]] == [
        "EventCancelled",
        "EventScheduled",
    ]
    assert "1.%C2%A0prosince" in page  # in the letter to others
    assert "20261201T170000Z" in page  # in the link to Google's calendar
    assert page.count('class="dates__when"') == 7


def test_complaint_nobody_understands_the_word_ics(lipova: Any, client_for: Any) -> None:
    page = client_for(lipova).get("/kalendar/odber/").content.decode()
    words = re.sub(r"<[^>]*>|https?://\S+", " ", page.split("<main")[1].split("</main>")[0])
    assert not re.search(r"\bi\.?cs\b|iCal\b", words, re.IGNORECASE)


# --- The page of an event ---------------------------------------------------------------------


def json_ld(page: str) -> Any:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


def test_the_page_of_an_event_has_what_the_clerk_filled_in(
    lipova: Any, make_event: Any, client_for: Any
) -> None:
    event = make_event(
        lipova,
        title="Ples",
        doors_time=dt.time(17),
        audience=["rodiny"],
        admission="Vstup zdarma",
        registration_url="https://spolek.example/prihlaska",
    )
    page = client_for(lipova).get(f"/kalendar/{event.uuid}/").content.decode()
    for expected in (
        *("17:00", "Vstup zdarma", 'rel="external nofollow noopener"'),
        *("calendar.google.com/calendar/render?action=TEMPLATE", "outlook.live.com/calendar/0/"),
        *("20261124T170000Z%2F20261124T180000Z", "mailto:?subject="),
    ):
        assert expected in page, expected
    data = json_ld(page)
    assert data["doorTime"] == "2026-11-24T17:00:00+01:00"
    assert data["isAccessibleForFree"] is True
    assert data["offers"]["url"] == "https://spolek.example/prihlaska"
    assert " style=" not in page


@pytest.mark.parametrize(
    ("path", "contains"),
    [("/kalendar/", "tag--warning"), ("/kalendar/?zobrazeni=mesic", "tag--warning")],
)
def test_a_postponed_event_says_so(
    lipova: Any, make_event: Any, client_for: Any, path: str, contains: str
) -> None:
    event = make_event(lipova, status="postponed")
    browser = client_for(lipova)
    assert contains in browser.get(path).content.decode()
    page = browser.get(f"/kalendar/{event.uuid}/").content.decode()
    assert "alert--warning" in page
    assert json_ld(page)["eventStatus"].endswith("EventPostponed")
    assert "ODLOŽENO: " in browser.get("/kalendar.rss").content.decode()


def test_an_accepted_event_shows_whose_it_is(
    lipova: Any, sluknov: Any, make_event: Any, client_for: Any
) -> None:
    from tests.calendar_app.aggregate.test_adoptions import adopt

    event = make_event(lipova, title="Pouť")
    adopt(event, sluknov)
    page = client_for(sluknov).get(f"/kalendar/{event.uuid}/").content.decode()
    assert f'<link rel="canonical" href="{lipova.url}/kalendar/{event.uuid}/">' in page
    assert lipova.display_name in page
    assert client_for(sluknov).get("/kalendar.ics").content.count(b"BEGIN:VEVENT") == 1


def test_what_else_is_on_that_day(lipova: Any, make_event: Any, client_for: Any) -> None:
    event = make_event(lipova, title="Ples")
    make_event(lipova, title="Výstava", place="Zámek")
    make_event(lipova, title="Jindy", start_date=TODAY + 5 * DAY)
    page = client_for(lipova).get(f"/kalendar/{event.uuid}/").content.decode()
    aside = page.split('id="nearby"')[1]
    assert "Výstava" in aside
    assert "Jindy" not in aside
    assert f"/kalendar/{event.uuid}/" not in aside


def test_a_withdrawn_event_is_called_off_in_each_feed_that_had_it(
    lipova: Any, union: Any, make_event: Any, fetch: Any
) -> None:
    """By text it is not: its words are gone, see docs/decisions/0014."""
    with tenant_context(lipova):
        hall = Place.objects.create(name="Sál", slug="sal")
    event = make_event(lipova, title="Loutky", audience=["deti"], venue=hall, place="")
    with tenant_context(lipova):
        Event.objects.get(pk=event.pk).unpublish()
    day = event.start_date.isoformat()
    for query in (
        *("", "obec=lipova", "kategorie=kultura", "pro=deti,seniori", "misto=lipova:sal"),
        *(f"od={day}", f"do={day}", "kdy=mesic"),
    ):
        feed = fetch(union, query).decode()
        assert "STATUS:CANCELLED" in feed, query
        assert "Loutky" not in feed
    for query in ("obec=sluknov", "kategorie=sport", "pro=seniori", "kdy=dnes", "q=loutky"):
        assert "BEGIN:VEVENT" not in fetch(union, query).decode(), query
