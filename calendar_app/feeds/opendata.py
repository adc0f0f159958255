"""Events by the norm Události 2020-07-01: a site's own, on the union's site those of all members.

An event that a site has taken over from a neighbour is in the neighbour's file, so nobody who reads
both counts it twice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calendar_app.aggregate import plan as plans
from calendar_app.aggregate.enums import SHOWN, State
from calendar_app.aggregate.models import Occurrence, PublishedEvent
from calendar_app.aggregate.plan import Plan
from calendar_app.aggregate.selectors import PAST_DAYS
from calendar_app.categories.selectors import names as category_names
from calendar_app.events.enums import Audience
from calendar_app.events.times import Span
from calendar_app.feeds.specification import needs_dates, specifications
from calendar_app.ical.text import from_html
from shared.kernel import clock
from shared.opendata import ofn
from shared.opendata.sets import DataSet, Found, iri, json_ld, listed
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

NORM, VERSION = "události", "2020-07-01"
CONTEXT = ofn.context(NORM, VERSION, "událost")
NOUN = "udalost"
MOST = 10_000

Dates = dict[uuid.UUID, list[tuple[str, Span, bool]]]


def build(site: Municipality) -> list[dict[str, Any]]:
    """What is not over for more than a year. Three queries."""
    since = clock.today() - dt.timedelta(days=PAST_DAYS)
    events = list(_events(site).filter(last_day__gte=since).order_by("starts_at", "uuid")[:MOST])
    return listed(_all(events), CONTEXT)


def find(site: Municipality, key: str) -> Found | None:
    try:
        number = uuid.UUID(key)
    except ValueError:
        return None
    if str(number) != key:
        return None
    event = _events(site).filter(uuid=number, municipality=site).first()
    if event is None:
        return None
    return Found({"@context": CONTEXT, **_all([event])[0]}, event.url_path, event.changed_at)


def example(site: Municipality) -> dict[str, Any] | None:
    """A coming series if there is one: that is what needs explaining."""
    coming = _events(site).filter(last_day__gte=clock.today(), state=State.SCHEDULED)
    event = coming.exclude(recurrence="").order_by("starts_at", "uuid").first()
    event = event or coming.order_by("starts_at", "uuid").first()
    return {"@context": CONTEXT, **_all([event])[0]} if event is not None else None


def _events(site: Municipality) -> QuerySet[PublishedEvent]:
    found = PublishedEvent.objects.filter(state__in=SHOWN, municipality__state=SiteState.ACTIVE)
    found = found.filter(on_union=True) if site.is_union else found.filter(municipality=site)
    return found.select_related("municipality").defer("vevent", "search_text")


def _all(events: list[PublishedEvent]) -> list[dict[str, Any]]:
    names = category_names()
    planned = {event.uuid: plans.of_row(event) for event in events}
    dates = _dates(event for event in events if needs_dates(planned[event.uuid]))
    return [_described(event, planned[event.uuid], dates[event.uuid], names) for event in events]


def _dates(events: Iterable[PublishedEvent]) -> Dates:
    """Dates in the table of those events; one query, none for none."""
    whole_days = {event.uuid: event.all_day for event in events}
    found: Dates = defaultdict(list)
    if not whole_days:
        return found
    rows = Occurrence.objects.filter(event__in=list(whole_days)).order_by("starts_at", "pk")
    for row in rows.values(
        *("event_id", "instance", "state", "first_day", "start_time", "end_date", "end_time")
    ):
        span = Span(
            row["first_day"],
            row["start_time"],
            row["end_date"],
            row["end_time"],
            whole_days[row["event_id"]],
        )
        off = row["state"] != State.SCHEDULED
        found[row["event_id"]].append((row["instance"], span, off))
    return found


def _described(
    event: PublishedEvent, plan: Plan, dates: list[tuple[str, Span, bool]], names: dict[str, str]
) -> dict[str, Any]:
    site = event.municipality
    office = {} if event.organiser else ofn.office(site)
    place = ofn.place(event.place, event.latitude, event.longitude)
    return ofn.known(
        typ="Událost",
        iri=iri(site, NOUN, event.uuid),
        název=ofn.text(event.title),
        popis=ofn.text(event.summary, de=event.german_summary),
        dlouhý_popis=ofn.text(from_html(event.body_html)),
        vhodné_pro_děti=True if Audience.CHILDREN in event.audience else None,
        registrace=ofn.text(event.registration_url),
        # An organiser without an IČO is none by the norm; its name is below, in words of our own.
        pořadatel=[office] if office else [],
        umístění=[place] if place else ofn.territory(site),
        doba_trvání=specifications(plan, dates),
        vstupné=[{"typ": "Vstupné", "název": ofn.text(event.admission)}] if event.admission else [],
        kontakt=[{"typ": "Kontakt", "název": ofn.text(event.contact)}] if event.contact else [],
        příloha=[
            ofn.file(part["title"], f"{site.url}{part['path']}") for part in event.attachments
        ],
        aktualizováno=ofn.instant(event.changed_at),
        # The norm has no word for a cancelled event; one that is no longer valid comes nearest.
        zneplatněno=ofn.instant(event.changed_at) if event.is_cancelled else {},
        # Of our own.
        url=event.url,
        kategorie=names.get(event.category, event.category),
        pořadatel_název=event.organiser or site.display_name,
        stav={State.CANCELLED: "zrušeno", State.POSTPONED: "odloženo"}.get(State(event.state), ""),
        pravidlo_opakování=event.recurrence,
    )


EVENTS = DataSet(
    slug="udalosti",
    title=_("Events"),
    summary=_(
        "Events of the past year and all coming ones, with places, repeating dates and their"
        " exceptions."
    ),
    forms=(json_ld(build, ofn.schema(NORM, VERSION, "události")),),
    specification=ofn.specification(NORM, VERSION),
    theme="EDUC",
    keywords=("kalendář", "události", "kultura", "akce"),
    works=True,
    noun=NOUN,
    find=find,
    example=example,
    order=20,
)
