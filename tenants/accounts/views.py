from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords: says what to do, not whether the person exists."""
    response = render(request, "429.html", {"locked_out": True}, status=429)
    response["Retry-After"] = "1800"
    return response
