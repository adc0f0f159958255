from __future__ import annotations

from celery import current_app, shared_task
from django_tenants.utils import schema_context

from shared.alerts import services


@shared_task(name="alerts.turn")
def turn(schema: str = "public") -> None:
    """Every minute, and as soon as a message is out: its pages, then its letters."""
    with schema_context("public"):
        services.turn()
    current_app.tasks["subscriptions.make_batches"].delay()
