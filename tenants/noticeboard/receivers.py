"""An approval in Wagtail's sense, and what follows from it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from tenants.noticeboard import services
from tenants.noticeboard.models import Notice


@receiver(published, sender=Notice)
def post_what_is_due(sender: Any, instance: Notice, **kwargs: Any) -> None:
    with transaction.atomic():
        services.settle(instance)


@receiver(unpublished, sender=Notice)
def withdraw_unpublished(sender: Any, instance: Notice, **kwargs: Any) -> None:
    services.withdraw(instance)


@receiver(post_delete, sender=Notice)
def withdraw_deleted(sender: Any, instance: Notice, **kwargs: Any) -> None:
    services.withdraw(instance)
