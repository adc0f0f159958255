"""The board as RSS: what hangs now, newest first; kinds by `kategorie` as on the page."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared.kernel.cms import plain_text
from tenants.noticeboard import selectors
from tenants.noticeboard.models import Notice

LONGEST = 500


class BoardFeed(Feed):
    feed_type = Rss201rev2Feed
    item_guid_is_permalink = True

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return _("Official notice board – %(name)s") % {"name": request.tenant.display_name}  # type: ignore[attr-defined]

    def description(self, request: HttpRequest) -> str:
        return _("What hangs on the board.")

    def link(self, request: HttpRequest) -> str:
        return request.build_absolute_uri(reverse("noticeboard:board"))

    def feed_url(self, request: HttpRequest) -> str:
        return request.build_absolute_uri()

    def items(self, request: HttpRequest) -> list[Any]:
        notices: list[Any] = selectors.feed(request.GET)
        for notice in notices:
            notice.feed_link = request.build_absolute_uri(notice.url)
        return notices

    def item_title(self, item: Notice) -> str:
        return item.title

    def item_description(self, item: Notice) -> str:
        return plain_text(item.text)[:LONGEST]

    def item_link(self, item: Any) -> str:
        return str(item.feed_link)

    def item_pubdate(self, item: Notice) -> dt.datetime | None:
        return item.posted_at

    def item_categories(self, item: Notice) -> list[str]:
        return [str(item.get_kind_display())]


_feed = BoardFeed()


@require_safe
def board_rss(request: HttpRequest) -> HttpResponse:
    """With an ETag over its bytes. Never kept by others: what is taken down leaves it at once."""
    response = _feed(request)
    content = re.sub(rb"<lastBuildDate>[^<]*</lastBuildDate>", b"", response.content)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if etag in [part.strip() for part in request.headers.get("If-None-Match", "").split(",")]:
        response = HttpResponse(status=304)
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response
