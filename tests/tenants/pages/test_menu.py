"""Which item of the menu is marked as the one the visitor is on."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tenants.pages import selectors
from tenants.pages.models import MainMenu

pytestmark = pytest.mark.django_db


def item(title, url, children=()):
    value = {"title": title, "title_de": "", "title_en": "", "url": url, "page": None}
    return {**value, "children": [item(*child) for child in children]} if children else value


@pytest.fixture
def menu(lipova, on):
    with on(lipova), transaction.atomic():
        setting = MainMenu.objects.get()
        setting.items = [
            ("item", {**item("Domů", "/"), "children": []}),
            ("item", {**item("Aktuality", "/aktuality/"), "children": []}),
            ("item", {**item("Úřad", "/urad/"), "children": [item("Kontakty", "/kontakty/")]}),
            ("item", {**item("Jinde", "https://www.example.com/"), "children": []}),
        ]
        setting.save()


def active(path):
    return [entry["title"] for entry in selectors.menu(path) if entry["active"]]


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("/", ["Domů"]),
        ("/aktuality/", ["Aktuality"]),
        ("/aktuality/zprava/", ["Aktuality"]),
        ("/aktualityne/", []),
        ("/kontakty/", ["Úřad"]),
        ("/jinam/", []),
    ],
)
def test_active_item(lipova, on, menu, path, titles):
    with on(lipova), translation.override("cs"):
        assert active(path) == titles


def test_active_item_in_german(lipova, on, menu):
    with on(lipova), translation.override("de"):
        assert active("/de/") == ["Domů"]
        assert active("/de/aktuality/zprava/") == ["Aktuality"]
        assert selectors.menu("/de/")[3]["url"] == "https://www.example.com/"


def test_costs_one_query_however_long(lipova, on, menu):
    from django.db import connection

    with on(lipova):
        MainMenu.objects.count()  # the search path is set with the first query
        with CaptureQueriesContext(connection) as queries:
            selectors.menu("/")
    assert len(queries) == 1
