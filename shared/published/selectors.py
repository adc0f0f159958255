"""Reads of the projection. Lists for public pages, of one site or of all, in one or two queries.

Everywhere ``schema`` names one site; without it all active sites are meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import get_language

from shared.kernel import clock
from shared.kernel.text import query_groups
from shared.published import dates
from shared.published.enums import Kind
from shared.published.models import Item, ItemQuerySet
from tenants.registry.enums import State

LONGEST_QUERY = 200
LONGEST_WORD = 60


def _items(schema: str | None) -> ItemQuerySet:
    items = Item.objects.filter(municipality__state=State.ACTIVE)
    if schema is None:
        return items.filter(origin=None)
    return items.filter(
        Q(origin=None) | Q(origin__state=State.ACTIVE), municipality__schema_name=schema
    )


def published_items(schema: str | None) -> ItemQuerySet:
    """All that the site publishes, or all sites do but what concerns one of them only.

    For whoever reads more of it than a list shows: open data. In no order.
    """
    return _listed(schema)


def _listed(schema: str | None) -> ItemQuerySet:
    """Without what concerns one municipality only, unless that is the one."""
    items = _items(schema)
    return items.filter(local=False) if schema is None else items


def readable(items: ItemQuerySet) -> ItemQuerySet:
    """In the visitor's language or in the portal's own: a translation is no second news item."""
    own = settings.LANGUAGE_CODE
    return items.filter(language__in={own, (get_language() or own).split("-")[0]})


def latest(
    kinds: Collection[Kind | str], *, schema: str | None = None, limit: int = 5
) -> list[Item]:
    """The newest items. On one site its pinned ones come first; among all sites nobody's do."""
    items = readable(_listed(schema)).filter(kind__in=list(kinds)).listed()
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
        readable(_listed(schema))
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


# --- Words of a query -----------------------------------------------------------------------------------


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
    return keys_with(groups, kind, schema, limit) if groups else []


def keys_with(
    groups: list[tuple[str, ...]], kind: Kind, schema: str | None, limit: int
) -> list[str]:
    """Keys of items with a term of each group, the newest first; one query."""
    wanted = SearchQuery(tsquery(groups), search_type="raw", config="simple")
    found = _items(schema).filter(kind=kind, search=wanted)
    return list(found.order_by("-published_at").values_list("source_id", flat=True)[:limit])
