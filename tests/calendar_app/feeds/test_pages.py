"""List, month, event and subscription pages as a citizen gets them."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import tenant_context

from calendar_app.events import services as event_services
from calendar_app.events.models import Event

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def titles(answer: Any) -> list[str]:
    return re.findall(r'class="row__title"><a [^>]*>([^<]*)<', answer.content.decode())


def test_each_site_lists_its_own_and_the_union_everything(
    lipova: Any, sluknov: Any, union: Any, make_event: Any, client_for: Any
) -> None:
    make_event(lipova, title="Pouť")
    make_event(sluknov, title="Slavnosti")
    make_event(union, title="Setkání")
    assert titles(client_for(lipova).get("/kalendar/")) == ["Pouť"]
    assert titles(client_for(sluknov).get("/kalendar/")) == ["Slavnosti"]
    assert sorted(titles(client_for(union).get("/kalendar/"))) == ["Pouť", "Setkání", "Slavnosti"]


def test_running_events_stay_until_they_end(lipova: Any, make_event: Any, client_for: Any) -> None:
    make_event(lipova, title="Výstava", all_day=True, start_date=TODAY - 9 * DAY, end_date=TODAY)
    make_event(lipova, title="Včerejší", start_date=TODAY - DAY)
    make_event(lipova, title="Dnešní", start_date=TODAY, start_time=dt.time(7))
    make_event(
        lipova,
        title="Noční",
        start_date=TODAY - DAY,
        start_time=dt.time(22),
        end_date=TODAY,
        end_time=dt.time(0),
    )
    assert titles(client_for(lipova).get("/kalendar/")) == ["Výstava", "Dnešní"]
    with time_machine.travel(NOW + DAY, tick=False):
        assert titles(client_for(lipova).get("/kalendar/")) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kategorie=sport", ["Turnaj"]),
        ("kategorie=sport,poute", ["Turnaj", "Anenská pouť"]),
        ("obec=sluknov", ["Anenská pouť"]),
        ("obec=sluknov&kategorie=sport", []),
        ("od=2026-12-01", ["Anenská pouť"]),
        ("do=2026-11-30", ["Turnaj"]),
        ("od=2026-11-24&do=2026-11-24", ["Turnaj"]),
        ("q=poutě", ["Anenská pouť"]),
        ("q=ANENSKA", ["Anenská pouť"]),
        ("q=turnaj zamek", ["Turnaj"]),
        ("q=%", ["Turnaj", "Anenská pouť"]),
        ("q=' OR 1=1 --", []),
    ],
)
def test_list_and_feed_give_the_same_for_every_filter(
    lipova: Any,
    sluknov: Any,
    union: Any,
    make_event: Any,
    client_for: Any,
    fetch: Any,
    query: str,
    expected: list[str],
) -> None:
    make_event(lipova, title="Turnaj", category="sport", place="Zámek", start_date=TODAY + DAY)
    make_event(sluknov, title="Anenská pouť", category="poute", start_date=TODAY + 20 * DAY)
    assert titles(client_for(union).get(f"/kalendar/?{query}")) == expected
    feed = fetch(union, query).decode()
    assert {title for title in ("Turnaj", "Anenská pouť") if title in feed} == set(expected)


def test_the_month_shows_days_holidays_and_weeks(
    lipova: Any, make_event: Any, client_for: Any
) -> None:
    make_event(lipova, title="Trhy", start_date=dt.date(2026, 12, 24))
    make_event(
        lipova,
        title="Výstava",
        all_day=True,
        start_date=dt.date(2026, 11, 28),
        end_date=dt.date(2026, 12, 2),
    )
    page = client_for(lipova).get("/kalendar/?zobrazeni=mesic&mesic=2026-12").content.decode()
    assert page.count(">Výstava<") == 3  # 30 Nov is in the first week of the grid
    assert page.count("</span> Trhy<") == 1
    assert "zobrazeni=mesic&amp;mesic=2027-01" in page
    assert '<span class="cal__holiday">' in page
    assert re.search(r'scope="row"><a [^>]*><span[^>]*>[^<]*</span>53</a></th>', page)


def test_what_lasts_long_does_not_fill_the_month(
    lipova: Any, make_event: Any, client_for: Any
) -> None:
    make_event(lipova, title="Výstava", all_day=True, start_date=TODAY, end_date=TODAY + 30 * DAY)
    for month in ("2026-11", "2026-12"):
        page = client_for(lipova).get(f"/kalendar/?zobrazeni=mesic&mesic={month}")
        assert page.content.decode().count(">Výstava<") == 1
    page = client_for(lipova).get("/kalendar/?zobrazeni=mesic&mesic=2027-01").content.decode()
    assert ">Výstava<" not in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/kalendar/?obec=praha", 404),
        ("/kalendar/?kategorie=nesmysl", 404),
        ("/kalendar/?obec=%00", 404),
        ("/kalendar.ics?misto=lipova:%00", 404),
        ("/odber/?topic=kalendar&misto=%00", 404),
        ("/kalendar/?od=zitra", 400),
        ("/kalendar/?od=2026-12-02&do=2026-12-01", 400),
        ("/kalendar/?zobrazeni=mesic&mesic=2026-13", 400),
        ("/kalendar/?zobrazeni=mesic&mesic=9999-01", 404),
        ("/kalendar/?zobrazeni=koule", 404),
        ("/kalendar/?page=0", 404),
        ("/kalendar/?page=2", 404),
        ("/kalendar/?page=abc", 404),
        ("/kalendar/?page=99999999999999999999", 404),
        ("/kalendar/?q=a%00b", 400),
        ("/kalendar/odber/?obec=praha", 404),
        ("/kalendar.ics?kategorie=nesmysl", 404),
        ("/kalendar.ics?od=zitra", 400),
        ("/kalendar/00000000-0000-0000-0000-000000000000/", 404),
        ("/kalendar/00000000-0000-0000-0000-000000000000.ics", 404),
        ("/kalendar/neni-uuid/", 404),
    ],
)
def test_bad_input_is_answered_and_explained(
    lipova: Any, union: Any, client_for: Any, path: str, status: int
) -> None:
    for site in (lipova, union):
        answer = client_for(site).get(path)
        assert answer.status_code == status
        assert "<h1" in answer.content.decode()


def test_a_municipality_cannot_be_asked_for_its_neighbour(lipova: Any, client_for: Any) -> None:
    assert client_for(lipova).get("/kalendar/?obec=lipova").status_code == 200
    assert client_for(lipova).get("/kalendar/?obec=sluknov").status_code == 404
    assert client_for(lipova).get("/kalendar.ics?obec=sluknov").status_code == 404


def test_the_event_page_says_everything(lipova: Any, make_event: Any, client_for: Any) -> None:
    event = make_event(
        lipova,
        title="Pouť </script><b>",
        text="<p>Program <b>dne</b></p>",
        german_summary="Wallfahrt",
        organiser="Spolek",
        latitude="51.0111",
        longitude="14.3603",
    )
    page = client_for(lipova).get(f"/kalendar/{event.uuid}/").content.decode()
    for expected in ("úterý 24.", "<b>dne</b>", "Wallfahrt", "Spolek", "51.011100", ".ics"):
        assert expected in page
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    data = json.loads(block)
    assert data["name"] == "Pouť </script><b>"
    assert data["startDate"] == "2026-11-24T18:00:00+01:00"
    assert data["eventStatus"].endswith("EventScheduled")
    assert data["url"] == f"{lipova.url}/kalendar/{event.uuid}/"


def test_whose_event_is_shown_where(
    lipova: Any, sluknov: Any, union: Any, make_event: Any, client_for: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    draft = make_event(lipova, live=False, title="Koncept")
    for path in (f"/kalendar/{event.uuid}/", f"/kalendar/{event.uuid}.ics"):
        assert client_for(lipova).get(path).status_code == 200
        assert client_for(union).get(path).status_code == 200
        assert client_for(sluknov).get(path).status_code == 404
    for site in (lipova, union, sluknov):
        assert client_for(site).get(f"/kalendar/{draft.uuid}/").status_code == 404
        assert client_for(site).get(f"/kalendar/{draft.uuid}.ics").status_code == 404


def test_links_of_a_foreign_event_lead_to_its_own_site(
    lipova: Any, union: Any, make_event: Any, client_for: Any
) -> None:
    event = make_event(lipova, text='<p><a href="/kontakty/">Kontakty</a></p>')
    page = client_for(union).get(f"/kalendar/{event.uuid}/").content.decode()
    assert f'href="{lipova.url}/kontakty/"' in page


def test_past_events_stay_and_withdrawn_ones_are_gone(
    lipova: Any, union: Any, make_event: Any, client_for: Any
) -> None:
    past = make_event(lipova, start_date=dt.date(2001, 5, 5))
    assert client_for(lipova).get(f"/kalendar/{past.uuid}/").status_code == 200
    gone = make_event(lipova, title="Omylem zveřejněno")
    with tenant_context(lipova):
        Event.objects.get(pk=gone.pk).unpublish()
    for site in (lipova, union):
        answer = client_for(site).get(f"/kalendar/{gone.uuid}/")
        assert answer.status_code == 410
        assert "Omylem" not in answer.content.decode()
        assert titles(client_for(site).get("/kalendar/")) == []


def test_a_cancelled_event_says_so_everywhere(
    lipova: Any, people: Any, make_event: Any, client_for: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    with tenant_context(lipova):
        event_services.cancel(event, people.clerk("lipova"))
    browser = client_for(lipova)
    for path in ("/kalendar/", "/kalendar/?zobrazeni=mesic", f"/kalendar/{event.uuid}/"):
        assert "tag--cancelled" in browser.get(path).content.decode()


def test_the_subscription_page_offers_every_way(lipova: Any, union: Any, client_for: Any) -> None:
    page = client_for(union).get("/kalendar/odber/?kategorie=sport&obec=lipova").content.decode()
    assert 'href="webcal://sever.localhost' in page
    assert "calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fsever.localhost" in page
    assert "outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2Fsever.localhost" in page
    assert "kalendar.ics?obec=lipova&amp;kategorie=sport" in page
    assert 'value="sport" checked' in page
    digest = "/odber/?topic=kalendar&amp;obec=lipova&amp;kategorie=sport"
    assert f'href="{digest}"' in page
    form = client_for(union).get(digest.replace("&amp;", "&")).content.decode()
    assert 'value="kalendar" checked' in form and 'value="sport" checked' in form
    assert client_for(lipova).get("/kalendar/odber/").status_code == 200


@pytest.mark.parametrize("path", ["/kalendar/", "/kalendar/?zobrazeni=mesic", "/kalendar/odber/"])
def test_other_languages_have_the_pages_too(lipova: Any, client_for: Any, path: str) -> None:
    for language in ("de", "en"):
        answer = client_for(lipova).get(f"/{language}{path}")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/kalendar/", "/kalendar/?zobrazeni=mesic", "/kalendar.ics"])
@pytest.mark.parametrize("host", ["lipova", "union"])
def test_as_many_queries_for_three_events_as_for_one(
    lipova: Any, sluknov: Any, union: Any, make_event: Any, client_for: Any, path: str, host: str
) -> None:
    site = {"lipova": lipova, "union": union}[host]
    client_for(site).get(path)  # what a process learns once

    def queries() -> list[str]:
        # The session cookie keeps the page cache out of it.
        browser = client_for(site)
        browser.cookies["sessionid"] = "none"
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(path).status_code == 200
        return [
            query["sql"]
            for query in captured
            if "aggregate_" in query["sql"] or "registry_" in query["sql"]
        ]

    make_event(lipova)
    one = queries()
    for owner in (lipova, sluknov):
        make_event(owner)
    three = queries()
    assert len(one) == len(three) <= 6


def test_a_german_reader_gets_the_german_summary_first(
    lipova: Any, make_event: Any, client_for: Any
) -> None:
    event = make_event(lipova, text="<p>Český text</p>", german_summary="Deutscher Text")
    german = client_for(lipova).get(f"/de/kalendar/{event.uuid}/").content.decode()
    assert german.index("Deutscher Text") < german.index("<p>Český text")
    assert german.count("Deutscher Text") == 1
    czech = client_for(lipova).get(f"/kalendar/{event.uuid}/").content.decode()
    assert czech.index("<p>Český text") < czech.index("Deutscher Text")
