"""Looks for migrations that a running portal would not survive: a column removed while the old code
still asks for it, a NOT NULL without a default, a table that is locked while it is rewritten.

Our own apps only, and without adding the linter to INSTALLED_APPS: production knows nothing of it.
"""

import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))
HOUSES = ("tenants", "shared", "calendar_app")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")


def lint() -> bool:
    import django
    from django.apps import apps

    django.setup()
    from django_migration_linter import MigrationLinter

    ours = [
        app.label for app in apps.get_app_configs() if app.name.split(".")[0] in {"portal", *HOUSES}
    ]
    linter = MigrationLinter(
        str(BASE_DIR),
        include_apps=ours,
        no_cache=True,
        analyser_string="postgresql",  # the database's engine is that of django-tenants
        quiet=["ok", "ignore"],
        ignore_initial_migrations=True,  # what is just being created locks nobody
        # Creating an index is quick on tables of one site; the linter wants CONCURRENTLY, which
        # no transaction may contain, and ours migrate each schema in one.
        exclude_migration_tests=["CREATE_INDEX"],
        # One unique index in place of another on a table of some thousand rows; what the old code
        # does meanwhile, a second subscription of one address, fails and is asked again.
        ignore_name=["0003_one_per_address"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return not linter.has_errors


if __name__ == "__main__":
    sys.exit(0 if lint() else 1)
