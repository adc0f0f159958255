"""Raises processes that are there to be killed.

Starting Django takes a second, so one process does it once and forks a child for each line that it
reads, before it has any connection of its own. The child calls `work(line)` of the named module.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent


class Nursery:
    """`with Nursery("tests.some.module", PORT="25") as nursery: child = nursery.raise_one("line")`

    Children use the test's own database and Redis; words become their environment.
    """

    def __init__(self, module: str, **environment: str) -> None:
        self.module, self.environment = module, environment

    def __enter__(self) -> Nursery:
        from django.conf import settings
        from django.db import connection

        from tests import servers

        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", self.module],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "portal.settings.test",
                "DATABASE_URL": servers.database_url(str(connection.settings_dict["NAME"])),
                "REDIS_URL": settings.REDIS_URL,
                "PORTAL_DATA_DIR": str(settings.DATA_DIR),
                **self.environment,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        return self

    def __exit__(self, *_exc: object) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        for child in psutil.Process(self.process.pid).children(recursive=True):
            child.kill()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.kill()
        self.process.wait()

    def raise_one(self, line: str = "") -> psutil.Process | None:
        """None for one that has ended already."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        number = int(self.process.stdout.readline())
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(number)
        return None


def is_alive(child: psutil.Process | None) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return child is not None and child.status() != psutil.STATUS_ZOMBIE
    return False


def wait_for_end(child: psutil.Process | None, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while is_alive(child):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def main(module: str) -> None:
    import django

    django.setup()
    work = importlib.import_module(module).work
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are nobody's business
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(line.strip())
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
