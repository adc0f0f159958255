"""The VTIMEZONE constant against the time-zone database."""

import datetime as dt
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from calendar_app.ical.timezone import VTIMEZONE

PRAGUE = ZoneInfo("Europe/Prague")


def observances() -> list[tuple[dt.datetime, dt.timedelta, dt.timedelta]]:
    """Local time of each change, the offset before and the offset after, 1981–2100."""
    found = []
    current: dict[str, str] = {}
    for line in VTIMEZONE.decode().split("\r\n"):
        name, _, value = line.partition(":")
        if line in ("BEGIN:DAYLIGHT", "BEGIN:STANDARD"):
            current = {}
        elif line in ("END:DAYLIGHT", "END:STANDARD"):
            before, after = (
                dt.timedelta(hours=int(current[key][1:3])) for key in ("TZOFFSETFROM", "TZOFFSETTO")
            )
            rule, _, until = current["RRULE"].partition(";UNTIL=")
            start = dt.datetime.fromisoformat(current["DTSTART"])
            last = dt.datetime.fromisoformat(until.rstrip("Z")) + before if until else None
            for moment in rrulestr(rule, dtstart=start).between(
                start, last or dt.datetime.fromisoformat("2101-01-01"), inc=True
            ):
                found.append((moment, before, after))
        else:
            current[name] = value
    return sorted(found)


def test_every_change_since_1981_is_where_the_database_has_it() -> None:
    changes = [change for change in observances() if change[0].year >= 1981]
    assert len(changes) == 2 * 120
    for local, before, after in changes:
        instant = (local - before).replace(tzinfo=dt.UTC)
        second = dt.timedelta(seconds=1)
        assert (instant - second).astimezone(PRAGUE).utcoffset() == before, local
        assert instant.astimezone(PRAGUE).utcoffset() == after, local


def test_it_is_ascii_with_crlf_and_short_lines() -> None:
    lines = VTIMEZONE.decode("ascii").split("\r\n")
    assert lines[0] == "BEGIN:VTIMEZONE"
    assert lines[-2:] == ["END:VTIMEZONE", ""]
    assert all("\n" not in line and len(line) <= 75 for line in lines)
