"""Query parameters of the calendar, checked.

A filter that is not understood is an answer of its own and never an empty calendar: a subscriber
would take that for "nothing is on".
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from calendar_app.aggregate.selectors import Selection
from calendar_app.events.times import FIRST_YEAR, LAST_YEAR

LONGEST_TEXT = 100
MOST_PAGES = 10_000

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_CZECH = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclasses.dataclass
class BadFilter(Exception):
    """What is wrong, in the visitor's words; 404 for what does not exist, 400 for nonsense."""

    message: str
    status: int = 400


def selection(
    query: QueryDict, *, municipalities: Iterable[str], categories: Iterable[str]
) -> Selection:
    """Raises BadFilter. `municipalities` are the slugs that may stand in `obec`, and `categories`
    those in `kategorie`, retired ones too: somebody has subscribed to them."""
    since, until = _day(query, "od"), _day(query, "do")
    if since and until and since > until:
        raise BadFilter(_("The period ends before it starts: “od” is later than “do”."))
    known = set(municipalities)
    slugs = _values(query, "obec")
    if unknown := [slug for slug in slugs if slug not in known]:
        raise BadFilter(_("This calendar knows no municipality “%s”.") % _short(unknown[0]), 404)
    known = set(categories)
    chosen = _values(query, "kategorie")
    if unknown := [value for value in chosen if value not in known]:
        raise BadFilter(_("There is no category “%s”.") % _short(unknown[0]), 404)
    return Selection(tuple(slugs), tuple(chosen), since, until, _text(query))


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


def view(query: QueryDict) -> str:
    value = _single(query, "zobrazeni") or "seznam"
    if value not in ("seznam", "mesic"):
        raise BadFilter(_("The calendar cannot be shown as “%s”.") % _short(value), 404)
    return value


def page(query: QueryDict) -> int:
    value = _single(query, "page") or "1"
    if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= MOST_PAGES:
        raise BadFilter(_("“%s” is no number of a page.") % _short(value), 404)
    return int(value)


def _values(query: QueryDict, name: str) -> list[str]:
    """Repeated, comma-separated or both; sorted, each once. Empty ones mean "all"."""
    parts = (part.strip() for value in query.getlist(name) for part in value.split(","))
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
