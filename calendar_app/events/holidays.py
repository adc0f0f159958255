"""Non-working days by Act 245/2000; pure. Their names are translated, so they are messages."""

import datetime as dt
from functools import lru_cache

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
    """Gregorian Easter by the method of Meeus, Jones and Butcher."""
    century, rest = divmod(year, 100)
    golden = year % 19
    skipped = (century + 8) // 25
    epact = (19 * golden + century - century // 4 - (century - skipped + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return dt.date(year, month, day + 1)


def holiday(day: dt.date) -> str | Promise:
    """The name of the holiday, empty on other days."""
    if (name := _FIXED.get((day.month, day.day))) is not None:
        return name
    distance = (day - easter_sunday(day.year)).days
    # Good Friday has been a day off since 2016.
    if distance == -2 and day.year >= 2016:
        return _GOOD_FRIDAY
    return _EASTER_MONDAY if distance == 1 else ""
