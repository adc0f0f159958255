"""Reads of suggestions, for the desk of the current site."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db.models import Case, F, Q, QuerySet, Value, When

from calendar_app.aggregate.enums import SHOWN
from calendar_app.aggregate.models import Occurrence
from calendar_app.events.enums import SuggestionState
from calendar_app.events.models import Event, Suggestion
from calendar_app.events.times import LONGEST_DAYS
from shared.kernel.text import fold, words
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

MOST_NEIGHBOURS = 12
#: Words of two names in common, by which they are likely one event.
_ALIKE = 0.5


def suggestions() -> QuerySet[Suggestion]:
    """Those that wait first, the oldest of them on top; then the decided ones, the newest first."""
    waiting = Case(When(state=SuggestionState.WAITING, then=Value(0)), default=Value(1))
    return Suggestion.objects.annotate(rank=waiting).order_by(
        "rank", F("decided_at").desc(nulls_last=True), "created_at"
    )


def waiting_count() -> int:
    return Suggestion.objects.filter(state=SuggestionState.WAITING).count()


@dataclasses.dataclass(frozen=True)
class Similar:
    """Something on the days of a suggestion that a clerk should know of before she accepts it."""

    title: str
    when: str
    place: str
    owner: str
    url: str
    #: Probably the same event; otherwise it only takes place at the same time.
    is_alike: bool


def similar(suggestion: Suggestion, site: Municipality) -> list[Similar]:
    """Public events of all sites on the days of the suggestion, those that look like it first.

    One query. What is cancelled takes nobody's visitors away.
    """
    found = (
        Occurrence.objects.filter(
            first_day__lte=suggestion.span.last_day,
            last_day__gte=suggestion.start_date,
            event__state__in=SHOWN,
            municipality__state=SiteState.ACTIVE,
        )
        .filter(Q(event__on_union=True) | Q(municipality=site))
        .select_related("event__municipality")
        .defer("event__vevent", "event__body_html", "event__search_text")
        .order_by("first_day", "starts_at", "pk")
    )
    rows = [
        Similar(
            title=one.event.title,
            when=one.when,
            place=one.place,
            owner=one.event.municipality.name,
            url=one.event.url,
            is_alike=alike(one.event.title, suggestion.title),
        )
        for one in found
        if not one.is_cancelled
    ]
    return _first(rows)


def _first(rows: Iterable[Similar]) -> list[Similar]:
    return sorted(rows, key=lambda row: not row.is_alike)[:MOST_NEIGHBOURS]


def drafts_alike(suggestion: Suggestion) -> list[Event]:
    """Events of the own site on the same days that are not public yet, and are called alike."""
    found = Event.objects.filter(
        live=False,
        start_date__lte=suggestion.span.last_day,
        start_date__gte=suggestion.start_date - dt.timedelta(days=LONGEST_DAYS),
    )
    return [
        event
        for event in found
        if event.last_date >= suggestion.start_date and alike(event.title, suggestion.title)
    ]


def suggested_alike(suggestion: Suggestion) -> list[Suggestion]:
    """Other suggestions that wait, for the same day and called alike."""
    found = Suggestion.objects.filter(
        state=SuggestionState.WAITING, start_date=suggestion.start_date
    ).exclude(pk=suggestion.pk)
    return [other for other in found if alike(other.title, suggestion.title)]


def alike(one: str, other: str) -> bool:
    """Whether two names share at least half of the words of the shorter, accents and case aside."""
    first, second = ({word for _s, _e, word in words(fold(text))} for text in (one, other))
    shorter = min(len(first), len(second))
    return bool(shorter) and len(first & second) / shorter >= _ALIKE
