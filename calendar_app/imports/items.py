"""What is read out of a foreign calendar; pure, and told between two processes as JSON.

Times are local ones of Prague. Nothing here is trusted to be an event of ours: `services` makes
one, which validates it again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from typing import Any

MAX_UID = 500


class Trouble(enum.StrEnum):
    """Why a whole calendar cannot be read."""

    EMPTY = "empty"
    WEB_PAGE = "web_page"
    NO_CALENDAR = "no_calendar"
    INCOMPLETE = "incomplete"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    TOO_DEMANDING = "too_demanding"
    CRASHED = "crashed"


class Reason(enum.StrEnum):
    """Why one event is refused."""

    TOO_MANY_LINES = "too_many_lines"
    LONG_LINE = "long_line"
    NOT_CLOSED = "not_closed"
    BAD_LINE = "bad_line"
    NO_START = "no_start"
    BAD_DATE = "bad_date"
    YEAR = "year"
    NO_TITLE = "no_title"
    PRIVATE = "private"
    BAD_DURATION = "bad_duration"
    TOO_LONG = "too_long"
    BAD_RULE = "bad_rule"
    TOO_OFTEN = "too_often"
    INTERVAL = "interval"
    COUNT = "count"
    TOO_MANY_TIMES = "too_many_times"
    TOO_MANY_DATES = "too_many_dates"
    NO_DATES = "no_dates"
    TOO_DEMANDING = "too_demanding"
    UNREADABLE = "unreadable"


class Note(enum.StrEnum):
    """What was done to an event that is imported nevertheless."""

    END_DROPPED = "end_dropped"
    UNKNOWN_ZONE = "unknown_zone"
    NO_UID = "no_uid"
    EXPANDED = "expanded"
    SHORTENED = "shortened"
    LINK_DROPPED = "link_dropped"
    CHANGE_HOUR = "change_hour"
    DATE_DROPPED = "date_dropped"


class CalendarError(Exception):
    """Nothing of the calendar can be used."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


@dataclasses.dataclass(frozen=True)
class When:
    """As `events.times.Span`; the last day counts."""

    start_date: dt.date
    start_time: dt.time | None = None
    end_date: dt.date | None = None
    end_time: dt.time | None = None

    @property
    def last_date(self) -> dt.date:
        return self.end_date or self.start_date

    def as_json(self) -> list[str | None]:
        values = (self.start_date, self.start_time, self.end_date, self.end_time)
        return [value.isoformat() if value is not None else None for value in values]

    @classmethod
    def from_json(cls, values: list[str | None]) -> When:
        start_date, start_time, end_date, end_time = values
        assert start_date is not None
        return cls(
            dt.date.fromisoformat(start_date),
            dt.time.fromisoformat(start_time) if start_time else None,
            dt.date.fromisoformat(end_date) if end_date else None,
            dt.time.fromisoformat(end_time) if end_time else None,
        )


@dataclasses.dataclass(frozen=True)
class Different:
    """One date of a series that is not like the others; `kind` as in `ExceptionKind`."""

    day: dt.date
    kind: str
    when: When | None = None
    place: str = ""
    note: str = ""


@dataclasses.dataclass
class Item:
    """One event or series of the foreign calendar."""

    uid: str
    when: When
    all_day: bool = False
    #: Of a single changed date whose series is not in the calendar.
    recurrence_id: str = ""
    title: str = ""
    text: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    organiser: str = ""
    contact: str = ""
    url: str = ""
    cancelled: bool = False
    rule: str = ""
    different: list[Different] = dataclasses.field(default_factory=list)
    extra: list[When] = dataclasses.field(default_factory=list)
    #: Dates of a series are known from this day on; what was known of earlier ones still holds.
    known_from: dt.date | None = None
    #: Of the last date; None for an open series.
    last_day: dt.date | None = None
    notes: list[Note] = dataclasses.field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in _PLAIN}
        return {
            **values,
            "when": self.when.as_json(),
            "extra": [when.as_json() for when in self.extra],
            "different": [
                [d.day.isoformat(), d.kind, d.when and d.when.as_json(), d.place, d.note]
                for d in self.different
            ],
            "known_from": self.known_from and self.known_from.isoformat(),
            "last_day": self.last_day and self.last_day.isoformat(),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Item:
        def day(name: str) -> dt.date | None:
            return dt.date.fromisoformat(values[name]) if values[name] else None

        return cls(
            **{name: values[name] for name in _PLAIN if name != "notes"},
            notes=[Note(note) for note in values["notes"]],
            when=When.from_json(values["when"]),
            extra=[When.from_json(when) for when in values["extra"]],
            different=[
                Different(
                    dt.date.fromisoformat(on), kind, when and When.from_json(when), place, note
                )
                for on, kind, when, place, note in values["different"]
            ],
            known_from=day("known_from"),
            last_day=day("last_day"),
        )


_PLAIN = (
    *("uid", "recurrence_id", "all_day", "title", "text", "place", "latitude", "longitude"),
    *("organiser", "contact", "url", "cancelled", "rule", "notes"),
)


@dataclasses.dataclass(frozen=True)
class Refusal:
    """One event that is not imported, named by what could be read of it."""

    uid: str
    reason: Reason
    title: str = ""
    date: str = ""
    detail: str = ""
    recurrence_id: str = ""


@dataclasses.dataclass
class Reading:
    """A whole calendar."""

    name: str = ""
    #: How often it wants to be fetched, where it says so.
    refresh_hours: int | None = None
    items: list[Item] = dataclasses.field(default_factory=list)
    refusals: list[Refusal] = dataclasses.field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "refresh_hours": self.refresh_hours,
            "items": [item.as_json() for item in self.items],
            "refusals": [dataclasses.asdict(refusal) for refusal in self.refusals],
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Reading:
        return cls(
            values["name"],
            values["refresh_hours"],
            [Item.from_json(item) for item in values["items"]],
            [
                Refusal(**{**refusal, "reason": Reason(refusal["reason"])})
                for refusal in values["refusals"]
            ],
        )
