"""What a calendar's items mean for this site's events: read, compared, and nothing written.

A plan is a difference. So a run may be applied in steps, killed between any two, and planned
again: what is done already is no difference any more.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.html import escape

from calendar_app.aggregate.likeness import Subject
from calendar_app.aggregate.neighbours import elsewhere
from calendar_app.events.enums import Status
from calendar_app.events.models import Event, EventException, ExtraDate, Place
from calendar_app.ical.text import from_html
from calendar_app.imports.enums import Fate, Field, Standing
from calendar_app.imports.items import Different, Item, Reading, When
from calendar_app.imports.models import ImportedEvent, Source
from shared.kernel.text import fold
from tenants.registry.selectors import current_site

TITLE_LENGTH = 200
NOTE_LENGTH = 200

Values = dict[Field, dict[str, Any]]


@dataclasses.dataclass
class Step:
    """What is to be done with one item."""

    item: Item
    fate: Fate
    imported: ImportedEvent | None = None
    event: Event | None = None
    #: What to write, by field.
    write: Values = dataclasses.field(default_factory=dict)
    #: Fields that stay as the clerk wrote them, though the source says something else now.
    kept: list[Field] = dataclasses.field(default_factory=list)
    #: All that are locked from now on.
    locked: list[Field] = dataclasses.field(default_factory=list)
    offered: dict[str, str] = dataclasses.field(default_factory=dict)
    reason: str = ""
    duplicate_of: uuid.UUID | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.item.uid, self.item.recurrence_id

    @property
    def writes(self) -> bool:
        return self.fate not in {Fate.UNCHANGED, Fate.SKIPPED}


@dataclasses.dataclass
class Plan:
    steps: list[Step]
    #: Followed, not over, and not in the calendar any more.
    absent: list[ImportedEvent]
    #: How many are followed and not over.
    upcoming: int
    #: In the calendar again after having been missing.
    present_again: list[ImportedEvent]

    @property
    def is_mass_deletion(self) -> bool:
        """More than half at once is rather a mistake there than a decision."""
        return len(self.absent) * 2 > self.upcoming


def plan(source: Source, reading: Reading, today: dt.date) -> Plan:
    """Costs the same few queries for one item and for thousands, but for waiting drafts."""
    known = _Known(source)
    items = sorted(
        reading.items, key=lambda item: (item.when.start_date, item.when.start_time or dt.time())
    )
    duplicates = _Duplicates(
        source, (item for item in items if (item.uid, item.recurrence_id) not in known.imported)
    )
    steps = [_step(source, item, known, duplicates, today) for item in items]
    present = {step.key for step in steps}
    # What could not be read this time is not gone.
    unreadable = {refusal.uid for refusal in reading.refusals}
    followed = [
        imported
        for imported in known.imported.values()
        if imported.standing == Standing.FOLLOWED
        and not _is_over(imported.last_day, today)
        # A clerk who deletes an event here has nothing to decide about it any more.
        and imported.event_id is not None
    ]
    absent = [
        imported
        for imported in followed
        if (imported.uid, imported.recurrence_id) not in present and imported.uid not in unreadable
    ]
    missing = {imported.pk for imported in absent}
    again = [one for one in followed if one.absences and one.pk not in missing]
    return Plan(steps, absent, len(followed), again)


def _is_over(last_day: dt.date | None, today: dt.date) -> bool:
    return last_day is not None and last_day < today


class _Known:
    """The source's events as they are now, in five queries."""

    def __init__(self, source: Source) -> None:
        self.imported: dict[tuple[str, str], ImportedEvent] = {}
        self.events: dict[uuid.UUID, Event] = {}
        self.exceptions: dict[uuid.UUID, list[EventException]] = defaultdict(list)
        self.extra: dict[uuid.UUID, list[ExtraDate]] = defaultdict(list)
        places = Place.objects.all()
        self.places = {fold(name): p.pk for p in places for name in (p.label, p.name)}
        if source._state.adding:
            return
        for imported in ImportedEvent.objects.filter(source=source):
            self.imported[imported.uid, imported.recurrence_id] = imported
        mine = Event.objects.filter(imported_from__source=source)
        self.events = {event.pk: event for event in mine.select_related("latest_revision")}
        for exception in EventException.objects.filter(event__imported_from__source=source):
            self.exceptions[exception.event_id].append(exception)
        for extra in ExtraDate.objects.filter(event__imported_from__source=source):
            self.extra[extra.event_id].append(extra)

    def current(self, event: Event) -> Values:
        """As the public has it; of one that was never public, as the last draft has it."""
        if event.live or event.first_published_at or event.latest_revision is None:
            return values_of(event, self.exceptions[event.pk], self.extra[event.pk])
        return values_of_draft(event.latest_revision.as_object())


