"""Writes: keeping the projection in step, and taking in what citizens send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from wagtail.models import Collection, Page

from shared.kernel import clock, extraction, jobs
from shared.kernel.cms import document_read
from shared.kernel.db import connection
from shared.kernel.ratelimit import client_address, over_limit
from shared.published import services as published
from shared.published.enums import Kind
from shared.published.projectors import Drift
from tenants.pages import projection
from tenants.pages.citizen_form import SiteForm
from tenants.pages.models import DocumentText, DocumentUse, FormPage, SiteDocument

ANSWERS_FROM_ONE_ADDRESS = 6
ANSWERS_WINDOW = 10 * 60


# --- Projection -------------------------------------------------------------------------------


@transaction.atomic
def project(page: Page) -> None:
    """Bring the projection of one page up to date: published and public, or withdrawn."""
    specific = page.specific
    kind = getattr(specific, "item_kind", "")
    entry = projection.entry_for(specific)
    _note_documents(specific, public=entry is not None)
    if entry is not None:
        published.publish(entry)
    elif kind:
        published.withdraw(kind, str(specific.pk))
    else:
        published.touch()


@transaction.atomic
def project_subtree(page: Page) -> None:
    """The same for a page and all below it: after a move, a new slug or a new restriction."""
    for descendant in page.get_descendants(inclusive=True).specific().iterator():
        project(descendant)


@transaction.atomic
def withdraw(page: Page) -> None:
    """Take a page out of the projection, whatever state it is in."""
    if page.pk is not None:
        DocumentUse.objects.filter(page_id=page.pk).delete()
    kind = getattr(page, "item_kind", "")
    if kind:
        published.withdraw(kind, str(page.pk))
    else:
        published.touch()


@transaction.atomic
def touch() -> None:
    """Something that visitors see has changed, and it is no item of its own."""
    published.touch()


# --- Documents --------------------------------------------------------------------------------


def _note_documents(page: Page, *, public: bool) -> None:
    """Keep in mind which documents a public page shows, and bring those in line that changed.

    Those that it no longer shows follow by the signal of the deleted use.
    """
    shown = projection.shown_documents(page) if public else set()
    uses = {use.document_id: use for use in DocumentUse.objects.filter(page_id=page.pk)}
    if gone := [use.pk for key, use in uses.items() if key not in shown]:
        DocumentUse.objects.filter(pk__in=gone).delete()
    # A page may name a document that has been deleted.
    if new := shown - uses.keys():
        for document in SiteDocument.objects.filter(pk__in=new):
            DocumentUse.objects.create(page_id=page.pk, document=document)
            project_document(document.pk)


@transaction.atomic
def project_document(key: int) -> None:
    """Publish a document that a public page shows, and withdraw any other."""
    document = (
        SiteDocument.objects.select_related("words", "collection")
        .filter(pk=key, uses__isnull=False)
        .distinct()
        .first()
    )
    entry = projection.document_entry(document) if document is not None else None
    if entry is not None:
        published.publish(entry)
    else:
        published.withdraw(Kind.DOCUMENT, key)


@transaction.atomic
def project_collection(key: int) -> None:
    """The documents of a collection and of those below it, after its restrictions changed."""
    collection = Collection.objects.filter(pk=key).first()
    if collection is None:  # its restrictions go with it, its documents have moved before
        return
    below = collection.get_descendants(inclusive=True)
    shown = SiteDocument.objects.filter(collection__in=below, uses__isnull=False)
    for document in shown.order_by("pk").values_list("pk", flat=True).distinct():
        project_document(document)


@transaction.atomic
def document_saved(document: SiteDocument) -> None:
    """A new or changed document: its file is read once the transaction is committed."""
    read = DocumentText.objects.filter(document_id=document.pk, file=document.file.name)
    if not read.exists():
        jobs.enqueue("pages.read_document", connection.schema_name, document.pk)
    if document.uses.exists():
        project_document(document.pk)
    else:
        published.touch()


def read_document(key: int) -> bool:
    """Read the words of a document's file and have search know them; False if there is nothing to do.

    Reading takes its time, in a process of its own; other publishers do not wait for it.
    """
    document = SiteDocument.objects.filter(pk=key).first()
    if document is None:
        return False
    name = document.file.name
    if DocumentText.objects.filter(document_id=key, file=name).exists():
        return False
    try:
        with document.file.open("rb") as file:
            found = extraction.text_of(file, name)
    except OSError:
        found = extraction.Extracted("", extraction.State.UNREADABLE)
    with transaction.atomic():
        # Somebody may have given it another file meanwhile, or deleted it.
        document = SiteDocument.objects.select_for_update().filter(pk=key, file=name).first()
        if document is None:
            return False
        DocumentText.objects.update_or_create(
            document_id=key,
            defaults={"file": name, "state": found.state.value, "text": found.text},
        )
        if found.text:
            if document.uses.exists():
                project_document(key)
            document_read.send(sender=SiteDocument, instance=document)
    return True


def read_documents(limit: int = 200) -> int:
    """Read what has not been read: a message that was lost, files from before there was a reader."""
    unread = SiteDocument.objects.exclude(words__file=F("file")).order_by("-pk")
    return sum(read_document(key) for key in unread.values_list("pk", flat=True)[:limit])


def verify_uses() -> Iterator[Drift]:
    stored = set(DocumentUse.objects.values_list("page_id", "document_id"))
    wanted = set(projection.uses_now())
    for problem, pairs in (("missing", wanted - stored), ("orphaned", stored - wanted)):
        for page, document in sorted(pairs):
            yield Drift("document use", f"{document} on page {page}", problem)


@transaction.atomic
def rebuild_uses() -> None:
    wanted = set(projection.uses_now())
    stored = {(use.page_id, use.document_id): use for use in DocumentUse.objects.all()}
    # Without signals: the items have just been rebuilt.
    DocumentUse.objects.filter(
        pk__in=[use.pk for pair, use in stored.items() if pair not in wanted]
    )._raw_delete("default")
    DocumentUse.objects.bulk_create(
        (DocumentUse(page_id=page, document_id=key) for page, key in wanted - stored.keys()),
        ignore_conflicts=True,
    )


# --- Forms ------------------------------------------------------------------------------------


@transaction.atomic
def submit_form(page: FormPage, form: SiteForm, request: HttpRequest) -> Any | None:
    """Keep a citizen's answers and have them mailed; None for what a robot sent.

    Raises PermissionDenied when too many answers come from one address.
    """
    if form.caught:
        return None
    key = f"{connection.schema_name}:{page.pk}:{client_address(request)}"
    if over_limit("form", key, limit=ANSWERS_FROM_ONE_ADDRESS, seconds=ANSWERS_WINDOW):
        raise PermissionDenied
    submission = page.get_submission_class().objects.create(form_data=form.cleaned_data, page=page)
    if page.to_address:
        jobs.enqueue("pages.mail_answers", connection.schema_name, submission.pk)
    return submission


def mail_submission(submission_id: int) -> None:
    """Send the answers to the addresses that the clerk has named. Nothing if they are gone."""
    from wagtail.admin.mail import send_mail
    from wagtail.contrib.forms.models import FormSubmission

    submission = FormSubmission.objects.filter(pk=submission_id).select_related("page").first()
    if submission is None or not isinstance(submission.page.specific, FormPage):
        return
    page = submission.page.specific
    addresses = [part.strip() for part in page.to_address.split(",") if part.strip()]
    if not addresses:
        return
    labels = {field.clean_name: field.label for field in page.get_form_fields()}
    lines = [
        f"{labels.get(name, name)}: {', '.join(value) if isinstance(value, list) else value}"
        for name, value in submission.form_data.items()
    ]
    send_mail(page.subject or page.title, "\n".join(lines), addresses, page.from_address or None)


def delete_old_answers() -> int:
    """Delete answers that have been kept for as long as their form says; returns how many."""
    from wagtail.contrib.forms.models import FormSubmission

    count = 0
    for page in FormPage.objects.filter(keep_days__gt=0).only("pk", "keep_days"):
        limit = clock.now() - dt.timedelta(days=page.keep_days)
        deleted, _by_model = FormSubmission.objects.filter(
            page_id=page.pk, submit_time__lt=limit
        ).delete()
        count += deleted
    return count
