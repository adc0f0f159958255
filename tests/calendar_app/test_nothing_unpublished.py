"""Nothing but what is published, public and consented ever reaches the public schema.

Hypothesis plays clerks, clubs and foreign calendars of two sites. Every version of every text carries
a token of its own, so a token in a public table says which version has got there. What may be public
is read from the sites' own tables, which the projection has no part in.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django_tenants.utils import schema_context, tenant_context
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from calendar_app.aggregate.models import Adoption, PublishedEvent
from calendar_app.aggregate.selectors import Selection, occurrences
from calendar_app.events import services as events
from calendar_app.events.models import Event, Suggestion
from calendar_app.feeds import services as feeds
from calendar_app.feeds.digest import CalendarTopic
from calendar_app.imports import reading
from calendar_app.imports import services as imports
from calendar_app.imports.models import ImportedEvent, Run
from calendar_app.sharing import services as sharing
from calendar_app.suggestions import services as suggestions
from shared.kernel import clock
from shared.published import services as published
from shared.subscriptions.topics import Window
from tenants.registry.models import Municipality

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r"tok\d{6}x")
SITES = st.sampled_from(["lipova", "sluknov"])
WHICH = st.integers(min_value=0, max_value=50)
# The audit is no public page. It may name what was public once, but never a draft.
AUDIT = "audit_entry"


class Region(RuleBasedStateMachine):
    people: Any
    read_calendar: Any

    def __init__(self) -> None:
        super().__init__()
        self.scope = contextlib.ExitStack()
        self.scope.enter_context(transaction.atomic())
        # Nothing here is committed, and waiting for readers of pages is no matter of this test.
        self.scope.enter_context(mock.patch("shared.published.revisions.announce"))
        self.scope.enter_context(mock.patch.object(reading, "read", self.read_calendar))
        self.scope.enter_context(
            mock.patch("calendar_app.suggestions.services.over_limit", return_value=False)
        )
        self.number = 0
        self.once_public: set[str] = set()
        self.sites = {site.slug: site for site in Municipality.objects.active()}
        self.union = Municipality.objects.the_union()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.scope.close()
        connection.set_schema_to_public()
        cache.clear()

    # --- What people do -----------------------------------------------------------------------

    def token(self) -> str:
        self.number += 1
        return f"tok{self.number:06}x"

    @contextlib.contextmanager
    def on(self, slug: str) -> Iterator[Any]:
        """The site, and its clerk; what is refused is refused."""
        with tenant_context(self.sites[slug]):
            # Roles are the site's, so people are looked up anew in it.
            clerk = self.people.clerk(slug)
            with (
                contextlib.suppress(ObjectDoesNotExist, PermissionDenied, sharing.NotPossible),
                transaction.atomic(),
            ):
                yield clerk

    def fields(self) -> dict[str, Any]:
        token = self.token()
        return {
            "title": f"Akce {token}",
            "place": f"Místo {token}",
            "text": f"<p>Text {token}</p>",
            "organiser": f"Spolek {token}",
            "contact": f"Kontakt {token}",
            "german_summary": f"Deutsch {token}",
            "admission": f"Vstup {token}",
        }

    def event(self, which: int) -> Event:
        found = list(Event.objects.order_by("start_date", "title", "pk"))
        if not found:
            raise Event.DoesNotExist
        return found[which % len(found)]

    def new(self, series: bool = False) -> Event:
        return Event(
            category="kultura",
            start_date=clock.today() + dt.timedelta(days=3 + self.number % 20),
            start_time=dt.time(18),
            recurrence="FREQ=DAILY;COUNT=3" if series else "",
            **self.fields(),
        )

    @rule(slug=SITES)
    def draft(self, slug: str) -> None:
        with self.on(slug) as clerk:
            event = self.new()
            event.live = False
            event.save()
            event.save_revision(user=clerk)

    @rule(slug=SITES, on_union=st.booleans(), series=st.booleans())
    def publish_new(self, slug: str, on_union: bool, series: bool) -> None:
        with self.on(slug) as clerk:
            event = self.new(series)
            event.on_union_calendar = on_union
            events.publish(event, user=clerk)

    @rule(slug=SITES, which=WHICH)
    def submit(self, slug: str, which: int) -> None:
        with self.on(slug) as clerk:
            event = self.event(which)
            if (workflow := event.get_workflow()) and not event.workflow_in_progress:
                workflow.start(event, clerk)

    @rule(slug=SITES, which=WHICH, on_union=st.booleans())
    def edit_without_publishing(self, slug: str, which: int, on_union: bool) -> None:
        with self.on(slug) as clerk:
            event = self.event(which).get_latest_revision_as_object()
            for name, value in self.fields().items():
                setattr(event, name, value)
            event.on_union_calendar = on_union
            event.save_revision(user=clerk)

    @rule(slug=SITES, which=WHICH)
    def publish_what_is_written(self, slug: str, which: int) -> None:
        with self.on(slug) as clerk:
            event = self.event(which)
            if event.latest_revision:
                event.latest_revision.publish(user=clerk, skip_permission_checks=True)

    @rule(slug=SITES, which=WHICH)
    def publish_an_old_version(self, slug: str, which: int) -> None:
        with self.on(slug) as clerk:
            event = self.event(which)
            if first := event.revisions.order_by("pk").first():
                first.publish(user=clerk, skip_permission_checks=True)

    @rule(slug=SITES, which=WHICH)
    def schedule(self, slug: str, which: int) -> None:
        with self.on(slug) as clerk:
            event = self.event(which).get_latest_revision_as_object()
            event.go_live_at = clock.now() + dt.timedelta(hours=1)
            revision = event.save_revision(user=clerk)
            revision.publish(user=clerk, skip_permission_checks=True)

    @rule(slug=SITES, which=WHICH)
    def let_expire(self, slug: str, which: int) -> None:
        with self.on(slug):
            event = self.event(which)
            Event.objects.filter(pk=event.pk).update(expire_at=clock.now())
            call_command("publish_scheduled", verbosity=0)

    @rule(slug=SITES, which=WHICH)
    def unpublish(self, slug: str, which: int) -> None:
        with self.on(slug) as clerk:
            self.event(which).unpublish(user=clerk)

    @rule(slug=SITES, which=WHICH, how=st.sampled_from(["cancel", "postpone", "restore"]))
    def say_what_happens(self, slug: str, which: int, how: str) -> None:
        with self.on(slug) as clerk:
            event = self.event(which)
            if event.live:
                getattr(events, how)(event, clerk)

    @rule(slug=SITES, which=WHICH)
    def delete(self, slug: str, which: int) -> None:
        with self.on(slug):
            self.event(which).delete()

    # --- Citizens, neighbours, foreign calendars

    @rule(slug=SITES)
    def suggest(self, slug: str) -> None:
        with self.on(slug):
            token, sender = self.token(), self.token()
            suggestions.submit(
                uuid.uuid4(),
                {
                    "title": f"Návrh {token}",
                    "category": "kultura",
                    "start_date": clock.today() + dt.timedelta(days=5),
                    "start_time": dt.time(19),
                    "place": f"U nás {token}",
                    "text": f"Text {token}",
                    "organiser": f"Klub {token}",
                    "sender_name": f"Odesílatel {sender}",
                    "sender_email": f"{sender}@test.example",
                },
                address="203.0.113.7",
            )

    @rule(slug=SITES, how=st.sampled_from(["draft", "publish", "decline"]))
    def decide(self, slug: str, how: str) -> None:
        with self.on(slug) as clerk:
            waiting = Suggestion.objects.filter(state="waiting").order_by("created_at").first()
            if waiting is None:
                return
            if how == "decline":
                suggestions.decline(waiting.pk, clerk, answer=f"Ne {self.token()}")
            else:
                suggestions.accept(waiting.pk, clerk, publish=how == "publish")

    @rule(slug=SITES, which=WHICH)
    def offer(self, slug: str, which: int) -> None:
        other = {"lipova": "sluknov", "sluknov": "lipova"}[slug]
        with self.on(slug) as clerk:
            sharing.offer(self.event(which).pk, [other], clerk)

    @rule(slug=SITES, how=st.sampled_from(["accept", "decline", "revoke"]))
    def answer_the_offer(self, slug: str, how: str) -> None:
        with self.on(slug) as clerk:
            found = Adoption.objects.filter(municipality=self.sites[slug]).order_by("pk").last()
            if found is not None:
                getattr(sharing, how)(found.pk, clerk)

    @rule(slug=SITES)
    def take_over_a_calendar_that_waits(self, slug: str) -> None:
        with self.on(slug) as clerk:
            preview = imports.preview_file(self.token().encode(), "a.ics", user=clerk)
            source = imports.add_source(
                preview,
                user=clerk,
                name=f"Zdroj {self.number}",
                category="kultura",
                publishing="wait",
                zone="Europe/Prague",
            )
            imports.continue_run(Run.objects.get(source=source).pk)

    @rule(slug=SITES, publish=st.booleans())
    def decide_about_what_waits(self, slug: str, publish: bool) -> None:
        with self.on(slug) as clerk:
            keys = list(
                ImportedEvent.objects.filter(event__live=False).values_list("pk", flat=True)[:1]
            )
            if keys:
                done = imports.publish_waiting if publish else imports.dismiss_waiting
                done(keys, user=clerk)

    # --- What must hold -----------------------------------------------------------------------

    def live(self) -> dict[str, list[Event]]:
        found = {}
        for slug in ("lipova", "sluknov"):
            with schema_context(slug):
                found[slug] = list(Event.objects.filter(live=True))
        return found

    @staticmethod
    def words(event: Event) -> str:
        return (
            " ".join(
                str(getattr(event, name))
                for name in ("title", "place", "text", "organiser", "contact", "german_summary")
            )
            + event.admission
        )

    @invariant()
    def only_what_is_published_is_in_the_public_schema(self) -> None:
        allowed = {
            token
            for found in self.live().values()
            for event in found
            for token in TOKEN.findall(self.words(event))
        }
        self.once_public |= allowed
        for table, tokens in self.public_tokens().items():
            limit = self.once_public if table == AUDIT else allowed
            assert tokens <= limit, (table, tokens - limit)

    def public_tokens(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables = [name for (name,) in cursor.fetchall()]
            asked = " UNION ALL ".join(
                f"SELECT '{table}', t::text FROM public.\"{table}\" t WHERE t::text ~ 'tok\\d{{6}}x'"
                for table in tables
            )
            cursor.execute(asked)
            for table, text in cursor.fetchall():
                found.setdefault(table, set()).update(TOKEN.findall(text))
        vevents = b"".join(bytes(row.vevent) for row in PublishedEvent.objects.all())
        unfolded = vevents.replace(b"\r\n ", b"").decode()
        found.setdefault("vevent", set()).update(TOKEN.findall(unfolded))
        return found

    @invariant()
    def each_calendar_shows_its_own(self) -> None:
        live = self.live()
        today = clock.today()
        adopted: dict[str, set[uuid.UUID]] = {slug: set() for slug in live}
        for adoption in Adoption.objects.filter(state="accepted").select_related("municipality"):
            adopted[adoption.municipality.slug].add(adoption.event_id)
        everything = [event for found in live.values() for event in found]
        expected = {
            "lipova": [*live["lipova"], *(e for e in everything if e.pk in adopted["lipova"])],
            "sluknov": [*live["sluknov"], *(e for e in everything if e.pk in adopted["sluknov"])],
            self.union.slug: [event for event in everything if event.on_union_calendar],
        }
        week = Window(today, today + dt.timedelta(days=40), clock.now(), clock.now())
        for slug, shown in expected.items():
            site = self.sites[slug]
            titles = {token for event in shown for token in TOKEN.findall(event.title)}
            feed = feeds.build(site, Selection(), today).replace(b"\r\n ", b"").decode()
            assert set(TOKEN.findall(feed)) == titles, slug
            listed = occurrences(site, Selection(), today)
            assert {t for one in listed for t in TOKEN.findall(one.event.title)} == titles, slug
            digest = CalendarTopic().sections(site, "", week)
            told = {
                token
                for section in digest
                for item in section.items
                for token in TOKEN.findall(f"{item.title} {item.where}")
            }
            assert told == titles, slug

    @precondition(lambda self: self.number % 7 == 0)
    @invariant()
    def projection_and_sites_agree(self) -> None:
        for slug in ("lipova", "sluknov"):
            with tenant_context(self.sites[slug]):
                assert published.verify() == []

    @rule()
    def look_at_the_pages(self) -> None:
        """What strangers get over HTTP, searching included."""
        allowed = {
            token
            for found in self.live().values()
            for event in found
            for token in TOKEN.findall(self.words(event))
        }
        for slug in ("lipova", self.union.slug):
            browser = Client(headers={"host": self.sites[slug].host})
            for path in ("/kalendar/", "/kalendar.rss", "/hledat/?q=akce", "/"):
                answer = browser.get(path)
                assert answer.status_code == 200, path
                assert set(TOKEN.findall(answer.content.decode())) <= allowed, path
        connection.set_schema_to_public()

    @initialize()
    def begin_somewhere(self) -> None:
        assert portal_settings.PORTAL_DOMAIN
        self.publish_new("lipova", True, False)


@pytest.fixture
def region(people: Any, lipova: Any, sluknov: Any) -> type[Region]:
    """A foreign calendar is read once by the real reader; each play changes its words."""
    for slug in ("lipova", "sluknov"):
        people.clerk(slug)
    start = clock.today() + dt.timedelta(days=9)
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//CS\r\nBEGIN:VEVENT\r\nUID:TOKEN@cizi\r\n"
        f"DTSTART;TZID=Europe/Prague:{start:%Y%m%d}T170000\r\nSUMMARY:Cizí TOKEN\r\n"
        "LOCATION:Jinde TOKEN\r\nDESCRIPTION:Popis TOKEN\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    known = str(reading.read(text.encode(), today=clock.today(), zone="").as_json())

    def read_calendar(data: bytes, **_more: Any) -> reading.Reading:
        import ast

        return reading.Reading.from_json(ast.literal_eval(known.replace("TOKEN", data.decode())))

    return type(
        "Region", (Region,), {"people": people, "read_calendar": staticmethod(read_calendar)}
    )


def test_nothing_unpublished_is_ever_public(region: type[Region]) -> None:
    run_state_machine_as_test(
        region,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,  # the same plays each time: a red run is a change of ours
            suppress_health_check=list(HealthCheck),
        ),
    )
