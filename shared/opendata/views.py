from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared.kernel import clock, cors
from shared.kernel.ratelimit import client_address, over_limit
from shared.opendata import catalogue, selectors, services, sets
from shared.opendata.api import resources
from shared.opendata.problems import problem
from shared.opendata.sets import JSON_LD, DataSet
from shared.published import page_cache

#: What an address may have built anew in a minute; what is cached is not counted.
LIMIT, SECONDS = 120, 60
API = "/api/v1"
LONGEST_EXAMPLE = 3_000
NAMES = {"JSON_LD": "JSON-LD", "JSON": "JSON", "CSV": "CSV"}

View = Callable[..., HttpResponse]


def for_programs(view: View) -> View:
    """Open to scripts of all sites, for reading only, and limited."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return cors.options()
        if request.method not in ("GET", "HEAD"):
            return problem(405, "Data can be read only.")
        if over_limit("opendata", client_address(request), limit=LIMIT, seconds=SECONDS):
            response = problem(429, f"At most {LIMIT} requests in {SECONDS} seconds.")
            response["Retry-After"] = str(SECONDS)
            return response
        return cors.open_to_all(view(request, *args, **kwargs))

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # a POST gets 405 and not a form's page
    return wrapped


@for_programs
def file(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """A whole data set. The page cache keeps it for everybody until the site publishes again."""
    if request.META.get("QUERY_STRING"):
        # Nothing can be asked for, and each address would be built and kept for itself.
        return HttpResponseRedirect(request.path)
    found = services.file(request.tenant, slug, extension)  # type: ignore[attr-defined]
    if found is None:
        return problem(404, "There is no such data set on this site.")
    response = HttpResponse(found.body, content_type=found.content_type)
    response["Cache-Control"] = page_cache.PUBLIC
    response["Last-Modified"] = http_date(found.modified.timestamp())
    response["Content-Disposition"] = f'inline; filename="{slug}.{extension}"'
    return response


@for_programs
def resource(request: HttpRequest, noun: str, key: str) -> HttpResponse:
    """An IRI: JSON-LD for programs, the page about the same for people."""
    found = selectors.resource(request.tenant, noun, key)  # type: ignore[attr-defined]
    if found is None:
        response = problem(404, "Nothing public has this name on this site.")
    else:
        wanted = request.get_preferred_type([JSON_LD, "application/json", "text/html"])
        if wanted is None:
            response = problem(406, f"There are {JSON_LD}, application/json and text/html.")
        elif wanted == "text/html":
            # Another thing than the data about it, hence "see other" (RFC 9110, 15.4.4).
            response = HttpResponseRedirect(found.page, status=303)
            response["Cache-Control"] = "no-cache"
        else:
            response = HttpResponse(sets.dumped(found.document), content_type=wanted)
            response["Cache-Control"] = "public, max-age=300"
            response["Link"] = f'<{found.page}>; rel="alternate"; type="text/html"'
            if found.modified is not None:
                response["Last-Modified"] = http_date(found.modified.timestamp())
    response["Vary"] = "Accept"
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is, for whom, in which form, and what is still missing."""
    site = request.tenant  # type: ignore[attr-defined]
    crumb = {"title": _("Open data"), "url": request.path}
    context = {
        "sets": [_explained(site, each) for each in sets.of_site(site)],
        "catalogue_url": f"{site.url}{catalogue.PATH}",
        "catalogue_missing": catalogue.missing(site),
        "is_secure": site.url.startswith("https://"),
        "site_url": site.url,
        "licence_url": catalogue.CC_BY,
        "api_url": f"{site.url}{API}",
        "openapi_url": f"{site.url}{API}/openapi.json",
        "resources": [
            {"name": each.name, "url": f"{site.url}{API}/{each.name}"}
            for each in resources.all_resources()
        ],
        "today": clock.today(),
        "crumbs": [crumb],
    }
    return render(request, "shared/opendata/index.html", context)


def _explained(site: Any, data_set: DataSet) -> dict[str, Any]:
    base = f"{site.url}/opendata/{data_set.slug}"
    return {
        "set": data_set,
        "files": [
            {"name": NAMES[form.file_type], "url": f"{base}.{form.extension}"}
            for form in data_set.forms
            if form.file_type
        ],
        "descriptions": [
            f"{base}.{form.extension}" for form in data_set.forms if not form.file_type
        ],
        "missing": data_set.missing(site),
        "iri": catalogue.address(site, data_set),
        "example": _example(site, data_set),
    }


def _example(site: Any, data_set: DataSet) -> str:
    """A real item, which says more than a description of it."""
    found = data_set.example(site) if data_set.example else None
    if found is None:
        return ""
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]} …"
