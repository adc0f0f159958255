"""Posting and taking down. Each is done once, however often and however late it is asked for."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context

from shared.audit.services import record
from shared.boards import selectors as joint_selectors
from shared.boards import services as joint
from shared.boards.models import JointPosting
from shared.kernel import clock, extraction
from shared.kernel.db import connection
from shared.published import services as published
from shared.published.enums import Kind
from tenants.accounts.models import User
from tenants.noticeboard import content, files, journal, periods, projection, rules
from tenants.noticeboard.enums import Act
from tenants.noticeboard.models import AttachmentText, Notice, NoticeAttachment
from tenants.noticeboard.permissions import (
    user_can_erase,
    user_can_extend,
    user_can_flag,
    user_can_take_down,
)
from tenants.registry.models import PUBLIC_SCHEMA
from tenants.registry.selectors import current_site

logger = logging.getLogger(__name__)

# Settings of the database session by which the triggers let one notice through (migrations 0002, 0003).
ERASING = "portal.board_erase"
EXTENDING = "portal.board_extend"


# --- Posting ----------------------------------------------------------------------------------


def settle(notice: Notice) -> None:
    """After an approval: post what is due at once; the rest comes by itself at its minute."""
    if notice.posted_at is None and notice.post_at <= clock.now():
        post(notice)


@transaction.atomic
def post(notice: Notice, *, at: dt.datetime | None = None) -> bool:
    """Hang the notice out: freeze its documents, note the moment, project, write the journal.

    Returns False, having changed nothing, when it hangs already, is not approved or due, or when the
    law forbids it on this day (the desk then says why). Posted late, its planned removal moves to
    the first lawful day. `at` is for demonstration data and says so in the journal. Raises
    `files.FileGone` when a document cannot be read.
    """
    now = clock.now()
    stored = Notice.objects.select_for_update().filter(pk=notice.pk, posted_at=None).first()
    moment = at or now
    if stored is None or not stored.live or stored.post_at > moment:
        return False
    day = moment.astimezone(clock.PRAGUE).date()
    if rules.refusal(stored, day):
        return False
    _freeze(stored)
    planned = stored.planned_removal
    least = periods.last_required_day(stored.kind, day, joint=stored.is_joint)
    removal = planned
    if planned is not None:
        removal = max(planned, day, least or planned)
    changed: dict[str, Any] = {
        "posted_at": moment,
        "planned_removal": removal,
    }
    if stored.has_unpublished_changes:  # nobody has approved them by now: too late
        changed |= {"has_unpublished_changes": False, "latest_revision": stored.live_revision}
    if (workflow := stored.current_workflow_state) is not None:
        workflow.cancel()
    if any(subject.is_person for subject in stored.subjects.all()):
        changed["personal"] = True
    if stored.everywhere and stored.joint_key is None:
        changed["joint_key"] = uuid4()
    Notice.objects.filter(pk=stored.pk).update(**changed)
    stored = _fresh(stored.pk)
    entry: dict[str, Any] = {
        "title": stored.title,
        "kind": stored.kind,
        "posted_at": moment.astimezone(dt.UTC).isoformat(),
        "planned_at": stored.post_at.isoformat(),
        "planned_removal": str(removal) if removal else None,
        "personal": stored.personal,
        "seal": content.seal(stored),
        "documents": [[part.filename, part.sha256] for part in stored.attachments.all()],
    }
    if removal != planned:
        entry["removal_before"] = str(planned)
    if at is not None:
        entry["demonstration"] = True
    journal.append(Act.POSTED, stored.pk, entry)
    record("notice.posted", stored, detail={"planned_at": entry["planned_at"]})
    project(stored)
    if stored.everywhere and connection.schema_name == PUBLIC_SCHEMA:
        _announce(stored)
    notice.refresh_from_db()
    return True


def _fresh(notice_id: int) -> Notice:
    return Notice.objects.prefetch_related("attachments", "subjects").get(pk=notice_id)


def _freeze(notice: Notice) -> None:
    attachments = NoticeAttachment.objects.filter(notice=notice)
    for part in attachments.select_related("document", "words"):
        if part.path:
            _read_words(notice, part, part.path)
            continue
        if part.document is None:
            raise files.FileGone(str(part))
        try:
            with part.document.file.open("rb") as source:
                kept = files.keep(part.document.filename, source.read())
        except OSError as error:
            raise files.FileGone(str(part)) from error
        title = part.title or part.document.title
        NoticeAttachment.objects.filter(pk=part.pk).update(title=title[:200], **kept)
        _read_words(notice, part, kept["path"])


def _read_words(notice: Notice, part: NoticeAttachment, path: str) -> None:
    """Have search know what a document says. What concerns persons stays out of it."""
    if notice.personal or hasattr(part, "words"):
        return
    known = getattr(part.document, "words", None)
    if known is not None and part.document is not None and known.file == part.document.file.name:
        text = known.text
    else:
        with default_storage.open(path) as file:
            text = extraction.text_of(file, path).text
    AttachmentText.objects.create(attachment=part, text=text)


# --- Taking down ------------------------------------------------------------------------------


def take_down(notice: Notice, user: User, reason: str) -> None:
    """By hand. Raises PermissionDenied, or ValidationError without a reason."""
    if not user_can_take_down(user, notice):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is taken down.")})
    _remove(notice.pk, reason=" ".join(reason.split())[:500], user=user)
    notice.refresh_from_db()


def take_down_by_plan(notice: Notice) -> bool:
    """The morning after its last day; False when it is down already."""
    return _remove(notice.pk, reason="", user=None)


@transaction.atomic
def _remove(notice_id: int, *, reason: str, user: User | None) -> bool:
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None or not notice.is_on_board:
        return False
    now = clock.now()
    last = periods.last_required_day(notice.kind, notice.posted_on, joint=notice.is_joint)
    early = last is not None and now.astimezone(clock.PRAGUE).date() <= last
    Notice.objects.filter(pk=notice.pk).update(
        removed_at=now, removed_by=user, removal_reason=reason
    )
    notice = _fresh(notice.pk)
    checks = notice.watches.values_list("checks", "failures", "up")
    journal.append(
        Act.REMOVED,
        notice.pk,
        {
            "removed_at": now.astimezone(dt.UTC).isoformat(),
            "planned_removal": str(notice.planned_removal) if notice.planned_removal else None,
            "by_hand": user is not None or bool(reason),
            "by": user.pk if user else None,
            "reason": reason,
            "early": early,
            "checks": sum(row[0] for row in checks),
            "failures": sum(row[1] for row in checks),
        },
    )
    record("notice.taken_down", notice, actor=user, detail={"reason": reason, "early": early})
    project(notice)
    if notice.joint_key is not None:
        if notice.is_joint_copy:
            joint.note_removed(notice.joint_key, at=now, early=early, reason=reason)
        elif reason:
            joint.revoke(notice.joint_key, at=now, reason=reason)
    return True


# --- What may still change ------------------------------------------------------------------------


def extend(notice: Notice, user: User, until: dt.date | None, reason: str) -> None:
    """Leave it on the board until a later day; None: until it is revoked.

    Hanging longer never harms, so there is no latest day. Raises PermissionDenied, or ValidationError
    for a day that is not later and without a reason.
    """
    if not user_can_extend(user, notice):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it stays for longer.")})
    if not _extend(notice.pk, until, reason=" ".join(reason.split())[:500], user=user):
        raise ValidationError({"until": _("Only a later day is possible.")})
    notice.refresh_from_db()


@transaction.atomic
def _extend(notice_id: int, until: dt.date | None, *, reason: str, user: User | None) -> bool:
    """False, having changed nothing, if it is down, or would not hang longer than it does anyway."""
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None or not notice.is_on_board or notice.planned_removal is None:
        return False
    before = notice.planned_removal
    if until is not None and until <= max(before, clock.today() - dt.timedelta(days=1)):
        return False
    _let_through(EXTENDING, notice.pk)
    Notice.objects.filter(pk=notice.pk).update(planned_removal=until)
    _let_through(EXTENDING, None)
    notice = _fresh(notice.pk)
    entry = {
        "before": str(before),
        "until": str(until) if until else None,
        "by": user.pk if user else None,
        "reason": reason,
    }
    journal.append(Act.EXTENDED, notice.pk, entry)
    record("notice.extended", notice, actor=user, detail=entry)
    project(notice)
    if notice.joint_key is not None:
        if notice.is_joint_copy:
            joint.note_extended(notice.joint_key, until)
        else:
            joint.extend(notice.joint_key, until, reason=reason)
    return True


@transaction.atomic
def flag_personal(notice: Notice, user: User, reason: str) -> None:
    """Say of a posted notice that it contains personal data: what has come down leaves the public.

    Raises PermissionDenied, or ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say whose data they are, without naming anybody.")})
    stored = Notice.objects.select_for_update().get(pk=notice.pk)
    if not user_can_flag(user, stored):
        raise PermissionDenied
    Notice.objects.filter(pk=stored.pk).update(personal=True)
    stored = _fresh(stored.pk)
    entry = {"by": user.pk, "reason": " ".join(reason.split())[:500]}
    journal.append(Act.FLAGGED, stored.pk, entry)
    record("notice.flagged", stored, actor=user, detail=entry)
    project(stored)
    notice.refresh_from_db()


