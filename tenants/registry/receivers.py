"""Keeps this process's idea of hosts in step with what it writes itself."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from tenants.registry import middleware
from tenants.registry.models import Domain, Municipality


@receiver([post_save, post_delete], sender=Domain)
@receiver([post_save, post_delete], sender=Municipality)
def forget_hosts(**kwargs: Any) -> None:
    middleware.hosts.clear()
