"""Noting what has happened: in the record's history, in the audit, and for the mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.audit import services as audit
from shared.practices.enums import Verb
from shared.practices.models import Practice, Step, Version
from tenants.accounts.models import User
from tenants.registry.models import Municipality


def note(
    practice: Practice,
    verb: Verb,
    *,
    actor: User | None,
    municipality: Municipality | None,
    comment: str = "",
    comments: Mapping[str, str] | None = None,
    version: Version | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Step:
    """Texts stay out of the audit, which more people read than a draft."""
    step = Step.objects.create(
        practice=practice,
        actor=actor,
        municipality=municipality,
        verb=verb,
        comment=comment,
        comments=dict(comments or {}),
        version=version,
    )
    audit.record(
        f"practice.{verb.value}",
        practice if practice.title else None,
        actor=actor,
        detail={
            "practice": practice.pk,
            "municipality": municipality.slug if municipality else "",
            **(detail or {}),
        },
    )
    return step
