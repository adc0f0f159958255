"""What the clerk of one municipality should know of the others' calendars before she publishes.

Two things only: something that would take her visitors away, in a village near enough, and what is
likely to be the same event written twice. Reads published rows, so nothing that is not public.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from calendar_app import recurrence
from calendar_app.aggregate.enums import State
from calendar_app.aggregate.models import Occurrence
from calendar_app.events.advice import Advice
from calendar_app.events.models import Event
from calendar_app.events.times import Span
from calendar_app.recurrence import Frequency, OutsideGrammar
from shared.kernel.text import fold, term_set, words
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

#: As the crow flies: whoever lives between two places chooses between them.
NEAR_KM = 12.0
NEAR_TIME = dt.timedelta(hours=2)
#: Longer ones, exhibitions and collections, take nobody's evening.
LONGEST_CLASH = dt.timedelta(days=3)
#: Nobody chooses between a council and a ball, nor between dustbins.
NEVER_CLASH = frozenset({"zastupitelstvo", "odpady"})
MOST = 5
_LOOKED_AT = 40
_ALIKE = 0.6
#: Words of many titles, which make none of them the same.
_COMMON = frozenset(
    ("rocnik", "akce", "obec", "mesto", "program", "vecer", "den", "dny", "velky", "maly")
)


def advise(event: Event, spans: Sequence[Span]) -> Iterable[Advice]:
    """Two queries, for one date or for many; none where nothing could be said."""
    if not spans:
        return []
    found = _found(event, current_site(), spans[:_LOOKED_AT])
    return itertools.islice(found, MOST)


def _found(event: Event, site: Municipality, spans: Sequence[Span]) -> Iterator[Advice]:
    by_day: dict[dt.date, list[Span]] = {}
    for span in spans:
        by_day.setdefault(span.start_date, []).append(span)
    title = _telling(event.title, site.name)
    attracts = _attracts(event.category, event.recurrence)
    told: set[object] = set()
    for other in _others(event, by_day):
        if other.event_id in told:
            continue
        is_own = other.municipality_id == site.pk
        name = other.event.municipality.name
        # What comes each week, a council or dustbins are of one place, whatever they are called.
        concerns = is_own or (attracts and _attracts(other.event.category, other.event.recurrence))
        alike = concerns and _are_alike(title, _telling(other.event.title, name))
        clash = (
            concerns
            and not is_own
            and _is_near(site, other.event.municipality)
            and any(_meet(span, other.span) for span in _on(by_day, other))
        )
        if not (alike or clash):
            continue
        told.add(other.event_id)
        said = {"title": other.event.title, "when": other.when, "municipality": name}
        if alike and is_own:
            text = _("Is it not in your calendar already? “%(title)s”, %(when)s.")
        elif alike:
            text = _(
                "%(municipality)s has a similar event on the same day: “%(title)s”, %(when)s. If it"
                " is the same one, do not write it twice."
            )
        else:
            text = _("At the same time there is “%(title)s” in %(municipality)s: %(when)s.")
        yield Advice(text % said, other.event.url, _("Show"))


def _others(event: Event, days: Iterable[dt.date]) -> Iterable[Occurrence]:
    chosen = sorted(days)
    own = Q(municipality=current_site())
    return (
        Occurrence.objects.filter(
            own | Q(event__on_union=True),
            first_day__in=chosen,
            # The same, but for the index of days.
            last_day__gte=chosen[0],
            state=State.SCHEDULED,
            event__state=State.SCHEDULED,
            municipality__state=SiteState.ACTIVE,
        )
        .exclude(event=event.pk)
        .select_related("event__municipality")
        .defer("event__vevent", "event__body_html", "event__search_text")
        .order_by("first_day", "starts_at", "event__title", "pk")[:500]
    )


def _on(by_day: dict[dt.date, list[Span]], other: Occurrence) -> list[Span]:
    return by_day.get(other.first_day, [])


def _attracts(category: str, rule: str) -> bool:
    """Whether people would go there instead; what takes place each week is no occasion."""
    if category in NEVER_CLASH:
        return False
    try:
        frequency = recurrence.parse(rule).frequency if rule else None
    except OutsideGrammar:
        return True
    return frequency not in (Frequency.DAILY, Frequency.WEEKLY)


def _is_near(site: Municipality, other: Municipality) -> bool:
    """Unknown places are not near: a warning that may be wrong everywhere helps nobody."""
    at = (site.latitude, site.longitude, other.latitude, other.longitude)
    if any(value is None for value in at):
        return False
    lat1, lon1, lat2, lon2 = (math.radians(value) for value in at)  # type: ignore[arg-type]
    # On a plane; over twelve kilometres the Earth's curve is less than a metre.
    across = (lon2 - lon1) * math.cos((lat1 + lat2) / 2)
    return 6371 * math.hypot(across, lat2 - lat1) <= NEAR_KM


def _meet(span: Span, other: Span) -> bool:
    """Overlapping, or one soon after the other. All-day events meet whatever is on their day."""
    if any(one.ends_at - one.starts_at > LONGEST_CLASH for one in (span, other)):
        return False
    if span.all_day or other.all_day:
        return True
    return (
        span.starts_at <= other.ends_at + NEAR_TIME and other.starts_at <= span.ends_at + NEAR_TIME
    )


# --- Titles -----------------------------------------------------------------------------------


def are_alike(one: str, other: str, *municipalities: str) -> bool:
    """Whether two titles likely name one event. The municipalities' own names do not count."""
    names = " ".join(municipalities)
    return _are_alike(_telling(one, names), _telling(other, names))


def _telling(title: str, municipality: str) -> list[frozenset[str]]:
    """The words of a title that say which event it is, each with all it is found by."""
    known = {folded for _start, _end, folded in words(municipality)} | _COMMON
    return [
        term_set(title[start:end])
        for start, end, folded in words(title)
        if len(folded) > 2 and not folded.isdigit() and fold(folded) not in known
    ]


def _are_alike(first: list[frozenset[str]], second: list[frozenset[str]]) -> bool:
    """Most words of both are the same, whatever their endings."""
    if not first or not second:
        return False
    shared = sum(any(word & other for other in second) for word in first)
    return shared / (len(first) + len(second) - shared) >= _ALIKE
