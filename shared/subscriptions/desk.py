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
    by_topic = selectors.topic_counts(whose)
    return render(
        request,
        "shared/subscriptions/admin/digests.html",
        {
            "is_union": site.is_union,
            "counts": selectors.counts(whose),
            "topics": [
                {"title": topic.title(), "number": by_topic.get(topic.name, 0)}
                for topic in topics.everything()
            ],
            "periods": selectors.periods(whose),
            "problems": selectors.problems(whose),
        },
    )
