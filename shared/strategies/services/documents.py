"""Documents with their versions and files, on the desk of the site that the connection is on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from shared.audit import services as audit
from shared.kernel import clock, extraction, jobs, uploads
from shared.kernel.db import connection
from shared.kernel.text import czech_sort_key
from shared.strategies import permissions
from shared.strategies.enums import Readers
from shared.strategies.models import Document, StrategyFile, Version
from shared.strategies.services import mails, projection
from tenants.accounts.models import User
from tenants.registry.selectors import current_site

MOST_FILES = 60
FIELDS = (
    *("kind", "title", "summary", "text", "first_year", "last_year", "state", "obcepro_url"),
    "project",
)
VERSION_FIELDS = ("day", "approved_on", "approved_by", "resolution", "note")


class Meanwhile(Exception):
    """Somebody else has saved the same thing since it was opened."""


class StillNeeded(Exception):
    """It cannot be deleted: something hangs on it, or it has been public."""


def locked(document_id: int) -> Document:
    """The document under its row's lock. Raises Document.DoesNotExist."""
    return (
        Document.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=document_id)
    )


def writable(document_id: int, actor: User) -> Document:
    """The same for somebody who may write it. Raises NotAllowed, Document.DoesNotExist."""
    document = locked(document_id)
    if not permissions.can_edit(actor, document):
        raise permissions.NotAllowed
    return document


def note(verb: str, document: Document, actor: User, **detail: Any) -> None:
    """The audit is read by more people than a document that is not public: no texts in it."""
    audit.record(
        f"strategy.{verb}",
        document if document.is_public else None,
        actor=actor,
        detail={"document": document.pk, **detail},
    )


def changed(document: Document, *, also: tuple[str, ...] = ()) -> None:
    """Note when, and bring what the public sees in line, as far as it sees anything."""
    document.changed_at = clock.now()
    document.save(update_fields=["changed_at"])
    if document.is_public:
        projection.project(document, also=also)


def slug_of(title: str) -> str:
    return slugify(anyascii(title))[:80].strip("-")


def _fill(document: Document, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(document, name, values[name])
    document.title_key = czech_sort_key(document.title)[:900]
    document.slug = slug_of(document.title) or "dokument"


@transaction.atomic
def create(values: Mapping[str, Any], *, actor: User, demonstration: bool = False) -> Document:
    """Start a document of the current site with its first version. Raises NotAllowed."""
    if not permissions.works_here(actor):
        raise permissions.NotAllowed
    document = Document(municipality=current_site(), created_by=actor, demonstration=demonstration)
    _fill(document, values)
    document.save()
    Version.objects.create(document=document, number=1, created_by=actor)
    note("created", document, actor)
    return document


@transaction.atomic
def edit(document_id: int, values: Mapping[str, Any], *, seen: str, actor: User) -> Document:
    """Change what is said about the document. Raises NotAllowed, Meanwhile.

    `seen` is `mark_of` the document when its form was opened.
    """
    document = writable(document_id, actor)
    if seen != mark_of(document):
        raise Meanwhile
    _fill(document, values)
    document.changed_at = clock.now()
    document.save()
    note("edited", document, actor)
    if document.is_public:
        projection.project(document)
    return document


def mark_of(row: Any) -> str:
    """Changes with every save; tells two people who write the same thing from each other."""
    return str(row.changed_at.isoformat())


@transaction.atomic
def open_to(document_id: int, readers: Readers, *, actor: User) -> Document:
    """Decide who may read the document and all that belongs to it. Raises NotAllowed."""
    document = locked(document_id)
    if not permissions.can_publish(actor, document):
        raise permissions.NotAllowed
    if document.readers == readers:
        return document
    before = document.readers
    document.readers = readers
    if readers == Readers.PUBLIC and document.published_at is None:
        document.published_at = clock.now()
    document.changed_at = clock.now()
    document.save(update_fields=["readers", "published_at", "changed_at"])
    note("opened", document, actor, before=before, now=readers.value)
    mails.offer(document)
    if Readers.PUBLIC in (before, readers):
        projection.project(document)
    return document


@transaction.atomic
def delete(document_id: int, *, actor: User) -> None:
    """Take away a document that has never been public, with its files.

    Raises NotAllowed, StillNeeded: what others may have cited is closed instead, its number stays.
    """
    document = locked(document_id)
    if not permissions.can_publish(actor, document):
        raise permissions.NotAllowed
    if document.published_at is not None:
        raise StillNeeded
    for file in StrategyFile.objects.filter(version__document=document):
        _drop(file)
    note("deleted", document, actor)
    document.delete()


@transaction.atomic
def withdraw_demonstration(document_id: int) -> None:
    """Take away a sample, also a public one, with its files. For the demonstration alone."""
    document = locked(document_id)
    assert document.demonstration
    also = tuple(document.activities.values_list("shares__municipality__schema_name", flat=True))
    document.readers = Readers.OWN
    projection.project(document, also=tuple(name for name in also if name))
    for file in StrategyFile.objects.filter(version__document=document):
        _drop(file)
    document.delete()


# --- Versions and files -------------------------------------------------------------------------


@transaction.atomic
def add_version(document_id: int, values: Mapping[str, Any], *, actor: User) -> Version:
    """A new wording; what went before stays as it is. Raises NotAllowed."""
    document = writable(document_id, actor)
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        document=document,
        number=last + 1,
        created_by=actor,
        **{name: values[name] for name in VERSION_FIELDS if name in values},
    )
    note("version", document, actor, number=version.number)
    changed(document)
    return version


