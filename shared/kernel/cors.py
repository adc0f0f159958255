"""Reading from other sites: what everybody may read, their scripts may read too."""

from __future__ import annotations

from django.http import HttpResponse

METHODS = "GET, HEAD, OPTIONS"


def open_to_all(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def options() -> HttpResponse:
    """The answer to OPTIONS, a browser's question beforehand (preflight) among them."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
    response["Access-Control-Max-Age"] = "86400"
    return open_to_all(response)
