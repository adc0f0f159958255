"""An event as schema.org/Event, for search engines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from calendar_app.aggregate.enums import State
from calendar_app.aggregate.models import Occurrence, PublishedEvent
from calendar_app.events.enums import Audience
from calendar_app.events.times import Span

_STATES = {
    State.SCHEDULED: "EventScheduled",
    State.POSTPONED: "EventPostponed",
    State.CANCELLED: "EventCancelled",
}
#: What clerks write for it; anything else is a price or a condition that a machine cannot read.
_FREE = frozenset(
    {"zdarma", "vstup zdarma", "vstup volný", "volný vstup", "volné", "vstupné zdarma", "free"}
)


def json_ld(event: PublishedEvent, dates: Iterable[Occurrence] = ()) -> SafeString:
    """A block of data; no "<" in it can close the script. `dates` are the next ones of a series."""
    data = {"@context": "https://schema.org", **_event(event)}
    if dates := list(dates):
        # The first one of a series may be years ago; what counts is the next one that is on.
        following = next((one for one in dates if one.state == State.SCHEDULED), dates[0])
        data |= _times(following.span) | {"subEvent": [_date(event, one) for one in dates]}
    text = json.dumps(data, ensure_ascii=False)
    return SafeString(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _event(event: PublishedEvent) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Event",
        "@id": event.url,
        "url": event.url,
        "name": event.title,
        "inLanguage": "cs",
        "eventStatus": _status(event.state),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        **_times(event.span),
        "location": _place(event, event.place),
        "organizer": {
            "@type": "Organization",
            "name": event.organiser or event.municipality.display_name,
            "url": event.municipality.url,
        },
    }
    if event.doors_time and not event.is_series:
        doors = Span(event.start_date, event.doors_time)
        data["doorTime"] = doors.ical_start.isoformat()
    if event.summary:
        data["description"] = event.summary
    if event.picture_path:
        data["image"] = f"{event.municipality.url}{event.picture_path}"
    if event.audience:
        data["audience"] = [
            {"@type": "Audience", "audienceType": label} for label in audience_labels(event)
        ]
    if event.admission.strip(" .!").casefold() in _FREE:
        data["isAccessibleForFree"] = True
    if event.registration_url:
        data["offers"] = {"@type": "Offer", "url": event.registration_url}
    return data


def audience_labels(event: PublishedEvent) -> list[str]:
    return [str(Audience(value).label) for value in event.audience if value in Audience]


def _date(event: PublishedEvent, one: Occurrence) -> dict[str, Any]:
    return {
        "@type": "Event",
        "name": event.title,
        "url": event.url,
        "eventStatus": _status(one.state),
        "location": _place(event, one.place),
        **_times(one.span),
    }


def _status(state: str) -> str:
    return f"https://schema.org/{_STATES[State(state)]}"


def _times(span: Span) -> dict[str, str]:
    found = {"startDate": span.ical_start.isoformat()}
    if span.all_day:
        found["endDate"] = span.last_date.isoformat()  # inclusive here, other than in iCalendar
    elif span.ical_end is not None:
        found["endDate"] = span.ical_end.isoformat()
    return found


def _place(event: PublishedEvent, place: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Place",
        "name": place or event.municipality.name,
        "address": place or event.municipality.name,
    }
    # A date that was moved elsewhere is not at the event's coordinates.
    if place == event.place and event.latitude is not None and event.longitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(event.latitude),
            "longitude": float(event.longitude),
        }
    return data
