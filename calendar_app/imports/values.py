"""Values of one event of a foreign calendar, read and cleaned; pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

from icalendar import vDuration

from calendar_app.ical.text import clean, from_html
from calendar_app.imports.components import Component, Property
from calendar_app.imports.items import Note, Reason, When
from calendar_app.imports.zones import PRAGUE, BadDate, YearOutside, Zones, local

LONGEST_DAYS = 366
LONGEST_RECURRING_DAYS = 31
MAX_URL = 500
MAX_PLACE = 200
#: Values of CLASS that keep an event from being published.
PRIVATE = frozenset({"PRIVATE", "CONFIDENTIAL"})

_MARKUP = re.compile(r"</?(?:[a-z][a-z0-9]{0,10})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style|head|title)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_URL = re.compile(r"https://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)
_DAY = dt.timedelta(days=1)


class Refused(Exception):
    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}")
        self.reason = reason
        self.detail = detail


@dataclasses.dataclass
class Draft:
    """One VEVENT, its values read but its series not yet expanded."""

    component: Component
    properties: dict[str, list[Property]]
    uid: str
    recurrence_id: dt.date | dt.datetime | None
    rank: tuple[int, str, int]
    following: bool = False

    def first(self, name: str) -> Property | None:
        found = self.properties.get(name)
        return found[0] if found else None

    def value(self, name: str) -> str:
        found = self.first(name)
        return found.value if found else ""

    @property
    def recurs(self) -> bool:
        return "RRULE" in self.properties or "RDATE" in self.properties

    @property
    def recurrence_key(self) -> str:
        return moment_key(self.recurrence_id)


def moment_key(moment: dt.date | dt.datetime | None) -> str:
    if isinstance(moment, dt.datetime):
        return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    return f"{moment:%Y%m%d}" if moment is not None else ""


def moment(written: Property, zones: Zones) -> dt.date | dt.datetime:
    try:
        return zones.moment(written.value, written.parameters.get("TZID", ""))
    except YearOutside as error:
        raise Refused(Reason.YEAR, str(error)) from None
    except BadDate as error:
        raise Refused(Reason.BAD_DATE, f"{written.name} {error}") from None


def moments(
    draft: Draft, zones: Zones, notes: list[Note]
) -> tuple[dt.date | dt.datetime, dt.date | dt.datetime | None]:
    """Start and exclusive end, of one kind; an end that makes no sense is left out."""
    written = draft.first("DTSTART")
    if written is None:
        raise Refused(Reason.NO_START)
    start = moment(written, zones)
    end: dt.date | dt.datetime | None = None
    if "DURATION" in draft.properties:
        # Beside it DTEND is one too many, whatever it says.
        if "DTEND" in draft.properties:
            notes.append(Note.END_DROPPED)
        end = _after(start, draft.value("DURATION"))
    elif (finish := draft.first("DTEND")) is not None:
        end = moment(finish, zones)
        if isinstance(end, dt.datetime) is not isinstance(start, dt.datetime) or _before(
            end, start
        ):
            notes.append(Note.END_DROPPED)
            end = None
    if end is not None and end == start:
        end = None
    longest = LONGEST_RECURRING_DAYS if draft.recurs else LONGEST_DAYS
    if end is not None and end - start > dt.timedelta(days=longest):
        raise Refused(Reason.TOO_LONG, str(longest))
    if _is_whole_day(draft, start, end):
        assert isinstance(start, dt.datetime)
        ends = local(end).date() if isinstance(end, dt.datetime) else None
        return local(start).date(), ends
    return start, end


def _is_whole_day(
    draft: Draft, start: dt.date | dt.datetime, end: dt.date | dt.datetime | None
) -> bool:
    """Older Outlook writes whole days as midnights, and says so in a property of its own."""
    if draft.value("X-MICROSOFT-CDO-ALLDAYEVENT").strip().upper() != "TRUE":
        return False
    return isinstance(start, dt.datetime) and all(
        local(moment).time() == dt.time()
        for moment in (start, end)
        if isinstance(moment, dt.datetime)
    )


def _before(one: dt.date | dt.datetime, other: dt.date | dt.datetime) -> bool:
    if isinstance(one, dt.datetime) and isinstance(other, dt.datetime):
        return one.astimezone(dt.UTC) < other.astimezone(dt.UTC)
    return one < other


def _after(start: dt.date | dt.datetime, duration: str) -> dt.date | dt.datetime:
    try:
        length = vDuration.from_ical(duration.strip())
        if length < dt.timedelta(0):
            raise ValueError
        if not isinstance(start, dt.datetime):
            return start + dt.timedelta(days=length.days)
        # Hours are hours, days are days, also across the change of the clocks (RFC 5545, 3.3.6).
        later = (start + dt.timedelta(days=length.days)).astimezone(dt.UTC)
        return (later + dt.timedelta(seconds=length.seconds)).astimezone(start.tzinfo)
    except OverflowError:
        raise Refused(Reason.TOO_LONG, str(LONGEST_DAYS)) from None
    except (ValueError, TypeError, AttributeError):
        raise Refused(Reason.BAD_DURATION, duration[:40]) from None


def as_when(
    start: dt.date | dt.datetime, end: dt.date | dt.datetime | None, notes: list[Note]
) -> When:
    """In local time, the last day counted in."""
    if not isinstance(start, dt.datetime):
        last = (end - _DAY) if end is not None else start
        if (last - start).days > LONGEST_DAYS:
            raise Refused(Reason.TOO_LONG, str(LONGEST_DAYS))
        return When(start, None, last if last > start else None, None)
    begins = local(start)
    if begins.fold or (begins.tzinfo and _is_change_hour(begins)):
        notes.append(Note.CHANGE_HOUR)
    begins_on, begins_at = begins.date(), begins.time().replace(fold=0)
    if not isinstance(end, dt.datetime):
        return When(begins_on, begins_at)
    ends = local(end)
    ends_on, ends_at = ends.date(), ends.time().replace(fold=0)
    if (ends_on - begins_on).days > LONGEST_DAYS:
        raise Refused(Reason.TOO_LONG, str(LONGEST_DAYS))
    if ends_on == begins_on and ends_at <= begins_at:
        # Within the hour that comes twice.
        notes.append(Note.END_DROPPED)
        return When(begins_on, begins_at)
    return When(begins_on, begins_at, ends_on if ends_on > begins_on else None, ends_at)


def _is_change_hour(moment: dt.datetime) -> bool:
    """As `events.times.is_change_hour`, which stands on Django."""
    midnight, evening = (
        dt.datetime.combine(moment.date(), dt.time(hour), PRAGUE) for hour in (0, 12)
    )
    return midnight.utcoffset() != evening.utcoffset() and dt.time(2) <= moment.time().replace(
        fold=0
    ) <= dt.time(3)


# --- Texts ------------------------------------------------------------------------------------


def unescape(value: str) -> str:
    r"""TEXT of RFC 5545 as it was meant: \n and \N are newlines."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def plain_text(value: str, limit: int, *, lines: bool = True) -> str:
    """Without markup, control and bidi characters, in NFC, of at most `limit` characters."""
    value = value[: 4 * limit + 4_000]
    if _MARKUP.search(value):
        # Google's texts have both newlines and markup in them.
        value = from_html(_SILENT.sub(" ", value).replace("\n", "<br>"))
        # Once more: entities may have hidden other tags. What is left of them is shown as text.
        value = _MARKUP.sub("", value)
    if not lines:
        value = " ".join(value.split())
    return clean(re.sub(r"\n{3,}", "\n\n", value), limit)


