"""The text of a foreign calendar, taken apart into components before any parser sees it; pure.

Each event is read on its own, so that a broken one harms no other. Lines that nobody needs are
dropped here: a million of them cost a parser minutes.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from calendar_app.imports.items import CalendarError, Reason, Trouble

MAX_BYTES = 5 * 1024 * 1024
MAX_EVENTS = 5_000
MAX_LINES_OF_EVENT = 200
MAX_LINE = 64 * 1024
_MAX_ZONES = 100
_MAX_LINES_OF_ZONE = 2_000

#: Properties of an event that are read at all.
NEEDED = frozenset(
    (
        *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "CONTACT", "ORGANIZER"),
        *("STATUS", "CLASS", "SEQUENCE", "LAST-MODIFIED", "X-MICROSOFT-CDO-ALLDAYEVENT"),
    )
)
_OF_CALENDAR = frozenset(
    ("NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "METHOD")
)
#: Some programs write "RRULE:" where there is none.
_MEANS_NOTHING_EMPTY = frozenset(
    ("DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "GEO", "URL")
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)"
    r'(?P<parameters>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*)'
    r":(?P<value>.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)')


@dataclasses.dataclass(frozen=True)
class Property:
    name: str
    value: str
    parameters: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Component:
    """An event as written. `broken` says why it cannot be read, its lines may then be missing."""

    position: int
    lines: list[str] = dataclasses.field(default_factory=list)
    count: int = 0
    broken: Reason | None = None
    broken_line: str = ""

    def add(self, line: str, *, too_long: bool) -> None:
        name = _NAME.match(line)
        if name is None or name[0].upper() not in NEEDED:
            return
        if too_long:
            self.fail(Reason.LONG_LINE, name[0].upper())
        else:
            self.lines.append(line)

    def fail(self, reason: Reason, line: str = "") -> None:
        if self.broken is None:
            self.broken, self.broken_line = reason, line

    def properties(self) -> dict[str, list[Property]]:
        """By name. A line that cannot be read marks the event as broken."""
        found: dict[str, list[Property]] = {}
        for line in self.lines:
            parsed = _LINE.fullmatch(line)
            if parsed is None:
                self.fail(Reason.BAD_LINE, line[:40])
                continue
            parameters = {
                name.upper(): value.strip('"')
                for name, value in reversed(_PARAMETER.findall(parsed["parameters"]))
            }
            entry = Property(parsed["name"].upper(), parsed["value"], parameters)
            if entry.name in _MEANS_NOTHING_EMPTY and not entry.value.strip():
                continue
            found.setdefault(entry.name, []).append(entry)
        return found


@dataclasses.dataclass
class Taken:
    """A calendar, taken apart."""

    events: list[Component] = dataclasses.field(default_factory=list)
    #: Lines of each VTIMEZONE.
    zones: list[list[str]] = dataclasses.field(default_factory=list)
    properties: dict[str, str] = dataclasses.field(default_factory=dict)


def take_apart(data: bytes) -> Taken:
    """Raises CalendarError for what is no calendar, or not a whole one."""
    if len(data) > MAX_BYTES:
        raise CalendarError(Trouble.TOO_BIG)
    text = decode(data)
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if not start:
        raise CalendarError(Trouble.EMPTY)
    if not re.match(r"BEGIN:VCALENDAR\s", start, re.IGNORECASE):
        is_page = re.match(r"<(!doctype|html|head|body|\?xml|script|!--)", start, re.IGNORECASE)
        raise CalendarError(Trouble.WEB_PAGE if is_page else Trouble.NO_CALENDAR)
    return _Taker().take(text)


def decode(data: bytes) -> str:
    """UTF-8 as the standard wants it; UTF-16 with its mark, and what older Czech programs wrote."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # One bad byte in a text of UTF-8, or another code page altogether.
        if re.search(rb"[\xc3-\xc5][\x80-\xbf]", data[: error.start] + data[error.end :]):
            return data.decode("utf-8-sig", "replace")
        return data.decode("cp1250", "replace")


