import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from shared.kernel import clock
from shared.kernel.text import czech_sort_key
from shared.published import services
from shared.published.enums import Kind
from shared.published.models import Item
from shared.union import selectors
from shared.union.models import UnionFigure, UnionHomePage
from tenants.registry import map as union_map
from tenants.registry.enums import State
from tenants.registry.models import Domain, Municipality, UnionMembership
from tests.shared.published.factory import entry, event


def join(municipality, confirmed=True, **fields):
    UnionMembership.objects.create(
        municipality=municipality, confirmed=confirmed, evidence_note="statutes", **fields
    )


@pytest.fixture
def members(lipova, sluknov, rumburk):
    UnionMembership.objects.all().delete()
    for each in (lipova, sluknov):
        join(each)
    join(rumburk, confirmed=False)


@pytest.fixture
def home(union):
    page = UnionHomePage.objects.get(slug="home")
    page.tagline = "Dvanáct obcí, jeden kalendář"
    page.about = "<p>Svazek založily obce.</p>"
    page.project_title = "Strategické řízení v obcích"
    page.project_number = "CZ.03.4.74/0.0/0.0/17_080/0009947"
    page.project_fund = "Evropská unie, Evropský sociální fond, Operační program Zaměstnanost"
    page.figures.set(
        [
            UnionFigure(label="obyvatel", value=29835, as_of=dt.date(2020, 1, 1), source="svazek"),
            UnionFigure(label="rozloha", value=21143, unit="ha", source="svazek"),
        ]
    )
    page.save_revision().publish()
    return page


def show(client_for, site, path="/"):
    response = client_for(site).get(path)
    assert response.status_code == 200
    return response.content.decode()


# --- Whose it is ------------------------------------------------------------------------------


def test_the_union_has_its_own_home_page_and_municipalities_theirs(union, lipova, on):
    assert isinstance(Page.objects.get(depth=2, slug="home").specific, UnionHomePage)
    with on(lipova):
        assert not isinstance(Page.objects.get(depth=2, slug="home").specific, UnionHomePage)


def test_no_municipality_can_have_the_unions_page(union, lipova, on):
    assert UnionHomePage.can_exist_under(Page.get_first_root_node())
    with on(lipova):
        assert not UnionHomePage.can_exist_under(Page.get_first_root_node())
        assert not UnionHomePage.can_create_at(Page.get_first_root_node())


def test_deleting_a_municipalitys_page_leaves_the_unions_home_alone(union, lipova, on):
    """Wagtail deletes a page's rows of every type: without tables of its own, public's."""
    number = UnionHomePage.objects.get(slug="home").pk
    with on(lipova):
        page = Page.objects.filter(pk=number).first()
        if page is None:
            home = Page.objects.get(depth=2, slug="home")
            page = home.add_child(instance=Page(pk=number, title="Dočasná", slug="docasna"))
        page.specific.delete()
        assert not Page.objects.filter(pk=number).exists()
    assert UnionHomePage.objects.filter(pk=number).exists()


# --- The home page ----------------------------------------------------------------------------


def test_figures_say_when_they_held_and_who_says_so(client_for, union, home):
    text = re.sub(r"\s+", " ", show(client_for, union).replace("\xa0", " ").replace("&nbsp;", " "))
    assert "29 835" in text
    assert "1. 1. 2020" in text
    assert "21 143 ha" in text
    assert "svazek" in text


def test_the_projects_publicity(client_for, union, home):
    text = show(client_for, union)
    assert "Evropská unie, Evropský sociální fond, Operační program Zaměstnanost" in text
    assert "CZ.03.4.74/0.0/0.0/17_080/0009947" in text
    assert "img/eu.svg" in text
    home.project_title = ""
    home.save_revision().publish()
    assert "img/eu.svg" not in show(client_for, union)


def test_news_and_events_of_all_members_with_links_to_their_sites(
    client_for, union, home, members, lipova, sluknov, on
):
    tomorrow = clock.now() + dt.timedelta(days=1)
    with on(lipova):
        services.publish(entry("1", title="Zpráva z Lipové"))
    with on(sluknov):
        services.publish(event("2", tomorrow, title="Koncert ve Šluknově", cancelled=True))
    text = show(client_for, union)
    assert "Zpráva" in text
    assert f'href="{lipova.url}/aktuality/1/"' in text
    assert f'href="{sluknov.url}/kalendar/2/"' in text
    assert "is-cancelled" in text


