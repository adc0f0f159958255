"""One command migrates every schema, also when two people give it at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from psycopg import sql

from tenants.registry import schemas
from tests import database
from tests.servers import database_url

ROOT = Path(__file__).resolve().parent.parent.parent.parent
pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def migrate(name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": database_url(name),
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_two_at_once_on_an_empty_database():
    name = f"{database.PREFIX}_race_{os.getpid()}"
    with database.server() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            both = [migrate(name), migrate(name)]
            outputs = sorted(process.communicate(timeout=300)[0] for process in both)
            assert [process.returncode for process in both] == [0, 0], outputs
            said = "".join(outputs)
            assert said.count("2 schemas migrated") == 1, said
            assert said.count("All schemas are current.") == 1, said
        finally:
            database._drop(server, name)


def test_a_site_that_is_behind_is_named_and_migrated_before_public(settings):
    from django.db import connection

    with connection.cursor() as cursor:
        for schema in ("lipova", "public"):
            cursor.execute(f"DELETE FROM {schema}.django_migrations WHERE app = 'roles'")
    assert schemas.schemas_behind() == ["lipova", "public"]
