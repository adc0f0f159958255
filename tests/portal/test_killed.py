"""The portal's own processes die by SIGKILL while they publish, and nothing is left half done.

`tests/calendar_app/aggregate/test_killed_publishers.py` has more rounds, without the web server.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import icalendar
import psutil
import pytest
from celery import Celery
from django_tenants.utils import tenant_context

from calendar_app.aggregate.selectors import Selection
from calendar_app.events.models import Event
from calendar_app.feeds import services as feeds
from calendar_app.ical.lint import lint
from portal.settings.base import broker
from shared.kernel import clock
from shared.published import services as published
from shared.published.models import SiteRevision
from tenants.noticeboard import proof
from tenants.noticeboard import services as board
from tenants.noticeboard.enums import Act
from tenants.noticeboard.models import JournalEntry, Notice
from tenants.registry.models import Municipality
from tests import database, servers
from tests.people import PASSWORD, People
from tests.portal_process import Clerk, Portal, wait_for

RUNNING = f"{database.PREFIX}_killed"
SECONDS = 15
EVENTS = 8
WITHIN = 40


@pytest.fixture
def portal(database_template: str, settings: Any, django_db_blocker: Any) -> Iterator[Portal]:
    """A portal, and this process on its database to look over its shoulder."""
    portal = Portal(
        port=servers.free_port(),
        data_dir=Path(settings.DATA_DIR) / "killed",
        database_url=servers.database_url(RUNNING),
        redis_url=servers.redis_url(servers.KILLED_REDIS),
        web_workers=3,
    )
    settings.PORTAL_PORT = portal.port  # addresses stand in what is published
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # as there
    servers.empty_redis(servers.KILLED_REDIS)
    with django_db_blocker.unblock():
        with database.server() as holder:
            database._drop(holder, RUNNING)
            holder.execute(database._copy(RUNNING, database_template))
        previous = settings.DATABASES["default"]["NAME"]
        database.use(RUNNING)
        try:
            _fill()
            with portal:
                yield portal
                portal.kill()
        finally:
            database.use(previous)
            servers.empty_redis(servers.KILLED_REDIS)
            with database.server() as holder:
                database._drop(holder, RUNNING)


def _fill() -> None:
    from calendar_app.events import services

    People().clerk("lipova")
    with tenant_context(Municipality.objects.get(slug="lipova")):
        for number in range(EVENTS):
            services.publish(
                Event(
                    title=f"Akce {number}.",
                    category="kultura",
                    start_date=clock.today() + dt.timedelta(days=number + 1),
                    start_time=dt.time(18),
                    place="Kulturní dům",
                )
            )


class Killing:
    """Rounds of one deed each, in the middle of which a process that may be at it dies."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.chance = portal, random.Random(20261123)
        self.lipova = Municipality.objects.get(slug="lipova")
        self.union = Municipality.objects.the_union()
        self.clerk = Clerk(portal, "lipova", "editor-lipova@test.example", PASSWORD)
        self.tasks = Celery(broker=broker(portal.redis_url))
        self.kills = self.cut_off = 0

    # --- What is done

    def by_web(self) -> None:
        """The clerk presses a button; two of the web server's three processes die soon after."""
        path, fields = self._deed()
        answers: list[int] = []

        def press() -> None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                answers.append(self.clerk.send(path, fields).status)

        deed = threading.Thread(target=press)
        deed.start()
        time.sleep(self.chance.random() * 0.25)
        self._kill(self.portal.children("web"), number=2)
        deed.join()
        if not answers:
            self.cut_off += 1
        else:
            assert answers in ([302], [200]), (path, answers)

    def by_task(self) -> None:
        """Something is due; the worker gets the message, and one of its processes dies."""
        with tenant_context(self.lipova):
            for event in Event.objects.order_by("?")[:4]:
                if event.live:
                    Event.objects.filter(pk=event.pk).update(expire_at=clock.now())
                else:
                    event.go_live_at = clock.now() + dt.timedelta(hours=1)
                    revision = event.save_revision()
                    revision.publish(skip_permission_checks=True)
                    revision.approved_go_live_at = clock.now() - dt.timedelta(minutes=1)
                    revision.save()
            self._board()
        self.tasks.send_task("portal.publish_scheduled", args=["lipova"])
        self.tasks.send_task("noticeboard.turn", args=["lipova"])
        time.sleep(self.chance.random() * 0.4)
        self._kill(self.portal.children("worker"), number=1)

    def _board(self) -> None:
        """Another notice is due on the board."""
        now = clock.now()
        Notice.objects.create(
            title="Oznámení",
            live=True,
            post_at=now - dt.timedelta(minutes=1),
            planned_removal=clock.today(),
        )

    def _deed(self) -> tuple[str, dict[str, str]]:
        with tenant_context(self.lipova):
            event = Event.objects.order_by("?").first()
        assert event is not None
        edit = f"/admin/kalendar/edit/{event.pk}/"
        deeds: list[Callable[[], tuple[str, dict[str, str]]]] = [
            lambda: (edit, self._form(edit, "w-editor-form") | self._changes()),
            lambda: (edit, self._form(edit, "w-editor-form") | self._changes()),
        ]
        if event.live:
            for name in ("unpublish", "restore" if event.is_cancelled else "cancel"):
                page = f"/admin/kalendar/{name}/{event.pk}/"
                deeds.append(lambda page=page: (page, self._form(page)))  # type: ignore[misc]
        return self.chance.choice(deeds)()

    def _form(self, page: str, form: str = "") -> dict[str, str]:
        return wait_for(lambda: self._try(page, form), WITHIN, f"the form of {page}")

    def _try(self, page: str, form: str) -> dict[str, str] | None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.clerk.form(page, form)
        return None

    def _changes(self) -> dict[str, str]:
        return {
            "title": f"Jinak {self.chance.randrange(10**6)}.",
            "start_time": f"{self.chance.randrange(6, 22):02}:00",
            "go_live_at": "",
            "expire_at": "",
            "action-publish": "1",
        }

    def _kill(self, processes: list[Any], number: int) -> None:
        for process in self.chance.sample(processes, min(number, len(processes))):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()  # SIGKILL
                self.kills += 1

    # --- What must hold

    def assert_whole(self) -> None:
        """The site, the projection, the feeds and the page say the same."""
        while True:
            # Others are at work too: a task that was given back, beat. Only what was read between
            # two equal numbers is of one moment.
            before = self._revisions()
            feed, page = (self._get("lipova", path) for path in ("/kalendar.ics", "/kalendar/"))
            of_union = self._get("", "/kalendar.ics")
            today = clock.today()
            stored = feeds.build(self.lipova, Selection(), today)
            stored_of_union = feeds.build(self.union, Selection(), today)
            with tenant_context(self.lipova):
                drifts = published.verify()
                problems = list(proof.problems())
                events = list(Event.objects.all())
            if self._revisions() == before:
                break
        assert drifts == []
        assert problems == []
        assert feed == stored
        assert of_union == stored_of_union
        live = {f"{event.pk}@sever.localhost": event.title for event in events if event.live}
        titles = {event.title for event in events}
        for body in (feed, of_union):
            assert lint(body) == []
            announced = {
                str(event["UID"]): str(event["SUMMARY"]).removeprefix("ZRUŠENO: ")
                for event in icalendar.Calendar.from_ical(body).walk("VEVENT")
            }
            # What was withdrawn stays for a while, without its title.
            assert {uid: title for uid, title in announced.items() if uid in live} == live
            assert titles.isdisjoint(set(announced.values()) - set(live.values()))
        shown = set(re.findall(r"(?:Akce|Jinak) \d+\.", page.decode()))
        assert shown == set(live.values())

    @staticmethod
    def _revisions() -> dict[str, int]:
        return dict(SiteRevision.objects.values_list("schema", "number"))

    def _get(self, site: str, path: str) -> bytes:
        def ask() -> bytes | None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = self.portal.get(site, path)
                return answer.body if answer.status == 200 else None
            return None

        return wait_for(ask, WITHIN, path)


def test_nothing_is_left_half_done(portal: Portal) -> None:
    killing = Killing(portal)
    killing.assert_whole()
    rounds, began = 0, time.monotonic()

    def spent(seconds: float) -> bool:
        return time.monotonic() > began + seconds

    # Longer where chance has spared the requests so far.
    while not spent(SECONDS) or (killing.cut_off < 2 and not spent(3 * SECONDS)):
        rounds += 1
        (killing.by_task if rounds % 3 == 0 else killing.by_web)()
        killing.assert_whole()
    with tenant_context(killing.lipova):
        board.turn()  # as the next minute does; whatever died with its worker is made good
        notices = set(Notice.objects.values_list("pk", flat=True))
        posted = JournalEntry.objects.filter(act=Act.POSTED).values_list("notice_id", flat=True)
        assert notices and sorted(posted) == sorted(notices)
        assert list(proof.problems()) == []
    assert killing.kills >= rounds // 2
    assert killing.cut_off >= 2, "no request was cut off in the middle"
