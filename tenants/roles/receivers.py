"""Seats follow the memberships of every site, whoever changes them."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from tenants.roles import services
from tenants.roles.models import Membership


@receiver(post_save, sender=Membership, dispatch_uid="roles.seat")
def membership_saved(instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        services.seat(instance)


@receiver(post_delete, sender=Membership, dispatch_uid="roles.unseat")
def membership_deleted(instance: Membership, **kwargs: Any) -> None:
    services.unseat(instance.user_id)
