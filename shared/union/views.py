from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared.union import selectors
from shared.union.forms import NewestForm
from tenants.registry.models import Municipality


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/union/members.html", selectors.members_context())


@require_safe
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """A page about one of today's members; 404 for everybody else."""
    others = selectors.members()
    found = next((each for each in others if each.slug == slug), None)
    if found is None:
        raise Http404
    return render(request, "shared/union/member.html", selectors.member_context(found, others))


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """What is new on all sites: `?obec=`, `?druh=` (both repeated), `?strana=`."""
    union = Municipality.objects.the_union()
    sites = [union, *selectors.members()]
    form = NewestForm(sites, request.GET)
    context: dict[str, Any] = {
        "form": form,
        "sites": sites,
        "crumbs": [{"title": _("What is new in all municipalities")}],
    }
    if not form.is_valid():
        return render(request, "shared/union/newest.html", context, status=400)
    number = form.cleaned_data["strana"] or 1
    chosen = [("obec", slug) for slug in form.cleaned_data["obec"]]
    chosen += [("druh", kind) for kind in form.cleaned_data["druh"]]
    found = selectors.newest(form.kinds, form.cleaned_data["obec"], number)
    context.update(
        {
            "found": found,
            "is_narrowed": bool(chosen),
            "previous_url": f"?{urlencode([*chosen, ('strana', number - 1)])}",
            "next_url": f"?{urlencode([*chosen, ('strana', number + 1)])}",
        }
    )
    status = 404 if number > 1 and not found.items else 200
    return render(request, "shared/union/newest.html", context, status=status)
