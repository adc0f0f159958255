"""Schemas as PostgreSQL sees them: migrating all of them, and copying the template.

Sites migrate before the public schema: a site that lacks a table which public already has would
read and write public's rows without any error. See docs/tenancy.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_tenants.utils import schema_context
from psycopg import sql

from shared.kernel.db import connection

PUBLIC = "public"
MIGRATION_LOCK = 0x5E7E12


class TemplateStale(RuntimeError):
    """The template's tables are older than the code; a copy would lack tables."""


@functools.cache
def known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


@functools.cache
def code_leaves() -> dict[str, str]:
    """The last migration of each app in the code that is running."""
    loader = MigrationLoader(None)
    return dict(sorted(loader.graph.leaf_nodes()))


def is_behind(leaves: dict[str, str]) -> bool:
    """Whether a site's tables lack a migration of the running code.

    A site ahead of the code is fine: that is every old process during a deployment. Migration
    names start with their number, so they compare as text.
    """
    code = code_leaves()
    return leaves != code and any(leaves.get(app, "") < name for app, name in code.items())


def applied_migrations(schema: str) -> frozenset[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"{schema}.django_migrations"])
        if cursor.fetchone()[0] is None:
            return frozenset()
        cursor.execute(
            sql.SQL("SELECT app, name FROM {}.django_migrations").format(sql.Identifier(schema))
        )
        return frozenset(cursor.fetchall())


def is_current(schema: str) -> bool:
    return known_migrations() <= applied_migrations(schema)


@contextmanager
def exclusive(key: int) -> Iterator[None]:
    """Hold an advisory lock on a connection of its own, waiting for whoever has it.

    Migrating closes Django's connection, so the lock cannot live there. A killed holder's
    connection ends and frees the lock.
    """
    parameters = connection.get_connection_params()
    arguments = {
        name: parameters[name]
        for name in ("host", "port", "user", "password", "dbname")
        if parameters.get(name)
    }
    with psycopg.connect(**arguments, autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [key])
        yield


def migrate_all(report: Callable[[str], None] = lambda line: None) -> int:
    """Bring the template, every site and the public schema up to the code; returns how many moved.

    Safe under two at once: the second waits and then finds nothing to do.
    """
    with exclusive(MIGRATION_LOCK), schema_context(PUBLIC):
        moved = 0
        if not applied_migrations(PUBLIC):
            report("public: first migration")
            _migrate(PUBLIC)
            moved += 1
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(
                    sql.Identifier(settings.TEMPLATE_SCHEMA)
                )
            )
        behind = schemas_behind()
        for position, schema in enumerate(behind, 1):
            report(f"{schema}: migrating ({position}/{len(behind)})")
            _migrate(schema)
            moved += 1
        if moved:
            _stamp([*site_schemas(), PUBLIC])
        return moved


