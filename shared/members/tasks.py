from __future__ import annotations

import datetime as dt

from celery import shared_task
from django_tenants.utils import schema_context

from shared.kernel import clock
from shared.members import mails
from shared.members.models import Mail
from shared.subscriptions import once
from shared.subscriptions.transport import Refused, Unreachable
from tenants.registry.models import PUBLIC_SCHEMA

# Long enough for a message in the queue or between two tries.
OVERDUE = dt.timedelta(minutes=10)


@shared_task(
    name="members.send_mail",
    autoretry_for=(OSError, Unreachable, Refused),
    retry_backoff=30,
    max_retries=8,
)
def send_mail(schema: str, mail_id: int) -> None:
    """Not a `site_task`: that would be one transaction, and a mail needs several."""
    with schema_context(schema):
        mails.send(mail_id)


@shared_task(name="members.send_overdue")
def send_overdue() -> None:
    """Queue once more what a broker has lost."""
    with schema_context(PUBLIC_SCHEMA):
        overdue = list(
            Mail.objects.filter(**once.DUE, created_at__lt=clock.now() - OVERDUE).values_list(
                "pk", flat=True
            )
        )
    for mail_id in overdue:
        send_mail.delay(PUBLIC_SCHEMA, mail_id)


@shared_task(name="members.remind")
def remind() -> None:
    """Every morning: tasks whose day is near. A second run on a day finds nothing new."""
    with schema_context(PUBLIC_SCHEMA):
        due = mails.remind()
    for mail_id in due:
        send_mail.delay(PUBLIC_SCHEMA, mail_id)
