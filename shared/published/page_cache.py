"""Whole pages for anonymous visitors, each good for one revision of its site.

A cached page costs one round trip to Redis and no query. The rules are in docs/projection.md; the
protocol that keeps old pages away, also when a publisher is killed, is in `revisions`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import gzip
import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_http_date_safe

from shared.kernel import clock
from shared.kernel.cache import RedisAway, ResilientRedisCache, shared_redis
from shared.published import revisions

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Raised whenever an entry is written otherwise: processes of two releases share one Redis.
FORMAT = 1
# Bounds what a page may be wrong about by the clock alone: "open now", "next events".
SECONDS = 300
LONGEST_ADDRESS = 512
LARGEST_PAGE = 2 * 1024 * 1024
# Of a whole data set. It takes long to build and is asked for by machines at every hour.
LARGEST_DOCUMENT = 16 * 1024 * 1024
KNOWN_PARAMETERS = frozenset(
    {
        *("obec", "kategorie", "pro", "misto", "kdy", "od", "do", "pocet"),
        *("strana", "page", "p", "rok", "mesic", "zobrazeni", "tyden", "druh"),
        # Good practice; each has a few values only, other than a text.
        *("tema", "cena", "velikost", "stav", "prevzato", "razeni"),
        *("druh", "potiz", "spolecne"),  # strategies
    }
)
# The last one answers by what is asked for in Accept.
NEVER = ("/admin/", "/media/", "/static/", "/documents/", "/zdroj/")
# Files below it are the same for everybody, logged in or not.
DATA = "/opendata/"
CACHED_TYPES = frozenset(
    {"text/html", "application/rss+xml", "application/atom+xml", "application/xml", "text/xml"}
)
# Kept only if the view itself says `PUBLIC`: most JSON is somebody's own.
DOCUMENT_TYPES = frozenset({"application/ld+json", "application/json", "text/csv"})
# Belong to one answer, not to the page; the last two are written again.
_NOT_KEPT = frozenset({"date", "connection", "set-cookie", "content-length", "etag"})

# Belong to the body, which a 304 has not (RFC 9110, 15.4.5).
_OF_THE_BODY = frozenset(
    {"date", "connection", "set-cookie", "content-length", "content-type"}
    | {"content-encoding", "content-disposition"}
)

_OF_AN_UNCHANGED = frozenset(
    {"vary", "last-modified", "cross-origin-resource-policy"}
    | {"access-control-allow-origin", "access-control-expose-headers"}
)

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored page in one encoding: a line of JSON, then the body as it is sent."""

    revision: int
    stored_at: float
    etag: str
    headers: list[tuple[str, str]]
    body: bytes

    def dump(self) -> bytes:
        head = [self.revision, self.stored_at, self.etag, self.headers]
        return json.dumps(head, separators=(",", ":")).encode() + b"\n" + self.body

    @classmethod
    def load(cls, stored: bytes) -> Entry:
        head, _newline, body = stored.partition(b"\n")
        revision, stored_at, etag, headers = json.loads(head)
        return cls(revision, stored_at, etag, headers, body)

    @property
    def is_fresh(self) -> bool:
        return time.time() - self.stored_at < SECONDS


@dataclass(frozen=True, slots=True)
class Validator:
    """What an answer that is no page, a feed, was marked with: enough to say that it has not changed.

    Feeds are too large to be kept here whole, and nearly all who ask have the newest one already.
    """

    revision: int
    stored_at: float
    day: dt.date  # a feed's window moves at midnight
    etag: str
    headers: dict[str, str]

    @property
    def is_fresh(self) -> bool:
        return time.time() - self.stored_at < SECONDS and self.day == clock.today()


class Recent:
    """This process's copies of pages asked for lately, and what it was told about revisions.

    A revision holds for a lease that publishers wait for, so a busy site is served from here
    without asking Redis for every page, and yet nobody gets an old one.
    """

    PAGES = 256
    LARGEST = 8 * 1024 * 1024
    BYTES = 64 * 1024 * 1024
    VALIDATORS = 2048

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Entry] = OrderedDict()
        self._bytes = 0
        self._validators: OrderedDict[str, Validator] = OrderedDict()
        self._leases: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def page(self, key: str) -> Entry | None:
        entry = self._pages.get(key)
        return entry if entry is not None and entry.is_fresh else None

    def leased(self, schema: str) -> int | None:
        until, number = self._leases.get(schema, (0.0, 0))
        return number if time.monotonic() < until else None

    def lease(self, schema: str, number: int, asked_at: float) -> None:
        """``asked_at`` is the moment before Redis was asked, not the one after."""
        self._leases[schema] = (asked_at + revisions.LEASE_SECONDS, number)

    def keep(self, key: str, entry: Entry) -> None:
        if len(entry.body) > self.LARGEST:
            return
        with self._lock:
            if (previous := self._pages.pop(key, None)) is not None:
                self._bytes -= len(previous.body)
            self._pages[key] = entry
            self._bytes += len(entry.body)
            while len(self._pages) > self.PAGES or self._bytes > self.BYTES:
                _key, dropped = self._pages.popitem(last=False)
                self._bytes -= len(dropped.body)

    def validator(self, key: str) -> Validator | None:
        found = self._validators.get(key)
        return found if found is not None and found.is_fresh else None

    def mark(self, key: str, validator: Validator) -> None:
        with self._lock:
            self._validators[key] = validator
            self._validators.move_to_end(key)
            while len(self._validators) > self.VALIDATORS:
                self._validators.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0
            self._validators.clear()
            self._leases.clear()


