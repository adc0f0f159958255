"""The board's own copies of documents: addressed by their content, never written twice.

A copy whose transaction was rolled back, or whose worker was killed, is an orphan that the next
attempt finds in its place.
"""

from __future__ import annotations

import hashlib
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tenants.noticeboard import pdf

FOLDER = "uredni-deska"


class FileGone(LookupError):
    """A document of the notice cannot be read; the notice is not posted without it."""


def sha256_of(file: IO[bytes]) -> str:
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return found


def keep(name: str, content: bytes) -> dict[str, Any]:
    """Store the bytes; returns the columns of an attachment."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"{FOLDER}/{digest[:2]}/{digest}.{name.rpartition('.')[2] or 'bin'}"
    if not (default_storage.exists(path) and _digest_of(path) == digest):
        if default_storage.exists(path):  # a write that was cut off
            default_storage.delete(path)
        default_storage.save(path, ContentFile(content))
    return {
        "path": path,
        "filename": name,
        "size": len(content),
        "sha256": digest,
        **pdf_facts(name, ContentFile(content)),
    }


def pdf_facts(name: str, file: IO[bytes]) -> dict[str, Any]:
    if not name.lower().endswith(".pdf"):
        return {"pages": None, "has_text": None}
    facts = pdf.inspect(file)
    return {"pages": facts.pages, "has_text": facts.has_text}


def _digest_of(path: str) -> str:
    try:
        with default_storage.open(path) as file:
            return sha256_of(file)
    except OSError:
        return ""


def problem(path: str, size: int | None, digest: str) -> str:
    """What is wrong with a copy; empty when it is whole."""
    if not default_storage.exists(path):
        return "is missing"
    if default_storage.size(path) != size or _digest_of(path) != digest:
        return "is not what was posted"
    return ""
