"""Reads of the calendar. A municipality's site sees its own events, the union's those of all."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import enum
import functools
import operator
import uuid
from collections.abc import Iterable
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    Expression,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    When,
)
from django.db.models.functions import Cast

from calendar_app.aggregate.enums import CALLED_OFF, SHOWN, AdoptionState, State
from calendar_app.aggregate.models import Adoption, Occurrence, PublishedEvent, PublishedPlace
from calendar_app.events.times import LAST_DAY, LONGEST_DAYS
from shared.kernel.clock import PRAGUE
from shared.kernel.text import query_groups
from shared.published.happenings import Happening
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

#: A feed reaches this far back.
PAST_DAYS = 365
#: Called-off events stay in feeds this long after their end, then disappear.
TOMBSTONE_DAYS = 90


class Shortcut(enum.StrEnum):
    """A period that a visitor names. It is resolved at each request: a feed of "weekend" is always
    about the next one. What of it has passed is left out; on a Sunday the weekend is that day."""

    TODAY = "dnes"
    WEEKEND = "vikend"
    MONTH = "mesic"

    def days(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day."""
        if self is Shortcut.TODAY:
            return today, today
        if self is Shortcut.WEEKEND:
            sunday = today + dt.timedelta(days=6 - today.weekday())
            return max(today, sunday - dt.timedelta(days=1)), sunday
        return today, today.replace(day=calendar.monthrange(today.year, today.month)[1])


