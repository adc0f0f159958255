"""The public pages: what they find, how they are addressed, what they cost."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared.practices.content import mark_of
from shared.practices.enums import Uptake
from shared.practices.services import flow, records, reuse
from tests.shared.practices.factory import published

pytestmark = pytest.mark.django_db


def titles(response):
    return [practice.title for practice in response.context["listing"].practices]


@pytest.fixture
def three(lipova, sluknov, rumburk, union, people, on):
    lipova.population, lipova.population_source = 680, "ČSÚ"
    lipova.save()
    rumburk.population, rumburk.population_source = 10980, "ČSÚ"
    rumburk.save()
    made = [
        published(lipova, title="Kompostéry do každé ulice", topic="prostredi", cost="0"),
        published(rumburk, title="Senioři a počítače", topic="vzdelavani", cost="120000"),
        published(
            sluknov, title="Zasedání všech rad", topic="sprava", cost=None, progress="nezdar"
        ),
    ]
    with on(union):
        reuse.adopt(made[1].pk, lipova, Uptake.DONE, actor=people.clerk("lipova"))
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Kompostéry do každé ulice", "Senioři a počítače", "Zasedání všech rad"}),
        ("tema=prostredi", {"Kompostéry do každé ulice"}),
        ("obec=rumburk", {"Senioři a počítače"}),
        ("cena=bez-vydaju", {"Kompostéry do každé ulice"}),
        ("cena=do-250", {"Senioři a počítače"}),
        ("velikost=do-2000", {"Kompostéry do každé ulice"}),
        ("velikost=nad-5000", {"Senioři a počítače"}),
        ("stav=nezdar", {"Zasedání všech rad"}),
        ("prevzato=ano", {"Senioři a počítače"}),
        ("prevzato=ne", {"Kompostéry do každé ulice", "Zasedání všech rad"}),
        ("q=kompostery", {"Kompostéry do každé ulice"}),
        ("q=seniory", {"Senioři a počítače"}),
        ("q=zased", {"Zasedání všech rad"}),
        ("q=rumburk", {"Senioři a počítače"}),
        ("q=hroznys", set()),
        ("q=%21%3F", set()),
        ("tema=prostredi&q=senior", set()),
        # Nothing has the mistyped word; the right word stays right where a filter leaves nothing.
        ("q=kompostrey", {"Kompostéry do každé ulice"}),
        ("tema=vzdelavani&q=kompostrey", set()),
    ],
)
def test_filters_and_full_text(query, found, three, union, client_for):
    answer = client_for(union).get(f"/dobra-praxe/?{query}")
    assert answer.status_code == 200
    assert set(titles(answer)) == found


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("nejnovejsi", "Zasedání všech rad"),
        ("prevzate", "Senioři a počítače"),
        ("levne", "Kompostéry do každé ulice"),
        ("nazev", "Kompostéry do každé ulice"),
    ],
)
def test_orders(order, first, three, union, client_for):
    assert titles(client_for(union).get(f"/dobra-praxe/?razeni={order}"))[0] == first


@pytest.mark.parametrize(
    "query", ["tema=nic", "obec=praha", "cena=x", "razeni=x", "strana=0", "stav=x"]
)
def test_what_does_not_exist_is_not_everything(query, three, union, client_for):
    assert client_for(union).get(f"/dobra-praxe/?{query}").status_code == 400
    assert client_for(union).get(f"/dobra-praxe/export.csv?{query}").status_code == 400
    assert client_for(union).get(f"/dobra-praxe/export.json?{query}").status_code == 400


def test_a_page_past_the_last_one(three, union, client_for):
    assert client_for(union).get("/dobra-praxe/?strana=9").status_code == 404


def test_only_the_union_has_these_pages(lipova, client_for):
    practice = published(lipova)
    for path in ("/dobra-praxe/", practice.path, "/dobra-praxe/rss/"):
        assert client_for(lipova).get(path).status_code == 404


def test_the_address_lasts_though_the_title_changes(lipova, union, people, on, client_for):
    practice = published(lipova)
    before = practice.path
    assert before == f"/dobra-praxe/{practice.pk}-putovni-vystava/"
    with on(lipova):
        records.save_part(
            practice.pk, "v-kostce", {"title": "Krásy Severu"},
            seen=mark_of(practice.draft, "v-kostce"), actor=people.clerk("lipova"),
        )  # fmt: skip
        flow.submit(practice.pk, actor=people.clerk("lipova"))
    with on(union):
        flow.publish(practice.pk, version=2, actor=people.union_editor())
    practice.refresh_from_db()
    moved = client_for(union).get(before)
    assert (moved.status_code, moved.headers["Location"]) == (301, practice.path)
    assert client_for(union).get(f"/de{before}").headers["Location"] == f"/de{practice.path}"
    by_number = client_for(union).get(f"/dobra-praxe/{practice.pk}/")
    assert by_number.headers["Location"] == practice.path
    assert practice.path in client_for(union).get(practice.path).content.decode()
    with on(union):
        flow.archive(practice.pk, actor=people.union_editor(), reason="x")
    assert client_for(union).get(practice.path).status_code == 200
    assert titles(client_for(union).get("/dobra-praxe/")) == []


def test_rss_csv_and_json(three, union, client_for):
    browser = client_for(union)
    rss = browser.get("/dobra-praxe/rss/")
    assert rss.headers["Content-Type"].startswith("application/rss+xml")
    assert rss.content.decode().count("<item>") == 3
    assert (
        browser.get("/dobra-praxe/rss/", headers={"if-none-match": rss.headers["ETag"]}).status_code
        == 304
    )
    text = browser.get("/dobra-praxe/export.csv?tema=prostredi").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["nazev"] for row in rows] == ["Kompostéry do každé ulice"]
    told = json.loads(browser.get("/dobra-praxe/export.json?prevzato=ano").content)
    assert [(row["title"], row["taken_over"]) for row in told["practices"]] == [
        ("Senioři a počítače", 1)
    ]


def test_a_cell_is_no_formula(lipova, union, client_for):
    published(lipova, title='=HYPERLINK("http://zlo.cz")')
    text = client_for(union).get("/dobra-praxe/export.csv").content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert row["nazev"].startswith("'=")


def test_hostile_texts_are_escaped(lipova, union, people, client_for, on):
    evil = "<script>alert(1)</script>"
    practice = published(
        lipova, title=f"Titul {evil}", summary=evil, problem=evil, solution=evil, results_text=evil,
        results=[{"indicator": evil, "before": "1", "after": "2", "unit": evil}],
        funding=[{"source": evil, "amount": "1"}], steps=[{"text": evil}], went_wrong=evil,
        contact_name=evil, links=[{"kind": "web", "url": "https://x.cz/", "title": evil}],
    )  # fmt: skip
    other = published(lipova)
    for path in (
        practice.path, "/dobra-praxe/", f"/dobra-praxe/porovnat/?z={practice.pk}&z={other.pk}",
        "/dobra-praxe/rss/", other.path,
    ):  # fmt: skip
        assert "<script>alert" not in client_for(union).get(path).content.decode(), path
    clerk = client_for(lipova, people.clerk("lipova"))
    for tail in ("", "nahled/", "cast/v-kostce/", "verze/1/"):
        assert (
            "<script>alert"
            not in clerk.get(f"/admin/dobra-praxe/{practice.pk}/{tail}").content.decode()
        )


def test_comparing(three, union, client_for):
    one, two, three_ = (practice.pk for practice in three)
    page = client_for(union).get(
        f"/dobra-praxe/porovnat/?z={one}&z={two}&z={three_}&z=x&z=99999999999999"
    )
    assert len(page.context["practices"]) == 3
    assert client_for(union).get("/dobra-praxe/porovnat/").status_code == 200
    many = client_for(union).get(f"/dobra-praxe/porovnat/?z={one}&z={two}&z={three_}&z=987")
    assert many.context["too_many"]


def test_similar_records_share_words_or_the_topic(three, lipova, union, client_for):
    other = published(lipova, title="Kompostéry ve školách", topic="vzdelavani")
    page = client_for(union).get(other.path)
    found = [practice.title for practice in page.context["similar"]]
    assert found[0] == "Kompostéry do každé ulice"
    assert other.title not in found


# --- What they cost -----------------------------------------------------------------------------

STRANGER = {"list": 8, "record": 13, "comparison": 6}


def cost(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(f"{path}{'&' if '?' in path else '?'}mereni=1").status_code == 200
    return len(captured)


@pytest.mark.parametrize("items", [1, 3])
def test_queries(items, lipova, sluknov, rumburk, union, people, on, client_for):
    practice = published(lipova)
    for number in range(items):
        published(sluknov, title=f"Jiný {number}")
    for site in (sluknov, rumburk)[: min(items, 2)]:
        with on(union):
            reuse.adopt(practice.pk, site, Uptake.DONE, actor=people.clerk(site.slug))
    browser = client_for(union)
    found = {
        "list": cost(browser, "/dobra-praxe/"),
        "record": cost(browser, practice.path),
        "comparison": cost(browser, f"/dobra-praxe/porovnat/?z={practice.pk}&z={practice.pk + 1}"),
    }
    assert found == STRANGER
