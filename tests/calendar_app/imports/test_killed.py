"""A worker killed in the middle of a run leaves nothing half done, and the next one ends it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from calendar_app.imports import reading
from tests.calendar_app.imports.conftest import vevent

ROUNDS = 4
EVENTS = 20

# As the worker does it, in steps of two; told that it has begun, the parent kills it.
WORKER = """
import sys, time
import django
django.setup()
from tests import database
database.use(sys.argv[1])
from django.conf import settings
from calendar_app.events import services as events
from calendar_app.imports import services, tasks
services.STEP = 2
publish = events.publish
def slowly(event, **more):
    found = publish(event, **more)
    print("published", flush=True)
    time.sleep(0.02)
    return found
events.publish = slowly
print("begun", flush=True)
tasks.continue_run.delay(sys.argv[2], int(sys.argv[3]))
print("ended", flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_run_survives_kill_9_again_and_again(library, on, lipova, union):
    from calendar_app.aggregate import services as aggregate
    from calendar_app.aggregate.models import PublishedEvent
    from calendar_app.events.models import Event
    from calendar_app.imports import services
    from calendar_app.imports.models import ImportedEvent, RunItem

    library.send(*(vevent(f"{number}@knihovna") for number in range(EVENTS)))
    with on(lipova):
        preview = services.preview_address(library.server.url, user=library.clerk)
        source = services.Source(
            kind="address",
            address=preview.address,
            name="Knihovna",
            category="vzdelavani",
            publishing="direct",
            consented_at=services.clock.now(),
        )
        source.save()
        run = services._begin(source, services.Reading.from_json(preview.reading), None)

    chance = random.Random(7)

    def work(published: int | None) -> None:
        """Killed a moment after it has published so many; else to the end."""
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], "lipova", str(run.pk)],
            cwd=reading.ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout is not None
        try:
            assert worker.stdout.readline() == "begun\n"
            if published is not None:
                for _ in range(published):
                    assert worker.stdout.readline() == "published\n"
                time.sleep(chance.uniform(0, 0.1))
                os.kill(worker.pid, signal.SIGKILL)
            worker.communicate(timeout=60)
        finally:
            if worker.poll() is None:
                worker.kill()
            worker.stdout.close()

    done = []
    for number in range(ROUNDS + 1):
        work(chance.randint(1, 4) if number < ROUNDS else None)
        with on(lipova):
            rows = ImportedEvent.objects.select_related("event")
            done.append(len(rows))
            assert all(row.event is not None and row.event.live for row in rows)
            assert Event.objects.count() == len(rows)
            assert RunItem.objects.filter(fate="new").count() == len(rows)
            assert PublishedEvent.objects.filter(municipality=lipova).count() == len(rows)
            assert list(aggregate.verify()) == []
    with on(lipova):
        run.refresh_from_db()
        assert (run.result, run.counts) == ("done", {"new": EVENTS})
    assert done == sorted(done)
    assert done[-1] == EVENTS
    assert 0 < done[0] < done[-2] < EVENTS
