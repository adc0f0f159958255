"""Starting a record and writing it, on the desk of the site that the connection is on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from PIL import Image

from shared.kernel import clock, extraction, jobs, uploads
from shared.practices import permissions, selectors
from shared.practices.content import PARTS, Record, mark_of
from shared.practices.enums import (
    EDITABLE,
    WIDEST_FIRST,
    FileKind,
    State,
    Verb,
    Visibility,
)
from shared.practices.models import CoAuthor, Practice, PracticeFile, Step
from shared.practices.services import mails, projection, steps
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA, Municipality
from tenants.registry.selectors import current_site

MOST_FILES = 40
LARGEST_SIDE = 2000
LARGEST_PICTURE = 10 * 1024 * 1024


class NotNow(Exception):
    """The record is not in a state in which this can be done."""


class Meanwhile(Exception):
    """Somebody else has changed the same part since it was opened; `practice` is as it is now."""

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.practice = practice


def locked(practice_id: int) -> Practice:
    """The record under its row's lock. Raises Practice.DoesNotExist."""
    return (
        Practice.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=practice_id)
    )


@transaction.atomic
def create(title: str, *, actor: User) -> Practice:
    """Start a record of the current site. Raises NotAllowed."""
    if not permissions.works_here(actor):
        raise permissions.NotAllowed
    site = current_site()
    practice = Practice.objects.create(
        municipality=site,
        created_by=actor,
        draft={"title": title, "visibility": Visibility.PUBLIC, "contact_email": site.email},
    )
    steps.note(practice, Verb.CREATED, actor=actor, municipality=site)
    return practice


@transaction.atomic
def save_part(
    practice_id: int, part: str, values: Mapping[str, Any], *, seen: str, actor: User
) -> Practice:
    """Write one part of the working text; nothing need be complete.

    `seen` is `content.mark_of` the part when its form was opened. Raises NotAllowed, NotNow while
    the union's editor reads it, Meanwhile when somebody else has written the part since.
    """
    practice = locked(practice_id)
    if not permissions.can_edit(actor, practice):
        raise permissions.NotAllowed
    if practice.state not in EDITABLE:
        raise NotNow
    changes = {key: values[key] for key in PARTS[part][1] if key in values}
    if all(practice.draft.get(key) == value for key, value in changes.items()):
        return practice
    if seen != mark_of(practice.draft, part):
        raise Meanwhile(practice)
    if "chosen" in changes:
        changes["chosen"] = _known(changes["chosen"])
    practice.draft = {**practice.draft, **changes}
    _changed(practice)
    site = current_site()
    # One line in the history for a person's work on a day, not one for each save.
    recently = Step.objects.filter(practice=practice).order_by("-pk").first()
    if recently is None or (recently.verb, recently.actor_id, recently.at.date()) != (
        Verb.EDITED,
        actor.pk,
        clock.now().date(),
    ):
        steps.note(practice, Verb.EDITED, actor=actor, municipality=site, detail={"part": part})
    if "visibility" in changes:
        _narrow(practice, actor)
    return practice


def _known(slugs: Collection[str]) -> list[str]:
    members = selectors.member_sites().filter(slug__in=list(slugs))
    return sorted(members.values_list("slug", flat=True))


def _changed(practice: Practice) -> None:
    if practice.state == State.PUBLISHED:
        practice.state = State.REVISED
    practice.changed_at = clock.now()
    practice.save(update_fields=["draft", "state", "changed_at"])


def _narrow(practice: Practice, actor: User) -> None:
    """Fewer readers at once, without waiting for anybody; more of them only with a publication."""
    if practice.version_id is None:
        return
    record = Record(practice.draft)
    wanted = Visibility(record.visibility or Visibility.PUBLIC)
    rank = WIDEST_FIRST.index
    before = Visibility(practice.visibility)
    if rank(wanted) < rank(before):
        return
    chosen = set(record.chosen)
    kept = set(practice.chosen.values_list("slug", flat=True))
    if wanted == before and (wanted != Visibility.CHOSEN or kept <= chosen):
        return
    narrowed = chosen & kept if before == Visibility.CHOSEN else chosen
    set_readers(practice, wanted, narrowed)
    steps.note(
        practice,
        Verb.NARROWED,
        actor=actor,
        municipality=current_site(),
        detail={"visibility": wanted.value},
    )
    projection.project(practice)


def set_readers(practice: Practice, visibility: Visibility, slugs: Collection[str]) -> None:
    practice.visibility = visibility
    practice.save(update_fields=["visibility"])
    chosen = slugs if visibility == Visibility.CHOSEN else ()
    practice.chosen.set(Municipality.objects.filter(slug__in=list(chosen)))


# --- Files --------------------------------------------------------------------------------------


def _redrawn(upload: IO[bytes]) -> tuple[bytes, int, int]:
    """The picture drawn anew: without the place where it was taken, and of a sensible size."""
    from io import BytesIO

    upload.seek(0)
    try:
        with Image.open(upload, formats=["PNG", "JPEG", "WEBP"]) as picture:
            if picture.width * picture.height > 50_000_000:
                raise ValidationError(_("The picture has more than 50 million points."))
            from PIL import ImageOps

            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            drawn = BytesIO()
            upright.convert("RGB").save(drawn, "JPEG", quality=85, optimize=True)
            return drawn.getvalue(), upright.width, upright.height
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is not a picture in PNG, JPEG or WebP.")) from error


