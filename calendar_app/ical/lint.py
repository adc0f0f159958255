"""A byte-level reader of feeds that finds what lenient parsers forgive.

Used by the tests on every feed they fetch; it shares no code with the writer.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

_LINE = re.compile(r'^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$', re.DOTALL)
_TEXT_PROPERTIES = {
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "CONTACT",
    "NAME",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
}
_ONCE_IN_EVENT = {
    "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "CLASS",
    "SEQUENCE", "STATUS", "TRANSP", "URL", "LAST-MODIFIED", "ORGANIZER", "RRULE", "CATEGORIES",
}  # fmt: skip
_NEEDED_IN_EVENT = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "LAST-MODIFIED"}
_DATE = re.compile(r"^\d{8}$")
_LOCAL = re.compile(r"^\d{8}T\d{6}$")
_UTC = re.compile(r"^\d{8}T\d{6}Z$")

Property = tuple[str, dict[str, str], str]


def lint(feed: bytes) -> list[str]:
    """What is wrong with `feed`; an empty list where nothing is."""
    return [*_bytes(feed), *_structure(feed)]


def _bytes(feed: bytes) -> Iterator[str]:
    if not feed.startswith(b"BEGIN:VCALENDAR\r\n"):
        yield "does not start with BEGIN:VCALENDAR"
    if not feed.endswith(b"\r\nEND:VCALENDAR\r\n"):
        yield "does not end with END:VCALENDAR and CRLF"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", feed):
        yield "has a bare LF or CR"
    if re.search(rb"\\\r\n[ \t]", feed):
        yield "has a line folded after a backslash"
    for number, line in enumerate(feed.split(b"\r\n")[:-1], 1):
        if not line:
            yield f"line {number} is empty"
        if len(line) > 75:
            yield f"line {number} has {len(line)} octets"
        if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
            yield f"line {number} has a control character"
        try:
            line.decode()
        except UnicodeDecodeError:
            yield f"line {number} is not UTF-8 by itself (folded inside a character?)"


def _structure(feed: bytes) -> Iterator[str]:
    stack: list[tuple[str, list[Property]]] = []
    uids: Counter[tuple[str, str]] = Counter()
    zones: Counter[str] = Counter()
    used: set[str] = set()
    for line in re.sub(rb"\r\n[ \t]", b"", feed).decode(errors="replace").split("\r\n"):
        if not line:
            continue
        match = _LINE.match(line)
        if match is None:
            yield f"not a content line: {line[:60]}"
            continue
        name, value = match[1].upper(), match[3]
        params = dict(_parameters(match[2]))
        if name == "BEGIN":
            stack.append((value, []))
        elif name == "END":
            if not stack or stack[-1][0] != value:
                yield f"END:{value} without its BEGIN"
                return
            component, properties = stack.pop()
            names = Counter(item[0] for item in properties)
            values = {item[0]: item for item in properties}
            if component == "VCALENDAR":
                yield from _calendar(names, values)
            elif component == "VTIMEZONE":
                zones[values["TZID"][2]] += 1
            elif component == "VEVENT":
                yield from _event(names, values)
                key = (values["UID"][2], values.get("RECURRENCE-ID", ("", {}, ""))[2])
                uids[key] += 1
        elif not stack:
            yield f"{name} outside of any component"
        else:
            stack[-1][1].append((name, params, value))
            if "TZID" in params:
                used.add(params["TZID"])
            if name in _TEXT_PROPERTIES and re.search(r"[\\;,]", re.sub(r"\\[\\;,nN]", "", value)):
                yield f"{name} is not escaped: {value[:60]}"
    if stack:
        yield f"{stack[-1][0]} is not closed"
    for (uid, _), count in uids.items():
        if count > 1:
            yield f"UID {uid} stands {count} times"
    for zone in used - set(zones):
        yield f"VTIMEZONE {zone} is missing"
    for zone, count in zones.items():
        if count > 1:
            yield f"VTIMEZONE {zone} stands {count} times"


def _parameters(text: str) -> Iterator[tuple[str, str]]:
    for name, quoted, plain in re.findall(r';([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:,]*))', text):
        yield name.upper(), quoted or plain


def _calendar(names: Counter[str], values: dict[str, Property]) -> Iterator[str]:
    for name in ("VERSION", "PRODID", "CALSCALE"):
        if names[name] != 1:
            yield f"{name} stands {names[name]} times"
    if names["METHOD"]:
        yield "METHOD must not stand in a published feed"
    if "VERSION" in values and values["VERSION"][2] != "2.0":
        yield "VERSION is not 2.0"


def _event(names: Counter[str], values: dict[str, Property]) -> Iterator[str]:
    uid = values.get("UID", ("", {}, "?"))[2]
    for name in sorted(_NEEDED_IN_EVENT - set(names)):
        yield f"{uid}: {name} is missing"
    for name in sorted(_ONCE_IN_EVENT):
        if names[name] > 1:
            yield f"{uid}: {name} stands {names[name]} times"
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        if name in values and not _UTC.match(values[name][2]):
            yield f"{uid}: {name} is not in UTC"
    if names["VALARM"] or names["X-ALT-DESC"]:
        yield f"{uid}: alarms and marked-up descriptions do not belong here"
    if "DTSTART" not in values:
        return
    yield from _times(uid, values)
    if "GEO" in values and not re.match(r"^-?\d+\.\d{6};-?\d+\.\d{6}$", values["GEO"][2]):
        yield f"{uid}: GEO is not two numbers with six decimals"


def _times(uid: str, values: dict[str, Property]) -> Iterator[str]:
    kinds = {}
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if name not in values:
            continue
        _, params, value = values[name]
        kinds[name] = (params.get("VALUE", "DATE-TIME"), params.get("TZID", ""))
        date = params.get("VALUE") == "DATE"
        if date and (not _DATE.match(value) or "TZID" in params):
            yield f"{uid}: {name} is not a date"
        if not date and not ((_LOCAL.match(value) and "TZID" in params) or _UTC.match(value)):
            yield f"{uid}: {name} is neither UTC nor local with a zone"
        try:
            if date:
                dt.datetime.strptime(f"{value}+0000", "%Y%m%d%z")
            else:
                dt.datetime.strptime(f"{value.rstrip('Z')}+0000", "%Y%m%dT%H%M%S%z")
        except ValueError:
            yield f"{uid}: {name} is no date that exists"
    if len(set(kinds.values())) > 1:
        yield f"{uid}: DTSTART, DTEND and RECURRENCE-ID are of different kinds"
    # Local times of one zone order like their text, but for the hour of the autumn change.
    if "DTEND" in values and values["DTEND"][2] <= values["DTSTART"][2]:
        yield f"{uid}: DTEND is not after DTSTART"
