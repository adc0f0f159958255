"""Reads for the union's pages. Their number of queries does not grow with the members."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from shared.kernel import clock
from shared.published import selectors as published
from shared.published.enums import Kind
from shared.union.models import UnionHomePage
from tenants.registry import map as union_map
from tenants.registry.models import Municipality, UnionMembership

NEWS_ON_HOME = 6
EVENTS_ON_HOME = 8
ITEMS_OF_MEMBER = 4


def members() -> list[Municipality]:
    """Today's members in Czech order, each with ``is_confirmed``. One query."""
    today = clock.today()
    confirmed = UnionMembership.objects.filter(
        Q(since__isnull=True) | Q(since__lte=today),
        Q(until__isnull=True) | Q(until__gte=today),
        municipality=OuterRef("pk"),
        confirmed=True,
    )
    return list(Municipality.objects.members().annotate(is_confirmed=Exists(confirmed)))


def memberships(municipality: Municipality) -> list[UnionMembership]:
    """When the municipality belonged to the union and how that is known, newest first."""
    return list(municipality.memberships.order_by("-since", "-pk"))


def home_context(page: UnionHomePage) -> dict[str, Any]:
    """Four queries, with 12 members as with 100."""
    found = members()
    return {
        "figures": list(page.figures.all()),
        "members": found,
        "unconfirmed": [member for member in found if not member.is_confirmed],
        "map": union_map.draw(found),
        "news": published.latest([Kind.NEWS], limit=NEWS_ON_HOME),
        "events": published.upcoming_events(limit=EVENTS_ON_HOME),
    }


def member_context(municipality: Municipality) -> dict[str, Any]:
    """Four queries."""
    schema = municipality.schema_name
    return {
        "member": municipality,
        "memberships": memberships(municipality),
        "news": published.latest([Kind.NEWS], schema=schema, limit=ITEMS_OF_MEMBER),
        "events": published.upcoming_events(schema, limit=ITEMS_OF_MEMBER),
    }