recent = Recent()


class PageCacheMiddleware:
    """Must stand right behind the middleware that sets ``request.tenant``.

    Nothing inside may compress, and what inner middlewares add to a response is kept with it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or is_personal(request):
            return marked_private(self.get_response(request))
        cache = shared_redis()
        address = cacheable_address(request)
        if cache is None or address is None:
            return conditional(request, marked(request, self.get_response(request)))

        schema = request.tenant.schema_name  # type: ignore[attr-defined]
        encoding = _encoding(request)
        key = f"page:{FORMAT}:{_release()}:{address}"
        local_key = f"{key}:{encoding}"
        entry = recent.page(local_key)
        if entry is not None and recent.leased(schema) == entry.revision:
            return answer(request, entry, encoding)
        try:
            revision, entry = self._ask(cache, schema, local_key, entry)
        except RedisAway:
            revision, entry = None, None
        if entry is not None:
            recent.keep(local_key, entry)
            return answer(request, entry, encoding)
        if revision is not None and (known := unchanged(request, address, revision)) is not None:
            return _not_modified_as(known)
        response = marked(request, self.get_response(request))
        if revision is not None:
            _mark(request, address, revision, response)
        if revision is not None and request.method == "GET" and is_shareable(request, response):
            stored = _store(cache, key, revision, response)
            if _is_document(response):  # megabytes, which the first to ask shall not get unpacked
                return answer(request, stored[encoding], encoding)
        return conditional(request, response)

    @staticmethod
    def _ask(
        cache: ResilientRedisCache, schema: str, key: str, known: Entry | None
    ) -> tuple[int | None, Entry | None]:
        """The site's revision, None while someone publishes, and the page if it is of that one."""
        asked_at = time.monotonic()
        names = [revisions.pending_key(schema), revisions.revision_key(schema)]
        if known is None:
            names.append(key)
        pending, mirrored, *stored = cast(
            list[bytes | None], cache.breaker.call(cache.client.mget, names)
        )
        if pending is not None:
            return None, None
        page = stored[0] if stored else None
        if page is not None:
            known = Entry.load(page)
        try:
            revision = revisions.in_use(schema, mirrored)
        except (DatabaseError, InterfaceError):
            # Nobody can say which number holds: what was right last is right enough.
            return None, known
        if revision is None:
            return None, None
        recent.lease(schema, revision, asked_at)
        if known is not None and known.revision != revision and not stored:
            # Ours is old; another process may have put a new one there.
            page = cast(bytes | None, cache.breaker.call(cache.client.get, key))
            known = Entry.load(page) if page is not None else None
        return revision, known if known is not None and known.revision == revision else None


def held(request: HttpRequest, schema: str) -> tuple[dict[str, str], bytes] | None:
    """Headers and body of the page, if this process may send it without asking anybody."""
    if request.method != "GET" or is_personal(request):
        return None
    if "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META:
        return None
    address = cacheable_address(request)
    if address is None:
        return None
    encoding = _encoding(request)
    entry = recent.page(f"page:{FORMAT}:{_release()}:{address}:{encoding}")
    if entry is None or recent.leased(schema) != entry.revision:
        return None
    return headers_of(entry, encoding), entry.body


def held_validator(request: HttpRequest, schema: str) -> Validator | None:
    """For whoever names what they have: its mark, if this process may say that it holds still."""
    address = cacheable_address(request)
    revision = recent.leased(schema)
    if address is None or revision is None or request.method != "GET" or is_personal(request):
        return None
    return unchanged(request, address, revision)


def unchanged(request: HttpRequest, address: str, revision: int) -> Validator | None:
    """The mark of the answer that the visitor has already, if it is still right."""
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return None
    found = recent.validator(_marked_as(request, address))
    if found is None or found.revision != revision or not _has_it(request, found.etag):
        return None
    return found


def _marked_as(request: HttpRequest, address: str) -> str:
    """Each encoding has an ETag of its own, and what a header asks for is the view's to decide."""
    return f"{address} {request.META.get('HTTP_ACCEPT_ENCODING', '')[:100]}"


def _mark(request: HttpRequest, address: str, revision: int, response: HttpResponseBase) -> None:
    """Remember the mark of a feed that everybody gets alike."""
    control = response.headers.get("Cache-Control", "")
    if (
        request.method != "GET"
        or response.status_code not in (200, 304)
        or response.cookies
        or "ETag" not in response.headers
        # Pages are kept whole; what is not public is somebody's own.
        or control == PUBLIC
        or not control.startswith("public,")
    ):
        return
    headers = {name: value for name, value in response.items() if name.lower() not in _OF_THE_BODY}
    recent.mark(
        _marked_as(request, address),
        Validator(revision, time.time(), clock.today(), response.headers["ETag"], headers),
    )


