"""`manage.py demo create|delete`: the demonstration data."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.demo import people, services
from tenants.registry import schemas


class Command(BaseCommand):
    help = "Creates and deletes the demonstration: twelve municipalities, the union, their content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make what is missing of the demonstration")
        create.add_argument(
            "--only", nargs="+", metavar="SLUG", help="these sites only, such as sever lipova"
        )
        delete = verbs.add_parser("delete", help="delete the sites that `create` has made")
        delete.add_argument("--yes", action="store_true", help="really delete, without asking")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["verb"])(**options)

    def create(self, *, only: list[str] | None, **options: Any) -> None:
        began = time.monotonic()
        try:
            services.create(self._report, only=set(only) if only else None)
        except schemas.TemplateStale as error:
            raise CommandError(
                "The template is older than the code: run `migrate` first."
            ) from error
        self.stdout.write(
            f"The demonstration is ready after {time.monotonic() - began:.0f} s. "
            f"Log in as {people.OPERATOR}, password {people.PASSWORD}"
        )

    def delete(self, *, yes: bool, **options: Any) -> None:
        doomed = services.made_sites()
        if not doomed:
            self.stdout.write("There is no demonstration to delete.")
            return
        names = ", ".join(site.name for site in doomed)
        if not yes:
            raise CommandError(
                f"This deletes everything on these sites, whoever wrote it: {names}. Add --yes."
            )
        services.delete(self._report)

    def _report(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
