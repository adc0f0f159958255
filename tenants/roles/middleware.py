from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from shared.kernel.ratelimit import client_address, over_limit
from tenants.accounts.views import locked_out
from tenants.registry.middleware import normalized_host
from tenants.registry.models import Municipality, site_url

DESK = "/admin/"
# Wagtail's own pages about users and groups work on the people of all sites at once. Ours, in
# `tenants.roles.views`, know only the people of the site.
CLOSED_NAMESPACES = frozenset({"wagtailusers_users", "wagtailusers_groups"})
# Forms that tell whether a guess was right: tries per half an hour from one address.
GUESSED_AT = {"wagtailadmin_login": 60, "wagtailadmin_password_reset": 10}
GUESSING_WINDOW = 1800
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
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None:
            return None
        if CLOSED_NAMESPACES.intersection(match.namespaces) or (
            match.url_name == "wagtail_bulk_action"
            and kwargs.get("app_label") in CLOSED_BULK_ACTIONS
        ):
            raise Http404
        if (
            request.method == "POST"
            and (limit := GUESSED_AT.get(match.url_name or ""))
            and over_limit(
                match.url_name or "", client_address(request), limit=limit, seconds=GUESSING_WINDOW
            )
        ):
            return locked_out(request)
        return None
