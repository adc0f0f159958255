"""Words out of files, honest and hostile ones."""

import io
import subprocess
import zipfile

import pytest

from shared.kernel import extraction
from shared.kernel.extraction import State, text_of

WORD = (
    '<?xml version="1.0"?><w:document xmlns:w="http://x/w"><w:body>'
    "<w:p><w:r><w:t>Ceník pronáj</w:t></w:r><w:r><w:t>mu sálu</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>Kauce</w:t><w:tab/><w:t>500 Kč</w:t></w:r>"
    "<w:del><w:r><w:delText>tajné</w:delText></w:r></w:del>"
    "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r></w:p></w:body></w:document>"
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    "<w:document><w:p>&b;</w:p></w:document>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><p>&x;</p></a>'
)


def archive(member: str, content: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(member, content)
    return packed.getvalue()


def pdf(text: str) -> bytes:
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.pdf", pdf("Lesopark na Salmove"), "Lesopark na Salmove"),
        ("a.docx", archive("word/document.xml", WORD), "Ceník pronájmu sálu Kauce 500 Kč"),
        ("a.odt", archive("content.xml", "<a><h>Kronika</h><p>roku<s/>1945</p></a>"), "Kronika roku 1945"),
        ("a.xlsx", archive("xl/sharedStrings.xml", "<a><si><t>Plast</t></si><si><t>Papír</t></si></a>"), "Plast Papír"),
        ("a.txt", "Svoz v pondělí".encode(), "Svoz v pondělí"),
        ("a.csv", "Žlutý;kůň".encode("cp1250"), "Žlutý;kůň"),
    ],
)  # fmt: skip
def test_words_of_each_type(name, data, text):
    found = text_of(io.BytesIO(data), name)
    assert (found.text, found.state) == (text, State.READ)


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("a.pdf", b"%PDF-1.4 broken", State.UNREADABLE),
        ("a.docx", b"PK\x03\x04 broken", State.UNREADABLE),
        ("a.docx", archive("word/document.xml", BOMB), State.UNREADABLE),
        ("a.odt", archive("content.xml", OUTSIDE), State.UNREADABLE),
        ("a.docx", archive("other.xml", "<a/>"), State.UNREADABLE),
        ("a.docx", archive("word/document.xml", "<a><p> </p></a>"), State.EMPTY),
        ("a.zip", b"PK", State.OTHER),
        ("bez-pripony", b"x", State.OTHER),
    ],
)
def test_what_cannot_be_read_has_no_words(name, data, state):
    found = text_of(io.BytesIO(data), name)
    assert (found.text, found.state) == ("", state)


def test_a_bomb_is_read_as_far_as_search_looks():
    data = archive("content.xml", b"<a><p>slovo </p>" + b"<p>nafouknuto</p>" * 2_000_000 + b"</a>")
    assert len(data) < 200_000
    found = text_of(io.BytesIO(data), "a.odt")
    assert found.text.startswith("slovo nafouknuto")
    assert len(found.text) <= extraction.LONGEST_TEXT


def test_the_reader_has_no_settings_and_a_time(monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(options, command=command)
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", run)
    assert text_of(io.BytesIO(b"x"), "a.txt").state is State.UNREADABLE
    assert seen["env"] == {"LANG": "C.UTF-8"}
    assert seen["timeout"] == 2 * extraction.SECONDS
    assert "-I" in seen["command"]
