"""The rules that a clerk can choose, and their RRULE (RFC 5545, 3.3.10).

The grammar is small on purpose: within it libical, ical.js, dateutil and three more engines gave
the same dates for every rule tried, outside of it they part.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re
from typing import Any, NamedTuple

MAX_COUNT = 1_000
MAX_INTERVAL = 999
#: By their number in Python, Monday first.
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = WEEKDAYS[:5]

_KNOWN_PARTS = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")
)
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,6}", re.ASCII)
_DATE = re.compile(r"\d{8}", re.ASCII)
_UTC = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_LOCAL = re.compile(r"\d{8}T\d{6}", re.ASCII)


class Frequency(enum.StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class Reason(enum.StrEnum):
    """Why a text is no rule of the grammar; for programs, the words are the reader's."""

    SYNTAX = "syntax"
    #: More often than daily, or no frequency at all.
    FREQUENCY = "frequency"
    #: A part, or a combination of parts, that the form does not offer.
    PARTS = "parts"
    INTERVAL = "interval"
    COUNT = "count"
    UNTIL = "until"
    #: COUNT and UNTIL together.
    TWO_ENDS = "two-ends"
    WEEK_START = "week-start"


class OutsideGrammar(ValueError):
    """The rule is not one that a clerk can choose. `part` is what of it is refused."""

    def __init__(self, reason: Reason, part: str = "") -> None:
        super().__init__(f"{reason}: {part}" if part else str(reason))
        self.reason = reason
        self.part = part


class Nth(NamedTuple):
    """The `ordinal`-th such weekday of a month, from its end where negative; Monday is 0."""

    ordinal: int
    weekday: int

    def __str__(self) -> str:
        return f"{self.ordinal}{WEEKDAYS[self.weekday]}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule:
    """How an event recurs, counted in local days from its first date.

    WEEKLY has `weekdays`; MONTHLY exactly one of `month_day`, `nth` and `working_day`; YEARLY
    either `month` with `nth`, or nothing: the date of the first one. With neither `count` nor
    `until` the series is open. Raises OutsideGrammar for anything else.
    """

    frequency: Frequency
    interval: int = 1
    #: Monday is 0; sorted, each once.
    weekdays: tuple[int, ...] = ()
    #: 1–31, or −1 for the last day. Months without such a day are skipped.
    month_day: int = 0
    nth: Nth | None = None
    #: 1 or −1: the first or the last of Monday to Friday. Holidays are not looked at.
    working_day: int = 0
    month: int = 0
    #: How many dates there are, exceptions included.
    count: int | None = None
    #: The last local day on which one may start.
    until: dt.date | None = None

    def __post_init__(self) -> None:
        if self.weekdays != tuple(sorted(set(self.weekdays))):
            object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))
        if not 1 <= self.interval <= MAX_INTERVAL:
            raise OutsideGrammar(Reason.INTERVAL, str(self.interval))
        if self.count is not None and self.until is not None:
            raise OutsideGrammar(Reason.TWO_ENDS)
        if self.count is not None and not 1 <= self.count <= MAX_COUNT:
            raise OutsideGrammar(Reason.COUNT, str(self.count))
        if isinstance(self.until, dt.datetime):
            raise OutsideGrammar(Reason.UNTIL, self.until.isoformat())
        if not self._has_its_parts():
            raise OutsideGrammar(Reason.PARTS, self._parts())

    def _has_its_parts(self) -> bool:
        if any(not 0 <= day <= 6 for day in self.weekdays) or self.working_day not in (-1, 0, 1):
            return False
        if self.month_day and self.month_day != -1 and not 1 <= self.month_day <= 31:
            return False
        if self.nth is not None and not (
            1 <= abs(self.nth.ordinal) <= 5 and 0 <= self.nth.weekday <= 6
        ):
            return False
        given = {
            name
            for name in ("weekdays", "month_day", "nth", "working_day", "month")
            if getattr(self, name)
        }
        match self.frequency:
            case Frequency.DAILY:
                return not given
            case Frequency.WEEKLY:
                return given == {"weekdays"}
            case Frequency.MONTHLY:
                return given in ({"month_day"}, {"nth"}, {"working_day"})
            case Frequency.YEARLY:
                return not given or (given == {"month", "nth"} and 1 <= self.month <= 12)

    def _parts(self) -> str:
        parts = []
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.month:
            parts.append(f"BYMONTH={self.month}")
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(WEEKDAYS[day % 7] for day in self.weekdays))
        if self.nth is not None:
            parts.append(f"BYDAY={self.nth.ordinal}{WEEKDAYS[self.nth.weekday % 7]}")
        if self.working_day:
            parts += [f"BYDAY={','.join(WORKING_DAYS)}", f"BYSETPOS={self.working_day}"]
        return ";".join(parts)

    def _text(self, until: str) -> str:
        parts = [f"FREQ={self.frequency.value}", self._parts()]
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if until:
            parts.append(f"UNTIL={until}")
        return ";".join(part for part in parts if part)

    @property
    def text(self) -> str:
        """The form that is stored: equal rules give equal texts, UNTIL is the last local day."""
        return self._text(f"{self.until:%Y%m%d}" if self.until else "")

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.count is None and self.until is None


