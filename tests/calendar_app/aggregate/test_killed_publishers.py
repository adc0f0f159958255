"""Processes die by SIGKILL in the middle of publishing, and sites and projection stay of one mind."""

from __future__ import annotations

import random
import signal
import time
from typing import Any

import icalendar
import pytest
from django_tenants.utils import tenant_context

from calendar_app.aggregate.selectors import Selection
from calendar_app.events.models import Event
from calendar_app.feeds import services as feeds
from calendar_app.ical.lint import lint
from shared.kernel import clock
from shared.published import services as published
from shared.published.models import SiteRevision
from tests.nursery import Nursery, is_alive

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS, FEWEST_ROUNDS = 15, 10


def summaries(site: Any) -> dict[str, str]:
    """UID to title of what the site's feed announces, with whatever is called off left out."""
    feed = feeds.feed(site, Selection()).body
    assert lint(feed) == []
    assert feed == feeds.build(site, Selection(), clock.today()), "the cached feed is another"
    return {
        str(event["UID"]): str(event["SUMMARY"])
        for event in icalendar.Calendar.from_ical(feed).walk("VEVENT")
        if event["STATUS"] == "CONFIRMED" and "RECURRENCE-ID" not in event
    }


def assert_whole(site: Any) -> dict[str, str]:
    """The projection is what the site has published, and the feed what the projection holds."""
    with tenant_context(site):
        assert published.verify() == []
        live = {
            f"{event.pk}@sever.localhost": event.title
            for event in Event.objects.filter(live=True).exclude(status="cancelled")
        }
        assert summaries(site) == live
    return live


def test_nothing_is_left_half_done(lipova: Any, sluknov: Any, union: Any, people: Any) -> None:
    sites = (lipova, sluknov)
    for site in sites:
        people.clerk(site.slug)
    chance = random.Random(20261123)
    rounds, killed, began = 0, 0, time.monotonic()
    with Nursery("tests.calendar_app.publishers") as nursery:
        while time.monotonic() < began + SECONDS or rounds < FEWEST_ROUNDS:
            rounds += 1
            # Two clerks on one site, who wait for each other, and one on the other.
            workers = [
                nursery.raise_one(f"{slug} {chance.randrange(10**6)}")
                for slug in ("lipova", "lipova", "sluknov")
            ]
            time.sleep(0.2 + chance.random() * 0.6)
            for worker in workers:
                if worker is not None and is_alive(worker):
                    worker.send_signal(signal.SIGKILL)
                    killed += 1
                time.sleep(chance.random() * 0.05)
            own = [assert_whole(site) for site in sites]
            assert summaries(union) == own[0] | own[1]
    assert killed >= 2 * rounds, "the clerks died of something else"
    done = sum(SiteRevision.objects.exclude(schema="public").values_list("number", flat=True))
    assert done >= 2 * rounds, "and they had done something"