@dataclasses.dataclass(frozen=True)
class Selection:
    """Which events a visitor asked for; checked already, sorted, the same for page and feed."""

    municipalities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""
    #: Values of `Audience`; what is for everybody is not among what is for children.
    audience: tuple[str, ...] = ()
    #: `<municipality>:<place>`, both slugs.
    places: tuple[str, ...] = ()
    #: A period by name, in place of `since` and `until`.
    shortcut: Shortcut | None = None

    def parameters(self) -> list[tuple[str, str]]:
        found = [("obec", slug) for slug in self.municipalities]
        found += [("kategorie", value) for value in self.categories]
        found += [("pro", value) for value in self.audience]
        found += [("misto", value) for value in self.places]
        if self.shortcut:
            found.append(("kdy", self.shortcut.value))
        if self.since:
            found.append(("od", self.since.isoformat()))
        if self.until:
            found.append(("do", self.until.isoformat()))
        if self.text:
            found.append(("q", self.text))
        return found

    @property
    def query(self) -> str:
        """The same selection always gives the same text, whatever order it was asked in."""
        return urlencode(self.parameters(), safe=":")

    def period(self, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """First and last day that were asked for, each if it was."""
        return self.shortcut.days(today) if self.shortcut else (self.since, self.until)

    def without_shortcut(self) -> Selection:
        """For other months and weeks than the present ones."""
        return dataclasses.replace(self, shortcut=None)

    def without_period(self) -> Selection:
        return dataclasses.replace(self, since=None, until=None, shortcut=None)


def places(site: Municipality, municipalities: Iterable[str] = ()) -> QuerySet[PublishedPlace]:
    """Listed places of the site, on the union's site those of the given municipalities."""
    found = PublishedPlace.objects.select_related("municipality")
    if site.is_union:
        chosen = Q(municipality__slug__in=list(municipalities))
        found = found.filter(chosen, municipality__state=SiteState.ACTIVE)
    else:
        found = found.filter(municipality=site)
    return found.order_by("municipality__sort_key", "name", "pk")


def place_names(values: Iterable[str]) -> dict[str, str]:
    """By the value that a filter has for the place."""
    pairs = (value.split(":", 1) for value in values)
    found = PublishedPlace.objects.filter(
        _either(Q(municipality__slug=slug, slug=place) for slug, place in pairs)
    )
    return {
        f"{municipality}:{slug}": name
        for municipality, slug, name in found.values_list("municipality__slug", "slug", "name")
    }


# --- Pages ------------------------------------------------------------------------------------


def occurrences(
    site: Municipality, selection: Selection, first: dt.date, last: dt.date | None = None
) -> QuerySet[Occurrence]:
    """What takes place on the days from `first` to `last`, running events included.

    The selection's own period is the caller's business: a month shows its part of it.
    """
    found = Occurrence.objects.filter(
        _of_site(site, "event__") & _matching(selection, "event__"),
        _within(first, last),
        event__state__in=SHOWN,
    )
    return (
        found.select_related("event__municipality")
        .defer("event__vevent", "event__body_html", "event__search_text")
        .order_by("first_day", "-event__all_day", "starts_at", "event__title", "pk")
    )


def happenings(first: dt.date, last: dt.date) -> list[Happening]:
    """What the union's calendar shows on those days, for whoever plans. One query."""
    rows = (
        Occurrence.objects.filter(
            _within(first, last),
            event__state__in=SHOWN,
            event__on_union=True,
            municipality__state=SiteState.ACTIVE,
        )
        .select_related("event", "municipality")
        .only(
            *("first_day", "last_day", "start_time", "state", "event__title", "event__uuid"),
            *("event__state", "municipality__name", "municipality__slug", "municipality__kind"),
        )
        .order_by("first_day", "starts_at", "pk")
    )
    return [
        Happening(
            title=row.event.title,
            url=f"{row.municipality.url}{row.event.url_path}",
            municipality=row.municipality.name,
            slug=row.municipality.slug,
            first_day=row.first_day,
            last_day=row.last_day,
            start_time=row.start_time,
            cancelled=row.is_cancelled or row.event.is_cancelled,
        )
        for row in rows
    ]


def next_occurrences(
    site: Municipality, selection: Selection, first: dt.date, last: dt.date | None = None
) -> QuerySet[Occurrence]:
    """As `occurrences`, but of each event only the first one: of a series its next date."""
    found = occurrences(site, selection, first, last)
    firsts = found.order_by("event_id", "first_day", "starts_at", "pk").distinct("event_id")
    return (
        # Not `pk IN`: before the table's first ANALYZE the planner compares each with each then.
        Occurrence.objects.filter(_IsAnyOf(F("pk"), ArraySubquery(firsts.values("pk"))))
        .select_related("event__municipality")
        .defer("event__vevent", "event__body_html", "event__search_text")
        .order_by("first_day", "-event__all_day", "starts_at", "event__title", "pk")
    )


@dataclasses.dataclass(frozen=True)
class Further:
    """What of a series follows the date that is shown."""

    count: int
    #: The next day on which it does take place, if the date shown was called off.
    next_day: dt.date | None


def further_dates(shown: Iterable[Occurrence], last: dt.date | None) -> dict[uuid.UUID, Further]:
    """For the series among what a list shows; one query for all, none without a series."""
    series = {one.event_id: one for one in shown if one.event.is_series}
    if not series:
        return {}
    later: dict[uuid.UUID, list[Occurrence]] = {}
    days = _within(min(one.first_day for one in series.values()), last)
    rows = Occurrence.objects.filter(days, event__in=list(series))
    for row in rows.only("event_id", "first_day", "starts_at", "state").order_by("starts_at", "pk"):
        if row.starts_at > series[row.event_id].starts_at:
            later.setdefault(row.event_id, []).append(row)
    return {
        key: Further(
            count=len(found),
            next_day=next((one.first_day for one in found if one.state == State.SCHEDULED), None),
        )
        for key, found in later.items()
    }


@dataclasses.dataclass(frozen=True)
class Dates:
    """Dates of a series around a day."""

    #: Still to come or running, the nearest ones.
    coming: list[Occurrence]
    #: How many there are in the table after these.
    more: int
    past: int


def dates_of(event: PublishedEvent, today: dt.date, count: int = 10) -> Dates:
    found = Occurrence.objects.filter(event=event)
    ahead = Q(last_day__gte=today)
    coming = list(found.filter(ahead).order_by("first_day", "starts_at", "pk")[:count])
    for one in coming:
        one.event = event  # its place and kind, without a query for each
    counts = found.aggregate(ahead=Count("pk", filter=ahead), past=Count("pk", filter=~ahead))
    return Dates(coming, counts["ahead"] - len(coming), counts["past"])


def nearby(
    site: Municipality, event: PublishedEvent, day: dt.date, count: int = 4
) -> list[Occurrence]:
    """What else the site's calendar has on the day, what is at the same place first."""
    found = occurrences(site, Selection(), day, day).exclude(event=event)
    at_place = Case(When(event__place=event.place, then=0), default=1)
    return list(
        found.filter(state=State.SCHEDULED).order_by(at_place, "first_day", "starts_at", "pk")[
            :count
        ]
    )


def find(site: Municipality, key: uuid.UUID) -> PublishedEvent | None:
    """An event that the site shows, withdrawn ones included; None for another site's event."""
    return (
        PublishedEvent.objects.filter(_of_site(site), uuid=key)
        .select_related("municipality")
        .first()
    )


def next_date(now: dt.datetime, key: OuterRef, name: str) -> Subquery:
    """Of an event's dates the one that is over next: its start, its end, its cancelling.

    For lists of items, see `shared.published.dates`; `key` is the event's UUID as text.
    """
    value: Expression = Case(When(state=State.CANCELLED, then=True), default=False)
    return Subquery(
        Occurrence.objects.filter(event=Cast(key, UUIDField()), ends_at__gte=now)
        .filter(Q(ends_at__gt=now) | Q(starts_at__gte=now))
        # In the order of the index, so that one row is read and not all that are to come.
        .order_by("ends_at", "pk")
        .values(value=value if name == "cancelled" else F(name))[:1]
    )


# --- Feeds ------------------------------------------------------------------------------------


def feed_events(
    site: Municipality, selection: Selection, today: dt.date
) -> QuerySet[PublishedEvent]:
    """The events of a feed in the order of their UID."""
    found = PublishedEvent.objects.filter(
        _of_site(site) & _matching(selection, "") & _in_window(today)
    )
    since, until = selection.period(today)
    if since or until:
        found = found.filter(_in_period(since, until))
    return found.order_by("uuid")


def feed_vevents(
    site: Municipality, selection: Selection, today: dt.date
) -> tuple[list[bytes], dt.datetime | None]:
    """The bytes of a feed's events in the order of their UID, and when the newest one changed.

    By COPY in binary: ten thousand events come several times faster than as rows in hexadecimal
    digits, and without the whole answer standing in memory twice. Sorted here, because on disk the
    database would.
    """
    found = feed_events(site, selection, today).order_by()
    try:
        sql, params = found.values_list("uuid", "vevent", "changed_at").query.sql_with_params()
    except EmptyResultSet:
        return [], None
    with connection.wrap_database_errors, connection.cursor() as cursor:
        # psycopg's own cursor, also where Django wraps it to count and log queries.
        copying: Any = getattr(cursor, "cursor", cursor)
        with copying.copy(f"COPY ({sql}) TO STDOUT (FORMAT BINARY)", params) as copy:
            copy.set_types(["bytea", "bytea", "timestamptz"])  # a key's bytes sort as its text does
            rows: list[tuple[bytes, bytes, dt.datetime]] = sorted(copy.rows(), key=itemgetter(0))
    return [vevent for _key, vevent, _at in rows], max((at for *_rest, at in rows), default=None)


def withdrawn(
    site: Municipality, selection: Selection, today: dt.date
) -> list[tuple[uuid.UUID, dt.datetime]]:
    """Key and time of what a feed has for tombstones without any text, the newest first."""
    found = feed_events(site, selection, today).filter(state=State.WITHDRAWN)
    return list(found.order_by("-changed_at", "uuid").values_list("uuid", "changed_at"))


def last_change(site: Municipality, today: dt.date) -> dt.datetime | None:
    """When any feed of the site last looked different.

    Of the whole site, not of the selection: an event that was moved to another category has left
    a feed without a trace in it. So has one that the union's calendar does not show any more, or
    one whose adoption was revoked. An event that falls out of the window is a change as well.
    """
    tombstones, past = _edges(today)
    # The union's are all that there are: who left it, or its calendar, is a change too.
    rows = PublishedEvent.objects.filter(Q() if site.is_union else _of_site(site))
    known = rows.aggregate(
        changed=Max("changed_at"),
        dropped=Max("last_day", filter=~Q(state__in=CALLED_OFF) & Q(last_day__lt=past)),
        buried=Max("last_day", filter=Q(state__in=CALLED_OFF, last_day__lt=tombstones)),
        ended=Max("changed_at", filter=_ENDLESS & Q(changed_at__lt=_midnight(tombstones))),
        left=Max("municipality__updated_at", filter=~Q(municipality__state=SiteState.ACTIVE)),
    )
    adoptions = Adoption.objects.filter(municipality=site).aggregate(changed=Max("changed_at"))
    moments = [at for at in (known["changed"], known["left"], adoptions["changed"]) if at]
    ended = known["ended"] and known["ended"].astimezone(PRAGUE).date()
    for last_day, kept in (
        (known["dropped"], PAST_DAYS),
        (known["buried"], TOMBSTONE_DAYS),
        (ended, TOMBSTONE_DAYS),
    ):
        if last_day:
            moments.append(_midnight(last_day + dt.timedelta(days=kept + 1)))
    return max(moments, default=None)


def _edges(today: dt.date) -> tuple[dt.date, dt.date]:
    return today - dt.timedelta(days=TOMBSTONE_DAYS), today - dt.timedelta(days=PAST_DAYS)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), PRAGUE)


