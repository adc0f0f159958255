"""Taking a practice over, by people of a member, from the union's pages or their own desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from shared.kernel import clock
from shared.practices import permissions, selectors
from shared.practices.enums import Uptake, Verb
from shared.practices.models import Adoption, Practice, Task
from shared.practices.services import mails, projection, steps
from tenants.accounts.models import User
from tenants.registry.models import Municipality


def readable(practice_id: int, actor: User) -> Practice:
    """The record, if the actor may read it, under its lock. Raises NotAllowed."""
    viewer = selectors.viewer_of(actor)
    practice = (
        selectors.visible(viewer)
        .select_for_update(of=("self",))
        .select_related("municipality", "version")
        .filter(pk=practice_id)
        .first()
    )
    if practice is None:
        raise permissions.NotAllowed
    return practice


@transaction.atomic
def adopt(
    practice_id: int,
    municipality: Municipality,
    uptake: Uptake,
    *,
    actor: User,
    note: str = "",
    day: dt.date | None = None,
    results: Sequence[Mapping[str, Any]] = (),
) -> Adoption:
    """Say for a municipality that it wants to take the practice over, or that it did.

    The first time it gets a checklist from the record's steps, which later versions leave alone.
    Raises NotAllowed, also for a municipality's own record.
    """
    practice = readable(practice_id, actor)
    if not permissions.acts_for(actor, municipality):
        raise permissions.NotAllowed
    if municipality.pk == practice.municipality_id:
        raise permissions.NotAllowed
    if uptake == Uptake.DONE and day is None:
        day = clock.today()
    adoption = (
        Adoption.objects.select_for_update()
        .filter(practice=practice, municipality=municipality)
        .first()
    )
    created = adoption is None
    before = adoption.uptake if adoption else ""
    if adoption is None:
        adoption = Adoption(practice=practice, municipality=municipality, created_by=actor)
    adoption.uptake, adoption.note, adoption.day = uptake, note, day
    adoption.results = [dict(row) for row in results]
    adoption.changed_at = clock.now()
    adoption.save()
    if created:
        Task.objects.bulk_create(
            Task(adoption=adoption, position=position, text=row["text"])
            for position, row in enumerate(practice.text.steps, 1)
        )
    if before != uptake:
        verb = Verb.ADOPTED if uptake == Uptake.DONE else Verb.WANTED
        step = steps.note(practice, verb, actor=actor, municipality=municipality)
        readers = mails.followers(practice) if verb in mails.FOR_READERS else set()
        mails.tell(step, author=mails.authors(practice), reader=readers)
    projection.touch()
    return adoption


@transaction.atomic
def drop(adoption_id: int, *, actor: User) -> None:
    """Take the note of taking over back, with its checklist. Raises NotAllowed, DoesNotExist."""
    adoption = _own(adoption_id, actor)
    practice, municipality = adoption.practice, adoption.municipality
    adoption.delete()
    step = steps.note(practice, Verb.DROPPED, actor=actor, municipality=municipality)
    mails.tell(step, author=mails.authors(practice))
    projection.touch()


@transaction.atomic
def tick(adoption_id: int, done: Mapping[int, str], *, actor: User) -> None:
    """Save a checklist: positions that are done; other lines are open again. Raises NotAllowed."""
    adoption = _own(adoption_id, actor)
    now = clock.now()
    for task in adoption.tasks.all():
        ticked = task.position in done
        if ticked and task.done_at is None:
            task.done_at, task.done_by = now, actor
        elif not ticked:
            task.done_at, task.done_by = None, None
        task.save(update_fields=["done_at", "done_by"])
    adoption.changed_at = now
    adoption.save(update_fields=["changed_at"])


@transaction.atomic
def annotate_tasks(adoption_id: int, notes: Mapping[int, str], *, actor: User) -> None:
    adoption = _own(adoption_id, actor)
    for task in adoption.tasks.all():
        if task.position in notes and task.note != notes[task.position]:
            task.note = notes[task.position][:300]
            task.save(update_fields=["note"])


def _own(adoption_id: int, actor: User) -> Adoption:
    adoption = (
        Adoption.objects.select_for_update(of=("self",))
        .select_related("practice", "practice__municipality", "municipality")
        .get(pk=adoption_id)
    )
    if not permissions.acts_for(actor, adoption.municipality):
        raise permissions.NotAllowed
    return adoption