def _let_through(setting: str, notice_id: int | None) -> None:
    """Tell the triggers of the board, until the end of the transaction, what is meant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, str(notice_id or "")])


@transaction.atomic
def erase(notice: Notice, user: User | None, reason: str) -> None:
    """Delete a notice from the archive, with its files; the journal keeps that it hung.

    `user` None is for taking demonstration data away. Raises PermissionDenied.
    """
    if user is not None and not user_can_erase(user, notice):
        raise PermissionDenied
    stored = Notice.objects.select_for_update().get(pk=notice.pk)
    paths = set(
        NoticeAttachment.objects.filter(notice=stored)
        .exclude(path="")
        .values_list("path", flat=True)
    )
    shared = NoticeAttachment.objects.filter(path__in=paths).exclude(notice=stored)
    paths -= set(shared.values_list("path", flat=True))
    if stored.posted_at is not None:
        journal.append(Act.ERASED, stored.pk, {"reason": reason, "by": user.pk if user else None})
        _let_through(ERASING, stored.pk)
    record("notice.erased", stored, actor=user, detail={"reason": reason})
    stored.delete()
    _let_through(ERASING, None)
    delete = partial(_delete_files, connection.schema_name, paths)
    transaction.on_commit(delete)


def _delete_files(schema: str, paths: Iterable[str]) -> None:
    with schema_context(schema):  # a commit may come when another site's is open
        for path in paths:
            default_storage.delete(path)


# --- The union's notices on every board ---------------------------------------------------------


def _announce(notice: Notice) -> None:
    assert notice.joint_key is not None
    joint.announce(
        notice.joint_key,
        notice.pk,
        title=notice.title,
        kind=notice.kind,
        reference=notice.reference,
        file_mark=notice.file_mark,
        originator=notice.originator or current_site().display_name,
        department=notice.department,
        text=notice.text,
        meeting_on=notice.meeting_on,
        planned_removal=notice.planned_removal,
        personal=notice.personal,
        documents=[
            {
                name: getattr(part, name)
                for name in ("title", "path", "filename", "size", "pages", "has_text", "sha256")
            }
            for part in notice.attachments.all()
        ],
    )


@transaction.atomic
def post_joint(key: UUID) -> Notice | None:
    """Hang the union's notice on the current site's board; None when it hangs or was taken back."""
    posting = joint.claim(key)
    if posting is None:
        return None
    documents = [_bring(document) for document in posting.documents]
    now = clock.now()
    notice = Notice.objects.filter(joint_key=key).first()
    if notice is None:
        notice = Notice.objects.create(
            title=posting.title,
            kind=posting.kind,
            reference=posting.reference,
            file_mark=posting.file_mark,
            originator=posting.originator,
            department=posting.department,
            text=posting.text,
            # The union has kept the days before the meeting; here only the days on the board count.
            meeting_on=None,
            planned_removal=posting.planned_removal,
            personal=posting.personal,
            joint_key=key,
            post_at=now,
            live=True,
            first_published_at=now,
            last_published_at=now,
        )
        NoticeAttachment.objects.bulk_create(
            NoticeAttachment(notice=notice, sort_order=order, **document)
            for order, document in enumerate(documents)
        )
    post(notice)
    notice.refresh_from_db()
    joint.note_posted(
        key,
        notice=notice.pk,
        at=notice.posted_at or now,
        last_required_day=notice.last_required_day,
        planned_removal=notice.planned_removal,
    )
    return notice


def _bring(document: dict[str, Any]) -> dict[str, Any]:
    """Copy one of the union's documents into the current site's storage, by its bytes."""
    try:
        with schema_context(PUBLIC_SCHEMA), default_storage.open(document["path"]) as source:
            data = source.read()
    except OSError as error:
        raise files.FileGone(document["filename"]) from error
    kept = files.keep(document["filename"], data)
    if kept["sha256"] != document["sha256"]:
        raise files.FileGone(document["filename"])
    return {"title": document["title"], **kept}


@transaction.atomic
def revoke_joint(key: UUID) -> bool:
    """The union has taken its notice back: take the copy down with the union's reason."""
    posting = JointPosting.objects.filter(pk=key, revoked_at__isnull=False).first()
    notice = Notice.objects.filter(joint_key=key).on_board().first()
    if posting is None or notice is None:
        return False
    return _remove(notice.pk, reason=posting.revoked_reason, user=None)


