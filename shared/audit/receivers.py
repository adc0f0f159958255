from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from shared.audit import services
from tenants.roles.signals import people_changed


@receiver(people_changed)
def record_people(
    action: str, target: Any, actor: Any, detail: dict[str, Any], **kwargs: Any
) -> None:
    services.record(action, target, actor=actor, detail=detail)
