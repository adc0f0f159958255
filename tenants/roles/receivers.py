from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from shared.kernel import jobs
from tenants.roles.signals import people_changed
from tenants.roles.tasks import send_invitation


@receiver(people_changed)
def mail_invitation(action: str, target: Any, **kwargs: Any) -> None:
    if action == "people.invited":
        jobs.enqueue(send_invitation, target.schema_name, target.pk)
