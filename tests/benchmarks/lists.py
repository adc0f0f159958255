"""Lists that grow for years: the archive of the notice board, good practice, and strategies.

Rows are written past the services, as `calendar.many_events` does; what is measured reads them only.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import statistics
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django_tenants.utils import tenant_context

from tests.benchmarks import queries
from tests.benchmarks.client import Target, Visitor
from tests.benchmarks.content import TEXT

BOARD = "/uredni-deska/"
ARCHIVE = "/uredni-deska/archiv/"
# What is asked of the board, and what of it needs more rows than stand on the page to be read:
# their number stands above the list, so with a filter they are counted.
BOARD_PAGES = {
    "board": BOARD,
    "archive, first page": ARCHIVE,
    "archive, last page": f"{ARCHIVE}?strana={{last}}",
    "archive, one kind in one month": f"{ARCHIVE}?kategorie=bylaw&od={{od}}&do={{do}}",
    "archive, by words": f"{ARCHIVE}?q=poplatku",
    "archived notice": f"{BOARD}{{notice}}/",
    "feed": f"{BOARD}rss/",
}
PRACTICES = "/dobra-praxe/"
PRACTICE_PAGES = {
    "good practice": PRACTICES,
    "good practice, by words": f"{PRACTICES}?q=kompost",
    "good practice, filtered": f"{PRACTICES}?tema=prostredi&razeni=nazev",
    "good practice, one record": f"{PRACTICES}{{practice}}/",
}
STRATEGIES = "/strategie/"
STRATEGY_PAGES = {
    "strategies, what is running where": STRATEGIES,
    "strategies, activities that are late": f"{STRATEGIES}aktivity/?potiz=pozde",
    "strategies, one document": f"{STRATEGIES}{{document}}/",
    "strategies, the project": f"{STRATEGIES}projekt/{{project}}/",
}
KINDS = ("bylaw", "public_notice", "property_intent", "tender", "other")
ON_PAGE = 20
SHORT = 2 * ON_PAGE  # an archive whose first page is as full as that of a long one


# --- Rows -----------------------------------------------------------------------------------------


@contextlib.contextmanager
def archive_of(site: Any, count: int) -> Iterator[None]:
    """Archived notices, one a day back in time, and their rows in the search."""
    from shared.kernel import clock
    from shared.published import services as published
    from tenants.noticeboard.models import Notice

    now = clock.now()
    with tenant_context(site):
        rows = [
            Notice(
                title=f"Vyhláška o poplatku č. {number}",
                kind=KINDS[number % len(KINDS)],
                text=TEXT,
                live=True,
                post_at=now - dt.timedelta(days=number + 20),
                posted_at=now - dt.timedelta(days=number + 20),
                removed_at=now - dt.timedelta(days=number + 1),
            )
            for number in range(count)
        ]
        Notice.objects.bulk_create(rows, batch_size=1_000)
        published.rebuild()
        _analyse("noticeboard_notice", "published_item")
    try:
        yield
    finally:
        with tenant_context(site), connection.cursor() as cursor:
            # A posted notice is not deleted; the tables of a benchmark are.
            cursor.execute("ALTER TABLE noticeboard_notice DISABLE TRIGGER USER")
            cursor.execute(
                "DELETE FROM noticeboard_notice WHERE id = ANY(%s)", [[row.pk for row in rows]]
            )
            cursor.execute("ALTER TABLE noticeboard_notice ENABLE TRIGGER USER")
            published.rebuild()


@contextlib.contextmanager
def practices_of(owner: Any, count: int) -> Iterator[int]:
    """Published records of one municipality; yields the number of the newest."""
    from shared.kernel import clock
    from shared.practices.enums import State
    from shared.practices.models import Practice, Version
    from shared.practices.services import projection

    now, made = clock.now(), []
    for number in range(count):
        practice = Practice.objects.create(municipality=owner, state=State.DRAFT)
        made.append(practice)
        version = Version.objects.create(
            practice=practice,
            number=1,
            published_at=now,
            content={
                "title": f"Kompostéry do každé ulice {number}",
                "summary": "Méně bioodpadu v popelnicích a hlína na zahrádky.",
                "topic": "prostredi" if number % 2 else "volny-cas",
                "progress": "dokonceno",
                "problem": TEXT,
                "solution": TEXT,
                "cost": str(1_000 * number),
                "visibility": "public",
            },
        )
        practice.state = State.PUBLISHED
        practice.first_published_at = practice.published_at = now - dt.timedelta(days=number)
        projection.set_columns(practice, version)
        practice.save()
    _analyse("practices_practice", "practices_version")
    try:
        yield made[0].pk if made else 0
    finally:
        keys = [practice.pk for practice in made]
        Practice.objects.filter(pk__in=keys).update(
            version=None, state=State.DRAFT, published_at=None
        )
        Practice.objects.filter(pk__in=keys).delete()


@contextlib.contextmanager
def strategies_of(owner: Any, count: int) -> Iterator[tuple[Any, Any]]:
    """Public documents of one municipality, each with three activities of which one is joint, all
    of them outputs of one project; yields the project and the newest document."""
    from shared.kernel import clock
    from shared.strategies import models
    from shared.strategies.enums import ActivityState, DocumentKind, Readers

    project = models.Project.objects.create(
        title="Strategické řízení", slug="rizeni", number="1", fund="Fond", published=True
    )
    project.outputs.create(kind=DocumentKind.PROGRAMME, promised=count)
    year = clock.today().year
    for number in range(count):
        document = models.Document.objects.create(
            municipality=owner,
            project=project,
            kind=DocumentKind.PROGRAMME,
            title=f"Program rozvoje {number}",
            title_key=f"{number:05}",
            slug=f"program-{number}",
            readers=Readers.PUBLIC,
            published_at=clock.now(),
        )
        goal = document.goals.create(title="Doprava")
        measure = goal.measures.create(title="Chodníky")
        for state in (ActivityState.PLANNED, ActivityState.RUNNING, ActivityState.DONE):
            activity = document.activities.create(
                measure=measure,
                title=f"Chodník {state}",
                state=state,
                first_year=year - 3,
                last_year=year - 1,
                estimated_cost=1_000 * number,
            )
            activity.funding.create(source="kraj", amount=500 * number, secured=True)
        activity.shares.create(municipality=owner, percent=40)
    _analyse("strategies_document", "strategies_activity", "strategies_funding")
    try:
        yield project, document
    finally:
        project.documents.all().delete()
        project.delete()


def _analyse(*tables: str) -> None:
    with connection.cursor() as cursor:  # what autovacuum does within a minute
        cursor.execute(f"ANALYZE {', '.join(tables)}")


# --- Measurements -----------------------------------------------------------------------------------


def board(site: Any, target: Target, few: int, many: int, visits: int) -> dict[str, Any]:
    """Pages of the board with a short archive and with a long one: queries and milliseconds."""
    return {
        "few": few,
        "many": many,
        "pages": _compared(
            site,
            target,
            visits,
            {size: (archive_of(site, count), _addresses(count)) for size, count in
             (("few", few), ("many", many))},
        ),
    }  # fmt: skip


def _addresses(count: int) -> Any:
    def of(_found: Any) -> dict[str, str]:
        from shared.kernel import clock
        from tenants.noticeboard.models import Notice

        last = clock.today() - dt.timedelta(days=20)
        known = {
            "last": -(-count // ON_PAGE),
            "od": last - dt.timedelta(days=30),
            "do": last,
            "notice": Notice.objects.archived().order_by("-removed_at").values_list("pk")[0][0],
        }
        return {name: path.format(**known) for name, path in BOARD_PAGES.items()}

    return of


def practices(union: Any, owner: Any, target: Target, sizes: tuple[int, ...], visits: int) -> Any:
    """The list of good practice, a search in it and a record, the more records there are."""

    def addresses(newest: int) -> dict[str, str]:
        from shared.practices.models import Practice

        path = Practice.objects.get(pk=newest).path
        return {
            name: path if "{practice}" in each else each for name, each in PRACTICE_PAGES.items()
        }

    return {
        "sizes": list(sizes),
        "pages": _compared(
            union,
            target,
            visits,
            {str(size): (practices_of(owner, size), addresses) for size in sizes},
        ),
    }


def strategies(union: Any, owner: Any, target: Target, sizes: tuple[int, ...], visits: int) -> Any:
    """The register with its overview and the project's page, the more documents there are."""

    def addresses(made: tuple[Any, Any]) -> dict[str, str]:
        project, document = made
        named = {"{document}": document.path, "{project}": project.path}
        return {
            name: next((whole for part, whole in named.items() if part in path), path)
            for name, path in STRATEGY_PAGES.items()
        }

    return {
        "sizes": list(sizes),
        "pages": _compared(
            union,
            target,
            visits,
            {str(size): (strategies_of(owner, size), addresses) for size in sizes},
        ),
    }


def _compared(site: Any, target: Target, visits: int, states: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for size, (state, addresses) in states.items():
        with state as made:
            with tenant_context(site):
                paths = addresses(made)
            for name, path in paths.items():
                sent = queries.captured(site, path)
                asked = Target(target.port, target.host, queries.uncached(path))
                with contextlib.closing(Visitor(asked)) as visitor:
                    visitor.latencies(2)
                    taken = statistics.median(visitor.latencies(visits))
                row = found.setdefault(name, {})
                row[f"{size}_queries"] = len(sent)
                row[f"{size}_ms"] = round(1000 * taken, 2)
    return found
