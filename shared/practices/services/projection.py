"""What a published record leaves elsewhere: its own columns, and an item of the union's site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.utils.text import slugify
from django_tenants.utils import schema_context

from shared.kernel.db import connection
from shared.kernel.text import czech_sort_key
from shared.practices import selectors
from shared.practices.content import Record, plain_text, search_texts
from shared.practices.models import Practice, Version
from shared.published import services as published
from shared.published.enums import Kind
from shared.published.items import ItemData
from tenants.registry.models import PUBLIC_SCHEMA


def set_columns(practice: Practice, version: Version) -> None:
    """Make the columns say what the version says. The caller saves."""
    record = Record(version.content)
    practice.version = version
    practice.title = record.title[:200]
    practice.title_key = czech_sort_key(practice.title)[:900]
    practice.slug = slugify(_ascii(practice.title))[:80].strip("-") or "zaznam"
    practice.summary = record.summary[:300]
    practice.topic = record.content.get("topic") or ""
    practice.progress = record.content.get("progress") or ""
    practice.cost = record.cost
    practice.search = _vector(practice, version)


def _vector(practice: Practice, version: Version) -> Any:
    papers = selectors.words_of(practice, Record(version.content))
    texts = search_texts(version.content, practice.municipality.name, papers)
    vector: Any = None
    for text, weight in zip(texts, "ABCD", strict=True):
        part = SearchVector(Value(text), config="simple", weight=weight)
        vector = part if vector is None else vector + part
    return vector


def index_papers(practice: Practice) -> None:
    """Have both searches know the papers of what is published as they have been read by now."""
    if practice.version is None:
        return
    practice.search = _vector(practice, practice.version)
    practice.save(update_fields=["search"])
    project(practice)


def _ascii(text: str) -> str:
    from anyascii import anyascii

    return str(anyascii(text))


def project(practice: Practice) -> None:
    """Bring the union's pages and the search over all sites in line with the record.

    Wherever it is called from, the item belongs to the union's site.
    """
    with schema_context(PUBLIC_SCHEMA):
        row = (
            selectors.visible(selectors.STRANGER)
            .select_related("municipality", "version")
            .filter(pk=practice.pk)
            .first()
        )
        if row is None:
            published.withdraw(Kind.PRACTICE, practice.pk)
        else:
            published.publish(_item(row))


def touch() -> None:
    """The union's pages look different: somebody took a practice over, asked, or said thank you."""
    published.touch_sites([PUBLIC_SCHEMA])


def entries() -> Iterator[ItemData]:
    """All that the current site has in the search: everything public on the union's, else nothing."""
    if connection.schema_name != PUBLIC_SCHEMA:
        return
    rows = selectors.visible(selectors.STRANGER).select_related("municipality", "version")
    for practice in rows.iterator():
        yield _item(practice)


def _item(practice: Practice) -> ItemData:
    assert practice.published_at is not None
    assert practice.version is not None
    return ItemData(
        kind=Kind.PRACTICE,
        source_id=str(practice.pk),
        title=practice.title,
        url_path=practice.path,
        published_at=practice.first_published_at or practice.published_at,
        summary=practice.summary,
        body_text=plain_text(practice.version.content, selectors.words_of(practice, practice.text)),
        category=str(practice.text.topic_label),
        place=practice.municipality.name,
    )
