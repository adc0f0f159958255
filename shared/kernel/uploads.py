"""What a clerk may upload, judged by the bytes and not by what the browser says about them."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import IO

import filetype
from anyascii import anyascii
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from PIL import Image

HEAD = 8192
MAX_NAME = 80

# Types that `filetype` recognises by their first bytes, and those told apart by a look inside.
BINARY_TYPES = {"pdf": "application/pdf"}
OFFICE_MEMBERS = {"docx": "word/", "xlsx": "xl/"}
OPEN_DOCUMENT_TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
TEXT_EXTENSIONS = {"txt", "csv", "ics"}
# Beginnings that browsers would run or show as a page, wherever a text file is served from.
ACTIVE_TEXT = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"#!", b"mz")


def safe_filename(name: str) -> str:
    """ASCII name without folders, control characters or a second, hidden extension."""
    base = PurePath(name.replace("\\", "/")).name
    stem, dot, extension = anyascii(base).rpartition(".")
    if not dot:
        stem, extension = extension, ""
    try:
        stem = get_valid_filename(stem.replace(".", "_").strip("_- ") or "soubor")
    except SuspiciousFileOperation:  # nothing of the name is left
        stem = "soubor"
    stem = stem[:MAX_NAME]
    extension = "".join(char for char in extension.lower() if char.isalnum())[:10]
    return f"{stem}.{extension}" if extension else stem


def _extension(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def _zip_members(file: IO[bytes]) -> tuple[list[str], str]:
    """Names inside an archive and its `mimetype` member; an unreadable archive has none."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            mimetype = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype").decode("ascii", "replace").strip()
            return names, mimetype
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return [], ""
    finally:
        file.seek(0)


def _is_plain_text(file: IO[bytes]) -> bool:
    """Text in UTF-8 or in the old Central European code page, without anything that could run."""
    head = file.read(HEAD)
    file.seek(0)
    if b"\0" in head or filetype.guess(head) is not None:
        return False
    lowered = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return not lowered.startswith(ACTIVE_TEXT)


def detect(file: IO[bytes], extension: str) -> bool:
    """Whether the content is what the extension says."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    kind = filetype.guess(head)
    mime = kind.mime if kind else ""
    if extension in BINARY_TYPES:
        return mime == BINARY_TYPES[extension]
    if extension in TEXT_EXTENSIONS:
        if not _is_plain_text(file):
            return False
        return extension != "ics" or head.lstrip(b"\xef\xbb\xbf \r\n").startswith(
            b"BEGIN:VCALENDAR"
        )
    if not head.startswith(b"PK\x03\x04"):
        return False
    names, mimetype = _zip_members(file)
    if extension in OPEN_DOCUMENT_TYPES:
        return mimetype == OPEN_DOCUMENT_TYPES[extension]
    if extension in OFFICE_MEMBERS:
        inside = OFFICE_MEMBERS[extension]
        macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return any(name.startswith(inside) for name in names) and not macros
    return extension == "zip" and bool(names)


def check_picture(file: IO[bytes]) -> None:
    """Raise ValidationError unless it is a picture from its first byte to its last.

    Which types are allowed, their size and number of pixels are the business of Wagtail's field.
    """
    try:
        with Image.open(file) as picture:
            # `verify` does not notice a JPEG that breaks off; a bomb is not unpacked, its size is
            # refused later.
            if picture.width * picture.height <= settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                picture.load()
    except Exception as error:  # Pillow raises whatever its decoders raise
        raise ValidationError(_("The picture is damaged."), code="damaged") from error
    finally:
        file.seek(0)


def check_document(file: IO[bytes], name: str, size: int) -> None:
    """Raise ValidationError unless the file is of an allowed type, honestly named and small."""
    allowed = settings.WAGTAILDOCS_EXTENSIONS
    extension = _extension(name)
    if extension not in allowed:
        raise ValidationError(
            _("Files of the type “%(extension)s” are not accepted. Accepted: %(allowed)s.")
            % {"extension": extension or "?", "allowed": ", ".join(allowed)},
            code="type",
        )
    limit = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
    if size > limit:
        raise ValidationError(
            _("The file is too big (%(size)s). The limit is %(limit)s.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)},
            code="size",
        )
    if size == 0:
        raise ValidationError(_("The file is empty."), code="empty")
    if not detect(file, extension):
        raise ValidationError(
            _("The content of the file is not what its name says (.%(extension)s).")
            % {"extension": extension},
            code="content",
        )
