from __future__ import annotations

import datetime as dt

from celery import shared_task
from django_tenants.utils import schema_context

from shared.kernel import clock
from shared.kernel.jobs import site_task
from shared.strategies import selectors
from shared.strategies.models import ShareMail
from shared.strategies.services import documents, mails
from shared.subscriptions import once
from shared.subscriptions.transport import Refused, Unreachable
from tenants.registry.models import PUBLIC_SCHEMA

# Long enough for a message in the queue or between two tries.
OVERDUE = dt.timedelta(minutes=10)
FILES_A_NIGHT = 500


@shared_task(
    name="strategies.send_mail",
    autoretry_for=(OSError, Unreachable, Refused),
    retry_backoff=30,
    max_retries=8,
)
def send_mail(schema: str, mail_id: int) -> None:
    """Not a `site_task`: that would be one transaction, and a mail needs several."""
    with schema_context(schema):
        mails.send(mail_id)


@shared_task(name="strategies.send_overdue")
def send_overdue() -> None:
    """Queue once more what a broker has lost."""
    with schema_context(PUBLIC_SCHEMA):
        overdue = list(
            ShareMail.objects.filter(**once.DUE, created_at__lt=clock.now() - OVERDUE).values_list(
                "pk", flat=True
            )
        )
    for mail_id in overdue:
        send_mail.delay(PUBLIC_SCHEMA, mail_id)


@site_task("strategies.read_file")
def read_file(schema: str, file_id: int) -> None:
    documents.read_file(file_id)


@shared_task(name="strategies.read_files")
def read_files() -> None:
    """Every night: files that nobody has read, each on its owner's site."""
    with schema_context(PUBLIC_SCHEMA):
        unread = selectors.unread_files()[:FILES_A_NIGHT]
        rows = list(unread)
    for schema, file_id in rows:
        read_file.delay(schema, file_id)
