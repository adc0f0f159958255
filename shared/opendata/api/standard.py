"""Resources that the projection and the registry hold: events, news, notices, practices, municipalities."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from shared.opendata import ofn
from shared.opendata.api import resources
from shared.opendata.api.resources import (
    DAY,
    FLAG,
    INSTANT,
    MUNICIPALITY,
    OWNER,
    TEXT,
    URL,
    Asked,
    Resource,
    Schema,
    instant,
    or_null,
    owner,
)
from shared.opendata.sets import iri
from shared.published import selectors
from shared.published.enums import Kind
from shared.published.models import Item
from tenants.registry.models import Municipality

ITEM: dict[str, Schema] = {
    "id": {"type": "string", "description": "Lasting; unique within its resource."},
    "url": URL | {"description": "Of the page for people."},
    "title": TEXT,
    "summary": TEXT,
    "category": TEXT,
    "language": TEXT | {"description": "Of its texts, e.g. cs."},
    "published_at": INSTANT,
    "municipality": OWNER,
}
EVENT: dict[str, Schema] = ITEM | {
    "iri": or_null(URL),
    "place": TEXT,
    "starts_at": INSTANT | {"description": "Of a series its first date; see occurrences."},
    "ends_at": or_null(INSTANT) | {"description": "Exclusive; null where nobody has said it."},
    "all_day": FLAG,
    "recurring": FLAG,
    "cancelled": FLAG,
}


def _described(item: Item) -> dict[str, Any]:
    return {
        "id": f"{item.municipality.slug}:{item.source_id}",
        "url": f"{item.municipality.url}{item.url_path}",
        "title": item.title,
        "summary": item.summary,
        "category": item.category,
        "language": item.language,
        "published_at": instant(item.published_at),
        "municipality": owner(item.municipality),
    }


def _named(noun: str) -> Any:
    def describe(item: Item) -> dict[str, Any]:
        return _described(item) | {"iri": iri(item.municipality, noun, item.source_id)}

    return describe


def _event(item: Item) -> dict[str, Any]:
    # What a site has taken over from a neighbour has its data at the neighbour's.
    guest = item.origin_id is not None
    return _described(item) | {
        "iri": None if guest else iri(item.municipality, "udalost", item.source_id),
        "place": item.place,
        "starts_at": instant(item.starts_at),
        "ends_at": instant(item.ends_at),
        "all_day": item.all_day,
        "recurring": item.recurring,
        "cancelled": item.cancelled,
    }


def _items(kind: Kind, site: Municipality, asked: Asked) -> QuerySet[Item]:
    schema = None if site.is_union else site.schema_name
    found: QuerySet[Item] = selectors.published_items(schema).filter(kind=kind).listed()
    if asked.municipality:
        found = found.filter(municipality__slug=asked.municipality)
    return found


def _published(kind: Kind) -> Any:
    def rows(site: Municipality, asked: Asked) -> QuerySet[Item]:
        found = _items(kind, site, asked)
        if (first := asked.from_instant()) is not None:
            found = found.filter(published_at__gte=first)
        if (end := asked.before_instant()) is not None:
            found = found.filter(published_at__lt=end)
        return found

    return rows


def _events(site: Municipality, asked: Asked) -> QuerySet[Item]:
    found = _items(Kind.EVENT, site, asked)
    if (first := asked.from_instant()) is not None:
        found = found.filter(Q(over_at__gt=first) | Q(starts_at__gte=first))
    if (end := asked.before_instant()) is not None:
        found = found.filter(starts_at__lt=end)
    return found


def _single(key: str) -> Q:
    slug, _colon, source_id = key.partition(":")
    return Q(municipality__slug=slug, source_id=source_id)


_PUBLISHED_BETWEEN = (
    resources.since("Published on this day or later, in Prague."),
    resources.until("Published on this day or earlier."),
    MUNICIPALITY,
)

EVENTS = Resource(
    name="events",
    summary="Events, the earliest first; a series is one of them.",
    properties=EVENT,
    rows=_events,
    describe=_event,
    sort="starts_at",
    parameters=(
        resources.since("What is not over before this day."),
        resources.until("What begins on this day or earlier."),
        MUNICIPALITY,
    ),
    single=_single,
    key_pattern=resources.ID_PATTERN,
)
NEWS = Resource(
    name="news",
    summary="News, the newest first.",
    properties=ITEM | {"iri": URL},
    rows=_published(Kind.NEWS),
    describe=_named("aktualita"),
    sort="published_at",
    descending=True,
    parameters=_PUBLISHED_BETWEEN,
    single=_single,
    key_pattern=resources.ID_PATTERN,
)
NOTICES = Resource(
    name="notices",
    summary="Notices of the official boards and of their archives, the newest first.",
    properties=ITEM | {"iri": URL},
    rows=_published(Kind.NOTICE),
    describe=_named("uredni-deska"),
    sort="published_at",
    descending=True,
    parameters=_PUBLISHED_BETWEEN,
    single=_single,
    key_pattern=resources.ID_PATTERN,
)
PRACTICES = Resource(
    name="practices",
    summary="Good practice of the union's municipalities, the newest first; on the union's site.",
    properties=ITEM,
    rows=_published(Kind.PRACTICE),
    describe=_described,
    sort="published_at",
    descending=True,
    parameters=_PUBLISHED_BETWEEN[:2],
    single=_single,
    key_pattern=resources.ID_PATTERN,
)

PLACE: dict[str, Schema] = {
    "slug": TEXT,
    "name": TEXT,
    "status": {"type": "string", "enum": ["obec", "mestys", "mesto"]},
    "url": URL,
    "csu_code": or_null(TEXT),
    "iri": or_null(URL) | {"description": "In the register of territories (RÚIAN)."},
    "ico": or_null(TEXT),
    "area_ha": or_null({"type": "integer"}),
    "population": or_null({"type": "integer"}),
    "population_as_of": or_null(DAY),
    "population_source": or_null(TEXT),
    "latitude": or_null({"type": "number"}),
    "longitude": or_null({"type": "number"}),
}


def _places(site: Municipality, asked: Asked) -> QuerySet[Municipality]:
    if site.is_union:
        return Municipality.objects.members()
    return Municipality.objects.filter(pk=site.pk)


def _place(site: Municipality) -> dict[str, Any]:
    as_of = site.population_as_of
    return {
        "slug": site.slug,
        "name": site.name,
        "status": site.status,
        "url": f"{site.url}/",
        "csu_code": site.csu_code or None,
        "iri": f"{ofn.RUIAN}/{site.csu_code}" if site.csu_code else None,
        "ico": site.ico or None,
        "area_ha": site.area_ha,
        "population": site.population,
        "population_as_of": as_of.isoformat() if as_of else None,
        "population_source": site.population_source or None,
        "latitude": None if site.latitude is None else float(site.latitude),
        "longitude": None if site.longitude is None else float(site.longitude),
    }


MUNICIPALITIES = Resource(
    name="municipalities",
    summary="Today's members of the union, in Czech order; on a municipality's site itself alone.",
    properties=PLACE,
    rows=_places,
    describe=_place,
    sort="sort_key",
    read=str,
    single=lambda key: Q(slug=key),
    key_pattern=resources.SLUG_PATTERN,
)

ALL = (EVENTS, NEWS, NOTICES, PRACTICES, MUNICIPALITIES)
