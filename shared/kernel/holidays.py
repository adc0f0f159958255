"""Non-working days of the Czech Republic by Act 245/2000; pure. The only place that knows them.

§ 1 lists the state holidays, § 2 the other holidays; all are days off (§ 3). Good Friday came in
with Act 359/2015, so there is none before 2016. Names are messages, because they are translated.
"""

import datetime as dt
from functools import lru_cache

from dateutil.easter import easter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_FIXED: dict[tuple[int, int], str | Promise] = {
    (1, 1): _("New Year’s Day, Restoration of the Independent Czech State"),
    (5, 1): _("Labour Day"),
    (5, 8): _("Victory Day"),
    (7, 5): _("Saints Cyril and Methodius"),
    (7, 6): _("Jan Hus Day"),
    (9, 28): _("Czech Statehood Day"),
    (10, 28): _("Foundation of Czechoslovakia"),
    (11, 17): _("Struggle for Freedom and Democracy"),
    (12, 24): _("Christmas Eve"),
    (12, 25): _("Christmas Day"),
    (12, 26): _("St Stephen’s Day"),
}
_GOOD_FRIDAY = _("Good Friday")
_EASTER_MONDAY = _("Easter Monday")


@lru_cache(maxsize=64)
def easter_sunday(year: int) -> dt.date:
    """Gregorian Easter."""
    return easter(year)


def holiday(day: dt.date) -> str | Promise:
    """The name of the holiday, empty on other days."""
    if (name := _FIXED.get((day.month, day.day))) is not None:
        return name
    distance = (day - easter_sunday(day.year)).days
    if distance == -2 and day.year >= 2016:
        return _GOOD_FRIDAY
    return _EASTER_MONDAY if distance == 1 else ""


def is_working_day(day: dt.date) -> bool:
    """Neither a weekend nor a holiday."""
    return day.weekday() < 5 and not holiday(day)


def working_day_from(day: dt.date) -> dt.date:
    """The day itself, or the next working one."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day
