"""Thirty thousand people get an urgent message: rows, letters, memory, and what the database bears.

`python -m tests.benchmarks.letters PORT` is one worker that sends all that waits, without PORT one
that makes the rows.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

WORKERS = 2


def many(site: Any, number: int, environment: dict[str, str]) -> dict[str, Any]:
    """Everything from a clerk's message to the last letter; all rows are gone afterwards."""
    from shared.alerts.models import Alert
    from shared.alerts.services import KIND
    from shared.kernel import clock
    from shared.subscriptions import services
    from shared.subscriptions.models import Batch, Subscription

    _subscribe(site, number)
    now = clock.now()
    alert = Alert.objects.create(
        municipality=site,
        severity="outage",
        title="Dnes od 8 do 14 neteče voda v Dlouhé ulici",
        text="Cisterna stojí u školy. Za nepříjemnosti se omlouváme.",
        starts_at=now,
        ends_at=now + dt.timedelta(hours=12),
        begun_at=now,  # its page is nobody's business here
    )
    services.announce_urgently(site, KIND, str(alert.pk), alert.ends_at)
    queue = json.loads(_start("tests.benchmarks.letters", environment).communicate()[0])
    assert queue["letters"] == number, (queue, number)
    sent = _send(number, environment)
    Subscription.objects.filter(email__endswith="@bench.test.example").delete()
    Batch.objects.all().delete()
    alert.delete()
    return {
        "letters": number,
        "workers": WORKERS,
        "queued_s": round(queue["seconds"], 2),
        "queued_per_second": round(number / queue["seconds"]),
        "queue_memory_mb": queue["memory_mb"],
        "queue_growth_mb": queue["growth_mb"],
        **sent,
    }


def _subscribe(site: Any, number: int) -> None:
    from shared.kernel import clock
    from shared.subscriptions.models import Interest, Subscription

    since = clock.now() - dt.timedelta(days=1)
    made = Subscription.objects.bulk_create(
        (
            Subscription(
                municipality=site,
                email=f"n{each}@bench.test.example",
                frequency="weekly",
                language="cs",
                state="active",
                confirmed_at=since,
                counts_from=since,
            )
            for each in range(number)
        ),
        batch_size=5_000,
    )
    Interest.objects.bulk_create(
        (Interest(subscription=one, topic="vystrahy") for one in made), batch_size=5_000
    )


def _send(number: int, environment: dict[str, str]) -> dict[str, Any]:
    """Workers are processes of their own, as Celery's are; the mail server is another."""
    from django.db import connection

    sink = _start("tests.benchmarks.sink", {})
    assert sink.stdout is not None
    port = sink.stdout.readline().strip()
    began = time.perf_counter()
    workers = [_start("tests.benchmarks.letters", environment, port) for _each in range(WORKERS)]
    longest = 0.0
    while any(worker.poll() is None for worker in workers):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)"
                " FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
            longest = max(longest, float(cursor.fetchone()[0]))
        time.sleep(0.02)
    took = time.perf_counter() - began
    reports = [json.loads(worker.communicate()[0]) for worker in workers]
    letters, different = (int(each) for each in sink.communicate("")[0].split())
    assert letters == different == number, (letters, different, number)
    busy = max(report["seconds"] for report in reports)
    return {
        "sent_s": round(took, 2),
        "sent_per_second": round(number / busy),
        "worker_memory_mb": max(report["memory_mb"] for report in reports),
        "worker_growth_mb": max(report["growth_mb"] for report in reports),
        "longest_transaction_ms": round(longest * 1000),
    }


def _start(module: str, environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _work(port: int | None) -> None:
    """Send all that waits; without a mail server make the rows of all that is to be sent."""
    import django

    django.setup()
    from django.conf import settings

    from shared.subscriptions import services

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 20
    handled, more, before, began = 0, port is not None, 0.0, time.perf_counter()
    if port is None:
        before = _memory()
        handled = services.make_batches()
    while more:
        number, more = services.send_due(seconds=5)
        handled += number
        before = before or _memory()
    seconds = time.perf_counter() - began
    print(
        json.dumps(
            {
                "letters": handled,
                "seconds": seconds,
                "memory_mb": round(_memory()),
                # After the first five seconds: what grows with the number of letters.
                "growth_mb": round(_memory() - before),
            }
        )
    )


def _memory() -> float:
    """The most that this process has ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    _work(int(sys.argv[1]) if len(sys.argv) > 1 else None)
