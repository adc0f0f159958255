"""Limits on guessing and on expensive pages, counted in the cache.

With the cache away nothing is counted and nobody is locked out; passwords are limited by
django-axes in the database besides.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render


def client_address(request: HttpRequest) -> str:
    """The visitor's address as the trusted proxies saw it; without proxies the peer's.

    Only the last TRUSTED_PROXY_COUNT entries of X-Forwarded-For were written by our own
    proxies, whatever stands before them is the visitor's to invent.
    """
    trusted = getattr(settings, "TRUSTED_PROXY_COUNT", 0)
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if trusted and len(chain) >= trusted and chain[-trusted]:
        return chain[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def over_limit(scope: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one use in the current window of `seconds`; True once there are more than `limit`."""
    window = int(time.time() // seconds)
    name = f"limit:{scope}:{window}:{key}"
    cache.add(name, 0, timeout=seconds * 2)
    try:
        return bool(cache.incr(name) > limit)
    except ValueError:  # the cache is away or has just dropped the key
        return False


def limited(
    scope: str, *, limit: int, seconds: int, methods: Collection[str] | None = None
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A view that one address may ask for only `limit` times in `seconds`; then 429."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            counted = methods is None or request.method in methods
            if counted and over_limit(scope, client_address(request), limit=limit, seconds=seconds):
                response = render(request, "429.html", status=429)
                response["Retry-After"] = str(seconds)
                return response
            return view(request, *args, **kwargs)

        return wrapper

    return decorate
