"""Letters over a real SMTP connection: refusals, outages, and two workers at once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from shared.subscriptions import services
from shared.subscriptions.enums import DIGESTS, Frequency, State, Step
from shared.subscriptions.models import Delivery, Subscription
from shared.subscriptions.transport import open_transport
from tests.smtp_server import Post, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with mail_server() as (post, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        yield post


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_one_connection_carries_all(
    lipova: Any, subscriber: Any, send: Any, post: Post, at: Any
) -> None:
    for number in range(20):
        subscriber(lipova, f"eva{number}@test.example")
    services.make_due()
    assert send() == 20
    assert len(post.raw) == len(post.counted()) == 20
    assert set(states()) == {Step.SENT}
    assert send() == 0


def test_what_is_dropped_before_the_dot_never_arrives(
    lipova: Any, subscriber: Any, post: Post, at: Any
) -> None:
    subscriber(lipova)
    services.make_due()
    message = mail.EmailMessage("a", "b", "a@test.example", ["eva@test.example"])
    with open_transport() as wire:
        wire.prepare(message)
        wire.abort()
        wire.prepare(message)
    assert post.raw == []
    with open_transport() as wire:
        wire.prepare(message)
        wire.finish()
    assert len(post.raw) == 1


def test_three_refusals_in_a_row_end_it(
    lipova: Any, subscriber: Any, send: Any, post: Post, at: Any
) -> None:
    gone = subscriber(lipova, "gone@test.example", frequency=Frequency.DAILY)
    moody = subscriber(lipova, "moody@test.example", frequency=Frequency.DAILY)
    refused = {"gone@test.example", "moody@test.example"}
    post.to_recipient = lambda address: (
        f"550 5.1.1 <{address}> user unknown" if address in refused else None
    )
    for day in range(26, 30):
        at.move_to(dt.datetime(2026, 11, day, 6, tzinfo=dt.UTC))
        if day == 28:
            refused.discard("moody@test.example")
        services.make_due()
        send()
        send()
    gone.refresh_from_db()
    moody.refresh_from_db()
    assert (gone.state, gone.email, gone.end_reason) == (State.ENDED, "", "refused")
    assert (moody.state, moody.refusals) == (State.ACTIVE, 0)
    assert gone.deliveries.count() == 3
    assert set(gone.deliveries.values_list("state", flat=True)) == {Step.REFUSED}
    assert "test.example" not in str(list(Delivery.objects.values_list("problem")))


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("to_recipient", "450 4.2.0 greylisted, come back"),
        ("to_text", "451 4.7.1 later"),
        # Our standing, not theirs: nobody's digest ends because of it.
        ("to_recipient", "550 5.7.1 sender blocked"),
        ("to_text", "554 5.7.1 looks like spam"),
    ],
)
def test_what_may_pass_is_tried_again_ever_more_rarely(
    where: str, answer: str, lipova: Any, subscriber: Any, send: Any, post: Post, at: Any
) -> None:
    subscription = subscriber(lipova)
    setattr(post, where, lambda address: answer)
    services.make_due()
    pauses = []
    for _ in range(3):
        assert send() == 1
        delivery = Delivery.objects.get()
        assert delivery.state == Step.WAITING
        pauses.append((delivery.due_at - dt.datetime.now(dt.UTC)).total_seconds())
        assert send() == 0, "not at once"
        at.shift(pauses[-1] + 1)
    assert pauses == [300, 900, 2700]
    setattr(post, where, lambda address: None)
    assert send() == 1
    assert len(post.raw) == 1
    subscription.refresh_from_db()
    assert (subscription.state, subscription.refusals) == (State.ACTIVE, 0)


def test_an_outage_of_the_mail_server_costs_nobody_a_try(
    lipova: Any, subscriber: Any, send: Any, settings: Any, at: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2
    subscriber(lipova)
    subscriber(lipova, "jan@test.example")
    services.make_due()
    assert send() == 0
    assert states() == [Step.WAITING, Step.WAITING]
    assert sum(Delivery.objects.values_list("attempts", flat=True)) == 0
    with mail_server() as (post, port):
        settings.EMAIL_PORT = port
        assert send() == 2
        assert len(post.raw) == 2


def test_what_cannot_be_sent_in_time_is_given_up_and_its_news_come_with_the_next(
    lipova: Any, bulletin: Any, subscriber: Any, send: Any, post: Post, at: Any
) -> None:
    subscriber(lipova, frequency=Frequency.DAILY)
    post.to_recipient = lambda address: "450 4.2.0 later"
    services.make_due()
    send()
    at.shift(10 * 3600)
    assert send() == 0
    assert states() == [Step.GIVEN_UP]
    post.to_recipient = lambda address: None
    at.shift(12 * 3600)
    services.make_due()
    assert send() == 1
    assert bulletin.windows[-1].since == bulletin.windows[0].since


def test_no_answer_after_the_dot_is_not_sent_again(
    lipova: Any, subscriber: Any, send: Any, post: Post, at: Any
) -> None:
    subscriber(lipova)
    post.hang_up = True
    services.make_due()
    send()
    post.hang_up = False
    at.shift(3600)
    assert send() == 0
    assert len(post.raw) == 1
    assert states() == [Step.HANDED_OVER]
    assert "no answer" in Delivery.objects.get().problem


def test_a_server_that_closes_idle_connections_is_asked_anew(
    lipova: Any, post: Post, at: Any
) -> None:
    message = mail.EmailMessage("a", "b", "a@test.example", ["eva@test.example"])
    with open_transport() as wire:
        wire.prepare(message)
        wire.finish()
        wire._backend.connection.sock.close()  # type: ignore[attr-defined]
        wire.prepare(message)
        wire.finish()
    assert len(post.raw) == 2


def test_a_claim_that_was_taken_over_sends_nothing(
    lipova: Any, subscriber: Any, post: Post, at: Any
) -> None:
    """A worker that was thought dead wakes up behind another one."""
    subscriber(lipova)
    services.make_due()
    slow = services._claim()
    assert slow is not None
    assert services._claim() is None, "held"
    at.shift(services.LEASE.total_seconds() + 1)
    fast = services._claim()
    assert fast is not None
    assert fast.claim != slow.claim
    with open_transport() as wire:
        services._send(slow, wire)
        assert post.raw == []
        services._send(fast, wire)
        services._send(slow, wire)
    assert len(post.raw) == 1
    assert states() == [Step.SENT]


def test_a_subscriber_who_ends_it_in_the_middle_gets_nothing(
    lipova: Any, subscriber: Any, post: Post, at: Any
) -> None:
    subscription = subscriber(lipova)
    services.make_due()
    delivery = services._claim()
    assert delivery is not None
    services.end(Subscription.objects.get(pk=subscription.pk))
    with open_transport() as wire:
        services._send(delivery, wire)
    assert post.raw == []


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(
    lipova: Any, bulletin: Any, subscriber: Any, send: Any, post: Post, at: Any, monkeypatch: Any
) -> None:
    subscriber(lipova, "a@test.example", selection="druh=gone")
    subscriber(lipova, "b@test.example", topic="uninstalled")
    subscriber(lipova, "c@test.example")
    services.make_due()
    assert send() == 3
    assert post.recipients == ["c@test.example"]
    assert sorted(states()) == [Step.GIVEN_UP, Step.GIVEN_UP, Step.SENT]

    def broken(*_arguments: Any) -> Any:
        raise RuntimeError("a bug")

    at.shift(5 * 86_400)
    services.make_due()
    monkeypatch.setattr(bulletin, "sections", broken)
    send()
    assert Delivery.objects.filter(problem="writing: RuntimeError", state=Step.WAITING).exists()


@pytest.mark.parametrize("frequency", DIGESTS)
def test_never_two_for_one_period(
    frequency: Frequency, lipova: Any, subscriber: Any, send: Any, post: Post, at: Any
) -> None:
    """However often beat asks, through an outage, both clock changes and a change of mind."""
    subscription = subscriber(lipova, frequency=frequency)
    start = dt.datetime(2027, 3, 22, 0, 7, tzinfo=dt.UTC)
    at.move_to(start)
    Subscription.objects.update(counts_from=start, confirmed_at=start)
    for hour in range(24 * 15):
        at.move_to(start + dt.timedelta(hours=hour))
        if 70 < hour < 120:
            continue  # the portal is away
        services.make_due()
        services.make_due()
        send()
    periods = list(subscription.deliveries.values_list("period", flat=True))
    assert len(periods) == len(set(periods)) == len(post.raw)
    expected = {Frequency.WEEKLY: 3, Frequency.DAILY: 13}[frequency]
    assert len(periods) == expected, periods


def test_a_change_of_rhythm_does_not_bring_a_second_letter_on_the_same_morning(
    lipova: Any, subscriber: Any, send: Any, post: Post, at: Any
) -> None:
    subscription = subscriber(lipova)
    at.move_to(dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC))
    services.make_due()
    send()
    services.change(subscription, wish={"zpravodaj": ""}, frequency=Frequency.DAILY, language="cs")
    services.make_due()
    assert send() == 0
    at.shift(86_400)
    services.make_due()
    assert send() == 1


@pytest.mark.django_db(transaction=True)
def test_several_workers_share_the_work(lipova: Any, subscriber: Any, post: Post, at: Any) -> None:
    for number in range(60):
        subscriber(lipova, f"eva{number}@test.example")
    services.make_due()
    handled: list[int] = []

    def work() -> None:
        try:
            handled.append(services.send_due(seconds=20)[0])
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(handled) == 60
    assert sum(number > 0 for number in handled) > 1
    assert set(post.counted().values()) == {1}
    assert len(post.counted()) == 60
