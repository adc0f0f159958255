"""Reads of suggestions, for the desk of the current site."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, F, QuerySet, Value, When

from calendar_app.aggregate.likeness import Subject
from calendar_app.aggregate.neighbours import Neighbour, neighbours
from calendar_app.events.enums import SuggestionState
from calendar_app.events.models import Event, Suggestion
from calendar_app.events.times import LONGEST_DAYS
from tenants.registry.models import Municipality


def suggestions() -> QuerySet[Suggestion]:
    """Those that wait first, the oldest of them on top; then the decided ones, the newest first."""
    waiting = Case(When(state=SuggestionState.WAITING, then=Value(0)), default=Value(1))
    return Suggestion.objects.annotate(rank=waiting).order_by(
        "rank", F("decided_at").desc(nulls_last=True), "created_at"
    )


def waiting_count() -> int:
    return Suggestion.objects.filter(state=SuggestionState.WAITING).count()


def similar(suggestion: Suggestion, site: Municipality) -> list[Neighbour]:
    """Public events of all sites on the days of the suggestion, those that look like it first."""
    first, last = suggestion.start_date, suggestion.span.last_day
    return neighbours(site, _subject(suggestion, site), first, last)


def drafts_alike(suggestion: Suggestion, site: Municipality) -> list[Event]:
    """Events of the own site on the same days that are not public yet, and are called alike."""
    found = Event.objects.filter(
        live=False,
        start_date__lte=suggestion.span.last_day,
        start_date__gte=suggestion.start_date - dt.timedelta(days=LONGEST_DAYS),
    )
    subject = _subject(suggestion, site)
    return [
        event
        for event in found
        if event.last_date >= suggestion.start_date and subject.is_likely(_subject(event, site))
    ]


def suggested_alike(suggestion: Suggestion, site: Municipality) -> list[Suggestion]:
    """Other suggestions that wait, for the same day and called alike."""
    found = Suggestion.objects.filter(
        state=SuggestionState.WAITING, start_date=suggestion.start_date
    ).exclude(pk=suggestion.pk)
    subject = _subject(suggestion, site)
    return [other for other in found if subject.is_likely(_subject(other, site))]


def _subject(one: Event | Suggestion, site: Municipality) -> Subject:
    return Subject(one.title, site.name, one.category)
