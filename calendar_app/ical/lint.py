"""A byte-level reader of feeds that finds what lenient parsers forgive.

Used by the tests on every feed they fetch; it shares no code with the writer, nor with the rules
of recurrence: it tries each day instead of computing dates.
"""

import calendar
import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

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
    "RECURRENCE-ID", "DURATION",
}  # fmt: skip
_NEEDED_IN_EVENT = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "LAST-MODIFIED"}
#: What the series has and one of its dates must repeat, because programs show only what is there.
_REPEATED = {
    "SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "CATEGORIES", "URL", "CONTACT", "ORGANIZER",
    "CLASS", "TRANSP", "X-APPLE-STRUCTURED-LOCATION",
}  # fmt: skip
_DATE = re.compile(r"^\d{8}$")
_LOCAL = re.compile(r"^\d{8}T\d{6}$")
_UTC = re.compile(r"^\d{8}T\d{6}Z$")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULES = (
    r"FREQ=DAILY",
    r"FREQ=WEEKLY;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*",
    r"FREQ=MONTHLY;BYMONTHDAY=([1-9]|[12]\d|3[01]|-1)",
    r"FREQ=MONTHLY;BYDAY=-?[1-5](MO|TU|WE|TH|FR|SA|SU)",
    r"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-?1",
    r"FREQ=YEARLY",
    r"FREQ=YEARLY;BYMONTH=([1-9]|1[0-2]);BYDAY=-?[1-5](MO|TU|WE|TH|FR|SA|SU)",
)

Property = tuple[str, dict[str, str], str]
#: VALUE and TZID: what two dates must have in common to be compared by a program.
Kind = tuple[str, str]


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


@dataclasses.dataclass
class _Event:
    """One VEVENT: its properties in their order, repeated ones included."""

    properties: list[Property]

    @cached_property
    def names(self) -> Counter[str]:
        return Counter(name for name, _, _ in self.properties)

    @cached_property
    def values(self) -> dict[str, Property]:
        return {item[0]: item for item in self.properties}

    def value(self, name: str) -> str:
        return self.values[name][2] if name in self.values else ""

    def kind(self, name: str) -> Kind:
        return _kind(self.values[name])

    @property
    def uid(self) -> str:
        return self.value("UID") or "?"

    @property
    def label(self) -> str:
        moment = self.value("RECURRENCE-ID")
        return f"{self.uid} on {moment}" if moment else self.uid


def _kind(item: Property) -> Kind:
    _, params, value = item
    zone = params.get("TZID") or ("UTC" if value.endswith("Z") else "")
    return params.get("VALUE", "DATE-TIME"), zone


def _structure(feed: bytes) -> Iterator[str]:
    stack: list[tuple[str, list[Property]]] = []
    events: list[_Event] = []
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
            if stack:
                stack[-1][1].append((value, {}, ""))
            stack.append((value, []))
        elif name == "END":
            if not stack or stack[-1][0] != value:
                yield f"END:{value} without its BEGIN"
                return
            component, properties = stack.pop()
            event = _Event(properties)
            if component == "VCALENDAR":
                yield from _calendar(event.names, event.values)
            elif component == "VTIMEZONE":
                zones[event.value("TZID")] += 1
            elif component == "VEVENT":
                yield from _event(event)
                events.append(event)
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
    yield from _together(events)
    for zone in sorted(used - set(zones)):
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


# --- One VEVENT -------------------------------------------------------------------------------


def _event(event: _Event) -> Iterator[str]:
    label, names = event.label, event.names
    for name in sorted(_NEEDED_IN_EVENT - set(names)):
        yield f"{label}: {name} is missing"
    for name in sorted(_ONCE_IN_EVENT):
        if names[name] > 1:
            yield f"{label}: {name} stands {names[name]} times"
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        if name in names and not _UTC.match(event.value(name)):
            yield f"{label}: {name} is not in UTC"
    if "SEQUENCE" in names and not re.fullmatch(r"\d+", event.value("SEQUENCE")):
        yield f"{label}: SEQUENCE is no number"
    if "STATUS" in names and event.value("STATUS") not in ("CONFIRMED", "TENTATIVE", "CANCELLED"):
        yield f"{label}: STATUS is none that an event can have"
    if names["VALARM"] or names["X-ALT-DESC"]:
        yield f"{label}: alarms and marked-up descriptions do not belong here"
    if names["RDATE"] or names["EXRULE"]:
        yield f"{label}: RDATE and EXRULE are dropped by several programs"
    if "DTSTART" not in names:
        return
    yield from _times(event)
    yield from _series(event)
    if "GEO" in names and not re.match(r"^-?\d+\.\d{6};-?\d+\.\d{6}$", event.value("GEO")):
        yield f"{label}: GEO is not two numbers with six decimals"


