"""What takes place on the same days, on any site: for a clerk who is about to decide."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from calendar_app.aggregate.enums import SHOWN, State
from calendar_app.aggregate.likeness import Subject
from calendar_app.aggregate.models import Occurrence
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

MOST = 12
#: Of an import with thousands of items; beyond it some of the neighbours' are not compared.
_COMPARED = 5000


def around(site: Municipality, days: Q) -> QuerySet[Occurrence]:
    """Public dates on `days`, the site's own and what all may see of others, in their order.

    What is called off is left out: it takes nobody's visitors away, and may well be written anew.
    """
    return (
        Occurrence.objects.filter(
            days,
            Q(municipality=site) | Q(event__on_union=True),
            event__state__in=SHOWN,
            municipality__state=SiteState.ACTIVE,
        )
        .exclude(state=State.CANCELLED)
        .select_related("event__municipality")
        .defer("event__vevent", "event__body_html", "event__search_text")
        .order_by("first_day", "starts_at", "event__title", "pk")
    )


def subject_of(occurrence: Occurrence) -> Subject:
    event = occurrence.event
    return Subject(event.title, event.municipality.name, event.category, event.recurrence)


@dataclasses.dataclass(frozen=True)
class Neighbour:
    title: str
    when: str
    place: str
    owner: str
    url: str
    #: Probably the same event; otherwise it only takes place at the same time.
    is_alike: bool


def neighbours(
    site: Municipality,
    subject: Subject,
    first: dt.date,
    last: dt.date,
    *,
    but: uuid.UUID | None = None,
    own_only: bool = False,
) -> list[Neighbour]:
    """Public events from `first` to `last`, those that are called alike first. One query.

    `but` leaves one event out, `own_only` those of other sites.
    """
    found = around(site, Q(first_day__lte=last, last_day__gte=first))
    if but is not None:
        found = found.exclude(event=but)
    if own_only:
        found = found.filter(municipality=site)
    rows = [
        Neighbour(
            title=one.event.title,
            when=one.when,
            place=one.place,
            owner=one.event.municipality.name,
            url=one.event.url,
            is_alike=subject.is_likely(subject_of(one)),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: not row.is_alike)[:MOST]


def elsewhere(
    site: Municipality, asked: Mapping[dt.date, Iterable[Subject]]
) -> dict[tuple[dt.date, Subject], uuid.UUID]:
    """Which of the events asked about another site has already, by day. One query."""
    if not asked:
        return {}
    # The second is the same once more, but for the index of days.
    days = Q(first_day__in=list(asked), last_day__gte=min(asked))
    by_day: dict[dt.date, list[tuple[Subject, uuid.UUID]]] = defaultdict(list)
    for one in around(site, days).exclude(municipality=site)[:_COMPARED]:
        by_day[one.first_day].append((subject_of(one), one.event_id))
    return {
        (day, subject): key
        for day, subjects in asked.items()
        for subject in subjects
        for other, key in reversed(by_day[day])
        if subject.is_likely(other)
    }
