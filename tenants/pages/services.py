"""Writes: keeping the projection in step, and taking in what citizens send."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from wagtail.models import Page

from shared.kernel import clock, jobs
from shared.kernel.db import connection
from shared.kernel.ratelimit import client_address, over_limit
from shared.published import services as published
from tenants.pages import projection
from tenants.pages.citizen_form import SiteForm
from tenants.pages.models import FormPage

ANSWERS_FROM_ONE_ADDRESS = 6
ANSWERS_WINDOW = 10 * 60


# --- Projection -------------------------------------------------------------------------------


@transaction.atomic
def project(page: Page) -> None:
    """Bring the projection of one page up to date: published and public, or withdrawn."""
    specific = page.specific
    kind = getattr(specific, "item_kind", "")
    entry = projection.entry_for(specific)
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
    kind = getattr(page, "item_kind", "")
    if kind:
        published.withdraw(kind, str(page.pk))
    else:
        published.touch()


@transaction.atomic
def touch() -> None:
    """Something that visitors see has changed, and it is no item of its own."""
    published.touch()


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
