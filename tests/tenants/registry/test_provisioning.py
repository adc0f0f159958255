"""A copy of the template is the template, and making a site can be repeated."""

import re

import pytest
from django.db import connection

from tenants.registry import provisioning, schemas
from tenants.registry.models import Domain, Municipality

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

CATALOGUE = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, is_identity, column_default
        FROM information_schema.columns WHERE table_schema = %s ORDER BY 1, 2""",
    "constraints": """SELECT r.relname, c.conname, c.contype, replace(pg_get_constraintdef(c.oid), %s, '')
        FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
        JOIN pg_namespace n ON n.oid = r.relnamespace WHERE n.nspname = %s ORDER BY 1, 2""",
    "indexes": """SELECT tablename, indexname, replace(indexdef, %s, '') FROM pg_indexes
        WHERE schemaname = %s ORDER BY 1, 2""",
}


def catalogue(schema: str) -> dict[str, list[tuple]]:
    found = {}
    with connection.cursor() as cursor:
        for name, query in CATALOGUE.items():
            arguments = [schema] if query.count("%s") == 1 else [f"{schema}.", schema]
            cursor.execute(query, arguments)
            # The same condition, parsed twice, may come back with its casts placed otherwise.
            found[name] = [
                tuple(
                    re.sub(r"::(character varying|text)(\[\])?|[()]", "", str(value))
                    for value in row
                )
                for row in cursor.fetchall()
            ]
    return found


def test_copy_has_every_table_key_index_and_name(settings):
    provisioning.provision_municipality("nova-ves", "Nová Ves")
    copy, template = catalogue("nova_ves"), catalogue(settings.TEMPLATE_SCHEMA)
    for name in CATALOGUE:
        assert copy[name] == template[name], name
    assert len(template["indexes"]) > 150


def test_copy_is_current_and_continues_its_own_numbers():
    provisioning.provision_municipality("nova-ves", "Nová Ves")
    assert schemas.is_current("nova_ves")
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = nova_ves")
        cursor.execute("INSERT INTO auth_group (name) VALUES ('x') RETURNING id")
        number = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM auth_group WHERE id >= %s", [number])
        assert cursor.fetchone()[0] == 1
    connection.set_schema_to_public()


def test_no_constraint_points_from_a_site_to_public():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT hn.nspname, c.conname FROM pg_constraint c
            JOIN pg_class h ON h.oid = c.conrelid JOIN pg_namespace hn ON hn.oid = h.relnamespace
            JOIN pg_class t ON t.oid = c.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
            WHERE c.contype = 'f' AND hn.nspname <> tn.nspname"""
        )
        assert cursor.fetchall() == []


def test_repeating_changes_nothing():
    first = provisioning.provision_municipality("nova-ves", "Nová Ves")
    again = provisioning.provision_municipality("nova-ves", "Nová Ves")
    assert first.pk == again.pk
    assert Domain.objects.filter(tenant=first).count() == 1


@pytest.mark.parametrize("broken", ["roles"])
def test_a_broken_step_is_resumed(monkeypatch, broken):
    default = provisioning._defaults[broken]

    def fail(site):
        raise RuntimeError("killed")

    monkeypatch.setitem(
        provisioning._defaults, broken, provisioning.Default(default.order, broken, fail)
    )
    with pytest.raises(RuntimeError):
        provisioning.provision_municipality("nova-ves", "Nová Ves")
    assert Municipality.objects.get(slug="nova-ves").state == "provisioning"
    monkeypatch.setitem(provisioning._defaults, broken, default)
    site = provisioning.provision_municipality("nova-ves", "Nová Ves")
    assert site.state == "active"
    assert broken in site.provisioned_steps


def test_stale_template_is_refused(settings):
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {settings.TEMPLATE_SCHEMA}.django_migrations WHERE app = 'roles'"
        )
    with pytest.raises(schemas.TemplateStale):
        provisioning.provision_municipality("nova-ves", "Nová Ves")


@pytest.mark.parametrize("slug", ["Nová", "a_b", "public", "-x", "x--y", "pg-toast" * 20])
def test_bad_slug_is_refused(slug):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        provisioning.provision_municipality(slug, "Nová Ves")
