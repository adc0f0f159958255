"""The words of a PDF, Word, spreadsheet or OpenDocument file, read in a process of its own.

Files come from anywhere and may be made to eat time and memory or to crash a parser. So no worker
reads one itself: this file, run as a program, gets the bytes on its standard input, has limits on
time, memory and files, no settings, no database and an empty environment, and answers one line of
JSON or nothing. Imports nothing of Django, so it starts quickly.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

SECONDS = 15
MEMORY = 1024 * 1024 * 1024
LARGEST_FILE = 20 * 1024 * 1024
#: As much as search looks at; the child stops reading there.
LONGEST_TEXT = 50_000
#: Of a member of an archive, unpacked: what is longer is a bomb or no text.
LARGEST_MEMBER = 64 * 1024 * 1024

#: In which member of the archive the words stand, and which elements end a word.
ARCHIVES = {
    "docx": "word/document.xml",
    "xlsx": "xl/sharedStrings.xml",
    "odt": "content.xml",
    "ods": "content.xml",
}
_ENDS_A_WORD = {"p", "h", "tab", "br", "tc", "si", "line-break", "s", "table-cell"}
#: Words of Word that nobody reads: instructions of fields, and what was deleted with a trace.
_UNREAD = {"instrText", "delText", "tracked-changes", "annotation"}
PLAIN = {"txt", "csv"}


class State(StrEnum):
    READ = "read"
    EMPTY = "empty"  # no words: a scan
    UNREADABLE = "unreadable"  # damaged, locked, or too demanding
    OTHER = "other"  # of a type that has no words to read


@dataclass(frozen=True)
class Extracted:
    text: str
    state: State


def text_of(file: IO[bytes], name: str) -> Extracted:
    """The words of the file, one space between them. Never raises for what is in the file."""
    extension = name.rpartition(".")[2].lower()
    if extension != "pdf" and extension not in ARCHIVES and extension not in PLAIN:
        return Extracted("", State.OTHER)
    file.seek(0)
    data = file.read(LARGEST_FILE + 1)
    file.seek(0)
    if len(data) > LARGEST_FILE:
        return Extracted("", State.UNREADABLE)
    try:
        answer = subprocess.run(  # noqa: S603 - this very file; the extension is one of a few
            [sys.executable, "-I", __file__, extension],
            input=data,
            capture_output=True,
            timeout=SECONDS * 2,
            check=True,
            env={"LANG": "C.UTF-8"},
        ).stdout
        text = " ".join(str(json.loads(answer)["text"]).split())[:LONGEST_TEXT]
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return Extracted("", State.UNREADABLE)
    return Extracted(text, State.READ if text else State.EMPTY)


# --- In the child -----------------------------------------------------------------------------


def _limit_resources() -> None:
    import resource

    for name, value in (
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_CPU", SECONDS),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", 64),
    ):
        # Some systems know fewer limits; the parent's clock holds everywhere.
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))


def _pdf(data: bytes) -> Iterator[str]:
    import logging

    logging.disable(logging.CRITICAL)
    from pypdf import PdfReader

    for page in PdfReader(io.BytesIO(data)).pages:
        yield page.extract_text()
        yield " "


class _Refused(ValueError):
    """An XML file that defines entities: no office program writes one."""


def _archive(data: bytes, member: str) -> Iterator[str]:
    import zipfile
    from xml.parsers import expat

    found: list[str] = []
    skipped: list[str] = []

    def local(name: str) -> str:
        return name.rpartition(":")[2]

    def start(name: str, attributes: object) -> None:
        if local(name) in _UNREAD:
            skipped.append(name)

    def end(name: str) -> None:
        if skipped and skipped[-1] == name:
            skipped.pop()
        if local(name) in _ENDS_A_WORD:
            found.append(" ")

    def text(characters: str) -> None:
        if not skipped:
            found.append(characters)

    def refuse(*arguments: object) -> None:
        raise _Refused

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(member) as stream:
        left = LARGEST_MEMBER
        while chunk := stream.read(64 * 1024):
            left -= len(chunk)
            if left < 0:
                return
            parser.Parse(chunk, False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
        yield from found


def _plain(data: bytes) -> Iterator[str]:
    beginning = data[: 4 * LONGEST_TEXT]
    try:
        # A letter of several bytes may have been cut in two at the end.
        yield beginning.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        whole = len(beginning) - error.start < 4
        yield beginning[: error.start].decode() if whole else beginning.decode("cp1250", "replace")


def main() -> None:
    extension = sys.argv[1]
    _limit_resources()
    data = sys.stdin.buffer.read()
    if extension == "pdf":
        pieces = _pdf(data)
    elif extension in ARCHIVES:
        pieces = _archive(data, ARCHIVES[extension])
    else:
        pieces = _plain(data)
    read, length = [], 0
    # What was read before a damaged place is worth keeping.
    with contextlib.suppress(Exception):
        for piece in pieces:
            read.append(piece)
            length += len(piece)
            if length > 2 * LONGEST_TEXT:
                break
        sys.stdout.write(json.dumps({"text": "".join(read)}))
        return
    if length:
        sys.stdout.write(json.dumps({"text": "".join(read)}))
    else:
        sys.exit(1)


if __name__ == "__main__":
    main()
