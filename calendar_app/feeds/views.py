"""Calendar pages and feeds of the site that is asked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import itertools
import json
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.aggregate import selectors
from calendar_app.aggregate.enums import State
from calendar_app.aggregate.models import Occurrence, PublishedEvent
from calendar_app.aggregate.selectors import Selection
from calendar_app.categories.selectors import names as category_names
from calendar_app.events.holidays import holiday
from calendar_app.feeds import filters, grid, namedays, responses, services
from calendar_app.feeds.filters import BadFilter
from shared.kernel import clock
from tenants.registry.models import Municipality

PER_PAGE = 40
View = Callable[..., HttpResponse]


def explains_bad_filters(view: View) -> View:
    """A filter that is not understood gets a page that says which and why."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadFilter as problem:
            return render(
                request,
                "calendar_app/bad_filter.html",
                {"problem": problem.message},
                status=problem.status,
            )

    return wrapped


def _site(request: HttpRequest) -> Municipality:
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    return site


@dataclasses.dataclass(frozen=True)
class Offer:
    """What a visitor may choose from."""

    municipalities: list[Municipality]
    #: Names by slug, retired categories too.
    categories: dict[str, str]


def _selection(request: HttpRequest) -> tuple[Selection, Offer]:
    """The visitor's filters, and what the page offers to choose from."""
    site = _site(request)
    offer = Offer(selectors.sites() if site.is_union else [], category_names())
    slugs = [municipality.slug for municipality in offer.municipalities] or [site.slug]
    chosen = filters.selection(request.GET, municipalities=slugs, categories=offer.categories)
    return chosen, offer


# --- Pages ------------------------------------------------------------------------------------


@require_safe
@explains_bad_filters
def index(request: HttpRequest) -> HttpResponse:
    site, today = _site(request), clock.today()
    view = filters.view(request.GET)
    selection, offered = _selection(request)
    context = {
        "view": view,
        "selection": selection,
        "today": today,
        "today_holiday": holiday(today),
        "today_names": namedays.names(today),
        "filters": _filter_form(selection, offered),
        "has_filters": bool(selection.query),
        "category_names": offered.categories,
        "with_period": view == "seznam",
        "list_url": _url(selection),
        "feed_url": services.feed_url(site, selection),
        "webcal_url": _webcal(services.feed_url(site, selection)),
        "subscribe_url": _url(selection.without_period(), name="calendar:subscribe"),
    }
    part = _month_context if view == "mesic" else _list_context
    return render(request, "calendar_app/index.html", context | part(request, selection, today))


def _list_context(request: HttpRequest, selection: Selection, today: dt.date) -> dict[str, Any]:
    since = selection.since or today
    if selection.until and selection.until < since:
        # Only the end of the period is given, and it has passed: what there was until then.
        since = dt.date.min + dt.timedelta(days=400)
    number = filters.page(request.GET)
    found = selectors.occurrences(_site(request), selection, since, selection.until)
    paginator: Paginator[Occurrence] = Paginator(found, PER_PAGE)
    if number > max(1, paginator.num_pages):
        raise Http404
    page = paginator.page(number)
    occurrences = list(page.object_list)
    return {
        "page": page,
        "total": paginator.count,
        "running": [occurrence for occurrence in occurrences if occurrence.first_day < since],
        "months": [
            {"first": first, "occurrences": list(group)}
            for first, group in itertools.groupby(
                (one for one in occurrences if one.first_day >= since),
                key=lambda one: one.first_day.replace(day=1),
            )
        ],
        "month_url": _url(selection.without_period(), zobrazeni="mesic"),
        "page_query": f"{selection.query}&" if selection.query else "",
    }


def _month_context(request: HttpRequest, selection: Selection, today: dt.date) -> dict[str, Any]:
    month = filters.month(request.GET, today)
    plain = selection.without_period()
    first, last = grid.bounds(month)
    if selection.since:
        first = max(first, selection.since)
    if selection.until:
        last = min(last, selection.until)
    occurrences = list(selectors.occurrences(_site(request), selection, first, last))
    weeks = grid.weeks(month, today, occurrences)
    for week in weeks:
        for day in week.days:
            day.url = _url(plain, od=day.date.isoformat(), do=day.date.isoformat())

    def month_url(by: int) -> str:
        return _url(selection, zobrazeni="mesic", mesic=f"{grid.shifted(month, by):%Y-%m}")

    in_month = [
        one
        for one in occurrences
        if one.first_day < grid.shifted(month, 1) and one.last_day >= month
    ]
    return {
        "month": month,
        "lasting": [one for one in in_month if grid.is_lasting(one)],
        "weeks": weeks,
        "total": len(in_month),
        "previous_month": grid.shifted(month, -1),
        "next_month": grid.shifted(month, 1),
        "previous_url": month_url(-1),
        "next_url": month_url(1),
        "this_month_url": _url(selection, zobrazeni="mesic")
        if month != today.replace(day=1)
        else "",
        "month_url": month_url(0),
    }


