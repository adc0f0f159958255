"""A calendar out of stored VEVENTs: header, the constant VTIMEZONE, the join."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

import icalendar
from icalendar.prop import vDatetime

from calendar_app.ical.colors import nearest_name
from calendar_app.ical.properties import Raw, Text
from calendar_app.ical.text import SUMMARY_LIMIT, clean, fold
from calendar_app.ical.timezone import TZID, VTIMEZONE

PRODID = "-//svazek-obci//portal kalendar//CS"
REFRESH = "PT1H"


@dataclasses.dataclass(frozen=True, kw_only=True)
class CalendarData:
    uid: str
    name: str
    description: str
    #: The address of the feed itself, and of the page that shows the same events.
    source: str
    url: str
    #: The newest stamp of the events inside; None in an empty calendar.
    last_modified: dt.datetime | None = None
    color: str = ""
    image: str = ""
    image_type: str = "image/png"


def join(calendar: CalendarData, vevents: Iterable[bytes]) -> bytes:
    """The feed. The caller gives the VEVENTs in the order of their UID, so bytes are stable."""
    return b"".join((_header(calendar), VTIMEZONE, *vevents, b"END:VCALENDAR\r\n"))


def _header(calendar: CalendarData) -> bytes:
    """No METHOD: PUBLISH demands an ORGANIZER on each VEVENT, libical refuses the feed without."""
    component = icalendar.Calendar()
    name = clean(calendar.name, SUMMARY_LIMIT)
    description = clean(calendar.description, SUMMARY_LIMIT)
    component["VERSION"] = Raw("2.0")
    component["PRODID"] = Raw(PRODID)
    component["CALSCALE"] = Raw("GREGORIAN")
    component["UID"] = Raw(calendar.uid)
    component["NAME"] = Text(name, LANGUAGE="cs")
    component["DESCRIPTION"] = Text(description, LANGUAGE="cs")
    component["SOURCE"] = Raw(calendar.source, VALUE="URI")
    component["URL"] = Raw(calendar.url)
    if calendar.last_modified is not None:
        stamp = calendar.last_modified.astimezone(dt.UTC).replace(microsecond=0)
        component["LAST-MODIFIED"] = vDatetime(stamp)
    if calendar.color:
        component["COLOR"] = Raw(nearest_name(calendar.color))
        component["X-APPLE-CALENDAR-COLOR"] = Raw(calendar.color.upper())
    if calendar.image:
        component["IMAGE"] = Raw(
            calendar.image, VALUE="URI", DISPLAY="BADGE", FMTTYPE=calendar.image_type
        )
    component["REFRESH-INTERVAL"] = Raw(REFRESH, VALUE="DURATION")
    component["X-PUBLISHED-TTL"] = Raw(REFRESH)
    component["X-WR-CALNAME"] = Text(name)
    component["X-WR-CALDESC"] = Text(description)
    component["X-WR-TIMEZONE"] = Raw(TZID)
    lines = [line for line in component.content_lines(sorted=True) if line]
    return b"".join(fold(line) for line in lines[:-1])