def site_schemas() -> list[str]:
    """Schemas of the municipalities' sites that exist in the database.

    Plain SQL, because during a migration the registry's table may lack columns of the model.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schema_name FROM public.registry_municipality m WHERE schema_name <> 'public'"
            " AND EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = m.schema_name)"
            " ORDER BY schema_name"
        )
        return [row[0] for row in cursor.fetchall()]


def schemas_behind() -> list[str]:
    """Schemas that lack a migration of the code, in the order in which they are to be migrated."""
    if not applied_migrations(PUBLIC):
        return [PUBLIC, settings.TEMPLATE_SCHEMA]
    order = [settings.TEMPLATE_SCHEMA, *site_schemas(), PUBLIC]
    return [schema for schema in order if not is_current(schema)]


def _migrate(schema: str) -> None:
    # With public in the search path a new schema would take public's record of migrations for
    # its own and nothing would be applied.
    connection.set_schema(schema, include_public=False)
    MigrationRecorder(connection).ensure_schema()
    with schema_context(schema):
        call_command(MigrateCommand(), verbosity=0, interactive=False)
    connection.set_schema_to_public()
    if schema != PUBLIC:
        drop_foreign_keys_to_public(schema)


def _stamp(schemas: list[str]) -> None:
    from tenants.registry.models import Municipality

    Municipality.objects.filter(schema_name__in=schemas).update(migration_leaves=code_leaves())


def drop_foreign_keys_to_public(schema: str) -> None:
    """Drop constraints from a site's tables to public ones.

    Users are never deleted, so they protect nothing, and with 1 000 sites they are 38 000
    triggers on the table of users that each connection must load.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.conrelid::regclass::text, c.conname
            FROM pg_constraint c
            JOIN pg_class here ON here.oid = c.conrelid
            JOIN pg_namespace hn ON hn.oid = here.relnamespace
            JOIN pg_class there ON there.oid = c.confrelid
            JOIN pg_namespace tn ON tn.oid = there.relnamespace
            WHERE c.contype = 'f' AND hn.nspname = %s AND tn.nspname = 'public'
            """,
            [schema],
        )
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {connection.ops.quote_name(name)}")


def create_from_template(schema: str) -> bool:
    """Copy the template into a new schema, tables and rows, in one transaction.

    Returns False when the schema is there already: it came from a transaction that was
    committed, so it is whole. Raises TemplateStale.

    The template's SQL is replayed statement by statement instead of cloning row by row in
    PL/pgSQL: the time does not grow with the number of schemas.
    """
    template = settings.TEMPLATE_SCHEMA
    with schema_context(PUBLIC), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [MIGRATION_LOCK])
        if not is_current(template):
            raise TemplateStale(template)
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
        if cursor.fetchone():
            return False
        statements = template_sql(template, schema)
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(";\n".join(statements))
        return True


def template_sql(template: str, schema: str) -> list[str]:
    """Statements that make `schema` a copy of `template`: tables, rows, keys, indexes."""

    def quoted(name: str) -> str:
        return connection.ops.quote_name(name)

    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t.relname, t.oid, (SELECT count(*) > 0 FROM pg_attribute a
                WHERE a.attrelid = t.oid AND a.attidentity <> '' AND NOT a.attisdropped)
            FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE n.nspname = %s AND t.relkind = 'r' ORDER BY t.relname
            """,
            [template],
        )
        tables = cursor.fetchall()
        # With the template alone in the search path definitions come without its name …
        cursor.execute("SELECT set_config('search_path', %s, true)", [quoted(template)])
        cursor.execute(
            """
            SELECT r.relname, c.conname, c.contype, pg_get_constraintdef(c.oid)
            FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
            JOIN pg_namespace n ON n.oid = r.relnamespace
            WHERE n.nspname = %s AND c.contype IN ('p', 'u', 'x', 'f')
            ORDER BY c.contype = 'f', r.relname, c.conname
            """,
            [template],
        )
        constraints = cursor.fetchall()
        cursor.execute(
            """
            SELECT pg_get_indexdef(i.indexrelid)
            FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = r.relnamespace
            WHERE n.nspname = %s AND NOT EXISTS (
                SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid
                AND c.contype IN ('p', 'u', 'x'))
            ORDER BY 1
            """,
            [template],
        )
        indexes = [row[0] for row in cursor.fetchall()]
        # Functions of triggers live in the public schema, one for all sites; the triggers are here.
        cursor.execute(
            """
            SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t
            JOIN pg_class r ON r.oid = t.tgrelid JOIN pg_namespace n ON n.oid = r.relnamespace
            WHERE n.nspname = %s AND NOT t.tgisinternal ORDER BY 1
            """,
            [template],
        )
        triggers = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            """
            SELECT t.relname, a.attname FROM pg_attribute a
            JOIN pg_class t ON t.oid = a.attrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE n.nspname = %s AND a.attidentity <> '' AND NOT a.attisdropped
            """,
            [template],
        )
        identities = cursor.fetchall()
        filled = set()
        for table, _oid, _identity in tables:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {quoted(table)})")
            if cursor.fetchone()[0]:
                filled.add(table)

    target, source = quoted(schema), quoted(template)
    statements = [f"SET LOCAL search_path = {target}"]
    for table, _oid, identity in tables:
        name = quoted(table)
        statements.append(
            f"CREATE TABLE {target}.{name} (LIKE {source}.{name} INCLUDING DEFAULTS"
            " INCLUDING IDENTITY INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE)"
        )
        if table in filled:
            overriding = " OVERRIDING SYSTEM VALUE" if identity else ""
            statements.append(
                f"INSERT INTO {target}.{name}{overriding} SELECT * FROM {source}.{name}"
            )
    foreign = [row for row in constraints if row[2] == "f"]
    for table, name, _kind, definition in (row for row in constraints if row[2] != "f"):
        statements.append(
            f"ALTER TABLE {target}.{quoted(table)} ADD CONSTRAINT {quoted(name)} {definition}"
        )
    # … but the definition of an index or a trigger always names the schema of its table.
    for definition in [*indexes, *triggers]:
        statements.append(
            re.sub(
                rf" ON (ONLY )?(?:{re.escape(source)}|{re.escape(template)})\.",
                lambda match: f" ON {match[1] or ''}{target}.",
                definition,
                count=1,
            )
        )
    for table, name, _kind, definition in foreign:
        statements.append(
            f"ALTER TABLE {target}.{quoted(table)} ADD CONSTRAINT {quoted(name)} {definition}"
        )
    for table, column in identities:
        if table in filled:
            statements.append(
                f"SELECT setval(pg_get_serial_sequence('{target}.{quoted(table)}', '{column}'),"
                f" (SELECT max({quoted(column)}) FROM {target}.{quoted(table)}))"
            )
    statements.append("SET LOCAL search_path = public")
    return statements
