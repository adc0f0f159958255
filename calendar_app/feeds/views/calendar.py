"""The calendar as a list, a week, a month, and a poster to print."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import itertools
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from calendar_app.aggregate import selectors
from calendar_app.aggregate.models import Occurrence
from calendar_app.aggregate.selectors import Selection
from calendar_app.feeds import filters, grid, links, namedays, offers, poster, qr
from calendar_app.feeds.filters import View
from calendar_app.feeds.views.base import explains_bad_filters, site_of
from shared.kernel import clock
from shared.kernel.holidays import holiday
from tenants.registry.models import Municipality

PER_PAGE = 40
FIRST_DAY = dt.date(1970, 1, 1)
_WEEK = dt.timedelta(days=7)


@require_safe
@explains_bad_filters
def index(request: HttpRequest) -> HttpResponse:
    site, today = site_of(request), clock.today()
    view = filters.view(request.GET)
    chosen, offered = offers.read(site, request.GET)
    shown = _PARTS[view](request, site, chosen, today)
    # What of the address belongs to the view and stays when a filter changes.
    state = shown["state"]
    # A period with a name is of today, so it stays when the view changes, and the view goes there.
    day = chosen.shortcut.days(today)[0] if chosen.shortcut else shown.get("day", today)
    plain = chosen.without_period()
    named = dataclasses.replace(plain, shortcut=chosen.shortcut)
    context = {
        "view": view,
        "selection": chosen,
        "today": today,
        "today_holiday": holiday(today),
        "today_names": namedays.names(today),
        "filters": offers.form(chosen, offered),
        "chips": offers.chips(chosen, offered, **state),
        "shortcuts": offers.shortcuts(chosen, **({"zobrazeni": view} if view != View.LIST else {})),
        "everything_url": links.page(plain, **state),
        "clear_url": links.page(Selection(), **state),
        "has_filters": bool(chosen.query),
        "category_names": offered.categories,
        "switch": [
            (View.LIST, links.page(chosen if view == View.LIST else plain)),
            (View.WEEK, links.page(named, zobrazeni=View.WEEK, tyden=grid.iso_week(day))),
            (View.MONTH, links.page(named, zobrazeni=View.MONTH, mesic=f"{day:%Y-%m}")),
            (View.POSTER, links.page(named, zobrazeni=View.POSTER, mesic=f"{day:%Y-%m}")),
        ],
        "feed_url": links.feed(site, chosen),
        "rss_url": links.rss(site, chosen),
        "atom_url": links.atom(site, chosen),
        "webcal_url": links.webcal(links.feed(site, chosen)),
        "subscribe_url": links.page(plain, name="calendar:subscribe"),
    }
    return render(request, "calendar_app/index.html", context | shown)


class _Pages(Paginator[Occurrence]):
    """Counts in the database only what does not fit on one page."""

    def __init__(self, found: QuerySet[Occurrence]) -> None:
        super().__init__(found, PER_PAGE)
        self.found = found

    @functools.cached_property
    def count(self) -> int:
        return len(self.first) if len(self.first) <= PER_PAGE else self.found.count()

    @functools.cached_property
    def first(self) -> list[Occurrence]:
        return list(self.found[: PER_PAGE + 1])


def _list(
    request: HttpRequest, site: Municipality, chosen: Selection, today: dt.date
) -> dict[str, Any]:
    since, until = chosen.period(today)
    if since is None:
        # Only the end of the period is given, and it has passed: what there was until then.
        since = FIRST_DAY if until and until < today else today
    number = filters.page(request.GET)
    found = selectors.next_occurrences(site, chosen, since, until)
    paginator = _Pages(found)
    if number > max(1, paginator.num_pages):
        raise Http404
    page = paginator.page(number)
    shown = paginator.first[:PER_PAGE] if number == 1 else list(page.object_list)
    return {
        "state": {},
        "page": page,
        "total": paginator.count,
        "running": [one for one in shown if one.first_day < since],
        "further": selectors.further_dates(shown, until),
        "months": [
            {"first": first, "occurrences": list(group)}
            for first, group in itertools.groupby(
                (one for one in shown if one.first_day >= since),
                key=lambda one: one.first_day.replace(day=1),
            )
        ],
        "page_query": f"{chosen.query}&" if chosen.query else "",
    }


def _between(
    site: Municipality, chosen: Selection, first: dt.date, last: dt.date, today: dt.date
) -> list[Occurrence]:
    """What the selection has of these days; its own period may be shorter."""
    since, until = chosen.period(today)
    first, last = max(first, since or first), min(last, until or last)
    return list(selectors.occurrences(site, chosen, first, last)) if first <= last else []


def _number_of_events(occurrences: Iterable[Occurrence]) -> int:
    return len({one.event_id for one in occurrences})


def _month(
    request: HttpRequest, site: Municipality, chosen: Selection, today: dt.date
) -> dict[str, Any]:
    month = filters.month(request.GET, today)
    occurrences = _between(site, chosen, *grid.bounds(month), today)
    weeks = grid.weeks(month, today, occurrences)
    plain, roaming = chosen.without_period(), chosen.without_shortcut()
    for week in weeks:
        for day in week.days:
            day.url = links.page(plain, od=day.date.isoformat(), do=day.date.isoformat())
        week.url = links.page(plain, zobrazeni=View.WEEK, tyden=grid.iso_week(week.days[0].date))

    def url(by: int) -> str:
        return links.page(roaming, zobrazeni=View.MONTH, mesic=f"{grid.shifted(month, by):%Y-%m}")

    this_month = today.replace(day=1)
    in_month = [
        one
        for one in occurrences
        if one.first_day < grid.shifted(month, 1) and one.last_day >= month
    ]
    return {
        "state": {"zobrazeni": View.MONTH, "mesic": f"{month:%Y-%m}"},
        "day": today if month == this_month else month,
        "month": month,
        "lasting": [one for one in in_month if grid.is_lasting(one)],
        "weeks": weeks,
        "total": _number_of_events(in_month),
        "previous_month": grid.shifted(month, -1),
        "next_month": grid.shifted(month, 1),
        "previous_url": url(-1),
        "next_url": url(1),
        "now_url": links.page(chosen, zobrazeni=View.MONTH) if month != this_month else "",
    }


def _week(
    request: HttpRequest, site: Municipality, chosen: Selection, today: dt.date
) -> dict[str, Any]:
    monday = filters.week(request.GET, today)
    sunday = monday + _WEEK - dt.timedelta(days=1)
    occurrences = _between(site, chosen, monday, sunday, today)
    roaming = chosen.without_shortcut()

    def url(by: int) -> str:
        return links.page(roaming, zobrazeni=View.WEEK, tyden=grid.iso_week(monday + by * _WEEK))

    is_this = monday <= today <= sunday
    return {
        "state": {"zobrazeni": View.WEEK, "tyden": grid.iso_week(monday)},
        "day": today if is_this else monday,
        "monday": monday,
        "sunday": sunday,
        "week": grid.week(monday, today, occurrences),
        "lasting": [one for one in occurrences if grid.is_lasting(one)],
        "total": _number_of_events(occurrences),
        "previous_url": url(-1),
        "next_url": url(1),
        "now_url": "" if is_this else links.page(chosen, zobrazeni=View.WEEK),
    }


def _poster(
    request: HttpRequest, site: Municipality, chosen: Selection, today: dt.date
) -> dict[str, Any]:
    first, until = chosen.shortcut.days(today) if chosen.shortcut else (today, today)
    month = filters.month(request.GET, first)
    last = grid.shifted(month, 1) - dt.timedelta(days=1)
    if month == first.replace(day=1):
        # The Sunday of a weekend may be of the next month.
        last = max(last, until)
    roaming = chosen.without_shortcut()
    occurrences = _between(site, chosen, month, last, today)

    def url(by: int) -> str:
        return links.page(roaming, zobrazeni=View.POSTER, mesic=f"{grid.shifted(month, by):%Y-%m}")

    # On paper nothing can be clicked: the address is short, the code has the filter too.
    address = f"{site.url}/kalendar/"
    return {
        "state": {"zobrazeni": View.POSTER, "mesic": f"{month:%Y-%m}"},
        "day": month,
        "month": month,
        "poster": poster.laid_out(month, occurrences),
        "total": _number_of_events(occurrences),
        "address": address.partition("//")[2].rstrip("/"),
        "qr": qr.svg(links.absolute(site, "/kalendar/", chosen.without_period())),
        "previous_month": grid.shifted(month, -1),
        "next_month": grid.shifted(month, 1),
        "previous_url": url(-1),
        "next_url": url(1),
        "now_url": "",
    }


_PARTS = {View.LIST: _list, View.MONTH: _month, View.WEEK: _week, View.POSTER: _poster}