@transaction.atomic
def add_file(
    practice_id: int, kind: FileKind, upload: Any, details: Mapping[str, Any], *, actor: User
) -> PracticeFile:
    """Put a picture (`alt`, `caption`) or a paper (`title`, `paper`, `licence`) into the text.

    Raises NotAllowed, NotNow, and ValidationError for what may not be uploaded.
    """
    practice = locked(practice_id)
    if not permissions.can_edit(actor, practice):
        raise permissions.NotAllowed
    if practice.state not in EDITABLE:
        raise NotNow
    if practice.files.count() >= MOST_FILES:
        raise ValidationError(_("The record has as many files as it can have."))
    name = uploads.safe_filename(upload.name)
    file = PracticeFile(practice=practice, kind=kind, added_by=actor)
    if kind == FileKind.PICTURE:
        if upload.size > LARGEST_PICTURE:
            raise ValidationError(_("The picture is bigger than 10 MB."))
        data, file.width, file.height = _redrawn(upload)
        name = f"{name.rpartition('.')[0] or 'obrazek'}.jpg"
    else:
        uploads.check_document(upload, name, upload.size)
        upload.seek(0)
        data = upload.read()
    file.name, file.size = name, len(data)
    file.file.save(f"{practice.pk}-{name}", ContentFile(data), save=False)
    file.save()
    if kind == FileKind.ATTACHMENT:
        jobs.enqueue("practices.read_paper", PUBLIC_SCHEMA, file.pk)
    key = "pictures" if kind == FileKind.PICTURE else "attachments"
    practice.draft = {
        **practice.draft,
        key: [*practice.draft.get(key, []), {"file": file.pk, **details}],
    }
    _changed(practice)
    steps.note(
        practice,
        Verb.EDITED,
        actor=actor,
        municipality=current_site(),
        detail={"file": file.name},
    )
    return file


def read_paper(file_id: int) -> bool:
    """Read the words of an attached paper and have search know them; False for nothing to do.

    Reading takes its time, in a process of its own; nobody waits for it.
    """
    unread = PracticeFile.objects.filter(pk=file_id, kind=FileKind.ATTACHMENT, words_state="")
    file = unread.first()
    if file is None:
        return False
    try:
        with file.file.open("rb") as source:
            found = extraction.text_of(source, file.name)
    except OSError:
        found = extraction.Extracted("", extraction.State.UNREADABLE)
    with transaction.atomic():
        practice = locked(file.practice_id)
        # Taken out meanwhile, it is not there any more.
        if not unread.update(words=found.text, words_state=found.state.value):
            return False
        if found.text and practice.version is not None and file_id in practice.text.file_ids:
            projection.index_papers(practice)
    return True


@transaction.atomic
def remove_file(practice_id: int, file_id: int, *, actor: User) -> None:
    """Take a file out of the working text. Published versions that name it keep it."""
    practice = locked(practice_id)
    if not permissions.can_edit(actor, practice):
        raise permissions.NotAllowed
    if practice.state not in EDITABLE:
        raise NotNow
    for key in ("pictures", "attachments"):
        rows = practice.draft.get(key, [])
        practice.draft[key] = [row for row in rows if row["file"] != file_id]
    _changed(practice)
    named = any(
        file_id in Record(content).file_ids
        for content in practice.versions.values_list("content", flat=True)
    )
    if not named:
        file = PracticeFile.objects.filter(practice=practice, pk=file_id).first()
        if file is not None:
            stored, name = file.file.storage, file.file.name
            file.delete()
            transaction.on_commit(lambda: stored.delete(name or ""))
    steps.note(
        practice,
        Verb.EDITED,
        actor=actor,
        municipality=current_site(),
        detail={"file_removed": file_id},
    )


# --- Co-authors ---------------------------------------------------------------------------------


@transaction.atomic
def invite(practice_id: int, municipality: Municipality, *, actor: User) -> None:
    """Ask another member to write too. Raises NotAllowed."""
    practice = locked(practice_id)
    if not permissions.can_submit(actor, practice):
        raise permissions.NotAllowed
    if municipality.pk == practice.municipality_id:
        raise permissions.NotAllowed
    if not selectors.member_sites().filter(pk=municipality.pk).exists():
        raise permissions.NotAllowed
    _row, created = CoAuthor.objects.get_or_create(practice=practice, municipality=municipality)
    if created:
        step = steps.note(
            practice,
            Verb.INVITED,
            actor=actor,
            municipality=current_site(),
            detail={"invited": municipality.slug},
        )
        mails.tell(step, invited=mails.publishers([municipality.pk]))


@transaction.atomic
def join(practice_id: int, *, actor: User) -> None:
    """Agree, for the current site, to be a co-author. Raises NotAllowed, CoAuthor.DoesNotExist."""
    practice = locked(practice_id)
    if not permissions.publishes_here(actor):
        raise permissions.NotAllowed
    site = current_site()
    row = CoAuthor.objects.get(practice=practice, municipality=site, accepted_at=None)
    row.accepted_at = clock.now()
    row.save(update_fields=["accepted_at"])
    step = steps.note(practice, Verb.JOINED, actor=actor, municipality=site)
    mails.tell(step, author=mails.authors(practice))
    if practice.version_id:
        projection.touch()


@transaction.atomic
def leave(practice_id: int, municipality: Municipality, *, actor: User) -> None:
    """End a co-authorship or decline one: by the co-author itself or by the owner."""
    practice = locked(practice_id)
    own = permissions.can_submit(actor, practice)
    itself = municipality.pk == current_site().pk and permissions.publishes_here(actor)
    if not (own or itself):
        raise permissions.NotAllowed
    gone, _rows = CoAuthor.objects.filter(Q(practice=practice), municipality=municipality).delete()
    if gone:
        step = steps.note(
            practice,
            Verb.LEFT,
            actor=actor,
            municipality=current_site(),
            detail={"left": municipality.slug},
        )
        mails.tell(step, author=mails.authors(practice))
        if practice.version_id:
            projection.touch()