class _Duplicates:
    """Other events of the site, by title and time, and what other sites have published that is
    likely the same. Two queries and one for the site's name."""

    def __init__(self, source: Source, items: Iterable[Item]) -> None:
        self._source = source
        self._site = current_site()
        asked: dict[dt.date, list[Subject]] = defaultdict(list)
        for item in items:
            asked[item.when.start_date].append(self._subject(item))
        days = set(asked)
        self._elsewhere = elsewhere(self._site, asked)
        self._found: dict[tuple[str, dt.date, dt.time | None], uuid.UUID] = {}
        rows = Event.objects.filter(start_date__in=days).values_list(
            "uuid", "title", "start_date", "start_time"
        )
        for key, title, day, time in rows:
            self._found[fold(title), day, time] = key

    def find(self, item: Item) -> uuid.UUID | None:
        """The key of the other one; also of an item that this calendar has twice under two UIDs."""
        key = event_key(self._source, item)
        place = (fold(item.title), item.when.start_date, item.when.start_time)
        found = self._found.setdefault(place, key)
        if found != key:
            return found
        return self._elsewhere.get((item.when.start_date, self._subject(item)))

    def _subject(self, item: Item) -> Subject:
        return Subject(item.title, self._site.name, self._source.category, item.rule)


def event_key(source: Source, item: Item) -> uuid.UUID:
    """The UUID of the event: a foreign UID alone could be that of an event of somebody else."""
    name = f"{item.uid}\n{item.recurrence_id}" if item.recurrence_id else item.uid
    return uuid.uuid5(source.uuid, name)


def _step(
    source: Source, item: Item, known: _Known, duplicates: _Duplicates, today: dt.date
) -> Step:
    imported = known.imported.get((item.uid, item.recurrence_id))
    if imported is None:
        return _new(source, item, known, duplicates, today)
    event = known.events.get(imported.event_id) if imported.event_id else None
    if imported.standing in {Standing.DISMISSED, Standing.KEPT}:
        return Step(item, Fate.SKIPPED, imported, event, reason=imported.standing)
    if imported.standing == Standing.WITHDRAWN:
        if item.cancelled or _is_over(item.last_day, today):
            return Step(item, Fate.SKIPPED, imported, event, reason="over")
        if event is None:
            return Step(item, Fate.RETURNED, imported, write=wanted(source, item, known.places))
    elif event is None:
        return Step(item, Fate.SKIPPED, imported, reason="deleted")
    elif _is_over(item.last_day, today) and _is_over(imported.last_day, today):
        return Step(item, Fate.UNCHANGED, imported, event)
    assert event is not None
    return _compared(source, item, known, imported, event)


def _new(
    source: Source, item: Item, known: _Known, duplicates: _Duplicates, today: dt.date
) -> Step:
    if item.cancelled:
        return Step(item, Fate.SKIPPED, reason="cancelled")
    if _is_over(item.last_day, today):
        return Step(item, Fate.SKIPPED, reason="over")
    other = duplicates.find(item)
    fate = Fate.NEW if other is None else Fate.DUPLICATE
    return Step(item, fate, write=wanted(source, item, known.places), duplicate_of=other)


