"""What the projection is told about notices: those that hang on the board today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

from shared.kernel import clock
from shared.kernel.cms import plain_text
from shared.published.enums import Kind
from shared.published.items import ItemData
from tenants.noticeboard.enums import NoticeKind
from tenants.noticeboard.models import Notice

LONGEST_SUMMARY = 300


def entry_for(notice: Notice) -> ItemData | None:
    return _entry(notice) if notice.is_on_board else None


def entries() -> Iterator[ItemData]:
    for notice in Notice.objects.on_board().prefetch_related("attachments__document"):
        yield _entry(notice)


def _entry(notice: Notice) -> ItemData:
    text = plain_text(notice.text)
    files = " ".join(str(attachment) for attachment in notice.attachments.all())
    with translation.override(settings.LANGUAGE_CODE):
        kind = str(NoticeKind(notice.kind).label)
    return ItemData(
        kind=Kind.NOTICE,
        source_id=str(notice.pk),
        title=notice.title,
        summary=text[:LONGEST_SUMMARY],
        url_path=f"/uredni-deska/{notice.pk}/",
        body_text=f"{notice.reference} {text} {files}".strip(),
        category=kind,
        published_at=_posted_at(notice),
    )


def _posted_at(notice: Notice) -> dt.datetime:
    first = notice.first_published_at
    if first is not None and first.astimezone(clock.PRAGUE).date() == notice.posted_on:
        return first
    return dt.datetime.combine(notice.posted_on, dt.time(), clock.PRAGUE)
