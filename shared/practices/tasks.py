from __future__ import annotations

import datetime as dt

from celery import shared_task
from django.db import transaction
from django_tenants.utils import schema_context

from shared.kernel import clock
from shared.practices import selectors
from shared.practices.models import Mail
from shared.practices.services import mails, records
from shared.subscriptions.transport import Refused, Unreachable
from tenants.registry.models import PUBLIC_SCHEMA

# Long enough for a message in the queue or between two tries.
OVERDUE = dt.timedelta(minutes=10)
PAPERS_A_NIGHT = 500


@shared_task(
    name="practices.send_mail",
    autoretry_for=(OSError, Unreachable, Refused),
    retry_backoff=30,
    max_retries=8,
)
def send_mail(schema: str, mail_id: int) -> None:
    """Not a `site_task`: that would be one transaction, and a mail needs several."""
    with schema_context(schema):
        mails.send(mail_id)


@shared_task(name="practices.send_overdue")
def send_overdue() -> None:
    """Queue once more what a broker has lost."""
    with schema_context(PUBLIC_SCHEMA):
        overdue = list(
            Mail.objects.filter(**mails.DUE, created_at__lt=clock.now() - OVERDUE).values_list(
                "pk", flat=True
            )
        )
    for mail_id in overdue:
        send_mail.delay(PUBLIC_SCHEMA, mail_id)


@shared_task(name="practices.queue_digests")
def queue_digests() -> None:
    """The month that is over, for everybody with a seat; runs on several days, sends once."""
    with schema_context(PUBLIC_SCHEMA), transaction.atomic():
        due = mails.queue_digests()
    for mail_id in due:
        send_mail.delay(PUBLIC_SCHEMA, mail_id)


@shared_task(name="practices.read_paper")
def read_paper(schema: str, file_id: int) -> None:
    """Not a `site_task`: that would hold a transaction open while a file is read."""
    with schema_context(schema):
        records.read_paper(file_id)


@shared_task(name="practices.read_papers")
def read_papers() -> None:
    """Every night: attached papers that nobody has read, those from before they were read too."""
    with schema_context(PUBLIC_SCHEMA):
        unread = list(selectors.unread_papers()[:PAPERS_A_NIGHT])
    for file_id in unread:
        read_paper.delay(PUBLIC_SCHEMA, file_id)
