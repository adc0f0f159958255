"""The measurements. Each compares within one run and returns plain numbers."""

from __future__ import annotations

import contextlib
import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from tests.benchmarks import content, queries, sites
from tests.benchmarks.client import Target, Visitor, load_from_another_process
from tests.benchmarks.web import Web

Report = Callable[[str], None]


@dataclass(frozen=True)
class Effort:
    """How long to measure. `TINY` proves that everything runs, its figures mean nothing."""

    members: int = 12
    items: int = 5
    rounds: int = 120
    visits: int = 20  # of a fast page in half a round
    slow_rounds: int = 12
    slow_visits: int = 10  # of an uncached page, and of one that is asked now and then
    load_rounds: int = 4
    load_seconds: float = 3.0
    connections: int = 16
    copies: int = 5
    migrations: int = 3
    many_members: int = 100
    member_rounds: int = 4
    member_visits: int = 30
    feed_events: int = 10_000
    feed_rounds: int = 3
    calendar_members: int = 1_000
    calendar_rounds: int = 3
    search_entries: int = 100_000
    search_members: int = 1_000
    search_rounds: int = 6
    archived: int = 10_000
    practices: int = 300
    documents: int = 300
    letters: int = 30_000


FULL = Effort()
TINY = Effort(
    members=1, items=3, rounds=2, visits=5, slow_rounds=1, slow_visits=2, load_rounds=1,
    load_seconds=0.2, connections=4, copies=1, migrations=0, many_members=5, member_rounds=1,
    member_visits=2, feed_events=60, feed_rounds=1, calendar_members=5, calendar_rounds=1,
    search_entries=300, search_members=5, search_rounds=1,
    archived=45, practices=5, documents=5, letters=40,
)  # fmt: skip


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _ratio(value: float, base: float) -> float:
    return round(value / base, 2)


def timed(function: Callable[..., Any], *arguments: Any) -> float:
    began = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - began


# --- Queries ----------------------------------------------------------------------------------


def count_queries(union: Any, site: Any) -> dict[str, dict[str, int]]:
    """Of each type of page, with one and with three items in every list. Fills both sites."""
    found: dict[str, dict[str, int]] = {}
    for items in (1, 3):
        for each, pages in ((site, queries.SITE_PAGES), (union, queries.UNION_PAGES)):
            content.fill(each, items)
            for name, path in pages.items():
                count = len(queries.captured(each, path))
                found.setdefault(name, {})[str(items)] = count
    return found


# --- Provisioning -----------------------------------------------------------------------------


def provisioning(effort: Effort, report: Report) -> dict[str, Any]:
    """A site by copying the template, and by running the migrations in an empty schema.

    Both get the same defaults afterwards (pages, roles, menu), so those are measured once and
    counted on both sides.
    """
    from django.db import connection

    from tenants.registry import provisioning as services
    from tenants.registry import schemas

    def by_copy() -> None:
        schemas.create_from_template("mereni")

    def by_migrations() -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA mereni")
        schemas._migrate("mereni")

    def whole() -> None:
        services.provision_municipality("mereni", "Měření", **sites.figures(0))

    times: dict[Callable[[], None], list[float]] = {by_copy: [], whole: [], by_migrations: []}
    for number in range(effort.copies):
        for function, taken in times.items():
            if function is by_migrations and number >= effort.migrations:
                continue
            taken.append(timed(function))
            sites.remove("mereni")
        report(f"provisioning {number + 1}/{effort.copies}")
    copy, complete = statistics.median(times[by_copy]), statistics.median(times[whole])
    result = {
        "copies": effort.copies,
        "migrations": effort.migrations,
        "schema_by_copy_s": round(copy, 3),
        "site_by_copy_s": round(complete, 3),
    }
    if effort.migrations:
        migrated = statistics.median(times[by_migrations])
        result |= {
            "schema_by_migrations_s": round(migrated, 3),
            "site_by_migrations_s": round(migrated + complete - copy, 3),
            "schema_ratio": _ratio(migrated, copy),
            "site_ratio": _ratio(migrated + complete - copy, complete),
        }
    return result


# --- One visitor ------------------------------------------------------------------------------


@dataclass
class Pages:
    """One home page in the states that are compared."""

    cached: Target
    uncached: Target
    bare: Target
    size: int

    @property
    def targets(self) -> dict[str, Target]:
        return {"bare": self.bare, "cached": self.cached, "uncached": self.uncached}


def body_of(target: Target) -> bytes:
    """What a visitor gets from the cache, compressed as it is sent."""
    with contextlib.closing(Visitor(target)) as visitor:
        visitor.get()
        head, _, body = visitor.get().partition(b"\r\n\r\n")
    assert b"content-encoding: gzip" in head.lower(), "the page came uncached"
    return body


