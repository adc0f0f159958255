"""Reads for the union's pages. Their number of queries does not grow with the members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Greatest
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction

from shared.highlights import selectors as highlights
from shared.kernel import clock
from shared.kernel.cms import home_slug
from shared.published import dates
from shared.published import selectors as published
from shared.published.enums import Kind
from shared.published.models import Item
from shared.union.enums import PaperGroup, ProjectState
from shared.union.models import (
    Organ,
    OrganPerson,
    OrgansPage,
    PapersPage,
    ProjectIndexPage,
    ProjectPage,
    ProjectPartner,
    PublicPaper,
    UnionFigure,
    UnionHomePage,
)
from tenants.registry import map as union_map
from tenants.registry.enums import Kind as SiteKind
from tenants.registry.models import Municipality, UnionMembership

NEWS_ON_HOME = 6
EVENTS_ON_HOME = 8
ITEMS_OF_MEMBER = 4
JOINT_EVENTS = 12
PER_PAGE = 20
LAST_PAGE = 100
# What is new, for a reader of all municipalities: events have a calendar of their own.
NEWS_KINDS = tuple(kind for kind in Kind if kind not in (Kind.EVENT, Kind.PAGE))


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
    """Seven queries, with 12 members as with 100; one more where something is pinned."""
    found = members()
    marks = highlights.Marks.today()
    return {
        "figures": list(page.figures.all()),
        "members": found,
        "unconfirmed": [member for member in found if not member.is_confirmed],
        "map": union_map.draw(found),
        "news": marks.pinned_first(
            published.latest([Kind.NEWS], limit=NEWS_ON_HOME), [Kind.NEWS], NEWS_ON_HOME
        ),
        "events": marks.pinned_first(
            published.upcoming_events(limit=EVENTS_ON_HOME), [Kind.EVENT], EVENTS_ON_HOME
        ),
        "monthly": highlights.practice_of_month(),
    }


# --- Members and their figures --------------------------------------------------------------------


@dataclass(frozen=True)
class Sum:
    """What the portal adds up itself: of how many members a figure is known, and what it gives."""

    population: int
    population_of: int
    area_ha: int
    area_of: int
    members: int


def summed(found: Sequence[Municipality]) -> Sum:
    populations = [each.population for each in found if each.population is not None]
    areas = [each.area_ha for each in found if each.area_ha is not None]
    return Sum(sum(populations), len(populations), sum(areas), len(areas), len(found))


def stated_figures() -> list[UnionFigure]:
    """What the union itself states, as on its Czech home page. One query."""
    return list(
        UnionFigure.objects.filter(page__slug=home_slug("cs"), page__depth=2, page__live=True)
    )


def members_context() -> dict[str, Any]:
    """Two queries."""
    found = members()
    return {
        "members": found,
        "unconfirmed": [member for member in found if not member.is_confirmed],
        "map": union_map.draw(found),
        "sum": summed(found),
        "stated": stated_figures(),
    }


def member_context(municipality: Municipality, others: Sequence[Municipality]) -> dict[str, Any]:
    """Six queries."""
    schema = municipality.schema_name
    counts = published.counts(schema)
    return {
        "member": municipality,
        "memberships": memberships(municipality),
        "density": density(municipality),
        "news": published.latest([Kind.NEWS], schema=schema, limit=ITEMS_OF_MEMBER),
        "notices": published.latest([Kind.NOTICE], schema=schema, limit=ITEMS_OF_MEMBER),
        "events": published.upcoming_events(schema, limit=ITEMS_OF_MEMBER),
        "counts": [(kind, number) for kind, number in counts.items() if number],
        "projects": list(
            ProjectPage.objects.live()
            .filter(partners__municipality=municipality)
            .order_by("-started", "-pk")
            .distinct()
        ),
        "map": union_map.draw(others),
    }


def density(municipality: Municipality) -> Decimal | None:
    """People for a square kilometre: 100 hectares. None where a figure is not known."""
    if municipality.population is None or not municipality.area_ha:
        return None
    return (Decimal(municipality.population) * 100 / municipality.area_ha).quantize(Decimal(1))


# --- What is new --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Newest:
    items: list[Item] = field(default_factory=list)
    number: int = 1
    has_more: bool = False


def newest(kinds: Sequence[Kind], slugs: Sequence[str], number: int) -> Newest:
    """A page of what all sites, or some, have published, the newest first. Two queries, three at most.

    What the editors have pinned stands first on the first page of the whole list. Nothing is
    counted: with a hundred thousand items that would cost more than the page.
    """
    found = published.readable(highlights.published()).filter(kind__in=kinds or NEWS_KINDS)
    if slugs:
        found = found.filter(municipality__slug__in=slugs)
    start = (number - 1) * PER_PAGE
    rows = list(found.listed().order_by("-published_at", "-pk")[start : start + PER_PAGE + 1])
    marks = highlights.Marks.today()
    listed = rows[:PER_PAGE]
    if number == 1 and not slugs and not kinds:
        # None falls off the end: what is moved to the top adds to the page.
        listed = marks.pinned_first(listed, NEWS_KINDS, PER_PAGE + highlights.MOST_MARKS)
    else:
        listed = marks.put_on(listed)
    return Newest(listed, number, len(rows) > PER_PAGE and number < LAST_PAGE)


# --- Together -------------------------------------------------------------------------------------


def joint_events(limit: int = JOINT_EVENTS) -> list[Item]:
    """Coming events of the union itself, and those that another municipality shows as its guest's."""
    now = clock.now()
    today = dt.datetime.combine(clock.today(), dt.time.min, tzinfo=clock.PRAGUE)
    shared = Item.objects.filter(
        kind=Kind.EVENT, origin=OuterRef("municipality"), source_id=OuterRef("source_id")
    )
    next_starts_at = dates.next_of(now)["next_starts_at"]
    found = (
        published.readable(highlights.published())
        .filter(Q(municipality__kind=SiteKind.UNION) | Exists(shared), kind=Kind.EVENT)
        .filter(Q(over_at__gt=now) | Q(starts_at__gte=now))
        .listed()
        .annotate(**dates.next_of(now))
        .order_by(
            Case(
                When(recurring=True, then=next_starts_at),
                default=Greatest(F("starts_at"), Value(today)),
            ).asc(nulls_last=True),
            "pk",
        )
    )
    return [dates.moved_on(item) for item in found[:limit] if dates.is_coming(item)]


