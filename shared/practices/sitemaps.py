from __future__ import annotations

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest

from shared.practices import selectors
from shared.practices.models import Practice


class PracticeSitemap(Sitemap):
    """Records that everybody may read. Never those of the person who asks."""

    limit = 5000

    def items(self) -> QuerySet[Practice]:
        return (
            selectors.visible(selectors.STRANGER).only("pk", "slug", "published_at").order_by("pk")
        )

    def location(self, item: Practice) -> str:
        return item.path

    def lastmod(self, item: Practice) -> dt.datetime | None:
        return item.published_at


def of_site(request: HttpRequest) -> Sitemap | None:
    site = request.tenant  # type: ignore[attr-defined]
    return PracticeSitemap() if site.is_union else None
