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
from urllib.parse import urlencode

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
    web_workers: int = 2
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
                [
                    *(sys.executable, "manage.py", "run", "--no-demo", "--stop-with-parent"),
                    *("--workers", str(self.web_workers)),
                ],
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

    def kill(self) -> None:
        """The whole family at once, for tests whose portal is beyond a tidy end."""
        if self.process is None:
            return
        with contextlib.suppress(psutil.Error):
            parent = psutil.Process(self.process.pid)
            for process in (parent, *parent.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    process.kill()
        self.process.wait(10)
        self.process = None

    @property
    def log(self) -> Path:
        return self.data_dir / "portal.log"

    @property
    def output(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def children(self, program: str) -> list[psutil.Process]:
        """Processes that `web` or `worker` keeps for the work itself, whatever dies meanwhile."""
        words = {"web": ("granian",), "worker": ("celery", "worker")}[program]
        found: list[psutil.Process] = []
        with contextlib.suppress(psutil.Error):
            assert self.process is not None
            for process in psutil.Process(self.process.pid).children():
                with contextlib.suppress(psutil.Error):
                    if set(words) <= set(process.cmdline()):
                        found = [
                            child
                            for child in process.children()
                            if child.status() != psutil.STATUS_ZOMBIE
                        ]
        return found

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


class Clerk:
    """Somebody at the desk of one site, as far as forms go: keeps cookies, sends what a page holds."""

    def __init__(self, portal: Portal, site: str, person: str, password: str) -> None:
        self.portal, self.site = portal, site
        self.cookies: dict[str, str] = {}
        answer = self.submit("/admin/login/", {"username": person, "password": password})
        assert answer.status == 302, answer.status

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def submit(
        self, path: str, changes: dict[str, str], *, form: str = "", page: str = ""
    ) -> Answer:
        """Ask for `page` (or `path`) and send its form, or the one with that id, to `path`, with
        `changes`."""
        return self.send(path, self.form(page or path, form) | changes)

    def form(self, page: str, form: str = "") -> dict[str, str]:
        """What a browser would send if the form of the page was sent as it is."""
        from bs4 import BeautifulSoup

        answer = self.get(page)
        assert answer.status == 200, (page, answer.status)
        soup = BeautifulSoup(answer.text, "html.parser")
        found = soup.find("form", id=form) if form else soup.find("form", method="post")
        found = found or soup.find("form", method="POST")
        assert found is not None, page
        fields: dict[str, str] = {}
        for tag in found.find_all(["input", "textarea", "select"]):
            name, kind = tag.get("name"), tag.get("type", "text")
            if not name or kind in ("submit", "button", "file"):
                continue
            if tag.name == "select":
                chosen = tag.find("option", selected=True)
                fields[name] = chosen["value"] if chosen else ""
            elif tag.name == "textarea":
                fields[name] = tag.text.removeprefix("\n")
            elif kind not in ("checkbox", "radio") or tag.has_attr("checked"):
                fields[name] = tag.get("value", "on" if kind == "checkbox" else "")
        return fields

    def send(self, path: str, fields: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        client = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=40)
        headers = {
            "Host": f"{self.portal.host(self.site)}:{self.portal.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with contextlib.closing(client):
            client.request(method, path, body, headers)
            response = client.getresponse()
            content = response.read()
            for value in response.headers.get_all("Set-Cookie") or []:
                name, _equals, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return Answer(
                response.status, {k.lower(): v for k, v in response.headers.items()}, content
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
