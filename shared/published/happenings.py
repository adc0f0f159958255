"""What takes place on which days, on all sites, for whoever plans something.

The dates are another app's, which says in `AppConfig.ready()` how to ask for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Happening:
    """One published date; of several days it is one, from the first to the last."""

    title: str
    url: str
    municipality: str
    slug: str
    first_day: dt.date
    last_day: dt.date
    start_time: dt.time | None = None
    cancelled: bool = False


Finder = Callable[[dt.date, dt.date], Iterable[Happening]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """`finder` gives what the public sees from the first to the last day; it may cost one query."""
    if finder not in _finders:
        _finders.append(finder)


def between(first: dt.date, last: dt.date) -> list[Happening]:
    """In the order of days and times."""
    found = [each for finder in _finders for each in finder(first, last)]
    return sorted(found, key=lambda each: (each.first_day, each.start_time or dt.time.min))
