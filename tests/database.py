"""One migrated and provisioned database, copied for every worker that runs tests.

Migrating costs about twenty seconds, provisioning three sites two, copying a database a third of
one. So there are two templates: the migrated one, good for as long as no migration changes, and
the provisioned one, good for one state of the sources. Both are built under a lock that other
workers wait for.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from tests.servers import database_url

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "portal_test"
LOCK = 0x7E57
SITES = [
    ("lipova", "Lipová", "obec"),
    ("sluknov", "Šluknov", "mesto"),
    ("rumburk", "Rumburk", "mesto"),
]


def _digest(pattern: str) -> str:
    sources = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for folder in ("tenants", "shared", "calendar_app", "portal/settings"):
        for file in sorted((ROOT / folder).rglob(pattern)):
            sources.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    sources.update((ROOT / "portal/settings/base.py").read_bytes())
    sources.update(Path(__file__).read_bytes())
    return sources.hexdigest()[:12]


def digest() -> str:
    """Of everything that decides what the provisioned database looks like."""
    return _digest("*.py")


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
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for attempts_left in reversed(range(10)):
        try:
            holder.execute(statement)
            return
        except psycopg.errors.InsufficientPrivilege:
            # The server's own vacuum is at work in it; it ends soon, and we may not end it.
            if not attempts_left:
                raise
            time.sleep(0.2)


def ensure_template() -> str:
    """The provisioned template's name; builds what has changed since the last run."""
    name = f"{PREFIX}_template_{digest()}"
    with server() as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not _exists(holder, name):
            if not _exists(holder, _migrated()):
                _build(holder, _migrated(), "template0", _migrate)
            _build(holder, name, _migrated(), _provision)
    return name


def _migrated() -> str:
    return f"{PREFIX}_migrated_{_digest('0*.py')}"


def _build(
    holder: psycopg.Connection[Any], name: str, template: str, fill: Callable[[], None]
) -> None:
    """Make a database under a provisional name, so that a killed run leaves nothing half made."""
    kind = name.rsplit("_", 1)[0]
    for (old,) in holder.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{kind}\\_%"]
    ).fetchall():
        _drop(holder, old)
    building = f"{PREFIX}_building"
    _drop(holder, building)
    holder.execute(_copy(building, template))
    use(building)
    fill()
    connection.close()
    holder.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(building), sql.Identifier(name)
        )
    )


def _copy(name: str, template: str) -> sql.Composed:
    return sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
        sql.Identifier(name), sql.Identifier(template)
    )


def _migrate() -> None:
    """By the command, given twice at once; what both said stays with the database, for a test."""
    connection.close()
    environment = os.environ | {
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    both = [
        subprocess.Popen(
            [sys.executable, "manage.py", "migrate"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    said = sorted(process.communicate(timeout=300)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0], said
    with server() as holder:
        holder.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(connection.settings_dict["NAME"]), sql.Literal("".join(said))
            )
        )


def said_while_migrating() -> str:
    with server() as holder:
        row = holder.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [_migrated()],
        ).fetchone()
    return str(row and row[0])


def _provision() -> None:
    from tenants.registry import provisioning

    provisioning.provision_union("Svazek obcí Sever")
    for slug, name, status in SITES:
        provisioning.provision_municipality(slug, name, status=status)


def recreate(name: str, template: str) -> None:
    """Throw a worker's database away and copy it anew."""
    connection.close()
    with server() as holder:
        _drop(holder, name)
        holder.execute(_copy(name, template))
    connection.set_schema_to_public()


@contextmanager
def copy_of(template: str, name: str) -> Iterator[str]:
    """A database of one's own, gone afterwards."""
    recreate(name, template)
    try:
        yield name
    finally:
        connection.close()
        with server() as holder:
            _drop(holder, name)
