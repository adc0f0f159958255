"""Cached pages that this process holds, sent before Django's own machinery starts.

A request through Django costs a tenth of a millisecond before anything is done: signals, layers of
middleware, a response object. A page that is at hand under its lease (docs/projection.md) needs
none of it. The rules are those of `SiteMiddleware` and `PageCacheMiddleware`, by their functions;
whatever is not certain goes the long way and is answered there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest

from portal.middleware import PUBLIC_POLICY, SECURITY_HEADERS
from shared.published import page_cache
from tenants.registry import schemas
from tenants.registry.enums import State
from tenants.registry.middleware import hosts, normalized_host

# What `SecurityHeadersMiddleware` adds to a page; desk and files are never cached.
HEADERS = {"Content-Security-Policy": PUBLIC_POLICY, **SECURITY_HEADERS}


class EarlyAnswers:
    """WSGI around the portal's own application."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        found = self._held(environ)
        if found is None:
            answer: Iterable[bytes] = self.application(environ, start_response)
            return answer
        status, headers, body = found
        start_response(status, [*(HEADERS | headers).items()])
        return [body]

    @staticmethod
    def _held(environ: dict[str, Any]) -> tuple[str, dict[str, str], bytes] | None:
        # Whoever sends a cookie may be known, and a body would have to be read.
        if "HTTP_COOKIE" in environ or environ["REQUEST_METHOD"] != "GET":
            return None
        request = WSGIRequest(environ)
        try:
            site = hosts.known(normalized_host(request))
        except DisallowedHost:
            return None
        if site is None or site.state != State.ACTIVE or schemas.is_behind(site.migration_leaves):
            return None
        if "HTTP_IF_NONE_MATCH" in environ:
            known = page_cache.held_validator(request, site.schema_name)
            return None if known is None else ("304 Not Modified", known.headers, b"")
        page = page_cache.held(request, site.schema_name)
        return None if page is None else ("200 OK", *page)
