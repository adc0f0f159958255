"""Links that write one event into somebody's calendar, without a script of theirs on our page."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from calendar_app.aggregate.models import Occurrence, PublishedEvent
from calendar_app.events.times import Span

_LENGTH = dt.timedelta(hours=1)


def google(event: PublishedEvent, occurrence: Occurrence | None = None) -> str:
    """A prepared event; of a series, the one date. Google offers no end that is not known."""
    span, place = _which(event, occurrence)
    if span.all_day:
        end = span.last_date + dt.timedelta(days=1)
        dates = f"{span.start_date:%Y%m%d}/{end:%Y%m%d}"
    else:
        start, close = _instants(span)
        dates = f"{start:%Y%m%dT%H%M%SZ}/{close:%Y%m%dT%H%M%SZ}"
    return "https://calendar.google.com/calendar/render?" + urlencode(
        {
            "action": "TEMPLATE",
            "text": event.title,
            "dates": dates,
            "ctz": "Europe/Prague",
            "location": place,
            "details": event.url,
        }
    )


def outlook(event: PublishedEvent, occurrence: Occurrence | None = None) -> str:
    span, place = _which(event, occurrence)
    if span.all_day:
        times = {
            "startdt": span.start_date.isoformat(),
            "enddt": (span.last_date + dt.timedelta(days=1)).isoformat(),
            "allday": "true",
        }
    else:
        start, close = _instants(span)
        times = {"startdt": f"{start:%Y-%m-%dT%H:%M:%SZ}", "enddt": f"{close:%Y-%m-%dT%H:%M:%SZ}"}
    return "https://outlook.live.com/calendar/0/deeplink/compose?" + urlencode(
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": event.title,
            **times,
            "location": place,
            "body": event.url,
        }
    )


def _which(event: PublishedEvent, occurrence: Occurrence | None) -> tuple[Span, str]:
    if occurrence is None:
        return event.span, event.place
    return occurrence.span, occurrence.place


def _instants(span: Span) -> tuple[dt.datetime, dt.datetime]:
    return span.starts_at, span.known_end or span.starts_at + _LENGTH
