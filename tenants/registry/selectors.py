"""Reads of the registry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django_tenants.utils import schema_context, tenant_context

from shared.kernel import jobs
from shared.kernel.db import connection
from tenants.registry import schemas
from tenants.registry.enums import Kind
from tenants.registry.models import Municipality


@contextmanager
def open_scope(schema: str) -> Iterator[Municipality]:
    """Run the body in a site's schema; raises UnknownSchema or SchemaBehind instead of guessing."""
    with schema_context("public"):
        site = Municipality.objects.filter(schema_name=schema).first()
    if site is None:
        raise jobs.UnknownSchema(schema)
    if schemas.is_behind(site.migration_leaves):
        raise jobs.SchemaBehind(schema)
    with tenant_context(site):
        yield site


def current_site() -> Municipality:
    """The site that the connection is on. Raises Municipality.DoesNotExist for the template."""
    tenant = connection.tenant
    if isinstance(tenant, Municipality):
        return tenant
    return Municipality.objects.get(schema_name=connection.schema_name)


def member_colors() -> list[tuple[str, str, str]]:
    """Slug, main colour and accent of the union and of every member."""
    sites = Municipality.objects.members() | Municipality.objects.filter(kind=Kind.UNION)
    return list(sites.values_list("slug", "color_primary", "color_accent"))
