"""Schemathesis asks the API for all that its description allows, and for what it forbids."""

from __future__ import annotations

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from tests.shared.opendata.test_api import publish
from tests.shared.opendata.test_files import notice

schemathesis = pytest.importorskip("schemathesis")

pytestmark = pytest.mark.django_db

EXAMPLES = 25


@pytest.fixture
def application():
    """The whole portal as WSGI, on the connection of this test: nothing that it wrote is committed."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def test_it_finds_no_fault(application, make_event, union, lipova, on, monkeypatch, tmp_path):
    from hypothesis import HealthCheck, given, settings

    from shared.opendata import views

    monkeypatch.chdir(tmp_path)  # it keeps notes of what has failed where it runs
    monkeypatch.setattr(views, "LIMIT", 10**9)
    make_event(lipova, title="Cvičení", recurrence="FREQ=DAILY;COUNT=3")
    with on(lipova):
        publish(lipova, 3)
        notice("Rozpočet")
    host = {"Host": union.host}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=host)
    quick = settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    asked = set()

    def check(case):
        asked.add(case.operation.label)
        case.call_and_validate(headers=host)

    for operation in schema.get_all_operations():
        for mode in schemathesis.GenerationMode:
            cases = operation.ok().as_strategy(generation_mode=mode)
            quick(given(cases)(lambda case: check(case)))()
    assert len(asked) == 11
