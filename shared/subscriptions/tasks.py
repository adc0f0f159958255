"""Beat asks often; what has been done is known from the rows, so nothing is done twice."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django_tenants.utils import schema_context

from shared.subscriptions import mailbox, services


@shared_task(name="subscriptions.make_due")
def make_due() -> None:
    """Every few minutes: make the letters of the periods that have begun."""
    with schema_context("public"):
        if services.make_due():
            send_due.delay()


@shared_task(name="subscriptions.send_due")
def send_due() -> None:
    """Send for a while, then go to the back of the queue, where other tasks wait too.

    Not a `site_task`: that would be one transaction, and a letter needs several.
    """
    with schema_context("public"):
        _handled, more = services.send_due()
    if more:
        send_due.delay()


@shared_task(name="subscriptions.make_batches")
def make_batches() -> None:
    """Every minute, and as soon as an urgent message is out: the letters that go at once."""
    with schema_context("public"):
        if services.make_batches():
            send_due.delay()


@shared_task(name="subscriptions.read_returned")
def read_returned() -> None:
    """Every quarter of an hour, where a mailbox is set: reports of letters that came back."""
    if settings.BOUNCES_URL:
        with schema_context("public"):
            services.read_returned(mailbox.imap(settings.BOUNCES_URL))


@shared_task(name="subscriptions.forget")
def forget() -> None:
    with schema_context("public"):
        services.forget()
