"""One event to the bytes of its VEVENT; of a series the event itself and each changed date."""

import dataclasses
import datetime as dt
import enum
from decimal import Decimal

import icalendar
from icalendar.prop import vDatetime, vDDDTypes

from calendar_app.ical.properties import Raw, Text
from calendar_app.ical.text import DESCRIPTION_LIMIT, SUMMARY_LIMIT, clean, escape, fold

CANCELLED_PREFIX = "ZRUŠENO: "
#: RFC 5545 knows no postponed events. TENTATIVE is the nearest; few programs show it, so words do.
POSTPONED_PREFIX = "ODLOŽENO: "
WITHDRAWN_SUMMARY = "ZRUŠENO"
GERMAN_HEADING = "Deutsch:"


class State(enum.Enum):
    CONFIRMED = "confirmed"
    #: It will take place, but not then; a new date is not known yet.
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    #: Published in error: the dates stay, so that clients can drop the event, the text does not.
    WITHDRAWN = "withdrawn"


_STATUS = {
    State.CONFIRMED: "CONFIRMED",
    State.POSTPONED: "TENTATIVE",
    State.CANCELLED: "CANCELLED",
    State.WITHDRAWN: "CANCELLED",
}
_PREFIXES = {State.POSTPONED: POSTPONED_PREFIX, State.CANCELLED: CANCELLED_PREFIX}


@dataclasses.dataclass(frozen=True, kw_only=True)
class EventData:
    """What a feed says about one event, one series, or one date of a series that is different.

    `start` and `end` are both dates (all day, the end exclusive) or both aware times in the zone
    of the feed; `end` is None where it is not known. `stamp` is the stored time of the revision,
    never the present: equal data must give equal bytes.

    A series has a `rrule` as `recurrence.rrule` gives it, and the starts of the dates left out.
    One of its dates that is moved, changed or cancelled is an EventData of its own: the same UID,
    the start that the rule gives it in `recurrence_id`, and every other property, because
    programs show what stands here and take nothing from the series.
    """

    uid: str
    start: dt.date | dt.datetime
    end: dt.date | dt.datetime | None
    stamp: dt.datetime
    rrule: str = ""
    exdates: tuple[dt.date | dt.datetime, ...] = ()
    recurrence_id: dt.date | dt.datetime | None = None
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
        moments = [
            self.start,
            *(() if self.end is None else (self.end,)),
            *(() if self.recurrence_id is None else (self.recurrence_id,)),
            *self.exdates,
        ]
        timed = isinstance(self.start, dt.datetime)
        if any(isinstance(moment, dt.datetime) is not timed for moment in moments):
            raise ValueError("all dates of an event must be of one kind")
        if any(isinstance(moment, dt.datetime) and moment.tzinfo is None for moment in moments):
            raise ValueError("a timed event needs a time zone")
        if self.end is not None and self.end <= self.start:
            raise ValueError("an event ends after it starts")
        if self.rrule and self.recurrence_id is not None:
            raise ValueError("one date of a series has no rule of its own")
        if self.exdates and not self.rrule:
            raise ValueError("only a series can leave dates out")


def serialise(event: EventData) -> bytes:
    """The VEVENT of `event`, with CRLF and folded lines, ready to be joined into a feed."""
    component = icalendar.Event()
    component["UID"] = Raw(event.uid)
    component["DTSTAMP"] = component["LAST-MODIFIED"] = vDatetime(_utc_seconds(event.stamp))
    component["DTSTART"] = vDDDTypes(event.start)
    if event.end is not None:
        component["DTEND"] = vDDDTypes(event.end)
    if event.recurrence_id is not None:
        component["RECURRENCE-ID"] = vDDDTypes(event.recurrence_id)
    if event.rrule:
        component["RRULE"] = Raw(event.rrule)
    if event.exdates:
        # A line for each: old programs read only the first date of a list.
        component["EXDATE"] = [vDDDTypes(moment) for moment in event.exdates]
    component["SEQUENCE"] = Raw(str(event.sequence))
    component["CLASS"] = Raw("PUBLIC")
    component["TRANSP"] = Raw("TRANSPARENT")
    component["STATUS"] = Raw(_STATUS[event.state])
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
    return clean(_PREFIXES.get(event.state, "") + " ".join(event.summary.split()), SUMMARY_LIMIT)


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
