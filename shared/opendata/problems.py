"""Errors for programs (RFC 9457)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from shared.kernel.cors import METHODS, open_to_all
from shared.opendata.sets import dumped

MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    429: "Too many requests",
}


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """In English, as the API is: a program's author reads it."""
    document = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
    response = HttpResponse(dumped(document | more), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    if status == 405:
        response["Allow"] = METHODS
    return open_to_all(response)
