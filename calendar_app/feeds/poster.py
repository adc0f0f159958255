"""A month on one sheet of paper; pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from calendar_app.aggregate.models import Occurrence
from calendar_app.feeds.grid import is_lasting

#: More does not fit on A4 in letters that can be read on a wall.
MOST = 44
#: Lines above which the letters grow smaller; "full" and "packed" stand in two columns.
_DENSITIES = ((28, "packed"), (15, "full"), (9, "dense"), (5, ""))


@dataclasses.dataclass
class Entry:
    """An event with its first date in the month and the days of the others."""

    occurrence: Occurrence
    others: list[dt.date]


@dataclasses.dataclass
class Poster:
    lasting: list[Occurrence]
    entries: list[Entry]
    #: How many events found no room.
    left_out: int
    #: How small the letters have to be: "sparse", "", "dense", "full", "packed".
    density: str


def laid_out(month: dt.date, occurrences: Iterable[Occurrence]) -> Poster:
    """What began before the month and lasts stands first; a series takes one line."""
    lasting: list[Occurrence] = []
    # A date that is called off is not among those that are on.
    by_event: dict[tuple[UUID, str], Entry] = {}
    for one in occurrences:
        if is_lasting(one) or one.first_day < month:
            lasting.append(one)
        elif entry := by_event.get((one.event_id, one.state)):
            entry.others.append(one.first_day)
        else:
            by_event[one.event_id, one.state] = Entry(one, [])
    entries = list(by_event.values())
    room = max(0, MOST - len(lasting))
    lines = len(lasting) + min(len(entries), room)
    return Poster(
        lasting=lasting[:MOST],
        entries=entries[:room],
        left_out=max(0, len(entries) - room) + max(0, len(lasting) - MOST),
        density=next((name for least, name in _DENSITIES if lines > least), "sparse"),
    )
