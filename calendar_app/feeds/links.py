"""Addresses of the calendar's pages and feeds, with the visitor's selection."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.urls import reverse

from calendar_app.aggregate.selectors import Selection
from tenants.registry.models import Municipality


def page(selection: Selection, *, name: str = "calendar:index", **parameters: object) -> str:
    """A page of the calendar in the visitor's language, with the selection and `parameters`."""
    pairs = [pair for pair in selection.parameters() if pair[0] not in parameters]
    pairs += [(key, str(value)) for key, value in parameters.items() if value]
    return f"{reverse(name)}?{urlencode(pairs, safe=':')}" if pairs else reverse(name)


def absolute(site: Municipality, path: str, selection: Selection) -> str:
    """On the site's own host; a path without a language, such as that of a feed."""
    query = selection.query
    return f"{site.url}{path}?{query}" if query else f"{site.url}{path}"


def feed(site: Municipality, selection: Selection) -> str:
    return absolute(site, "/kalendar.ics", selection)


def rss(site: Municipality, selection: Selection) -> str:
    return absolute(site, "/kalendar.rss", selection)


def atom(site: Municipality, selection: Selection) -> str:
    return absolute(site, "/kalendar.atom", selection)


def webcal(url: str) -> str:
    """The same address for programs: they subscribe instead of opening a file."""
    return "webcal:" + url.partition(":")[2]


def google_subscription(url: str) -> str:
    # Google takes the address of a calendar that it does not hold only as webcal.
    return f"https://calendar.google.com/calendar/r?cid={quote(webcal(url), safe='')}"


def outlook_subscription(url: str, name: str) -> str:
    return "https://outlook.live.com/calendar/0/addfromweb?" + urlencode({"url": url, "name": name})
