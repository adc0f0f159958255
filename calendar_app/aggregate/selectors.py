"""Reads of the calendar. A municipality's site sees its own events, the union's those of all."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
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
from calendar_app.aggregate.models import Adoption, Occurrence, PublishedEvent
from calendar_app.events.times import LAST_DAY, LONGEST_DAYS
from shared.kernel.clock import PRAGUE
from shared.kernel.text import query_groups
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

#: A feed reaches this far back.
PAST_DAYS = 365
#: Called-off events stay in feeds this long after their end, then disappear.
TOMBSTONE_DAYS = 90


@dataclasses.dataclass(frozen=True)
class Selection:
    """Which events a visitor asked for; checked already, sorted, the same for page and feed."""

    municipalities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""

    def parameters(self) -> list[tuple[str, str]]:
        found = [("obec", slug) for slug in self.municipalities]
        found += [("kategorie", value) for value in self.categories]
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
        return urlencode(self.parameters())

    def without_period(self) -> Selection:
        return dataclasses.replace(self, since=None, until=None)


def sites() -> list[Municipality]:
    """Those whose events the union's calendar shows, the union itself first."""
    return list(Municipality.objects.active())


# --- Pages ------------------------------------------------------------------------------------


def occurrences(
    site: Municipality, selection: Selection, first: dt.date, last: dt.date | None = None
) -> QuerySet[Occurrence]:
    """What takes place on the days from `first` to `last`, running events included."""
    condition = _of_site(site, "event__") & _matching(selection, "event__")
    found = Occurrence.objects.filter(
        condition,
        last_day__gte=first,
        # Redundant, and it lets the index skip the past: nothing lasts longer.
        first_day__gte=first - dt.timedelta(days=LONGEST_DAYS + 1),
        event__state__in=SHOWN,
    )
    if last is not None:
        found = found.filter(first_day__lte=last)
    return (
        found.select_related("event__municipality")
        .defer("event__vevent", "event__body_html", "event__search_text")
        .order_by("first_day", "-event__all_day", "starts_at", "event__title", "pk")
    )


def find(site: Municipality, key: uuid.UUID) -> PublishedEvent | None:
    """An event that the site shows, withdrawn ones included; None for another site's event."""
    return (
        PublishedEvent.objects.filter(_of_site(site), uuid=key)
        .select_related("municipality")
        .first()
    )


def next_date(now: dt.datetime, key: OuterRef, name: str) -> Subquery:
    """Of an event's dates the first one that is not over: its start, its end, its cancelling.

    For lists of items, see `shared.published.dates`; `key` is the event's UUID as text.
    """
    value: Expression = Case(When(state=State.CANCELLED, then=True), default=False)
    return Subquery(
        Occurrence.objects.filter(event=Cast(key, UUIDField()), ends_at__gte=now)
        .filter(Q(ends_at__gt=now) | Q(starts_at__gte=now))
        .order_by("starts_at", "pk")
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
    if selection.since or selection.until:
        found = found.filter(_in_period(selection.since, selection.until))
    return found.order_by("uuid")


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


def _adopted(site: Municipality) -> QuerySet[Adoption, dict[str, uuid.UUID]]:
    return Adoption.objects.filter(
        municipality=site,
        state=AdoptionState.ACCEPTED,
        event__municipality__state=SiteState.ACTIVE,
    ).values("event_id")


def _matching(selection: Selection, prefix: str) -> Q:
    condition = Q()
    if selection.municipalities:
        condition &= Q(municipality__slug__in=selection.municipalities)
    if selection.categories:
        condition &= Q(**{f"{prefix}category__in": selection.categories})
    for forms in query_groups(selection.text):
        condition &= _any_of(f"{prefix}search_text__contains", forms)
    return condition


def _any_of(lookup: str, forms: Iterable[str]) -> Q:
    found = Q()
    for form in forms:
        found |= Q(**{lookup: f" {form} "})
    return found
