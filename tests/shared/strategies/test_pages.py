"""The public pages: what they show to whom, and what they cost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tenants.utils import tenant_context

from shared.published.models import Item
from shared.strategies.enums import Readers
from shared.strategies.models import Share
from shared.strategies.services import documents, outline
from tests.shared.strategies.factory import activity, clerk, document

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_the_register_of_the_union_has_all_and_a_municipality_its_own(
    lipova, sluknov, union, client_for
):
    document(lipova, title="Program Lipové")
    document(sluknov, title="Program Šluknova")
    document(union, title="ISRÚ Severu", kind="isru")
    shown = text(client_for(union).get("/strategie/"))
    assert [name in shown for name in ("Program Lipové", "Program Šluknova", "ISRÚ Severu")] == [
        True
    ] * 3
    shown = text(client_for(lipova).get("/strategie/"))
    assert "Program Lipové" in shown
    assert "Program Šluknova" not in shown and "ISRÚ Severu" not in shown


def test_what_is_not_public_is_nowhere(lipova, union, client_for, people):
    hidden = [
        activity(document(lipova, readers, title=f"TAJNÉ {readers}"), title=f"TAJNÁ {readers}")
        for readers in (Readers.OWN, Readers.UNION)
    ]
    for site in (lipova, union):
        for person in (None, people.clerk("sluknov"), people.union_editor()):
            browser = client_for(site, person)
            for path in (
                "/strategie/",
                "/strategie/aktivity/",
                "/strategie/aktivity.csv",
                "/strategie/aktivity.json",
                "/strategie/dokumenty.csv",
                "/strategie/dokumenty.json",
                "/hledat/?q=tajné",
                "/sitemap.xml",
            ):
                answer = browser.get(path)
                assert answer.status_code == 200, path
                assert "TAJN" not in text(answer), path
            for each in hidden:
                assert browser.get(each.document.path).status_code == 404
                assert browser.get(each.path).status_code == 404
                number = each.document_id
                assert browser.get(f"/strategie/{number}/").status_code == 404
                assert browser.get(f"/strategie/{number}/aktivity.csv").status_code == 404
                assert browser.get(f"/strategie/{number}/aktivity.xlsx").status_code == 404
    assert not Item.objects.filter(kind="strategy").exists()


def test_closing_a_document_takes_it_off_everything(lipova, union, client_for, on):
    made = document(lipova, title="Program Lipové")
    activity(made)
    assert Item.objects.filter(kind="strategy", source_id=str(made.pk)).exists()
    assert "Program" in text(client_for(union).get("/hledat/?q=program lipove"))
    with on(lipova):
        documents.open_to(made.pk, Readers.OWN, actor=clerk(lipova))
    assert not Item.objects.filter(kind="strategy").exists()
    assert client_for(union).get(made.path).status_code == 404
    assert client_for(lipova).get(made.path).status_code == 404


def test_the_page_of_a_document(lipova, union, client_for):
    made = document(lipova, title="Program <b>Lipové</b>", obcepro_url="https://www.obcepro.cz/x")
    activity(
        made,
        title="<script>alert(1)</script>",
        first_year=2020,
        last_year=2021,
        estimated_cost=Decimal("66550.50"),
        responsible="starosta",
    )
    activity(made, title="Hotová věc", state="hotovo", first_year=2022, last_year=2022)
    answer = client_for(union).get(made.path)
    shown = text(answer)
    assert "<script>alert" not in shown and "<b>Lipové" not in shown
    assert "66\u00a0550,50\u00a0Kč" in shown or "66&nbsp;550,50" in shown
    assert '<svg class="timeline"' in shown and '<svg class="chart"' in shown
    assert f'<link rel="canonical" href="{lipova.url}{made.path}">' in shown
    assert "style=" not in shown.split("</head>")[1]
    assert answer.context["tally"].done == 1 and answer.context["tally"].late == 1
    # A wrong name in the address leads to the right one, a foreign site to nothing.
    moved = client_for(union).get(f"/strategie/{made.pk}-neco/")
    assert moved.status_code == 302 and moved["Location"].endswith(made.path)


def test_a_document_of_the_neighbour_is_not_on_ones_site(lipova, sluknov, client_for):
    made = document(lipova)
    one = activity(made)
    assert client_for(lipova).get(one.path).status_code == 200
    for path in (made.path, one.path, f"/strategie/{made.pk}/aktivity.json"):
        assert client_for(sluknov).get(path).status_code == 404


@pytest.mark.parametrize(
    ("values", "late", "unfunded"),
    [
        ({"state": "planovano", "first_year": 2020}, True, False),
        ({"state": "bezi", "first_year": 2020}, False, False),
        ({"state": "bezi", "last_year": 2020}, True, False),
        ({"state": "hotovo", "last_year": 2020, "estimated_cost": Decimal(5)}, False, False),
        ({"state": "upusteno", "last_year": 2020, "estimated_cost": Decimal(5)}, False, False),
        ({"state": "planovano", "estimated_cost": Decimal(5)}, False, True),
        ({"state": "planovano", "estimated_cost": Decimal(0)}, False, False),
        ({"state": "planovano", "first_year": 2090}, False, False),
    ],
)
def test_late_and_without_money(values, late, unfunded, lipova, client_for):
    activity(document(lipova), **values)
    shown = client_for(lipova).get("/strategie/aktivity/").context["listing"].activities[0]
    assert (shown.late, shown.unfunded) == (late, unfunded)


def test_only_money_promised_in_writing_counts(lipova, client_for):
    made = document(lipova)
    half = {"source": "kraj", "amount": Decimal(50), "secured": True}
    rest = {"source": "obec", "amount": Decimal(50), "secured": False}
    activity(made, "poslíbená", estimated_cost=Decimal(100), funding=[half, rest])
    activity(
        made,
        "jistá",
        estimated_cost=Decimal(100),
        funding=[half, {**rest, "secured": True}],
    )
    listing = client_for(lipova).get("/strategie/aktivity/?potiz=bez-penez").context["listing"]
    assert [each.title for each in listing.activities] == ["poslíbená"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"A", "B", "C"}),
        ("obec=lipova", {"A", "B"}),
        ("obec=sluknov", {"B", "C"}),  # B: Šluknov has a share in it
        ("stav=bezi", {"C"}),
        ("potiz=pozde", {"A"}),
        ("spolecne=ano", {"B"}),
        ("obec=lipova&stav=bezi", set()),
    ],
)
def test_filters_of_activities(query, found, lipova, sluknov, union, client_for):
    first = document(lipova)
    activity(first, "A", last_year=2020)
    activity(first, "B", shares=[{"municipality": "sluknov", "percent": Decimal(40)}])
    activity(document(sluknov), "C", state="bezi")
    answer = client_for(union).get(f"/strategie/aktivity/?{query}")
    assert {each.title for each in answer.context["listing"].activities} == found
    rows = json.loads(text(client_for(union).get(f"/strategie/aktivity.json?{query}")))
    assert {row["title"] for row in rows["activities"]} == found


@pytest.mark.parametrize(
    "path",
    [
        "/strategie/?druh=nesmysl",
        "/strategie/?obec=nesmysl",
        "/strategie/aktivity/?stav=nesmysl",
        "/strategie/aktivity/?strana=0",
        "/strategie/aktivity.csv?potiz=nesmysl",
        "/strategie/dokumenty.json?stav=nesmysl",
    ],
)
def test_unknown_values_are_an_error(path, union, client_for):
    assert client_for(union).get(path).status_code == 400


def test_a_share_is_a_proposal_until_it_is_confirmed(lipova, sluknov, union, client_for, on):
    plan = document(union, kind="plan", title="Plán společných aktivit")
    one = activity(
        plan,
        "Společná kampaň",
        estimated_cost=Decimal(1000),
        shares=[
            {"municipality": union.slug, "percent": Decimal("25.5")},
            {"municipality": "sluknov", "percent": Decimal(40)},
        ],
    )
    shown = text(client_for(union).get(one.path))
    assert "25,5" in shown and "255" in shown and "34,5" in shown  # and what nobody has taken
    assert shown.count("tag--warning") == 2  # Šluknov's share, and the money
    share = Share.objects.get(municipality=sluknov)
    with on(sluknov):
        outline.answer_share(share.pk, agrees=True, seen="40.00", actor=clerk(sluknov))
    assert text(client_for(union).get(one.path)).count("tag--warning") == 1
    # It stands among the joint activities of the one who takes part, with the owner's address.
    shown = text(client_for(sluknov).get("/strategie/"))
    assert "Společná kampaň" in shown and f'href="{union.url}{one.path}"' in shown
    assert "Společná kampaň" not in text(client_for(lipova).get("/strategie/"))


def test_exports_cannot_be_run_by_a_spreadsheet(lipova, client_for):
    made = document(lipova)
    activity(made, '=HYPERLINK("http://evil.example")', code="@1", responsible="+420")
    rows = list(
        csv.DictReader(
            io.StringIO(
                text(client_for(lipova).get(f"/strategie/{made.pk}/aktivity.csv")).lstrip("\ufeff")
            ),
            delimiter=";",
        )
    )
    assert rows[0]["aktivita"].startswith("'=") and rows[0]["cislo"] == "'@1"
    from openpyxl import load_workbook

    answer = client_for(lipova).get(f"/strategie/{made.pk}/aktivity.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert {each.data_type for row in sheet.iter_rows() for each in row} <= {"s", "n", "inlineStr"}
    assert sheet["D2"].value.startswith("=HYPERLINK")


def queries(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


COSTS = {
    "register": 14,
    "activities": 10,
    "document": 13,
    "activity": 11,
    "csv": 9,
    "json": 9,
    "documents": 5,
}


@pytest.mark.parametrize("number", [1, 3])
def test_costs(number, lipova, sluknov, union, client_for):
    made = document(lipova)
    for position in range(number):
        one = activity(
            made,
            f"Věc {position}",
            estimated_cost=Decimal(10),
            funding=[{"source": "kraj", "amount": Decimal(5), "secured": True}],
            readings=[{"day": dt.date(2024, 1, 1), "value": Decimal(1)}],
            shares=[{"municipality": "sluknov", "percent": Decimal(40)}],
        )
        document(sluknov, title=f"Další {position}")
    browser = client_for(union)
    assert {
        "register": queries(browser, "/strategie/"),
        "activities": queries(browser, "/strategie/aktivity/"),
        "document": queries(browser, made.path),
        "activity": queries(browser, one.path),
        "csv": queries(browser, "/strategie/aktivity.csv"),
        "json": queries(browser, "/strategie/aktivity.json"),
        "documents": queries(browser, "/strategie/dokumenty.json"),
    } == COSTS


def test_addresses_are_the_same_on_every_site(lipova):
    with tenant_context(lipova):
        assert reverse("strategies:index") == "/strategie/"


def test_open_data_are_what_is_public(lipova, union, client_for):
    activity(document(lipova, title="Program Lipové"), "Studna", estimated_cost=Decimal(5))
    activity(document(lipova, Readers.UNION, title="TAJNÝ"), "TAJNÁ")
    for site in (lipova, union):
        browser = client_for(site)
        for name, shown in (("strategie", "Program Lipové"), ("strategie-aktivity", "Studna")):
            found = text(browser.get(f"/opendata/{name}.json"))
            assert shown in found and "TAJN" not in found
