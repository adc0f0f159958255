"""What the JSON API lists. Apps above register theirs in ``AppConfig.ready``.

A list is a query set in one fixed order, so that a cursor says where the next page begins, however
far behind and whatever was published meanwhile.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from shared.kernel.clock import PRAGUE
from tenants.registry.models import Municipality

SMALLEST, USUAL, LARGEST = 1, 20, 100
#: Nothing of ours is outside; Python's calendar ends, and so do sums with its days.
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2200, 12, 31)

Schema = dict[str, Any]


class NoSuchPage(LookupError):
    """A cursor that this list has never given."""


@dataclass(frozen=True)
class Parameter:
    """One that a query may carry; `schema` is checked as it is documented."""

    name: str
    description: str
    schema: Schema
    example: str = ""


@dataclass(frozen=True)
class Asked:
    """What a query asked for, checked already."""

    since: dt.date | None = None
    until: dt.date | None = None
    municipality: str = ""
    category: str = ""

    def from_instant(self) -> dt.datetime | None:
        return midnight(self.since) if self.since else None

    def before_instant(self) -> dt.datetime | None:
        return midnight(self.until + dt.timedelta(days=1)) if self.until else None


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(min(max(day, FIRST_DAY), LAST_DAY), dt.time(), PRAGUE)


@dataclass(frozen=True, kw_only=True)
class Resource:
    name: str
    summary: str
    #: Of one item: properties by name; all are always there.
    properties: Mapping[str, Schema]
    rows: Callable[[Municipality, Asked], QuerySet[Any]]
    describe: Callable[[Any], dict[str, Any]]
    #: The column that the list is sorted by, beside the key, and how a cursor's text is read.
    sort: str
    read: Callable[[str], Any] = dt.datetime.fromisoformat
    descending: bool = False
    parameters: tuple[Parameter, ...] = ()
    #: The filter that finds one row by its id; None for a resource without single items.
    single: Callable[[str], Q] | None = None
    #: What ids look like; whatever else is asked for does not exist.
    key_pattern: str = ""

    def page(self, site: Municipality, asked: Asked, cursor: str, limit: int) -> Page:
        """One query. Raises NoSuchPage."""
        found = self.rows(site, asked)
        if cursor:
            found = found.filter(self._behind(cursor))
        minus = "-" if self.descending else ""
        rows = list(found.order_by(f"{minus}{self.sort}", f"{minus}pk")[: limit + 1])
        more = len(rows) > limit
        return Page(
            [self.describe(row) for row in rows[:limit]],
            self._cursor(rows[limit - 1]) if more else "",
        )

    def one(self, site: Municipality, key: str) -> dict[str, Any] | None:
        if self.single is None or not re.fullmatch(self.key_pattern, key, re.ASCII):
            return None
        condition = self.single(key)
        row = self.rows(site, Asked()).filter(condition).first()
        return self.describe(row) if row is not None else None

    def _cursor(self, row: Any) -> str:
        value = getattr(row, self.sort)
        text = value.isoformat() if isinstance(value, dt.datetime) else str(value)
        packed = json.dumps([text, row.pk], ensure_ascii=False, default=str).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def _behind(self, cursor: str) -> Q:
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            text, key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            value = self.read(text)
            if not isinstance(key, int) or isinstance(key, bool) or not 0 <= key < 2**63:
                raise NoSuchPage(cursor)
            if isinstance(value, dt.datetime) and not 1900 <= value.year <= 2300:
                raise NoSuchPage(cursor)
            if isinstance(value, dt.datetime) and value.tzinfo is None:
                raise NoSuchPage(cursor)
            if isinstance(value, str) and "\x00" in value:
                raise NoSuchPage(cursor)
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise NoSuchPage(cursor) from error
        word = "lt" if self.descending else "gt"
        return Q(**{f"{self.sort}__{word}": value}) | Q(**{self.sort: value, f"pk__{word}": key})


@dataclass(frozen=True)
class Page:
    items: list[dict[str, Any]]
    next_cursor: str = ""


@dataclass
class _Registry:
    resources: dict[str, Resource] = field(default_factory=dict)


_registry = _Registry()


def register(resource: Resource) -> None:
    _registry.resources[resource.name] = resource


def all_resources() -> list[Resource]:
    return list(_registry.resources.values())


def find(name: str) -> Resource | None:
    return _registry.resources.get(name)


# --- Parameters and schemas that several share ------------------------------------------------

DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
#: An item of a site: "lipova:123".
ID_PATTERN = r"^[a-z0-9-]{1,60}:[A-Za-z0-9-]{1,60}$"

LIMIT = Parameter(
    "limit",
    f"How many items a page has, {USUAL} unless told.",
    {"type": "integer", "minimum": SMALLEST, "maximum": LARGEST, "default": USUAL},
)
CURSOR = Parameter(
    "cursor",
    "Where the page begins: take it from `next` of the page before, never make one up.",
    {"type": "string", "pattern": r"^[A-Za-z0-9_-]{1,900}$"},
)
MUNICIPALITY = Parameter(
    "municipality",
    "Only of this municipality, by its slug.",
    {"type": "string", "pattern": SLUG_PATTERN, "maxLength": 50},
    "lipova",
)
CATEGORY = Parameter(
    "category",
    "Only of this category, by its slug.",
    {"type": "string", "pattern": SLUG_PATTERN, "maxLength": 40},
    "kultura",
)


def since(description: str) -> Parameter:
    return Parameter("since", description, {"type": "string", "format": "date"}, "2026-01-01")


def until(description: str) -> Parameter:
    return Parameter("until", description, {"type": "string", "format": "date"}, "2026-12-31")


TEXT: Schema = {"type": "string"}
URL: Schema = {"type": "string", "format": "uri"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
FLAG: Schema = {"type": "boolean"}


def or_null(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


OWNER: Schema = {
    "type": "object",
    "description": "Whose it is.",
    "properties": {"slug": TEXT, "name": TEXT, "url": URL},
    "required": ["slug", "name", "url"],
    "additionalProperties": False,
}


def owner(site: Municipality) -> dict[str, str]:
    return {"slug": site.slug, "name": site.name, "url": f"{site.url}/"}


def instant(value: dt.datetime | None) -> str | None:
    return value.astimezone(PRAGUE).isoformat() if value is not None else None