#: A series without an end ends on the day it is called off.
_ENDLESS = Q(state__in=CALLED_OFF, last_day=LAST_DAY)


def _in_window(today: dt.date) -> Q:
    tombstones, past = _edges(today)
    called_off = Q(state__in=CALLED_OFF)
    return (~called_off & Q(last_day__gte=past)) | (
        called_off
        & Q(last_day__gte=tombstones)
        & (~Q(last_day=LAST_DAY) | Q(changed_at__gte=_midnight(tombstones)))
    )


def _in_period(since: dt.date | None, until: dt.date | None) -> Q:
    """By each of their dates, for a series may have none between its first and its last one.

    So a period beyond the horizon has no series, here as on pages. Withdrawn events have no dates
    left; whoever may have had one is told.
    """
    dates, whole = Occurrence.objects.filter(event=OuterRef("uuid")), Q(state=State.WITHDRAWN)
    if since:
        dates, whole = dates.filter(last_day__gte=since), whole & Q(last_day__gte=since)
    if until:
        dates, whole = dates.filter(first_day__lte=until), whole & Q(start_date__lte=until)
    return Q(Exists(dates)) | whole


# --- Digests ----------------------------------------------------------------------------------


def changed_later(
    site: Municipality,
    selection: Selection,
    after: dt.date,
    *,
    since: dt.datetime,
    until: dt.datetime,
) -> list[Occurrence]:
    """The next date behind the day `after` of each event that was announced or changed between
    the two instants, the first one excluded."""
    condition = _of_site(site, "event__") & _matching(selection, "event__")
    found = (
        Occurrence.objects.filter(
            condition,
            first_day__gt=after,
            event__state__in=SHOWN,
            event__changed_at__gt=since,
            event__changed_at__lte=until,
        )
        .select_related("event__municipality")
        .defer("event__vevent", "event__body_html", "event__search_text")
        .order_by("event_id", "first_day", "starts_at", "pk")
        .distinct("event_id")
    )
    return sorted(found, key=lambda one: (one.first_day, one.starts_at, one.event.title))


