"""What else takes place on the days of an event, on any site: for a clerk who is about to decide."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

from django.db.models import Q

from calendar_app.aggregate.advice import are_alike
from calendar_app.aggregate.enums import SHOWN, State
from calendar_app.aggregate.models import Occurrence
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

MOST = 12


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
    title: str,
    first: dt.date,
    last: dt.date,
    *,
    but: uuid.UUID | None = None,
    own_only: bool = False,
) -> list[Neighbour]:
    """Public events from `first` to `last`, those that are called alike first. One query.

    What is called off takes nobody's visitors away. `but` leaves one event out, `own_only` those
    of other sites.
    """
    found = (
        Occurrence.objects.filter(
            first_day__lte=last,
            last_day__gte=first,
            event__state__in=SHOWN,
            municipality__state=SiteState.ACTIVE,
        )
        .exclude(state=State.CANCELLED)
        .filter(Q(municipality=site) | Q(event__on_union=True))
        .select_related("event__municipality")
        .defer("event__vevent", "event__body_html", "event__search_text")
        .order_by("first_day", "starts_at", "pk")
    )
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
            is_alike=are_alike(one.event.title, title, one.event.municipality.name, site.name),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: not row.is_alike)[:MOST]
