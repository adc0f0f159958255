"""Funded projects, written by the union's editors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from shared.audit import services as audit
from shared.kernel import clock
from shared.published import services as published
from shared.strategies import permissions
from shared.strategies.models import Output, Project
from shared.strategies.services.documents import Meanwhile, mark_of, slug_of
from tenants.accounts.models import User

FIELDS = (
    *("title", "number", "call", "fund", "realised_by", "starts", "ends", "eligible_costs"),
    *("summary", "source", "published"),
)


@transaction.atomic
def save(
    values: Mapping[str, Any],
    *,
    outputs: Sequence[Mapping[str, Any]],
    key_activities: Sequence[Mapping[str, Any]],
    project_id: int | None = None,
    seen: str = "",
    actor: User,
) -> Project:
    """Raises NotAllowed, Project.DoesNotExist, Meanwhile."""
    if not permissions.oversees(actor):
        raise permissions.NotAllowed
    if project_id is None:
        project = Project(created_by=actor)
    else:
        project = Project.objects.select_for_update(of=("self",)).get(pk=project_id)
        if seen and seen != mark_of(project):
            raise Meanwhile
    for name in FIELDS:
        if name in values:
            setattr(project, name, values[name])
    project.slug = slug_of(project.title) or "projekt"
    project.key_activities = [dict(row) for row in key_activities]
    project.changed_at = clock.now()
    project.save()
    project.outputs.all().delete()
    Output.objects.bulk_create(Output(project=project, **row) for row in outputs)
    audit.record(
        "strategy.project",
        project if project.published else None,
        actor=actor,
        detail={"project": project.pk},
    )
    published.touch()
    return project
