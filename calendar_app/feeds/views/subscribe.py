"""Where a citizen picks what to have in the telephone, and gets the addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from calendar_app.feeds import links, offers, qr, services
from calendar_app.feeds.digest import NAME
from calendar_app.feeds.views.base import explains_bad_filters, site_of


@require_safe
@explains_bad_filters
def subscribe(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    chosen, offered = offers.read(site, request.GET, most=None)
    selection = chosen.without_period()
    feed_url = links.feed(site, selection)
    title = services.name(site, selection)
    # The code opens this very page in the telephone, where the right button is one touch away.
    # It cannot open the calendar itself: iOS would, but Android knows no program for webcal: and
    # saves what it gets by https: as a file, which is never updated again.
    here = links.absolute(site, "/kalendar/odber/", selection)
    return render(
        request,
        "calendar_app/subscribe.html",
        {
            "selection": selection,
            "filters": offers.form(selection, offered),
            "has_filters": bool(selection.query),
            "calendar_name": title,
            "feed_url": feed_url,
            "rss_url": links.rss(site, selection),
            "atom_url": links.atom(site, selection),
            "webcal_url": links.webcal(feed_url),
            "google_url": links.google_subscription(feed_url),
            "outlook_url": links.outlook_subscription(feed_url, title),
            "digest_url": _digest_url(selection.query),
            "qr": qr.svg(f"{here}#pridat"),
            "embed_url": links.absolute(site, "/kalendar/vlozit/", selection),
            "embed_allowed": bool(site.embedding_hosts),
            "index_url": links.page(selection),
        },
    )


def _digest_url(query: str) -> str:
    """Where the digest by e-mail is ordered, with the same filters; empty where there is none."""
    try:
        address = reverse("subscriptions:subscribe")
    except NoReverseMatch:
        return ""
    # Without the name of its topic the form would take the filters for nobody's.
    return f"{address}?topic={NAME}&{query}" if query else f"{address}?topic={NAME}"
