"""The portal's own tasks: what must happen on every site."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command
from django_tenants.utils import schema_context

from shared.kernel.jobs import site_task
from tenants.registry.models import Municipality


@shared_task(name="portal.publish_scheduled_everywhere")
def publish_scheduled_everywhere() -> None:
    """Ask every site to publish what is due; runs each minute, so a lost message is made good."""
    with schema_context("public"):
        schemas = list(Municipality.objects.active().values_list("schema_name", flat=True))
    for schema in schemas:
        publish_scheduled.delay(schema)


@site_task("portal.publish_scheduled")
def publish_scheduled(schema: str) -> None:
    """Publish and unpublish what its editors have scheduled, with its projection, in one go."""
    call_command("publish_scheduled", verbosity=0)
