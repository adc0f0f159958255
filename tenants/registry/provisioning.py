"""Making a site: row, host, schema, defaults. Every step may be repeated and resumed.

Packages above add their defaults with `register_default` in `AppConfig.ready()`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django_tenants.utils import schema_context, tenant_context

from shared.kernel.db import connection
from tenants.registry import schemas
from tenants.registry.enums import Kind, State
from tenants.registry.models import (
    PUBLIC_SCHEMA,
    SLUG,
    Domain,
    Municipality,
    schema_for_slug,
    validate_not_reserved,
)

Report = Callable[[str], None]


@dataclass(frozen=True, order=True)
class Default:
    order: int
    name: str
    create: Callable[[Municipality], None]
    on_upgrade: bool = False


_defaults: dict[str, Default] = {}


def register_default(
    name: str, create: Callable[[Municipality], None], order: int, *, on_upgrade: bool = False
) -> None:
    """Offer something that every new site starts with.

    `create` runs in the new site's schema inside a transaction and must change nothing when it
    runs a second time. With `on_upgrade` it also runs on every site after each migration, as
    rights must that come with new tables.
    """
    _defaults[name] = Default(order, name, create, on_upgrade)


def refresh_after_upgrade() -> None:
    """Repeat on every site what has to follow a migration."""
    with schema_context(PUBLIC_SCHEMA):
        sites = list(Municipality.objects.active())
    for site in sites:
        with transaction.atomic(), tenant_context(site):
            for default in sorted(_defaults.values()):
                if default.on_upgrade and default.name in site.provisioned_steps:
                    default.create(site)
        # What came with the new release and this site never had.
        fill_defaults(site)


def provision_union(
    name: str, *, report: Report = lambda line: None, **fields: Any
) -> Municipality:
    """Make the union's own site, or finish one that was begun."""
    return _provision("", name, Kind.UNION, PUBLIC_SCHEMA, fields, report)


def provision_municipality(
    slug: str, name: str, *, report: Report = lambda line: None, **fields: Any
) -> Municipality:
    """Make a municipality's site, or finish one that was begun.

    Raises ValidationError for a slug or a figure that is not valid, TemplateStale when the
    template schema has not been migrated to the running code.
    """
    # Before anything else: the schema is looked up by it, and "public" is the union's.
    SLUG(slug)
    validate_not_reserved(slug)
    return _provision(slug, name, Kind.MUNICIPALITY, schema_for_slug(slug), fields, report)


def _provision(
    slug: str, name: str, kind: Kind, schema: str, fields: dict[str, Any], report: Report
) -> Municipality:
    # Two at once for the same slug: the second waits and finds everything done.
    with (
        schemas.exclusive(zlib.crc32(f"provision:{schema}".encode())),
        schema_context(PUBLIC_SCHEMA),
    ):
        site = Municipality.objects.filter(schema_name=schema).first()
        if site is None:
            site = Municipality(
                slug=slug or "svazek", name=name, kind=kind, schema_name=schema, **fields
            )
            site.full_clean(exclude=["slug"] if kind is Kind.UNION else None)
            with transaction.atomic():
                site.save()
                Domain.objects.create(domain=site.host, tenant=site, is_primary=True)
            report("registered")
        if kind is Kind.MUNICIPALITY and schemas.create_from_template(schema):
            report("schema copied from the template")
        site.migration_leaves = schemas.code_leaves()
        site.save(update_fields=["migration_leaves"])
        fill_defaults(site, report=report)
        if site.state == State.PROVISIONING:
            site.state = State.ACTIVE
            site.save(update_fields=["state"])
        return site


def fill_defaults(site: Municipality, *, report: Report = lambda line: None) -> None:
    """Create what every site starts with; each default is done and noted in one transaction."""
    for default in sorted(_defaults.values()):
        if default.name in site.provisioned_steps:
            continue
        with transaction.atomic(), tenant_context(site):
            default.create(site)
            with schema_context(PUBLIC_SCHEMA):
                site.provisioned_steps = [*site.provisioned_steps, default.name]
                site.save(update_fields=["provisioned_steps"])
        report(default.name)
    connection.set_schema_to_public()
