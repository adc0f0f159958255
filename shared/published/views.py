from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shared.kernel.ratelimit import limited
from shared.published import search as searching
from shared.published.enums import Kind
from shared.published.forms import SearchForm
from shared.published.search import SearchPage
from shared.published.selectors import cleaned_query

TEMPLATE = "shared/published/search.html"
#: Filters by municipality that stand there open; further ones unfold.
TOWNS_SHOWN = 16


@require_safe
@limited("search", limit=60, seconds=60)
def search(request: HttpRequest) -> HttpResponse:
    """What all sites have published, the site's own first; `druh` and `obec` narrow it."""
    site = request.tenant  # type: ignore[attr-defined]
    form = SearchForm(_values(request))
    if not form.is_valid():
        errors = [str(error) for each in form.errors.values() for error in each]
        query = cleaned_query(request.GET.get("q", ""))
        return render(
            request, TEMPLATE, {"result": SearchPage(query), "errors": errors}, status=400
        )
    data = form.cleaned_data
    result = searching.find(
        data["q"],
        kind=Kind(data["druh"]) if data["druh"] else None,
        slugs=data["obec"],
        page=data["strana"] or 1,
        first=site.schema_name,
    )
    towns = _towns(result)
    context = {
        "result": result,
        "errors": [],
        "kinds": _kinds(result),
        "towns": towns[:TOWNS_SHOWN],
        "more_towns": towns[TOWNS_SHOWN:],
        "towns_left_out": max(0, result.all_towns - searching.TOWNS),
        "chosen_towns": [town["label"] for town in towns if town["current"] and town["label"]],
        "own_slug": site.slug,
        "own_url": _address(replace(result, slugs=(site.slug,), kind=None)),
        "everything_url": _address(replace(result, slugs=(), kind=None)),
        "previous_url": _address(result, result.number - 1) if result.number > 1 else "",
        "next_url": _address(result, result.number + 1) if result.number < result.pages else "",
        "first_url": _address(result),
    }
    past_the_end = result.total > 0 and not result.hits
    return render(request, TEMPLATE, context, status=404 if past_the_end else 200)


@require_safe
@limited("suggest", limit=240, seconds=60)
def suggest(request: HttpRequest) -> HttpResponse:
    """What to offer under a search box while somebody types; the page itself needs none of it."""
    site = request.tenant  # type: ignore[attr-defined]
    query = cleaned_query(request.GET.get("q", ""))
    items = [
        {
            "title": item.title,
            "kind": item.get_kind_display(),
            "municipality": item.municipality.name if item.municipality_id != site.pk else "",
            "url": item.path if item.municipality_id == site.pk else item.url,
        }
        for item in searching.suggest(query, first=site.schema_name)
    ]
    response = JsonResponse({"query": query, "items": items})
    # What is withdrawn is not offered again out of somebody's browser.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _values(request: HttpRequest) -> dict[str, str]:
    values = {name: request.GET.get(name, "") for name in ("druh", "strana")}
    values["obec"] = ",".join(request.GET.getlist("obec"))
    return {**values, "q": cleaned_query(request.GET.get("q", ""))}


def _address(result: SearchPage, number: int = 1) -> str:
    parameters = {
        "q": result.query,
        "druh": result.kind or "",
        "obec": ",".join(result.slugs),
        "strana": str(number) if number > 1 else "",
    }
    return "?" + urlencode({name: value for name, value in parameters.items() if value}, safe=",")


def _filter(label: str, number: int, result: SearchPage, current: bool) -> dict[str, Any]:
    """One link of a row of filters; `current` is the one that holds now."""
    return {"label": label, "number": number, "url": _address(result), "current": current}


def _kinds(result: SearchPage) -> list[dict[str, Any]]:
    """All kinds together, then each that has something, with numbers and addresses."""
    filters = [_filter("", result.all_kinds, replace(result, kind=None), result.kind is None)]
    for kind, number in result.counts.items():
        if number or kind == result.kind:
            filters.append(
                _filter(str(kind.label), number, replace(result, kind=kind), kind == result.kind)
            )
    return filters


def _towns(result: SearchPage) -> list[dict[str, Any]]:
    """All municipalities together, then each that has something, the visitor's own first."""
    chosen = set(result.slugs)
    filters = [_filter("", 0, replace(result, slugs=()), not chosen)]
    filters += [
        _filter(town.name, town.number, replace(result, slugs=(town.slug,)), town.slug in chosen)
        for town in result.towns
    ]
    return filters
