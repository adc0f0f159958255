"""One event to the bytes of its VEVENT."""

import dataclasses
import datetime as dt
import enum
from decimal import Decimal

import icalendar
from icalendar.prop import vDatetime, vDDDTypes

from calendar_app.ical.properties import Raw, Text
from calendar_app.ical.text import DESCRIPTION_LIMIT, SUMMARY_LIMIT, clean, escape, fold

CANCELLED_PREFIX = "ZRUŠENO: "
WITHDRAWN_SUMMARY = "ZRUŠENO"
GERMAN_HEADING = "Deutsch:"


class State(enum.Enum):
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    #: Published in error: the dates stay, so that clients can drop the event, the text does not.
    WITHDRAWN = "withdrawn"


@dataclasses.dataclass(frozen=True, kw_only=True)
class EventData:
    """What a feed says about one event.

    `start` and `end` are both dates (all day, the end exclusive) or both aware times in the zone
    of the feed; `end` is None where it is not known. `stamp` is the stored time of the revision,
    never the present: equal data must give equal bytes.
    """

    uid: str
    start: dt.date | dt.datetime
    end: dt.date | dt.datetime | None
    stamp: dt.datetime
    sequence: int = 0
    state: State = State.CONFIRMED
    summary: str = ""
    description: str = ""
    german: str = ""
    location: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    categories: tuple[str, ...] = ()
    url: str = ""
    contact: str = ""
    organizer_name: str = ""
    organizer_email: str = ""

    def __post_init__(self) -> None:
        if self.stamp.tzinfo is None:
            raise ValueError("the stamp needs a time zone")
        timed = isinstance(self.start, dt.datetime)
        if self.end is not None:
            if timed is not isinstance(self.end, dt.datetime):
                raise ValueError("start and end must be of one kind")
            if self.end <= self.start:
                raise ValueError("an event ends after it starts")
        if isinstance(self.start, dt.datetime) and self.start.tzinfo is None:
            raise ValueError("a timed event needs a time zone")


def serialise(event: EventData) -> bytes:
    """The VEVENT of `event`, with CRLF and folded lines, ready to be joined into a feed."""
    component = icalendar.Event()
    component["UID"] = Raw(event.uid)
    component["DTSTAMP"] = component["LAST-MODIFIED"] = vDatetime(_utc_seconds(event.stamp))
    component["DTSTART"] = vDDDTypes(event.start)
    if event.end is not None:
        component["DTEND"] = vDDDTypes(event.end)
    component["SEQUENCE"] = Raw(str(event.sequence))
    component["CLASS"] = Raw("PUBLIC")
    component["TRANSP"] = Raw("TRANSPARENT")
    component["STATUS"] = Raw("CONFIRMED" if event.state is State.CONFIRMED else "CANCELLED")
    component["SUMMARY"] = Text(_summary(event), LANGUAGE="cs")
    if event.state is not State.WITHDRAWN:
        _add_content(component, event)
    lines = component.content_lines(sorted=True)
    return b"".join(fold(line) for line in lines if line)


def _add_content(component: icalendar.Event, event: EventData) -> None:
    if description := _description(event):
        component["DESCRIPTION"] = Text(description, LANGUAGE="cs")
    if location := clean(event.location, SUMMARY_LIMIT):
        component["LOCATION"] = Text(location, LANGUAGE="cs")
    if event.latitude is not None and event.longitude is not None:
        latitude, longitude = f"{event.latitude:.6f}", f"{event.longitude:.6f}"
        component["GEO"] = Raw(f"{latitude};{longitude}")
        component["X-APPLE-STRUCTURED-LOCATION"] = Raw(
            f"geo:{latitude},{longitude}",
            **{"VALUE": "URI", "X-TITLE": _parameter(location or _summary(event))},
        )
    if event.categories:
        component["CATEGORIES"] = _text_list(event.categories)
    if event.url:
        component["URL"] = Raw(event.url)
    if contact := clean(event.contact, SUMMARY_LIMIT):
        component["CONTACT"] = Text(contact, LANGUAGE="cs")
    if event.organizer_email:
        component["ORGANIZER"] = Raw(
            f"mailto:{event.organizer_email}", CN=_parameter(event.organizer_name)
        )


def _text_list(values: tuple[str, ...]) -> Raw:
    """TEXT values of one property: the commas between them stand for themselves."""
    return Raw(",".join(escape(clean(value, SUMMARY_LIMIT)) for value in values), LANGUAGE="cs")


def _summary(event: EventData) -> str:
    if event.state is State.WITHDRAWN:
        return WITHDRAWN_SUMMARY
    prefix = CANCELLED_PREFIX if event.state is State.CANCELLED else ""
    return clean(prefix + " ".join(event.summary.split()), SUMMARY_LIMIT)


def _description(event: EventData) -> str:
    """The Czech text; the German one follows it, because SUMMARY may stand only once."""
    parts = [event.description.strip()]
    if german := event.german.strip():
        parts.append(f"{GERMAN_HEADING}\n{german}")
    if event.url:
        parts.append(event.url)
    return clean("\n\n".join(part for part in parts if part), DESCRIPTION_LIMIT)


def _parameter(value: str) -> str:
    """A parameter cannot hold a double quote or a newline."""
    return " ".join(clean(value, SUMMARY_LIMIT).replace('"', "'").split())


def _utc_seconds(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(microsecond=0)