@transaction.atomic
def edit_version(
    document_id: int, number: int, values: Mapping[str, Any], *, actor: User
) -> Version:
    """Say when a wording was approved and by whom. Raises NotAllowed, Version.DoesNotExist."""
    document = writable(document_id, actor)
    version = document.versions.get(number=number)
    for name in VERSION_FIELDS:
        if name in values:
            setattr(version, name, values[name])
    version.save()
    note("version_edited", document, actor, number=number)
    changed(document)
    return version


@transaction.atomic
def add_file(
    document_id: int, number: int, title: str, upload: Any, *, actor: User
) -> StrategyFile:
    """Put a paper to a wording. Raises NotAllowed, and ValidationError for what may not be sent."""
    document = writable(document_id, actor)
    version = document.versions.get(number=number)
    if StrategyFile.objects.filter(version__document=document).count() >= MOST_FILES:
        raise ValidationError(_("The document has as many files as it can have."))
    uploads.check_document(upload, upload.name, upload.size)
    upload.seek(0)
    data = upload.read()
    file = StrategyFile(version=version, title=title, added_by=actor)
    file.name, file.size = uploads.safe_filename(upload.name), len(data)
    file.file.save(f"{document.pk}-{file.name}", ContentFile(data), save=False)
    file.save()
    jobs.enqueue("strategies.read_file", connection.schema_name, file.pk)
    note("file", document, actor, file=file.name)
    changed(document)
    return file


def read_file(file_id: int) -> bool:
    """Read the words of a file and have search know them; False if there is nothing to do.

    On the owner's site. Reading takes its time, in a process of its own; nobody waits for it.
    """
    file = StrategyFile.objects.filter(pk=file_id, words_state="").first()
    if file is None:
        return False
    try:
        with file.file.open("rb") as source:
            found = extraction.text_of(source, file.name)
    except OSError:
        found = extraction.Extracted("", extraction.State.UNREADABLE)
    with transaction.atomic():
        document = locked(file.version.document_id)
        # Taken out meanwhile, it is not there any more.
        kept = StrategyFile.objects.filter(pk=file_id, words_state="")
        if not kept.update(words=found.text, words_state=found.state.value):
            return False
        if found.text and document.is_public:
            projection.project(document)
    return True


@transaction.atomic
def remove_file(document_id: int, file_id: int, *, actor: User) -> None:
    """Raises NotAllowed, StrategyFile.DoesNotExist."""
    document = writable(document_id, actor)
    file = StrategyFile.objects.get(version__document=document, pk=file_id)
    note("file_removed", document, actor, file=file.name)
    _drop(file)
    changed(document)


def _drop(file: StrategyFile) -> None:
    """The bytes go when the transaction holds, and stay with a row that stays."""
    stored, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: stored.delete(name or ""))
