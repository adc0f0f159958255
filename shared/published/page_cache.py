"""Whole pages for anonymous visitors, each good for one revision of its site.

A cached page costs one round trip to Redis and no query. The rules are in docs/projection.md; the
protocol that keeps old pages away, also when a publisher is killed, is in `revisions`.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import cast
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from shared.kernel.cache import RedisAway, ResilientRedisCache, shared_redis
from shared.published import revisions

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Bounds what a page may be wrong about by the clock alone: "open now", "next events".
SECONDS = 300
LONGEST_ADDRESS = 512
LARGEST_PAGE = 2 * 1024 * 1024
KNOWN_PARAMETERS = frozenset(
    {"obec", "kategorie", "od", "do", "strana", "page", "p", "rok", "mesic", "zobrazeni", "tyden"}
)
NEVER = ("/admin/", "/media/", "/static/", "/documents/")
CACHED_TYPES = frozenset(
    {"text/html", "application/rss+xml", "application/atom+xml", "application/xml", "text/xml"}
)
# Belong to one answer, not to the page; the last two are written again.
_NOT_KEPT = frozenset({"date", "connection", "set-cookie", "content-length", "etag"})

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"


@dataclass(frozen=True)
class Entry:
    """A stored page in one encoding: a line of JSON, then the body as it is sent."""

    revision: int
    etag: str
    headers: list[tuple[str, str]]
    body: bytes

    def dump(self) -> bytes:
        head = json.dumps([self.revision, self.etag, self.headers], separators=(",", ":"))
        return head.encode() + b"\n" + self.body

    @classmethod
    def load(cls, stored: bytes) -> Entry:
        head, _newline, body = stored.partition(b"\n")
        revision, etag, headers = json.loads(head)
        return cls(revision, etag, headers, body)


class PageCacheMiddleware:
    """Must stand right behind the middleware that sets ``request.tenant``.

    Nothing inside may compress, and what inner middlewares add to a response is kept with it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    @cached_property
    def _release(self) -> str:
        """Pages name static files by their hash, so a deployment starts with new pages."""
        return str(getattr(staticfiles_storage, "manifest_hash", ""))[:12]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or is_personal(request):
            return marked_private(self.get_response(request))
        cache = shared_redis()
        address = cacheable_address(request)
        if cache is None or address is None:
            return conditional(request, marked(request, self.get_response(request)))

        schema = request.tenant.schema_name  # type: ignore[attr-defined]
        encoding = "gzip" if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") else "plain"
        key = f"page:{self._release}:{address}"
        try:
            stored, mirrored, pending = cache.breaker.call(
                cache.client.mget,
                f"{key}:{encoding}",
                revisions.revision_key(schema),
                revisions.pending_key(schema),
            )
        except RedisAway:
            return conditional(request, marked(request, self.get_response(request)))
        if pending is not None:  # someone is publishing at this moment
            return conditional(request, marked(request, self.get_response(request)))

        revision = int(mirrored) if mirrored is not None else _from_database(schema)
        if stored is not None:
            entry = Entry.load(cast(bytes, stored))
            # Neither Redis nor the database can say: then what was right last is right enough.
            if entry.revision == revision or revision is None:
                return answer(request, entry, encoding)
        response = marked(request, self.get_response(request))
        if revision is not None and request.method == "GET" and is_shareable(request, response):
            _store(cache, key, revision, response)
        return conditional(request, response)


def is_personal(request: HttpRequest) -> bool:
    """Whether the answer may depend on who asks."""
    if "HTTP_AUTHORIZATION" in request.META:
        return True
    if "HTTP_COOKIE" not in request.META:
        return False
    cookies = request.COOKIES
    return settings.SESSION_COOKIE_NAME in cookies or CookieStorage.cookie_name in cookies


