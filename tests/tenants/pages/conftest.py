from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.db import transaction


def png(width: int = 640, height: int = 480, color: str = "#557799") -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (width, height), color).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def make_image() -> Callable[..., Any]:
    """A picture in the library of the current site."""

    def make(title: str = "Náves", description: str = "Náves s lípou") -> Any:
        from tenants.pages.models import SiteImage

        file = ImageFile(io.BytesIO(png()), name="naves.png")
        return SiteImage.objects.create(title=title, description=description, file=file)

    return make


@pytest.fixture
def publish_under() -> Callable[..., Any]:
    """`publish_under("aktuality", NewsPage(…))`: below that page of the current site, and live."""

    def publish(parent_slug: str, page: Any, *, live: bool = True) -> Any:
        from wagtail.models import Page

        parent = Page.objects.get(slug=parent_slug, locale__language_code="cs")
        with transaction.atomic():
            page.live = False
            page.locale_id = page.locale_id or parent.locale_id
            parent.add_child(instance=page)
            if live:
                page.save_revision().publish()
        page.refresh_from_db()
        return page

    return publish


@pytest.fixture
def make_news(publish_under: Any) -> Callable[..., Any]:
    def make(title: str, *, live: bool = True, **fields: Any) -> Any:
        from django.utils.text import slugify

        from tenants.pages.models import NewsPage

        fields.setdefault("lead", f"Krátce: {title}")
        return publish_under(
            "aktuality", NewsPage(title=title, slug=slugify(title), **fields), live=live
        )

    return make