@functools.cache
def _release() -> str:
    """Pages name static files by their hash, so a deployment starts with new pages."""
    return str(getattr(staticfiles_storage, "manifest_hash", ""))[:12]


def _encoding(request: HttpRequest) -> str:
    return "gzip" if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") else "plain"


def is_personal(request: HttpRequest) -> bool:
    """Whether the answer may depend on who asks."""
    if request.path_info.startswith(DATA) and not request.path_info.endswith("/"):
        return False
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
    host, _colon, port = request.META.get("HTTP_HOST", "").partition(":")
    if len(path) + len(query) > LONGEST_ADDRESS or path.startswith(NEVER) or not host:
        return None
    # The registry knows the host, but nobody has checked the port, and pages may repeat it.
    if port and port != str(settings.PORTAL_PORT):
        return None
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        if any(name not in KNOWN_PARAMETERS for name, _value in pairs):
            return None
        query = urlencode(sorted(pairs))
    return f"{host.lower()}{path}?{query}"


def is_shareable(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether everybody would have got the same page.

    A token against forged requests makes a page personal, and with it every page with a form
    that is sent by POST. So does a session or a message that the view has just started.
    """
    return (
        isinstance(response, HttpResponse)
        and (_is_page(response) or _is_document(response))
        and not response.cookies
        and "Content-Encoding" not in response.headers
        and response.headers.get("Cache-Control", PUBLIC) == PUBLIC
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and len(response.content) <= (LARGEST_PAGE if _is_page(response) else LARGEST_DOCUMENT)
    )


def _type(response: HttpResponseBase) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _is_page(response: HttpResponseBase) -> bool:
    return response.status_code == 200 and _type(response) in CACHED_TYPES


def _is_document(response: HttpResponseBase) -> bool:
    return (
        response.status_code == 200
        and _type(response) in DOCUMENT_TYPES
        and response.headers.get("Cache-Control") == PUBLIC
    )


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
    if etag is None or not (_is_page(response) or _is_document(response)):
        return response
    if not _has_it(request, etag, response.headers.get("Last-Modified")):
        return response
    return _not_modified(etag, response.headers)


def _etag(content: bytes) -> str:
    # Weak: one mark for the page, compressed or not.
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def _has_it(request: HttpRequest, etag: str, modified: str | None = None) -> bool:
    """By the mark; the date counts only for who names none (RFC 9110, 13.2.2)."""
    header = request.META.get("HTTP_IF_NONE_MATCH")
    if not header:
        since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
        known = parse_http_date_safe(modified or "")
        return since is not None and known is not None and known <= since
    opaque = etag.removeprefix("W/")
    return any(
        given == "*" or given.removeprefix("W/") == opaque
        for given in (part.strip() for part in header.split(","))
    )


def _not_modified_as(known: Validator) -> HttpResponse:
    response = HttpResponseNotModified()
    for name, value in known.headers.items():
        response.headers[name] = value
    return response


def _not_modified(etag: str, kept: Mapping[str, str]) -> HttpResponse:
    response = HttpResponseNotModified()
    for name, value in kept.items():
        # What a page's answer says besides may name its body; scripts elsewhere need the others.
        if name.lower() in _OF_AN_UNCHANGED:
            response.headers[name] = value
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PUBLIC
    return response


def _store(
    cache: ResilientRedisCache, key: str, revision: int, response: HttpResponseBase
) -> dict[str, Entry]:
    """Keep the page in both encodings; returns it in them, though Redis be away."""
    assert isinstance(response, HttpResponse)
    headers = [(name, value) for name, value in response.items() if name.lower() not in _NOT_KEPT]
    etag, content = response.headers["ETag"], response.content
    packed = gzip.compress(content, compresslevel=6, mtime=0)
    plain = Entry(revision, time.time(), etag, headers, content)
    small = Entry(revision, time.time(), etag, headers, packed)

    def write() -> None:
        with cache.client.pipeline(transaction=False) as pipe:
            pipe.set(f"{key}:plain", plain.dump(), ex=SECONDS)
            pipe.set(f"{key}:gzip", small.dump(), ex=SECONDS)
            pipe.execute()

    with contextlib.suppress(RedisAway):
        cache.breaker.call(write)
    return {"plain": plain, "gzip": small}


def headers_of(entry: Entry, encoding: str) -> dict[str, str]:
    headers = dict(entry.headers)
    headers["ETag"] = entry.etag
    headers["Content-Length"] = str(len(entry.body))
    if encoding == "gzip":
        headers["Content-Encoding"] = "gzip"
    return headers


def answer(request: HttpRequest, entry: Entry, encoding: str) -> HttpResponse:
    headers = headers_of(entry, encoding)
    if _has_it(request, entry.etag, headers.get("Last-Modified")):
        return _not_modified(entry.etag, headers)
    return HttpResponse(b"" if request.method == "HEAD" else entry.body, headers=headers)