def cacheable_address(request: HttpRequest) -> str | None:
    """Host, path and sorted query; None for what is never cached.

    The path decides the language. Only known parameters count, lest a visitor fill Redis with
    copies of one page.
    """
    path = request.path_info
    query = request.META.get("QUERY_STRING", "")
    if len(path) + len(query) > LONGEST_ADDRESS or path.startswith(NEVER):
        return None
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        if any(name not in KNOWN_PARAMETERS for name, _value in pairs):
            return None
        query = urlencode(sorted(pairs))
    return f"{request.get_host().lower()}{path}?{query}"


def _from_database(schema: str) -> int | None:
    try:
        number = revisions.from_database(schema)
        revisions.remember(schema, number)
    except (DatabaseError, InterfaceError, RedisAway):
        return None
    return number


def is_shareable(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether everybody would have got the same page.

    A token against forged requests makes a page personal, and with it every page with a form
    that is sent by POST. So does a session or a message that the view has just started.
    """
    return (
        isinstance(response, HttpResponse)
        and _is_page(response)
        and not response.cookies
        and "Content-Encoding" not in response.headers
        and response.headers.get("Cache-Control", PUBLIC) == PUBLIC
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and len(response.content) <= LARGEST_PAGE
    )


def _type(response: HttpResponseBase) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _is_page(response: HttpResponseBase) -> bool:
    return response.status_code == 200 and _type(response) in CACHED_TYPES


def marked_private(response: HttpResponseBase) -> HttpResponseBase:
    if _type(response) == "text/html":
        response.headers.setdefault("Cache-Control", PRIVATE)
    return response


def marked(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let browsers and proxies keep a shareable page, if they ask each time whether it changed."""
    if not is_shareable(request, response):
        if _is_page(response):
            marked_private(response)
        return response
    assert isinstance(response, HttpResponse)
    response.headers["Cache-Control"] = PUBLIC
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
    response.headers["ETag"] = _etag(response.content)
    return response


def conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer 304 in place of a page that the visitor has."""
    etag = response.headers.get("ETag")
    if etag is None or not _is_page(response) or not _has_it(request, etag):
        return response
    return _not_modified(etag, response.headers.get("Vary", ""))


def _etag(content: bytes) -> str:
    # Weak: one mark for the page, compressed or not.
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def _has_it(request: HttpRequest, etag: str) -> bool:
    header = request.META.get("HTTP_IF_NONE_MATCH")
    if not header:
        return False
    opaque = etag.removeprefix("W/")
    return any(
        given == "*" or given.removeprefix("W/") == opaque
        for given in (part.strip() for part in header.split(","))
    )


def _not_modified(etag: str, vary: str) -> HttpResponse:
    response = HttpResponseNotModified()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PUBLIC
    response.headers["Vary"] = vary
    return response


def _store(cache: ResilientRedisCache, key: str, revision: int, response: HttpResponseBase) -> None:
    assert isinstance(response, HttpResponse)
    headers = [(name, value) for name, value in response.items() if name.lower() not in _NOT_KEPT]
    etag, content = response.headers["ETag"], response.content
    plain = Entry(revision, etag, headers, content)
    small = Entry(revision, etag, headers, gzip.compress(content, compresslevel=6, mtime=0))

    def write() -> None:
        with cache.client.pipeline(transaction=False) as pipe:
            pipe.set(f"{key}:plain", plain.dump(), ex=SECONDS)
            pipe.set(f"{key}:gzip", small.dump(), ex=SECONDS)
            pipe.execute()

    with contextlib.suppress(RedisAway):
        cache.breaker.call(write)


def answer(request: HttpRequest, entry: Entry, encoding: str) -> HttpResponse:
    headers = dict(entry.headers)
    if _has_it(request, entry.etag):
        return _not_modified(entry.etag, headers["Vary"])
    headers["ETag"] = entry.etag
    headers["Content-Length"] = str(len(entry.body))
    if encoding == "gzip":
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(b"" if request.method == "HEAD" else entry.body, headers=headers)
