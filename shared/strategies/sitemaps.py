from __future__ import annotations

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest

from shared.strategies import selectors
from shared.strategies.models import Document
from tenants.registry.models import Municipality


class StrategySitemap(Sitemap):
    """Public documents of one site: each is in the sitemap of its owner alone."""

    limit = 5000

    def __init__(self, site: Municipality) -> None:
        self.site = site

    def items(self) -> QuerySet[Document]:
        own = selectors.public(self.site).filter(municipality=self.site)
        return own.only("pk", "slug", "changed_at").order_by("pk")

    def location(self, item: Document) -> str:
        return item.path

    def lastmod(self, item: Document) -> dt.datetime:
        return item.changed_at


def of_site(request: HttpRequest) -> Sitemap | None:
    return StrategySitemap(request.tenant)  # type: ignore[attr-defined]
