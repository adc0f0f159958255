"""A real portal and a real browser, one of each for all tests here."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from psycopg import sql

from scripts.browser import find_browser
from tests import database, servers
from tests.e2e.desk import CLERK, DAY, PRAGUE, Desk, Scheduled
from tests.portal_process import Portal

HOW_TO_GET_ONE = "no browser: `apt-get install chromium` brings the one that these tests drive"
CONTENT_LOCK = 0xE2E
CONTENT_PREFIX = f"{database.PREFIX}_content"
RUNNING = f"{database.PREFIX}_e2e"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--force-color-profile=srgb",
    # A page that a test plays is "on the internet", and its frame of the portal would be refused.
    "--disable-features=LocalNetworkAccessChecks",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_browser() is None:  # by a mark, which pytest reports in one line for each file
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_ONE))


@pytest.fixture(scope="package")
def browser_path() -> str:
    path = find_browser()
    assert path is not None
    return path


@pytest.fixture(scope="package")
def portal(browser_path: str, database_template: str) -> Iterator[Portal]:
    """The portal with its content, as it runs for people; what tests change stays until the end."""
    data_dir = Path(settings.DATA_DIR) / "e2e"
    portal = Portal(
        port=servers.free_port(),
        data_dir=data_dir,
        database_url=servers.database_url(RUNNING),
        redis_url=servers.redis_url(servers.E2E_REDIS),
    )
    template, pictures = _content(database_template, data_dir)
    for folder in ("media", "mail"):
        shutil.rmtree(data_dir / folder, ignore_errors=True)
    shutil.copytree(pictures, data_dir / "media")
    servers.empty_redis(servers.E2E_REDIS)
    with database.server() as holder:
        database._drop(holder, RUNNING)
        holder.execute(database._copy(RUNNING, template))
    try:
        with portal:
            yield portal
    finally:
        servers.empty_redis(servers.E2E_REDIS)
        with database.server() as holder:
            database._drop(holder, RUNNING)


def _content(provisioned: str, data_dir: Path) -> tuple[str, Path]:
    """A database with content and its pictures; made anew when the code has changed."""
    sources = hashlib.sha256(provisioned.encode())
    for folder in ("portal/demo", "tests/e2e/content.py", "tests/people.py"):
        path = database.ROOT / folder
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            sources.update(file.read_bytes())
    name = f"{CONTENT_PREFIX}_{sources.hexdigest()[:12]}"
    pictures = data_dir / "content" / "media"
    with database.server() as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [CONTENT_LOCK])
        if database._exists(holder, name) and pictures.exists():
            return name, pictures
        for (old,) in holder.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{CONTENT_PREFIX}\\_%"]
        ).fetchall():
            database._drop(holder, old)
        shutil.rmtree(pictures, ignore_errors=True)
        pictures.mkdir(parents=True)
        building = f"{CONTENT_PREFIX}_building"
        holder.execute(database._copy(building, provisioned))
        maker = Portal(
            port=8000,
            data_dir=pictures.parent,
            database_url=servers.database_url(building),
            redis_url=servers.redis_url(servers.E2E_REDIS),
        )
        maker.manage("-m", "tests.e2e.content")
        holder.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(building), sql.Identifier(name)
            )
        )
    return name, pictures


@pytest.fixture(scope="package")
def chromium(browser_path: str) -> Iterator[Browser]:
    # Playwright's loop runs in this thread, where Django then suspects every query. None is run
    # by these tests; others in the same process may follow.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`new_context(java_script_enabled=False)`: a browser with cookies of its own."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = chromium.new_context(**{"locale": "cs-CZ", **options})
        context.set_default_timeout(15_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A visitor's."""
    return new_context().new_page()


@pytest.fixture(scope="package")
def scheduled(chromium: Browser, portal: Portal) -> Scheduled:
    """Made once, by the first test that asks; `due` is soon, yet after the end of this form."""
    context = chromium.new_context(locale="cs-CZ")
    context.set_default_timeout(15_000)
    due = dt.datetime.now(PRAGUE) + dt.timedelta(seconds=50)
    due = due.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    title = f"Naplánovaná akce {time.time_ns() % 10**9}"
    try:
        desk = Desk.of(CLERK, "lipova", portal, lambda **_options: context)
        desk.write_event(title, DAY, "9:00", "10:00", "náves")
        desk.schedule(due)
    finally:
        context.close()
    return Scheduled(title, due)
