"""From an event of the current site to its public rows, in the transaction that publishes.

The site is that of the connection, and it is part of every condition here: an event whose key
another municipality has used already is refused, never overwritten.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from calendar_app.aggregate.enums import State
from calendar_app.aggregate.models import Occurrence, PublishedEvent, PublishedPlace
from calendar_app.categories.selectors import czech_name
from calendar_app.events import selectors as events
from calendar_app.events import services as event_services
from calendar_app.events.enums import BarrierFree, Status
from calendar_app.events.models import Event
from calendar_app.events.times import Span
from calendar_app.ical.event import EventData, serialise
from calendar_app.ical.event import State as IcalState
from calendar_app.ical.text import from_html
from shared.kernel import clock
from shared.kernel.text import lemmas
from shared.published import services as published
from shared.published.enums import Kind
from shared.published.items import ItemData
from shared.published.projectors import Drift
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

SUMMARY_LENGTH = 200

_ICAL_STATES = {
    State.SCHEDULED: IcalState.CONFIRMED,
    State.POSTPONED: IcalState.CONFIRMED,
    State.CANCELLED: IcalState.CANCELLED,
    State.WITHDRAWN: IcalState.WITHDRAWN,
}
_STATES = {
    Status.SCHEDULED: State.SCHEDULED,
    Status.POSTPONED: State.POSTPONED,
    Status.CANCELLED: State.CANCELLED,
}
#: A change of one of these raises SEQUENCE; Google ignores the change otherwise.
_SIGNIFICANT = (
    *("start_date", "start_time", "end_date", "end_time", "all_day"),
    *("place", "latitude", "longitude", "state"),
)
_TIMES = ("start_date", "start_time", "end_date", "end_time", "all_day")
_TEXTS = (
    *("title", "summary", "body_html", "german_summary", "place", "organiser", "contact"),
    *("picture_path", "picture_alt", "search_text", "place_slug", "admission", "registration_url"),
)
#: What a withdrawn event has instead of its texts.
_EMPTY: dict[str, Any] = dict.fromkeys(_TEXTS, "") | {
    "latitude": None,
    "longitude": None,
    "doors_time": None,
    "audience": [],
    "attachments": [],
    "barrier_free": BarrierFree.UNKNOWN,
}
#: Names that RFC 2606 keeps for examples: an address there is nobody's office.
_NO_REAL_MAIL = (".example", ".test", ".invalid", ".localhost")


class ForeignEvent(Exception):
    """The key belongs to an event of another municipality."""


# --- Publishing -------------------------------------------------------------------------------


def project(event: Event) -> None:
    """Write the public rows of a live event of the current site, or bring them up to date.

    Raises ForeignEvent. Publishing again without a change leaves every byte as it is.
    """
    with transaction.atomic():
        site = current_site()
        # First, because it makes other publishers of the site wait: stamps then rise in the
        # order of commits, which readers that revalidate by date rely on.
        published.publish(item(event))
        stored = _stored(event.uuid, site)
        columns = _columns(event)
        if stored is None:
            sequence = event.sequence + 1 if event.public_since else 0
        elif _same(stored, site, columns):
            event_services.note_publication(event, sequence=stored.sequence, at=stored.changed_at)
            return
        else:
            significant = any(getattr(stored, name) != columns[name] for name in _SIGNIFICANT)
            sequence = max(stored.sequence, event.sequence) + significant
        changed_at = clock.now()
        _write_place(event, site)
        _write(event.uuid, site, columns, sequence, changed_at, exists=stored is not None)
        event_services.note_publication(event, sequence=sequence, at=changed_at)


def withdraw(key: uuid.UUID) -> None:
    """Leave only the dates of an event that is no longer public; nothing if it never was."""
    with transaction.atomic():
        site = current_site()
        published.withdraw(Kind.EVENT, str(key))
        stored = _stored(key, site)
        if stored is None or stored.state == State.WITHDRAWN:
            return
        columns: dict[str, Any] = {name: getattr(stored, name) for name in _KEPT}
        columns |= _EMPTY | {"state": State.WITHDRAWN}
        sequence, changed_at = stored.sequence + 1, clock.now()
        _write(key, site, columns, sequence, changed_at, exists=True)
        if (event := Event.objects.filter(pk=key).first()) is not None:
            event_services.note_publication(event, sequence=sequence, at=changed_at)


_KEPT = (*_TIMES, "recurrence", "starts_at", "ends_at", "last_day", "category", "on_union")


def _stored(key: uuid.UUID, site: Municipality) -> PublishedEvent | None:
    stored = PublishedEvent.objects.select_for_update().filter(uuid=key).first()
    if stored is not None and stored.municipality_id != site.pk:
        raise ForeignEvent(f"{key} is not an event of {site.schema_name}")
    return stored


def _columns(event: Event) -> dict[str, Any]:
    """Everything public about the event, but its counters and bytes."""
    span = event.span
    text = event.plain_text
    latitude, longitude = event.coordinates or (None, None)
    return {
        "state": _STATES[Status(event.status)],
        "category": event.category,
        "on_union": event.on_union_calendar,
        **{name: getattr(event, name) for name in _TIMES},
        "doors_time": event.doors_time,
        "recurrence": event.recurrence,
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "last_day": span.last_day,
        "title": event.title,
        "summary": Truncator(text).chars(SUMMARY_LENGTH),
        "body_html": str(event.text_html),
        "german_summary": event.german_summary,
        "place": event.place_text,
        "place_slug": event.venue.slug if event.venue else "",
        "barrier_free": event.venue.barrier_free if event.venue else BarrierFree.UNKNOWN,
        "latitude": latitude,
        "longitude": longitude,
        "organiser": event.organiser,
        "contact": event.contact,
        "audience": sorted(event.audience),
        "admission": event.admission,
        "registration_url": event.registration_url,
        "attachments": event.public_attachments,
        "picture_path": event.picture_path,
        "picture_alt": event.picture_alt if event.picture_id else "",
        "search_text": f" {lemmas(f'{event.title} {event.place_text} {event.organiser} {text}')} ",
    }


def _same(stored: PublishedEvent, site: Municipality, columns: dict[str, Any]) -> bool:
    vevent = _vevent(stored.uuid, site, columns, stored.sequence, stored.changed_at)
    return bytes(stored.vevent) == vevent and not _differences(stored, columns)


def _differences(stored: PublishedEvent, columns: dict[str, Any]) -> list[str]:
    return [name for name, value in columns.items() if getattr(stored, name) != value]


def _write(
    key: uuid.UUID,
    site: Municipality,
    columns: dict[str, Any],
    sequence: int,
    changed_at: dt.datetime,
    *,
    exists: bool,
) -> None:
    values = {
        **columns,
        "sequence": sequence,
        "changed_at": changed_at,
        "vevent": _vevent(key, site, columns, sequence, changed_at),
    }
    if exists:
        PublishedEvent.objects.filter(uuid=key, municipality=site).update(**values)
    else:
        PublishedEvent.objects.create(uuid=key, municipality=site, **values)
    Occurrence.objects.filter(event=key, municipality=site).delete()
    if columns["state"] != State.WITHDRAWN:
        Occurrence.objects.create(event_id=key, municipality=site, **_occurrence(columns))


def _write_place(event: Event, site: Municipality) -> None:
    if (place := event.venue) is None:
        return
    names = ("name", "address", "latitude", "longitude", "barrier_free")
    PublishedPlace.objects.update_or_create(
        municipality=site, slug=place.slug, defaults={name: getattr(place, name) for name in names}
    )


def _occurrence(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        "starts_at": columns["starts_at"],
        "ends_at": columns["ends_at"],
        "first_day": columns["start_date"],
        "last_day": columns["last_day"],
        "instance": "",
        "state": columns["state"],
        **{name: columns[name] for name in ("start_time", "end_date", "end_time")},
    }


def _vevent(
    key: uuid.UUID,
    site: Municipality,
    columns: dict[str, Any],
    sequence: int,
    changed_at: dt.datetime,
) -> bytes:
    span = Span(*(columns[name] for name in _TIMES))
    category = czech_name(columns["category"])
    real_mail = site.email and not site.email.endswith(_NO_REAL_MAIL)
    contact = ", ".join(part for part in (columns["organiser"], columns["contact"]) if part)
    return serialise(
        EventData(
            uid=uid(key),
            start=span.ical_start,
            end=span.ical_end,
            stamp=changed_at,
            sequence=sequence,
            state=_ICAL_STATES[State(columns["state"])],
            summary=columns["title"],
            description=from_html(columns["body_html"]),
            german=columns["german_summary"],
            location=columns["place"],
            latitude=columns["latitude"],
            longitude=columns["longitude"],
            categories=(category,),
            url=f"{site.url}/kalendar/{key}/",
            contact=contact,
            organizer_name=site.display_name if real_mail else "",
            organizer_email=site.email if real_mail else "",
        )
    )


def uid(key: uuid.UUID) -> str:
    """The same in every feed of every site, for as long as the union keeps its domain."""
    return f"{key}@{settings.PORTAL_DOMAIN}"


# --- The list of everything published ---------------------------------------------------------


def item(event: Event) -> ItemData:
    """The event's entry in lists, search and home pages."""
    text = event.plain_text
    return ItemData(
        kind=Kind.EVENT,
        source_id=str(event.uuid),
        title=event.title,
        summary=Truncator(text).chars(SUMMARY_LENGTH),
        body_text=" ".join(filter(None, (text, event.organiser, event.german_summary))),
        url_path=event.url_path,
        image_path=event.picture_path,
        category=czech_name(event.category),
        place=event.place_text,
        published_at=event.first_published_at or event.last_published_at or clock.now(),
        starts_at=event.span.starts_at,
        ends_at=event.span.known_end,
        all_day=event.all_day,
        cancelled=event.is_cancelled,
    )


