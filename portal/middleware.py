"""What stands around every request: health, security headers, and honest failure."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string

from portal import health
from tenants.registry.models import site_url

GetResponse = Callable[[HttpRequest], HttpResponse]

# Pictures may come from any site of the portal: the union shows its members' news with theirs.
SITES = site_url(f"*.{settings.PORTAL_DOMAIN}")
PUBLIC_POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: {SITES}; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'; manifest-src 'self'"
)
# Wagtail's editor (Draftail, Telepath) writes style attributes and a few inline scripts; the
# relaxation is confined to the desk, where only people who logged in come.
DESK_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "media-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'; manifest-src 'self'"
)
# A file that a user uploaded is looked at in a box: no script in it runs on the site's origin.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
# Of every answer, unless it says otherwise itself.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
    ),
    "Cross-Origin-Resource-Policy": "same-site",
}


class HealthMiddleware:
    """Answers /healthz and /readyz on every host, before anything can be in the way."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = health.VIEWS.get(request.path)
        return view(request) if view else self.get_response(request)


class SecurityHeadersMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            policy = DESK_POLICY
        elif request.path.startswith((settings.MEDIA_URL, "/documents/")):
            policy = FILE_POLICY
        else:
            policy = PUBLIC_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class LanguageMiddleware(LocaleMiddleware):
    """The path decides the language, so no answer varies by what the browser prefers.

    Django says otherwise in `Vary`, and every cache on the way would keep a copy per browser.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        vary = response.headers.get("Vary")
        response = super().process_response(request, response)
        if vary is not None:
            response.headers["Vary"] = vary
        elif "Vary" in response.headers:
            del response.headers["Vary"]
        return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """A plain 503 page while the database is away; the portal recovers by itself.

    Rendered without context processors, which would ask the database again.
    """
    connection.close()
    response = HttpResponse(render_to_string("503.html", {"updating": False}), status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response