def test_members_in_czech_order_the_unconfirmed_marked(client_for, union, home, members):
    text = show(client_for, union).split("<h1", 1)[1]
    assert text.count("m-rumburk") >= 1
    tiles = re.findall(r'class="member__name">([^<]+)<', text)
    assert tiles == sorted(tiles, key=czech_sort_key) == ["Lipová", "Rumburk", "Šluknov"]
    assert len(re.findall(r'class="member__note">[^<]*(potvrzen|confirmed)', text)) == 1


def test_a_union_without_members_figures_and_news_has_a_page(client_for, union):
    UnionMembership.objects.all().delete()
    Item.objects.all().delete()
    show(client_for, union)
    show(client_for, union, "/obce/")


@pytest.mark.parametrize("path", ["/", "/obce/"])
def test_the_page_costs_as_many_queries_with_12_members_as_with_100(
    client_for, union, home, members, path
):
    client = client_for(union)

    def queries():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path, headers={"cookie": "sessionid=nobody"}).status_code == 200
        return len(captured)

    def more(start, end):
        for n in range(start, end):
            town = Municipality.objects.create(
                slug=f"obec-{n}", schema_name=f"obec_{n}", name=f"Obec {n}", state=State.ACTIVE
            )
            Domain.objects.create(domain=town.host, tenant=town, is_primary=True)
            join(town)
            Item.objects.create(
                municipality=town, kind=Kind.NEWS, source_id="1", title="x", url_path="/x/",
                published_at=clock.now(), title_key="x", search="",
            )  # fmt: skip

    more(3, 12)
    with_12 = queries()
    more(12, 100)
    assert queries() == with_12 <= 15


# --- Members ----------------------------------------------------------------------------------


def test_the_list_of_members(client_for, union, members, lipova):
    lipova.population, lipova.population_source = 680, "ČSÚ"
    lipova.save()
    text = show(client_for, union, "/obce/")
    assert f'href="{lipova.url}/"' in text
    assert "680" in text
    assert "tag--warning" in text  # Rumburk is to be confirmed


def test_former_and_future_members_are_not_listed(union, lipova, sluknov, rumburk):
    UnionMembership.objects.all().delete()
    join(lipova)
    join(sluknov, until=clock.today() - dt.timedelta(days=1))
    join(rumburk, since=clock.today() + dt.timedelta(days=1))
    assert selectors.members() == [lipova]


def test_the_page_of_a_member(client_for, union, members, lipova, on):
    with on(lipova):
        services.publish(entry("1", title="Zpráva z Lipové"))
    text = show(client_for, union, "/obce/lipova/")
    assert f'href="{lipova.url}/"' in text
    assert f'href="{lipova.url}/aktuality/1/"' in text


def test_only_members_have_a_page_and_only_on_the_unions_site(client_for, union, members, lipova):
    assert client_for(union).get("/obce/praha/").status_code == 404
    assert client_for(lipova).get("/obce/").status_code == 404


# --- The map ----------------------------------------------------------------------------------


def place(name, latitude, longitude):
    return Municipality(name=name, slug="x", latitude=latitude, longitude=longitude)


def test_the_map_keeps_directions_and_stays_inside():
    drawn = union_map.draw(
        [place("Sever", 51.02, 14.31), place("Jih", 50.88, 14.46), place("Východ", 50.95, 14.56)]
    )
    north, south, east = drawn.places
    assert north.y < east.y < south.y
    assert north.x < south.x < east.x
    assert all(0 < p.x < drawn.width and 0 < p.y < drawn.height for p in drawn.places)
    assert east.anchor != "start"  # its name would leave the drawing


def test_names_on_the_map_do_not_cover_neighbours():
    drawn = union_map.draw(
        [
            *(place("Vilémov", 50.9906, 14.3354), place("Velký Šenov", 50.9909, 14.3744)),
            *(place("Staré Křečany", 50.9505, 14.4963), place("Rumburk", 50.9535, 14.5553)),
        ]
    )
    anchors = {p.municipality.name: p.anchor for p in drawn.places}
    assert anchors["Vilémov"] != "start"
    assert anchors["Rumburk"] != "start"


@pytest.mark.parametrize(
    "places", [[], [place("Sama", 51, 14)], [place("A", None, None), place("B", 51, 14)]]
)
def test_without_two_known_places_there_is_no_map(places):
    assert union_map.draw(places) is None


def test_members_at_one_spot_do_not_divide_by_zero():
    assert union_map.draw([place("A", 51, 14), place("B", 51, 14)]) is not None
