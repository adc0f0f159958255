from celery import current_app, shared_task
from django_tenants.utils import schema_context

from calendar_app.imports import services
from shared.kernel.jobs import enqueue, site_task
from tenants.registry.models import Municipality


@shared_task(name="imports.fetch_due_everywhere")
def fetch_due_everywhere() -> None:
    """Ask every site to look whether a calendar is due; runs every few minutes."""
    with schema_context("public"):
        schemas = list(Municipality.objects.active().values_list("schema_name", flat=True))
    for schema in schemas:
        current_app.tasks["imports.fetch_due"].delay(schema)


@site_task("imports.fetch_due")
def fetch_due(schema: str) -> None:
    for key in services.claim_due():
        enqueue("imports.fetch", schema, key)


@site_task("imports.fetch")
def fetch(schema: str, key: str) -> None:
    services.fetch(key)


@site_task("imports.continue")
def continue_run(schema: str, run_id: int) -> None:
    services.continue_run(run_id)


@site_task("imports.withdraw_missing")
def withdraw_missing(schema: str, run_id: int) -> None:
    services.withdraw_missing(run_id)
