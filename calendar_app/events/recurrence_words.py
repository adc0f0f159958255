"""A rule of recurrence as people say it, in the active language."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from calendar_app import recurrence
from calendar_app.events import wording
from calendar_app.recurrence import Frequency, Nth, OutsideGrammar, Rule

Words = tuple[str | Promise, ...]

# Whole phrases instead of pieces: the word "every" and the ordinals take the gender of the day.
WEEKDAYS: Words = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
_EVERY: Words = (
    gettext_lazy("every Monday"),
    gettext_lazy("every Tuesday"),
    gettext_lazy("every Wednesday"),
    gettext_lazy("every Thursday"),
    gettext_lazy("every Friday"),
    gettext_lazy("every Saturday"),
    gettext_lazy("every Sunday"),
)
_EVERY_OTHER: Words = (
    gettext_lazy("every other Monday"),
    gettext_lazy("every other Tuesday"),
    gettext_lazy("every other Wednesday"),
    gettext_lazy("every other Thursday"),
    gettext_lazy("every other Friday"),
    gettext_lazy("every other Saturday"),
    gettext_lazy("every other Sunday"),
)
_ON: Words = (
    gettext_lazy("on Monday"),
    gettext_lazy("on Tuesday"),
    gettext_lazy("on Wednesday"),
    gettext_lazy("on Thursday"),
    gettext_lazy("on Friday"),
    gettext_lazy("on Saturday"),
    gettext_lazy("on Sunday"),
)
_NTH: dict[int, Words] = {
    1: (
        gettext_lazy("first Monday"),
        gettext_lazy("first Tuesday"),
        gettext_lazy("first Wednesday"),
        gettext_lazy("first Thursday"),
        gettext_lazy("first Friday"),
        gettext_lazy("first Saturday"),
        gettext_lazy("first Sunday"),
    ),
    2: (
        gettext_lazy("second Monday"),
        gettext_lazy("second Tuesday"),
        gettext_lazy("second Wednesday"),
        gettext_lazy("second Thursday"),
        gettext_lazy("second Friday"),
        gettext_lazy("second Saturday"),
        gettext_lazy("second Sunday"),
    ),
    3: (
        gettext_lazy("third Monday"),
        gettext_lazy("third Tuesday"),
        gettext_lazy("third Wednesday"),
        gettext_lazy("third Thursday"),
        gettext_lazy("third Friday"),
        gettext_lazy("third Saturday"),
        gettext_lazy("third Sunday"),
    ),
    4: (
        gettext_lazy("fourth Monday"),
        gettext_lazy("fourth Tuesday"),
        gettext_lazy("fourth Wednesday"),
        gettext_lazy("fourth Thursday"),
        gettext_lazy("fourth Friday"),
        gettext_lazy("fourth Saturday"),
        gettext_lazy("fourth Sunday"),
    ),
    5: (
        gettext_lazy("fifth Monday"),
        gettext_lazy("fifth Tuesday"),
        gettext_lazy("fifth Wednesday"),
        gettext_lazy("fifth Thursday"),
        gettext_lazy("fifth Friday"),
        gettext_lazy("fifth Saturday"),
        gettext_lazy("fifth Sunday"),
    ),
    -1: (
        gettext_lazy("last Monday"),
        gettext_lazy("last Tuesday"),
        gettext_lazy("last Wednesday"),
        gettext_lazy("last Thursday"),
        gettext_lazy("last Friday"),
        gettext_lazy("last Saturday"),
        gettext_lazy("last Sunday"),
    ),
}
_IN: Words = (
    gettext_lazy("in January"),
    gettext_lazy("in February"),
    gettext_lazy("in March"),
    gettext_lazy("in April"),
    gettext_lazy("in May"),
    gettext_lazy("in June"),
    gettext_lazy("in July"),
    gettext_lazy("in August"),
    gettext_lazy("in September"),
    gettext_lazy("in October"),
    gettext_lazy("in November"),
    gettext_lazy("in December"),
)
# "E" is the month in the genitive.
_DAY_AND_MONTH = {"cs": "j. E", "de": "j. F", "en": "j F"}


def words(text: str, first: dt.date | None) -> str:
    """The stored rule of an event that begins on `first`; empty for a single event.

    A rule that nobody can read any more gives no words rather than an error page.
    """
    if not text or first is None:
        return ""
    try:
        rule = recurrence.parse(text)
    except OutsideGrammar:
        return ""
    return describe(rule, first)


def describe(rule: Rule, first: dt.date) -> str:
    """every other Thursday from 9 Oct 2026 to 18 Dec 2026, 6×"""
    said = {"rule": how_often(rule, first), "first": wording.short_day(first)}
    if rule.is_open:
        return _("%(rule)s from %(first)s") % said
    last = recurrence.last_date(rule, first)
    if last is None:
        return said["rule"]
    count = rule.count or len(recurrence.occurrences(rule, first, first, last))
    if count >= recurrence.MAX_COUNT and rule.count is None:
        return _("%(rule)s from %(first)s to %(last)s") % {**said, "last": wording.short_day(last)}
    return _("%(rule)s from %(first)s to %(last)s, %(count)d×") % {
        **said,
        "last": wording.short_day(last),
        "count": count,
    }


def how_often(rule: Rule, first: dt.date) -> str:
    """every other Thursday"""
    match rule.frequency:
        case Frequency.DAILY:
            return _daily(rule.interval)
        case Frequency.WEEKLY:
            return _weekly(rule.interval, rule.weekdays)
        case Frequency.MONTHLY:
            return _monthly(rule.interval, _day_of_month(rule))
        case Frequency.YEARLY:
            return _yearly(rule.interval, _day_of_year(rule, first))


def nth_weekday(nth: Nth) -> str:
    """second Thursday"""
    if nth.ordinal in _NTH:
        return str(_NTH[nth.ordinal][nth.weekday])
    return _("%(weekday)s, the %(number)d. from the end") % {
        "weekday": WEEKDAYS[nth.weekday],
        "number": -nth.ordinal,
    }


def _daily(interval: int) -> str:
    if interval == 1:
        return _("every day")
    if interval == 2:
        return _("every other day")
    return ngettext("every %(count)d day", "every %(count)d days", interval) % {"count": interval}


def _weekly(interval: int, weekdays: tuple[int, ...]) -> str:
    if len(weekdays) == 1 and interval <= 2:
        return str((_EVERY if interval == 1 else _EVERY_OTHER)[weekdays[0]])
    days = _listed([str(_ON[day]) for day in weekdays])
    if interval == 1:
        if weekdays == (0, 1, 2, 3, 4):
            return _("every working day from Monday to Friday")
        return _("every week %(days)s") % {"days": days}
    if interval == 2:
        return _("every other week %(days)s") % {"days": days}
    return ngettext("every %(count)d week %(days)s", "every %(count)d weeks %(days)s", interval) % {
        "count": interval,
        "days": days,
    }


def _monthly(interval: int, day: str) -> str:
    if interval == 1:
        return _("always on the %(day)s of the month") % {"day": day}
    if interval == 2:
        return _("every other month on the %(day)s") % {"day": day}
    return ngettext(
        "every %(count)d month on the %(day)s", "every %(count)d months on the %(day)s", interval
    ) % {"count": interval, "day": day}


def _day_of_month(rule: Rule) -> str:
    if rule.nth is not None:
        return nth_weekday(rule.nth)
    if rule.working_day:
        return _("first working day") if rule.working_day == 1 else _("last working day")
    if rule.month_day == -1:
        return _("last day")
    return _("%(number)s day") % {"number": _ordinal(rule.month_day)}


def _ordinal(number: int) -> str:
    """15. in Czech and German, 15th in English."""
    if (get_language() or "cs").split("-")[0] != "en":
        return f"{number}."
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in (11, 12, 13) else ending}"


def _yearly(interval: int, day: str) -> str:
    if interval == 1:
        return _("every year on %(day)s") % {"day": day}
    if interval == 2:
        return _("every other year on %(day)s") % {"day": day}
    return ngettext(
        "every %(count)d year on %(day)s", "every %(count)d years on %(day)s", interval
    ) % {"count": interval, "day": day}


def _day_of_year(rule: Rule, first: dt.date) -> str:
    if rule.nth is not None:
        return _("the %(day)s %(month)s") % {
            "day": nth_weekday(rule.nth),
            "month": _IN[rule.month - 1],
        }
    language = (get_language() or "cs").split("-")[0]
    said = date_format(first, _DAY_AND_MONTH.get(language, _DAY_AND_MONTH["cs"]))
    return said.replace(" ", wording.NBSP)


def _listed(items: list[str]) -> str:
    """a, b and c"""
    if len(items) < 2:
        return "".join(items)
    return _("%(items)s and %(last)s") % {"items": ", ".join(items[:-1]), "last": items[-1]}
