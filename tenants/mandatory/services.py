from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from shared.audit.services import record
from shared.duties import services as duties
from shared.duties.models import Officer
from shared.duties.permissions import NotAllowed, keeps_duties
from shared.kernel import clock
from shared.kernel.cms import page_content_changed
from shared.published import services as published
from shared.published.enums import Kind
from tenants.accounts.models import User
from tenants.mandatory import projection, selectors, structure
from tenants.mandatory.models import Answer, AnswerVersion, MandatoryPage
from tenants.pages.models import AccessibilityPage


@transaction.atomic
def note_state() -> None:
    """Tell the union how the current site stands now."""
    duties.note(selectors.state(selectors.facts()))


@transaction.atomic
def show_anew(*keys: str) -> None:
    """After a change of an item: pages, search and the union's overview follow."""
    for key in projection.PATHS:
        if keys and key not in keys:
            continue
        entry = projection.entry(key)
        if entry is None:
            published.withdraw(Kind.PAGE, projection.source_id(key))
        else:
            published.publish(entry)
    for page in MandatoryPage.objects.live():
        page_content_changed.send(sender=MandatoryPage, instance=page)
    published.touch()
    note_state()


@transaction.atomic
def answer(
    key: str, *, text: str = "", nothing: bool = False, actor: User, seen: int | None = None
) -> Answer:
    """Say what the page has to say to an item, which counts as having checked it today.

    `seen` is the `revision` that the clerk had before her. Raises
    NotAllowed; ValidationError for an answer that the item does not have, and with the code
    "meanwhile" when somebody else has changed the text since.
    """
    if not keeps_duties(actor):
        raise NotAllowed
    item = structure.BY_KEY[key]
    if nothing and not item.none:
        raise ValidationError(_("Something has to be published here."))
    if nothing and text:
        raise ValidationError(_("Either there is nothing to publish, or there is a text."))
    if text and not item.own:
        raise ValidationError(_("This item is filled from elsewhere."))
    Answer.objects.get_or_create(key=key)
    row = Answer.objects.select_for_update().get(key=key)
    changed = (row.text, row.nothing) != (text, nothing)
    if changed and seen is not None and seen != row.revision:
        raise ValidationError(
            _("Somebody else has changed this meanwhile. Compare, then save again."),
            code="meanwhile",
        )
    if changed:
        if row.text or row.nothing:
            AnswerVersion.objects.create(
                answer=row, text=row.text, nothing=row.nothing, saved_by=actor
            )
        row.text, row.nothing, row.revision = text, nothing, row.revision + 1
    row.checked_on, row.checked_by = clock.today(), actor
    row.save()
    record("mandatory.answered", row, actor=actor, detail={"changed": changed, "nothing": nothing})
    show_anew(key)
    return row


@transaction.atomic
def check(keys: Collection[str], *, actor: User) -> list[str]:
    """Say that items are right as they stand today; returns the keys of those that there are.

    What is missing cannot be right. Raises NotAllowed.
    """
    if not keeps_duties(actor):
        raise NotAllowed
    facts = selectors.facts()
    right = [
        item.key
        for item in structure.all_items()
        if item.key in keys and selectors.shown(item, facts).can_be_checked
    ]
    for key in right:
        Answer.objects.update_or_create(
            key=key, defaults={"checked_on": clock.today(), "checked_by": actor}
        )
    if right:
        record("mandatory.checked", actor=actor, detail={"keys": right})
        published.touch()
        note_state()
    return right


@transaction.atomic
def review_statement(*, actor: User) -> None:
    """Say in the accessibility statement that it was reviewed today and nothing has changed.

    Raises NotAllowed; ValidationError without a statement, or while a draft of it waits, which
    would be published along.
    """
    if not keeps_duties(actor):
        raise NotAllowed
    page = AccessibilityPage.objects.live().order_by("path").first()
    if page is None or not page.permissions_for_user(actor).can_publish():
        raise ValidationError(_("There is no statement that you could publish."))
    if page.has_unpublished_changes:
        raise ValidationError(_("Changes of the statement wait to be published: open it first."))
    page.reviewed_on = clock.today()
    page.save_revision(user=actor).publish(user=actor)
    record("accessibility.reviewed", page, actor=actor)


@transaction.atomic
def name_officer(officer: Officer | None, *, actor: User) -> None:
    """Raises NotAllowed."""
    duties.name_officer(officer, actor=actor)
    show_anew(structure.PRIVACY)


@transaction.atomic
def noted(row: models.Model, verb: str, detail: Mapping[str, Any] | None = None) -> None:
    """A line of a list was saved or deleted on the desk; who did it, Wagtail knows."""
    user = get_active_log_context().user
    record(
        f"{row._meta.model_name}.{verb}",
        row,
        actor=user if isinstance(user, User) else None,
        detail=detail,
    )
    show_anew(structure.CONTRACTS)


def rebuild() -> None:
    note_state()
