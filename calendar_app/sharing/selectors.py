"""Reads of offers, always from the side of one site."""

from __future__ import annotations

import dataclasses
import uuid

from django.db.models import QuerySet

from calendar_app.aggregate.enums import AdoptionState, State
from calendar_app.aggregate.likeness import Subject
from calendar_app.aggregate.models import Adoption, PublishedEvent
from calendar_app.aggregate.neighbours import Neighbour, neighbours
from shared.kernel import clock
from tenants.registry.models import Municipality, MunicipalityQuerySet


def recipients(site: Municipality) -> MunicipalityQuerySet:
    """To whom the site may offer: the union shows everything already, so it accepts nothing."""
    return Municipality.objects.municipalities().active().exclude(pk=site.pk)


def shareable(site: Municipality, key: uuid.UUID) -> PublishedEvent | None:
    """An event of the site's own that is published and not over or called off."""
    return PublishedEvent.objects.filter(
        uuid=key,
        municipality=site,
        state__in=[State.SCHEDULED, State.POSTPONED],
        last_day__gte=clock.today(),
    ).first()


def incoming_count(site: Municipality) -> int:
    """Offers that wait for the site's answer."""
    return _current().filter(municipality=site, state=AdoptionState.OFFERED).count()


def incoming(site: Municipality) -> list[Adoption]:
    """Offered to the site or accepted by it, those that wait first. One query."""
    found = (
        _current()
        .filter(municipality=site, state__in=[AdoptionState.OFFERED, AdoptionState.ACCEPTED])
        .order_by("event__start_date", "event__title", "pk")
    )
    return sorted(found, key=lambda adoption: not adoption.is_offered)


@dataclasses.dataclass(frozen=True)
class Outgoing:
    """An event of the site, and what became of its offers."""

    event: PublishedEvent
    adoptions: list[Adoption]


def outgoing(site: Municipality) -> list[Outgoing]:
    """What the site has offered, by event. One query."""
    found = (
        _current()
        .filter(event__municipality=site)
        .order_by("event__start_date", "event__title", "event", "municipality__sort_key")
    )
    events: dict[uuid.UUID, Outgoing] = {}
    for adoption in found:
        events.setdefault(adoption.event_id, Outgoing(adoption.event, [])).adoptions.append(
            adoption
        )
    return list(events.values())


def find(site: Municipality, adoption_id: int) -> Adoption | None:
    """An adoption that the site is one side of."""
    adoption = (
        Adoption.objects.filter(pk=adoption_id)
        .select_related("event__municipality", "municipality")
        .first()
    )
    if adoption is None or site.pk not in (
        adoption.municipality_id,
        adoption.event.municipality_id,
    ):
        return None
    return adoption


def clashes(site: Municipality, event: PublishedEvent) -> list[Neighbour]:
    """What the site has of its own on the first day of an offered event; perhaps the same."""
    first = max(event.start_date, clock.today()) if event.recurrence else event.start_date
    last = event.last_day if not event.recurrence else first
    subject = Subject(event.title, event.municipality.name, event.category, event.recurrence)
    return neighbours(site, subject, first, last, but=event.uuid, own_only=True)


def _current() -> QuerySet[Adoption]:
    """Offers of events that are not over, with what lists show."""
    return (
        Adoption.objects.filter(event__last_day__gte=clock.today())
        .exclude(event__state=State.WITHDRAWN)
        .select_related("event__municipality", "municipality")
        .defer("event__vevent", "event__body_html", "event__search_text")
    )