@require_safe
def event(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    site = _site(request)
    found = selectors.find(site, key)
    if found is None:
        raise Http404
    if found.state == State.WITHDRAWN:
        return render(request, "calendar_app/withdrawn.html", {"event": found}, status=410)
    is_own = found.municipality_id == site.pk
    return render(
        request,
        "calendar_app/event.html",
        {
            "event": found,
            "category_names": category_names(),
            "body": _body(found, is_own=is_own),
            "is_own": is_own,
            # Pages load nothing from another host; the municipality's own page has the picture.
            "picture_url": found.picture_path if is_own else "",
            "is_over": found.last_day < clock.today(),
            "map_url": _map_url(found),
            "json_ld": _json_ld(found),
            "feed_url": f"{found.municipality.url}/kalendar/{found.uuid}.ics",
        },
    )


@require_safe
@explains_bad_filters
def subscribe(request: HttpRequest) -> HttpResponse:
    """Where a citizen picks what to have in the telephone, and gets the addresses."""
    site = _site(request)
    chosen, offered = _selection(request)
    selection = chosen.without_period()
    feed_url = services.feed_url(site, selection)
    webcal = _webcal(feed_url)
    title = services.name(site, selection)
    return render(
        request,
        "calendar_app/subscribe.html",
        {
            "selection": selection,
            "filters": _filter_form(selection, offered),
            "has_filters": bool(selection.query),
            "calendar_name": title,
            "feed_url": feed_url,
            "webcal_url": webcal,
            "google_url": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
            "outlook_url": "https://outlook.live.com/calendar/0/addfromweb?"
            + urlencode({"url": feed_url, "name": title}),
            "index_url": _url(selection),
        },
    )


def _filter_form(selection: Selection, offered: Offer) -> dict[str, Any]:
    return {
        "municipalities": [
            {"value": one.slug, "label": one.name, "chosen": one.slug in selection.municipalities}
            for one in offered.municipalities
        ],
        "categories": [
            {"value": value, "label": label, "chosen": value in selection.categories}
            for value, label in offered.categories.items()
        ],
        "since": selection.since.isoformat() if selection.since else "",
        "until": selection.until.isoformat() if selection.until else "",
        "text": selection.text,
    }


def _url(selection: Selection, *, name: str = "calendar:index", **parameters: object) -> str:
    """A page of the calendar in the visitor's language, with the selection and `parameters`."""
    pairs = [pair for pair in selection.parameters() if pair[0] not in parameters]
    pairs += [(key, str(value)) for key, value in parameters.items() if value]
    return f"{reverse(name)}?{urlencode(pairs)}" if pairs else reverse(name)


def _webcal(url: str) -> str:
    return "webcal:" + url.partition(":")[2]


def _body(event: PublishedEvent, *, is_own: bool) -> SafeString:
    """The text; on the union's site links within the municipality's one get its address."""
    if is_own:
        return event.text_html
    return SafeString(event.body_html.replace('href="/', f'href="{event.municipality.url}/'))


def _map_url(event: PublishedEvent) -> str:
    if event.latitude is None or event.longitude is None:
        return ""
    where = f"{event.longitude},{event.latitude}"
    position = {"x": event.longitude, "y": event.latitude, "z": 17}
    return "https://mapy.com/turisticka?" + urlencode(
        position | {"source": "coor", "id": where}, safe=","
    )


def _json_ld(event: PublishedEvent) -> SafeString:
    """schema.org/Event as a block of data; "<" cannot close the script in it."""
    span = event.span
    state = "EventCancelled" if event.is_cancelled else "EventScheduled"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": event.url,
        "url": event.url,
        "name": event.title,
        "inLanguage": "cs",
        "startDate": span.ical_start.isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "organizer": {
            "@type": "Organization",
            "name": event.organiser or event.municipality.display_name,
            "url": event.municipality.url,
        },
    }
    if event.all_day:
        data["endDate"] = span.last_date.isoformat()  # inclusive here, other than in iCalendar
    elif span.ical_end is not None:
        data["endDate"] = span.ical_end.isoformat()
    if event.summary:
        data["description"] = event.summary
    if event.picture_path:
        data["image"] = f"{event.municipality.url}{event.picture_path}"
    place: dict[str, Any] = {
        "@type": "Place",
        "name": event.place or event.municipality.name,
        "address": event.place or event.municipality.name,
    }
    if event.latitude is not None and event.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(event.latitude),
            "longitude": float(event.longitude),
        }
    data["location"] = place
    text = json.dumps(data, ensure_ascii=False)
    return SafeString(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


# --- Feeds ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "OPTIONS"])
@explains_bad_filters
def feed(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return responses.options()
    site = _site(request)
    selection, _offered = _selection(request)
    made = services.feed(site, selection, compressed=responses.accepts_gzip(request))
    return responses.respond(request, made, f"kalendar-{site.slug}.ics")


@require_http_methods(["GET", "HEAD", "OPTIONS"])
def event_feed(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    if request.method == "OPTIONS":
        return responses.options()
    found = selectors.find(_site(request), key)
    if found is None:
        raise Http404
    made = services.feed_of_one(found, compressed=responses.accepts_gzip(request))
    return responses.respond(request, made, f"{slugify(found.title) or 'akce'}.ics")