def items_now() -> Iterator[ItemData]:
    return (item(event) for event in events.published_events())


# --- Verifying and rebuilding -----------------------------------------------------------------


def verify() -> Iterator[Drift]:
    """Differences between the current site's events and their public rows."""
    site = current_site()
    stored = {row.uuid: row for row in PublishedEvent.objects.filter(municipality=site)}
    occurrences: dict[uuid.UUID, list[dict[str, Any]]] = {}
    names = (
        *("starts_at", "ends_at", "first_day", "last_day", "instance", "state"),
        *("start_time", "end_date", "end_time"),
    )
    for occurrence in Occurrence.objects.filter(municipality=site).order_by("starts_at"):
        occurrences.setdefault(occurrence.event_id, []).append(
            {name: getattr(occurrence, name) for name in names}
        )
    for event in events.published_events():
        row = stored.pop(event.uuid, None)
        if row is None:
            yield Drift("calendar", str(event.uuid), "missing")
            continue
        columns = _columns(event)
        different = _differences(row, columns)
        if (row.sequence, row.changed_at) != (event.sequence, event.public_since):
            different.append("sequence")
        vevent = _vevent(row.uuid, site, columns, row.sequence, row.changed_at)
        if bytes(row.vevent) != vevent:
            different.append("vevent")
        if occurrences.get(row.uuid) != [_occurrence(columns)]:
            different.append("occurrences")
        if different:
            yield Drift("calendar", str(event.uuid), "different", tuple(different))
    for key, row in stored.items():
        if row.state != State.WITHDRAWN:
            yield Drift("calendar", str(key), "orphaned")
        elif key in occurrences:
            yield Drift("calendar", str(key), "different", ("occurrences",))


def rebuild() -> None:
    """Write every row of the current site anew, with the counters that it had.

    The counters are kept with the event as well as with its row, so a lost row comes back with
    the same bytes. Tombstones have no event to be made from and stay.
    """
    with transaction.atomic():
        site = current_site()
        live = set()
        for event in events.published_events():
            live.add(event.uuid)
            stored = _stored(event.uuid, site)
            revived = stored is not None and stored.state == State.WITHDRAWN
            sequence = max(event.sequence, stored.sequence if stored else 0) + revived
            known = [at for at in (event.public_since, stored and stored.changed_at) if at]
            changed_at = max(known) if known and not revived else clock.now()
            _write(
                event.uuid, site, _columns(event), sequence, changed_at, exists=stored is not None
            )
            event_services.note_publication(event, sequence=sequence, at=changed_at)
        rows = PublishedEvent.objects.filter(municipality=site)
        Occurrence.objects.filter(municipality=site, event__state=State.WITHDRAWN).delete()
        for row in rows.exclude(state=State.WITHDRAWN).exclude(pk__in=live).only("uuid"):
            withdraw(row.uuid)
