"""The demonstration: dates, content that fits together, and a site that can be made and unmade."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django_tenants.utils import schema_context, tenant_context
from PIL import Image

from portal import demo
from portal.demo import builder, dates, pdf, people, services, together
from portal.demo.art import render
from portal.demo.art.palettes import LOOKS
from portal.demo.art.scenes import SCENES
from portal.demo.content import all as content
from portal.demo.content import types as t

SITES = content.sites()
BY_SLUG = {site.slug: site for site in SITES}


# -- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (dates.fixed(1, 13), ["2026-01-13", "2027-01-13"]),
        (dates.nearest(dates.SUNDAY, 7, 26), ["2026-07-26", "2027-07-25"]),
        (dates.nearest(dates.SUNDAY, 7, 26, plus=-1), ["2026-07-25", "2027-07-24"]),
        (dates.last(dates.SATURDAY, 6), ["2026-06-27", "2027-06-26"]),
        (dates.last(dates.FRIDAY, 12), ["2026-12-25", "2027-12-31"]),
        (dates.nth(dates.SATURDAY, 2, 7), ["2026-07-11", "2027-07-10"]),
        (dates.advent(1), ["2026-11-29", "2027-11-28"]),
        (dates.advent(4), ["2026-12-20", "2027-12-19"]),
        (dates.easter(), ["2026-04-05", "2027-03-28"]),
        (dates.easter(-2), ["2026-04-03", "2027-03-26"]),
    ],
)
def test_rules(rule: dates.Rule, days: list[str]) -> None:
    assert [rule(year).isoformat() for year in (2026, 2027)] == days


def test_christmas_on_a_sunday_has_its_advent_before_it() -> None:
    assert dates.advent(4)(2022) == dt.date(2022, 12, 18)
    assert dates.advent(1)(2022) == dt.date(2022, 11, 27)


def test_latest_past() -> None:
    today = dt.date(2026, 11, 23)
    assert dates.latest_past((11, 23), today) == today
    assert dates.latest_past((11, 24), today) == dt.date(2025, 11, 24)


# -- content -------------------------------------------------------------------------------------


def _pages(pages: tuple[t.Page, ...]) -> Iterator[t.Page]:
    for page in pages:
        yield page
        yield from _pages(page.children)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))


def test_sites_are_the_union_and_twelve_municipalities() -> None:
    assert len(SITES) == 13
    assert set(BY_SLUG) == set(LOOKS)
    confirmed = [site for site in SITES[1:] if site.registry.confirmed]
    assert len(confirmed) == 10
    # The figures of the ten add up to what the union states.
    assert sum(site.registry.population or 0 for site in confirmed) == 29835
    unknown = {site.slug for site in SITES if site.registry.population is None}
    assert unknown == {"krasna-lipa", "doubice"}


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.slug)
def test_content_is_enough_and_refers_to_what_is_there(site: t.Site) -> None:
    scenes = {picture.scene for picture in site.pictures}
    assert scenes <= set(SCENES)
    assert len(site.news) >= 5
    assert len(site.events) >= 8
    assert len(site.gallery.pictures) == 6
    assert sum(bool(news.pinned_days) for news in site.news) == 1
    assert any(event.german for event in site.events)
    used = {scene for scene, _caption in site.gallery.pictures}
    used |= {item.scene for item in (*site.news, *site.drafts, *site.events) if item.scene}
    functions = {person.function for person in site.people}
    titles = {document.title for document in site.documents}
    bodies = [*_pages(site.pages), *site.news, *site.drafts, *site.translations]
    for block in (block for part in bodies for block in part.body):
        match block:
            case t.Figure():
                used.add(block.scene)
            case t.People():
                assert set(block.functions) <= functions
            case t.Documents():
                assert set(block.titles) <= titles
            case t.Table():
                assert all(len(row) == len(block.columns) for row in block.rows)
    assert used <= scenes
    assert len({event.key for event in site.events}) == len(site.events)
    for event in site.events:
        assert len({rule(2027) for rule in event.when}) == len(event.when), event.key


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.slug)
def test_invented_people_and_addresses_are_marked(site: t.Site) -> None:
    assert all(people.MARK in person.name for person in site.people)
    for text in _texts(site):
        for word in text.split():
            if "@" in word:
                assert ".example" in word, word


def test_texts_of_news_differ_between_the_sites() -> None:
    titles = [news.title for site in SITES for news in site.news]
    assert len(set(titles)) == len(titles)


# -- files ---------------------------------------------------------------------------------------


def test_pictures_are_the_same_every_time() -> None:
    first = render.picture("lipova", "pond")
    assert first == render.picture("lipova", "pond")
    assert first != render.picture("sluknov", "pond")
    assert Image.open(io.BytesIO(first)).size == render.PICTURE


@pytest.mark.parametrize("slug", LOOKS)
def test_emblem_is_transparent_around_the_shield(slug: str) -> None:
    emblem = Image.open(io.BytesIO(render.shield(slug)))
    assert emblem.mode == "RGBA"
    assert emblem.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert emblem.getpixel((emblem.width // 2, emblem.height // 2))[3] == 255  # type: ignore[index]


def test_pdf_says_what_it_shows() -> None:
    text = "Příliš žluťoučký kůň (úpěl)"
    data = pdf.make("Název", text, ("Odstavec.",), "Patička")
    assert data.startswith(b"%PDF-1.7")
    assert data.rstrip().endswith(b"%%EOF")
    assert (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() in data
    # The table of objects points at each of them.
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    offsets = [int(line[:10]) for line in data[start:].splitlines()[3:9]]
    assert [data[at : at + 7] for at in offsets] == [b"%d 0 obj" % n for n in range(1, 7)]


# -- making and unmaking -------------------------------------------------------------------------


def _nothing(line: str) -> None:
    pass


def _create(slug: str = "lipova") -> None:
    services.create(_nothing, only={slug}, processes=0)


def _counts(slug: str) -> dict[str, int]:
    from wagtail.models import Page

    from calendar_app.events.models import Event
    from tenants.noticeboard.models import Notice
    from tenants.pages.models import SiteImage

    with schema_context(slug):
        models: tuple[Any, ...] = (Page, Event, Notice, SiteImage)
        return {model.__name__: model.objects.count() for model in models}


@pytest.mark.django_db
def test_a_killed_run_is_resumed_and_nothing_is_made_twice(
    lipova: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from calendar_app.events.models import Event
    from shared.published.models import Item
    from tenants.pages.models import NewsPage

    def killed(self: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(builder.Builder, "_gallery", killed)
        with pytest.raises(KeyboardInterrupt):
            _create()
    lipova.refresh_from_db()
    assert services.FILLED not in lipova.provisioned_steps
    _create()
    first = _counts("lipova")
    _create()
    assert _counts("lipova") == first
    with tenant_context(lipova):
        live = NewsPage.objects.live().count()
        waiting = NewsPage.objects.filter(live=False).get()
        assert live == len(BY_SLUG["lipova"].news)
        assert waiting.current_workflow_state is not None
        assert Event.objects.filter(live=False).count() == 0
    assert Item.objects.filter(municipality=lipova, kind="news").count() == live
    assert demo.is_present()
    assert {account.email for account in people.accounts()} >= {
        people.OPERATOR,
        "lipova@sever.example",
    }


@pytest.mark.django_db
def test_deleting_takes_the_site_and_the_accounts_away(lipova: Any) -> None:
    from shared.published.models import Item
    from tenants.registry.models import Municipality

    _create()
    services.delete(_nothing)
    assert not Municipality.objects.filter(slug="lipova").exists()
    assert not Item.objects.filter(municipality_id=lipova.pk).exists()
    assert not demo.is_present()
    assert people.accounts() == []


@pytest.mark.django_db
def test_neighbours_share_events_and_citizens_suggest_them(
    lipova: Any, sluknov: Any, rumburk: Any, monkeypatch: pytest.MonkeyPatch, mailoutbox: Any
) -> None:
    from calendar_app.aggregate.models import Adoption
    from calendar_app.events import services as events
    from calendar_app.events.models import Event, Suggestion
    from calendar_app.imports.models import Run
    from shared.kernel import clock

    for shared in together.SHARED:
        assert shared.title in {event.title for event in BY_SLUG[shared.origin].events}
        assert {*shared.accepted, *shared.waiting} <= set(BY_SLUG)
    categories = {event.category for site in SITES for event in site.events}
    assert {entry.category for entry in together.SUGGESTED} <= categories
    shared = together.Shared("sluknov", "Zámecké slavnosti", ("lipova",), ("rumburk",))
    monkeypatch.setattr(together, "SHARED", (shared,))
    services._create_people({"lipova", "sluknov", "rumburk"})
    with tenant_context(sluknov):
        day = clock.today() + dt.timedelta(days=30)
        event = Event(title=shared.title, category="slavnosti", start_date=day, all_day=True)
        events.publish(event)
    for _ in range(2):
        together.make({"lipova", "sluknov", "rumburk"})
        adoptions = Adoption.objects.order_by("municipality__slug")
        found = adoptions.values_list("municipality__slug", "state")
        assert list(found) == [("lipova", "accepted"), ("rumburk", "offered")]
        with tenant_context(lipova):
            assert Suggestion.objects.count() == 2
        with tenant_context(rumburk):
            assert Run.objects.get().counts == {"new": 2, "duplicate": 1, "refused": 1}
            assert not Event.objects.filter(live=True).exists()
    assert mailoutbox == []


# -- series --------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.slug)
@pytest.mark.parametrize(
    "today", [dt.date(2026, 11, 23), dt.date(2027, 2, 28), dt.date(2028, 7, 1)]
)
def test_series_start_on_a_date_of_theirs_and_single_dates_fit(
    site: t.Site, today: dt.date
) -> None:
    from calendar_app import recurrence
    from calendar_app.events import series
    from calendar_app.events.models import Event, Place

    maker = object.__new__(builder.Builder)
    maker.content, maker.today, maker.images, maker.documents = site, today, {}, {}
    maker.aliases = {place.alias: Place(pk=1, name=place.name) for place in site.places}
    for event in (event for event in site.events if event.rule):
        (day,) = builder.first_days(event, today)
        assert recurrence.matches(recurrence.parse(event.rule), day), event.key
        assert day <= today
        row = Event(start_date=day, recurrence=event.rule, all_day=event.all_day)
        if event.start:
            row.start_time = builder._time(event.start)
            row.end_time = builder._time(event.end) if event.end else None
        maker._single_dates(row, event)
        assert series.rule_errors(row) == {}
        exceptions, extras = row.exceptions.all(), row.extra_dates.all()
        assert list(series.child_errors(row, exceptions, extras)) == [], event.key


def test_the_demonstration_shows_what_the_calendar_can() -> None:
    events = [event for site in SITES for event in site.events]
    assert {"cancelled", "changed", "left_out"} <= {
        item.kind for event in events for item in event.different
    }
    frequencies = {event.rule.split(";")[0] for event in events if event.rule}
    assert {"FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"} <= frequencies
    for name in (
        *("besides", "audience", "admission", "registration", "doors", "documents", "german"),
        *("postpone_next", "cancel_next"),
    ):
        assert any(getattr(event, name) for event in events), name
    assert any(not event.union for event in events)
    for site in SITES[1:]:
        used = {event.place for event in site.events}
        assert {place.alias for place in site.places} <= used, site.slug


@pytest.mark.django_db
def test_records_of_good_practice_come_and_go(lipova: Any, union: Any, mailoutbox: Any) -> None:
    from portal.demo import practices
    from shared.practices.models import Mail, Practice

    services._create_people({"sever", "lipova", "sluknov"})
    assert practices.create() == 3 + 1  # two of the union, one of Lipová, one of Šluknov
    assert practices.create() == 0
    # What is documented comes first and is not invented.
    known = list(Practice.objects.filter(municipality=union).order_by("pk"))
    assert [(p.title, p.progress, p.demonstration) for p in known] == [
        ("Putovní výstava Krásy Severu", "dokonceno", False),
        ("Společné zasedání zastupitelstev ve Šluknově", "nezdar", False),
    ]
    assert known[0].cost == 66_550
    assert Practice.objects.exclude(municipality=union).filter(demonstration=False).count() == 0
    assert not Mail.objects.filter(dropped_at=None).exists()
    practices.delete()
    assert not Practice.objects.exists()


@pytest.mark.django_db
def test_strategies_come_and_go(lipova: Any, sluknov: Any, union: Any) -> None:
    from portal.demo import strategies
    from shared.published.models import Item
    from shared.strategies.models import Document, Project, StrategyFile
    from shared.strategies.selectors import results

    services._create_people({"sever", "lipova", "sluknov"})
    assert strategies.create() == 2 + 1 + 4 + 1
    assert strategies.create() == 0
    assert all(row.demonstration and "ukázka" in row.title for row in Document.objects.all())
    # Promised as the project says, counted as the register has it.
    project = Project.objects.get()
    assert [(row.promised, row.counted) for row in results(project)] == [
        *((12, 2), (1, 1), (4, 4), (1, 1)),
    ]
    strategies.delete()
    assert not Document.objects.exists() and not Project.objects.exists()
    assert not StrategyFile.objects.exists() and not Item.objects.filter(kind="strategy").exists()


@pytest.mark.django_db
def test_the_members_area_is_filled_and_emptied(lipova: Any, sluknov: Any, union: Any) -> None:
    from portal.demo import members
    from shared.members.models import Hold, Meeting, Paper, Task

    services._create_people({"sever", "lipova", "sluknov"})
    assert members.create() == 2 + 2 + 4 + 1  # of the holds, Lipová's alone
    assert members.create() == 0
    for model in (Hold, Meeting, Paper, Task):
        assert all("ukázka" in row.title for row in model._default_manager.all())
    members.delete()
    assert not any(model._default_manager.exists() for model in (Hold, Meeting, Paper, Task))


def test_mandatory_information_is_filled_and_nothing_is_invented(
    lipova: Any, rumburk: Any, union: Any
) -> None:
    from portal.demo.remover import Remover
    from shared.duties.models import Officer, SiteState
    from tenants.mandatory.models import Answer, Contract

    services._create_people({"sever", "lipova", "rumburk"})
    for slug, site in (("sever", union), ("lipova", lipova), ("rumburk", rumburk)):
        with tenant_context(site):
            clerk = services._person(slug, *services.Role)
            assert clerk is not None
            made = builder.Builder(BY_SLUG[slug], site, clerk, None)
            made._duties()
            made._duties()
            assert Answer.objects.filter(nothing=True).count() >= 3
            assert all("ukázka" in contract.subject for contract in Contract.objects.all())
    for _again in range(2):
        together._name_officer({"lipova": lipova, "rumburk": rumburk})
    assert Officer.objects.get().email.endswith(".example")
    states = {state.municipality.slug: state.items for state in SiteState.objects.all()}
    assert states["lipova"]["privacy"] and states["lipova"]["2"]
    assert states["rumburk"]["privacy"] is None
    # Numbers, accounts and data boxes that nobody knows.
    for items in states.values():
        assert [items[key] for key in ("5", "6", "7", "4.8")] == [None] * 4
    with schema_context("public"):
        Remover(BY_SLUG["sever"])._take_duties_back()
        assert not Answer.objects.exists() and not Contract.objects.exists()
    assert not Officer.objects.exists()
