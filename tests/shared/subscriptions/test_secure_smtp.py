"""A mail server that wants TLS and a name: the same two steps, and no password in clear text."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from django.core.mail import EmailMessage

from shared.subscriptions import services
from shared.subscriptions.enums import Step
from shared.subscriptions.models import Delivery
from shared.subscriptions.transport import Unreachable, open_transport
from tests.servers import free_port
from tests.smtp_server import Post

pytestmark = [
    pytest.mark.django_db,
    # aiosmtpd warns of log-ins in clear text; here the whole connection is encrypted.
    pytest.mark.filterwarnings("ignore::UserWarning:aiosmtpd"),
]

NAME, PASSWORD = "portal", "velmi tajne"


class Server:
    """Takes mail after STARTTLS, or with TLS from the first byte, and a log-in only."""

    def __init__(self, folder: Path, *, implicit: bool = False) -> None:
        self.post, self.port, self.logins = Post(), free_port(), []  # type: ignore[var-annotated]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        options: dict[str, Any] = {
            "auth_required": True,
            "authenticator": self._check,
            # aiosmtpd does not see that the whole connection is encrypted.
            "auth_require_tls": not implicit,
        }
        if implicit:
            options["ssl_context"] = context
        else:
            options |= {"tls_context": context, "require_starttls": True}
        self.controller = Controller(self.post, hostname="localhost", port=self.port, **options)

    def greet(self) -> None:
        """The first connection, for which the controller waits; it cannot make an encrypted one."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection(("localhost", self.port), 5) as plain,
            context.wrap_socket(plain) as encrypted,
        ):
            encrypted.recv(1024)

    def _check(self, server: Any, session: Any, envelope: Any, how: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=self.logins[-1] == (NAME, PASSWORD))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: Any) -> Path:
    """Of "localhost", signed by itself, good for today."""
    folder: Path = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
        ],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(params=["starttls", "implicit"])
def server(request: Any, certificate: Path, settings: Any) -> Iterator[Server]:
    implicit = request.param == "implicit"
    found = Server(certificate, implicit=implicit)
    if implicit:
        found.controller._trigger_server = found.greet  # type: ignore[method-assign]
    found.controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "localhost", found.port, 5
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = NAME, PASSWORD
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = not implicit, implicit
    yield found
    found.controller.stop()


def letter() -> EmailMessage:
    return EmailMessage("a", "b", "a@test.example", ["eva@test.example"])


def test_letters_leave_encrypted_and_with_a_name(
    server: Server, certificate: Path, monkeypatch: Any, lipova: Any, subscriber: Any, at: Any
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    for number in range(3):
        subscriber(lipova, f"eva{number}@test.example")
    services.make_due()
    assert services.send_due(seconds=20)[0] == 3
    assert len(server.post.raw) == 3
    assert server.logins == [(NAME, PASSWORD)], "one connection, one log-in"
    assert set(Delivery.objects.values_list("state", flat=True)) == {Step.SENT}


def test_a_certificate_that_nobody_vouches_for_gets_no_password(server: Server) -> None:
    with open_transport() as wire, pytest.raises(Unreachable):
        wire.prepare(letter())
    assert server.logins == []
    assert server.post.raw == []


@pytest.mark.parametrize("password", ["jine", "s diakritikou é"])
def test_a_wrong_password_costs_nobody_a_try(
    password: str,
    server: Server,
    certificate: Path,
    monkeypatch: Any,
    settings: Any,
    lipova: Any,
    subscriber: Any,
    at: Any,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    settings.EMAIL_HOST_PASSWORD, settings.EMAIL_TIMEOUT = password, 1
    subscriber(lipova)
    services.make_due()
    assert services.send_due(seconds=5) == (0, False)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (Step.WAITING, 0)
    assert password not in delivery.problem
    assert server.post.raw == []
