"""What the projection is told about pages."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any

from wagtail.models import Page, PageViewRestriction

from shared.kernel import clock
from shared.kernel.cms import SitePage, language_of, public_path
from shared.published.enums import Kind
from shared.published.items import ItemData

logger = logging.getLogger(__name__)

LIST_PICTURE = "fill-640x400|format-webp"


def entry_for(page: Page) -> ItemData | None:
    """The page's entry, or None when the public may not read it or it is of no listed kind."""
    if not _is_listed(page) or page.get_view_restrictions().exists():
        return None
    return _entry(page)


def entries() -> Iterator[ItemData]:
    """Everything that the pages of the current site publish right now."""
    restricted = tuple(
        PageViewRestriction.objects.select_related("page").values_list("page__path", flat=True)
    )
    for page in Page.objects.live().filter(depth__gt=1).specific().iterator():
        if _is_listed(page) and not page.path.startswith(restricted):
            yield _entry(page)


def _is_listed(page: Page) -> bool:
    return (
        isinstance(page, SitePage)
        and bool(page.item_kind)
        and page.live
        and page.alias_of_id is None
        and page.depth > 1
    )


def _entry(page: SitePage) -> ItemData:
    extra = {"published_at": _published_at(page), **page.get_item_extra()}
    return ItemData(
        kind=Kind(page.item_kind),
        source_id=str(page.pk),
        title=page.title,
        summary=page.get_item_summary(),
        url_path=public_path(page.url_path),
        body_text=page.get_item_text(),
        language=language_of(page.url_path),
        image_path=_image_path(page.get_item_image()),
        category=page.get_item_category(),
        **extra,
    )


def _published_at(page: Page) -> dt.datetime:
    moment: dt.datetime | None = page.first_published_at or page.last_published_at
    return moment or page.latest_revision_created_at or clock.now()


def _image_path(image: Any | None) -> str:
    if image is None:
        return ""
    try:
        return str(image.get_rendition(LIST_PICTURE).url)
    except Exception:  # a lost or broken file must not stop publishing
        logger.warning("No list picture could be made of image %s", image.pk)
        return ""