def place_of(draft: Draft) -> str:
    text = plain_text(unescape(draft.value("LOCATION")), MAX_PLACE * 2)
    parts = [part.strip(" ,") for part in text.split("\n")]
    return clean(", ".join(part for part in parts if part), MAX_PLACE)


def organiser(draft: Draft) -> str:
    """The name alone. An address of a person has no business on a public page."""
    written = draft.first("ORGANIZER")
    name = written.parameters.get("CN", "") if written else ""
    name = plain_text(name, MAX_PLACE, lines=False)
    return "" if "@" in name else name


def url(draft: Draft, notes: list[Note]) -> str:
    written = draft.value("URL").strip()
    if not written:
        return ""
    if len(written) <= MAX_URL and written.isprintable() and _URL.fullmatch(written):
        return written
    notes.append(Note.LINK_DROPPED)
    return ""


def coordinates(draft: Draft) -> tuple[float | None, float | None]:
    found = re.fullmatch(
        r"\s*(-?\d{1,3}(?:\.\d{1,20})?);(-?\d{1,3}(?:\.\d{1,20})?)\s*", draft.value("GEO")
    )
    if found is None:
        return None, None
    latitude, longitude = round(float(found[1]), 6), round(float(found[2]), 6)
    # Where a program knew no better.
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude, longitude) == (0, 0):
        return None, None
    return latitude, longitude
