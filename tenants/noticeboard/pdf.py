"""Pages and text layer of a PDF, looked at in a process of its own.

A PDF comes from anywhere and may be made to eat time and memory, so no worker reads one itself:
`python -m tenants.noticeboard.pdf < file` answers one line of JSON within limits, or nothing.
Imports nothing of Django, so it starts quickly.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SECONDS = 10
MEMORY = 1024 * 1024 * 1024
# A scan says so on its first pages; a book of laws need not be read to the end.
PAGES_READ = 20
LEAST_LETTERS = 10


@dataclass(frozen=True)
class Facts:
    """`None` where it could not be found out."""

    pages: int | None = None
    has_text: bool | None = None


def inspect(file: IO[bytes]) -> Facts:
    """Never raises for what is in the file; an unreadable one has no facts."""
    file.seek(0)
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "tenants.noticeboard.pdf"],
            input=file.read(),
            capture_output=True,
            timeout=SECONDS * 2,
            check=True,
            cwd=Path(__file__).resolve().parents[2],
        ).stdout
        found = json.loads(answer)
        return Facts(int(found["pages"]), bool(found["has_text"]))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return Facts()
    finally:
        file.seek(0)


def main() -> None:
    import io
    import logging
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    letters = 0
    for page in reader.pages[:PAGES_READ]:
        letters += sum(character.isalnum() for character in page.extract_text())
        if letters >= LEAST_LETTERS:
            break
    sys.stdout.write(json.dumps({"pages": len(reader.pages), "has_text": letters >= LEAST_LETTERS}))


if __name__ == "__main__":
    main()
