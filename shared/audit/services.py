from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from shared.audit.models import Entry
from shared.kernel.db import connection
from tenants.accounts.models import User


def record(
    action: str,
    target: models.Model | None = None,
    *,
    actor: User | None = None,
    detail: Mapping[str, Any] | None = None,
    schema: str | None = None,
) -> Entry:
    """Note a change in the transaction that makes it.

    `action` is a stable word such as "event.cancelled". Nothing secret belongs into `detail`:
    no tokens, no passwords, no texts of drafts.
    """
    return Entry.objects.create(
        action=action,
        schema_name=schema or connection.schema_name,
        actor=actor if actor is not None and actor.pk else None,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target_label=str(target)[:255] if target is not None else "",
        detail=dict(detail or {}),
    )
