from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import transaction

PRAGUE_NOON = dt.datetime(
    2026, 3, 10, 11, tzinfo=dt.UTC
)  # a Tuesday, three weeks before the clocks go forward


def pdf(text: str = "Navrh rozpoctu na rok 2027", pages: int = 1) -> bytes:
    """A real PDF; with an empty text it is what a scanner makes, pages without letters."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for _number in range(pages):
        page = writer.add_blank_page(width=595, height=842)
        if text:
            font = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject("/Helvetica"),
                }
            )
            fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
            page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
            stream = DecodedStreamObject()
            stream.set_data(f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode())
            page[NameObject("/Contents")] = writer._add_object(stream)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.fixture
def document(on):
    """`document(lipova, "navrh.pdf")`: in the library of a site."""

    def make(site: Any, name: str = "navrh.pdf", content: bytes | None = None, title: str = ""):
        from wagtail.documents import get_document_model

        with on(site):
            made = get_document_model()(
                title=title or name, file=ContentFile(content or pdf(), name=name)
            )
            made.save()
            return made

    return make


@pytest.fixture
def hang(on):
    """`hang(lipova, "Title")`: approved as a clerk's publishing does it, at noon of 10 March 2026.

    `documents` are attached; `draft` leaves it unapproved. Returns the notice as it is then.
    """

    def make(
        site: Any, title: str = "Oznámení", *, at=PRAGUE_NOON, draft=False, documents=(), **fields
    ):
        from tenants.noticeboard.models import Notice, NoticeAttachment

        with on(site), transaction.atomic(), time_machine.travel(at, tick=False):
            notice = Notice(title=title, live=False, **fields)
            notice.attachments = [
                NoticeAttachment(document=each, sort_order=order)
                for order, each in enumerate(documents)
            ]
            notice.save()
            if not draft:
                notice.save_revision().publish()
            found = Notice.objects.prefetch_related("attachments", "subjects")
            return found.get(pk=notice.pk)

    return make
