"""When cached pages must go although nothing was published, and when a publisher has given up."""

from __future__ import annotations

from typing import Any

from celery.signals import task_postrun
from django.core.signals import request_finished
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from shared.published import revisions, services
from tenants.registry.models import PUBLIC_SCHEMA, Municipality, UnionMembership


@receiver(request_finished, dispatch_uid="published.release_after_request")
def release_after_request(**kwargs: Any) -> None:
    revisions.release_rolled_back()


@task_postrun.connect(dispatch_uid="published.release_after_task")
def release_after_task(**kwargs: Any) -> None:
    revisions.release_rolled_back()


@receiver([post_save, post_delete], sender=Municipality, dispatch_uid="published.owner_changed")
def owner_changed(instance: Municipality, raw: bool = False, **kwargs: Any) -> None:
    """Every page of a site shows its owner's name, colours and address; the union's list them."""
    if not raw:
        with transaction.atomic():
            services.touch_sites([instance.schema_name])


@receiver(
    [post_save, post_delete], sender=UnionMembership, dispatch_uid="published.membership_changed"
)
def membership_changed(raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        with transaction.atomic():
            services.touch_sites([PUBLIC_SCHEMA])
