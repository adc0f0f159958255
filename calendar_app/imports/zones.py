"""Which instant a time of a foreign calendar means, and what a clock in Prague shows then; pure."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

PRAGUE = ZoneInfo("Europe/Prague")
FIRST_YEAR, LAST_YEAR = 1970, 2100

_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z?)", re.ASCII)
#: "/freeassociation.sourceforge.net/Tzfile/Europe/Prague", "/citadel.org/20190914_1/Europe/Prague".
_INSIDE = re.compile(
    r"(?:^|/)((?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)"
    r"/[A-Za-z_+-]+(?:/[A-Za-z_+-]+)?)$"
)


class BadDate(ValueError):
    """The value is no date or time."""


class YearOutside(ValueError):
    """Not between 1970 and 2100: a typing error, or an attack on whoever expands it."""


class Zones:
    """The zones that one calendar speaks of.

    In this order: what the TZID names, the calendar's own definition of it, the calendar's zone,
    the source's, Prague. `unknown` collects the TZIDs that nobody knows.
    """

    def __init__(self, definitions: list[list[str]], calendar: str = "", source: str = "") -> None:
        self._definitions = definitions
        self._by_name: dict[str, dt.tzinfo | None] = {}
        self.default: dt.tzinfo = named_zone(calendar) or named_zone(source) or PRAGUE
        self.unknown: set[str] = set()

    def zone(self, tzid: str) -> dt.tzinfo:
        if not tzid:
            return self.default
        if tzid not in self._by_name:
            self._by_name[tzid] = named_zone(tzid) or self._defined(tzid)
        found = self._by_name[tzid]
        if found is None:
            self.unknown.add(tzid)
            return self.default
        return found

    def _defined(self, tzid: str) -> dt.tzinfo | None:
        lines = self._lines_by_id.get(tzid)
        if lines is None:
            return None
        try:
            component: Any = Timezone.from_ical("\r\n".join([*lines, ""]))
            zone = component.to_tz(lookup_tzid=False)
            # Some definitions fail only when they are asked.
            for month in (1, 7):
                dt.datetime(2026, month, 1, 12, tzinfo=zone).utcoffset()
        except Exception:  # what a parser raises for other people's files is anybody's guess
            return None
        return zone if isinstance(zone, dt.tzinfo) else None

    @cached_property
    def _lines_by_id(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for lines in self._definitions:
            # A yearly rule for each change is all that a zone needs; anything else is a trap.
            rules = [line for line in lines if line.upper().startswith("RRULE")]
            if all("FREQ=YEARLY" in rule.upper() for rule in rules):
                for line in lines:
                    name, colon, value = line.partition(":")
                    if colon and name.upper().partition(";")[0] == "TZID":
                        found.setdefault(value.strip(), lines)
        return found

    def moment(self, text: str, tzid: str = "") -> dt.date | dt.datetime:
        """A DATE or an aware DATE-TIME. A TZID beside a DATE means nothing.

        Raises BadDate or YearOutside.
        """
        text = text.strip()
        try:
            if (found := _DATE.fullmatch(text)) is not None:
                day = dt.date(*(int(part) for part in found.groups()))
                _check(day.year)
                return day
            if (found := _TIME.fullmatch(text)) is None:
                raise BadDate(text[:40])
            *numbers, utc = found.groups()
            year, month, on, hour, minute = (int(part) for part in numbers[:5])
            _check(year)
            # Seconds are nobody's; a leap second must not make the event unreadable.
            naive = dt.datetime(year, month, on, hour, minute)  # noqa: DTZ001 - aware below
        except (BadDate, YearOutside):
            raise
        except ValueError as error:
            raise BadDate(text[:40]) from error
        return naive.replace(tzinfo=dt.UTC if utc else self.zone(tzid))


def _check(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutside(str(year))


def named_zone(name: str) -> ZoneInfo | None:
    """A zone of the time-zone database, also by the name that Windows has for it."""
    name = name.strip().strip('"')
    for candidate in (name, WINDOWS_TO_OLSON.get(name, ""), *_INSIDE.findall(name)):
        if candidate and len(candidate) < 60:
            try:
                return ZoneInfo(candidate)
            except (ValueError, OSError, LookupError):
                continue
    return None


def local(moment: dt.datetime) -> dt.datetime:
    """What a clock in Prague shows at that instant. By way of UTC, so that a time which the spring
    change leaves out becomes the one an hour later."""
    return moment.astimezone(dt.UTC).astimezone(PRAGUE)
