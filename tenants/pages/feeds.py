"""News as RSS, for readers and for other sites."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared.kernel.cms import public_path
from tenants.pages import selectors
from tenants.pages.models import NewsPage
from tenants.pages.models.news import instant_of

FRESH_SECONDS = 600


class NewsFeed(Feed):
    feed_type = Rss201rev2Feed
    item_guid_is_permalink = True

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return _("News – %(name)s") % {"name": request.tenant.display_name}  # type: ignore[attr-defined]

    def description(self, request: HttpRequest) -> str:
        return _("What is new on the site.")

    def link(self, request: HttpRequest) -> str:
        return self._absolute(request, "/aktuality/")

    def feed_url(self, request: HttpRequest) -> str:
        return request.build_absolute_uri()

    @staticmethod
    def _absolute(request: HttpRequest, path: str) -> str:
        # The host that was asked for, which may be a municipality's own domain.
        return request.build_absolute_uri(path)

    def items(self, request: HttpRequest) -> list[NewsPage]:
        news = selectors.news_for_feed(selectors.categories_asked_for(request.GET))
        for page in news:
            page.feed_link = self._absolute(request, public_path(page.url_path))
        return news

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.lead

    def item_link(self, item: NewsPage) -> str:
        return item.feed_link

    def item_pubdate(self, item: NewsPage) -> dt.datetime:
        return instant_of(item)

    def item_updateddate(self, item: NewsPage) -> dt.datetime | None:
        return item.last_published_at

    def item_categories(self, item: NewsPage) -> list[str]:
        return [item.category.label] if item.category else []


_feed = NewsFeed()


@require_safe
def news_rss(request: HttpRequest) -> HttpResponse:
    """The feed with an ETag over its bytes, so that readers fetch it only when it has changed."""
    response = _feed(request)
    etag = f'"{hashlib.sha256(_without_build_date(response.content)).hexdigest()[:32]}"'
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    if etag in [part.strip() for part in request.headers.get("If-None-Match", "").split(",")]:
        fresh = HttpResponse(status=304)
        fresh["ETag"] = etag
        fresh["Cache-Control"] = response["Cache-Control"]
        return fresh
    return response


def _without_build_date(content: bytes) -> bytes:
    """An empty feed says "now" as its date of build, and would never be the same twice."""
    import re

    return re.sub(rb"<lastBuildDate>[^<]*</lastBuildDate>", b"", content)
