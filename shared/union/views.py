from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shared.union import selectors
from tenants.registry import map as union_map


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    found = selectors.members()
    context = {
        "members": found,
        "unconfirmed": [member for member in found if not member.is_confirmed],
        "map": union_map.draw(found),
    }
    return render(request, "shared/union/members.html", context)


@require_safe
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """A page about one of today's members; 404 for everybody else."""
    found = next((each for each in selectors.members() if each.slug == slug), None)
    if found is None:
        raise Http404
    return render(request, "shared/union/member.html", selectors.member_context(found))
