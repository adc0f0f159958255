from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from shared.duties.enums import Standing
from shared.duties.models import Officer, OfficerUse, SiteState
from shared.kernel import clock
from tenants.registry.enums import Kind
from tenants.registry.models import Municipality


def a_year_before(day: dt.date) -> dt.date:
    """The same day of the last year; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def standing(noted: str | None, today: dt.date) -> Standing:
    """How an item stands, from what `SiteState.items` has of it."""
    if noted is None:
        return Standing.MISSING
    if noted == "":
        return Standing.UNCHECKED
    if dt.date.fromisoformat(noted) < a_year_before(today):
        return Standing.OUTDATED
    return Standing.IN_ORDER


@dataclass(frozen=True)
class Row:
    """One site of the union's overview; the keys of items by how they stand."""

    municipality: Municipality
    keys: dict[Standing, list[str]]
    known: bool

    @property
    def missing(self) -> list[str]:
        return self.keys[Standing.MISSING]

    @property
    def outdated(self) -> list[str]:
        return self.keys[Standing.OUTDATED]

    @property
    def unchecked(self) -> list[str]:
        return self.keys[Standing.UNCHECKED]

    @property
    def in_order(self) -> list[str]:
        return self.keys[Standing.IN_ORDER]


def overview(keys: Collection[str]) -> list[Row]:
    """The union and all its members of today, in that order; two queries.

    Of items that this release does not know nothing is told, and an item that a site has not
    noted yet is missing there.
    """
    today = clock.today()
    sites = [
        *Municipality.objects.filter(kind=Kind.UNION),
        *Municipality.objects.members(),
    ]
    states = SiteState.objects.in_bulk([site.pk for site in sites])
    rows = []
    for site in sites:
        state = states.get(site.pk)
        found: dict[Standing, list[str]] = {each: [] for each in Standing}
        for key in keys:
            found[standing(state.items.get(key) if state else None, today)].append(key)
        rows.append(Row(site, found, state is not None))
    return rows


# --- Officers -----------------------------------------------------------------------------------


def officer_of(site: Municipality) -> Officer | None:
    """Whom the site names. One query."""
    use = OfficerUse.objects.select_related("officer__owner").filter(municipality=site).first()
    return use.officer if use is not None else None


def offered_to(site: Municipality) -> QuerySet[Officer]:
    """Whom the site may name: the union's officers and its own."""
    return Officer.objects.filter(Q(owner__kind=Kind.UNION) | Q(owner=site)).select_related("owner")


def kept_by(site: Municipality) -> QuerySet[Officer]:
    """The site's own records, each with `used`, how many sites name it."""
    return Officer.objects.filter(owner=site).annotate(used=Count("uses"))


def users_of(officer: Officer) -> list[Municipality]:
    return list(
        Municipality.objects.filter(
            pk__in=OfficerUse.objects.filter(officer=officer).values("municipality")
        )
    )
