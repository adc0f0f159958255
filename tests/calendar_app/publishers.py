"""Clerks that publish, change, cancel and withdraw without a pause, and are there to be killed.

See tests/nursery.py. What they do goes through the services and Wagtail's own actions, one
transaction each, as a request's or a task's is.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django_tenants.utils import tenant_context

from calendar_app.events import services
from calendar_app.events.models import Event
from shared.kernel import clock
from tenants.registry.models import Municipality
from tests.people import People

SERIES = ["", "FREQ=DAILY;COUNT=3", "FREQ=DAILY;INTERVAL=7;COUNT=9"]


def work(line: str) -> None:
    """`line`: the site's slug and a seed."""
    slug, seed = line.split()
    site = Municipality.objects.get(slug=slug)
    clerk = People().clerk(slug)
    chance = random.Random(int(seed))
    with tenant_context(site):
        while True:
            # The other clerk of the site has deleted the event meanwhile.
            with contextlib.suppress(ObjectDoesNotExist, IntegrityError):
                act(chance, clerk)


def act(chance: random.Random, clerk: Any) -> str:
    """Do one thing to one event of the current site; what it was."""
    events = list(Event.objects.order_by("pk"))
    names = ["create"] * 2
    if len(events) >= 6:
        names = ["change", "draft", "unpublish", "publish", "cancel", "restore", "schedule"]
        names += ["due", "delete", "series"]
    name = chance.choice(names)
    with transaction.atomic():
        ACTIONS[name](chance, clerk, chance.choice(events) if events else None)
    return name


def _create(chance: random.Random, clerk: Any, _event: Any) -> None:
    services.publish(
        Event(
            title=f"Akce {chance.randrange(10**9)}",
            category="kultura",
            start_date=clock.today() + dt.timedelta(days=chance.randrange(1, 60)),
            start_time=dt.time(18),
            place="Kulturní dům",
            text="<p>Srdečně zveme.</p>",
            recurrence=chance.choice(SERIES),
        ),
        user=clerk,
    )


def _change(chance: random.Random, clerk: Any, event: Any) -> None:
    event.title = f"Jinak {chance.randrange(10**9)}"
    event.start_time = dt.time(chance.randrange(6, 22))
    services.publish(event, user=clerk)


def _series(chance: random.Random, clerk: Any, event: Any) -> None:
    event.recurrence = chance.choice(SERIES)
    services.publish(event, user=clerk)


def _draft(chance: random.Random, clerk: Any, event: Any) -> None:
    event.title = f"Koncept {chance.randrange(10**9)}"
    event.save_revision(user=clerk)


def _publish(chance: random.Random, clerk: Any, event: Any) -> None:
    revision = event.latest_revision or event.save_revision(user=clerk)
    revision.publish(user=clerk, skip_permission_checks=True)


def _unpublish(chance: random.Random, clerk: Any, event: Any) -> None:
    event.unpublish(user=clerk)


def _cancel(chance: random.Random, clerk: Any, event: Any) -> None:
    if event.live:
        services.cancel(event, clerk)


def _restore(chance: random.Random, clerk: Any, event: Any) -> None:
    if event.live:
        services.restore(event, clerk)


def _schedule(chance: random.Random, clerk: Any, event: Any) -> None:
    """From a moment that has come already: the next run of the task publishes or withdraws it."""
    if event.live:
        type(event).objects.filter(pk=event.pk).update(expire_at=clock.now())
    else:
        event.go_live_at = clock.now() + dt.timedelta(hours=1)
        revision = event.save_revision(user=clerk)
        revision.publish(user=clerk, skip_permission_checks=True)
        revision.approved_go_live_at = clock.now() - dt.timedelta(minutes=1)
        revision.save()


def _due(chance: random.Random, clerk: Any, event: Any) -> None:
    call_command("publish_scheduled", verbosity=0)


def _delete(chance: random.Random, clerk: Any, event: Any) -> None:
    event.delete()


ACTIONS = {
    "create": _create,
    "change": _change,
    "series": _series,
    "draft": _draft,
    "publish": _publish,
    "unpublish": _unpublish,
    "cancel": _cancel,
    "restore": _restore,
    "schedule": _schedule,
    "due": _due,
    "delete": _delete,
}
