"""Addresses of the site for search engines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.models import Page

from shared.kernel.cms import public_path


class PageSitemap(Sitemap):
    """Every live page that the public may read. Two queries."""

    limit = 5000

    def items(self) -> QuerySet[Page]:
        return (
            Page.objects.live()
            .public()
            .filter(depth__gt=1, alias_of__isnull=True)
            .order_by("path")
            .only("url_path", "last_published_at", "path")
        )

    def location(self, item: Any) -> str:
        return public_path(item.url_path)

    def lastmod(self, item: Any) -> dt.datetime | None:
        moment: dt.datetime | None = item.last_published_at
        return moment
