"""Whatever fills an item may change how the site stands."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django_tenants.utils import tenant_context
from wagtail.signals import page_published, page_unpublished

from shared.audit.models import Entry
from shared.strategies.models import Document
from tenants.contacts.models import Office, OpeningHours, Person
from tenants.mandatory import services
from tenants.mandatory.models import Contract, Regulation
from tenants.noticeboard.models import Notice
from tenants.pages.models import AccessibilityPage
from tenants.registry.models import Municipality

# Columns of the registry that fill an item.
ASKED = frozenset(
    {"name", "ico", "office_address", "phone", "email", "data_box", "founded_on", "purpose"}
)
# Columns of a strategic document that decide whether it is listed.
LISTED = frozenset({"readers", "state"})


@receiver([post_save, post_delete], sender=Office)
@receiver([post_save, post_delete], sender=OpeningHours)
@receiver([post_save, post_delete], sender=Person)
def contacts_changed(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        services.note_state()


@receiver(page_published, sender=AccessibilityPage)
@receiver(page_unpublished, sender=AccessibilityPage)
def statement_changed(sender: Any, **kwargs: Any) -> None:
    services.note_state()


@receiver(post_save, sender=Entry)
def board_changed(instance: Entry, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """The board updates its rows without signals, but notes what it does."""
    if created and not raw and instance.target_type == Notice._meta.label_lower:
        services.note_state()


@receiver(post_save, sender=Municipality)
def site_changed(
    instance: Municipality, created: bool, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    if raw or created or "mandatory" not in instance.provisioned_steps:
        return
    if update_fields is not None and not ASKED.intersection(update_fields):
        return
    # The registry is written in the public schema, whose site is the union.
    with tenant_context(instance):
        services.note_state()


@receiver([post_save, post_delete], sender=Document)
def strategies_changed(
    instance: Document, raw: bool = False, update_fields: Any = None, origin: Any = None, **_: Any
) -> None:
    # Documents that go with their site leave nobody of whom to note anything.
    if raw or getattr(origin, "model", type(origin)) is Municipality:
        return
    # Each activity that is saved marks its document as changed.
    if update_fields is not None and not LISTED.intersection(update_fields):
        return
    owner = instance.municipality
    if "mandatory" in owner.provisioned_steps:
        with tenant_context(owner):
            services.note_state()


@receiver(post_save, sender=Contract)
@receiver(post_save, sender=Regulation)
def line_saved(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        services.noted(instance, "made" if created else "changed")


@receiver(post_delete, sender=Contract)
@receiver(post_delete, sender=Regulation)
def line_deleted(instance: Any, **kwargs: Any) -> None:
    services.noted(instance, "deleted")
