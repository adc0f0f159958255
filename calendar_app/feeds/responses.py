"""How a feed is sent: validators, compression, cross-origin reading, no cookies."""

import datetime as dt
import re

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_http_date_safe

from calendar_app.feeds.services import Feed
from shared.kernel import clock
from shared.kernel.cors import open_to_all

CACHE_CONTROL = "public, max-age=900, stale-if-error=86400"
#: The best one first.
CODINGS = ("br", "gzip")

_ETAG = re.compile(r'(?:W/)?"[^"]*"|\*')
_FRESH = dt.timedelta(seconds=2)


def accepted_coding(request: HttpRequest) -> str:
    """The best that was asked for, empty for plain bytes: a missing header means those."""
    given: dict[str, bool] = {}
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        coding, _, parameters = part.partition(";")
        given[coding.strip()] = re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameters) is None
    if "x-gzip" in given:
        given.setdefault("gzip", given["x-gzip"])
    for coding in CODINGS:
        if given.get(coding, given.get("*", False)):
            return coding
    return ""


def respond(request: HttpRequest, feed: Feed, filename: str) -> HttpResponse:
    modified = _advertised(feed.last_modified)
    if _is_known(request, feed.etag, modified):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(
            b"" if request.method == "HEAD" else feed.body,
            content_type=feed.content_type,
        )
        response["Content-Length"] = str(len(feed.body))
        response["Content-Disposition"] = f'inline; filename="{filename}"'
        if feed.coding:
            response["Content-Encoding"] = feed.coding
    response["ETag"] = feed.etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = CACHE_CONTROL
    response["Vary"] = "Accept-Encoding"
    return open_to_all(response)


def _advertised(last_modified: dt.datetime | None) -> int | None:
    """The date has whole seconds. In the second of a change another may follow, so a date as
    fresh as that is given as one before it: who revalidates by it gets the body again."""
    if last_modified is None:
        return None
    seconds = int(last_modified.timestamp())
    return seconds - 1 if clock.now() - last_modified < _FRESH else seconds


def _is_known(request: HttpRequest, etag: str, modified: int | None) -> bool:
    """If-None-Match first; the date counts only without it (RFC 9110, 13.2.2)."""
    if (known := request.headers.get("If-None-Match")) is not None:
        marks = _ETAG.findall(known)
        return "*" in marks or etag in (mark.removeprefix("W/") for mark in marks)
    since = request.headers.get("If-Modified-Since")
    if since is None or modified is None:
        return False
    parsed = parse_http_date_safe(since)
    return parsed is not None and modified <= parsed
