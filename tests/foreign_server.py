"""A server of a foreign calendar on this machine, with TLS and a certificate of a CA of its own.

What it sends is a function of the test's; the policy that reaches it is the test's too, for the
portal knows no setting that would.
"""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared.kernel.http import Policy

HOST = "kalendar.knihovna.example"
Handler = Callable[[dict[str, str], str, ssl.SSLSocket], None]


def make_certificates(folder: Path, host: str = HOST) -> Path:
    """A CA, and a certificate of it for `host` and its subdomains; returns the folder."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(
        *("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650"),
        *("-subj", "/CN=Test CA", "-addext", "basicConstraints=critical,CA:TRUE"),
    )
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", f"/CN={host}")
    (folder / "names").write_text(f"subjectAltName=DNS:{host},DNS:*.{host}\n")
    openssl(
        *("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key"),
        *("-CAcreateserial", "-out", "server.pem", "-days", "3650", "-extfile", "names"),
    )
    return folder


class ForeignServer:
    """Answers each request with `handler(headers, path, channel)`; counts and keeps them."""

    def __init__(self, certificates: Path, handler: Handler | None = None) -> None:
        self.certificates = certificates
        self.handler: Handler = handler or answer(b"")
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.names: list[str | None] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
        context.sni_callback = lambda channel, name, _context: self.names.append(name)
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> ForeignServer:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._listener.close()

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/kalendar.ics"

    def policy(self, **changes: Any) -> Policy:
        """Reaches this server under any name; the addresses are still checked if the test says."""

        def context() -> ssl.SSLContext:
            return ssl.create_default_context(cafile=str(self.certificates / "ca.pem"))

        values: dict[str, Any] = {
            "resolve": lambda host, port, seconds: ["127.0.0.1"],
            "allows_address": lambda address: address == "127.0.0.1",
            "make_context": context,
        }
        return Policy(**values | changes)

    def _serve(self) -> None:
        while True:
            try:
                plain, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[plain], daemon=True).start()

    def _answer(self, plain: socket.socket) -> None:
        try:
            with self._context.wrap_socket(plain, server_side=True) as channel:
                head = b""
                while b"\r\n\r\n" not in head and (more := channel.recv(65536)):
                    head += more
                first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
                headers = dict(line.split(": ", 1) for line in lines)
                self.requests.append((first, headers))
                self.handler(headers, first.split(" ")[1], channel)
        except OSError:
            return


def answer(body: bytes, status: str = "200 OK", **headers: str) -> Handler:
    """Sends the same whole answer to everybody; underscores in names of headers are hyphens."""
    fields = {"Content-Type": "text/calendar", "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())

    def send(_headers: dict[str, str], _path: str, channel: ssl.SSLSocket) -> None:
        channel.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return send
