from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from shared.opendata.api import openapi, queries, resources
from shared.opendata.api.resources import Resource
from shared.opendata.problems import problem
from shared.opendata.sets import dumped
from shared.opendata.views import for_programs
from shared.published import page_cache
from tenants.registry.models import Municipality

#: Longer ones are nobody's ids.
LONGEST_KEY = 200


@for_programs
def api(request: HttpRequest, rest: str) -> HttpResponse:
    """Everything below /api/v1/, what does not exist as well: a program gets no page for people."""
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    if rest == "openapi.json":
        return _json(openapi.document(), "application/json")
    if rest == "":
        return _json(_index(site))
    name, slash, key = rest.partition("/")
    resource = resources.find(name)
    if resource is None or (slash and not key):
        return problem(404, "There is no such resource.")
    if not slash:
        return _list(request, site, resource)
    if request.GET:
        return problem(400, "A single item takes no parameters.")
    found = resource.one(site, key) if len(key) <= LONGEST_KEY else None
    return _json(found) if found is not None else problem(404, "Nothing public has this id.")


def _index(site: Municipality) -> dict[str, object]:
    base = f"{site.url}{openapi.BASE}"
    return {
        "openapi": f"{base}/openapi.json",
        "documentation": f"{site.url}/opendata/#api",
        "resources": {each.name: f"{base}/{each.name}" for each in resources.all_resources()},
    }


def _list(request: HttpRequest, site: Municipality, resource: Resource) -> HttpResponse:
    try:
        query = queries.parse(resource, request.GET)
    except queries.BadQuery as error:
        return problem(400, str(error))
    try:
        page = resource.page(site, query.asked, query.cursor, query.limit)
    except resources.NoSuchPage:
        return problem(404, "This list has never given such a cursor.")
    address = None
    if page.next_cursor:
        pairs = {**request.GET.dict(), "cursor": page.next_cursor}
        address = f"{site.url}{openapi.BASE}/{resource.name}?{urlencode(pairs)}"
    response = _json({"items": page.items, "next": address})
    if address:
        response["Link"] = f'<{address}>; rel="next"'
    return response


def _json(document: object, content_type: str = "application/json") -> HttpResponse:
    response = HttpResponse(dumped(document), content_type=content_type)
    response["Cache-Control"] = page_cache.PUBLIC
    return response
