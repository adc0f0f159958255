"""How many statements the database gets for a page that is not cached."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.content import event_key

# What each type of page is called, and its address. `{event}` is the first event of the site.
SITE_PAGES = {
    "home": "/",
    "news": "/aktuality/",
    "news item": "/aktuality/zprava-0/",
    "galleries": "/fotogalerie/",
    "gallery": "/fotogalerie/galerie-0/",
    "contacts": "/kontakty/",
    "calendar, list": "/kalendar/",
    "calendar, week": "/kalendar/?zobrazeni=tyden",
    "calendar, month": "/kalendar/?zobrazeni=mesic",
    "calendar, poster": "/kalendar/?zobrazeni=plakat",
    "calendar in a frame": "/kalendar/vlozit/",
    "subscription": "/kalendar/odber/",
    "event": "/kalendar/{event}/",
    "search": "/hledat/?q=posviceni",
    "notice board": "/uredni-deska/",
}
UNION_PAGES = {
    "home of the union": "/",
    "calendar of all": "/kalendar/",
    "calendar of all, week": "/kalendar/?zobrazeni=tyden",
    "calendar of all, month": "/kalendar/?zobrazeni=mesic",
    "calendar of all, poster": "/kalendar/?zobrazeni=plakat",
    "members": "/obce/",
    "what is new everywhere": "/z-obci/",
}


def address(site: Any, path: str) -> str:
    return path.format(event=event_key(site, 0))


def uncached(path: str) -> str:
    """The same page with a parameter that nobody knows, so that the page cache stays out of it."""
    return f"{path}{'&' if '?' in path else '?'}mereni=1"


def captured(site: Any, path: str) -> list[str]:
    """The statements of the page's second visit, for which pictures have been scaled already.

    What Django sends counts, also the search path and the beginning and end of the transaction.
    The host is known; each process looks it up once in a few seconds, which would be luck here.
    """
    from tenants.registry.middleware import hosts

    client = Client(headers={"host": site.host})
    target = uncached(address(site, path))
    response = client.get(target)
    assert response.status_code == 200, (target, response.status_code)
    hosts.clear()
    hosts.find(site.host)
    with CaptureQueriesContext(connection) as context:
        assert client.get(target).status_code == 200
    return [query["sql"] for query in context.captured_queries]
