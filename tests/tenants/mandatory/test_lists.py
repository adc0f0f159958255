"""Contracts, filing office and data protection: pages, table, search."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from shared.audit.models import Entry
from shared.published.models import Item
from tenants.mandatory.models import Contract, Regulation

pytestmark = pytest.mark.django_db


def rows_of(client, query="") -> list[list[str]]:
    response = client.get(f"/smlouvy/smlouvy.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def test_a_contract_is_on_the_page_at_once(lipova, sluknov, contract, client_for, noted):
    client = client_for(lipova)
    assert client.get("/smlouvy/").status_code == 200
    contract(
        lipova,
        "Oprava <i>mostku</i>",
        price=Decimal("1555937.50"),
        register_url="https://smlouvy.gov.cz/smlouva/1",
    )
    html = client.get("/smlouvy/").content.decode()
    assert "Oprava &lt;i&gt;mostku&lt;/i&gt;" in html
    assert "1\xa0555\xa0937,50 Kč" in html
    assert 'href="https://smlouvy.gov.cz/smlouva/1"' in html
    assert "mostku" not in client_for(sluknov).get("/smlouvy/").content.decode()
    data = json.loads(client.get("/opendata/smlouvy.json").content)
    assert [(row["predmet"], row["cena_kc"]) for row in data] == [
        ("Oprava <i>mostku</i>", "1555937.50")
    ]
    assert json.loads(client_for(sluknov).get("/opendata/smlouvy.json").content) == []
    assert noted(lipova)["contracts"] == ""
    assert noted(sluknov)["contracts"] is None


def test_a_persons_name_is_nowhere(lipova, contract, client_for):
    contract(lipova, "Nájem zahrady", counterpart="Karel Tajný", is_person=True)
    client = client_for(lipova)
    data = json.loads(client.get("/opendata/smlouvy.json").content)
    assert [(row["predmet"], row["fyzicka_osoba"], row["druha_strana"]) for row in data] == [
        ("Nájem zahrady", True, "")
    ]
    assert "Tajný" not in client.get("/opendata/smlouvy.csv").content.decode()
    assert "Tajný" not in client.get("/smlouvy/").content.decode()
    assert "Tajný" not in str(rows_of(client))
    assert "Nájem" not in client.get("/smlouvy/?q=tajn%C3%BD").content.decode()
    item = Item.objects.get(municipality=lipova, url_path="/smlouvy/")
    assert "Nájem zahrady" in item.text
    assert "Tajný" not in item.text


def test_filter_by_year_and_words(lipova, contract, client_for):
    contract(lipova, "Plyn", signed_on=dt.date(2024, 5, 1))
    contract(lipova, "Elektřina", signed_on=dt.date(2025, 5, 1), number="S-7")
    client = client_for(lipova)

    def subjects(query: str) -> set[str]:
        return {row[1] for row in rows_of(client, query)}

    assert subjects("") == {"Plyn", "Elektřina"}
    assert subjects("?rok=2024") == {"Plyn"}
    assert subjects("?q=s-7") == {"Elektřina"}
    assert "Plyn" not in client.get("/smlouvy/?rok=2025").content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [("rok=abc", 400), ("rok=99999999999999999999", 400), ("strana=x", 400), ("strana=99", 404)],
)
def test_nonsense_is_answered_as_such(lipova, client_for, query, status):
    assert client_for(lipova).get(f"/smlouvy/?{query}").status_code == status


def test_a_table_runs_nothing(lipova, contract, client_for):
    contract(lipova, "=HYPERLINK(1)", counterpart="+cmd", price=Decimal("10"))
    (row,) = rows_of(client_for(lipova))
    assert row[1:5] == ["'=HYPERLINK(1)", "'+cmd", "", "10,00"]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list(lipova, contract, client_for, number):
    for each in range(number):
        contract(lipova, f"Smlouva {each}")
    client = client_for(lipova)
    client.get("/smlouvy/?mereni=1")
    with CaptureQueriesContext(connection) as context:
        assert client.get("/smlouvy/?mereni=1").status_code == 200
    sent = [query["sql"] for query in context.captured_queries]
    assert len(sent) == 19, "\n".join(sent)


@pytest.mark.parametrize(
    ("model", "field", "url"),
    [
        (Contract, "register_url", "https://smlouvy.gov.cz.evil.example/1"),
        (Contract, "register_url", "http://smlouvy.gov.cz/1"),
        (Contract, "register_url", "https://smlouvy.gov.cz@evil.example/"),
        (Regulation, "url", "https://example.com/"),
    ],
)
def test_links_lead_to_the_registers_only(lipova, on, model, field, url):
    row = model(**{field: url})
    with pytest.raises(ValidationError) as caught:
        row.clean_fields()
    assert field in caught.value.message_dict


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"valid_until": dt.date(2020, 1, 1)}, "contract_ends_after"),
        ({"is_person": True, "counterpart_ico": "00000019"}, "a_person_has"),
        ({"price": Decimal("-1")}, "not_negative"),
    ],
)
def test_impossible_contracts_are_refused_by_the_database(lipova, contract, fields, rule):
    with pytest.raises(IntegrityError, match=rule):
        contract(lipova, **fields)


def test_a_clerk_writes_a_contract_on_the_desk(lipova, people, client_for, on):
    clerk = people.clerk("lipova")
    browser = client_for(lipova, clerk)
    given = {"subject": "Svoz odpadu", "counterpart": "Svozová (ukázka)", "signed_on": "1.3.2026"}
    response = browser.post("/admin/snippets/mandatory/contract/add/", given)
    assert response.status_code == 302, response.content.decode()[-2000:]
    with on(lipova):
        row = Contract.objects.get()
    entry = Entry.objects.get(action="contract.made")
    assert (entry.actor_id, entry.target_id) == (clerk.pk, str(row.pk))
    assert "Svoz odpadu" in client_for(lipova).get("/smlouvy/").content.decode()
    assert browser.post(f"/admin/snippets/mandatory/contract/delete/{row.pk}/").status_code == 302
    assert Entry.objects.get(action="contract.deleted").actor_id == clerk.pk
    assert not Item.objects.filter(municipality=lipova, url_path="/smlouvy/").exists()
    author = client_for(lipova, people.author("lipova"))
    assert author.get("/admin/snippets/mandatory/contract/add/").status_code in {302, 403}


def test_the_filing_office_shows_what_is_known(lipova, say, client_for, on):
    from tenants.contacts.models import Office

    say(lipova, "filing", text="<p>PDF a DOCX, na USB.</p>")
    with on(lipova), transaction.atomic():
        office = Office.objects.get(is_main=True)
        office.email = "podatelna@lipova.example"
        office.save()
    html = client_for(lipova).get("/podatelna/").content.decode()
    assert "mailto:podatelna@lipova.example" in html
    assert "PDF a\xa0DOCX" in html
    assert html.count('class="muted"') == 1  # the hours


def test_addresses_are_in_the_sitemap_when_they_tell_something(lipova, contract, client_for):
    client = client_for(lipova)
    assert "/smlouvy/" not in client.get("/sitemap.xml").content.decode()
    contract(lipova)
    text = client.get("/sitemap.xml").content.decode()
    assert "/smlouvy/" in text
    assert "/podatelna/" not in text