def _compared(
    source: Source, item: Item, known: _Known, imported: ImportedEvent, event: Event
) -> Step:
    current = known.current(event)
    new = wanted(source, item, known.places, current[Field.WHEN])
    step = Step(item, Fate.UNCHANGED, imported, event)
    locked = {Field(name) for name in imported.locked}
    for field in Field:
        now, then = fingerprint(field, current[field]), imported.fingerprints.get(field)
        if now != then or event.locked:
            locked.add(field)
        offer = fingerprint(field, new[field])
        if offer == now:
            continue
        if field not in locked:
            step.write[field] = new[field]
        elif offer not in (imported.offered.get(field), then):
            step.kept.append(field)
            step.offered[field] = offer
    # A lock of Wagtail's own holds for as long as it lasts.
    step.locked = sorted(locked) if not event.locked else [Field(name) for name in imported.locked]
    if imported.standing == Standing.WITHDRAWN:
        step.fate = Fate.RETURNED
    elif Field.STATUS in step.write and item.cancelled:
        step.fate = Fate.CANCELLED
    elif step.write:
        step.fate = Fate.CHANGED
    elif step.kept:
        step.fate = Fate.KEPT
    return step


# --- Values -----------------------------------------------------------------------------------


def fingerprint(field: Field, values: dict[str, Any]) -> str:
    if field == Field.TEXT:
        # The editor of the desk writes the same text in markup of its own.
        values = {"text": from_html(values["text"])}
    told = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def wanted(
    source: Source, item: Item, places: dict[str, int], stored: dict[str, Any] | None = None
) -> Values:
    """The fields of the event that the item should be; `stored` is WHEN of the one there is."""
    venue = places.get(fold(item.place)) if item.place else None
    at = (item.latitude, item.longitude) if venue is None else (None, None)
    return {
        Field.TITLE: {"title": _short(item.title, TITLE_LENGTH)},
        Field.WHEN: _merged(_when(item), item, stored),
        Field.PLACE: {
            "venue_id": venue,
            "place": "" if venue else item.place,
            "latitude": _decimal(at[0]),
            "longitude": _decimal(at[1]),
        },
        Field.TEXT: {"text": rich_text(item)},
        Field.ORGANISER: {"organiser": item.organiser},
        Field.CONTACT: {"contact": item.contact},
        Field.CATEGORY: {"category": source.category},
        Field.STATUS: {"status": (Status.CANCELLED if item.cancelled else Status.SCHEDULED).value},
    }


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _decimal(value: Any) -> str | None:
    return f"{value:.6f}" if value is not None else None


def rich_text(item: Item) -> str:
    """Paragraphs of plain text, and the way back to the page that the event comes from."""
    paragraphs = [part.strip() for part in item.text.split("\n\n")]
    html = "".join(
        f"<p>{escape(part).replace(chr(10), '<br/>')}</p>" for part in paragraphs if part
    )
    if item.url and item.url not in item.text:
        address = escape(item.url)
        html += f'<p><a href="{address}">{address}</a></p>'
    return html


def _when(item: Item) -> dict[str, Any]:
    return {
        "start": item.when.as_json(),
        "all_day": item.all_day,
        "recurrence": item.rule,
        "exceptions": [_different(one) for one in item.different],
        "extra": [when.as_json() for when in item.extra],
    }


def _different(one: Different) -> list[Any]:
    times = one.when.as_json() if one.when else [None] * 4
    return [one.day.isoformat(), one.kind, *times, one.place, _short(one.note, NOTE_LENGTH)]


def _merged(new: dict[str, Any], item: Item, stored: dict[str, Any] | None) -> dict[str, Any]:
    """With the dates from before the window, which the calendar was not asked about again.

    They have been published; leaving them out would announce them as cancelled.
    """
    if stored is None or item.known_from is None:
        return new
    known_from = item.known_from.isoformat()
    new = dict(new)
    if not item.rule and not stored["recurrence"] and stored["all_day"] == item.all_day:
        starts = sorted([new["start"], *new["extra"]], key=_by_start)
        first = stored["start"]
        if first[0] < known_from:
            new["start"], new["extra"] = first, starts
        elif (same := next((one for one in starts if one[:2] == first[:2]), None)) is not None:
            # Whichever date was the first one stays it, though an earlier one has been added.
            starts.remove(same)
            new["start"], new["extra"] = same, starts
    older = [one for one in stored["extra"] if one[0] < known_from]
    new["extra"] = sorted([*older, *new["extra"]], key=_by_start)
    past = [one for one in stored["exceptions"] if one[0] < known_from]
    new["exceptions"] = [*past, *new["exceptions"]]
    return new


