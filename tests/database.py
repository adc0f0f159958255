"""One migrated and provisioned database, copied for every worker that runs tests.

Building it costs about twenty seconds, copying it a third of one. It is built once for a state
of the code (by a digest of the sources that shape it), under a lock that other workers wait for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "portal_test"
LOCK = 0x7E57
SITES = [
    ("lipova", "Lipová", "obec"),
    ("sluknov", "Šluknov", "mesto"),
    ("rumburk", "Rumburk", "mesto"),
]


def digest() -> str:
    """Of everything that decides what the template database looks like."""
    sources = hashlib.sha256()
    for folder in ("tenants", "shared", "calendar_app", "portal/settings"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            sources.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    sources.update((ROOT / "requirements.txt").read_bytes())
    sources.update(Path(__file__).read_bytes())
    return sources.hexdigest()[:12]


def server() -> psycopg.Connection[Any]:
    """A connection to the server's maintenance database, outside Django."""
    parameters = connections["default"].get_connection_params()
    arguments = {
        name: parameters[name]
        for name in ("host", "port", "user", "password")
        if parameters.get(name)
    }
    return psycopg.connect(**arguments, dbname="postgres", autocommit=True)


def use(name: str) -> None:
    """Point Django's connection at another database of the same server."""
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    connection.set_schema_to_public()


def _exists(holder: psycopg.Connection[Any], name: str) -> bool:
    return bool(holder.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def _drop(holder: psycopg.Connection[Any], name: str) -> None:
    holder.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def ensure_template() -> str:
    """The template's name; builds it if the code has changed since the last run."""
    name = f"{PREFIX}_template_{digest()}"
    with server() as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if _exists(holder, name):
            return name
        for (old,) in holder.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}_template_%"]
        ).fetchall():
            _drop(holder, old)
        building = f"{PREFIX}_building"
        _drop(holder, building)
        holder.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(building)))
        use(building)
        _build()
        connection.close()
        holder.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(building), sql.Identifier(name)
            )
        )
    return name


def _build() -> None:
    from tenants.registry import provisioning, schemas

    schemas.migrate_all()
    provisioning.provision_union("Svazek obcí Sever")
    for slug, name, status in SITES:
        provisioning.provision_municipality(slug, name, status=status)


@contextmanager
def copy_of(template: str, name: str) -> Iterator[str]:
    """A database of one's own, gone afterwards."""
    with server() as holder:
        _drop(holder, name)
        holder.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    try:
        yield name
    finally:
        connection.close()
        with server() as holder:
            _drop(holder, name)
