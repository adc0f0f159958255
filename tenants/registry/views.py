"""Stylesheets with the colours of a site, so that the pages need no inline style."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import etag, require_safe

from tenants.registry import colors, selectors

ALL_COLORS_SECONDS = 300


@require_safe
def site_css(request: HttpRequest, version: str) -> HttpResponse:
    """The colours of this site. An address that is out of date is answered, but not kept:

    a page cached before the colours changed still looks right.
    """
    site = request.tenant  # type: ignore[attr-defined]
    response = HttpResponse(
        colors.stylesheet(site.color_primary, site.color_accent), content_type="text/css"
    )
    current = version == site.look_version
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if current else "public, max-age=60"
    )
    return response


def _members_css(request: HttpRequest) -> str:
    """Kept in the cache for a few minutes; the look of another site may lag that long."""
    css: str | None = cache.get("members-css:" + colors.VERSION)
    if css is None:
        css = "".join(colors.member_rule(*row) for row in selectors.member_colors())
        cache.set("members-css:" + colors.VERSION, css, ALL_COLORS_SECONDS)
    return css


def _members_etag(request: HttpRequest) -> str:
    return f'"{hashlib.sha256(_members_css(request).encode()).hexdigest()[:16]}"'


@require_safe
@etag(_members_etag)
def members_css(request: HttpRequest) -> HttpResponse:
    """The colours of all members, for tiles and tags on shared pages: classes `m-<slug>`."""
    response = HttpResponse(_members_css(request), content_type="text/css")
    response["Cache-Control"] = f"public, max-age={ALL_COLORS_SECONDS}"
    return response
