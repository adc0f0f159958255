"""A record's attachments and checklist in one archive. Names are ours, so they cannot leave it."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO, Any

from shared.kernel.uploads import safe_filename

IN_MEMORY = 4 * 1024 * 1024


def names(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """A plain, unlike name for each attachment, in their order and numbered by it."""
    return [
        f"{position:02d}-{safe_filename(row['file'].name)}" for position, row in enumerate(rows, 1)
    ]


def pack(texts: Mapping[str, str], attachments: list[Mapping[str, Any]]) -> IO[bytes]:
    """`texts` by their names in the archive; an attachment whose file is lost is left out."""
    packed: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            # With a byte order mark, or Windows takes Czech for something else.
            archive.writestr(name, "\ufeff" + text.replace("\n", "\r\n"))
        for name, row in zip(names(attachments), attachments, strict=True):
            try:
                with (
                    row["file"].file.open("rb") as source,
                    archive.open(f"prilohy/{name}", "w") as target,
                ):
                    while chunk := source.read(1 << 16):
                        target.write(chunk)
            except FileNotFoundError:
                continue
    packed.seek(0)
    return packed
