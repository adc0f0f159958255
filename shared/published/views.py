from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shared.kernel.ratelimit import limited
from shared.published import selectors
from shared.published.enums import Kind
from shared.published.forms import ALL_SITES, OWN_SITE, SearchForm

TEMPLATE = "shared/published/search.html"


@require_safe
@limited("search", limit=60, seconds=60)
def search(request: HttpRequest) -> HttpResponse:
    """The site's own items, and all sites' with ``kde=vse``; the union's page searches all."""
    site = request.tenant  # type: ignore[attr-defined]
    form = SearchForm(_single_values(request))
    if not form.is_valid():
        errors = [str(error) for each in form.errors.values() for error in each]
        query = selectors.cleaned_query(request.GET.get("q", ""))
        context = {
            "result": selectors.SearchPage(query),
            "errors": errors,
            "is_union": site.is_union,
        }
        return render(request, TEMPLATE, context, status=400)
    data = form.cleaned_data
    everywhere = site.is_union or data["kde"] == ALL_SITES
    kind = Kind(data["druh"]) if data["druh"] else None
    result = selectors.search(
        data["q"],
        schema=None if everywhere else site.schema_name,
        kind=kind,
        page=data["strana"] or 1,
        first=site.schema_name if everywhere else None,
    )
    scope = data["kde"] if not site.is_union else ""
    context = {
        "result": result,
        "errors": [],
        "is_union": site.is_union,
        "everywhere": everywhere,
        "own_site": OWN_SITE,
        "all_sites": ALL_SITES,
        "filters": _filters(result, scope),
        "previous_url": _address(result, scope, result.number - 1) if result.number > 1 else "",
        "next_url": (
            _address(result, scope, result.number + 1) if result.number < result.pages else ""
        ),
        "first_url": _address(result, scope),
        "other_scope_url": _address(
            selectors.SearchPage(result.query), OWN_SITE if everywhere else ALL_SITES
        ),
    }
    past_the_end = result.total > 0 and not result.hits
    return render(request, TEMPLATE, context, status=404 if past_the_end else 200)


def _single_values(request: HttpRequest) -> dict[str, str]:
    values = {name: request.GET.get(name, "") for name in ("druh", "kde", "strana")}
    return {**values, "q": selectors.cleaned_query(request.GET.get("q", ""))}


def _address(result: selectors.SearchPage, scope: str, number: int = 1) -> str:
    parameters = {
        "q": result.query,
        "druh": result.kind or "",
        "kde": scope,
        "strana": str(number) if number > 1 else "",
    }
    return "?" + urlencode({name: value for name, value in parameters.items() if value})


def _filters(result: selectors.SearchPage, scope: str) -> list[dict[str, Any]]:
    """All kinds, then each kind that has something, with their numbers and addresses."""
    choices: list[Kind | None] = [None, *(kind for kind, n in result.counts.items() if n)]
    if result.kind and result.kind not in choices:
        choices.append(result.kind)
    return [
        {
            "kind": kind,
            "label": kind.label if kind else None,
            "number": result.counts.get(kind, 0) if kind else result.all_kinds,
            "url": _address(selectors.SearchPage(result.query, kind=kind), scope),
            "current": kind == result.kind,
        }
        for kind in choices
    ]
