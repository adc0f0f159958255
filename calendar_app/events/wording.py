"""When an event takes place, in words, in the visitor's language."""

import datetime as dt

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calendar_app.events.times import Span

NBSP = "\u00a0"

# Django's own formats know no weekday; "E" is the month in the genitive.
_DAY = {"cs": "l j. E Y", "de": "l, j. F Y", "en": "l j F Y"}
_DAY_WITHOUT_YEAR = {"cs": "l j. E", "de": "l, j. F", "en": "l j F"}
_SHORT = {"cs": "j. n. Y", "de": "j. n. Y", "en": "j M Y"}
_TIME = {"cs": "G:i", "de": "G:i", "en": "H:i"}


def _in_language(formats: dict[str, str]) -> str:
    language = (get_language() or "cs").split("-")[0]
    return formats.get(language, formats["cs"])


def _format(formats: dict[str, str], value: dt.date) -> str:
    return date_format(value, _in_language(formats))


def day(value: dt.date) -> str:
    """úterý 4. listopadu 2025"""
    return _tied(_format(_DAY, value))


def short_day(value: dt.date) -> str:
    """4. 11. 2025"""
    return _tied(_format(_SHORT, value))


def time(value: dt.time) -> str:
    return time_format(value, _in_language(_TIME))


def when(span: Span) -> str:
    """All of it: úterý 4. listopadu 2025, 17:05–19:00"""
    first = day(span.start_date)
    if span.last_date == span.start_date:
        return (
            first if span.all_day else _("%(day)s, %(time)s") % {"day": first, "time": hours(span)}
        )
    if span.all_day:
        if span.start_date.year == span.last_date.year:
            first = _tied(_format(_DAY_WITHOUT_YEAR, span.start_date))
        return f"{first} – {day(span.last_date)}"
    return f"{_moment(span.start_date, span.start_time)} – {_moment(span.last_date, span.end_time)}"


def short_when(span: Span) -> str:
    """For lists under a heading with the day: 17:05–19:00, or the range of days."""
    if span.last_date != span.start_date:
        days = f"{short_day(span.start_date)} – {short_day(span.last_date)}"
        if span.all_day or span.start_time is None:
            return days
        return _("%(day)s, %(time)s") % {
            "day": days,
            "time": _("starts %(time)s") % {"time": time(span.start_time)},
        }
    return _("all day") if span.all_day else hours(span)


def hours(span: Span) -> str:
    if span.start_time is None:
        return ""
    start = time(span.start_time)
    return start if span.end_time is None else f"{start}–{time(span.end_time)}"


def _moment(on: dt.date, at: dt.time | None) -> str:
    return day(on) if at is None else _("%(day)s, %(time)s") % {"day": day(on), "time": time(at)}


def _tied(text: str) -> str:
    """Number and month do not part at the end of a line."""
    first, space, rest = text.partition(" ")
    return (
        f"{first}{space}{rest.replace(' ', NBSP)}"
        if not first[0].isdigit()
        else text.replace(" ", NBSP)
    )
