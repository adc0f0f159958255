"""`manage.py migrate` (and `migrate_schemas`): all schemas, sites first, safe under two at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.migrations.autodetector import MigrationAutodetector

from tenants.registry import provisioning, schemas


class Command(BaseCommand):
    help = "Migrates the template schema, every site and the public schema, in that order."
    requires_system_checks: list[str] = []
    autodetector = MigrationAutodetector  # makemigrations looks for it on the migrate command

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit with 1 if a schema is behind"
        )
        parser.add_argument("--noinput", "--no-input", action="store_false", dest="interactive")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            behind = schemas.schemas_behind()
            for schema in behind:
                self.stdout.write(f"{schema} is behind")
            if behind:
                raise SystemExit(1)
            return
        moved = schemas.migrate_all(
            self.stdout.write if options["verbosity"] else lambda line: None
        )
        if moved:
            provisioning.refresh_after_upgrade()
        if options["verbosity"]:
            self.stdout.write(f"{moved} schemas migrated" if moved else "All schemas are current.")
