"""The nightly look at every site's projection, and the page cache's every minute."""

from __future__ import annotations

import logging

from celery import shared_task
from django_tenants.utils import schema_context

from shared.kernel.jobs import site_task
from shared.published import revisions, services
from tenants.registry.models import Municipality

logger = logging.getLogger(__name__)


@shared_task(name="published.verify_all")
def verify_all() -> None:
    """One message per site, so that one site's trouble leaves the others' alone."""
    with schema_context("public"):
        schemas = list(Municipality.objects.active().values_list("schema_name", flat=True))
    for schema in schemas:
        verify_site.delay(schema)


@site_task("published.verify_site")
def verify_site(schema: str) -> None:
    """Mend the projection of one site. Drift means that someone published past it: it is logged."""
    for drift in services.rebuild():
        logger.error("Projection of %s had drifted: %s", schema, drift)


@shared_task(name="published.reconcile_revisions", ignore_result=True)
def reconcile_revisions() -> None:
    with schema_context("public"):
        for schema in revisions.reconcile():
            logger.warning("The cache of %s was behind what is published; mended", schema)


@shared_task(name="published.forget_words", ignore_result=True)
def forget_words() -> None:
    with schema_context("public"):
        services.forget_words()
