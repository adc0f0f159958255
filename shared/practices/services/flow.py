"""From a draft to the public and into the archive."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from shared.kernel import clock
from shared.practices import permissions
from shared.practices.content import Record, missing
from shared.practices.enums import SUBMITTABLE, State, Verb, Visibility
from shared.practices.models import Practice, Version
from shared.practices.services import mails, projection, steps
from shared.practices.services.records import NotNow, locked, set_readers
from tenants.accounts.models import User
from tenants.registry.selectors import current_site


class Incomplete(Exception):
    """Something is missing: `what` are pairs of a part of the form and the words for it."""

    def __init__(self, what: list[tuple[str, str]]) -> None:
        super().__init__()
        self.what = what


def _move(practice: Practice, state: State) -> None:
    """To another state; the text of what is published stays as it is."""
    practice.state = state
    practice.changed_at = clock.now()
    practice.save(update_fields=["state", "changed_at"])


def _unfinished(practice: Practice) -> State:
    """The state in which it is written on: the first time, or over what is published."""
    return State.REVISED if practice.version_id else State.DRAFT


@transaction.atomic
def submit(practice_id: int, *, actor: User, comment: str = "") -> Version:
    """Give the working text to the union's editor, as a version that stays as it is.

    Raises NotAllowed, NotNow, Incomplete.
    """
    practice = locked(practice_id)
    if not permissions.can_submit(actor, practice):
        raise permissions.NotAllowed
    if practice.state not in SUBMITTABLE:
        raise NotNow
    if what := missing(practice.draft):
        raise Incomplete(what)
    last = practice.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        practice=practice, number=last + 1, content=practice.draft, created_by=actor
    )
    _move(practice, State.SUBMITTED)
    step = steps.note(
        practice,
        Verb.SUBMITTED,
        actor=actor,
        municipality=current_site(),
        version=version,
        comment=comment,
    )
    mails.tell(step, editor=mails.editors(), author=mails.authors(practice))
    return version


@transaction.atomic
def take_back(practice_id: int, *, actor: User) -> None:
    """Go on writing before the editor has decided. Raises NotAllowed, NotNow."""
    practice = locked(practice_id)
    if not permissions.can_submit(actor, practice):
        raise permissions.NotAllowed
    if practice.state != State.SUBMITTED:
        raise NotNow
    _move(practice, _unfinished(practice))
    step = steps.note(practice, Verb.TAKEN_BACK, actor=actor, municipality=current_site())
    mails.tell(step, editor=mails.editors(), author=mails.authors(practice))


@transaction.atomic
def send_back(
    practice_id: int, *, actor: User, comment: str, comments: Mapping[str, str] | None = None
) -> None:
    """Return what was submitted, saying why; `comments` are by part of the form.

    What was published before stays public. Raises NotAllowed, NotNow.
    """
    practice = locked(practice_id)
    if not permissions.can_decide(actor):
        raise permissions.NotAllowed
    if practice.state != State.SUBMITTED:
        raise NotNow
    _move(practice, State.RETURNED)
    step = steps.note(
        practice,
        Verb.RETURNED,
        actor=actor,
        municipality=current_site(),
        version=practice.versions.first(),
        comment=comment,
        comments=comments,
    )
    mails.tell(step, author=mails.authors(practice))


@transaction.atomic
def publish(practice_id: int, *, version: int, actor: User, comment: str = "") -> Practice:
    """Publish the submitted version, for those whom it names.

    `version` is the number that the editor has read. Raises NotAllowed; NotNow also when another
    version has been submitted since.
    """
    practice = locked(practice_id)
    if not permissions.can_decide(actor):
        raise permissions.NotAllowed
    submitted = practice.versions.first()
    if practice.state != State.SUBMITTED or submitted is None or submitted.number != version:
        raise NotNow
    now = clock.now()
    submitted.published_at = now
    submitted.save(update_fields=["published_at"])
    practice.state = State.PUBLISHED
    practice.first_published_at = practice.first_published_at or now
    practice.published_at = practice.changed_at = now
    projection.set_columns(practice, submitted)
    practice.save()
    record = Record(submitted.content)
    set_readers(practice, Visibility(record.visibility or Visibility.PUBLIC), set(record.chosen))
    step = steps.note(
        practice,
        Verb.PUBLISHED,
        actor=actor,
        municipality=current_site(),
        version=submitted,
        comment=comment,
    )
    projection.project(practice)
    mails.tell(step, author=mails.authors(practice), reader=mails.followers(practice))
    return practice


@transaction.atomic
def archive(practice_id: int, *, actor: User, reason: str) -> None:
    """Take the record off the lists. Its address keeps answering, and says that it is archived.

    Raises NotAllowed, NotNow.
    """
    practice = locked(practice_id)
    if not permissions.can_archive(actor, practice):
        raise permissions.NotAllowed
    if practice.state == State.ARCHIVED:
        raise NotNow
    _move(practice, State.ARCHIVED)
    step = steps.note(
        practice, Verb.ARCHIVED, actor=actor, municipality=current_site(), comment=reason
    )
    if practice.version_id:
        projection.project(practice)
    mails.tell(step, author=mails.authors(practice), editor=mails.editors())


@transaction.atomic
def restore(practice_id: int, *, actor: User) -> None:
    """Back from the archive: what was public is so again. Raises NotAllowed, NotNow."""
    practice = locked(practice_id)
    if not permissions.can_archive(actor, practice):
        raise permissions.NotAllowed
    if practice.state != State.ARCHIVED:
        raise NotNow
    published = practice.version
    # Nobody has written on since: there is nothing to submit again.
    as_it_was = published is not None and published.content == practice.draft
    _move(practice, State.PUBLISHED if as_it_was else _unfinished(practice))
    step = steps.note(practice, Verb.RESTORED, actor=actor, municipality=current_site())
    if practice.version_id:
        projection.project(practice)
    mails.tell(step, author=mails.authors(practice), editor=mails.editors())
