"""The database away: /readyz says so, pages that are cached still come, others say 503 and recover."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from tenants.registry.middleware import hosts

# No test may run in a transaction here: the portal closes a connection that has failed.
pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@contextmanager
def database_away(error: type[Exception] = OperationalError) -> Iterator[None]:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise error("the connection is closed")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def visitor(lipova: Any) -> Callable[[str], Any]:
    client = Client(headers={"host": lipova.host}, raise_request_exception=False)
    return client.get


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_page_says_503_and_when_to_come_back(visitor, error):
    with database_away(error):
        response = visitor("/kontakty/")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response["Cache-Control"] == "no-store"
    assert "neodpovídá" in response.content.decode()
    assert visitor("/kontakty/").status_code == 200


def test_a_host_that_was_never_asked_for_says_503_too(visitor):
    hosts.clear()
    with database_away():
        assert visitor("/").status_code == 503


def test_a_page_that_is_cached_still_comes(visitor):
    assert visitor("/").status_code == 200
    with database_away():
        assert visitor("/").status_code == 200


def test_readyz_names_the_database_and_healthz_does_not_care(visitor):
    with database_away():
        response = visitor("/readyz")
        assert response.status_code == 503
        assert response.json()["database"] == "away"
        assert visitor("/healthz").status_code == 200
    assert visitor("/readyz").json() == {
        "status": "ready",
        "database": "ok",
        "migrations": "ok",
        "cache": "ok",
    }


def test_readyz_names_the_cache_and_is_ready_without_it(visitor, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = visitor("/readyz")
    assert response.status_code == 200
    assert response.json()["cache"] == "away"


def test_a_mistake_of_ours_is_a_500_and_no_503(visitor, monkeypatch):
    def fail(_host: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(hosts, "find", fail)
    assert visitor("/").status_code == 500