# --- Conditions -------------------------------------------------------------------------------


class _IsAnyOf(Func):
    """`a = ANY(ARRAY(SELECT …))`: other than `a IN (SELECT …)`, an index can answer it within OR."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def _of_site(site: Municipality, prefix: str = "") -> Q:
    """What the site's calendar consists of, for events and (`event__`) for occurrences alike.

    The union's: of all active sites, but what concerns only one of them. A municipality's: its own
    and what it has accepted from others.
    """
    if site.is_union:
        return Q(**{"municipality__state": SiteState.ACTIVE, f"{prefix}on_union": True})
    key = F("event_id" if prefix else "uuid")
    return Q(municipality=site) | Q(_IsAnyOf(key, ArraySubquery(_adopted(site))))


def _adopted(site: Municipality) -> QuerySet[Adoption, Any]:
    return Adoption.objects.filter(
        municipality=site,
        state=AdoptionState.ACCEPTED,
        event__municipality__state=SiteState.ACTIVE,
    ).values("event_id")


def _within(first: dt.date | None, last: dt.date | None) -> Q:
    condition = Q()
    if first is not None:
        # The second is redundant, and it lets the index skip the past: nothing lasts longer.
        condition &= Q(last_day__gte=first)
        condition &= Q(first_day__gte=_before(first, LONGEST_DAYS + 1))
    if last is not None:
        condition &= Q(first_day__lte=last)
    return condition


def _before(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(1, day.toordinal() - days))


def _matching(selection: Selection, prefix: str) -> Q:
    condition = Q()
    if selection.municipalities:
        condition &= Q(municipality__slug__in=selection.municipalities)
    if selection.categories:
        condition &= Q(**{f"{prefix}category__in": selection.categories})
    if selection.audience:
        condition &= Q(**{f"{prefix}audience__overlap": list(selection.audience)})
    if selection.places:
        pairs = (value.split(":", 1) for value in selection.places)
        condition &= _either(
            Q(**{"municipality__slug": slug, f"{prefix}place_slug": place}) for slug, place in pairs
        )
    for forms in query_groups(selection.text):
        lookup = f"{prefix}search_text__contains"
        condition &= _either(Q(**{lookup: f" {form} "}) for form in forms)
    return condition


def _either(conditions: Iterable[Q]) -> Q:
    return functools.reduce(operator.or_, conditions, Q())
