"""`manage.py municipality create|list`: the life of a municipality's site."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tenants.registry import provisioning, schemas
from tenants.registry.enums import Status
from tenants.registry.models import Municipality


class Command(BaseCommand):
    help = "Creates and lists the sites of municipalities."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a site, or finish one that was begun")
        create.add_argument("slug", help="first part of the host, a-z, digits and hyphens")
        create.add_argument("name", help="name of the municipality, e.g. 'Dolní Poustevna'")
        create.add_argument("--status", choices=Status.values, default=Status.OBEC)
        create.add_argument("--csu-code", default="", help="six digits")
        verbs.add_parser("list", help="show all sites")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["verb"])(**options)

    def create(self, *, slug: str, name: str, status: str, csu_code: str, **options: Any) -> None:
        try:
            site = provisioning.provision_municipality(
                slug, name, status=status, csu_code=csu_code, report=self._report
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        except schemas.TemplateStale as error:
            raise CommandError(
                "The template is older than the code: run `migrate` first."
            ) from error
        self.stdout.write(f"{site.display_name}: {site.url}/")

    def list(self, **options: Any) -> None:
        for site in Municipality.objects.order_by("kind", "sort_key"):
            behind = ", behind the code" if schemas.is_behind(site.migration_leaves) else ""
            self.stdout.write(
                f"{site.schema_name:24} {site.state + behind:14} {site.url}/  {site.name}"
            )

    def _report(self, line: str) -> None:
        self.stdout.write(f"  {line}")
