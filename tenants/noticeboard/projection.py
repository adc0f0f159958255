"""What the projection is told about notices: those on the board, and the archive's public ones.

A notice with personal data is there while it hangs, as the law wants, and leaves when it is taken
down. The names of the persons concerned never enter the search, nor do its documents.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

from shared.kernel.cms import plain_text
from shared.published.enums import Kind
from shared.published.items import ItemData
from tenants.noticeboard.enums import NoticeKind
from tenants.noticeboard.models import Notice

LONGEST_SUMMARY = 300


def entry_for(notice: Notice) -> ItemData | None:
    return _entry(notice) if notice.is_public else None


def entries() -> Iterator[ItemData]:
    for notice in Notice.objects.public().prefetch_related("attachments__words").iterator(500):
        yield _entry(notice)


def _entry(notice: Notice) -> ItemData:
    assert notice.posted_at is not None
    text = plain_text(notice.text)
    attachments = notice.attachments.all()
    files = " ".join(attachment.title for attachment in attachments)
    if not notice.personal:
        read = (getattr(attachment, "words", None) for attachment in attachments)
        files = " ".join([files, *(words.text for words in read if words is not None)])
    marks = f"{notice.reference} {notice.file_mark} {notice.originator}"
    with translation.override(settings.LANGUAGE_CODE):
        kind = str(NoticeKind(notice.kind).label)
    return ItemData(
        kind=Kind.NOTICE,
        source_id=str(notice.pk),
        title=notice.title,
        summary=text[:LONGEST_SUMMARY],
        url_path=f"/uredni-deska/{notice.pk}/",
        body_text=" ".join(f"{marks} {text} {files}".split()),
        category=kind,
        published_at=notice.posted_at,
        # In lists of all sites the union's own notice stands for all its copies.
        local=notice.is_joint_copy,
    )
