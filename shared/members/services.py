"""Writes of the members' area: permission, lock, change, audit. Nothing here becomes public, so
nothing is projected and no page is thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import transaction

from shared.audit import services as audit
from shared.kernel import clock, uploads
from shared.members import permissions
from shared.members.enums import TaskState
from shared.members.models import Hold, Meeting, Paper, Task
from shared.members.permissions import Colleague, NotAllowed

Row = TypeVar("Row", Meeting, Paper, Task, Hold)


class Meanwhile(Exception):
    """Somebody else has changed the row since its form was opened."""


def _locked(model: type[Row], key: int) -> Row:
    """Raises the model's DoesNotExist."""
    return model._default_manager.select_for_update().get(pk=key)


def _save(row: Row, values: Mapping[str, Any], verb: str, colleague: Colleague) -> Row:
    for name, value in values.items():
        setattr(row, name, value)
    if row.created_by_id is None:
        row.created_by = colleague.user
    row.changed_at = clock.now()
    row.save()
    audit.record(f"members.{row._meta.model_name}_{verb}", row, actor=colleague.user)
    return row


def _opened(row: Row, mark: str) -> None:
    if mark and row.changed_at.isoformat() != mark:
        raise Meanwhile


# --- Meetings -----------------------------------------------------------------------------------


@transaction.atomic
def call_meeting(values: Mapping[str, Any], *, colleague: Colleague) -> Meeting:
    if not colleague.edits:
        raise NotAllowed
    return _save(Meeting(), values, "called", colleague)


@transaction.atomic
def change_meeting(
    key: int, values: Mapping[str, Any], *, colleague: Colleague, mark: str = ""
) -> Meeting:
    """Programme and minutes. Raises NotAllowed, Meanwhile, Meeting.DoesNotExist."""
    meeting = _locked(Meeting, key)
    if not permissions.can_change(colleague, meeting):
        raise NotAllowed
    _opened(meeting, mark)
    return _save(meeting, values, "changed", colleague)


# --- Papers -------------------------------------------------------------------------------------


@transaction.atomic
def add_paper(upload: Any, values: Mapping[str, Any], *, colleague: Colleague) -> Paper:
    """Raises NotAllowed, and ValidationError for what may not be uploaded."""
    if not colleague.speaks_for(values["municipality"].pk):
        raise NotAllowed
    name = uploads.safe_filename(upload.name)
    uploads.check_document(upload, name, upload.size)
    upload.seek(0)
    data = upload.read()
    paper = Paper(name=name, size=len(data))
    paper.file.save(name, ContentFile(data), save=False)
    return _save(paper, values, "added", colleague)


@transaction.atomic
def remove_paper(key: int, *, colleague: Colleague) -> None:
    paper = _locked(Paper, key)
    if not permissions.can_change(colleague, paper):
        raise NotAllowed
    audit.record("members.paper_removed", paper, actor=colleague.user)
    storage, stored = paper.file.storage, str(paper.file.name)
    paper.delete()
    # A file without a row is litter; a row without its file would be a broken link.
    transaction.on_commit(lambda: storage.delete(stored), robust=True)


# --- Tasks --------------------------------------------------------------------------------------


@transaction.atomic
def give_task(values: Mapping[str, Any], *, colleague: Colleague) -> Task:
    """The union's editors hand out tasks; everybody may note one for a municipality of theirs."""
    municipality = values.get("municipality")
    if not colleague.edits and (municipality is None or municipality.pk not in colleague.ids):
        raise NotAllowed
    return _save(Task(), values, "given", colleague)


@transaction.atomic
def change_task(
    key: int, values: Mapping[str, Any], *, colleague: Colleague, mark: str = ""
) -> Task:
    """Its wording and day. Raises NotAllowed, Meanwhile, Task.DoesNotExist."""
    task = _locked(Task, key)
    municipality = values.get("municipality")
    new = municipality.pk if municipality else None
    own = {task.municipality_id, new} <= colleague.ids
    if not colleague.edits and not own:
        raise NotAllowed
    _opened(task, mark)
    return _save(task, values, "changed", colleague)


@transaction.atomic
def close_task(key: int, state: TaskState, report: str, *, colleague: Colleague) -> Task:
    """Done, dropped, or open again. Saying twice what holds already changes nothing."""
    task = _locked(Task, key)
    if not permissions.can_close(colleague, task):
        raise NotAllowed
    if task.state == state and task.report == report:
        return task
    closed = state != TaskState.OPEN
    values = {
        "state": state,
        "report": report,
        "closed_by": colleague.user if closed else None,
        "closed_at": clock.now() if closed else None,
    }
    return _save(task, values, "closed" if closed else "reopened", colleague)


# --- Holds --------------------------------------------------------------------------------------


@transaction.atomic
def hold(values: Mapping[str, Any], *, colleague: Colleague) -> Hold:
    if not colleague.speaks_for(values["municipality"].pk):
        raise NotAllowed
    return _save(Hold(), values, "made", colleague)


@transaction.atomic
def change_hold(
    key: int, values: Mapping[str, Any], *, colleague: Colleague, mark: str = ""
) -> Hold:
    found = _locked(Hold, key)
    if not (
        permissions.can_change(colleague, found) and colleague.speaks_for(values["municipality"].pk)
    ):
        raise NotAllowed
    _opened(found, mark)
    return _save(found, values, "changed", colleague)


@transaction.atomic
def release(key: int, *, colleague: Colleague) -> None:
    """The days are free again."""
    found = _locked(Hold, key)
    if not permissions.can_change(colleague, found):
        raise NotAllowed
    audit.record("members.hold_released", found, actor=colleague.user)
    found.delete()
