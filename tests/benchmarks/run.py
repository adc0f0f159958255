"""One run: set up, measure, judge."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests import servers
from tests.benchmarks import (
    calendar,
    content,
    letters,
    lists,
    measures,
    opendata,
    queries,
    searching,
    sites,
)
from tests.benchmarks.client import Target
from tests.benchmarks.measures import FULL, TINY, Effort, Pages
from tests.benchmarks.web import ROOT, Web

BODIES = "bodies"
SMALL = "small"


def everything(*, tiny: bool = False, template: str | None = None) -> dict[str, Any]:
    effort = TINY if tiny else FULL
    results: dict[str, Any] = {"tiny": tiny, "made": _made()}
    try:
        with sites.fresh_database(template or "template0"):
            _measure(results, effort, migrate=template is None)
    finally:
        servers.empty_redis(_redis_number())
    results["made"]["load_after"] = round(os.getloadavg()[0], 1)
    results["goals"] = goals(results)
    return results


def _measure(results: dict[str, Any], effort: Effort, *, migrate: bool) -> None:
    if migrate:
        with _step("Migrating"):
            from tenants.registry import schemas

            schemas.migrate_all()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        results["made"]["postgresql"] = cursor.fetchone()[0].split()[0]
    call_command("collectstatic", interactive=False, verbosity=0)
    with _step(f"Provisioning the union and {effort.members} sites"):
        union, first, *others = sites.provision(effort.members, lambda line: None)
    with _step("Counting queries with one and with three items"):
        results["queries"] = measures.count_queries(union, first)
    with _step(f"Filling the sites, the two that are measured with {effort.items} items in a list"):
        for site in (union, first):
            content.fill(site, effort.items)
        for site in others:
            content.fill(site, 1)
    with _step("Provisioning by copy and by migrations"):
        results["provisioning"] = measures.provisioning(effort, lambda line: None)
    results["made"] |= {"sites": effort.members, "items": effort.items}
    _measure_web(results, effort, union, first)


def _measure_web(results: dict[str, Any], effort: Effort, union: Any, site: Any) -> None:
    environment = {
        "DATABASE_URL": servers.database_url(sites.DATABASE),
        "REDIS_URL": settings.REDIS_URL,
    }
    connection.close()
    homes = {"municipality": site.host, "union": union.host}
    with Web("portal.wsgi:application", environment, settings.PORTAL_PORT) as portal:
        bodies = Path(settings.DATA_DIR) / BODIES
        bodies.mkdir()
        for name, host in homes.items():
            portal.wait_for(Target(portal.port, host))
            (bodies / name).write_bytes(measures.body_of(Target(portal.port, host)))
        (bodies / SMALL).write_bytes(b"unchanged")
        bare_environment = {"BENCH_BODIES": str(bodies)}
        with Web("tests.benchmarks.bare:application", bare_environment) as bare:
            pages = {
                name: Pages(
                    cached=Target(portal.port, host),
                    uncached=Target(portal.port, host, queries.uncached("/")),
                    bare=Target(bare.port, "localhost", f"/{name}"),
                    size=(bodies / name).stat().st_size,
                )
                for name, host in homes.items()
            }
            for each in pages.values():
                bare.wait_for(each.bare)
            with _step("One visitor: cached, uncached and bare"):
                results["latency"] = {
                    name: measures.latency(each, effort) for name, each in pages.items()
                }
            with _step("Many visitors"):
                web = {"bare": bare, "cached": portal, "uncached": portal}
                results["throughput"] = {
                    name: measures.throughput(each, web, effort) for name, each in pages.items()
                }
            with _step("A subscriber who has the newest feed"):
                found = results["calendar"] = {
                    "not_modified": calendar.not_modified(
                        Target(portal.port, union.host, "/kalendar.ics"),
                        Target(bare.port, "localhost", f"/{SMALL}"),
                        effort.rounds,
                        effort.visits,
                    )
                }
        with _step(f"The union with {effort.members} and {effort.many_members} members"):
            results["members"] = measures.many_members(union, pages["union"].uncached, effort)
        with _step(f"The calendar of {effort.members} and {effort.calendar_members} members"):
            found["municipalities"] = calendar.many_municipalities(
                union,
                site,
                Target(portal.port, union.host),
                effort.members,
                effort.calendar_members,
                effort.calendar_rounds,
                effort.slow_visits,
            )
        with _step(f"The board with {effort.archived} archived notices; other lists"):
            results["lists"] = {
                "board": lists.board(
                    site,
                    Target(portal.port, site.host),
                    lists.SHORT,
                    effort.archived,
                    effort.slow_visits,
                ),
                "practices": lists.practices(
                    union,
                    site,
                    Target(portal.port, union.host),
                    (1, 3, effort.practices),
                    effort.slow_visits // 2,  # the list has a limit for each address
                ),
                "strategies": lists.strategies(
                    union,
                    site,
                    Target(portal.port, union.host),
                    (1, 3, effort.documents),
                    effort.slow_visits // 2,
                ),
            }
        with _step(f"The data set of {effort.archived} notices: cached and bare"):
            results["opendata"] = opendata.data_set(
                site,
                Target(portal.port, site.host),
                effort.archived,
                effort.rounds,
                effort.visits,
                opendata.folder(),
            )
    with _step(f"Search over {effort.search_entries} entries of {effort.search_members} members"):
        results["search"] = searching.measure(
            effort.search_entries, effort.search_members, effort.members, effort.search_rounds
        )
    with _step(f"{effort.letters} letters from a clerk's message to the mail server"):
        results["letters"] = letters.many(site, effort.letters, environment)
    with _step(f"The union's feed with {effort.feed_events} events"):
        found["feed"] = calendar.feed(union, effort.feed_events, effort.feed_rounds)


def goals(results: dict[str, Any]) -> list[dict[str, Any]]:
    """What the portal promises about its speed, and whether this run has kept it."""
    found = []

    def goal(text: str, limit: float, value: float | None, *, at_least: bool = False) -> None:
        if value is not None:
            met = value >= limit if at_least else value <= limit
            found.append({"goal": text, "limit": limit, "value": value, "met": met})

    for name, what in (("municipality", "a municipality's"), ("union", "the union's")):
        ratio = results["latency"][name]["cached_to_bare"]
        goal(f"{what} cached home page, times the bare view, at most", 1.5, ratio)
    counts, members = results["queries"], results["members"]
    goal("queries of a municipality's home page, at most", 15, max(counts["home"].values()))
    goal(
        f"queries of the union's home page with {members['few']} members, at most",
        15,
        members["few_queries"],
    )
    goal(
        f"queries of the union's home page with {members['many']} members, at most",
        15,
        members["many_queries"],
    )
    grown = sum(count["3"] != count["1"] for count in counts.values())
    goal("types of pages whose queries grow from one item to three, at most", 0, grown)
    goal(
        "the tables of a new site by copy, times faster than by migrations, at least",
        10,
        results["provisioning"].get("schema_ratio"),
        at_least=True,
    )
    goal(
        "the same for the whole site, with its pages, at least",
        10,
        results["provisioning"].get("site_ratio"),
        at_least=True,
    )
    data = results["opendata"]
    goal(
        f"the data set of {data['notices']} notices out of the cache, times the bare view, at most",
        1.5,
        data["ratio"],
    )
    mails = results["letters"]
    goal(
        f"{mails['letters']} letters at once, longest transaction in ms, at most",
        1_000,
        mails["longest_transaction_ms"],
    )
    goal(
        f"{mails['letters']} letters at once, growth of a worker in MB, at most",
        50,
        mails["worker_growth_mb"],
    )
    _calendar_goals(results["calendar"], goal)
    found_in = results["search"]
    goal(
        f"search over {found_in['entries']} entries of {found_in['municipalities']} municipalities,"
        " times PostgreSQL's plain full-text query, at most",
        1.5,
        found_in["ratio"],
    )
    _list_goals(results["lists"], goal)
    return found


def _calendar_goals(found: dict[str, Any], goal: Callable[..., None]) -> None:
    feed, towns = found["feed"], found["municipalities"]
    what, many = (
        f"the union's feed with {feed['events']} events",
        f"with {towns['many']} municipalities",
    )
    goal(
        f"{what}, joined, times faster than by icalendar on each request, at least",
        100,
        feed["joined_faster"],
        at_least=True,
    )
    goal(
        f"{what}, compressed and out of the cache, times faster, at least",
        500,
        feed["cached_faster"],
        at_least=True,
    )
    goal(f"{what}, memory of a request, times the body, at most", 3, feed["memory_ratio"])
    goal(
        "a feed that has not changed, times the bare view, at most",
        1.5,
        found["not_modified"]["ratio"],
    )
    goal(
        f"the union's month {many}, times that with {towns['few']}, at most",
        1.1,
        towns["month_ratio"],
    )
    goal(f"queries of the union's month {many}, at most", 6, towns["many_queries"])
    goal(
        f"publishing one event {many}, times that with {towns['few']}, at most",
        1.1,
        towns["publish_ratio"],
    )


def _list_goals(found: dict[str, Any], goal: Callable[..., None]) -> None:
    board = found["board"]
    pages = board["pages"]
    goal(
        f"pages of the board whose queries grow with {board['many']} archived notices, at most",
        0,
        sum(page["many_queries"] != page["few_queries"] for page in pages.values()),
    )
    for name in ("board", "archive, first page"):
        goal(
            f"the board with {board['many']} archived notices, {name}, times that with"
            f" {board['few']}, at most",
            1.5,
            round(pages[name]["many_ms"] / pages[name]["few_ms"], 2),
        )
    for name, what in (("practices", "records of good practice"), ("strategies", "strategies")):
        least, *more = found[name]["sizes"][1:]
        goal(
            f"pages whose queries grow from {least} {what} to {more[-1]}, at most",
            0,
            sum(
                page[f"{least}_queries"] != page[f"{more[-1]}_queries"]
                for page in found[name]["pages"].values()
            ),
        )


def _made() -> dict[str, Any]:
    import granian

    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="minutes"),
        "after_commit": commit,
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "django": django.get_version(),
        "granian": granian.__version__,
    }


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _redis_number() -> int:
    from tests.benchmarks.__main__ import REDIS

    return REDIS


@contextlib.contextmanager
def _step(title: str) -> Iterator[None]:
    print(f"• {title} …", flush=True)
    began = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - began:.1f} s", flush=True)
