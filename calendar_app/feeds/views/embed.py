"""A short list of events that other sites show in a frame."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from calendar_app.aggregate import selectors
from calendar_app.feeds import filters, links, offers, services
from calendar_app.feeds.filters import BadFilter
from calendar_app.feeds.views.base import site_of
from shared.kernel import clock
from tenants.registry.models import Municipality, is_host

#: Stricter than that of other pages: there is no script, no form, and nothing is fetched.
_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"
)


# X-Frame-Options knows no list of hosts, and browsers that know frame-ancestors prefer that.
@xframe_options_exempt
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """The next events, `pocet` of them, with the filters of the calendar; no JavaScript."""
    site, today = site_of(request), clock.today()
    try:
        selection = offers.selection(site, request.GET)
        count = filters.count(request.GET)
    except BadFilter as problem:
        page = render(
            request,
            "calendar_app/embed_problem.html",
            {"problem": problem.message},
            status=problem.status,
        )
        return _framed(site, page)
    since, until = selection.period(today)
    found = selectors.next_occurrences(site, selection, since or today, until)
    shown = list(found[:count])
    context: dict[str, Any] = {
        "occurrences": shown,
        "further": selectors.further_dates(shown, until),
        "calendar_url": links.absolute(site, "/kalendar/", selection),
        "title": services.name(site, selection),
        "show_municipality": site.is_union,
    }
    return _framed(site, render(request, "calendar_app/embed.html", context))


def _framed(site: Municipality, response: HttpResponse) -> HttpResponse:
    """Headers of its own, which the page cache keeps with the page; a change of the list of hosts
    raises the site's revision."""
    # Checked when they were saved; once more, because a space would begin another source.
    hosts = [host for host in site.embedding_hosts if is_host(host)]
    response["Content-Security-Policy"] = _POLICY.format(ancestors=" ".join(["'self'", *hosts]))
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