@transaction.atomic
def extend_joint(key: UUID) -> bool:
    """The union leaves its notice for longer: so does this board."""
    posting = JointPosting.objects.filter(pk=key, revoked_at=None).first()
    notice = Notice.objects.filter(joint_key=key).on_board().first()
    if posting is None or notice is None:
        return False
    return _extend(notice.pk, posting.planned_removal, reason=posting.extension_reason, user=None)


# --- By the clock -------------------------------------------------------------------------------


def turn() -> int:
    """Do everything that is due on the current site's board; returns how much there was.

    One notice that cannot be posted does not keep the others back: each is done in a savepoint.
    """
    done = 0
    now = clock.now()
    for notice in Notice.objects.due(now).order_by("post_at", "pk"):
        done += _attempt("post", notice.pk, partial(post, notice))
    site = current_site() if connection.schema_name != PUBLIC_SCHEMA else None
    # Before what is over comes down: the message that it stays may have been lost.
    for posting in joint_selectors.extended_for(site) if site else []:
        done += _attempt("extend", posting.pk, partial(extend_joint, posting.pk))
    for notice in Notice.objects.over(clock.today()).order_by("pk"):
        done += _attempt("take down", notice.pk, partial(take_down_by_plan, notice))
    if site is not None:
        for posting in joint_selectors.waiting_for(site):
            done += _attempt("post", posting.pk, partial(post_joint, posting.pk))
        for posting in joint_selectors.revoked_for(site):
            done += _attempt("revoke", posting.pk, partial(revoke_joint, posting.pk))
    return done


def _attempt(what: str, which: object, act: Callable[[], object]) -> int:
    try:
        with transaction.atomic():
            return int(bool(act()))
    except files.FileGone as error:
        logger.error(
            "Board of %s: cannot %s %s: %s is gone", connection.schema_name, what, which, error
        )
        return 0


# --- The projection ---------------------------------------------------------------------------


@transaction.atomic
def project(notice: Notice) -> None:
    """Bring the projection in step with the board and its archive."""
    entry = projection.entry_for(notice)
    if entry is not None:
        published.publish(entry)
    else:
        withdraw(notice)


@transaction.atomic
def withdraw(notice: Notice) -> None:
    published.withdraw(Kind.NOTICE, str(notice.pk))
