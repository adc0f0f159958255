"""One command migrates every schema, also when two people give it at once."""

import pytest

from tenants.registry import schemas
from tests import database

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def test_two_at_once_on_an_empty_database(django_db_setup):
    """The database of these tests was migrated by two commands that started together."""
    said = database.said_while_migrating()
    assert said.count("2 schemas migrated") == 1, said
    assert said.count("All schemas are current.") == 1, said


def test_a_site_that_is_behind_is_named_and_migrated_before_public(settings):
    from django.db import connection

    with connection.cursor() as cursor:
        for schema in ("lipova", "public"):
            cursor.execute(f"DELETE FROM {schema}.django_migrations WHERE app = 'roles'")
    assert schemas.schemas_behind() == ["lipova", "public"]
