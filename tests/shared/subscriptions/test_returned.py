"""Letters that come back later: reports as Postfix, Courier, Exchange and others write them (RFC 3464).

The samples keep the structure of real reports, with hosts and people of the tests' own.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from shared.kernel import clock
from shared.subscriptions import bounces, letters, mailbox, services
from shared.subscriptions.enums import Purpose, State, Step
from shared.subscriptions.models import Delivery, Subscription

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).with_name("returned")
PERMANENT = {
    *("postfix-unknown-user", "postfix-headers-only", "exchange-answers-the-letter"),
    *("rfc3461-names-the-envelope", "status-encoded"),
}
PASSING = {"postfix-policy", "postfix-mailbox-full", "courier-delayed"}


def sent(subscription: Subscription, number: int = 0) -> Delivery:
    """A letter that our mail server has taken."""
    today = clock.today()
    made = Delivery(
        subscription=subscription,
        purpose=Purpose.DIGEST,
        period=f"2026-W{number:02}",
        state=Step.SENT,
        until=clock.now(),
        first_day=today,
        last_day=today,
        expires_at=clock.now(),
    )
    made.message_id = letters.message_id(made)
    made.save()
    return made


def report(name: str, delivery: Delivery) -> bytes:
    text = (SAMPLES / f"{name}.eml").read_text()
    text = text.replace("{MESSAGE_ID}", delivery.message_id)
    text = text.replace("{ENVELOPE}", delivery.message_id.strip("<>").partition("@")[0])
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("name", sorted(PERMANENT | PASSING))
def test_reports_are_understood(name: str, lipova: Any, subscriber: Any) -> None:
    delivery = sent(subscriber(lipova))
    found = bounces.read(report(name, delivery))
    assert found is not None
    assert found.permanent == (name in PERMANENT)
    assert services.returned(found), "it names the letter"
    delivery.refresh_from_db()
    assert delivery.state == (Step.RETURNED if found.permanent else Step.SENT)
    assert "returned: " in delivery.problem
    assert "eva@" not in delivery.problem


def test_every_sample_is_used() -> None:
    assert {path.stem for path in SAMPLES.iterdir()} == PERMANENT | PASSING | {"absence-note"}


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, b"Content-Type: multipart/report\r\n\r\nx"])
def test_nonsense_is_no_report(raw: bytes) -> None:
    assert bounces.read(raw) is None


def test_an_absence_note_is_no_report(lipova: Any, subscriber: Any) -> None:
    assert bounces.read(report("absence-note", sent(subscriber(lipova)))) is None


def test_three_returned_letters_end_it_and_the_same_one_counts_once(
    lipova: Any, subscriber: Any
) -> None:
    subscription = subscriber(lipova)
    first = report("postfix-unknown-user", sent(subscription))
    for _again in range(4):
        assert services.returned(bounces.read(first))  # type: ignore[arg-type]
    subscription.refresh_from_db()
    assert subscription.state == State.ACTIVE
    for number in (1, 2):
        raw = report("exchange-answers-the-letter", sent(subscription, number))
        services.returned(bounces.read(raw))  # type: ignore[arg-type]
    subscription.refresh_from_db()
    assert (subscription.state, subscription.email, subscription.end_reason) == (
        State.ENDED,
        "",
        "refused",
    )


def test_nobody_ends_a_subscription_with_a_forged_report(lipova: Any, subscriber: Any) -> None:
    """The address is known to many, the key of the letter to its reader alone."""
    subscription = subscriber(lipova)
    known = sent(subscription)
    forged = Delivery(message_id=f"<00000000-0000-5000-8000-000000000000@{settings.PORTAL_DOMAIN}>")
    for name in sorted(PERMANENT):
        found = bounces.read(report(name, forged))
        assert found is not None and not services.returned(found)
    known.refresh_from_db()
    assert known.state == Step.SENT


def test_from_a_maildir_and_a_pipe(
    lipova: Any, subscriber: Any, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    subscription = subscriber(lipova)
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "new" / "1.host").write_bytes(report("postfix-unknown-user", sent(subscription)))
    (tmp_path / "new" / "2.host").write_bytes(report("absence-note", sent(subscription, 1)))
    call_command("bounces", maildir=tmp_path)
    call_command("bounces", maildir=tmp_path)
    assert capsys.readouterr().out.splitlines() == [
        "2 mails read, 1 of them reports about our letters",
        "0 mails read, 0 of them reports about our letters",
    ]
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == [
        "1.host:2,S",
        "2.host:2,S",
    ]

    class Pipe:
        buffer = io.BytesIO(report("postfix-headers-only", sent(subscription, 2)))

    monkeypatch.setattr("sys.stdin", Pipe)
    call_command("bounces")
    assert "1 mails read, 1 of them" in capsys.readouterr().out
    assert Delivery.objects.filter(state=Step.RETURNED).count() == 2


def test_from_a_mailbox_what_a_killed_run_left_is_read_again(
    lipova: Any, subscriber: Any, monkeypatch: Any
) -> None:
    """IMAP as far as we speak it; `BODY.PEEK` leaves a mail unseen until it is dealt with."""
    subscription = subscriber(lipova)
    unseen = {
        b"7": report("postfix-unknown-user", sent(subscription)),
        b"8": report("postfix-headers-only", sent(subscription, 1)),
    }
    spoken: list[Any] = []

    class Server:
        def __init__(self, host: str, port: int, **options: Any) -> None:
            assert options["ssl_context"].verify_mode.name == "CERT_REQUIRED"
            spoken.append((host, port))

        def login(self, name: str, password: str) -> None:
            spoken.append((name, password))

        def select(self, folder: str) -> tuple[str, list[bytes]]:
            spoken.append(folder)
            return "OK", [b"2"]

        def uid(self, word: str, *arguments: str) -> tuple[str, list[Any]]:
            if word == "SEARCH":
                return "OK", [b" ".join(unseen)]
            if word == "FETCH":
                assert arguments[1] == "(BODY.PEEK[])"
                return "OK", [(b"x", unseen[arguments[0].encode()]), b")"]
            del unseen[arguments[0].encode()]
            return "OK", []

        def logout(self) -> None:
            spoken.append("logout")

    monkeypatch.setattr(mailbox.imaplib, "IMAP4_SSL", Server)
    address = "imaps://vratky%40sever.example:p%3Ass@mail.example:1993/INBOX/Vratky"
    known, calls = services.returned, []

    def dies(found: Any) -> bool:
        calls.append(found)
        if len(calls) == 2:
            raise SystemExit
        return known(found)

    monkeypatch.setattr(services, "returned", dies)
    with pytest.raises(SystemExit):
        services.read_returned(mailbox.imap(address))
    assert list(unseen) == [b"8"]
    assert services.read_returned(mailbox.imap(address)) == (1, 1)
    assert unseen == {}
    assert spoken[:4] == [
        ("mail.example", 1993),
        ("vratky@sever.example", "p:ss"),
        '"INBOX/Vratky"',
        "logout",
    ]
    for wrong in ("imap://a:b@host/", "imaps://host/", "http://a:b@host/"):
        with pytest.raises(mailbox.BadAddress):
            list(mailbox.imap(wrong))


def test_old_letters_count_no_more(lipova: Any, subscriber: Any) -> None:
    subscription = subscriber(lipova)
    for number in range(3):
        delivery = sent(subscription, number)
        Delivery.objects.filter(pk=delivery.pk).update(
            made_at=clock.now() - dt.timedelta(days=61 if number else 0)
        )
        services.returned(bounces.read(report("postfix-unknown-user", delivery)))  # type: ignore[arg-type]
    subscription.refresh_from_db()
    assert subscription.state == State.ACTIVE
