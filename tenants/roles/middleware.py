from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tenants.registry.middleware import normalized_host
from tenants.registry.models import Municipality, site_url

DESK = "/admin/"


class DeskMiddleware:
    """The desk is reached under the portal's domain alone.

    A municipality's own domain cannot hold the session, whose cookie belongs to the union's
    domain; whoever opens the desk there is led to the right host.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESK):
            site: Municipality = request.tenant  # type: ignore[attr-defined]
            if normalized_host(request) != site.host:
                return HttpResponseRedirect(site_url(site.host) + request.get_full_path())
        response = self.get_response(request)
        if request.path.startswith(DESK) or settings.SESSION_COOKIE_NAME in response.cookies:
            response["Cache-Control"] = "private, no-store"
        return response
