"""Keeps the projection in step with the board."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from tenants.noticeboard import services
from tenants.noticeboard.models import Notice


@receiver(published, sender=Notice)
def project_published(sender: Any, instance: Notice, **kwargs: Any) -> None:
    services.project(instance)


@receiver(unpublished, sender=Notice)
def withdraw_unpublished(sender: Any, instance: Notice, **kwargs: Any) -> None:
    services.withdraw(instance)


@receiver(post_delete, sender=Notice)
def withdraw_deleted(sender: Any, instance: Notice, **kwargs: Any) -> None:
    services.withdraw(instance)
