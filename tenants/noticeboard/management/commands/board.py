"""`manage.py board verify [--site slug]`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_tenants.utils import schema_context

from tenants.noticeboard import proof
from tenants.registry.models import Municipality
from tenants.registry.selectors import open_scope


class Command(BaseCommand):
    help = (
        "Proves that the journal of every notice board is whole, that posted notices are what was"
        " posted, and that their files match their hashes. Exits with 1 if anything is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="look at every site")
        verify.add_argument("--site", metavar="SLUG", help="this site only")

    def handle(self, *args: Any, **options: Any) -> None:
        with schema_context("public"):
            sites = Municipality.objects.active().order_by("kind", "sort_key")
            if options["site"]:
                sites = sites.filter(slug=options["site"])
            found = list(sites)
        if not found:
            raise CommandError("There is no such site.")
        wrong = 0
        for site in found:
            with open_scope(site.schema_name):
                problems = list(proof.problems())
            wrong += len(problems)
            for problem in problems:
                self.stdout.write(f"{site.slug}: {problem}")
            if not problems:
                self.stdout.write(f"{site.slug}: whole")
        if wrong:
            raise CommandError(f"{wrong} problems found")
