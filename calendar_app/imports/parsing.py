"""From a foreign calendar's bytes to events in local time; pure, and run in the sandbox only.

Components are taken apart by `components`, values and series are read with icalendar and
recurring-ical-events. One event's fault is that event's refusal.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import time

from icalendar import vDuration

from calendar_app.ical.text import DESCRIPTION_LIMIT, SUMMARY_LIMIT, clean
from calendar_app.imports import series
from calendar_app.imports.components import Component, Property, Taken, take_apart
from calendar_app.imports.items import MAX_UID, Item, Note, Reading, Reason, Refusal
from calendar_app.imports.limits import TooDemanding, time_limit
from calendar_app.imports.values import (
    MAX_PLACE,
    PRIVATE,
    Draft,
    Refused,
    as_when,
    coordinates,
    moment,
    moments,
    organiser,
    place_of,
    plain_text,
    unescape,
    url,
)
from calendar_app.imports.zones import Zones

#: For all series of a calendar, of CPU and by the clock; what comes later is refused, not the
#: calendar.
SERIES_SECONDS = 8.0
ONE_SERIES_SECONDS = 2.0


def read(data: bytes, *, today: dt.date, zone: str = "") -> Reading:
    """All events of a calendar. Raises CalendarError where there is none to be had."""
    taken = take_apart(data)
    zones = Zones(taken.zones, taken.properties.get("X-WR-TIMEZONE", ""), zone)
    name = taken.properties.get("X-WR-CALNAME") or taken.properties.get("NAME", "")
    reading = Reading(name=plain_text(name, 200, lines=False), refresh_hours=_refresh(taken))
    refused: set[str] = set()
    drafts: dict[tuple[str, str], Draft] = {}
    for component in taken.events:
        properties = component.properties()
        uid = _uid(component, properties)
        try:
            draft = _draft(component, properties, uid, zones)
        except Refused as error:
            if "RECURRENCE-ID" not in properties:
                refused.add(uid)
            reading.refusals.append(_refusal(uid, properties, error))
            continue
        key = (uid, draft.recurrence_key)
        if key not in drafts or draft.rank > drafts[key].rank:
            drafts[key] = draft
    by_uid: dict[str, list[Draft]] = {}
    for draft in drafts.values():
        by_uid.setdefault(draft.uid, []).append(draft)
    started, began = time.process_time(), time.monotonic()
    for uid, group in by_uid.items():
        # Changed dates of a series that was refused would look like events of their own.
        if uid in refused and all(draft.recurrence_id for draft in group):
            continue
        spent = max(time.process_time() - started, (time.monotonic() - began) / 2)
        left = SERIES_SECONDS - spent
        _read_group(group, zones, today, left, reading)
    if taken.properties.get("METHOD", "").upper() == "CANCEL":
        for item in reading.items:
            item.cancelled = True
    return reading


def _read_group(
    group: list[Draft], zones: Zones, today: dt.date, seconds: float, reading: Reading
) -> None:
    """One event or series with its changed dates; or changed dates alone, each an event then."""
    master = next((draft for draft in group if draft.recurrence_id is None), None)
    changed = [draft for draft in group if draft.recurrence_id is not None]
    for draft in [master] if master is not None else changed:
        overrides = changed if master is not None else []
        try:
            if seconds <= 0 and draft.recurs:
                raise Refused(Reason.TOO_DEMANDING)
            with time_limit(min(ONE_SERIES_SECONDS, max(seconds, 0.1))):
                reading.items.append(_item(draft, overrides, zones, today))
            continue
        except Refused as error:
            refused = error
        except TooDemanding:
            refused = Refused(Reason.TOO_DEMANDING)
        except Exception as problem:
            # The libraries raise KeyError, AttributeError and others for what they did not expect.
            refused = Refused(Reason.UNREADABLE, type(problem).__name__)
        reading.refusals.append(_refusal(draft.uid, draft.properties, refused))


# --- One event --------------------------------------------------------------------------------


def _uid(component: Component, properties: dict[str, list[Property]]) -> str:
    """The event's UID; for one without, a name made of what is least likely to change."""
    uid = unescape(properties["UID"][0].value).strip() if "UID" in properties else ""
    uid = "".join(char for char in uid if char.isprintable())
    if not uid:
        told = [properties[name][0].value for name in ("DTSTART", "SUMMARY") if name in properties]
        return f"no-uid:{_digest('|'.join(told) or str(component.position))}"
    return uid if len(uid) <= MAX_UID else f"long-uid:{_digest(uid)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _draft(
    component: Component, properties: dict[str, list[Property]], uid: str, zones: Zones
) -> Draft:
    if component.broken is not None:
        raise Refused(component.broken, component.broken_line)
    recurrence_id = None
    following = False
    if "RECURRENCE-ID" in properties:
        written = properties["RECURRENCE-ID"][0]
        recurrence_id = moment(written, zones)
        following = written.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
    sequence = _value(properties, "SEQUENCE").strip()
    # Compared as text, which is the order of time for stamps in UTC.
    modified = _value(properties, "LAST-MODIFIED").strip()[:20]
    rank = (
        int(sequence) if re.fullmatch(r"\d{1,9}", sequence) else 0,
        modified,
        component.position,
    )
    return Draft(component, properties, uid, recurrence_id, rank, following)


