"""When an item that recurs takes place next.

The dates themselves are another app's; it says in `AppConfig.ready()` how to find the next one.
They are asked when a list is read and not stored with the item: that would be wrong from the end
of each date until somebody wrote the following one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import BooleanField, Case, DateTimeField, OuterRef, Subquery, Value, When
from django.db.models.expressions import Combinable

from shared.published.models import Item

#: From the moment, the `source_id` of an item and a name of `_TYPES` to an expression.
Finder = Callable[[dt.datetime, OuterRef, str], Subquery]

_TYPES = {
    "starts_at": DateTimeField,
    "ends_at": DateTimeField,
    "cancelled": BooleanField,
}
_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """`finder` gives the start, the end or the cancelling of the next date of an item, or NULL."""
    _finders[str(kind)] = finder


def next_of(now: dt.datetime) -> dict[str, Combinable]:
    """Annotations `next_starts_at`, `next_ends_at` and `next_cancelled`; NULL for a single date.

    A subquery for each recurring item: the database evaluates none for the others.
    """
    return {
        f"next_{name}": Case(
            *(
                When(recurring=True, kind=kind, then=find(now, OuterRef("source_id"), name))
                for kind, find in _finders.items()
            ),
            default=Value(None),
            output_field=field(null=True),
        )
        for name, field in _TYPES.items()
    }


def is_coming(item: Item) -> bool:
    """Whether an item, read with `next_of`, has a date to come if it recurs."""
    return not item.recurring or item.next_starts_at is not None  # type: ignore[attr-defined]


def moved_on(item: Item) -> Item:
    """The item as of its next date, read with `next_of`; unchanged if it has none to come."""
    if (starts_at := getattr(item, "next_starts_at", None)) is not None:
        item.starts_at = starts_at
        item.ends_at = item.next_ends_at  # type: ignore[attr-defined]
        item.cancelled = item.next_cancelled  # type: ignore[attr-defined]
    return item
