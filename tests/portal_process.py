"""The real portal as a process: Granian with two workers, Celery's worker and beat."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psutil

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "sever.localhost"
START_WITHIN = 240  # seconds; the first time static files are collected

T = TypeVar("T")


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Portal:
    """`manage.py run` on a database and a Redis of its own. `with Portal(…) as portal: …`"""

    port: int
    data_dir: Path
    database_url: str
    redis_url: str
    settings: str = "tests.e2e.settings"
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    # -- life ------------------------------------------------------------------------------------

    def env(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DATABASE_", "REDIS_", "PYTEST_", "PORTAL_", "DJANGO_"))
        }
        return inherited | {
            "DJANGO_SETTINGS_MODULE": self.settings,
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "PORTAL_DATA_DIR": str(self.data_dir),
            "PORTAL_DOMAIN": DOMAIN,
            "PORT": str(self.port),
            **self.environment,
        }

    def manage(self, *arguments: str) -> str:
        """One command of the portal, run to its end."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env(),
            capture_output=True,
            text=True,
            timeout=START_WITHIN,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def __enter__(self) -> Portal:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            # Its children die with it, and it is told to die with us, should we be killed.
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run", "--no-demo", "--stop-with-parent"],
                cwd=ROOT,
                env=self.env(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_for(self._is_up, START_WITHIN, lambda: f"the portal to start:\n{self.output}")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    def _is_up(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.output
        return "The portal runs" in self.output

    def stop(self) -> None:
        if self.process is None:
            return
        family = []
        with contextlib.suppress(psutil.Error):
            family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        # Only those that outlived it: a number that was given away again belongs to a stranger,
        # which psutil notices by the time of its birth.
        for process in family:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self.process = None

    @property
    def log(self) -> Path:
        return self.data_dir / "portal.log"

    @property
    def output(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    # -- requests --------------------------------------------------------------------------------

    def host(self, site: str = "") -> str:
        """Of a municipality by its slug; of the union without one."""
        return f"{site}.{DOMAIN}" if site else DOMAIN

    def url(self, site: str, path: str) -> str:
        return f"http://{self.host(site)}:{self.port}{path}"

    def get(self, site: str, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Over a real connection, as a calendar programme asks; header names with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        with contextlib.closing(client):
            client.request(method, path, headers={"Host": f"{self.host(site)}:{self.port}", **sent})
            response = client.getresponse()
            body = response.read()
            if response.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            return Answer(
                response.status, {k.lower(): v for k, v in response.headers.items()}, body
            )


def wait_for(
    condition: Callable[[], T], seconds: float, what: str | Callable[[], str], pause: float = 0.1
) -> T:
    """The first true value of `condition`; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value: Any = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            text = what if isinstance(what, str) else what()
            raise AssertionError(f"waited {seconds:.0f} s in vain for {text}")
        time.sleep(pause)
