from __future__ import annotations

from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from shared.kernel.cms import active_language, find_page
from shared.kernel.sitemaps import sitemaps
from tenants.pages.sitemaps import PageSitemap


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view of a page, with our own way of finding it.

    Wagtail's would ask for the Site, the locale, and twice for every level of the tree.
    """
    page = find_page(path, active_language())
    request._wagtail_route_for_request = RouteResult(page) if page is not None else None  # type: ignore[attr-defined]
    return wagtail_serve(request, path)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return django_sitemap(request, sitemaps={"pages": PageSitemap(), **sitemaps(request)})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots need not look at; what they must not see is guarded by rights, not by this."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /hledat/",
        "Disallow: /clenove/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
