"""Search over many entries, against PostgreSQL's plain full-text query on the very same rows.

The plain query is what one would write without all that is ours: the words as they are typed, all of
them, ordered by `ts_rank`, the ten best with what a list shows. Ours forgives endings, accents and
the unfinished last word, puts the own site first, counts by kind and by municipality, and marks
what it found.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django_tenants.utils import schema_context

from tests.benchmarks import sites

SYLLABLES = [
    "ba",
    "be",
    "by",
    "ce",
    "ča",
    "do",
    "du",
    "fa",
    "ho",
    "hra",
    "je",
    "ka",
    "ko",
    "krá",
    "la",
    "le",
    "lo",
    "lu",
    "ma",
    "mě",
    "mi",
    "mo",
    "na",
    "ně",
    "no",
    "ob",
    "pa",
    "po",
    "pro",
    "ra",
    "ře",
    "ro",
    "sa",
    "se",
    "ské",
    "slo",
    "sta",
    "svo",
    "ta",
    "te",
    "tra",
    "tu",
    "vá",
    "ve",
    "vo",
    "vý",
    "za",
    "ze",
    "zna",
    "ží",
]
VOCABULARY = 20_000
WORDS = 120  # of an entry: a headline, a sentence and a short text
KINDS = ("news", "event", "notice", "page", "document")
#: Ranks of the words that are asked for, by how often they occur: the commonest has rank 0.
ASKED = {
    "common": [(3,), (9,), (2, 14)],
    "usual": [(60,), (150,), (40, 90), (80, 200, 30)],
    "rare": [(2_500,), (6_000,), (900, 1_500)],
}

PLAIN = """
SELECT item.id, item.title, item.summary, item.text, item.url_path, item.kind, item.published_at,
  site.name, site.slug
FROM published_item item JOIN registry_municipality site ON site.id = item.municipality_id,
  plainto_tsquery('simple', %s) AS asked
WHERE item.search @@ asked ORDER BY ts_rank(item.search, asked) DESC LIMIT 10
"""


def vocabulary() -> list[str]:
    """Invented words of two to five syllables, the same ones in each run."""
    chance = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))] = None
    return list(found)


def _fill(count: int) -> int:
    """Entries of all municipalities by turns; returns of how many municipalities."""
    from shared.kernel import clock
    from shared.published import services
    from shared.published.enums import Kind
    from shared.published.items import ItemData
    from tenants.registry.models import Municipality

    known = vocabulary()
    # As in every language: the second commonest word occurs half as often as the commonest.
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(known))))
    chance, now = random.Random(2), clock.now()
    towns = list(Municipality.objects.municipalities().active())

    def entry(number: int) -> ItemData:
        words = chance.choices(known, cum_weights=weights, k=WORDS)
        kind = Kind(KINDS[number % len(KINDS)])
        starts = now + dt.timedelta(days=number % 700 - 300) if kind is Kind.EVENT else None
        return ItemData(
            kind=kind,
            source_id=f"mereni-{number}",
            title=" ".join(words[:6]).capitalize(),
            summary=" ".join(words[6:26]),
            body_text=" ".join(words[26:]),
            url_path=f"/mereni/{number}/",
            published_at=now - dt.timedelta(hours=number),
            starts_at=starts,
        )

    for position, town in enumerate(towns):
        services._write(town, [entry(number) for number in range(position, count, len(towns))])
    with connection.cursor() as cursor:  # what autovacuum does within minutes
        cursor.execute("VACUUM ANALYZE published_item, published_word, registry_municipality")
    return len(towns)


def _took(function: Callable[[], Any]) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def _queries() -> Iterator[tuple[str, str]]:
    known = vocabulary()
    for group, asked in ASKED.items():
        for ranks in asked:
            yield group, " ".join(known[rank] for rank in ranks)


def measure(entries: int, members: int, already: int, rounds: int) -> dict[str, Any]:
    """Milliseconds of both, by how common the words are. Takes its rows away afterwards."""
    from shared.kernel.text import fold
    from shared.published import search
    from shared.published.models import Item, Word

    with sites.more_members(already + 1, members), schema_context("public"):
        try:
            towns = _fill(entries)
            times: dict[str, list[tuple[float, float, float]]] = {group: [] for group in ASKED}
            found: dict[str, list[int]] = {group: [] for group in ASKED}

            def plain(query: str) -> None:
                with connection.cursor() as cursor:
                    cursor.execute(PLAIN, [fold(query)])
                    cursor.fetchall()

            mistyped: list[float] = []
            typing: list[float] = []
            for number in range(rounds + 1):
                for group, query in _queries():
                    functions = [
                        lambda query=query: plain(query),
                        lambda query=query: search.find(query, first="public"),
                    ]
                    # Each is the first as often as the other.
                    order = functions if number % 2 else functions[::-1]
                    taken = {function: _took(function) for function in order}
                    one, other = (taken[function] for function in functions)
                    if number:  # the first round fills the caches of both
                        times[group].append((one, other, other / one))
                    else:
                        found[group].append(search.find(query, first="public").total)
                    if number and group == "usual":
                        # One letter twice: nothing has it, so it is corrected.
                        wrong = query[:4] + query[3] + query[4:]
                        mistyped.append(_took(lambda wrong=wrong: search.find(wrong)))
                        typing.append(_took(lambda query=query: search.suggest(query[:4])))
            return {
                "entries": entries,
                "municipalities": towns,
                "words": Word.objects.count(),
                "groups": {
                    group: {
                        "found": round(statistics.mean(found[group])),
                        "plain_ms": _ms(statistics.median(one for one, _o, _r in taken)),
                        "ours_ms": _ms(statistics.median(other for _o, other, _r in taken)),
                        "ratio": round(statistics.median(ratio for _o, _p, ratio in taken), 2),
                    }
                    for group, taken in times.items()
                },
                # All queries together, as a server has to answer them.
                "ratio": round(
                    sum(other for taken in times.values() for _o, other, _r in taken)
                    / sum(one for taken in times.values() for one, _o, _r in taken),
                    2,
                ),
                "mistyped_ms": _ms(statistics.median(mistyped)),
                "typing_ms": _ms(statistics.median(typing)),
            }
        finally:
            Item.objects.filter(source_id__startswith="mereni-")._raw_delete("default")
            Word.objects.filter(word__in=[fold(word) for word in vocabulary()])._raw_delete(
                "default"
            )


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