def _times(event: _Event) -> Iterator[str]:
    label = event.label
    for name, params, value in event.properties:
        if name not in ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE"):
            continue
        date = params.get("VALUE") == "DATE"
        for moment in value.split(","):
            if date and (not _DATE.match(moment) or "TZID" in params):
                yield f"{label}: {name} is not a date"
            if not date and not (
                (_LOCAL.match(moment) and "TZID" in params)
                or (_UTC.match(moment) and "TZID" not in params)
            ):
                yield f"{label}: {name} is neither UTC nor local with a zone"
            if _moment(moment) is None:
                yield f"{label}: {name} is no date that exists"
        if _kind((name, params, value)) != event.kind("DTSTART"):
            yield f"{label}: {name} is of another kind than DTSTART"
    # Local times of one zone order like their text, but for the hour of the autumn change.
    if "DTEND" in event.values and event.value("DTEND") <= event.value("DTSTART"):
        yield f"{label}: DTEND is not after DTSTART"
    if "DTEND" in event.values and "DURATION" in event.values:
        yield f"{label}: DTEND and DURATION stand together"


def _moment(value: str) -> dt.datetime | None:
    """As written, whatever its zone."""
    try:
        if _DATE.match(value):
            return dt.datetime.strptime(f"{value}+0000", "%Y%m%d%z")
        return dt.datetime.strptime(f"{value.rstrip('Z')}+0000", "%Y%m%dT%H%M%S%z")
    except ValueError:
        return None


# --- Series -----------------------------------------------------------------------------------


def _series(event: _Event) -> Iterator[str]:
    label = event.label
    if "RRULE" not in event.values:
        if "EXDATE" in event.values:
            yield f"{label}: EXDATE without a rule"
        return
    if "RECURRENCE-ID" in event.values:
        yield f"{label}: one date of a series has a rule of its own"
    if event.kind("DTSTART")[1] == "UTC":
        yield f"{label}: a rule from a start in UTC moves by an hour when the clocks change"
    text = event.value("RRULE")
    yield from (f"{label}: {problem}" for problem in _rule_problems(text, event.kind("DTSTART")))
    start = _moment(event.value("DTSTART"))
    if start is None or _rule(text) is None:
        return
    if not _falls(text, start.date(), start.date()):
        yield f"{label}: DTSTART lies outside of its rule"
    left_out = [moment for moment, _ in _dates_of(event, "EXDATE")]
    for moment in left_out:
        if not _is_of_series(event, moment):
            yield f"{label}: EXDATE {moment} is no date of the rule"
    if len(left_out) != len(set(left_out)):
        yield f"{label}: EXDATE names a date twice"


def _dates_of(event: _Event, wanted: str) -> Iterator[tuple[str, dict[str, str]]]:
    for name, params, value in event.properties:
        if name == wanted:
            for moment in value.split(","):
                yield moment, params


