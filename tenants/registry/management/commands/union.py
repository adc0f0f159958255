"""`manage.py union create`: the union's own site, the first thing that a new portal needs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tenants.registry import provisioning


class Command(BaseCommand):
    help = "Makes the union's own site, or finishes it when that was broken off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create")
        create.add_argument("name", help="e.g. 'Svazek obcí Sever'")

    def handle(self, *args: Any, verb: str, name: str, **options: Any) -> None:
        try:
            site = provisioning.provision_union(name, report=self._report)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{site.name}: {site.url}/")

    def _report(self, line: str) -> None:
        self.stdout.write(f"  {line}")
