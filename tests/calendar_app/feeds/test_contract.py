"""One selection, the same events everywhere: list, month, frame, iCalendar, RSS, Atom, digest.

The feeds are read by programs of others (icalendar, recurring-ical-events), not by ours.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import urlencode

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.http import QueryDict
from django_tenants.utils import tenant_context

from calendar_app.aggregate.enums import AdoptionState
from calendar_app.events.enums import Audience
from calendar_app.events.models import Event, EventException, ExtraDate, Place
from calendar_app.feeds.digest import CalendarTopic
from shared.kernel.clock import PRAGUE
from shared.subscriptions.topics import Window

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
#: How far lists and feeds are compared; nothing made here lies behind it.
LAST = TODAY + 200 * DAY
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
WORDS = ("pouť", "koncert", "turnaj", "výstava", "zasedání")
CATEGORIES = ("kultura", "sport", "poute")
AUDIENCES = tuple(Audience.values)[:3]
RULES = ("", "", "", "FREQ=WEEKLY;BYDAY={day};COUNT=8", "FREQ=DAILY;INTERVAL=3;COUNT=10")


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(lipova: Any, sluknov: Any, rumburk: Any, union: Any, make_event: Any) -> dict[str, Any]:
    """Some sixty events of every sort: series with exceptions, long ones, drafts, called-off ones."""
    from tests.calendar_app.aggregate.test_adoptions import adopt

    chance = random.Random(20261123)
    sites = {site.slug: site for site in (lipova, sluknov, rumburk, union)}
    owners = list(sites.values())
    halls = {}
    for site in owners:
        with tenant_context(site):
            halls[site.slug] = [
                Place.objects.create(name=name, slug=slug)
                for name, slug in (("Sál", "sal"), ("Zámek", "zamek"))
            ]
    for number in range(60):
        site = chance.choice(owners)
        start = TODAY + chance.randint(-20, 60) * DAY
        all_day = chance.random() < 0.3
        rule = chance.choice(RULES).format(
            day=["MO", "TU", "WE", "TH", "FR", "SA", "SU"][start.weekday()]
        )
        fields: dict[str, Any] = {
            "title": f"{chance.choice(WORDS)} {number}",
            "category": chance.choice(CATEGORIES),
            "audience": chance.sample(AUDIENCES, chance.randint(0, 2)),
            "start_date": start,
            "all_day": all_day,
            "recurrence": rule,
            "on_union_calendar": chance.random() < 0.8,
            "status": chance.choice(["scheduled"] * 4 + ["cancelled", "postponed"]),
            "live": chance.random() < 0.9,
        }
        if chance.random() < 0.5:
            fields |= {"venue": chance.choice(halls[site.slug]), "place": ""}
        if not rule and chance.random() < 0.3:
            fields["end_date"] = start + chance.randint(1, 25) * DAY
        event = make_event(site, **fields)
        if rule and fields["live"] and fields["status"] == "scheduled":
            _change_dates(site, event, chance)
        elif fields["live"] and chance.random() < 0.1:
            with tenant_context(site):
                Event.objects.get(pk=event.pk).unpublish()
            continue
        if fields["live"] and chance.random() < 0.3:
            other = chance.choice([one for one in (lipova, sluknov, rumburk) if one != site])
            adopt(event, other, chance.choice([AdoptionState.ACCEPTED, AdoptionState.OFFERED]))
    return sites


def _change_dates(site: Any, event: Any, chance: random.Random) -> None:
    from calendar_app.aggregate.models import Occurrence

    days = list(
        Occurrence.objects.filter(event=event.pk)
        .order_by("first_day")
        .values_list("first_day", flat=True)
    )
    with tenant_context(site):
        fresh = Event.objects.get(pk=event.pk)
        for kind, day in zip(("cancelled", "left_out", "changed"), days[1:4], strict=True):
            if chance.random() < 0.6:
                moved = day + DAY if kind == "changed" else None
                fresh.exceptions.add(EventException(day=day, kind=kind, start_date=moved))
        if chance.random() < 0.5:
            time = None if fresh.all_day else dt.time(11, 30)
            fresh.extra_dates.add(ExtraDate(start_date=days[-1] + 2 * DAY, start_time=time))
        fresh.save_revision().publish()


def random_query(chance: random.Random, site: Any) -> dict[str, list[str]]:
    """A selection that the site understands; a third of each filter."""
    query: dict[str, list[str]] = {}

    def sometimes(name: str, values: Any, most: int = 2) -> None:
        if chance.random() < 0.35:
            query[name] = chance.sample(list(values), chance.randint(1, most))

    slugs = ["lipova", "sluknov", "rumburk"] if site.is_union else [site.slug]
    sometimes("obec", slugs, min(2, len(slugs)))
    sometimes("kategorie", CATEGORIES)
    sometimes("pro", AUDIENCES)
    places = [f"{slug}:{name}" for slug in slugs for name in ("sal", "zamek")]
    sometimes("misto", places)
    sometimes("q", WORDS, 1)
    if chance.random() < 0.3:
        query["kdy"] = [chance.choice(["dnes", "vikend", "mesic"])]
    elif chance.random() < 0.4:
        first = TODAY + chance.randint(0, 30) * DAY
        query["od"] = [first.isoformat()]
        if chance.random() < 0.7:
            query["do"] = [(first + chance.randint(0, 20) * DAY).isoformat()]
    return query


def in_list(browser: Any, query: str) -> set[str]:
    found: set[str] = set()
    for number in range(1, 9):
        answer = browser.get(f"/kalendar/?{query}&page={number}")
        if answer.status_code == 404 and number > 1:
            break
        assert answer.status_code == 200
        found |= set(
            re.findall(rf'row__title"><a href="/kalendar/({UUID})/', answer.content.decode())
        )
    return found


def in_months(browser: Any, query: str) -> dict[dt.date, set[str]]:
    """By day, for what does not last; the grid of each month has whole weeks."""
    found: dict[dt.date, set[str]] = {}
    for month in range(7):
        year, index = divmod(TODAY.month - 1 + month, 12)
        first = dt.date(TODAY.year + year, index + 1, 1)
        page = browser.get(f"/kalendar/?{query}&zobrazeni=mesic&mesic={first:%Y-%m}")
        text = page.content.decode()
        for day, cell in _cells(text):
            if day.month == first.month:
                found[day] = set(re.findall(rf"/kalendar/({UUID})/", cell))
        assert "cal__more" not in text, "a day has more than is shown: compare fewer events"
    return found


def _cells(page: str) -> list[tuple[dt.date, str]]:
    month = re.search(r'name="mesic" value="(\d{4})-(\d{2})"', page)
    assert month is not None
    first = dt.date(int(month[1]), int(month[2]), 1)
    monday = first - dt.timedelta(days=first.weekday())
    cells = re.findall(r"<td [^>]*>(.*?)</td>", page, re.DOTALL)
    return [(monday + number * DAY, cell) for number, cell in enumerate(cells)]


def in_feed(body: bytes, first: dt.date, last: dt.date) -> dict[str, set[dt.date]]:
    """Days of each event between the two, as recurring-ical-events reads the feed."""
    calendar = icalendar.Calendar.from_ical(body)
    pages = {str(one["UID"]): str(one["URL"]) for one in calendar.walk("VEVENT") if "URL" in one}
    found: dict[str, set[dt.date]] = {}
    for one in recurring_ical_events.of(calendar).between(first, last + DAY):
        if "URL" not in one and str(one["UID"]) not in pages:
            continue  # withdrawn: dates without a text
        address = str(one.get("URL") or pages[str(one["UID"])])
        match = re.search(UUID, address)
        assert match is not None
        start = one["DTSTART"].dt
        day = start.astimezone(PRAGUE).date() if isinstance(start, dt.datetime) else start
        found.setdefault(match[0], set()).add(day)
    return found


def in_xml(body: bytes) -> set[str]:
    root = ET.fromstring(body)
    marks = [one.text or "" for one in root.iter("guid")]
    marks += [
        entry.findtext("{http://www.w3.org/2005/Atom}id") or ""
        for entry in root.iter("{http://www.w3.org/2005/Atom}entry")
    ]
    return {match[0] for mark in marks if (match := re.search(UUID, mark))}


@pytest.mark.parametrize("seed", range(3))
def test_list_month_feed_rss_atom_and_frame_agree(
    world: dict[str, Any], client_for: Any, monkeypatch: Any, seed: int
) -> None:
    from calendar_app.feeds import grid, syndication

    monkeypatch.setattr(grid, "PER_DAY", 1_000)
    monkeypatch.setattr(syndication, "MOST", 1_000)
    chance = random.Random(seed)
    compared: set[str] = set()
    for _round in range(5):
        site = chance.choice(list(world.values()))
        query = random_query(chance, site)
        text = urlencode(query, doseq=True)
        browser = client_for(site)
        listed = in_list(browser, text)
        told = f"{site.slug}: {text}"

        for form in ("rss", "atom"):
            assert in_xml(browser.get(f"/kalendar.{form}?{text}").content) == listed, told

        frame = browser.get(f"/kalendar/vlozit/?{text}&pocet=50").content.decode()
        assert set(re.findall(rf"/kalendar/({UUID})/", frame)) == listed, told

        since, until = _period(query)
        body = browser.get(f"/kalendar.ics?{text}").content
        feed = in_feed(body, since, until)
        assert set(feed) == listed, told

        # Each date that the list's events have: those in the months are those in the feed.
        months = in_months(browser, text)
        starts = {
            (key, day)
            for key, days in feed.items()
            for day in days
            if since <= day <= until and day.month in {one.month for one in months}
        }
        shown = {(key, day) for day, keys in months.items() for key in keys if day >= since}
        lasting = _lasting(browser, text)
        assert {pair for pair in starts if pair[0] not in lasting} <= shown, told
        assert {key for key, _day in shown} <= listed, told
        compared |= listed
    assert len(compared) > 5, "hardly anything was compared"


def _period(query: dict[str, list[str]]) -> tuple[dt.date, dt.date]:
    """As a visitor understands it; written here once more, not taken from the code."""
    named = {
        "dnes": (TODAY, TODAY),
        "vikend": (dt.date(2026, 11, 28), dt.date(2026, 11, 29)),
        "mesic": (TODAY, dt.date(2026, 11, 30)),
    }
    if "kdy" in query:
        return named[query["kdy"][0]]
    first = dt.date.fromisoformat(query["od"][0]) if "od" in query else TODAY
    return first, dt.date.fromisoformat(query["do"][0]) if "do" in query else LAST


def _lasting(browser: Any, text: str) -> set[str]:
    """Above each month, not in its days."""
    found: set[str] = set()
    for month in ("2026-11", "2026-12", "2027-01", "2027-02"):
        page = browser.get(f"/kalendar/?{text}&zobrazeni=mesic&mesic={month}").content.decode()
        if 'id="lasting"' in page:
            part = page.split('id="lasting"')[1].split("</section>")[0]
            found |= set(re.findall(rf"/kalendar/({UUID})/", part))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_digest_tells_what_the_list_shows(
    world: dict[str, Any], client_for: Any, seed: int
) -> None:
    chance = random.Random(100 + seed)
    week = Window(TODAY, TODAY + 6 * DAY, NOW + DAY, NOW + DAY)
    for _round in range(4):
        site = chance.choice(list(world.values()))
        query = random_query(chance, site)
        for name in ("kdy", "od", "do"):
            query.pop(name, None)
        text = urlencode(query, doseq=True)
        topic = CalendarTopic()
        selection = topic.canonical(site, QueryDict(text))
        told = {
            match[0]
            for section in topic.sections(site, selection, week)
            for item in section.items
            if (match := re.search(UUID, item.url))
        }
        days = f"od={week.first_day}&do={week.last_day}"
        assert told == in_list(client_for(site), f"{text}&{days}"), f"{site.slug}: {text}"
