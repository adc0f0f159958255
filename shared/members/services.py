"""Writes of the members' area: permission, lock, change, audit, mail. Nothing here becomes public,
so nothing is projected and no page is thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import transaction

from shared.audit import services as audit
from shared.kernel import clock, uploads
from shared.members import mails, permissions
from shared.members.enums import News, TaskState
from shared.members.models import FormerPaper, Hold, Meeting, Paper, Task
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
    meeting = _save(Meeting(), values, "called", colleague)
    mails.tell(News.MEETING, colleague.user, meeting=meeting)
    return meeting


@transaction.atomic
def change_meeting(
    key: int, values: Mapping[str, Any], *, colleague: Colleague, mark: str = ""
) -> Meeting:
    """Programme and minutes. Raises NotAllowed, Meanwhile, Meeting.DoesNotExist."""
    meeting = _locked(Meeting, key)
    if not permissions.can_change(colleague, meeting):
        raise NotAllowed
    _opened(meeting, mark)
    before = (meeting.cancelled, bool(meeting.minutes))
    meeting = _save(meeting, values, "changed", colleague)
    if meeting.cancelled and not before[0]:
        mails.tell(News.CANCELLED, colleague.user, meeting=meeting)
    elif meeting.minutes and not before[1]:
        mails.tell(News.MINUTES, colleague.user, meeting=meeting)
    return meeting


# --- Papers -------------------------------------------------------------------------------------


@transaction.atomic
def add_paper(upload: Any, values: Mapping[str, Any], *, colleague: Colleague) -> Paper:
    """Raises NotAllowed, and ValidationError for what may not be uploaded."""
    if not colleague.speaks_for(values["municipality"].pk):
        raise NotAllowed
    paper = Paper()
    _take(paper, upload)
    return _save(paper, values, "added", colleague)


def _take(paper: Paper, upload: Any) -> None:
    name = uploads.safe_filename(upload.name)
    uploads.check_document(upload, name, upload.size)
    upload.seek(0)
    data = upload.read()
    paper.name, paper.size = name, len(data)
    paper.file.save(name, ContentFile(data), save=False)


@transaction.atomic
def replace_paper(key: int, upload: Any, *, colleague: Colleague, mark: str = "") -> Paper:
    """A newer version; the one before stays to be read.

    Raises NotAllowed, Meanwhile, Paper.DoesNotExist, and ValidationError for what may not be uploaded.
    """
    paper = _locked(Paper, key)
    if not permissions.can_change(colleague, paper):
        raise NotAllowed
    _opened(paper, mark)
    former = FormerPaper(
        paper=paper,
        version=paper.version,
        file=paper.file.name,
        name=paper.name,
        size=paper.size,
        uploaded_by=paper.uploaded_by,
        uploaded_at=paper.uploaded_at,
    )
    _take(paper, upload)
    former.save()
    values = {
        "version": paper.version + 1,
        "replaced_by": colleague.user,
        "replaced_at": clock.now(),
    }
    return _save(paper, values, "replaced", colleague)


@transaction.atomic
def remove_paper(key: int, *, colleague: Colleague) -> None:
    paper = _locked(Paper, key)
    if not permissions.can_change(colleague, paper):
        raise NotAllowed
    audit.record("members.paper_removed", paper, actor=colleague.user)
    storage = paper.file.storage
    stored = [str(paper.file.name), *paper.former.values_list("file", flat=True)]
    paper.delete()

    def delete_files() -> None:
        for name in stored:
            storage.delete(name)

    # A file without a row is litter; a row without its file would be a broken link.
    transaction.on_commit(delete_files, robust=True)


# --- Tasks --------------------------------------------------------------------------------------


@transaction.atomic
def give_task(values: Mapping[str, Any], *, colleague: Colleague) -> Task:
    """The union's editors hand out tasks; everybody may note one for a municipality of theirs."""
    municipality = values.get("municipality")
    if not colleague.edits and (municipality is None or municipality.pk not in colleague.ids):
        raise NotAllowed
    task = _save(Task(), values, "given", colleague)
    mails.tell(News.TASK, colleague.user, task=task)
    return task


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
    before = task.municipality_id
    task = _save(task, values, "changed", colleague)
    if task.municipality_id != before:
        mails.tell(News.TASK, colleague.user, task=task)
    return task


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
