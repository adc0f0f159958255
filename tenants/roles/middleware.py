from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from tenants.registry.middleware import normalized_host
from tenants.registry.models import Municipality, site_url

DESK = "/admin/"
# Wagtail's own pages about users and groups work on the people of all sites at once. Ours, in
# `tenants.roles.views`, know only the people of the site.
CLOSED_NAMESPACES = frozenset({"wagtailusers_users", "wagtailusers_groups"})
CLOSED_BULK_ACTIONS = frozenset({"accounts", "auth"})


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

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        match = request.resolver_match
        if match is None:
            return
        if CLOSED_NAMESPACES.intersection(match.namespaces) or (
            match.url_name == "wagtail_bulk_action"
            and kwargs.get("app_label") in CLOSED_BULK_ACTIONS
        ):
            raise Http404
