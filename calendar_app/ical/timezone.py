"""The one VTIMEZONE of every feed.

A constant on purpose. icalendar's `add_missing_timezones()` lists dates only to 2037 and puts the
spring change an hour late, which makes ical.js show every summer event an hour late. This one was
compared with zoneinfo over 1981–2100 in several engines; `tests/calendar_app/ical` does it again.
"""

TZID = "Europe/Prague"

_LINES = """\
BEGIN:VTIMEZONE
TZID:Europe/Prague
LAST-MODIFIED:20260101T000000Z
X-LIC-LOCATION:Europe/Prague
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19800928T030000
RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU;UNTIL=19950924T010000Z
END:STANDARD
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""

VTIMEZONE: bytes = _LINES.replace("\n", "\r\n").encode("ascii")
