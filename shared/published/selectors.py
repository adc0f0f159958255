"""Reads of the projection. Lists for public pages, of one site or of all, in one or two queries.

Everywhere ``schema`` names one site; without it all active sites are meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import get_language

from shared.kernel import clock
from shared.kernel.text import query_groups
from shared.published import dates
from shared.published.enums import Kind
from shared.published.highlight import Marker
from shared.published.models import Item, ItemQuerySet
from tenants.registry.enums import State

PER_PAGE = 10
LONGEST_QUERY = 200
LONGEST_WORD = 60


def _items(schema: str | None) -> ItemQuerySet:
    items = Item.objects.filter(municipality__state=State.ACTIVE)
    if schema is None:
        return items.filter(origin=None)
    return items.filter(
        Q(origin=None) | Q(origin__state=State.ACTIVE), municipality__schema_name=schema
    )


def _listed(schema: str | None) -> ItemQuerySet:
    """Without what concerns one municipality only, unless that is the one."""
    items = _items(schema)
    return items.filter(local=False) if schema is None else items


def _readable(items: ItemQuerySet) -> ItemQuerySet:
    """In the visitor's language or in the portal's own: a translation is no second news item."""
    own = settings.LANGUAGE_CODE
    return items.filter(language__in={own, (get_language() or own).split("-")[0]})


def latest(
    kinds: Collection[Kind | str], *, schema: str | None = None, limit: int = 5
) -> list[Item]:
    """The newest items. On one site its pinned ones come first; among all sites nobody's do."""
    items = _readable(_listed(schema)).filter(kind__in=list(kinds)).listed()
    order = ["-published_at", "-pk"]
    if schema is not None:
        pinned_now = Q(pinned=True) & (
            Q(pinned_until__isnull=True) | Q(pinned_until__gt=clock.now())
        )
        items = items.annotate(
            pinned_now=Case(When(pinned_now, then=1), default=0, output_field=IntegerField())
        )
        order = ["-pinned_now", *order]
    return list(items.order_by(*order)[:limit])


def upcoming_events(schema: str | None = None, limit: int = 5) -> list[Item]:
    """Events that are not over, cancelled ones among them, those under way by how soon they end.

    What began before today counts as of today, so a long exhibition does not push the week's
    events off a short list by its early start alone. What recurs stands once, with the date that
    is the next one at this moment; it is left out while it has none.
    """
    now = clock.now()
    today = dt.datetime.combine(clock.today(), dt.time.min, tzinfo=clock.PRAGUE)
    next_starts_at = dates.next_of(now)["next_starts_at"]
    found = (
        _readable(_listed(schema))
        .filter(kind=Kind.EVENT)
        .filter(Q(over_at__gt=now) | Q(starts_at__gte=now))
        .listed()
        .annotate(**dates.next_of(now))
        .order_by(
            # The costly part, so it stands here once; the others are for the rows that are left.
            Case(
                When(recurring=True, then=next_starts_at),
                default=Greatest(F("starts_at"), Value(today)),
            ).asc(nulls_last=True),
            "over_at",
            "pk",
        )
    )
    return [dates.moved_on(item) for item in found[:limit] if dates.is_coming(item)]


def published_at(kind: Kind, source_ids: Collection[str]) -> dict[str, dt.datetime]:
    """When each of these items was published for the first time. One query."""
    return dict(
        Item.objects.filter(kind=kind, source_id__in=source_ids).values_list(
            "source_id", "published_at"
        )
    )


def counts(schema: str | None = None) -> dict[Kind, int]:
    """How many items of each kind are published; kinds without any are there with 0."""
    found = dict(_items(schema).order_by().values_list("kind").annotate(number=Count("pk")))
    return {kind: found.get(kind, 0) for kind in Kind}


# --- Search -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    item: Item
    title: str  # safe HTML, with <mark> around what was found
    snippet: str  # safe HTML


@dataclass(frozen=True)
class SearchPage:
    query: str
    hits: list[Hit] = field(default_factory=list)
    counts: dict[Kind, int] = field(default_factory=dict)
    kind: Kind | None = None
    total: int = 0
    number: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def first_number(self) -> int:
        """Of the first hit on this page, counted from 1."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def all_kinds(self) -> int:
        return sum(self.counts.values())


def cleaned_query(text: str) -> str:
    """What of the visitor's input is searched for: one line of a sensible length."""
    return " ".join(text[: 4 * LONGEST_QUERY].replace("\x00", " ").split())[:LONGEST_QUERY]


def tsquery(groups: list[tuple[str, ...]]) -> str:
    """Each word in any of its forms, all words; the last one may be unfinished.

    Terms are letters and digits only (`query_groups` sees to it), so nothing needs escaping; the
    quotes keep the parser from reading "1e5" as a number.
    """
    parts = [" | ".join(f"'{term}'" for term in group) for group in groups]
    parts[-1] += f" | '{groups[-1][0]}':*"
    return " & ".join(f"({part})" for part in parts)


def matching(q: str, schema: str, kind: Kind, limit: int = 2_000) -> list[str]:
    """Keys of the site's items with all words of ``q`` in any form; one query.

    For a list of one kind that has filters of its own. No words, no keys.
    """
    groups = [
        group
        for group in query_groups(cleaned_query(q))
        if all(len(term) <= LONGEST_WORD for term in group)
    ]
    if not groups:
        return []
    wanted = SearchQuery(tsquery(groups), search_type="raw", config="simple")
    found = _items(schema).filter(kind=kind, search=wanted)
    return list(found.order_by("-published_at").values_list("source_id", flat=True)[:limit])


def search(
    q: str,
    schema: str | None = None,
    kind: Kind | None = None,
    page: int = 1,
    *,
    first: str | None = None,
) -> SearchPage:
    """Items with all words of ``q`` in any form, the site ``first`` before the others.

    Two queries, however many are found. A page past the last one is empty.
    """
    query = cleaned_query(q)
    groups = [
        group for group in query_groups(query) if all(len(term) <= LONGEST_WORD for term in group)
    ]
    if not groups:
        return SearchPage(query, kind=kind)
    wanted = SearchQuery(tsquery(groups), search_type="raw", config="simple")
    found = _items(schema).filter(search=wanted)
    by_kind = dict(found.order_by().values_list("kind").annotate(number=Count("pk")))
    numbers = {each: by_kind.get(each, 0) for each in Kind}
    total = numbers[kind] if kind else sum(numbers.values())
    start = (page - 1) * PER_PAGE
    if start >= total:
        return SearchPage(query, [], numbers, kind, total, page)
    if kind:
        found = found.filter(kind=kind)
    # Own site, then how well it fits, then the newest: all of it decided by the database.
    order = [F("rank").desc(), F("published_at").desc(), F("pk").desc()]
    if first is not None:
        found = found.annotate(
            own=Case(
                When(municipality__schema_name=first, then=1),
                default=0,
                output_field=IntegerField(),
            )
        )
        order = [F("own").desc(), *order]
    items = (
        found.annotate(rank=SearchRank(F("search"), wanted), **dates.next_of(clock.now()))
        .select_related("municipality")
        .defer("search")
        .order_by(*order)[start : start + PER_PAGE]
    )
    marker = Marker(groups, prefix=groups[-1][0])
    hits = [
        Hit(dates.moved_on(item), marker.title(item.title), marker.snippet(item.summary, item.text))
        for item in items
    ]
    return SearchPage(query, hits, numbers, kind, total, page)
