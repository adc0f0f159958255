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

from calendar_app.aggregate.likeness import Subject
from calendar_app.aggregate.neighbours import around, subject_of
from calendar_app.events.advice import Advice
from calendar_app.events.models import Event
from calendar_app.events.times import Span
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

#: As the crow flies: whoever lives between two places chooses between them.
NEAR_KM = 12.0
NEAR_TIME = dt.timedelta(hours=2)
#: Longer ones, exhibitions and collections, take nobody's evening.
LONGEST_CLASH = dt.timedelta(days=3)
MOST = 5
_LOOKED_AT = 40
_COMPARED = 500


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
    subject = Subject(event.title, site.name, event.category, event.recurrence)
    # The second is the same once more, but for the index of days.
    days = Q(first_day__in=sorted(by_day), last_day__gte=min(by_day))
    told: set[object] = set()
    for other in around(site, days).exclude(event=event.pk)[:_COMPARED]:
        if other.event_id in told:
            continue
        is_own = other.municipality_id == site.pk
        name = other.event.municipality.name
        theirs = subject_of(other)
        alike = subject.is_likely(theirs)
        clash = (
            not is_own
            and not other.is_off
            and subject.competes(theirs)
            and _is_near(site, other.event.municipality)
            and any(_meet(span, other.span) for span in by_day.get(other.first_day, []))
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
