"""Writes of joint postings. Who may do it is asked by the board, which calls these."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from shared.audit.services import record
from shared.boards.models import JointCopy, JointPosting
from shared.kernel.jobs import enqueue
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

POST = "noticeboard.post_joint"
REVOKE = "noticeboard.revoke_joint"
EXTEND = "noticeboard.extend_joint"


@transaction.atomic
def announce(key: UUID, source_notice: int, **content: Any) -> JointPosting:
    """Hand a posted notice of the union to all its members of today. Safe to repeat."""
    posting, made = JointPosting.objects.get_or_create(
        pk=key, defaults={"source_notice": source_notice, **content}
    )
    if made:
        members = list(Municipality.objects.members())
        JointCopy.objects.bulk_create(
            JointCopy(posting=posting, municipality=member) for member in members
        )
        record("boards.announced", posting, detail={"boards": [m.slug for m in members]})
        for member in members:
            enqueue(POST, member.schema_name, str(key))
    return posting


@transaction.atomic
def revoke(key: UUID, *, at: dt.datetime, reason: str) -> None:
    """The union has taken its notice down; every board follows by a job of its own."""
    posting = JointPosting.objects.select_for_update().get(pk=key)
    if posting.revoked_at is not None:
        return
    posting.revoked_at, posting.revoked_reason = at, reason
    posting.save(update_fields=["revoked_at", "revoked_reason"])
    record("boards.revoked", posting, detail={"reason": reason})
    for copy in posting.copies.filter(removed_at=None).select_related("municipality"):
        enqueue(REVOKE, copy.municipality.schema_name, str(key))


@transaction.atomic
def extend(key: UUID, until: dt.date | None, *, reason: str) -> None:
    """The union leaves its notice for longer; every board follows by a job of its own."""
    posting = JointPosting.objects.select_for_update().get(pk=key)
    posting.planned_removal, posting.extension_reason = until, reason
    posting.save(update_fields=["planned_removal", "extension_reason"])
    record(
        "boards.extended",
        posting,
        detail={"until": str(until) if until else None, "reason": reason},
    )
    for copy in posting.copies.filter(removed_at=None).select_related("municipality"):
        enqueue(EXTEND, copy.municipality.schema_name, str(key))


def claim(key: UUID) -> JointPosting | None:
    """The current site's copy, locked, if it is still to be posted.

    Whoever comes second waits for the first and then gets nothing.
    """
    copy = (
        JointCopy.objects.select_for_update(of=("self",))
        .select_related("posting")
        .filter(posting_id=key, municipality=current_site(), posted_at=None)
        .first()
    )
    if copy is None or copy.posting.revoked_at is not None:
        return None
    return copy.posting


def note_posted(
    key: UUID,
    *,
    notice: int,
    at: dt.datetime,
    last_required_day: dt.date | None,
    planned_removal: dt.date | None,
) -> None:
    JointCopy.objects.filter(posting_id=key, municipality=current_site()).update(
        notice=notice,
        posted_at=at,
        last_required_day=last_required_day,
        planned_removal=planned_removal,
    )


def note_removed(key: UUID, *, at: dt.datetime, early: bool, reason: str) -> None:
    JointCopy.objects.filter(posting_id=key, municipality=current_site()).update(
        removed_at=at, removed_early=early, removal_reason=reason
    )


def note_extended(key: UUID, until: dt.date | None) -> None:
    JointCopy.objects.filter(posting_id=key, municipality=current_site()).update(
        planned_removal=until
    )
