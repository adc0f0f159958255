"""Good practice as a documented table: what everybody may read, never what members may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from shared.opendata.sets import DataSet
from shared.opendata.tables import Column, forms
from shared.practices import selectors
from shared.practices.content import Result
from tenants.registry.models import Municipality

SLUG = "dobra-praxe"
MOST = 5_000

COLUMNS = (
    Column("cislo", "integer", _("number of the record, which never changes")),
    Column("nazev", "string", _("title")),
    Column("shrnuti", "string", _("summary in one sentence")),
    Column("obec", "string", _("municipality that wrote it")),
    Column("kod_obce", "string", _("its code (ČSÚ, RÚIAN); empty if it is not known")),
    Column("tema", "string", _("topic")),
    Column("stav", "string", _("what became of it")),
    Column("zahajeno", "date", _("when it began")),
    Column("ukonceno", "date", _("when it ended")),
    Column("naklady_kc", "decimal", _("cost in Czech crowns")),
    Column("vysledky", "string", _("results with figures, separated by semicolons")),
    Column("prevzalo", "integer", _("how many municipalities have taken it over")),
    Column("chce_prevzit", "integer", _("how many want to take it over")),
    Column("zverejneno", "dateTime", _("when it was published")),
    Column("zmeneno", "dateTime", _("when the published text was last changed")),
    Column("ukazka", "boolean", _("whether it is a sample of the portal and no real record")),
    Column("adresa", "anyURI", _("address of the page")),
)


def rows(site: Municipality) -> Iterator[dict[str, Any]]:
    """One query for records and counts together."""
    found = selectors.counted(selectors.visible(selectors.STRANGER))
    practices = found.select_related("municipality", "version").defer("draft", "search")
    for practice in practices.order_by("pk")[:MOST]:
        record = practice.text
        yield {
            "cislo": practice.pk,
            "nazev": practice.title,
            "shrnuti": practice.summary,
            "obec": practice.municipality.name,
            "kod_obce": practice.municipality.csu_code,
            "tema": str(record.topic_label),
            "stav": str(record.progress_label),
            "zahajeno": record.started,
            "ukonceno": record.ended,
            "naklady_kc": None if practice.cost is None else str(practice.cost),
            "vysledky": "; ".join(_result(result) for result in record.results),
            "prevzalo": practice.done,  # type: ignore[attr-defined]
            "chce_prevzit": practice.wanted,  # type: ignore[attr-defined]
            "zverejneno": practice.first_published_at,
            "zmeneno": practice.published_at,
            "ukazka": practice.demonstration,
            "adresa": f"{site.url}{practice.path}",
        }


def _result(result: Result) -> str:
    before, after = ("?" if each is None else str(each) for each in (result.before, result.after))
    return f"{result.indicator}: {before} → {after} {result.unit}".strip()


PRACTICES = DataSet(
    slug=SLUG,
    title=_("Good practice"),
    summary=_("What the municipalities have tried, with costs and results. Public records only."),
    forms=forms(SLUG, COLUMNS, rows),
    columns=COLUMNS,
    theme="GOVE",
    frequency="IRREG",
    keywords=("dobrá praxe", "zkušenosti obcí"),
    works=True,
    available=lambda site: site.is_union,
    order=60,
)
