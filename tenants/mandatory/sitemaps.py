from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest

from tenants.mandatory import projection


class ListsSitemap(Sitemap):
    """Lists and statements that are no pages of the tree, where they have something to tell."""

    def items(self) -> list[str]:
        return [entry.url_path for entry in projection.entries()]

    def location(self, item: str) -> str:
        return item


def of_site(request: HttpRequest) -> Sitemap:
    return ListsSitemap()
