"""Strategies as open data: public ones, with the schema of their columns beside them."""

import json

import pytest

from shared.strategies.enums import Readers
from tests.shared.strategies.factory import activity, document

pytestmark = pytest.mark.django_db

MARKER = "7f3-not-open"


def table(client_for, site, slug):
    browser = client_for(site)
    rows = json.loads(browser.get(f"/opendata/{slug}.json").content)
    schema = json.loads(browser.get(f"/opendata/{slug}.schema.json").content)
    for row in rows:
        assert list(row) == schema["items"]["required"]
    header = browser.get(f"/opendata/{slug}.csv").content.decode().splitlines()[0]
    assert header.split(",") == schema["items"]["required"]
    return rows


def test_public_documents_and_their_activities(client_for, union, lipova, sluknov):
    shown = document(lipova)
    activity(shown, estimated_cost="1500.50", first_year=2026)
    hidden = document(sluknov, readers=Readers.OWN, title=f"Koncept {MARKER}")
    activity(hidden, title=f"Tajná {MARKER}")
    for site in (union, lipova):
        (row,) = table(client_for, site, "strategie")
        assert (row["obec"], row["nazev"], row["aktivit"]) == ("Lipová", "Program rozvoje", 1)
        (part,) = table(client_for, site, "strategie-aktivity")
        assert (part["odhad_kc"], part["od"], part["dokument"]) == ("1500.50", 2026, shown.pk)
        assert part["adresa"].startswith(lipova.url)
    assert table(client_for, sluknov, "strategie") == []
    assert table(client_for, sluknov, "strategie-aktivity") == []


def test_queries_do_not_grow(lipova, django_assert_num_queries):
    from shared.strategies import opendata

    for number in (1, 2):
        for _more in range(number):
            activity(document(lipova))
        with django_assert_num_queries(3):  # one of them chooses the schema
            assert len(list(opendata.documents(lipova))) == 2 * number - 1
            assert len(list(opendata.activities(lipova))) == 2 * number - 1