def _rule(text: str) -> dict[str, str] | None:
    """The parts of a rule of the grammar, None for another."""
    parts = [part.partition("=") for part in text.split(";")]
    found = {name: value for name, _, value in parts}
    core = ";".join(
        f"{name}={found[name]}"
        for name in ("FREQ", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")
        if name in found
    )
    others = set(found) - {"FREQ", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"}
    known = others <= {"INTERVAL", "COUNT", "UNTIL"} and len(found) == len(parts)
    known &= all(re.fullmatch(r"\d{1,4}", found.get(name, "1")) for name in ("INTERVAL", "COUNT"))
    return found if known and any(re.fullmatch(one, core) for one in _RULES) else None


def _rule_problems(text: str, start: Kind) -> Iterator[str]:
    rule = _rule(text)
    if rule is None:
        yield f"RRULE {text} is none of those that all programs read alike"
        return
    for name, most in (("INTERVAL", 999), ("COUNT", 1000)):
        value = rule.get(name, "1")
        if not 1 <= int(value) <= most:
            yield f"{name} of the rule is out of range"
    if "UNTIL" not in rule:
        return
    if "COUNT" in rule:
        yield "COUNT and UNTIL stand together"
    wanted = _DATE if start[0] == "DATE" else _UTC
    if not wanted.match(rule["UNTIL"]) or _moment(rule["UNTIL"]) is None:
        yield "UNTIL is of another kind than DTSTART"


def _falls(text: str, start: dt.date, day: dt.date) -> bool:
    """Whether the rule has a date on `day`; its end is not looked at."""
    rule = _rule(text)
    if rule is None or day < start:
        return False
    interval = int(rule.get("INTERVAL", "1"))
    if rule["FREQ"] == "DAILY":
        passed, wanted = (day - start).days, True
    elif rule["FREQ"] == "WEEKLY":
        monday = start - dt.timedelta(days=start.weekday())
        passed, wanted = (day - monday).days // 7, _DAYS[day.weekday()] in rule["BYDAY"]
    elif rule["FREQ"] == "MONTHLY":
        passed = 12 * (day.year - start.year) + day.month - start.month
        wanted = _in_month(rule, day)
    else:
        passed, wanted = day.year - start.year, _in_year(rule, start, day)
    return wanted and interval > 0 and passed % interval == 0


def _in_month(rule: dict[str, str], day: dt.date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    if "BYMONTHDAY" in rule:
        number = int(rule["BYMONTHDAY"])
        return day.day == (length if number < 0 else number)
    days = [day.replace(day=number) for number in range(1, length + 1)]
    if "BYSETPOS" in rule:
        working = [one for one in days if one.weekday() < 5]
        return day == working[0 if rule["BYSETPOS"] == "1" else -1]
    number, name = int(rule["BYDAY"][:-2]), rule["BYDAY"][-2:]
    same = [one for one in days if _DAYS[one.weekday()] == name]
    index = number - 1 if number > 0 else len(same) + number
    return 0 <= index < len(same) and day == same[index]


def _in_year(rule: dict[str, str], start: dt.date, day: dt.date) -> bool:
    if "BYMONTH" in rule:
        return day.month == int(rule["BYMONTH"]) and _in_month(rule, day)
    return (day.month, day.day) == (start.month, start.day)


def _is_of_series(event: _Event, written: str) -> bool:
    """Whether the rule of the series starts at that moment, its end included."""
    start, moment = _moment(event.value("DTSTART")), _moment(written)
    text = event.value("RRULE")
    rule = _rule(text)
    if start is None or moment is None or rule is None or start.time() != moment.time():
        return False
    if not _falls(text, start.date(), moment.date()):
        return False
    if "UNTIL" in rule:
        # The instant of UNTIL lies at most two hours before the local time it stands for.
        until = _moment(rule["UNTIL"])
        slack = dt.timedelta(hours=2 if _UTC.match(rule["UNTIL"]) else 0)
        return until is not None and moment <= until + slack
    if "COUNT" in rule:
        passed = (moment.date() - start.date()).days
        days = (start.date() + dt.timedelta(days=number) for number in range(passed + 1))
        return sum(_falls(text, start.date(), day) for day in days) <= int(rule["COUNT"])
    return True


# --- All VEVENTs of a feed --------------------------------------------------------------------


def _together(events: list[_Event]) -> Iterator[str]:
    counts = Counter((event.uid, event.value("RECURRENCE-ID")) for event in events)
    for (uid, moment), count in counts.items():
        if count > 1:
            yield f"UID {uid} stands {count} times" + (f" on {moment}" if moment else "")
    series = {event.uid: event for event in events if "RECURRENCE-ID" not in event.values}
    for event in events:
        if "RECURRENCE-ID" in event.values:
            yield from _of_its_series(event, series.get(event.uid))


def _of_its_series(event: _Event, series: _Event | None) -> Iterator[str]:
    if series is None or "RRULE" not in series.values or "DTSTART" not in series.values:
        yield f"{event.label}: RECURRENCE-ID without a series"
        return
    if event.kind("RECURRENCE-ID") != series.kind("DTSTART"):
        yield f"{event.label}: RECURRENCE-ID is of another kind than DTSTART of the series"
    elif not _is_of_series(series, event.value("RECURRENCE-ID")):
        yield f"{event.label}: RECURRENCE-ID is no date of the series"
    if event.value("RECURRENCE-ID") in {moment for moment, _ in _dates_of(series, "EXDATE")}:
        yield f"{event.label}: the series leaves this date out"
    repeated = _REPEATED & set(series.names)
    if event.value("LOCATION") != series.value("LOCATION"):
        repeated -= {"GEO", "X-APPLE-STRUCTURED-LOCATION"}  # of the usual place
    for name in sorted(repeated - set(event.names)):
        yield f"{event.label}: {name} of the series is not repeated"
    if series.value("STATUS") == "CANCELLED" and event.value("STATUS") != "CANCELLED":
        yield f"{event.label}: takes place although its series is cancelled"
    numbers = series.value("SEQUENCE"), event.value("SEQUENCE")
    if all(number.isdigit() for number in numbers) and int(numbers[1]) < int(numbers[0]):
        yield f"{event.label}: SEQUENCE is lower than that of the series"