def rrule(rule: Rule, start: dt.date | dt.datetime) -> str:
    """The value of RRULE beside that DTSTART: UNTIL must have its kind (RFC 5545, 3.3.10).

    `start` is a date, or an aware time in the zone of the feed: then UNTIL is the instant, in UTC,
    at which the event would start on the last day, so that it includes that day and no other. In
    the autumn hour, which comes twice, it is the later one: programs differ in which they mean.
    """
    if rule.until is None or not isinstance(start, dt.datetime):
        return rule.text
    if start.tzinfo is None:
        raise ValueError("a timed event needs a time zone")
    local = dt.datetime.combine(rule.until, start.time(), start.tzinfo)
    instant = max(local.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    return rule._text(f"{instant:%Y%m%dT%H%M%SZ}")


def parse(text: str, start: dt.date | dt.datetime | None = None) -> Rule:
    """The rule of an RRULE value, without the property's name. Raises OutsideGrammar.

    Foreign calendars write the same rule in several ways. With their DTSTART in `start`, an aware
    time in its own zone or a date, parts that RFC 5545 takes from it are filled in and an UNTIL in
    UTC becomes a day; without it such rules are refused. The result says nothing of whether the
    rule matches `start`: ask `mismatch`.
    """
    parts = _split(text)
    if unknown := sorted(set(parts) - _KNOWN_PARTS):
        raise OutsideGrammar(Reason.PARTS, unknown[0])
    try:
        frequency = Frequency(parts.get("FREQ", ""))
    except ValueError:
        raise OutsideGrammar(Reason.FREQUENCY, parts.get("FREQ", "")) from None
    interval = _number(parts, "INTERVAL", Reason.INTERVAL)
    rule = Rule(
        frequency=frequency,
        interval=1 if interval is None else interval,
        count=_number(parts, "COUNT", Reason.COUNT),
        until=_until(parts["UNTIL"], start) if "UNTIL" in parts else None,
        **_by(frequency, parts, start),
    )
    # The week's first day decides only which weeks an interval skips.
    if (
        parts.get("WKST", "MO") != "MO"
        and rule.frequency is Frequency.WEEKLY
        and rule.interval > 1
        and len(rule.weekdays) > 1
    ):
        raise OutsideGrammar(Reason.WEEK_START, parts["WKST"])
    return rule


def _split(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if not (name and equals and value) or name in parts:
            raise OutsideGrammar(Reason.SYNTAX, part[:40])
        parts[name] = value
    if parts.get("WKST", "MO") not in WEEKDAYS:
        raise OutsideGrammar(Reason.SYNTAX, "WKST")
    return parts


def _number(parts: dict[str, str], name: str, reason: Reason) -> int | None:
    if name not in parts:
        return None
    if not _NUMBER.fullmatch(parts[name]):
        raise OutsideGrammar(reason, parts[name][:40])
    return int(parts[name])


def _until(value: str, start: dt.date | dt.datetime | None) -> dt.date:
    try:
        if _DATE.fullmatch(value):
            return _day(value)
        if isinstance(start, dt.datetime):
            local = dt.datetime.combine(_day(value[:8]), dt.time.fromisoformat(value[9:15]))
            if _UTC.fullmatch(value):
                local = local.replace(tzinfo=dt.UTC).astimezone(start.tzinfo).replace(tzinfo=None)
            elif not _LOCAL.fullmatch(value):
                raise OutsideGrammar(Reason.UNTIL, value[:40])
            # Before the event starts on that day, the day before was the last one.
            return local.date() - dt.timedelta(days=local.time() < start.time())
        if start is not None and (_UTC.fullmatch(value) or _LOCAL.fullmatch(value)):
            return _day(value[:8])  # all day; the time says nothing then
    except (ValueError, OverflowError) as error:
        raise OutsideGrammar(Reason.UNTIL, value[:40]) from error
    raise OutsideGrammar(Reason.UNTIL, value[:40])


def _day(value: str) -> dt.date:
    return dt.date(int(value[:4]), int(value[4:6]), int(value[6:8]))


class _By(NamedTuple):
    """The BY parts as written; an ordinal of 0 is none."""

    days: tuple[Nth, ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    position: int


def _by(
    frequency: Frequency, parts: dict[str, str], start: dt.date | dt.datetime | None
) -> dict[str, Any]:
    """The BY parts as fields of a rule, in the one way that this grammar has for each."""
    position = parts.get("BYSETPOS", "0")
    by = _By(
        tuple(_by_day(value) for value in _list(parts, "BYDAY")),
        tuple(_by_number(value, "BYMONTHDAY") for value in _list(parts, "BYMONTHDAY")),
        tuple(_by_number(value, "BYMONTH") for value in _list(parts, "BYMONTH")),
        _by_number(position, "BYSETPOS"),
    )
    fields = _fields(frequency, by, start)
    if fields is None:
        given = ";".join(f"{k}={v}" for k, v in parts.items() if k.startswith("BY"))
        raise OutsideGrammar(Reason.PARTS, given or frequency.value)
    return fields


def _fields(
    frequency: Frequency, by: _By, start: dt.date | dt.datetime | None
) -> dict[str, Any] | None:
    plain = not by.position and not by.months
    match frequency:
        case Frequency.DAILY:
            return {} if by == _By((), (), (), 0) else None
        case Frequency.WEEKLY:
            if not plain or by.month_days or any(day.ordinal for day in by.days):
                return None
            if not by.days:
                return None if start is None else {"weekdays": (start.weekday(),)}
            return {"weekdays": tuple(sorted({day.weekday for day in by.days}))}
        case Frequency.MONTHLY:
            if by.months:
                return None
            if by.month_days and not by.days and not by.position:
                return {"month_day": by.month_days[0]} if len(by.month_days) == 1 else None
            if not by.month_days and (nth := _nth(by)) is not None:
                return {"nth": nth}
            if not by.month_days and _are_working_days(by.days) and by.position:
                return {"working_day": by.position}
            if by == _By((), (), (), 0) and start is not None:
                return {"month_day": start.day}
            return None
        case Frequency.YEARLY:
            if len(by.months) == 1 and not by.month_days and (nth := _nth(by)) is not None:
                return {"month": by.months[0], "nth": nth}
            if by.days or by.position or (by.month_days and not by.months):
                return None
            if not by.months:
                return {}
            # The date itself, spelled out.
            if start is not None and by.months == (start.month,):
                return {} if by.month_days in ((), (start.day,)) else None
            return None


def _nth(by: _By) -> Nth | None:
    """`BYDAY=2MO`, or `BYDAY=MO;BYSETPOS=2`, which means the same within a month."""
    if len(by.days) != 1:
        return None
    (day,) = by.days
    if bool(day.ordinal) is bool(by.position):
        return None
    return Nth(day.ordinal or by.position, day.weekday)


def _are_working_days(days: tuple[Nth, ...]) -> bool:
    return sorted(days) == [Nth(0, number) for number in range(5)]


def _list(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _by_day(value: str) -> Nth:
    match = _BY_DAY.fullmatch(value)
    if match is None or (match[1] and int(match[1]) == 0):
        raise OutsideGrammar(Reason.SYNTAX, f"BYDAY={value[:40]}")
    return Nth(int(match[1] or 0), WEEKDAYS.index(match[2]))


def _by_number(value: str, name: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise OutsideGrammar(Reason.SYNTAX, f"{name}={value[:40]}")
    return int(value)
