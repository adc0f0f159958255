"""Where reports of returned letters come from: a pipe, a Maildir, or a mailbox over IMAP.

Each hands over one mail after the other and is told afterwards that it has been dealt with, so what
a killed run leaves behind is read again.
"""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: A mail, and what to call once it has been dealt with.
Mail = tuple[bytes, Callable[[], None]]
#: In one run; the rest waits for the next.
MOST = 2_000
SECONDS = 30


class BadAddress(ValueError):
    """The address of the mailbox is not understood."""


def maildir(folder: Path) -> Iterator[Mail]:
    """New mails; those dealt with move to `cur`, marked as seen. Raises FileNotFoundError."""
    box = mailbox.Maildir(folder, factory=None, create=False)
    if not (folder / "new").is_dir():
        raise FileNotFoundError(folder / "new")
    for name in sorted(path.name for path in (folder / "new").iterdir())[:MOST]:
        path = folder / "new" / name
        if path.is_file():
            yield path.read_bytes(), _move(path, folder / "cur" / f"{name}:2,S")
    box.close()


def _move(path: Path, to: Path) -> Callable[[], None]:
    def move() -> None:
        to.parent.mkdir(exist_ok=True)
        path.rename(to)

    return move


def imap(address: str) -> Iterator[Mail]:
    """Unseen mails of `imaps://name:password@host[:port]/folder`, which are marked as seen.

    Raises BadAddress, OSError, imaplib.IMAP4.error. Never without TLS.
    """
    with _open(address) as box:
        _status, found = box.uid("SEARCH", "UNSEEN")
        for number in found[0].split()[:MOST]:
            _status, parts = box.uid("FETCH", number.decode(), "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            yield raw, lambda number=number: _mark(box, number)  # type: ignore[misc]


def _mark(box: imaplib.IMAP4, number: bytes) -> None:
    box.uid("STORE", number.decode(), "+FLAGS", r"(\Seen)")


@contextmanager
def _open(address: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(address)
    if parts.scheme != "imaps" or not parts.hostname or not parts.username:
        raise BadAddress("imaps://name:password@host/folder")
    box = imaplib.IMAP4_SSL(
        parts.hostname,
        parts.port or 993,
        ssl_context=ssl.create_default_context(),
        timeout=SECONDS,
    )
    try:
        box.login(unquote(parts.username), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        status, _number = box.select(f'"{folder}"')
        if status != "OK":
            raise BadAddress(folder)
        yield box
    finally:
        box.logout()
