"""Search over all sites: what is found, what is forgiven, and what is offered while typing.

Only rows of the projection are read, and of them the owners' own: what a site shows as a guest is
found as its owner's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Case, IntegerField, When
from django.utils.safestring import SafeString

from shared.kernel import clock
from shared.kernel.text import query_groups
from shared.published import dates, spelling
from shared.published.enums import Kind
from shared.published.highlight import Marker
from shared.published.models import TITLE_WORDS, Item, ItemQuerySet
from shared.published.selectors import LONGEST_WORD, cleaned_query, keys_with
from tenants.registry.enums import State

PER_PAGE = 10
SUGGESTIONS = 7
SHORTEST_SUGGESTED = 2
#: Municipalities that are offered as filters with their numbers; a region of a thousand has more.
TOWNS = 40
#: Other words tried in place of one that nothing has.
GUESSES = 5
_NEIGHBOURS = 3_000
#: An event that is over is still found, behind those that are as fitting and are to come.
_WHEN_OVER = 0.5

Group = tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    item: Item
    title: SafeString  # with <mark> around what was found
    snippet: SafeString
    category: SafeString


@dataclass(frozen=True)
class Town:
    """A site with results; `number` counts them in the chosen kind."""

    slug: str
    name: str
    number: int


@dataclass(frozen=True)
class SearchPage:
    query: str
    hits: list[Hit] = field(default_factory=list)
    #: Of each kind, in the chosen municipalities.
    counts: dict[Kind, int] = field(default_factory=dict)
    #: Of each municipality, in the chosen kind: the visitor's own first, then by number.
    towns: list[Town] = field(default_factory=list)
    all_towns: int = 0
    kind: Kind | None = None
    slugs: tuple[str, ...] = ()
    total: int = 0
    number: int = 1
    #: What was typed and nothing has, with what was looked for in its place.
    corrected: list[tuple[str, str]] = field(default_factory=list)
    #: Nothing has all words; these have as many of them as possible.
    relaxed: bool = False

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


@dataclass(frozen=True)
class _Wanted:
    """What is asked of the database. `ranked` is what the order goes by, `needed` how many groups
    an item must have: all of them, or fewer where nothing has all."""

    groups: Sequence[Group]
    prefix: str
    needed: int

    @property
    def query(self) -> str:
        parts = self._parts()
        if self.needed == len(parts):
            return " & ".join(parts)
        if self.needed == 1:
            return " | ".join(parts)
        # All but one: each of these leaves another word out.
        return " | ".join(
            "(" + " & ".join(part for n, part in enumerate(parts) if n != left_out) + ")"
            for left_out in range(len(parts))
        )

    def _parts(self) -> list[str]:
        parts = ["(" + " | ".join(f"'{term}'" for term in group) + ")" for group in self.groups]
        if self.prefix:
            parts[-1] = parts[-1][:-1] + f" | '{self.prefix}':*)"
        return parts

    @property
    def exact(self) -> str:
        """Without the unfinished word: what the order goes by if the last word is a whole one."""
        return _Wanted(self.groups, "", self.needed).query


def find(
    q: str,
    *,
    kind: Kind | None = None,
    slugs: Collection[str] = (),
    page: int = 1,
    first: str | None = None,
) -> SearchPage:
    """Items of all sites with all words of ``q`` in any form, the site ``first`` before the others.

    ``slugs`` narrow to some municipalities, ``kind`` to one kind. Where nothing on any site has all
    words, mistyped ones are replaced, and if need be words are left out. Two queries, however many
    are found, a third where series are among the ten, and up to five more for what is not found. A page past the last one is empty.
    """
    query = cleaned_query(q)
    groups = _groups(query)
    chosen = tuple(dict.fromkeys(slugs))
    if not groups:
        return SearchPage(query, kind=kind, slugs=chosen)
    wanted = _Wanted(groups, groups[-1][0], len(groups))
    found = _Found.of(wanted, kind, chosen, page, first)
    corrected: list[tuple[str, str]] = []
    if not found.anything:
        corrected, groups = _corrected(groups)
        for some, needed in _fewer(groups, also_all=bool(corrected)):
            wanted = _Wanted(some, some[-1][0], needed)
            found = _Found.of(wanted, kind, chosen, page, first)
            if found.anything:
                break
    return SearchPage(
        query,
        _hits(found.keys, wanted.groups),
        found.kinds,
        found.towns,
        found.all_towns,
        kind,
        chosen,
        found.total,
        page,
        corrected if found.anything else [],
        relaxed=found.anything and wanted.needed < len(groups),
    )


def _fewer(groups: list[Group], *, also_all: bool) -> list[tuple[list[Group], int]]:
    """What to try where nothing has all words, strictest first: groups and how many are needed.

    Numbers and single letters narrow what has the other words, but tell nothing by themselves:
    "vyhláška č. 1/2026" must not end at whatever has a "č." or a 1. So they are left out first.
    """
    tries = [(groups, len(groups))] if also_all else []
    telling = [group for group in groups if len(group[0]) > 1 and not group[0].isdigit()]
    if telling and len(telling) < len(groups):
        tries += [(telling, len(telling)), (telling, 1)]
    else:
        tries += [(groups, len(groups) - 1), (groups, 1)]
    return [each for n, each in enumerate(tries) if each[1] > 0 and each not in tries[:n]]


def _groups(query: str) -> list[Group]:
    return [
        group for group in query_groups(query) if all(len(term) <= LONGEST_WORD for term in group)
    ]


def _shown() -> ItemQuerySet:
    """With what a result shows and no more: a municipality has half a hundred columns."""
    needed = [
        field.attname
        for field in Item._meta.concrete_fields
        if field.attname not in {"search", "title_key", "image_path"}
    ]
    of_site = ("slug", "kind", "name", "schema_name")
    return Item.objects.select_related("municipality").only(
        *needed, *(f"municipality__{name}" for name in of_site)
    )


def _hits(keys: list[int], groups: Sequence[Group]) -> list[Hit]:
    if not keys:
        return []
    items = _shown().in_bulk(keys)
    if series := [key for key, item in items.items() if item.recurring]:
        # Asked apart, since most pages of results have none.
        dated = Item.objects.filter(pk__in=series).only("pk").annotate(**dates.next_of(clock.now()))
        for each in dated:
            for name in ("next_starts_at", "next_ends_at", "next_cancelled"):
                setattr(items[each.pk], name, getattr(each, name))
    marker = Marker(groups, prefix=groups[-1][0])
    return [
        Hit(
            dates.moved_on(items[key]),
            marker.title(items[key].title),
            marker.snippet(items[key].summary, items[key].text),
            marker.title(items[key].category),
        )
        for key in keys
        if key in items
    ]


# One pass over what fits: numbers by kind and by municipality, and the keys of one page. What only
# goes on from a word that is a whole one ("pes" in "pestovani") stands behind all that has it.
#
# The query is a subquery so that the planner does not know it: it believes that reading every row's
# search entry is cheap, though most of them lie outside the table, and would for a common word not
# ask the index, which needs none of them.
_SQL = """
WITH asked AS MATERIALIZED (
  SELECT to_tsquery('simple', %(wanted)s) AS wanted, CASE WHEN EXISTS (SELECT FROM published_word WHERE word = %(last)s)
    THEN to_tsquery('simple', %(exact)s) ELSE to_tsquery('simple', %(wanted)s) END AS ranked
), site AS NOT MATERIALIZED (
  SELECT id, slug, name, sort_key, schema_name = %(first)s AS own,
    slug = ANY(%(slugs)s::text[]) AS picked
  FROM registry_municipality WHERE state = %(active)s
), found AS MATERIALIZED (
  SELECT item.id, item.kind, item.municipality_id, item.published_at,
    {matched}ts_rank(item.search, (SELECT ranked FROM asked))
      * CASE WHEN item.over_at < %(now)s THEN %(over)s ELSE 1 END AS rank
  FROM published_item item
  WHERE item.search @@ (SELECT wanted FROM asked) AND item.origin_id IS NULL
), fitting AS (
  SELECT found.*, rank > 1e-9 AS whole, site.own, site.picked OR cardinality(%(slugs)s::text[]) = 0 AS chosen,
    %(kind)s IN ('', found.kind) AS of_kind
  FROM found JOIN site ON site.id = found.municipality_id
), page AS (
  SELECT id, whole, own, rank, published_at FROM fitting WHERE chosen AND of_kind
  ORDER BY whole DESC, own DESC, rank DESC, published_at DESC, id DESC OFFSET %(start)s LIMIT %(limit)s
), town AS (
  SELECT municipality_id, count(*) AS number FROM fitting WHERE of_kind GROUP BY municipality_id
), towns AS (
  SELECT site.slug, site.name, town.number, row_number() OVER (
    ORDER BY site.own DESC, site.picked DESC, town.number DESC, site.sort_key
  ) AS place, count(*) OVER () AS towns
  FROM town JOIN site ON site.id = town.municipality_id
  ORDER BY place LIMIT %(towns)s
)
SELECT 'item' AS what, id::text, NULL::text, 0 AS number,
  row_number() OVER (ORDER BY whole DESC, own DESC, rank DESC, published_at DESC, id DESC) AS place
