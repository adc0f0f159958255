"""The calendar for programs: iCalendar, RSS and Atom."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from calendar_app.aggregate import selectors
from calendar_app.feeds import offers, responses, services
from calendar_app.feeds.services import Format
from calendar_app.feeds.views.base import explains_bad_filters, site_of
from shared.kernel import cors


@require_http_methods(["GET", "HEAD", "OPTIONS"])
@explains_bad_filters
def feed(request: HttpRequest) -> HttpResponse:
    return _feed(request, Format.ICS)


@require_http_methods(["GET", "HEAD", "OPTIONS"])
@explains_bad_filters
def rss(request: HttpRequest) -> HttpResponse:
    return _feed(request, Format.RSS)


@require_http_methods(["GET", "HEAD", "OPTIONS"])
@explains_bad_filters
def atom(request: HttpRequest) -> HttpResponse:
    return _feed(request, Format.ATOM)


def _feed(request: HttpRequest, form: Format) -> HttpResponse:
    if request.method == "OPTIONS":
        return cors.options()
    site = site_of(request)
    selection = offers.selection(site, request.GET)
    made = services.feed(site, selection, form, coding=responses.accepted_coding(request))
    return responses.respond(request, made, f"kalendar-{site.slug}.{form.value}")


@require_http_methods(["GET", "HEAD", "OPTIONS"])
def event_feed(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    if request.method == "OPTIONS":
        return cors.options()
    found = selectors.find(site_of(request), key)
    if found is None:
        raise Http404
    made = services.feed_of_one(found, coding=responses.accepted_coding(request))
    return responses.respond(request, made, f"{slugify(found.title) or 'akce'}.ics")
