"""A foreign calendar behind a real server, and a source of Lipová that takes it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django_tenants.utils import tenant_context

from tests.foreign_server import ForeignServer, answer, make_certificates

SOON = dt.timedelta(days=10)


def calendar(*events: str, head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Knihovna//CS", *head.splitlines()]
    return "\r\n".join([*lines, *events, "END:VCALENDAR", ""]).encode()


def vevent(uid: str = "1@knihovna", start: Any = None, *more: str, **fields: str) -> str:
    """`fields` are properties, hyphens written as underscores; an empty one is left out."""
    from shared.kernel import clock

    start = start or dt.datetime.combine(clock.today() + SOON, dt.time(18))
    told = (
        f"DTSTART;TZID=Europe/Prague:{start:%Y%m%dT%H%M%S}"
        if isinstance(start, dt.datetime)
        else f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
    )
    values = {"SUMMARY": f"Čtení {uid}"} | {k.replace("_", "-"): v for k, v in fields.items()}
    lines = [f"{name}:{value}" for name, value in values.items() if value]
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", told, *lines, *more, "END:VEVENT"])


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificates(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def server(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ForeignServer]:
    """The library's server. Only this fixture's policy reaches it."""
    from calendar_app.imports import services

    with ForeignServer(certificates) as running:
        monkeypatch.setattr(
            services, "policy", lambda: running.policy(refuses_host=services.is_own_host)
        )
        yield running


class Library:
    """Lipová's source: what the server sends, and what became of it."""

    def __init__(self, server: ForeignServer, site: Any, clerk: Any) -> None:
        self.server, self.site, self.clerk = server, site, clerk
        self.source: Any = None

    def add(self, *events: str, head: str = "", **fields: Any) -> Any:
        from calendar_app.imports import services

        self.send(*events, head=head)
        with tenant_context(self.site):
            preview = services.preview_address(self.server.url, user=self.clerk)
            values = {
                "name": "Knihovna",
                "category": "vzdelavani",
                "publishing": "direct",
                "zone": "Europe/Prague",
            } | fields
            self.source = services.add_source(preview, user=self.clerk, **values)
            services.continue_run(self.source.runs.get().pk)
            return self.last_run()

    def send(self, *events: str, head: str = "", **headers: str) -> None:
        self.server.handler = answer(calendar(*events, head=head), **headers)

    def fetch(self, *events: str, **headers: str) -> Any:
        from calendar_app.imports import services

        if events:
            self.send(*events, **headers)
        with tenant_context(self.site):
            run = services.fetch(str(self.source.pk))
            while run is not None and run.result == "running":
                services.continue_run(run.pk)
                run.refresh_from_db()
            self.source.refresh_from_db()
            return run

    def last_run(self) -> Any:
        with tenant_context(self.site):
            return self.source.runs.first()

    def events(self) -> dict[str, Any]:
        """By the foreign UID."""
        from calendar_app.imports.models import ImportedEvent

        with tenant_context(self.site):
            rows = ImportedEvent.objects.filter(source=self.source).select_related("event")
            return {row.uid: row.event for row in rows}

    def imported(self, uid: str = "1@knihovna") -> Any:
        with tenant_context(self.site):
            return self.source.imported.select_related("event").get(uid=uid)


@pytest.fixture
def library(server: ForeignServer, lipova: Any, people: Any) -> Library:
    return Library(server, lipova, people.clerk("lipova"))


@pytest.fixture
def seen(fetch: Callable[..., bytes], lipova: Any) -> Callable[[], str]:
    """Lipová's feed, unfolded."""

    def get(site: Any = None) -> str:
        return fetch(site or lipova).decode().replace("\r\n ", "")

    return get
