"""Between the fields in which a clerk says how an event repeats, and the rule that is stored.

Most of a rule follows from the first date: whoever writes Thursday 8 October and chooses "the
same weekday of the month" means the second Thursday. What follows cannot contradict.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from calendar_app import recurrence
from calendar_app.events.forms.widgets import DayInput
from calendar_app.events.recurrence_words import WEEKDAYS
from calendar_app.recurrence import Frequency, Nth, Rule

#: A stored rule that these fields cannot say stays as it is.
KEEP = "KEEP"


class Repeats(models.TextChoices):
    NEVER = "", _("does not repeat")
    DAILY = "DAILY", _("every day")
    WEEKLY = "WEEKLY", _("every week on chosen days")
    MONTHLY = "MONTHLY", _("every month")
    YEARLY = "YEARLY", _("every year")


class OfMonth(models.TextChoices):
    DAY = "day", _("on the same day of the month (e.g. always the 15th)")
    NTH = "nth", _("on the same weekday (e.g. always the second Thursday)")
    LAST = "last", _("on the last such weekday (e.g. always the last Thursday)")
    LAST_DAY = "last_day", _("on the last day of the month")
    FIRST_WORKING = "first_working", _("on the first working day")
    LAST_WORKING = "last_working", _("on the last working day")


class OfYear(models.TextChoices):
    DATE = "date", _("on the same date (e.g. always 13 January)")
    NTH = "nth", _("on the same weekday of the month (e.g. always the first Sunday in May)")
    LAST = (
        "last",
        _("on the last such weekday of the month (e.g. always the last Saturday in June)"),
    )


class RepeatingFields(forms.Form):
    """The fields of the event's form; their names begin with "repeat"."""

    repeats = forms.ChoiceField(label=_("repeats"), choices=Repeats.choices, required=False)
    repeat_every = forms.IntegerField(
        label=_("every how many"),
        help_text=_("1 means every time, 2 every other day, week, month or year."),
        min_value=1,
        max_value=recurrence.MAX_INTERVAL,
        initial=1,
        required=False,
    )
    repeat_weekdays = forms.TypedMultipleChoiceField(
        label=_("on these days"),
        help_text=_("Tick none to repeat on the weekday of the first day."),
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    repeat_month = forms.ChoiceField(
        label=_("which day of the month"),
        choices=OfMonth.choices,
        initial=OfMonth.DAY,
        required=False,
    )
    repeat_year = forms.ChoiceField(
        label=_("which day of the year"),
        choices=OfYear.choices,
        initial=OfYear.DATE,
        required=False,
    )
    repeat_until = forms.DateField(
        label=_("repeats until"),
        help_text=_("The last day on which it may take place."),
        widget=DayInput,
        required=False,
    )
    repeat_count = forms.IntegerField(
        label=_("or how many times"),
        help_text=_("Leave both empty if nobody knows the end yet."),
        min_value=1,
        max_value=recurrence.MAX_COUNT,
        required=False,
    )


def rule(data: dict[str, Any], first: dt.date) -> Rule | None:
    """What the fields say of an event that begins on `first`; None if it does not repeat.

    Fields that do not belong to the chosen frequency are not looked at. Raises OutsideGrammar.
    """
    if not data.get("repeats"):
        return None
    frequency = Frequency(data["repeats"])
    return Rule(
        frequency=frequency,
        interval=data.get("repeat_every") or 1,
        count=data.get("repeat_count") or None,
        until=data.get("repeat_until"),
        **_days(frequency, data, first),
    )


def _days(frequency: Frequency, data: dict[str, Any], first: dt.date) -> dict[str, Any]:
    weekday = first.weekday()
    nth, last = Nth((first.day - 1) // 7 + 1, weekday), Nth(-1, weekday)
    chosen: dict[Any, dict[str, Any]]
    match frequency:
        case Frequency.WEEKLY:
            return {"weekdays": tuple(data.get("repeat_weekdays") or (weekday,))}
        case Frequency.MONTHLY:
            chosen = {
                OfMonth.DAY: {"month_day": first.day},
                OfMonth.NTH: {"nth": nth},
                OfMonth.LAST: {"nth": last},
                OfMonth.LAST_DAY: {"month_day": -1},
                OfMonth.FIRST_WORKING: {"working_day": 1},
                OfMonth.LAST_WORKING: {"working_day": -1},
            }
            return chosen[OfMonth(data.get("repeat_month") or OfMonth.DAY)]
        case Frequency.YEARLY:
            chosen = {
                OfYear.DATE: {},
                OfYear.NTH: {"month": first.month, "nth": nth},
                OfYear.LAST: {"month": first.month, "nth": last},
            }
            return chosen[OfYear(data.get("repeat_year") or OfYear.DATE)]
    return {}


def initial(stored: Rule, first: dt.date | None) -> dict[str, Any]:
    """What the fields show for a stored rule; `rule` of it gives the rule again, or it is KEEP."""
    found: dict[str, Any] = {
        "repeats": stored.frequency.value,
        "repeat_every": stored.interval,
        "repeat_weekdays": list(stored.weekdays),
        "repeat_until": stored.until,
        "repeat_count": stored.count,
    }
    last = stored.nth is not None and stored.nth.ordinal == -1
    if stored.frequency is Frequency.MONTHLY:
        if stored.nth is not None:
            found["repeat_month"] = OfMonth.LAST if last else OfMonth.NTH
        elif stored.working_day:
            first_one = stored.working_day == 1
            found["repeat_month"] = OfMonth.FIRST_WORKING if first_one else OfMonth.LAST_WORKING
        else:
            found["repeat_month"] = OfMonth.LAST_DAY if stored.month_day == -1 else OfMonth.DAY
    elif stored.frequency is Frequency.YEARLY and stored.nth is not None:
        found["repeat_year"] = OfYear.LAST if last else OfYear.NTH
    if first is not None and stored != rule(found, first):
        found["repeats"] = KEEP
    return found
