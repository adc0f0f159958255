"""Reads of foreign calendars for the clerk's desk."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from calendar_app.aggregate.enums import SHOWN
from calendar_app.aggregate.models import PublishedEvent
from calendar_app.events.models import Event
from calendar_app.imports.addresses import PageAddress, calendar_address
from calendar_app.imports.enums import Result, Standing
from calendar_app.imports.models import ImportedEvent, Run, Source
from shared.kernel.http import FetchError

RUNS_SHOWN = 20


def sources() -> QuerySet[Source]:
    """With the number of followed events, of those that wait, and of open questions."""
    followed = Q(imported__standing=Standing.FOLLOWED, imported__event__isnull=False)
    return Source.objects.annotate(
        event_count=Count("imported", filter=followed, distinct=True),
        waiting_count=Count(
            "imported",
            filter=followed
            & Q(imported__event__live=False, imported__event__first_published_at__isnull=True),
            distinct=True,
        ),
        question_count=Count("runs", filter=Q(runs__result=Result.WAITS), distinct=True),
    )


def waiting(source: Source | None = None) -> QuerySet[ImportedEvent]:
    """Drafts that a clerk has not decided about, the nearest first."""
    rows = ImportedEvent.objects.filter(
        standing=Standing.FOLLOWED,
        event__live=False,
        event__first_published_at__isnull=True,
    )
    if source is not None:
        rows = rows.filter(source=source)
    return rows.select_related("event", "event__venue", "source").order_by(
        "event__start_date", "event__start_time", "pk"
    )


def runs(source: Source) -> list[Run]:
    return list(source.runs.defer("reading")[:RUNS_SHOWN])


def waiting_count() -> int:
    return waiting().count()


def question_count() -> int:
    return Run.objects.filter(result=Result.WAITS).count()


def source_at(text: str) -> Source | None:
    """The source with that address, however it is spelled."""
    try:
        address = calendar_address(text)
    except (FetchError, PageAddress):
        return None
    return Source.objects.filter(address=address).first()


def with_locks(source: Source) -> list[ImportedEvent]:
    rows = source.imported.exclude(locked=[]).filter(event__isnull=False)
    return list(rows.select_related("event")[:200])


@dataclasses.dataclass(frozen=True)
class Other:
    """An event that an item of a calendar is probably the same as."""

    title: str
    #: On the desk if it is ours, otherwise its public page.
    url: str
    #: The municipality whose event it is; empty for ours.
    owner: str = ""


def others(keys: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Other]:
    """The site's own events and public ones of its neighbours, by key. At most two queries."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    found = {
        key: Other(title, reverse("wagtailsnippets_events_event:edit", args=[key]))
        for key, title in Event.objects.filter(pk__in=wanted).values_list("pk", "title")
    }
    public = PublishedEvent.objects.filter(pk__in=wanted - set(found), state__in=SHOWN)
    for event in public.select_related("municipality").only("title", "municipality"):
        found[event.pk] = Other(event.title, event.url, event.municipality.name)
    return found


def origin_of(event: Event) -> ImportedEvent | None:
    """Where an event comes from, while its calendar has a say in it."""
    return (
        ImportedEvent.objects.filter(event=event, standing=Standing.FOLLOWED)
        .select_related("source", "event", "event__latest_revision")
        .first()
    )
