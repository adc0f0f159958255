"""The VEVENTs of one event: the event itself, changed dates of a series, extra dates.

They are stored joined, but each has a SEQUENCE and a stamp of its own. These are kept as records
in `instances`, with the event as well as with its row, by the key of the date:

    {"kind": "changed", "span": ["2026-12-02", "19:00:00", null, "21:00:00"], "gone": false,
     "sequence": 2, "changed_at": "2026-11-23T18:00:00+00:00", "digest": "…", "weight": "…"}

`digest` is of everything that the VEVENT says, `weight` of what must raise SEQUENCE. A record is
never dropped: a date that becomes plain again and is changed once more goes on counting, and an
extra date that was taken back stays in the feed as a tombstone, for it has a UID of its own.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import uuid

from calendar_app import recurrence
from calendar_app.aggregate.plan import Date, Kind, Plan, Record, day_key, span_of, written
from calendar_app.ical.event import EventData, State, serialise

Records = dict[str, Record]
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def master(data: EventData, plan: Plan) -> EventData:
    """`data` with the rule of its series."""
    if plan.rule is None:
        return data
    return dataclasses.replace(
        data,
        rrule=recurrence.rrule(plan.rule, data.start),
        exdates=tuple(plan.start_on(day) for day in plan.left_out),
    )


def parts(data: EventData, plan: Plan) -> dict[str, EventData]:
    """The further VEVENTs by their key, without counters."""
    found = {}
    for day, date in plan.changed.items():
        found[date.key] = dataclasses.replace(
            _of_date(data, date), recurrence_id=plan.start_on(day)
        )
    for date in plan.extra:
        found[date.key] = dataclasses.replace(
            _of_date(data, date), uid=extra_uid(data.uid, date.key)
        )
    return found


def _of_date(data: EventData, date: Date) -> EventData:
    """All that the event says, and what is different on the date."""
    changes: dict[str, object] = {"start": date.span.ical_start, "end": date.span.ical_end}
    if data.state is State.WITHDRAWN:
        return dataclasses.replace(data, **changes)  # type: ignore[arg-type]
    if date.cancelled:
        changes["state"] = State.CANCELLED
    if date.note:
        changes["description"] = f"{date.note}\n\n{data.description}"
    if date.place:
        # The coordinates are those of the usual place.
        changes |= {"location": date.place, "latitude": None, "longitude": None}
    return dataclasses.replace(data, **changes)  # type: ignore[arg-type]


def extra_uid(uid: str, key: str) -> str:
    """Derived from the event's and the date as first written, so it is the same in every feed."""
    own, _, domain = uid.partition("@")
    return f"{uuid.uuid5(uuid.UUID(own), f'extra:{key[1:]}')}@{domain}"


# --- Counting ---------------------------------------------------------------------------------


def count(
    known: Records,
    plan: Plan,
    wanted: dict[str, EventData],
    *,
    sequence: int,
    at: dt.datetime,
    keep: bool = False,
) -> Records:
    """The records after `wanted` became public `at` that time; unchanged ones are as before.

    A changed date is never counted below its series, or programs may take the series for a newer
    word about that date. With `keep` nothing is counted: the same state is written again.
    """
    records: Records = {}
    spans = {date.key: date.span for date in (*plan.changed.values(), *plan.extra)}
    for key, data in wanted.items():
        is_extra = key.startswith("+")
        least = 0 if is_extra else sequence
        new = {
            "kind": str(Kind.EXTRA if is_extra else Kind.CHANGED),
            "span": written(spans[key]),
            "gone": False,
            "digest": _digest(data),
            "weight": _weight(data),
        }
        old = known.get(key)
        if old is None:
            number, changed_at = least, at.isoformat()
        elif keep:
            number, changed_at = old["sequence"], old["changed_at"]
        else:
            weighs = old["gone"] or old["weight"] != new["weight"]
            number = max(old["sequence"] + weighs, least)
            same = old["digest"] == new["digest"] and number == old["sequence"]
            changed_at = old["changed_at"] if same else at.isoformat()
        records[key] = new | {"sequence": number, "changed_at": changed_at}
    for day in plan.left_out:
        old = known.get(day_key(day)) or _blank(at)
        records[day_key(day)] = old | {
            "kind": str(Kind.LEFT_OUT), "gone": False, "digest": "", "weight": ""
        }  # fmt: skip
    for key, old in known.items():
        if key in records:
            continue
        records[key] = old
        if not old["gone"]:
            changes = {"gone": True, "sequence": old["sequence"] + 1, "changed_at": at.isoformat()}
            records[key] = old | changes
    return dict(sorted(records.items()))


def _blank(at: dt.datetime) -> Record:
    return {"span": None, "sequence": 0, "changed_at": at.isoformat()}


def exceptions(records: Records) -> dict[str, tuple[str, str]]:
    """What of the records is part of the series itself: a change of it raises its SEQUENCE."""
    return {
        key: (record["kind"], record["weight"])
        for key, record in records.items()
        if not record["gone"] and record["kind"] != Kind.EXTRA
    }


def merged(one: Records, other: Records) -> Records:
    """The further of each; those of an event and of its row differ after a loss of either."""
    found = dict(one)
    for key, record in other.items():
        if key not in found or found[key]["sequence"] < record["sequence"]:
            found[key] = record
    return dict(sorted(found.items()))


def _digest(data: EventData) -> str:
    return _hash(serialise(dataclasses.replace(data, sequence=0, stamp=_NEVER)))


def _weight(data: EventData) -> str:
    at = [f"{number:.6f}" for number in (data.latitude, data.longitude) if number is not None]
    return _hash(repr((data.start, data.end, data.state, data.location, at)).encode())


def _hash(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()[:16]


# --- Bytes ------------------------------------------------------------------------------------


def joined(
    data: EventData, wanted: dict[str, EventData], records: Records, *, all_day: bool
) -> bytes:
    """All VEVENTs: `data` with its counters, then the dates with those of their records."""
    found = [serialise(data)]
    for key, record in records.items():
        if (part := wanted.get(key)) is None:
            if not (record["gone"] and record["kind"] == Kind.EXTRA):
                continue
            part = _tombstone(data, key, record, all_day=all_day)
        found.append(
            serialise(
                dataclasses.replace(
                    part,
                    sequence=record["sequence"],
                    stamp=dt.datetime.fromisoformat(record["changed_at"]),
                )
            )
        )
    return b"".join(found)


def _tombstone(data: EventData, key: str, record: Record, *, all_day: bool) -> EventData:
    """An extra date that was taken back: its dates only, as of an event withdrawn."""
    span = span_of(record, all_day=all_day)
    return EventData(
        uid=extra_uid(data.uid, key),
        start=span.ical_start,
        end=span.ical_end,
        stamp=data.stamp,
        state=State.WITHDRAWN,
    )
