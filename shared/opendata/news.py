"""News of a site, on the union's site of all members, by the norm Aktuality 2020-07-01."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from shared.opendata import ofn
from shared.opendata.sets import DataSet, Found, iri, json_ld, listed
from shared.published import selectors
from shared.published.enums import Kind
from shared.published.models import Item
from tenants.registry.models import Municipality

NORM, VERSION = "aktuality", "2020-07-01"
CONTEXT = ofn.context(NORM, VERSION, "aktualita")
NOUN = "aktualita"
#: The norm's texts are Czech or English; what is German is a translation of something here.
LANGUAGES = ("cs", "en")
MOST = 5_000


def build(site: Municipality) -> list[dict[str, Any]]:
    return listed((_described(item) for item in _items(site)[:MOST]), CONTEXT)


def _items(site: Municipality) -> Any:
    schema = None if site.is_union else site.schema_name
    return (
        selectors.published_items(schema)
        .filter(kind=Kind.NEWS, language__in=LANGUAGES)
        .listed()
        .order_by("-published_at", "-pk")
    )


def find(site: Municipality, key: str) -> Found | None:
    """Of the site itself: the union's list names each item by its owner's address."""
    item = (
        selectors.published_items(site.schema_name)
        .filter(kind=Kind.NEWS, source_id=key, language__in=LANGUAGES, origin=None)
        .listed()
        .first()
    )
    if item is None:
        return None
    return Found({"@context": CONTEXT, **_described(item)}, item.url_path, item.published_at)


def example(site: Municipality) -> dict[str, Any] | None:
    item = _items(site).first()
    return {"@context": CONTEXT, **_described(item)} if item is not None else None


def _described(item: Item) -> dict[str, Any]:
    site = item.municipality
    return ofn.known(
        typ="Aktualita",
        iri=iri(site, NOUN, item.source_id),
        název={item.language: item.title},
        popis={item.language: item.summary} if item.summary else {},
        vytvořeno=ofn.instant(item.published_at),
        oznamovatel=ofn.office(site),
        geografické_území=ofn.territory(site),
        url=f"{site.url}{item.url_path}",
    )


NEWS = DataSet(
    slug="aktuality",
    title=_("News"),
    summary=_("What the office has announced on its website, the newest first."),
    forms=(json_ld(build, ofn.schema(NORM, VERSION, "aktuality")),),
    specification=ofn.specification(NORM, VERSION),
    theme="GOVE",
    keywords=("aktuality", "zprávy", "obec"),
    works=True,
    noun=NOUN,
    find=find,
    example=example,
    order=30,
)