def _partners() -> Prefetch:
    # A municipality that is gone leaves its row behind: the inner join passes it over.
    return Prefetch(
        "partners",
        ProjectPartner.objects.select_related("municipality").order_by("municipality__sort_key"),
        to_attr="known_partners",
    )


def projects_context(page: ProjectIndexPage) -> dict[str, Any]:
    """Three queries."""
    found = list(
        ProjectPage.objects.live()
        .child_of(page)
        .prefetch_related(_partners())
        .order_by("-started", "-pk")
    )
    return {
        "groups": [
            (state, [each for each in found if each.state == state])
            for state in (ProjectState.RUNNING, ProjectState.PREPARED, ProjectState.FINISHED)
        ],
        "any": bool(found),
        "events": joint_events(),
    }


def project_context(page: ProjectPage) -> dict[str, Any]:
    """Three queries. Drafts are previewed with the partners of the draft."""
    rows = list(page.partners.all())
    sites = Municipality.objects.in_bulk([each.municipality_id for each in rows])
    partners = [
        (sites[each.municipality_id], each.part) for each in rows if each.municipality_id in sites
    ]
    partners.sort(key=lambda row: row[0].sort_key)
    return {
        "partners": partners,
        "map": union_map.draw([site for site, _part in partners]),
        "outputs": list(page.outputs.all()),
    }


# --- Organs and documents ----------------------------------------------------------------------


@dataclass(frozen=True)
class ShownOrgan:
    organ: Organ
    people: list[OrganPerson]
    #: Members that send somebody whose name is not known here.
    unnamed: list[Municipality]


def organs_context(page: OrgansPage) -> dict[str, Any]:
    """Two queries, and one for the people of each organ; there are three or four."""
    organs = list(page.organs.all())
    known = {each.pk: each for each in members()}
    shown = []
    for organ in organs:
        people = list(organ.people.all())
        for person in people:
            person.site = known.get(person.municipality_id)
        named = {each.municipality_id for each in people}
        unnamed = [site for key, site in known.items() if key not in named]
        shown.append(ShownOrgan(organ, people, unnamed if organ.all_members else []))
    return {"organs": shown}


def open_papers(page: PapersPage) -> list[tuple[PaperGroup, list[PublicPaper]]]:
    """By groups, the newest first, without those whose collection is not for everybody.

    Three queries, of a draft as of the page.
    """
    closed = list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    rows = list(page.papers.all())
    documents = {
        each.pk: each
        for each in get_document_model()
        .objects.select_related("collection")
        .filter(pk__in=[row.document_id for row in rows])
        if not any(each.collection.path.startswith(path) for path in closed)
    }
    papers = [row for row in rows if row.document_id in documents]
    for paper in papers:
        paper.document = documents[paper.document_id]
    papers.sort(key=lambda paper: paper.day or dt.date.min, reverse=True)
    groups = [(group, [each for each in papers if each.group == group]) for group in PaperGroup]
    return [(group, found) for group, found in groups if found]
