"""Numbers for the administrators of a site; those of the union see every site's."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shared.subscriptions import selectors, topics
from tenants.registry.models import Municipality
from tenants.roles import permissions


def digests(request: HttpRequest) -> HttpResponse:
    if not permissions.can_change_settings(request.user):
        raise PermissionDenied
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    whose = None if site.is_union else site
    counts = selectors.counts(whose)
    for row in counts:
        topic = topics.find(row["topic"])
        row["title"] = topic.title() if topic else row["topic"]
    return render(
        request,
        "shared/subscriptions/admin/digests.html",
        {
            "is_union": site.is_union,
            "counts": counts,
            "periods": selectors.periods(whose),
            "problems": selectors.problems(whose),
        },
    )
