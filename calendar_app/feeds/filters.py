"""Query parameters of the calendar, checked.

A filter that is not understood is an answer of its own and never an empty calendar: a subscriber
would take that for "nothing is on".
"""

import dataclasses
import datetime as dt
import enum
import re
from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from calendar_app.aggregate.selectors import Selection, Shortcut
from calendar_app.events.enums import Audience
from calendar_app.events.times import FIRST_YEAR, LAST_YEAR

LONGEST_TEXT = 100
MOST_PAGES = 10_000
MOST_EMBEDDED = 50

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_CZECH = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_WEEK = re.compile(r"(\d{4})-[Ww](\d{2})", re.ASCII)


class View(enum.StrEnum):
    """How the calendar is shown: values of `zobrazeni`."""

    LIST = "seznam"
    WEEK = "tyden"
    MONTH = "mesic"
    POSTER = "plakat"


@dataclasses.dataclass
class BadFilter(Exception):
    """What is wrong, in the visitor's words; 404 for what does not exist, 400 for nonsense."""

    message: str
    status: int = 400


def wanted_municipalities(query: QueryDict) -> list[str]:
    """What stands in `obec`, whether it exists or not."""
    return _values(query, "obec")


def wanted_places(query: QueryDict, home: str) -> list[str]:
    """What stands in `misto`, as `<municipality>:<place>`; alone, a place is one of `home`."""
    given = _values(query, "misto")
    return sorted({value if ":" in value or not home else f"{home}:{value}" for value in given})


def selection(
    query: QueryDict,
    *,
    municipalities: Iterable[str],
    categories: Iterable[str],
    places: Iterable[str] = (),
    home: str = "",
) -> Selection:
    """Raises BadFilter. `municipalities` are the slugs that may stand in `obec`, `categories`
    those in `kategorie`, and `places` the values in `misto`; retired and past ones too: somebody
    has subscribed to them. `home` is the municipality whose site is asked, if it is one's."""
    since, until = _day(query, "od"), _day(query, "do")
    if since and until and since > until:
        raise BadFilter(_("The period ends before it starts: “od” is later than “do”."))
    # Days are written, a shortcut stays in the address from before: the days hold.
    shortcut = None if since or until else _shortcut(query)
    slugs = _known(
        wanted_municipalities(query), municipalities, _("This calendar knows no municipality “%s”.")
    )
    chosen = _known(_values(query, "kategorie"), categories, _("There is no category “%s”."))
    audience = _known(
        _values(query, "pro"), Audience.values, _("The calendar knows no audience “%s”.")
    )
    where = _known(wanted_places(query, home), places, _("The calendar knows no place “%s”."))
    return Selection(slugs, chosen, since, until, _text(query), audience, where, shortcut)


def _known(given: Iterable[str], existing: Iterable[str], message: str) -> tuple[str, ...]:
    given, known = tuple(given), set(existing)
    if unknown := [value for value in given if value not in known]:
        raise BadFilter(message % _short(unknown[0]), 404)
    return given


def _shortcut(query: QueryDict) -> Shortcut | None:
    value = _single(query, "kdy")
    try:
        return Shortcut(value) if value else None
    except ValueError:
        raise BadFilter(_("The calendar knows no period “%s”.") % _short(value), 404) from None


def month(query: QueryDict, today: dt.date) -> dt.date:
    """First day of the month in `mesic`, this month without it. Raises BadFilter."""
    value = _single(query, "mesic")
    if not value:
        return today.replace(day=1)
    match = _MONTH.fullmatch(value)
    if match is None or not 1 <= int(match[2]) <= 12:
        raise BadFilter(_("“%s” is no month. Write it as 2026-11.") % _short(value))
    if not FIRST_YEAR <= int(match[1]) < LAST_YEAR:
        raise BadFilter(_("The calendar does not reach to the year %s.") % match[1], 404)
    return dt.date(int(match[1]), int(match[2]), 1)


def week(query: QueryDict, today: dt.date) -> dt.date:
    """Monday of the ISO week in `tyden`, of this week without it. Raises BadFilter."""
    value = _single(query, "tyden")
    if not value:
        return today - dt.timedelta(days=today.weekday())
    match = _WEEK.fullmatch(value)
    if match is None:
        raise BadFilter(_("“%s” is no week. Write it as 2026-W48.") % _short(value))
    if not FIRST_YEAR <= int(match[1]) < LAST_YEAR:
        raise BadFilter(_("The calendar does not reach to the year %s.") % match[1], 404)
    try:
        return dt.date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise BadFilter(_("The week “%s” does not exist.") % _short(value)) from None


def view(query: QueryDict) -> View:
    value = _single(query, "zobrazeni") or View.LIST
    try:
        return View(value)
    except ValueError:
        raise BadFilter(_("The calendar cannot be shown as “%s”.") % _short(value), 404) from None


def count(query: QueryDict) -> int:
    """How many events an embedded list has, `pocet`."""
    value = _single(query, "pocet") or "8"
    if not re.fullmatch(r"[0-9]{1,3}", value) or not 1 <= int(value) <= MOST_EMBEDDED:
        raise BadFilter(
            _("“%(value)s” is no number from 1 to %(most)s.")
            % {"value": _short(value), "most": MOST_EMBEDDED}
        )
    return int(value)


def page(query: QueryDict) -> int:
    value = _single(query, "page") or "1"
    if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= MOST_PAGES:
        raise BadFilter(_("“%s” is no number of a page.") % _short(value), 404)
    return int(value)


def _values(query: QueryDict, name: str) -> list[str]:
    """Repeated, comma-separated or both; sorted, each once. Empty ones mean "all".

    The database cannot be asked for a NUL, which no value has: what has one is unknown.
    """
    given = (value.replace("\x00", "\ufffd") for value in query.getlist(name))
    parts = (part.strip() for value in given for part in value.split(","))
    return sorted({part for part in parts if part})


def _single(query: QueryDict, name: str) -> str:
    values = {value.strip() for value in query.getlist(name)} - {""}
    if len(values) > 1:
        raise BadFilter(_("“%s” is given twice, each time differently.") % name)
    return values.pop() if values else ""


def _day(query: QueryDict, name: str) -> dt.date | None:
    value = _single(query, name)
    if not value:
        return None
    if match := _ISO.fullmatch(value):
        year, month, day = map(int, match.groups())
    elif match := _CZECH.fullmatch(value):
        day, month, year = map(int, match.groups())
    else:
        raise BadFilter(
            _("“%s” is no date. Write it as 2026-11-04 or 4. 11. 2026.") % _short(value)
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadFilter(_("The calendar does not reach to the year %s.") % year, 404)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise BadFilter(_("The date “%s” does not exist.") % _short(value)) from None


def _text(query: QueryDict) -> str:
    value = " ".join(_single(query, "q").split())
    if len(value) > LONGEST_TEXT:
        raise BadFilter(_("The searched text is too long."))
    if "\x00" in value:
        raise BadFilter(_("The searched text contains characters that cannot be searched."))
    return value


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
