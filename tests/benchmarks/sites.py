"""A database with the union and its municipalities, for one run of the benchmarks."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db import connection
from django_tenants.utils import schema_context

from tests import database
from tests.benchmarks.content import LEAD

DATABASE = "portal_bench"


@contextlib.contextmanager
def fresh_database(template: str) -> Iterator[None]:
    """An empty database or a copy of `template`, which Django uses until it is gone again."""
    with database.copy_of(template, DATABASE):
        database.use(DATABASE)
        yield


def provision(count: int, report: Callable[[str], None]) -> list[Any]:
    """The union and `count` members with sites of their own; the union comes first."""
    from tenants.registry import provisioning
    from tenants.registry.models import UnionMembership

    found = [provisioning.provision_union("Svazek obcí Sever")]
    for number in range(1, count + 1):
        site = provisioning.provision_municipality(
            f"obec-{number}", f"Obec {number}", **figures(number)
        )
        UnionMembership.objects.get_or_create(
            municipality=site, defaults={"confirmed": True, "evidence_note": "benchmark"}
        )
        found.append(site)
        report(f"{number}/{count} sites provisioned")
    return found


def figures(number: int) -> dict[str, Any]:
    return {
        "latitude": Decimal("50.90") + Decimal(number % 10) / 100,
        "longitude": Decimal("14.30") + Decimal(number // 10) / 50,
        "area_ha": 1000 + number,
        "population": 500 + number,
        "population_source": "benchmark",
    }


@contextlib.contextmanager
def more_members(first: int, last: int) -> Iterator[None]:
    """Members that exist in the public schema alone: register, membership, and published rows.

    The union's page reads nothing else, so schemas of their own would change nothing in it. Their
    news are older and their events later than everybody's, so that the page shows the same ones.
    """
    from shared.kernel import clock
    from shared.kernel.text import czech_sort_key
    from shared.published.enums import Kind as ItemKind
    from shared.published.models import Item
    from tenants.registry.enums import Kind, State
    from tenants.registry.models import Domain, Municipality, UnionMembership

    with schema_context("public"):
        union = Municipality.objects.the_union()
        towns = Municipality.objects.bulk_create(
            Municipality(
                kind=Kind.MUNICIPALITY,
                slug=f"obec-{number}",
                schema_name=f"obec_{number}",
                name=f"Obec {number}",
                sort_key=czech_sort_key(f"Obec {number}"),
                state=State.ACTIVE,
                migration_leaves=union.migration_leaves,
                **figures(number),
            )
            for number in range(first, last + 1)
        )
        Domain.objects.bulk_create(
            Domain(domain=town.host, tenant=town, is_primary=True) for town in towns
        )
        UnionMembership.objects.bulk_create(
            UnionMembership(municipality=town, confirmed=True, evidence_note="benchmark")
            for town in towns
        )
        now = clock.now()
        items = []
        for town in towns:
            for number in range(5):
                common = {"municipality": town, "title": f"Zpráva {number}", "summary": LEAD}
                common |= {"title_key": "zprava", "search": "", "source_id": str(number)}
                items.append(
                    Item(
                        kind=ItemKind.NEWS,
                        url_path=f"/aktuality/zprava-{number}/",
                        published_at=now - dt.timedelta(days=300 + number),
                        **common,
                    )
                )
                starts = now + dt.timedelta(days=300 + number)
                items.append(
                    Item(
                        kind=ItemKind.EVENT,
                        url_path=f"/kalendar/{number}/",
                        published_at=now,
                        starts_at=starts,
                        over_at=starts + dt.timedelta(hours=2),
                        **common,
                    )
                )
        Item.objects.bulk_create(items)
        with connection.cursor() as cursor:  # what autovacuum does within a minute
            cursor.execute("ANALYZE published_item, registry_municipality")
    try:
        yield
    finally:
        with schema_context("public"):
            keys = [town.pk for town in towns]
            Item.objects.filter(municipality__in=keys).delete()
            UnionMembership.objects.filter(municipality__in=keys).delete()
            Domain.objects.filter(tenant__in=keys).delete()
            Municipality.objects.filter(pk__in=keys)._raw_delete("default")


def remove(schema: str) -> None:
    """Take a site away that a measurement has made: its schema and its public rows."""
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        for table in ("published_item", "duties_sitestate"):
            cursor.execute(
                f"""
                DELETE FROM {table} WHERE municipality_id IN
                    (SELECT id FROM registry_municipality WHERE schema_name = %s)
                """,
                [schema],
            )
        cursor.execute(
            """
            DELETE FROM registry_domain WHERE tenant_id IN
                (SELECT id FROM registry_municipality WHERE schema_name = %s)
            """,
            [schema],
        )
        cursor.execute("DELETE FROM published_siterevision WHERE schema = %s", [schema])
        cursor.execute("DELETE FROM registry_municipality WHERE schema_name = %s", [schema])
