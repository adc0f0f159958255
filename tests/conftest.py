"""Fixtures for every test: the database, the caches, and people with known rights."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase
from django_tenants.utils import tenant_context

from tests import database
from tests.people import People

# Tests that share a portal or a port: one process runs them one after the other. The marks of
# pytest-xdist do nothing of the kind under pytest 9.2, whose node ids cannot be changed any more.
TOGETHER = ("tests/e2e/", "tests/portal/test_failures.py", "tests/portal/test_run.py")

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
DATABASE = f"{database.PREFIX}_{WORKER}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out the largest group first, lest it begins when everything else has been done."""
    from xdist.scheduler import LoadScopeScheduling

    class ByPortal(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((group for group in TOGETHER if nodeid.startswith(group)), nodeid)

    return ByPortal(config, log)


@pytest.fixture(scope="session")
def database_template(django_db_blocker: Any) -> str:
    with django_db_blocker.unblock():
        return database.ensure_template()


@pytest.fixture(scope="session")
def django_db_setup(database_template: str, django_db_blocker: Any) -> Iterator[None]:
    """Each worker has a copy; tests that commit get a new one afterwards.

    Django would truncate instead, which takes away roles and pages that every site starts with.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(
        TransactionTestCase,
        "_fixture_teardown",
        lambda self: database.recreate(DATABASE, database_template),
    )
    with django_db_blocker.unblock(), database.copy_of(database_template, DATABASE):
        database.use(DATABASE)
        yield
    patch.undo()


@pytest.fixture(autouse=True)
def _clean_slate(tmp_path: Path) -> Iterator[None]:
    """Own media folder, empty caches, and the public schema before and after each test."""
    from tenants.registry.middleware import hosts

    previous, settings.MEDIA_ROOT = settings.MEDIA_ROOT, str(tmp_path / "media")
    for cache in caches.all():
        if breaker := getattr(cache, "breaker", None):
            breaker._closed_from = 0.0  # an outage that the last test played is over
        cache.clear()
    caches["default"].clear()
    hosts.clear()
    connection.set_schema_to_public()
    yield
    connection.set_schema_to_public()
    settings.MEDIA_ROOT = previous


@pytest.fixture
def union(db: None) -> Any:
    from tenants.registry.models import Municipality

    return Municipality.objects.the_union()


@pytest.fixture
def lipova(db: None) -> Any:
    from tenants.registry.models import Municipality

    return Municipality.objects.get(slug="lipova")


@pytest.fixture
def sluknov(db: None) -> Any:
    from tenants.registry.models import Municipality

    return Municipality.objects.get(slug="sluknov")


@pytest.fixture
def rumburk(db: None) -> Any:
    from tenants.registry.models import Municipality

    return Municipality.objects.get(slug="rumburk")


@pytest.fixture
def people(db: None) -> People:
    """Made on first use: `people.clerk("lipova")`, `people.author("sluknov")`, `people.operator()`."""
    return People()


@pytest.fixture
def on() -> Callable[[Any], Any]:
    """`with on(lipova): …` runs the body in that site's schema."""
    return tenant_context


@pytest.fixture
def client_for() -> Callable[..., Client]:
    """`client_for(lipova, person)`: a browser on that site, logged in as that person or nobody."""

    def make(site: Any, person: Any = None, **extra: Any) -> Client:
        client = Client(headers={"host": site.host}, **extra)
        if person is not None:
            client.force_login(person, backend="tenants.accounts.backends.LocalRightsBackend")
        return client

    return make