FROM page
UNION ALL
SELECT 'kind', kind, NULL, count(*) FILTER (WHERE chosen), 0 FROM fitting GROUP BY kind
UNION ALL
SELECT 'town', slug, name, number, place FROM towns
UNION ALL
SELECT 'towns', NULL, NULL, max(towns), 0 FROM towns
ORDER BY what, place
"""


@dataclass
class _Found:
    keys: list[int] = field(default_factory=list)
    kinds: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    towns: list[Town] = field(default_factory=list)
    all_towns: int = 0
    total: int = 0
    #: Whether any site has something, whatever is chosen.
    anything: bool = False

    @classmethod
    def of(
        cls,
        wanted: _Wanted,
        kind: Kind | None,
        slugs: tuple[str, ...],
        page: int,
        first: str | None,
    ) -> _Found:
        # Where words may be missing, the number of those that are there decides first.
        matched = ""
        parameters: dict[str, Any] = {}
        if wanted.needed < len(wanted.groups):
            each = _Wanted(wanted.groups, wanted.prefix, len(wanted.groups))._parts()
            parameters = {f"group{number}": part for number, part in enumerate(each)}
            matched = "".join(
                f"(item.search @@ to_tsquery('simple', %({name})s))::int + " for name in parameters
            )
        parameters |= {
            "wanted": wanted.query,
            "exact": wanted.exact,
            "last": wanted.groups[-1][0],
            "slugs": list(slugs),
            "first": first or "",
            "active": State.ACTIVE.value,
            "now": clock.now(),
            "over": _WHEN_OVER,
            "kind": kind.value if kind else "",
            "start": (page - 1) * PER_PAGE,
            "limit": PER_PAGE,
            "towns": TOWNS,
        }
        found = cls()
        with connection.cursor() as cursor:
            cursor.execute(_SQL.format(matched=matched), parameters)
            for what, key, name, number, _place in cursor.fetchall():
                if what == "item":
                    found.keys.append(int(key))
                elif what == "kind":
                    found.anything = True
                    if key in Kind.values:
                        found.kinds[Kind(key)] = number
                elif what == "town":
                    found.towns.append(Town(key, name, number))
                else:
                    found.all_towns = number or 0
        found.total = found.kinds[kind] if kind else sum(found.kinds.values())
        return found


# --- Typing mistakes --------------------------------------------------------------------------


def _corrected(groups: Sequence[Group]) -> tuple[list[tuple[str, str]], list[Group]]:
    """The groups with what was probably meant in place of words that nothing public has.

    Words of a query that occur somewhere stay as they are. Three queries at most.
    """
    typed = [group[0] for group in groups]
    parts = _Wanted(groups, groups[-1][0], len(groups))._parts()
    known = _occurring(parts)
    guesses: dict[str, list[tuple[float, str]]] = {}
    unknown = [
        word
        for word, part in zip(typed, parts, strict=True)
        if part not in known and spelling.allowed(word) and word.isalpha()
    ]
    if unknown:
        near = _neighbours(unknown)
        for word in unknown:
            close = sorted(spelling.nearest(word, near, unfinished=word == typed[-1]))
            guesses[word] = close[: 4 * GUESSES]
    numbers = _occurring(
        {f"'{guess}'" for close in guesses.values() for _distance, guess in close}, up_to=50
    )
    corrected: list[tuple[str, str]] = []
    result: list[Group] = []
    for group in groups:
        ranked = sorted(
            (distance, -numbers[f"'{guess}'"], guess)
            for distance, guess in guesses.get(group[0], ())
            if f"'{guess}'" in numbers
        )
        if not ranked:
            result.append(group)
            continue
        best = [guess for distance, _number, guess in ranked if distance <= ranked[0][0] + 0.5]
        corrected.append((group[0], best[0]))
        # Other forms of the best guess come with it; further guesses only as they stand.
        meant = [term for each in query_groups(best[0]) for term in each]
        result.append(tuple(dict.fromkeys([*meant, *best[:GUESSES]])))
    return corrected, result


def _neighbours(words: Collection[str]) -> list[str]:
    marks = sorted({mark for word in words for mark in spelling.marks(word)})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM published_word WHERE marks && %s::integer[] LIMIT %s",
            [marks, _NEIGHBOURS],
        )
        return [word for (word,) in cursor.fetchall()]


def _occurring(queries: Collection[str], *, up_to: int = 1) -> dict[str, int]:
    """Which of these queries find anything public, and how much of it, counted `up_to` a number.

    The list of known words may lag behind what has been withdrawn; what is told to visitors is
    asked of the items themselves.
    """
    if not queries:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT given.query, found.number
            FROM unnest(%s::text[]) AS given (query)
            CROSS JOIN LATERAL (
              SELECT count(*) AS number FROM (
                SELECT FROM published_item item
                JOIN registry_municipality site
                  ON site.id = item.municipality_id AND site.state = %s
                WHERE item.search @@ to_tsquery('simple', given.query) AND item.origin_id IS NULL
                LIMIT %s
              ) AS few
            ) AS found
            WHERE found.number > 0
            """,
            [list(queries), State.ACTIVE.value, up_to],
        )
        return dict(cursor.fetchall())


