from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest
from django.urls import reverse


class OpenDataSitemap(Sitemap):
    def items(self) -> list[str]:
        return ["opendata"]

    def location(self, item: str) -> str:
        return reverse(item)


def of_site(request: HttpRequest) -> Sitemap:
    return OpenDataSitemap()