def unfold(text: str) -> Iterator[tuple[str, bool]]:
    """Content lines without their folds, and whether one is too long and therefore cut."""
    parts: list[str] = []
    length = 0
    position, end = 0, len(text)
    while position < end:
        found = _LINE_END.search(text, position)
        line = text[position : found.start()] if found else text[position:]
        position = found.end() if found else end
        if line[:1] in (" ", "\t"):
            length += len(line) - 1
            if length <= MAX_LINE:
                parts.append(line[1:])
            continue
        if parts:
            yield "".join(parts), length > MAX_LINE
        parts, length = [line[:MAX_LINE]], len(line)
    if parts:
        yield "".join(parts), length > MAX_LINE


class _Taker:
    def __init__(self) -> None:
        self.taken = Taken()
        #: Names of the open components, the calendar's own first.
        self.open: list[str] = []
        self.event: Component | None = None
        self.zone: list[str] | None = None

    def take(self, text: str) -> Taken:
        for line, too_long in unfold(text):
            head = line[:60].strip().upper()
            if head.startswith("BEGIN:"):
                self._begin(head[6:].strip())
            elif head.startswith("END:"):
                self._end(head[4:].strip())
            if self.event is not None:
                self._line_of_event(line, too_long=too_long)
            elif self.zone is not None:
                if len(self.zone) < _MAX_LINES_OF_ZONE and not too_long:
                    self.zone.append(line)
            elif self.open == ["VCALENDAR"] and not too_long:
                self._line_of_calendar(line)
        if self.open:
            raise CalendarError(Trouble.INCOMPLETE)
        return self.taken

    def _begin(self, name: str) -> None:
        if name == "VEVENT" and "VCALENDAR" in self.open:
            if self.event is not None:
                self._close_event(Reason.NOT_CLOSED)
            # A component that was never closed ends here: events do not stand in others.
            self.open = ["VCALENDAR"]
            self.zone = None
            if len(self.taken.events) >= MAX_EVENTS:
                raise CalendarError(Trouble.TOO_MANY)
            self.event = Component(position=len(self.taken.events))
            self.taken.events.append(self.event)
        elif name == "VTIMEZONE" and self.open == ["VCALENDAR"]:
            self.zone = []
        self.open.append(name)
        # Nothing of use lies this deep.
        if len(self.open) > 20:
            raise CalendarError(Trouble.NO_CALENDAR)

    def _end(self, name: str) -> None:
        if name not in self.open:
            return
        while self.open and self.open.pop() != name:
            pass
        if self.event is not None and "VEVENT" not in self.open:
            self._close_event(None if name == "VEVENT" else Reason.NOT_CLOSED)
        if self.zone is not None and "VTIMEZONE" not in self.open:
            if name == "VTIMEZONE" and len(self.taken.zones) < _MAX_ZONES:
                self.taken.zones.append([*self.zone, "END:VTIMEZONE"])
            self.zone = None

    def _close_event(self, reason: Reason | None) -> None:
        if self.event is not None and reason is not None:
            self.event.fail(reason)
        self.event = None

    def _line_of_event(self, line: str, *, too_long: bool) -> None:
        assert self.event is not None
        self.event.count += 1
        # BEGIN and END of the event itself do not count as its lines.
        if self.event.count > MAX_LINES_OF_EVENT + 1:
            self.event.fail(Reason.TOO_MANY_LINES)
        # What stands in its alarms is not the event's.
        elif self.open[-1] == "VEVENT":
            self.event.add(line, too_long=too_long)

    def _line_of_calendar(self, line: str) -> None:
        parsed = _LINE.fullmatch(line)
        if parsed is not None and (name := parsed["name"].upper()) in _OF_CALENDAR:
            self.taken.properties.setdefault(name, parsed["value"].strip())
