"""`manage.py run`: the whole portal in the foreground, for a developer's or a tester's machine.

Prepares (servers, migrations, files, demonstration data at the first start), then runs the web
server, Celery's worker and beat until Ctrl-C. In production each of them is a service of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django_tenants.utils import tenant_context

from portal import embedded, supervisor
from portal.settings import env
from portal.supervisor import Console, Program, StopRequested, Supervisor, SupervisorError
from tenants.pages import defaults
from tenants.registry.enums import State
from tenants.registry.models import Municipality

READY_WITHIN = 90.0
# Requests wait for the database most of the time, so threads beyond the number of cores pay.
BLOCKING_THREADS = 4


def granian(application: str, host: str, port: int, workers: int) -> list[str]:
    """The web server's command. The benchmarks serve what they compare in the same way."""
    return [
        *(sys.executable, "-m", "granian", application, "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(BLOCKING_THREADS), "--backpressure", "64", "--no-ws"),
    ]


class Command(BaseCommand):
    help = "Runs the portal: servers, migrations, web, worker and beat. Ctrl-C stops all of it."
    requires_system_checks: list[str] = []  # they ask the database, which may not be migrated yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-demo", action="store_true", help="no demonstration data at the first start"
        )
        parser.add_argument(
            "--only", nargs="+", metavar="SLUG", help="demonstration data for these sites only"
        )
        parser.add_argument("--host", default=os.environ.get("HOST_ADDRESS", "127.0.0.1"))
        parser.add_argument("--workers", type=int, default=2, help="processes of the web server")
        parser.add_argument(
            "--stop-with-parent",
            action="store_true",
            help="stop when the program that started this is killed (used by make)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["stop_with_parent"]:
            supervisor.stop_with_parent()
        self.began = time.monotonic()
        self.port: int = settings.PORTAL_PORT
        self.host: str = options["host"]
        self.run_dir = Path(settings.DATA_DIR) / "run"
        programs = self._programs(options["workers"])
        self.console = Console([program.name for program in programs])
        processes = Supervisor(self.run_dir, programs, self.console)
        stopped = False
        try:
            with processes:
                supervisor.require_free_port(self.host, self.port)
                self._prepare(demo=not options["no_demo"], only=options["only"])
                self._run(processes)
        except StopRequested:
            stopped = True
        except SupervisorError as error:
            raise CommandError(str(error)) from error
        finally:
            connections.close_all()
            released = embedded.release()
            processes.close()
        if stopped:
            note = "" if released else " (its servers stay up: another process uses them)"
            self.console.line(f"Stopped{note}. The data stay in {settings.DATA_DIR}")

    # ---- preparations ----

    def _prepare(self, *, demo: bool, only: list[str] | None) -> None:
        with self._step("Migrating"):
            call_command("migrate", interactive=False, verbosity=1, stdout=self.stdout)
        self._follow_address()
        self._collect_static()
        first_start = _FirstStart(self.run_dir)
        if demo and first_start.is_due():
            with self._step("Filling the sites with demonstration data (the first start only)"):
                first_start.begin()
                call_command("demo", "create", only=only, stdout=self.stdout)
                first_start.finish()
        connections.close_all()

    def _follow_address(self) -> None:
        """Another PORT than at the last start: what is stored with whole addresses is written anew."""
        stamp = self.run_dir / "address.stamp"
        address = f"{settings.PORTAL_SCHEME}://{settings.PORTAL_DOMAIN}:{settings.PORTAL_PORT}"
        if stamp.exists() and stamp.read_text() != address:
            with self._step(f"Writing the new address, {address}, into pages and calendars"):
                for site in Municipality.objects.active():
                    with tenant_context(site):
                        defaults.follow_address(site)
        stamp.write_text(address)

    def _collect_static(self) -> None:
        """Only when a file has changed: compressing those of the admin takes a while."""
        stamp = self.run_dir / "static.stamp"
        fingerprint = _static_fingerprint()
        current = stamp.read_text() if stamp.exists() else ""
        if fingerprint == current and Path(settings.STATIC_ROOT).exists():
            return
        with self._step("Collecting static files"):
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            stamp.write_text(fingerprint)

    @contextlib.contextmanager
    def _step(self, title: str) -> Iterator[None]:
        self.console.line(f"• {title} …")
        began = time.monotonic()
        yield
        self.console.line(f"  done in {time.monotonic() - began:.1f} s")

    # ---- the processes ----

    def _programs(self, workers: int) -> list[Program]:
        python = sys.executable
        # The children are told the addresses, so that none of them looks after servers by itself.
        # By the environment, not the command line, which every user of the machine can read.
        environment = {
            "DATABASE_URL": env.optional_text("DATABASE_URL")
            or embedded.ensure_database_url(settings.DATA_DIR),
            "REDIS_URL": settings.REDIS_URL,
        }
        common: dict[str, Any] = {"env": environment, "cwd": settings.BASE_DIR}
        web = [
            *granian("portal.wsgi:application", self.host, self.port, workers),
            *("--respawn-failed-workers", "--workers-kill-timeout", "8"),
        ]
        celery = [python, "-m", "celery", "--app", "portal", "--quiet"]
        worker = [
            *(*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle", "--hostname", f"portal-{self.port}@%h"),
        ]
        schedule = str(self.run_dir / "celerybeat-schedule")
        beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", schedule]
        return [
            Program("web", web, **common),
            Program("beat", beat, **common),
            Program("worker", worker, patience=20, **common),
        ]

    def _run(self, processes: Supervisor) -> None:
        with self._step("Starting web, worker and beat"):
            processes.start(["web"])
            processes.wait_until(self._answers, READY_WITHIN)
            processes.start(["beat", "worker"])
        self._summary()
        processes.tend_for_ever(every_few_seconds=embedded.revive)

    def _answers(self) -> bool:
        client = http.client.HTTPConnection(self._local_host, self.port, timeout=5)
        try:
            client.request("GET", "/readyz", headers={"Host": settings.PORTAL_DOMAIN})
            return client.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            client.close()

    @property
    def _local_host(self) -> str:
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound
        return everywhere.get(self.host, self.host)

    # ---- what to open ----

    def _summary(self) -> None:
        sites = list(Municipality.objects.filter(state=State.ACTIVE).order_by("kind", "sort_key"))
        union = next((site for site in sites if site.is_union), None)
        members = [site for site in sites if not site.is_union]
        lines = [("", f"The portal runs, after {time.monotonic() - self.began:.0f} s."), ("", "")]
        if union is None:
            lines.append(("", "There is no site yet: see `manage.py municipality --help`."))
        else:
            lines.append((union.name, f"{union.url}/"))
            lines += [(site.name, f"{site.url}/") for site in members]
            lines += [
                ("", ""),
                ("Desk of the clerks", f"{union.url}/admin/, and /admin/ on each site"),
            ]
        lines += self._accounts()
        lines += [
            ("", ""),
            ("Sent e-mails", str(getattr(settings, "EMAIL_FILE_PATH", "as set"))),
            ("Data", str(settings.DATA_DIR)),
            ("Stop", "Ctrl-C"),
        ]
        connections.close_all()
        width = max(len(label) for label, _text in lines)
        for label, text in lines:
            self.console.line(
                f"  {label:<{width}}  {text}".rstrip() if label else f"  {text}".rstrip()
            )
        self.console.line("")

    def _accounts(self) -> list[tuple[str, str]]:
        """People of the demonstration, announced only where they exist."""
        from portal.demo import people

        accounts = people.accounts()
        if not accounts:
            return []
        lines = [("", ""), ("Log in as", f"password of all: {people.PASSWORD}")]
        return lines + [(f"  {account.email}", account.role) for account in accounts]


class _FirstStart:
    """Whether demonstration data are due: once per database, and again when that was broken off.

    Data that somebody has deleted do not come back, nor does anything touch a database in use.
    """

    def __init__(self, run_dir: Path) -> None:
        database = settings.DATABASES["default"]
        name = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        self._stamp = run_dir / f"first-start-{digest}"

    def is_due(self) -> bool:
        if Municipality.objects.exists():
            return self._stamp.exists() and self._stamp.read_text() == "begun"
        return True

    def begin(self) -> None:
        self._stamp.write_text("begun")

    def finish(self) -> None:
        self._stamp.write_text("finished")


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
