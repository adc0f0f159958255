"""From an event of the current site to its public rows, in the transaction that publishes.

The site is that of the connection, and it is part of every condition here: an event whose key
another municipality has used already is refused, never overwritten.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import uuid
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import Truncator

from calendar_app.aggregate import adoptions, vevents
from calendar_app.aggregate import plan as plans
from calendar_app.aggregate.enums import CALLED_OFF, State
from calendar_app.aggregate.models import Occurrence, PublishedEvent, PublishedPlace
from calendar_app.aggregate.plan import Plan
from calendar_app.aggregate.vevents import Records
from calendar_app.categories.selectors import czech_name
from calendar_app.events import selectors as events
from calendar_app.events import services as event_services
from calendar_app.events.enums import BarrierFree, Status
from calendar_app.events.models import Event, Place
from calendar_app.events.times import LAST_DAY, Span
from calendar_app.ical.event import EventData
from calendar_app.ical.event import State as IcalState
from calendar_app.ical.text import from_html
from shared.kernel import clock
from shared.kernel.db import connection
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
    State.POSTPONED: IcalState.POSTPONED,
    State.CANCELLED: IcalState.CANCELLED,
    State.WITHDRAWN: IcalState.WITHDRAWN,
}
_STATES = {
    Status.SCHEDULED: State.SCHEDULED,
    Status.POSTPONED: State.POSTPONED,
    Status.CANCELLED: State.CANCELLED,
}
#: A change of one of these raises SEQUENCE; Google ignores the change otherwise. So does a change
#: of the exceptions of a series.
_SIGNIFICANT = (
    *("start_date", "start_time", "end_date", "end_time", "all_day", "recurrence"),
    *("place", "latitude", "longitude", "state"),
)
_TIMES = ("start_date", "start_time", "end_date", "end_time", "all_day")
_TEXTS = (
    *("title", "summary", "body_html", "german_summary", "place", "organiser", "contact"),
    *("picture_path", "picture_alt", "search_text", "admission", "registration_url"),
)
#: What a withdrawn event has instead of its texts.
_EMPTY: dict[str, Any] = dict.fromkeys(_TEXTS, "") | {
    "latitude": None,
    "longitude": None,
    "doors_time": None,
    "attachments": [],
    "barrier_free": BarrierFree.UNKNOWN,
}
#: Names that RFC 2606 keeps for examples: an address there is nobody's office.
_NO_REAL_MAIL = (".example", ".test", ".invalid", ".localhost")
#: Stands in for the stamp until it is known.
_UNSTAMPED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
BATCH = 500


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
        form = _Form.of_event(event, site)
        if stored is None:
            known = event.instances
            sequence = event.sequence + 1 if event.public_since else 0
        else:
            known, sequence = stored.instances, stored.sequence
            as_before = form.count(known, sequence, stored.changed_at)
            if _same(stored, form, as_before):
                _note(event, sequence, stored.changed_at, known)
                return
            known = vevents.merged(known, event.instances)
            significant = (
                any(getattr(stored, name) != form.columns[name] for name in _SIGNIFICANT)
                or vevents.exceptions(as_before) != vevents.exceptions(stored.instances)
            )  # fmt: skip
            sequence = max(sequence, event.sequence) + significant
        changed_at = clock.now()
        instances = form.count(known, sequence, changed_at)
        _write_place(event, site)
        _write(form, sequence, changed_at, instances, exists=stored is not None)
        _note(event, sequence, changed_at, instances)


def project_place(place: Place) -> None:
    """After a change of a place of the current site: everything public that happens there."""
    with transaction.atomic():
        published.touch()
        _write_listed(place, current_site(), only_known=True)
        _project_all(Event.objects.filter(venue=place))


def project_category(slug: str) -> None:
    """After a category got another name. What has the name already stays as it is, byte by byte."""
    with transaction.atomic():
        _project_all(Event.objects.filter(category=slug))


def _project_all(chosen: QuerySet[Event]) -> None:
    keys = chosen.filter(live=True).values_list("pk", flat=True)
    for event in events.published_events(list(keys)):
        project(event)


def withdraw(key: uuid.UUID) -> None:
    """Leave only the dates of an event that is no longer public; nothing if it never was."""
    with transaction.atomic():
        site = current_site()
        published.withdraw(Kind.EVENT, str(key))
        stored = _stored(key, site)
        if stored is None or stored.state == State.WITHDRAWN:
            return
        form = _Form.of_withdrawn(stored, site)
        sequence, changed_at = stored.sequence + 1, clock.now()
        instances = form.count(stored.instances, sequence, changed_at)
        _write(form, sequence, changed_at, instances, exists=True)
        if (event := Event.objects.filter(pk=key).first()) is not None:
            _note(event, sequence, changed_at, instances)


def _note(event: Event, sequence: int, at: dt.datetime, instances: Records) -> None:
    event_services.note_publication(event, sequence=sequence, at=at, instances=instances)


def extend_horizon() -> int:
    """Write dates of the current site's series that have come within sight; returns how many.

    A night that was missed is made good by the next one. Series that are called off stay as they
    are, and so do those whose last date stands already.
    """
    today = clock.today()
    due = PublishedEvent.objects.filter(
        municipality=current_site(), expanded_until__lt=plans.horizon(today)
    ).exclude(state__in=CALLED_OFF)
    if not due.exists():
        return 0
    added = 0
    with transaction.atomic():
        # Pages show more from now on, also those of sites that have adopted a series; and
        # publishers of the site wait, so that what is read here is what is public.
        published.touch_sites([connection.schema_name, *adoptions.schemas(current_site())])
        rows = {row.uuid: row for row in due.select_for_update()}
        for event in events.published_events(rows.keys()):
            row, plan = rows[event.uuid], plans.of_event(event)
            row.expanded_until = plan.complete_until(today)
            added += _write_occurrences(row, plan)
            row.save(update_fields=["expanded_until"])
    return added


#: Dates, and what filters ask for: the feeds that had the event must have its cancelling too.
_KEPT = (
    *(*_TIMES, "recurrence", "starts_at", "ends_at", "last_day"),
    *("category", "on_union", "audience", "place_slug"),
)


def _stored(key: uuid.UUID, site: Municipality) -> PublishedEvent | None:
    stored = PublishedEvent.objects.select_for_update().filter(uuid=key).first()
    if stored is not None and stored.municipality_id != site.pk:
        raise ForeignEvent(f"{key} is not an event of {site.schema_name}")
    return stored


@dataclasses.dataclass(frozen=True)
class _Form:
    """What the public will see of an event, but for its counters and stamps."""

    key: uuid.UUID
    site: Municipality
    columns: dict[str, Any]
    plan: Plan

    @classmethod
    def of_event(cls, event: Event, site: Municipality) -> _Form:
        plan = plans.of_event(event)
        return cls(event.uuid, site, _columns(event, plan), plan)

    @classmethod
    def of_withdrawn(cls, row: PublishedEvent, site: Municipality) -> _Form:
        columns = {name: getattr(row, name) for name in _KEPT}
        columns |= _EMPTY | {"state": State.WITHDRAWN}
        return cls(row.uuid, site, columns, plans.of_row(row))

    @functools.cached_property
    def data(self) -> EventData:
        return vevents.master(_event_data(self.key, self.site, self.columns), self.plan)

    @functools.cached_property
    def parts(self) -> dict[str, EventData]:
        return vevents.parts(_event_data(self.key, self.site, self.columns), self.plan)

    def count(
        self, known: Records, sequence: int, at: dt.datetime, *, keep: bool = False
    ) -> Records:
        return vevents.count(known, self.plan, self.parts, sequence=sequence, at=at, keep=keep)

    def vevent(self, sequence: int, changed_at: dt.datetime, instances: Records) -> bytes:
        data = dataclasses.replace(self.data, sequence=sequence, stamp=changed_at)
        return vevents.joined(data, self.parts, instances, all_day=self.columns["all_day"])


def _columns(event: Event, plan: Plan) -> dict[str, Any]:
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
        "recurrence": plan.rule.text if plan.rule else "",
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "last_day": plan.last_day,
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


def _same(stored: PublishedEvent, form: _Form, instances: Records) -> bool:
    return (
        instances == stored.instances
        and form.vevent(stored.sequence, stored.changed_at, instances) == bytes(stored.vevent)
        and not _differences(stored, form.columns)
    )


def _differences(stored: PublishedEvent, columns: dict[str, Any]) -> list[str]:
    return [name for name, value in columns.items() if getattr(stored, name) != value]


def _write(
    form: _Form,
    sequence: int,
    changed_at: dt.datetime,
    instances: Records,
    *,
    exists: bool,
) -> None:
    is_shown = form.columns["state"] != State.WITHDRAWN
    row = PublishedEvent(
        uuid=form.key,
        municipality=form.site,
        **form.columns,
        sequence=sequence,
        changed_at=changed_at,
        instances=instances,
        expanded_until=form.plan.complete_until(clock.today()) if is_shown else None,
        vevent=form.vevent(sequence, changed_at, instances),
    )
    row.save(force_insert=not exists, force_update=exists)
    _write_occurrences(row, form.plan)


def _write_occurrences(row: PublishedEvent, plan: Plan) -> int:
    """Make the dates of the row those of the plan; returns how many are new or different."""
    wanted = _occurrences(row, plan)
    stale = []
    for stored in Occurrence.objects.filter(event=row).values("pk", *_OF_OCCURRENCE):
        if stored == wanted.get(stored["instance"], {}) | {"pk": stored["pk"]}:
            del wanted[stored["instance"]]
        else:
            stale.append(stored["pk"])
    if stale:
        Occurrence.objects.filter(pk__in=stale).delete()
    new = [
        Occurrence(event=row, municipality_id=row.municipality_id, **values)
        for values in wanted.values()
    ]
    Occurrence.objects.bulk_create(new, batch_size=BATCH)
    return len(new)


def _occurrences(row: PublishedEvent, plan: Plan) -> dict[str, dict[str, Any]]:
    """What of the plan stands in the table, by its key: the past of ten years, and up to where
    the row says that it is expanded. Exceptions beyond wait; extra dates are few and all there."""
    if row.state == State.WITHDRAWN:
        return {}
    since = plans.past_edge(row.changed_at)
    until = row.expanded_until or LAST_DAY
    return {date.key: _occurrence(date, row.state) for date in plan.dates(since, until)}


def _occurrence(date: plans.Date, state: str) -> dict[str, Any]:
    return {
        "instance": date.key,
        "state": State.CANCELLED.value if date.cancelled else str(state),
        "starts_at": date.span.starts_at,
        "ends_at": date.span.ends_at,
        "first_day": date.span.start_date,
        "last_day": date.span.last_day,
        **{name: getattr(date.span, name) for name in ("start_time", "end_date", "end_time")},
        "other_place": date.place,
        "note": date.note,
    }


_OF_OCCURRENCE = (
    *("instance", "state", "starts_at", "ends_at", "first_day", "last_day"),
    *("start_time", "end_date", "end_time", "other_place", "note"),
)


def _write_place(event: Event, site: Municipality) -> None:
    if event.venue is not None:
        _write_listed(event.venue, site)


def _write_listed(place: Place, site: Municipality, *, only_known: bool = False) -> None:
    """The public entry of a listed place; `only_known`: not before something happens there."""
    names = ("name", "address", "latitude", "longitude", "barrier_free")
    values = {name: getattr(place, name) for name in names}
    if only_known:
        PublishedPlace.objects.filter(municipality=site, slug=place.slug).update(**values)
    else:
        PublishedPlace.objects.update_or_create(municipality=site, slug=place.slug, defaults=values)


def _event_data(key: uuid.UUID, site: Municipality, columns: dict[str, Any]) -> EventData:
    span = Span(*(columns[name] for name in _TIMES))
    category = czech_name(columns["category"])
    real_mail = site.email and not site.email.endswith(_NO_REAL_MAIL)
    contact = ", ".join(part for part in (columns["organiser"], columns["contact"]) if part)
    return EventData(
        uid=uid(key),
        start=span.ical_start,
        end=span.ical_end,
        stamp=_UNSTAMPED,
        state=_ICAL_STATES[State(columns["state"])],
        summary=columns["title"],
        description=_description(columns),
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


def _description(columns: dict[str, Any]) -> str:
    """The text, and in lines of its own what iCalendar has no property for."""
    doors = columns["doors_time"]
    lines = (
        f"Vstup od {doors.hour}:{doors:%M}" if doors else "",
        f"Vstupné: {columns['admission']}" if columns["admission"] else "",
        f"Přihlášky: {columns['registration_url']}" if columns["registration_url"] else "",
    )
    parts = (from_html(columns["body_html"]), "\n".join(filter(None, lines)))
    return "\n\n".join(filter(None, parts))


def uid(key: uuid.UUID) -> str:
    """The same in every feed of every site, for as long as the union keeps its domain."""
    return f"{key}@{settings.PORTAL_DOMAIN}"


# --- The list of everything published ---------------------------------------------------------


def item(event: Event) -> ItemData:
    """The event's entry in lists, search and home pages; of a series, from its first date to its
    last. Which of them is the next one is found when it is read."""
    text, plan = event.plain_text, plans.of_event(event)
    return ItemData(
        kind=Kind.EVENT,
        source_id=str(event.uuid),
        title=event.title,
        summary=Truncator(text).chars(SUMMARY_LENGTH),
        body_text=" ".join(
            filter(None, (text, event.organiser, event.german_summary, event.attached_words))
        ),
        url_path=event.url_path,
        image_path=event.picture_path,
        category=czech_name(event.category),
        place=event.place_text,
        published_at=event.first_published_at or event.last_published_at or clock.now(),
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        all_day=event.all_day,
        recurring=plan.recurs,
        cancelled=event.is_cancelled,
        local=not event.on_union_calendar,
    )


@transaction.atomic
def document_read(key: int) -> None:
    """The events with this document say what it says, now that its words are known."""
    attached = Event.objects.filter(attachments__document=key).values_list("pk", flat=True)
    for event in events.published_events(list(attached)):
        published.publish(item(event))


def items_now() -> Iterator[ItemData]:
    return (item(event) for event in events.published_events())


# --- Verifying and rebuilding -----------------------------------------------------------------


def verify() -> Iterator[Drift]:
    """Differences between the current site's events and their public rows."""
    site, today = current_site(), clock.today()
    stored = {row.uuid: row for row in PublishedEvent.objects.filter(municipality=site)}
    occurrences: dict[uuid.UUID, dict[str, dict[str, Any]]] = {}
    for values in Occurrence.objects.filter(municipality=site).values("event", *_OF_OCCURRENCE):
        occurrences.setdefault(values.pop("event"), {})[values["instance"]] = values
    for event in events.published_events():
        row = stored.pop(event.uuid, None)
        if row is None:
            yield Drift("calendar", str(event.uuid), "missing")
            continue
        form = _Form.of_event(event, site)
        different = _differences(row, form.columns)
        if _counters(row) != (event.sequence, event.public_since, event.instances):
            different.append("sequence")
        counted = form.count(row.instances, row.sequence, row.changed_at, keep=True)
        vevent = form.vevent(row.sequence, row.changed_at, counted)
        if counted != row.instances or bytes(row.vevent) != vevent:
            different.append("vevent")
        if not _horizon_is_right(row, form.plan, today):
            different.append("expanded_until")
        elif occurrences.get(row.uuid, {}) != _occurrences(row, form.plan):
            different.append("occurrences")
        if different:
            yield Drift("calendar", str(event.uuid), "different", tuple(different))
    for key, row in stored.items():
        if row.state != State.WITHDRAWN:
            yield Drift("calendar", str(key), "orphaned")
        elif key in occurrences:
            yield Drift("calendar", str(key), "different", ("occurrences",))


