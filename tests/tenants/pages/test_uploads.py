"""What gets into the library is what its name says, small enough, and harmless."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shared.kernel import uploads
from tests.tenants.pages.conftest import png

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <<>>\n%%EOF"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def jpeg() -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.effect_noise((640, 480), 80).save(buffer, "JPEG")
    return buffer.getvalue()


DOCX = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
DOCM = archive({"word/document.xml": b"<w/>", "word/vbaProject.bin": b"macro"})
ODT = archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"})
ODS = archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})

ACCEPTED = [
    ("rozpocet.pdf", PDF),
    ("zapis.docx", DOCX),
    ("zapis.odt", ODT),
    ("tabulka.ods", ODS),
    ("poznamka.txt", "Příliš žluťoučký kůň".encode()),
    ("stary.txt", "Příliš žluťoučký kůň".encode("cp1250")),
    ("udaje.csv", b"a;b\n1;2\n"),
    ("akce.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    ("prilohy.zip", archive({"a.txt": b"a"})),
]
REFUSED = [
    ("program.exe", b"MZ\x90\x00"),
    ("stranka.html", b"<html></html>"),
    ("kresba.svg", SVG),
    ("program.pdf", b"MZ\x90\x00program"),
    ("stranka.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
    ("kresba.txt", SVG),
    ("skript.csv", b"#!/bin/sh\nrm -rf /"),
    ("obrazek.txt", png()),
    ("s_nulou.csv", b"a;b\0c"),
    ("akce.ics", b"<html>"),
    ("zapis.docx", PDF),
    ("zapis.docx", ODT),
    ("makra.docx", DOCM),
    ("zapis.odt", ODS),
    ("useknuty.zip", archive({"a.txt": b"a"})[:20]),
    ("bez_pripony", PDF),
    ("prazdny.pdf", b""),
]


@pytest.mark.parametrize(("name", "content"), ACCEPTED, ids=[name for name, _ in ACCEPTED])
def test_honest_documents_are_accepted(name, content):
    uploads.check_document(io.BytesIO(content), name, len(content))


@pytest.mark.parametrize(("name", "content"), REFUSED, ids=[name for name, _ in REFUSED])
def test_dishonest_documents_are_refused(name, content):
    with pytest.raises(ValidationError):
        uploads.check_document(io.BytesIO(content), name, len(content))


def test_documents_have_a_size_limit(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    with pytest.raises(ValidationError, match=r"velký|big"):
        uploads.check_document(io.BytesIO(PDF), "rozpocet.pdf", len(PDF))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("Rozpočet obce 2026.PDF", "Rozpocet_obce_2026.pdf"),
        ("faktura.pdf.exe", "faktura_pdf.exe"),
        (".htaccess", "soubor.htaccess"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("..", "soubor"),
        ("<script>.pdf", "script.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_hostile_names_are_made_harmless(given, kept):
    assert uploads.safe_filename(given) == kept


@pytest.mark.django_db
class TestThroughTheDesk:
    def send(self, client, kind, name, content, content_type="application/octet-stream"):
        return client.post(
            reverse(f"wagtail{kind}:add_multiple"),
            {
                "title": name,
                "files[]": SimpleUploadedFile(name, content, content_type=content_type),
                "collection": 1,
            },
            headers={"x-requested-with": "XMLHttpRequest"},
        )

    @pytest.mark.parametrize(("name", "content"), REFUSED[:8])
    def test_document_is_refused(self, lipova, people, client_for, on, name, content):
        from tenants.pages.models import SiteDocument

        answer = self.send(client_for(lipova, people.clerk("lipova")), "docs", name, content)
        assert answer.status_code == 200 and answer.json()["success"] is False
        with on(lipova):
            assert not SiteDocument.objects.exists()

    def test_document_is_downloaded_not_shown(self, lipova, sluknov, people, client_for, on):
        from tenants.pages.models import SiteDocument

        clerk = client_for(lipova, people.clerk("lipova"))
        assert self.send(clerk, "docs", "Rozpočet.pdf", PDF).json()["success"] is True
        with on(lipova):
            url = SiteDocument.objects.get().url
        answer = client_for(lipova).get(url)
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert client_for(sluknov).get(url).status_code == 404
        assert client_for(lipova).get("/media/documents/Rozpocet.pdf").status_code == 404

    @pytest.mark.parametrize(
        ("name", "content", "content_type"),
        [
            ("kresba.svg", SVG, "image/svg+xml"),
            ("kresba.png", SVG, "image/png"),
            ("text.jpg", b"no picture at all", "image/jpeg"),
            ("obrazek.jpg", png(), "image/jpeg"),
            ("useknuty.png", png()[:200], "image/png"),
            ("useknuty.jpg", jpeg()[:3000], "image/jpeg"),
        ],
    )
    def test_picture_is_refused(self, lipova, people, client_for, on, name, content, content_type):
        from tenants.pages.models import SiteImage

        answer = self.send(
            client_for(lipova, people.clerk("lipova")), "images", name, content, content_type
        )
        assert answer.json()["success"] is False
        with on(lipova):
            assert not SiteImage.objects.exists()

    def test_picture_with_too_many_pixels_is_refused(
        self, lipova, people, client_for, on, settings
    ):
        from tenants.pages.models import SiteImage

        settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
        clerk = client_for(lipova, people.clerk("lipova"))
        assert self.send(clerk, "images", "a.png", png(), "image/png").json()["success"] is False
        with on(lipova):
            assert not SiteImage.objects.exists()

    def test_picture_is_accepted_under_a_harmless_name(self, lipova, people, client_for, on):
        from tenants.pages.models import SiteImage

        clerk = client_for(lipova, people.clerk("lipova"))
        answer = self.send(clerk, "images", "Nová náves.png", png(), "image/png")
        assert answer.json()["success"] is True
        with on(lipova):
            assert SiteImage.objects.get().file.name == "original_images/Nova_naves.png"
