from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from shared.kernel import clock
from tenants.contacts.enums import Weekday
from tenants.contacts.models import Office, OpeningException, OpeningHours, Person

DAYS_AHEAD = 21


@dataclass
class Day:
    """One row of the table of opening hours."""

    weekday: Weekday
    stretches: list[OpeningHours] = field(default_factory=list)
    is_today: bool = False

    @property
    def label(self) -> str:
        return str(self.weekday.label)


@dataclass
class Week:
    """Opening hours of one office as people look for them: the week, and what differs soon."""

    office: Office
    days: list[Day]
    exceptions: list[OpeningException]
    exception_today: OpeningException | None = None

    @property
    def has_hours(self) -> bool:
        return any(day.stretches for day in self.days)


def _coming_exceptions() -> QuerySet[OpeningException]:
    today = clock.today()
    last = today + dt.timedelta(days=DAYS_AHEAD)
    return OpeningException.objects.filter(date__gte=today, date__lte=last).order_by(
        "date", "opens"
    )


def _with_hours() -> Any:
    soon = _coming_exceptions()
    return Office.objects.prefetch_related(
        Prefetch("hours", OpeningHours.objects.order_by("weekday", "opens"), to_attr="all_hours"),
        Prefetch("exceptions", soon, to_attr="coming_exceptions"),
    )


def week(office: Any) -> Week:
    """The week of an office fetched with its hours; no query of its own."""
    today = clock.today()
    days = [Day(weekday, is_today=weekday == today.isoweekday()) for weekday in Weekday]
    for stretch in office.all_hours:
        days[stretch.weekday - 1].stretches.append(stretch)
    # Saturday and Sunday are listed only where somebody is there.
    days = [day for day in days if day.weekday <= Weekday.FRIDAY or day.stretches]
    exceptions = list(office.coming_exceptions)
    return Week(
        office=office,
        days=days,
        exceptions=exceptions,
        exception_today=next((item for item in exceptions if item.date == today), None),
    )


def main_week() -> Week | None:
    """Hours of the municipal office. Two queries, one when it has none."""
    hours = list(
        OpeningHours.objects.filter(office__is_main=True)
        .select_related("office")
        .order_by("weekday", "opens")
    )
    if not hours:
        return None
    office: Any = hours[0].office
    office.all_hours = hours
    office.coming_exceptions = list(_coming_exceptions().filter(office=office))
    return week(office)


def home_section(request: HttpRequest) -> dict[str, Any] | None:
    found = main_week()
    return {"week": found} if found is not None else None


def directory() -> dict[str, Any]:
    """Offices with hours and their people, then people without an office. Six queries."""
    people = list(Person.objects.prefetch_related("photo__renditions"))
    offices: list[Any] = list(_with_hours())
    for office in offices:
        office.staff = [person for person in people if person.office_id == office.pk]
    return {
        "weeks": [week(office) for office in offices],
        "others": [person for person in people if person.office_id is None],
    }


def searchable_text() -> str:
    """Names, functions and addresses, for search. Two queries."""
    parts: list[str] = []
    for office in Office.objects.all():
        parts += [office.name, office.address]
    for person in Person.objects.all():
        parts += [person.name, person.function]
    return " ".join(part for part in parts if part)
