"""PostgreSQL and Redis out of wheels, for a machine that has neither.

A process that needs a server calls `ensure_database_url` or `ensure_redis_url` and may then use the
server until it ends. Nothing has to be stopped: every user holds a shared lock on a file, which the
kernel drops however the process ends, and the server's keeper (see `keeper`) waits for the last of
them to go. So a lone `manage.py shell` starts and stops its own servers, attaches to those of
`make run` when they are there, and never takes them away from anybody.

Nothing of Django is imported here: settings call this while they are being read.
"""

from pathlib import Path

from .postgres import Postgres, postgres_program
from .redis import Redis
from .server import EmbeddedServer, EmbeddedServerError

__all__ = [
    "EmbeddedServerError",
    "ensure_database_url",
    "ensure_redis_url",
    "postgres_program",
    "release",
    "revive",
]

# One object per server in this process; dropping it would close the file that marks us as a user.
_held: dict[tuple[type[EmbeddedServer], Path, bool], EmbeddedServer] = {}


def ensure_database_url(data_dir: Path | str, *, durable: bool = True) -> str:
    """The URL of a PostgreSQL that lives at least as long as this process.

    `durable=False` is for tests: a cluster beside the real one which does not wait for the disk.
    """
    return _ensure(Postgres, Path(data_dir), durable)


def ensure_redis_url(data_dir: Path | str, *, durable: bool = True) -> str:
    """The URL of a Redis that lives at least as long as this process."""
    return _ensure(Redis, Path(data_dir), durable)


def release(timeout: float = 30) -> bool:
    """Gives all servers up before this process ends; waits until those nobody else uses are down.

    Returns False when one is still up: another process uses it, or it takes longer than that.
    """
    servers = list(_held.values())
    _held.clear()
    for server in servers:
        server.detach()
    stopped = [server.wait_until_stopped(timeout) for server in servers]
    return all(stopped)


def revive() -> None:
    """Brings back servers of this process whose keeper was killed; the addresses stay the same."""
    for server in _held.values():
        server.revive()


def _ensure(kind: type[EmbeddedServer], data_dir: Path, durable: bool) -> str:
    key = (kind, data_dir.expanduser().resolve(), durable)
    server = _held.get(key)
    if server is None:
        server = kind(key[1], durable=durable)
        server.attach()
        _held[key] = server
    return server.url
