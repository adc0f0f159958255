"""Workers die by SIGKILL at any moment, and every digest arrives once."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from celery import Celery
from django.db import transaction

from portal.settings.base import broker
from shared.kernel import clock
from shared.subscriptions import letters, services
from shared.subscriptions.enums import OPEN_STEPS, Frequency, Step
from shared.subscriptions.models import Delivery
from shared.subscriptions.periods import Period
from tests import servers
from tests.nursery import Nursery, is_alive, wait_for_end
from tests.smtp_server import Post, mail_server

pytestmark = pytest.mark.django_db(transaction=True)

SUBSCRIBERS = 150
CELERY_SUBSCRIBERS = 80
KILLING, WITHIN = 12, 50  # seconds


def make_due() -> int:
    """A week that begins now, whatever day it is."""
    now = clock.now()
    today = clock.today()
    period = Period("2026-W48", now, now + dt.timedelta(hours=1), today, today)
    return services._make(Frequency.WEEKLY, period, now)


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    with mail_server() as served:
        yield served


@pytest.fixture
def nursery(post: tuple[Post, int]) -> Iterator[Nursery]:
    with Nursery("tests.shared.subscriptions.workers", TEST_MAIL_PORT=str(post[1])) as found:
        yield found


def test_killed_at_random_moments(
    lipova: Any, subscriber: Any, post: tuple[Post, int], nursery: Nursery
) -> None:
    office, _port = post
    chance = random.Random(20261123)
    slowly = office.handle_DATA

    async def handle_slowly(*arguments: Any) -> str:
        # The mail is in the server's hands, and its answer on the way for a while.
        answer = await slowly(*arguments)
        await asyncio.sleep(chance.random() * 0.01)
        return answer

    office.handle_DATA = handle_slowly  # type: ignore[method-assign]
    for number in range(SUBSCRIBERS):
        subscriber(lipova, f"eva{number}@test.example")
    assert make_due() == SUBSCRIBERS

    workers: list[psutil.Process | None] = [None] * 3
    kills, began = 0, time.monotonic()
    while Delivery.objects.filter(state__in=OPEN_STEPS).exists():
        assert time.monotonic() < began + WITHIN, Counter(Delivery.objects.values_list("state"))
        for place, worker in enumerate(workers):
            if not is_alive(worker):
                workers[place] = nursery.raise_one()
        time.sleep(0.05 + chance.random() * 0.25)
        victim = chance.choice(workers)
        if victim is not None and is_alive(victim) and time.monotonic() < began + KILLING:
            victim.send_signal(signal.SIGKILL)
            kills += 1
    for worker in workers:
        wait_for_end(worker)

    arrived = office.counted()
    assert kills >= 10, kills
    assert set(arrived.values()) == {1}, "nobody gets two"
    settled = {letters.message_id(row): row.state for row in Delivery.objects.all()}
    assert len(settled) == SUBSCRIBERS
    assert set(settled.values()) <= {Step.SENT, Step.HANDED_OVER}
    missing = set(settled) - set(arrived)
    # Nobody is left out, but for a worker that died in the tenth of a millisecond between the
    # note that the dot comes next and the dot. The row says so.
    assert all(settled[key] == Step.HANDED_OVER for key in missing)
    assert len(missing) <= 1 + kills // 20, (len(missing), kills)


@pytest.mark.parametrize(
    ("moment", "state", "at_once", "in_the_end"),
    [
        ("claimed", Step.CLAIMED, 0, 1),
        ("text sent", Step.CLAIMED, 0, 1),
        ("handed over", Step.HANDED_OVER, 0, 0),
        ("answered", Step.HANDED_OVER, 1, 1),
        ("noted", Step.SENT, 1, 1),
    ],
)
def test_killed_at_each_step(
    moment: str,
    state: Step,
    at_once: int,
    in_the_end: int,
    lipova: Any,
    subscriber: Any,
    post: tuple[Post, int],
    nursery: Nursery,
) -> None:
    office, _port = post
    subscriber(lipova)
    make_due()
    wait_for_end(nursery.raise_one(moment))
    assert Delivery.objects.get().state == state
    assert len(office.raw) == at_once
    time.sleep(0.3)  # the lease is over
    wait_for_end(nursery.raise_one())
    assert len(office.raw) == in_the_end
    assert not Delivery.objects.filter(state__in=OPEN_STEPS).exists()


def test_a_killed_beat_makes_no_second_letter(
    lipova: Any, subscriber: Any, monkeypatch: Any
) -> None:
    """What it had made before it died stands, the rest follows; one row each."""
    for number in range(30):
        subscriber(lipova, f"eva{number}@test.example")
    monkeypatch.setattr(services, "BATCH", 10)
    known, calls = Delivery.objects.bulk_create, []

    def dies_later(*arguments: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return known(*arguments, **more)

    monkeypatch.setattr(Delivery.objects, "bulk_create", dies_later)
    with contextlib.suppress(SystemExit):
        make_due()
    assert Delivery.objects.count() == 10
    make_due()
    make_due()
    assert Delivery.objects.count() == 30


def test_celery_workers_are_killed_while_they_tell_at_once(
    lipova: Any, bulletin: Any, subscriber: Any, post: tuple[Post, int], nursery: Nursery
) -> None:
    """From the note that something has appeared to the last letter, by the portal's own worker.

    Beat's part is played by this test: it asks for both tasks every half second.
    """
    office, _port = post
    chance = random.Random(20261124)
    quickly = office.handle_DATA

    async def handle_slowly(*arguments: Any) -> str:
        # First kept, then answered: a server that loses its client forgets what it is at.
        answer = await quickly(*arguments)
        await asyncio.sleep(0.02)
        return answer

    office.handle_DATA = handle_slowly  # type: ignore[method-assign]
    for number in range(CELERY_SUBSCRIBERS):
        subscriber(lipova, f"eva{number}@test.example", frequency=Frequency.AT_ONCE)
    with transaction.atomic():
        services.announce(lipova, bulletin.kind, "a1", "new")
    address = broker(servers.redis_url(servers.KILLED_REDIS))
    servers.empty_redis(servers.KILLED_REDIS)
    tasks = Celery(broker=address)
    kills, began = 0, time.monotonic()
    worker: psutil.Process | None = None
    while Delivery.objects.filter(state=Step.SENT).count() + kills < CELERY_SUBSCRIBERS or (
        Delivery.objects.filter(state__in=OPEN_STEPS).exists()
    ):
        assert time.monotonic() < began + WITHIN, Counter(Delivery.objects.values_list("state"))
        if not is_alive(worker):
            worker = nursery.raise_one(f"celery {address}")
        for name in ("subscriptions.make_batches", "subscriptions.send_due"):
            tasks.send_task(name)
        time.sleep(0.3 + chance.random() * 0.5)
        if worker is not None and kills < 5 and Delivery.objects.exclude(state="waiting").exists():
            worker.send_signal(signal.SIGKILL)
            wait_for_end(worker)
            kills += 1
    if worker is not None and is_alive(worker):
        worker.send_signal(signal.SIGKILL)
        wait_for_end(worker)
    servers.empty_redis(servers.KILLED_REDIS)

    arrived = office.counted()
    assert kills == 5
    assert set(arrived.values()) == {1}, "nobody gets two"
    settled = {letters.message_id(row): row.state for row in Delivery.objects.all()}
    assert len(settled) == CELERY_SUBSCRIBERS, "one row each"
    missing = set(settled) - set(arrived)
    # As above: a kill may fall between the note and the dot, at most once each.
    assert all(settled[key] == Step.HANDED_OVER for key in missing)
    assert len(missing) <= kills
