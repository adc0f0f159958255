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
    """Everything that the pages of the current site publish right now, and what they show."""
    for page in _public_pages():
        yield _entry(page)
    yield from _public_documents()


def _public_pages() -> Iterator[SitePage]:
    restricted = tuple(
        PageViewRestriction.objects.select_related("page").values_list("page__path", flat=True)
    )
    for page in Page.objects.live().filter(depth__gt=1).specific().iterator():
        if _is_listed(page) and not page.path.startswith(restricted):
            yield page


# --- Documents ------------------------------------------------------------------------------------


def shown_documents(page: Page) -> set[int]:
    """Keys of the documents that the page names in its texts, blocks and fields; no query."""
    from wagtail.documents import get_document_model

    document_model = get_document_model()
    found = set()
    for field in page._meta.get_fields():
        if hasattr(field, "extract_references"):
            value = field.value_from_object(page)
            for model, key, _path, _content in field.extract_references(value):
                if issubclass(model, document_model):
                    found.add(int(key))
        elif getattr(field, "concrete", False) and field.related_model is document_model:
            found.add(field.value_from_object(page))
    return found - {None}


def document_entry(document: Any) -> ItemData | None:
    """The document's entry; None for one in a collection that not everybody may read.

    Whether a public page shows it, the caller knows.
    """
    if document.collection.get_view_restrictions().exists():
        return None
    words = getattr(document, "words", None)
    return ItemData(
        kind=Kind.DOCUMENT,
        source_id=str(document.pk),
        title=document.title,
        url_path=document.url,
        body_text=words.text if words is not None and words.file == document.file.name else "",
        category=document.file_extension.upper(),
        published_at=document.created_at,
    )


def _public_documents() -> Iterator[ItemData]:
    from tenants.pages.models import SiteDocument

    keys = {key for _page, key in uses_now()}
    for document in SiteDocument.objects.filter(pk__in=keys).select_related("words", "collection"):
        if entry := document_entry(document):
            yield entry


def uses_now() -> Iterator[tuple[int, int]]:
    """Keys of each public page and of each document that it shows, out of the pages themselves."""
    from tenants.pages.models import SiteDocument

    known = set(SiteDocument.objects.values_list("pk", flat=True))
    if not known:
        return
    for page in _public_pages():
        for key in shown_documents(page) & known:
            yield page.pk, key


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