# --- Lists with filters of their own ----------------------------------------------------------


def listed(
    q: str, kind: Kind, *, schema: str | None = None, limit: int = 2_000
) -> tuple[list[str], list[tuple[str, str]]]:
    """Keys of items of one kind with all words of ``q`` in any form, the newest first; and what was
    typed and nothing public has, with what was looked for in its place.

    Of one site, or without ``schema`` of all. For a list that narrows its own rows by them. One
    query, up to four more where nothing is found. No words, no keys.
    """
    groups = _groups(cleaned_query(q))
    if not groups:
        return [], []
    keys = keys_with(groups, kind, schema, limit)
    if keys:
        return keys, []
    corrected, groups = _corrected(groups)
    keys = keys_with(groups, kind, schema, limit) if corrected else []
    return keys, corrected if keys else []


def understood(q: str) -> tuple[list[Group], list[tuple[str, str]]]:
    """Words of ``q`` with their other forms, and what was typed and nothing public has, with what
    is looked for in its place, as `listed` tells it.

    For a list that has a search of its own, once it has found nothing. Three queries, none without
    words.
    """
    groups = _groups(cleaned_query(q))
    if not groups:
        return [], []
    corrected, meant = _corrected(groups)
    return meant, corrected


# --- While typing -----------------------------------------------------------------------------


def suggest(q: str, *, first: str | None = None, limit: int = SUGGESTIONS) -> list[Item]:
    """Items whose title or place has all words of ``q``, the last one unfinished; one query.

    The site ``first`` before the others, what is to come before what is over, then the newest.
    """
    query = cleaned_query(q)
    groups = _groups(query)
    if len(query) < SHORTEST_SUGGESTED or not groups:
        return []
    wanted = SearchQuery(
        _Wanted(groups, groups[-1][0], len(groups)).query, search_type="raw", config="simple"
    )
    found = (
        Item.objects.filter(municipality__state=State.ACTIVE, origin=None)
        .listed()
        .annotate(in_title=TITLE_WORDS)
        .filter(in_title=wanted)
        .annotate(
            own=Case(
                When(municipality__schema_name=first or "", then=1),
                default=0,
                output_field=IntegerField(),
            ),
            over=Case(
                When(over_at__lt=clock.now(), then=1), default=0, output_field=IntegerField()
            ),
        )
        .order_by("-own", "over", "-published_at", "-pk")
    )
    return list(found[:limit])