def _by_start(when: list[str | None]) -> tuple[str, str]:
    return when[0] or "", when[1] or ""


def values_of_draft(event: Event) -> Values:
    return values_of(event, event.exceptions.all(), event.extra_dates.all())


def values_of(
    event: Event, exceptions: Iterable[EventException], extra: Iterable[ExtraDate]
) -> Values:
    """The same fields of an event of ours."""

    def when(row: Any) -> list[str | None]:
        names = ("start_date", "start_time", "end_date", "end_time")
        return [v.isoformat() if (v := getattr(row, name)) is not None else None for name in names]

    return {
        Field.TITLE: {"title": event.title},
        Field.WHEN: {
            "start": when(event),
            "all_day": event.all_day,
            "recurrence": event.recurrence,
            "exceptions": [
                [one.day.isoformat(), str(one.kind), *when(one), one.place, one.note]
                for one in sorted(exceptions, key=lambda one: one.day)
            ],
            "extra": sorted((when(one) for one in extra), key=_by_start),
        },
        Field.PLACE: {
            "venue_id": event.venue_id,
            "place": event.place,
            "latitude": _decimal(event.latitude),
            "longitude": _decimal(event.longitude),
        },
        Field.TEXT: {"text": event.text},
        Field.ORGANISER: {"organiser": event.organiser},
        Field.CONTACT: {"contact": event.contact},
        Field.CATEGORY: {"category": event.category},
        Field.STATUS: {"status": str(event.status)},
    }


def current_values(event: Event) -> Values:
    """As the public has them; of an event that was never public, as the last draft has them."""
    latest = event.latest_revision
    if event.live or event.first_published_at or latest is None:
        return values_of_draft(event)
    return values_of_draft(latest.as_object())


def changed_fields(imported: ImportedEvent) -> list[Field]:
    """What somebody has changed since the import wrote it."""
    if imported.event is None:
        return []
    current = current_values(imported.event)
    return [
        field
        for field in Field
        if fingerprint(field, current[field]) != imported.fingerprints.get(field)
    ]


def set_values(event: Event, values: Values) -> None:
    """Put fields into an event; the state is no business of its columns, see `services`."""
    for field, pairs in values.items():
        if field == Field.WHEN:
            _set_when(event, pairs)
        elif field != Field.STATUS:
            for name, value in pairs.items():
                setattr(event, name, value)


def _set_when(event: Event, values: dict[str, Any]) -> None:
    start = When.from_json(values["start"])
    event.start_date, event.start_time = start.start_date, start.start_time
    event.end_date, event.end_time = start.end_date, start.end_time
    event.all_day, event.recurrence = values["all_day"], values["recurrence"]
    if event.all_day:
        event.doors_time = None
    exceptions = []
    for day, kind, start_date, start_time, end_date, end_time, place, note in values["exceptions"]:
        exceptions.append(
            EventException(
                day=dt.date.fromisoformat(day),
                kind=kind,
                start_date=start_date and dt.date.fromisoformat(start_date),
                start_time=start_time and dt.time.fromisoformat(start_time),
                end_date=end_date and dt.date.fromisoformat(end_date),
                end_time=end_time and dt.time.fromisoformat(end_time),
                place=place,
                note=note,
            )
        )
    extra = []
    for one in values["extra"]:
        when = When.from_json(one)
        extra.append(ExtraDate(**dataclasses.asdict(when)))
    # Assigned only where they differ: new rows would otherwise replace the same old ones.
    event.exceptions = exceptions
    event.extra_dates = extra
