"""Public strategies as documented tables: the documents, and the activities in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from shared.opendata.sets import DataSet
from shared.opendata.tables import Column, forms
from shared.strategies import selectors
from tenants.registry.models import Municipality

DOCUMENTS, ACTIVITIES = "strategie", "strategie-aktivity"
MOST = 10_000

DOCUMENT_COLUMNS = (
    Column("cislo", "integer", _("number of the document, which never changes")),
    Column("obec", "string", _("municipality whose document it is")),
    Column("kod_obce", "string", _("its code (ČSÚ, RÚIAN); empty if it is not known")),
    Column("druh", "string", _("kind of the document")),
    Column("nazev", "string", _("title")),
    Column("od", "integer", _("first year")),
    Column("do", "integer", _("last year")),
    Column("stav", "string", _("state of the document")),
    Column("aktivit", "integer", _("how many activities it has")),
    Column("bezi", "integer", _("how many of them are running")),
    Column("hotovo", "integer", _("how many of them are done")),
    Column("obcepro", "anyURI", _("address on obcepro.cz, empty without one")),
    Column("zverejneno", "dateTime", _("when it was published")),
    Column("ukazka", "boolean", _("whether it is a sample of the portal and no real record")),
    Column("adresa", "anyURI", _("address of the page")),
)
ACTIVITY_COLUMNS = (
    Column("dokument", "integer", _("number of the document that it belongs to")),
    Column("obec", "string", _("municipality whose document it is")),
    Column("cislo", "string", _("number in the document")),
    Column("aktivita", "string", _("title")),
    Column("od", "integer", _("first year")),
    Column("do", "integer", _("last year")),
    Column("odhad_kc", "decimal", _("estimated cost in Czech crowns")),
    Column("skutecnost_kc", "decimal", _("actual cost in Czech crowns")),
    Column("stav", "string", _("state of the activity")),
    Column("ukazatel", "string", _("indicator")),
    Column("jednotka", "string", _("unit of the indicator")),
    Column("vychozi", "decimal", _("baseline of the indicator")),
    Column("cilova", "decimal", _("target of the indicator")),
    Column("cilovy_rok", "integer", _("year of the target")),
    Column("adresa", "anyURI", _("address of the page")),
)


def documents(site: Municipality) -> Iterator[dict[str, Any]]:
    """One query."""
    found = selectors.tallied(selectors.public(site)).select_related("municipality")
    for each in found.order_by("pk")[:MOST]:
        yield {
            "cislo": each.pk,
            "obec": each.municipality.name,
            "kod_obce": each.municipality.csu_code,
            "druh": str(each.get_kind_display()),
            "nazev": each.title,
            "od": each.first_year,
            "do": each.last_year,
            "stav": str(each.get_state_display()),
            "aktivit": each.activities_number,  # type: ignore[attr-defined]
            "bezi": each.running,  # type: ignore[attr-defined]
            "hotovo": each.done,  # type: ignore[attr-defined]
            "obcepro": each.obcepro_url or None,
            "zverejneno": each.published_at,
            "ukazka": each.demonstration,
            "adresa": each.url,
        }


def activities(site: Municipality) -> Iterator[dict[str, Any]]:
    """One query."""
    found = selectors.public_activities(site).select_related("document__municipality")
    for each in found.order_by("document_id", "pk")[:MOST]:
        owner = each.document.municipality
        yield {
            "dokument": each.document_id,
            "obec": owner.name,
            "cislo": each.code,
            "aktivita": each.title,
            "od": each.first_year,
            "do": each.last_year,
            "odhad_kc": each.estimated_cost,
            "skutecnost_kc": each.actual_cost,
            "stav": str(each.get_state_display()),
            "ukazatel": each.indicator,
            "jednotka": each.unit,
            "vychozi": each.baseline,
            "cilova": each.target,
            "cilovy_rok": each.target_year,
            "adresa": f"{owner.url}{each.path}",
        }


SETS = (
    DataSet(
        slug=DOCUMENTS,
        title=_("Strategies"),
        summary=_("Strategic documents that everybody may read, with the standing of their parts."),
        forms=forms(DOCUMENTS, DOCUMENT_COLUMNS, documents),
        columns=DOCUMENT_COLUMNS,
        theme="GOVE",
        frequency="IRREG",
        keywords=("strategický plán", "program rozvoje obce"),
        works=True,
        order=70,
    ),
    DataSet(
        slug=ACTIVITIES,
        title=_("Activities of strategies"),
        summary=_("What the documents plan: years, costs, state and indicators."),
        forms=forms(ACTIVITIES, ACTIVITY_COLUMNS, activities),
        columns=ACTIVITY_COLUMNS,
        theme="GOVE",
        frequency="IRREG",
        keywords=("strategický plán", "aktivity", "investice"),
        works=True,
        order=75,
    ),
)