def latency(pages: Pages, effort: Effort) -> dict[str, Any]:
    """Milliseconds until one visitor on one connection has the whole answer.

    Bare and cached take turns within a hundredth of a second, each first as often as the other, so
    that whatever else the machine does meets both. A ratio is taken within a round; of them the
    median.
    """
    from shared.published import revisions

    # Longer than what the process remembers: each of these visits asks Redis.
    pause = 1.5 * revisions.LEASE_SECONDS
    times: dict[str, list[list[float]]] = {
        name: [] for name in ("bare", "cached", "bare_rare", "rare", "uncached")
    }
    with contextlib.ExitStack() as stack:
        visitors = {
            name: stack.enter_context(contextlib.closing(Visitor(target)))
            for name, target in pages.targets.items()
        }
        for name in ("bare", "cached"):
            visitors[name].latencies(effort.visits * 10)  # each thread of the server warms up
        for number in range(effort.rounds):
            order = ["bare", "cached", "cached", "bare"]
            if number % 2:
                order = ["cached", "bare", "bare", "cached"]
            taken: dict[str, list[float]] = {"bare": [], "cached": []}
            for name in order:
                taken[name] += visitors[name].latencies(effort.visits)
            for name, seconds in taken.items():
                times[name].append(seconds)
        visitors["uncached"].latencies(effort.slow_visits)
        for _round in range(effort.slow_rounds):
            times["uncached"].append(visitors["uncached"].latencies(effort.slow_visits))
            times["bare_rare"].append(visitors["bare"].latencies(effort.slow_visits, pause))
            times["rare"].append(visitors["cached"].latencies(effort.slow_visits, pause))

    def middle(name: str) -> float:
        return statistics.median(itertools.chain.from_iterable(times[name]))

    def between(name: str, base: str) -> float:
        pairs = zip(times[name], times[base], strict=True)
        ratios = [statistics.median(here) / statistics.median(there) for here, there in pairs]
        return round(statistics.median(ratios), 2)

    def fastest(name: str) -> float:
        """The fastest tenth, which other programs have hardly disturbed."""
        ordered = sorted(itertools.chain.from_iterable(times[name]))
        return ordered[len(ordered) // 10]

    return {
        "bytes": pages.size,
        **{f"{name}_ms": _ms(middle(name)) for name in times},
        "cached_to_bare": between("cached", "bare"),
        "cached_to_bare_fastest_tenth": _ratio(fastest("cached"), fastest("bare")),
        "rare_to_bare": between("rare", "bare_rare"),
        "uncached_to_cached": _ratio(middle("uncached"), middle("cached")),
    }


# --- Many visitors ----------------------------------------------------------------------------


def throughput(pages: Pages, servers: dict[str, Web], effort: Effort) -> dict[str, Any]:
    """Answers per second to many visitors at once, and the server's processor time for each."""
    rates: dict[str, list[float]] = {name: [] for name in pages.targets}
    costs: dict[str, list[float]] = {name: [] for name in pages.targets}
    names = list(pages.targets)
    for number in range(effort.load_rounds):
        # Another one is the first each time.
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            target = pages.targets[name]
            before = servers[name].cpu_seconds()
            done, took = load_from_another_process(
                target, connections=effort.connections, seconds=effort.load_seconds
            )
            rates[name].append(done / took)
            costs[name].append((servers[name].cpu_seconds() - before) / done)
    rate = {name: statistics.median(found) for name, found in rates.items()}
    cost = {name: statistics.median(found) for name, found in costs.items()}
    return {
        "workers": 2,
        "connections": effort.connections,
        **{f"{name}_per_second": round(found) for name, found in rate.items()},
        **{f"{name}_cpu_ms": _ms(found) for name, found in cost.items()},
        "cached_to_bare": _ratio(rate["cached"], rate["bare"]),
        "cached_to_uncached": _ratio(rate["cached"], rate["uncached"]),
        "cached_to_bare_cpu": _ratio(cost["cached"], cost["bare"]) if cost["bare"] else None,
    }


# --- Many members -----------------------------------------------------------------------------


def many_members(union: Any, target: Target, effort: Effort) -> dict[str, Any]:
    """The union's uncached home page, with few and with many members by turns.

    An item is pinned and there are records of good practice, as an editor would have it; what is
    new everywhere is counted besides.
    """
    few: list[float] = []
    many: list[float] = []
    ratios: list[float] = []
    counts: dict[str, int] = {}
    with contextlib.closing(Visitor(target)) as visitor, _pointed_out(union):
        visitor.latencies(2)
        for _round in range(effort.member_rounds):
            here = visitor.latencies(effort.member_visits)
            counts["few"] = len(queries.captured(union, "/"))
            counts["newest_few"] = len(queries.captured(union, "/z-obci/"))
            with sites.more_members(effort.members + 1, effort.many_members):
                there = visitor.latencies(effort.member_visits)
                counts["many"] = len(queries.captured(union, "/"))
                counts["newest_many"] = len(queries.captured(union, "/z-obci/"))
            few += here
            many += there
            ratios.append(statistics.median(there) / statistics.median(here))
    return {
        "few": effort.members,
        "many": effort.many_members,
        "few_ms": _ms(statistics.median(few)),
        "many_ms": _ms(statistics.median(many)),
        "ratio": round(statistics.median(ratios), 2),
        "few_queries": counts["few"],
        "many_queries": counts["many"],
        "newest_few_queries": counts["newest_few"],
        "newest_many_queries": counts["newest_many"],
    }


@contextlib.contextmanager
def _pointed_out(union: Any) -> Iterator[None]:
    """A pinned item, a highlighted one and a record of good practice; gone again afterwards."""
    from shared.highlights.models import Highlight
    from shared.published import services as published
    from shared.published.enums import Kind
    from shared.published.items import ItemData
    from shared.published.models import Item

    items = list(Item.objects.filter(kind=Kind.NEWS, origin=None).order_by("pk")[:2])
    with tenant_context(union), transaction.atomic():
        for item, mark in zip(items, ("pinned", "featured"), strict=False):
            Highlight.objects.create(
                municipality_id=item.municipality_id,
                kind=item.kind,
                source_id=item.source_id,
                mark=mark,
            )
        published.publish(
            ItemData(
                kind=Kind.PRACTICE,
                source_id="0",
                title="Zkušenost",
                url_path="/dobra-praxe/0/",
                published_at=timezone.now(),
            )
        )
    try:
        yield
    finally:
        with tenant_context(union), transaction.atomic():
            Highlight.objects.all().delete()
            published.withdraw(Kind.PRACTICE, "0")
