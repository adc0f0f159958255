"""`manage.py projection verify|rebuild [--site slug]`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django_tenants.utils import schema_context

from shared.kernel import jobs
from shared.published import services
from tenants.registry.models import Municipality
from tenants.registry.selectors import open_scope


class Command(BaseCommand):
    help = (
        "Compares what each site publishes with the shared lists, search and calendar (verify), or"
        " makes them agree again (rebuild). Exits with 1 if verify finds a difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify", "rebuild"])
        parser.add_argument("--site", metavar="SLUG", help="only this site")

    def handle(self, *args: Any, action: str, site: str | None, **options: Any) -> None:
        with schema_context("public"):
            sites = Municipality.objects.active().order_by("schema_name")
            if site:
                sites = sites.filter(slug=site)
            schemas = list(sites.values_list("schema_name", flat=True))
        if site and not schemas:
            raise CommandError(f"There is no active site with the slug {site}.")
        total = 0
        for schema in schemas:
            try:
                with open_scope(schema), transaction.atomic():
                    drifts = services.verify() if action == "verify" else services.rebuild()
            except jobs.SchemaBehind:
                raise CommandError(
                    f"{schema}: its tables are behind the code; migrate first."
                ) from None
            total += len(drifts)
            for drift in drifts:
                self.stdout.write(f"{schema}: {drift}")
        done = "differences found" if action == "verify" else "differences mended"
        self.stdout.write(f"{len(schemas)} sites, {total} {done}.")
        if total and action == "verify":
            raise CommandError("The projection has drifted; `projection rebuild` mends it.")
