"""What all views of the calendar share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from calendar_app.feeds.filters import BadFilter
from tenants.registry.models import Municipality

View = Callable[..., HttpResponse]


def explains_bad_filters(view: View) -> View:
    """A filter that is not understood gets a page that says which and why."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadFilter as problem:
            return render(
                request,
                "calendar_app/bad_filter.html",
                {"problem": problem.message},
                status=problem.status,
            )

    return wrapped


def site_of(request: HttpRequest) -> Municipality:
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    return site