def _value(properties: dict[str, list[Property]], name: str) -> str:
    return properties[name][0].value if name in properties else ""


def _item(draft: Draft, changed: list[Draft], zones: Zones, today: dt.date) -> Item:
    if draft.value("CLASS").strip().upper() in PRIVATE:
        raise Refused(Reason.PRIVATE)
    notes: list[Note] = []
    unknown = len(zones.unknown)
    start, end = moments(draft, zones, notes)
    title = plain_text(unescape(draft.value("SUMMARY")), SUMMARY_LIMIT, lines=False)
    if not title:
        raise Refused(Reason.NO_TITLE)
    all_day = not isinstance(start, dt.datetime)
    when = as_when(start, end, notes)
    item = Item(
        uid=draft.uid,
        recurrence_id=draft.recurrence_key,
        when=when,
        all_day=all_day,
        title=title,
        text=plain_text(unescape(draft.value("DESCRIPTION")), DESCRIPTION_LIMIT),
        place=place_of(draft),
        organiser=organiser(draft),
        contact=plain_text(unescape(draft.value("CONTACT")), MAX_PLACE, lines=False),
        url=url(draft, notes),
        cancelled=draft.value("STATUS").strip().upper() == "CANCELLED",
        last_day=when.last_date,
        notes=notes,
    )
    item.latitude, item.longitude = coordinates(draft)
    if draft.recurs or changed:
        series.expand(item, draft, changed, (start, end), zones, today)
    if len(zones.unknown) > unknown:
        notes.append(Note.UNKNOWN_ZONE)
    if draft.uid.startswith("no-uid:"):
        notes.append(Note.NO_UID)
    item.notes = list(dict.fromkeys(item.notes))
    return item


def _refusal(uid: str, properties: dict[str, list[Property]], error: Refused) -> Refusal:
    return Refusal(
        uid=uid,
        reason=error.reason,
        title=plain_text(unescape(_value(properties, "SUMMARY")), 200, lines=False),
        date=clean(_value(properties, "DTSTART"), 20),
        detail=clean(error.detail, 100),
        recurrence_id=clean(_value(properties, "RECURRENCE-ID"), 20),
    )


def _refresh(taken: Taken) -> int | None:
    """Hours between two fetches that the calendar asks for."""
    names = ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")
    written = next((taken.properties[name] for name in names if name in taken.properties), "")
    try:
        length = vDuration.from_ical(written)
        return int(length.total_seconds() // 3600)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
