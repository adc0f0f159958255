"""The calendar by e-mail: what the page lists, and what has changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.http import QueryDict
from django_tenants.utils import tenant_context

from calendar_app.aggregate.models import PublishedEvent
from calendar_app.events.models import Event
from calendar_app.feeds.digest import CalendarTopic
from shared.kernel.clock import PRAGUE
from shared.subscriptions import services
from shared.subscriptions.enums import Frequency
from shared.subscriptions.models import Subscription
from shared.subscriptions.topics import BadSelection, Item, Section, Window

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 11, 23)
MORNING = dt.datetime(2026, 11, 23, 5, tzinfo=PRAGUE)
WEEK = dt.timedelta(days=7)
TOPIC = CalendarTopic()


@pytest.fixture
def at() -> Any:
    with time_machine.travel(MORNING - dt.timedelta(days=3), tick=False) as traveller:
        yield traveller


def told(site: Any, query: str = "", days: int = 7) -> dict[str, list[Item]]:
    selection = TOPIC.canonical(site, QueryDict(query))
    window = Window(MONDAY, MONDAY + dt.timedelta(days=days - 1), MORNING - WEEK, MORNING)
    sections: list[Section] = TOPIC.sections(site, selection, window)
    return {section.heading: section.items for section in sections}


def titles(items: list[Item]) -> list[str]:
    return [item.title for item in items]


@pytest.fixture
def calendar(make_event: Callable[..., Any], lipova: Any, sluknov: Any, at: Any) -> None:
    """A week with something of each kind on two sites."""
    make_event(lipova, title="Před týdnem", start_date=MONDAY - dt.timedelta(days=2))
    make_event(lipova, title="Ples", category="kultura", start_date=MONDAY)
    make_event(sluknov, title="Turnaj", category="sport", start_date=MONDAY + dt.timedelta(days=2))
    make_event(
        lipova,
        title="Výstava",
        category="kultura",
        all_day=True,
        start_date=MONDAY - dt.timedelta(days=10),
        end_date=MONDAY + dt.timedelta(days=30),
    )
    make_event(sluknov, title="Zámek", category="kultura", start_date=MONDAY + dt.timedelta(days=6))
    make_event(sluknov, title="Později", category="sport", start_date=MONDAY + WEEK)
    make_event(lipova, title="Koncept", live=False, start_date=MONDAY)
    make_event(
        sluknov,
        title="Jen pro nás",
        on_union_calendar=False,
        start_date=MONDAY + WEEK - dt.timedelta(1),
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kategorie=kultura",
        "kategorie=sport,kultura",
        "q=ples",
        "obec=sluknov",
        "obec=lipova&kategorie=sport",
    ],
)
def test_the_week_is_what_the_list_shows(
    query: str, calendar: None, union: Any, client_for: Any
) -> None:
    items = told(union, query)
    period = f"od={MONDAY}&do={MONDAY + WEEK - dt.timedelta(days=1)}"
    page = client_for(union).get(f"/kalendar/?{query}&{period}").context
    listed = [*page["running"], *(one for group in page["months"] for one in group["occurrences"])]
    digest = [item for heading, found in items.items() if "ater" not in heading for item in found]
    expected = [one.event.title for one in listed]
    assert sorted(titles(digest[: len(expected)])) == sorted(expected)
    if query == "kategorie=sport":
        assert expected == ["Turnaj"]


def test_a_day_and_a_week_and_what_is_new_later(calendar: None, lipova: Any, sluknov: Any) -> None:
    week, later = told(sluknov).values()
    assert titles(week) == ["Turnaj", "Jen pro nás", "Zámek"] or titles(week) == [
        "Turnaj",
        "Zámek",
        "Jen pro nás",
    ]
    assert titles(later) == ["Později"]
    (today,) = told(lipova, days=1).values()
    assert titles(today) == ["Výstava", "Ples"]


def test_nothing_but_the_published_of_those_chosen(
    calendar: None, union: Any, sluknov: Any
) -> None:
    everything = {title for items in told(union).values() for title in titles(items)}
    assert everything == {"Ples", "Turnaj", "Výstava", "Zámek", "Později"}
    with tenant_context(sluknov):
        Event.objects.get(title="Zámek").unpublish()
    everything = {title for items in told(union).values() for title in titles(items)}
    assert "Zámek" not in everything and "" not in everything


def test_what_happened_to_an_event_is_marked(
    lipova: Any, make_event: Callable[..., Any], people: Any, at: Any
) -> None:
    from calendar_app.events import services as events

    at.move_to(MORNING - 2 * WEEK)
    for title in ("Beze změny", "Změněná", "Zrušená"):
        make_event(lipova, title=title, start_date=MONDAY)
    at.move_to(MORNING - dt.timedelta(days=2))
    make_event(lipova, title="Nová", start_date=MONDAY)
    with tenant_context(lipova):
        changed = Event.objects.get(title="Změněná")
        changed.place = "Jinde"
        events.publish(changed)
        events.cancel(Event.objects.get(title="Zrušená"), people.clerk("lipova"))
    (items,) = told(lipova).values()
    marks = {item.title: len(item.marks) for item in items}
    assert marks == {"Beze změny": 0, "Změněná": 1, "Zrušená": 2, "Nová": 1}
    by_title = {item.title: item for item in items}
    assert by_title["Nová"].marks != by_title["Změněná"].marks
    assert by_title["Zrušená"].marks[1] == by_title["Změněná"].marks[0]


def test_a_series_is_one_line(lipova: Any, make_event: Callable[..., Any], at: Any) -> None:
    make_event(lipova, title="Cvičení", start_date=MONDAY, recurrence="FREQ=DAILY;COUNT=3")
    (items,) = told(lipova).values()
    assert titles(items) == ["Cvičení"]
    assert "23.\u00a0listopadu" in items[0].when and "18:00" in items[0].when
    assert items[0].when.endswith("24.\u00a011.\u00a02026, 25.\u00a011.\u00a02026")


def test_the_union_says_whose_an_event_is(calendar: None, union: Any, lipova: Any) -> None:
    by_title = {item.title: item for items in told(union).values() for item in items}
    assert by_title["Ples"].where == "Kulturní dům · Lipová"
    assert by_title["Ples"].url.startswith("http://lipova.sever.localhost")
    own = {item.title: item for items in told(lipova).values() for item in items}
    assert own["Ples"].where == "Kulturní dům"


def test_filters_are_stored_in_one_form_and_without_a_period(union: Any) -> None:
    asked = (
        "q=ples&kategorie=sport&kategorie=kultura&obec=sluknov,lipova&od=2026-11-01&do=2026-11-30"
    )
    stored = TOPIC.canonical(union, QueryDict(asked))
    assert stored == "obec=lipova&obec=sluknov&kategorie=kultura&kategorie=sport&q=ples"
    assert TOPIC.canonical(union, QueryDict(stored)) == stored
    chosen = {
        (choice.name, option.value)
        for choice in TOPIC.choices(union, stored)
        for option in choice.options
        if option.chosen
    }
    assert chosen == {
        ("obec", "lipova"),
        ("obec", "sluknov"),
        ("kategorie", "kultura"),
        ("kategorie", "sport"),
    }
    assert ("q", "ples") in TOPIC.kept(union, stored)
    assert "Lipová" in TOPIC.describe(union, stored)
    assert TOPIC.page_url(union, stored).endswith(f"/kalendar/?{stored}")


@pytest.mark.parametrize("query", ["kategorie=neni", "obec=nikde", "obec=sluknov"])
def test_filters_of_nothing_are_refused(query: str, lipova: Any) -> None:
    with pytest.raises(BadSelection) as caught:
        TOPIC.canonical(lipova, QueryDict(query))
    assert caught.value.status == 404


@pytest.mark.parametrize("events", [1, 6])
def test_a_digest_costs_the_same_however_long_it_is(
    events: int, union: Any, lipova: Any, make_event: Any, at: Any, django_assert_num_queries: Any
) -> None:
    for number in range(events):
        make_event(lipova, title=f"Akce {number}", start_date=MONDAY)
        make_event(lipova, title=f"Pak {number}", start_date=MONDAY + WEEK)
    # The search path; sites and categories that filters may name; the week, what comes later, and
    # which of it is new.
    window = Window(MONDAY, MONDAY + dt.timedelta(days=6), MORNING - WEEK, MORNING)
    with django_assert_num_queries(5):
        TOPIC.sections(union, "", window)


def test_by_mail_from_the_form_of_the_site(
    calendar: None, lipova: Any, union: Any, client_for: Any, at: Any
) -> None:
    for site in (lipova, union):
        page = client_for(site).get("/odber/?topic=kalendar&kategorie=kultura")
        assert page.status_code == 200
        assert b'value="kultura" checked' in page.content
        client_for(site).post(
            "/odber/",
            {
                "email": "eva@test.example",
                "cetnost": "weekly",
                "jazyk": "cs",
                "kalendar-kategorie": ["kultura"],
            },
        )
    for subscription in Subscription.objects.all():
        services.confirm(subscription)
    at.move_to(MORNING + dt.timedelta(minutes=2))
    assert services.make_due() == 2
    services.send_due(seconds=20)
    assert [letter.to for letter in mail.outbox] == [["eva@test.example"]] * 2
    for letter in mail.outbox:
        known = {"Ples", "Výstava"} | ({"Zámek"} if "Svazek" in letter.subject else set())
        found = {
            event.title
            for event in PublishedEvent.objects.exclude(title="")
            if f"{event.title}\n" in letter.body
        }
        assert found == known
        assert "\u00a0listopadu\u00a02026, 18:00" in letter.body


def test_an_event_is_told_when_it_is_new_and_when_it_is_called_off(
    lipova: Any, on: Any, at: Any, make_event: Any, people: Any
) -> None:
    from calendar_app.events import services as events

    for name in ("sport", "kultura"):
        services.request(
            lipova,
            wish={"kalendar": f"kategorie={name}"},
            email=f"{name}@test.example",
            frequency=Frequency.AT_ONCE,
            language="cs",
        )
    for subscription in Subscription.objects.all():
        services.confirm(subscription)
    make_event(lipova, title="Turnaj", category="sport", start_date=dt.date(2026, 12, 6))
    services.make_batches()
    services.send_due(seconds=20)
    with on(lipova):
        events.cancel(Event.objects.get(title="Turnaj"), people.clerk("lipova"))
    services.make_batches()
    services.send_due(seconds=20)
    assert [letter.to for letter in mail.outbox] == [["sport@test.example"]] * 2
    assert re.search("(ZRUŠENO|CANCELLED): Turnaj", mail.outbox[1].body)
