"""A real mail server for tests, on a free port of this machine."""

from __future__ import annotations

import email
import email.policy
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.servers import free_port


class Post:
    """What has arrived, and how the server is to answer."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        #: Text of the answer to RCPT and to the dot, by recipient; None is 250.
        self.to_recipient: Callable[[str], str | None] = lambda address: None
        self.to_text: Callable[[str], str | None] = lambda address: None
        #: After the dot the server hangs up without an answer; the mail is kept or not.
        self.hang_up: bool = False
        self.connections = 0
        self._lock = threading.Lock()

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if answer := self.to_recipient(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        (address,) = envelope.rcpt_tos
        if answer := self.to_text(address):
            return answer
        with self._lock:
            self.raw.append(envelope.original_content)
            self.recipients.append(address)
        if self.hang_up:
            server.transport.close()
        return "250 OK"

    @property
    def messages(self) -> list[EmailMessage]:
        return [
            email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[misc]
            for raw in self.raw
        ]

    def counted(self) -> Counter[str]:
        """How often each Message-ID has arrived."""
        return Counter(str(message["Message-ID"]) for message in self.messages)


@contextmanager
def mail_server() -> Iterator[tuple[Post, int]]:
    post, port = Post(), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield post, port
    finally:
        controller.stop()