def _counters(row: PublishedEvent) -> tuple[int, dt.datetime, Records]:
    return row.sequence, row.changed_at, row.instances


def _horizon_is_right(row: PublishedEvent, plan: Plan, today: dt.date) -> bool:
    """After midnight the nightly task still has some time to move it."""
    wanted, yesterdays = (plan.complete_until(day) for day in (today, today - dt.timedelta(days=1)))
    if row.expanded_until is None or wanted is None or yesterdays is None:
        return row.expanded_until == wanted
    # A series that is called off stays as it was.
    return row.expanded_until <= wanted and (
        row.expanded_until >= yesterdays or row.state in CALLED_OFF
    )


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
            form = _Form.of_event(event, site)
            revived = stored is not None and stored.state == State.WITHDRAWN
            sequence = max(event.sequence, stored.sequence if stored else 0) + revived
            times = [at for at in (event.public_since, stored and stored.changed_at) if at]
            changed_at = max(times) if times and not revived else clock.now()
            known = vevents.merged(stored.instances, event.instances) if stored else event.instances
            instances = form.count(known, sequence, changed_at, keep=not revived)
            _write(form, sequence, changed_at, instances, exists=stored is not None)
            _note(event, sequence, changed_at, instances)
        rows = PublishedEvent.objects.filter(municipality=site)
        Occurrence.objects.filter(municipality=site, event__state=State.WITHDRAWN).delete()
        for row in rows.exclude(state=State.WITHDRAWN).exclude(pk__in=live).only("uuid"):
            withdraw(row.uuid)
