"""From the host of a request to the site that answers it."""

from __future__ import annotations

import functools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import set_urlconf

from shared.kernel.db import connection
from tenants.registry import schemas
from tenants.registry.enums import State
from tenants.registry.models import Domain, Municipality

GetResponse = Callable[[HttpRequest], HttpResponse]


class HostCache:
    """Hosts of this process, with their sites, for a few seconds each.

    An entry outlives its time while the database cannot be asked: pages that are cached still
    come then. Bounded, because the Host header is the visitor's to choose.
    """

    SECONDS = 5.0
    ENTRIES = 4096

    def __init__(self) -> None:
        self._entries: OrderedDict[str, tuple[float, Municipality | None]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, host: str) -> Municipality | None:
        with self._lock:
            entry = self._entries.get(host)
        if entry is not None and time.monotonic() - entry[0] < self.SECONDS:
            return entry[1]
        connection.set_schema_to_public()
        try:
            domain = Domain.objects.select_related("tenant").filter(domain=host).first()
        except DatabaseError:
            if entry is not None:
                return entry[1]
            raise
        site = domain.tenant if domain else None
        with self._lock:
            self._entries[host] = (time.monotonic(), site)
            self._entries.move_to_end(host)
            while len(self._entries) > self.ENTRIES:
                self._entries.popitem(last=False)
        return site

    def known(self, host: str) -> Municipality | None:
        """The site of a host that was looked up a moment ago; asks nobody."""
        entry = self._entries.get(host)
        fresh = entry is not None and time.monotonic() - entry[0] < self.SECONDS
        return entry[1] if entry is not None and fresh else None

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


hosts = HostCache()


def normalized_host(request: HttpRequest) -> str:
    """The request's host in the registry's form. Raises DisallowedHost for a malformed one."""
    return _normalized(request.META.get("HTTP_HOST") or request.get_host())


@functools.lru_cache(maxsize=HostCache.ENTRIES)
def _normalized(header: str) -> str:
    # What `get_host` does, remembered: its two expressions cost a tenth of a cached page.
    domain, _port = split_domain_port(header)
    if not domain:
        raise DisallowedHost(header)
    return domain.removeprefix("www.")


class SiteMiddleware:
    """Sets `request.tenant` and the connection's schema; answers for hosts that have no site."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            host = normalized_host(request)
        except DisallowedHost:
            return self._unknown(request, "")
        site = hosts.find(host)
        if site is None or site.state != State.ACTIVE:
            return self._unknown(request, host)
        if schemas.is_behind(site.migration_leaves):
            response = render(request, "503.html", {"updating": True}, status=503)
            response["Retry-After"] = "30"
            return response
        request.tenant = site  # type: ignore[attr-defined]
        connection.set_tenant(site)
        urlconf = settings.PUBLIC_SCHEMA_URLCONF if site.is_union else settings.ROOT_URLCONF
        request.urlconf = urlconf
        set_urlconf(urlconf)
        return self.get_response(request)

    @staticmethod
    def _unknown(request: HttpRequest, host: str) -> HttpResponse:
        """A page of its own: nobody who mistypes an address should land on the union's site."""
        connection.set_schema_to_public()
        return render(
            request,
            "404_unknown_host.html",
            {"host": host, "portal_domain": settings.PORTAL_DOMAIN},
            status=404,
        )
