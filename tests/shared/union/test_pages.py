"""Projects, organs, documents, figures told apart, and what is new everywhere."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page

from shared.kernel import clock
from shared.published import services as published
from shared.published.enums import Kind
from shared.published.models import Item
from shared.union import selectors
from shared.union.models import (
    Organ,
    OrganPerson,
    OrgansPage,
    PapersPage,
    ProjectIndexPage,
    ProjectOutput,
    ProjectPage,
    ProjectPartner,
    PublicPaper,
    UnionFigure,
    UnionHomePage,
)
from tenants.registry.models import UnionMembership
from tests.shared.published.factory import entry, event


@pytest.fixture(autouse=True)
def members(lipova, sluknov, rumburk):
    UnionMembership.objects.all().delete()
    for site in (lipova, sluknov, rumburk):
        UnionMembership.objects.create(municipality=site, confirmed=True, evidence_note="statutes")


@pytest.fixture
def home(union):
    return UnionHomePage.objects.get(slug="home")


def add(parent, page, *, live=True):
    page.live = live
    parent.add_child(instance=page)
    if live:
        page.save_revision().publish()
    parent.refresh_from_db()
    return page


@pytest.fixture
def index(home):
    return ProjectIndexPage.objects.child_of(home).get()


def project(index, slug, *sites, live=True, **fields):
    page = ProjectPage(title=f"Projekt {slug}", slug=slug, lead="Krátce.", **fields)
    page.partners = [ProjectPartner(municipality=site, part="nositel") for site in sites]
    page.outputs = [ProjectOutput(label="strategií", value=Decimal(12))]
    return add(index, page, live=live)


def text(client_for, site, path, status=200):
    response = client_for(site).get(path)
    assert response.status_code == status, path
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


# --- Projects ---------------------------------------------------------------------------------


def test_a_project_with_its_money_outputs_and_municipalities(client_for, union, index, lipova):
    project(
        index,
        "vystava",
        lipova,
        state="finished",
        started=dt.date(2019, 3, 1),
        ended=dt.date(2021, 5, 31),
        cost=Decimal("1555937.50"),
        funding="Evropská unie, Evropský sociální fond, Operační program Zaměstnanost",
        number="CZ.03.4.74/0.0/0.0/17_080/0009947",
        eu_funded=True,
    )
    page = text(client_for, union, "/projekty/vystava/")
    for wanted in (
        "1 555 937,50 Kč",
        "1. 3. 2019",
        "img/eu.svg",
        "0009947",
        "strategií",
        "m-lipova",
    ):
        assert wanted in page, wanted
    assert "Projekt vystava" in text(client_for, union, "/projekty/")
    assert "/projekty/vystava/" in text(client_for, union, "/obce/lipova/")
    assert "/projekty/vystava/" not in text(client_for, union, "/obce/rumburk/")


def test_drafts_of_projects_are_nowhere(client_for, union, index, lipova):
    draft = project(index, "tajny", lipova, live=False)
    assert "Projekt tajny" not in text(client_for, union, "/projekty/")
    assert "Projekt tajny" not in text(client_for, union, "/obce/lipova/")
    assert client_for(union).get("/projekty/tajny/").status_code == 404
    assert not Item.objects.filter(source_id=str(draft.pk)).exists()


def test_search_finds_a_project(client_for, union, index, lipova):
    page = project(index, "vystava", lipova)
    item = Item.objects.get(kind=Kind.PAGE, source_id=str(page.pk))
    assert item.url_path == "/projekty/vystava/"
    page.unpublish()
    assert not Item.objects.filter(pk=item.pk).exists()


def test_a_project_ends_after_it_starts(index):
    page = ProjectPage(
        title="x", slug="x", lead="x", started=dt.date(2020, 2, 1), ended=dt.date(2020, 1, 1)
    )
    with pytest.raises(ValidationError):
        page.clean()


def test_municipalities_have_no_such_pages(lipova, on, union):
    for model in (ProjectIndexPage, ProjectPage, OrgansPage, PapersPage):
        with on(lipova):
            assert not model.can_create_at(Page.objects.get(depth=2, slug="home"))


def test_a_municipality_that_is_gone_leaves_no_gap(client_for, union, index, lipova):
    page = project(index, "vystava", lipova)
    ProjectPartner.objects.create(page=page, municipality_id=999_999)
    assert "m-lipova" in text(client_for, union, "/projekty/vystava/")
    text(client_for, union, "/projekty/")


def test_joint_events_are_the_unions_and_those_that_several_show(
    client_for, union, index, lipova, sluknov, on
):
    soon = clock.now() + dt.timedelta(days=3)
    with on(union):
        published.publish(event("1", soon, title="Setkání svazku"))
    with on(lipova):
        published.publish(event("2", soon, title="Anenská pouť"))
        published.publish(event("3", soon, title="Schůze zahrádkářů"))
    own = Item.objects.get(source_id="2")
    own.pk, own.origin, own.municipality = None, lipova, sluknov
    own.save()
    page = text(client_for, union, "/projekty/")
    assert "Setkání svazku" in page
    assert page.count("Anenská pouť") == 1
    assert "Schůze zahrádkářů" not in page


@pytest.mark.parametrize("path", ["/projekty/", "/projekty/p0/", "/obce/lipova/"])
def test_pages_cost_the_same_with_one_project_and_three(
    client_for, union, index, lipova, sluknov, path
):
    browser = client_for(union)

    def cost():
        browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path, headers={"cookie": "sessionid=nobody"}).status_code == 200
        return len(captured)

    project(index, "p0", lipova)
    once = cost()
    project(index, "p1", lipova, sluknov)
    project(index, "p2", lipova, sluknov)
    assert cost() == once <= 18


# --- Organs -----------------------------------------------------------------------------------


def test_who_is_not_known_stays_unnamed(client_for, union, home, lipova):
    page = OrgansPage.objects.child_of(home).get()
    page.organs = [
        Organ(
            name="Valná hromada",
            all_members=True,
            people=[OrganPerson(name="Eva Ukázková", function="členka", municipality=lipova)],
        ),
        Organ(name="Revizní komise", people=[OrganPerson(function="předseda")]),
    ]
    page.save_revision().publish()
    shown = text(client_for, union, "/organy/").split("<h1", 1)[1]
    assert "Eva Ukázková" in shown
    assert "/obce/sluknov/" in shown
    assert "/obce/lipova/" not in shown  # her seat is taken
    assert shown.count("not stated") + shown.count("neuveden") >= 1


# --- Documents --------------------------------------------------------------------------------


def test_documents_of_a_restricted_collection_are_not_even_named(client_for, union, home):
    private = Collection.get_first_root_node().add_child(name="Neveřejné")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    below = private.add_child(name="Pod nimi")
    page = PapersPage.objects.child_of(home).get()
    page.papers = [
        PublicPaper(
            title=title,
            group="budget",
            document=get_document_model().objects.create(
                title=title,
                file=ContentFile(b"%PDF-1.4", name=f"{number}.pdf"),
                **({"collection": collection} if collection else {}),
            ),
        )
        for number, (title, collection) in enumerate(
            [("Rozpočet", None), ("Tajný zápis", private), ("Ještě tajnější", below)]
        )
    ]
    page.save_revision().publish()
    shown = text(client_for, union, "/dokumenty/")
    assert "Rozpočet" in shown
    assert "ajn" not in shown
    assert "ajn" not in Item.objects.get(source_id=str(page.pk)).text


# --- Figures ----------------------------------------------------------------------------------


def test_stated_totals_and_sums_are_told_apart(client_for, union, home, lipova, sluknov):
    home.figures.set([UnionFigure(label="obyvatel", value=29835, source="svazek")])
    home.save_revision().publish()
    for site, population, area in ((lipova, 680, 1282), (sluknov, 5566, None)):
        site.population, site.population_source, site.area_ha = population, "ČSÚ", area
        site.save()
    page = text(client_for, union, "/obce/")
    assert "29 835" in page
    assert ">6 246<" in page
    assert "1 282 ha" in page
    sums = selectors.summed(selectors.members())
    assert (sums.population_of, sums.area_of, sums.members) == (2, 1, 3)
    assert ">6 246<" not in text(client_for, union, "/")  # the home page states, it does not add


def test_a_figure_says_when_it_held_and_who_says_so(client_for, union, lipova):
    lipova.population, lipova.area_ha = 680, 1282
    lipova.population_as_of, lipova.population_source = dt.date(2025, 1, 1), "ČSÚ"
    lipova.area_as_of, lipova.area_source = dt.date(2024, 12, 31), "ČÚZK"
    lipova.save()
    page = text(client_for, union, "/obce/lipova/")
    for wanted in ("1. 1. 2025", "ČSÚ", "31. 12. 2024", "ČÚZK", "53"):
        assert wanted in page, wanted
    assert selectors.density(lipova) == 53
    lipova.area_ha = None
    assert selectors.density(lipova) is None


# --- What is new ------------------------------------------------------------------------------


@pytest.fixture
def news(lipova, sluknov, on):
    now = clock.now()
    for site, start in ((lipova, 0), (sluknov, 100)):
        with on(site):
            for number in range(start, start + 15):
                at = now - dt.timedelta(minutes=number)
                published.publish(entry(str(number), title=f"Zpráva {number:03}", published_at=at))
    with on(sluknov):
        published.publish(entry("900", kind=Kind.NOTICE, title="Vyhláška", published_at=now))
        published.publish(entry("901", title="Místní", local=True, published_at=now))


def test_news_of_all_sites_in_one_list(client_for, union, news):
    first = text(client_for, union, "/z-obci/")
    assert "Zpráva 000" in first
    assert "Vyhláška" in first
    assert "Místní" not in first
    assert "strana=2" in first
    assert "Zpráva 114" in text(client_for, union, "/z-obci/?strana=2")
    assert client_for(union).get("/z-obci/?strana=3").status_code == 404


def test_the_list_is_narrowed_by_municipality_and_kind(client_for, union, news):
    page = text(client_for, union, "/z-obci/?obec=sluknov&druh=notice")
    assert "Vyhláška" in page
    assert "Zpráva" not in page.split("<h1", 1)[1]
    for wrong in ("obec=praha", "druh=nic", "strana=0", "strana=x"):
        assert client_for(union).get(f"/z-obci/?{wrong}").status_code == 400


def test_the_list_costs_the_same_however_much_there_is(client_for, union, news, lipova, on):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            client_for(union).get("/z-obci/", headers={"cookie": "sessionid=nobody"})
        return len(captured)

    client_for(union).get("/z-obci/", headers={"cookie": "sessionid=nobody"})
    before = cost()
    with on(lipova):
        for number in range(500, 540):
            published.publish(entry(str(number), published_at=clock.now()))
    assert cost() == before


def test_municipalities_have_no_such_list(client_for, lipova):
    assert client_for(lipova).get("/z-obci/").status_code == 404


# --- The map ----------------------------------------------------------------------------------


def test_the_map_has_a_name_a_description_and_named_links(client_for, union, lipova, sluknov):
    for site, latitude, longitude in ((lipova, 51.0111, 14.3603), (sluknov, 51.0038, 14.4527)):
        site.latitude, site.longitude = latitude, longitude
        site.population, site.population_source = 680, "ČSÚ"
        site.save()
    page = text(client_for, union, "/obce/")
    drawn = page[
        page.index('<svg class="map"') : page.index("</svg>", page.index('<svg class="map"'))
    ]
    assert 'role="group"' in drawn
    assert "aria-label=" in drawn
    assert "<desc>" in drawn
    assert "<title>Obec Lipová, 680" in drawn
    assert 'href="/obce/lipova/"' in drawn
    assert "tabindex" not in drawn
    home = text(client_for, union, "/")
    assert (
        'tabindex="-1"' in home[home.index('<svg class="map"') :]
    )  # the tiles beside it say the same
