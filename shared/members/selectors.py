"""Reads of the members' area. Only views that have found a colleague call them."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from shared.kernel import clock
from shared.members.enums import PaperKind, Planned, TaskState
from shared.members.models import FormerPaper, Hold, Meeting, Paper, Task
from shared.members.permissions import Colleague
from shared.published import happenings
from shared.published.happenings import Happening
from tenants.accounts.models import User
from tenants.roles.selectors import seats

PER_PAGE = 25
ON_OVERVIEW = 6


def colleague_of(user: User | AnonymousUser) -> Colleague | None:
    """None for whoever works at no member today. One query, none for a stranger."""
    if not isinstance(user, User) or not user.is_active:
        return None
    found = tuple(seats().filter(user_id=user.pk))
    return Colleague(user, found) if found or user.is_superuser else None


# --- Meetings and papers ------------------------------------------------------------------------


def coming_meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(starts_at__gte=_midnight(clock.today())).order_by(
        "starts_at", "pk"
    )


def past_meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(starts_at__lt=_midnight(clock.today())).order_by(
        "-starts_at", "-pk"
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=clock.PRAGUE)


def papers(kind: str = "") -> QuerySet[Paper]:
    found = Paper.objects.select_related(
        "municipality", "meeting", "created_by", "replaced_by"
    ).prefetch_related(
        Prefetch("former", queryset=FormerPaper.objects.select_related("uploaded_by"))
    )
    if kind in PaperKind.values:
        found = found.filter(kind=kind)
    return found.order_by(Coalesce("replaced_at", "created_at").desc(), "-pk")


# --- Tasks --------------------------------------------------------------------------------------


def tasks(state: str = "", slug: str = "") -> QuerySet[Task]:
    """Open ones by their day, closed ones by when that was; of one municipality also what is for all."""
    found = Task.objects.select_related("municipality", "meeting")
    if slug:
        found = found.filter(Q(municipality__slug=slug) | Q(municipality__isnull=True))
    if state == TaskState.OPEN:
        return found.filter(state=state).order_by(F("due").asc(nulls_last=True), "pk")
    if state in TaskState.values:
        return found.filter(state=state).order_by("-closed_at", "-pk")
    return found.order_by("-created_at", "-pk")


def tasks_of(colleague: Colleague) -> QuerySet[Task]:
    """What is open for the people of the colleague's sites, and what is for everybody."""
    found = tasks(TaskState.OPEN)
    return found.filter(Q(municipality__in=colleague.ids) | Q(municipality__isnull=True))


# --- The planning calendar ----------------------------------------------------------------------


@dataclass
class Day:
    day: dt.date
    holds: list[Hold] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    @property
    def is_for_feasts(self) -> bool:
        """Friday to Sunday, when municipalities plan what they want people to come to."""
        return self.day.weekday() > 3

    @property
    def is_weekend(self) -> bool:
        return self.day.weekday() > 4

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()

    @property
    def is_free(self) -> bool:
        return not (self.holds or self.meetings or self.happenings)


def holds(first: dt.date, last: dt.date) -> QuerySet[Hold]:
    return (
        Hold.objects.filter(first_day__lte=last, last_day__gte=first)
        .select_related("municipality")
        .order_by("first_day", F("start_time").asc(nulls_first=True), "pk")
    )


def coming_holds() -> QuerySet[Hold]:
    return (
        Hold.objects.filter(last_day__gte=clock.today())
        .select_related("municipality")
        .order_by("first_day", "pk")
    )


def days(first: dt.date, last: dt.date) -> list[Day]:
    """Each day with what is published, what is held and who meets. Three queries."""
    found = {
        first + dt.timedelta(days=number): Day(first + dt.timedelta(days=number))
        for number in range((last - first).days + 1)
    }
    for hold in holds(first, last):
        for day in _each(hold.first_day, hold.last_day, first, last):
            found[day].holds.append(hold)
    until = _midnight(last + dt.timedelta(days=1))
    meetings = Meeting.objects.filter(
        starts_at__gte=_midnight(first), starts_at__lt=until, cancelled=False
    )
    for meeting in meetings.order_by("starts_at"):
        found[meeting.starts_at.astimezone(clock.PRAGUE).date()].meetings.append(meeting)
    for each in happenings.between(first, last):
        for day in _each(each.first_day, each.last_day, first, last):
            found[day].happenings.append(each)
    return list(found.values())


def month(year: int, number: int) -> list[Day]:
    return days(
        dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])
    )


def narrowed(days: list[Day], what: str, slug: str = "") -> list[Day]:
    """Days that show what was asked for: of one municipality, held ones, weekends, free ones.

    A day is free when nobody at all has anything on it, whichever municipality was asked for.
    """
    if what == Planned.FREE:
        return [day for day in days if day.is_free]
    if what == Planned.WEEKENDS:
        days = [day for day in days if day.is_for_feasts]
    for day in days:
        if what == Planned.HELD:
            day.happenings = []
        if slug:
            day.holds = [each for each in day.holds if each.municipality.slug == slug]
            day.happenings = [each for each in day.happenings if each.slug == slug]
            day.meetings = []
    if what == Planned.WEEKENDS or not (what or slug):
        return days
    return [day for day in days if not day.is_free]


def _each(start: dt.date, end: dt.date, first: dt.date, last: dt.date) -> list[dt.date]:
    start, end = max(start, first), min(end, last)
    return [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]


def neighbours(hold: Hold) -> list[str]:
    """What else is on those days, by name, for a note after saving."""
    names: dict[str, None] = {}
    for day in days(hold.first_day, min(hold.last_day, hold.first_day + dt.timedelta(days=31))):
        names.update(
            (f"{each.title} ({each.municipality.name})", None)
            for each in day.holds
            if each.pk != hold.pk
        )
        names.update((f"{each.title} ({each.municipality})", None) for each in day.happenings)
        names.update((each.title, None) for each in day.meetings)
    return list(names)


# --- Overview -----------------------------------------------------------------------------------


def overview(colleague: Colleague) -> dict[str, object]:
    """Four queries."""
    open_tasks = list(tasks_of(colleague)[: ON_OVERVIEW + 1])
    return {
        "meetings": list(coming_meetings()[:ON_OVERVIEW]),
        "tasks": open_tasks[:ON_OVERVIEW],
        "more_tasks": len(open_tasks) > ON_OVERVIEW,
        "papers": list(papers()[:ON_OVERVIEW]),
        "holds": list(coming_holds()[:ON_OVERVIEW]),
    }


def page(found: QuerySet, number: str | None) -> object:
    return Paginator(found, PER_PAGE).get_page(number)
