"""Handing a letter to the mail server in two steps, so that its fate is known.

A mail is taken over by the server at one moment: when it has read the dot behind the text and says
250 (RFC 5321, 4.1.1.4 and 6.1). Whoever breaks off before the dot has surely sent nothing. So
`prepare` says everything up to the dot, the caller writes down that the dot is about to come, and
`finish` sends it. A process killed at any other moment leaves no doubt.

Django's other backends (files, memory, the console, providers' interfaces) know one step only;
there everything happens in `finish`.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Protocol

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"\S+@\S+")
_START_OF_LINE_DOT = re.compile(rb"(?m)^\.")


class Unreachable(Exception):
    """The server cannot be talked to now. The letter was surely not taken."""


class Refused(Exception):
    """The server said no. The letter was surely not taken."""

    def __init__(self, code: int, text: str, *, about_address: bool) -> None:
        self.code = code
        #: As the server put it, without any address.
        self.text = _ADDRESS.sub("<…>", f"{code} {text}")[:200]
        match = _ENHANCED.search(text)
        #: For good, and because of the address: not the sender's reputation (5.7) or our set-up.
        self.permanent = (
            about_address and code >= 500 and not (match and match[1].startswith("5.7."))
        )
        super().__init__(self.text)


class Unknown(Exception):
    """The connection broke after the dot: the server may have taken the letter or not."""


class Transport(Protocol):
    def prepare(self, message: EmailMessage) -> None:
        """Raises Refused or Unreachable."""
        ...

    def finish(self) -> None:
        """Raises Refused, Unreachable or Unknown. Call it once after `prepare`."""
        ...

    def abort(self) -> None:
        """Drop what was prepared; the server forgets it."""
        ...

    def __enter__(self) -> Transport: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def open_transport() -> Transport:
    """For the backend of the settings. Connects at the first letter."""
    backend = get_connection(fail_silently=False)
    return TwoSteps(backend) if isinstance(backend, SmtpBackend) else OneStep(backend)


class TwoSteps:
    """Speaks SMTP over the connection that Django's backend opens: its host, TLS, log-in, timeout."""

    def __init__(self, backend: SmtpBackend) -> None:
        self._backend = backend
        self._prepared = False

    def __enter__(self) -> TwoSteps:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._prepared:
            self.abort()
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._backend.close()

    def prepare(self, message: EmailMessage) -> None:
        made: Any = message.message()
        content: bytes = made.as_bytes(linesep="\r\n")
        text = _START_OF_LINE_DOT.sub(b"..", content)
        if not text.endswith(b"\r\n"):
            text += b"\r\n"
        sender = parseaddr(str(message.from_email))[1]
        recipient = parseaddr(message.to[0])[1]
        message_id = str(made["Message-ID"] or "")
        known = self._backend.connection is not None
        try:
            self._say(sender, recipient, text, message_id)
        except Unreachable:
            if not known:
                raise
            # A server closes connections that were idle; nothing was handed over on this one.
            self._say(sender, recipient, text, message_id)

    def _say(self, sender: str, recipient: str, text: bytes, message_id: str) -> None:
        try:
            smtp = self._connected()
            smtp.ehlo_or_helo_if_needed()
            options = _envelope(message_id) if smtp.has_extn("dsn") else []
            self._expect(smtp.mail(sender, options), {250})
            self._expect(smtp.rcpt(recipient), {250, 251}, about_address=True)
            smtp.putcmd("data")
            self._expect(smtp.getreply(), {354})
            self._socket(smtp).sendall(text)
        except Refused:
            self._reset()
            raise
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            # A name or a password that SMTP cannot say is a fault of our set-up, nobody's letter's.
            self._drop()
            raise Unreachable(type(error).__name__) from error
        self._prepared = True

    def finish(self) -> None:
        smtp = self._backend.connection
        assert self._prepared and smtp is not None, "nothing was prepared"
        self._prepared = False
        try:
            self._socket(smtp).sendall(b".\r\n")
            code, text = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Unknown(type(error).__name__) from error
        if code == 250:
            return
        if not 400 <= code < 600:
            self._drop()
            raise Unknown(str(code))
        if code == 421:
            self._drop()
        raise Refused(code, text.decode("utf-8", "replace"), about_address=True)

    def abort(self) -> None:
        """In the middle of the text nothing but hanging up makes the server forget it."""
        self._prepared = False
        self._drop()

    def _connected(self) -> smtplib.SMTP:
        if self._backend.connection is None:
            self._backend.open()
        smtp = self._backend.connection
        if smtp is None:
            raise OSError("no connection")
        # The dot must leave at once and not wait for the acknowledgement of the text.
        self._socket(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return smtp

    @staticmethod
    def _socket(smtp: Any) -> socket.socket:
        if smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        sock: socket.socket = smtp.sock
        return sock

    @staticmethod
    def _expect(answer: tuple[int, bytes], codes: set[int], *, about_address: bool = False) -> None:
        code, text = answer
        if code in codes:
            return
        if code == 421 or code < 0:  # "closing the channel", which may come at any moment
            raise smtplib.SMTPServerDisconnected(str(code))
        raise Refused(code, text.decode("utf-8", "replace"), about_address=about_address)

    def _reset(self) -> None:
        smtp = self._backend.connection
        try:
            if smtp is None or smtp.rset()[0] != 250:
                self._drop()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        smtp, self._backend.connection = self._backend.connection, None
        if smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.close()


def _envelope(message_id: str) -> list[str]:
    """A report of what cannot be delivered shall name the letter and return its header, not its
    text (RFC 3461, 4.3 and 4.4)."""
    name = message_id.strip("<>").partition("@")[0]
    return ["RET=HDRS", f"ENVID={name}"] if re.fullmatch(r"[0-9a-f-]{36}", name) else ["RET=HDRS"]


class OneStep:
    """Any other backend of Django's. What it raises means that it has not sent."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend
        self._message: EmailMessage | None = None

    def __enter__(self) -> OneStep:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._backend.close()

    def prepare(self, message: EmailMessage) -> None:
        message.message()  # whatever is wrong with it comes to light before anything is noted
        self._message = message

    def finish(self) -> None:
        assert self._message is not None, "nothing was prepared"
        message, self._message = self._message, None
        try:
            self._backend.send_messages([message])
        except Exception as error:
            raise Unreachable(type(error).__name__) from error

    def abort(self) -> None:
        self._message = None
