"""Publishing an event projects it. Signals are sent inside the publishing transaction."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import published, unpublished

from calendar_app.aggregate import services
from calendar_app.categories.models import Category
from calendar_app.categories.signals import category_renamed
from calendar_app.events.models import Event, Place
from calendar_app.events.signals import place_changed, status_changed
from shared.kernel import jobs
from shared.kernel.cms import document_read
from tenants.registry.models import Municipality


def connect() -> None:
    published.connect(on_published, sender=Event, dispatch_uid="aggregate.published")
    unpublished.connect(on_unpublished, sender=Event, dispatch_uid="aggregate.unpublished")
    status_changed.connect(on_status_changed, sender=Event, dispatch_uid="aggregate.status")
    post_delete.connect(on_deleted, sender=Event, dispatch_uid="aggregate.deleted")
    place_changed.connect(on_place_changed, sender=Place, dispatch_uid="aggregate.place")
    document_read.connect(on_document_read, dispatch_uid="aggregate.document")
    category_renamed.connect(
        on_category_renamed, sender=Category, dispatch_uid="aggregate.category"
    )


def on_published(instance: Event, **kwargs: Any) -> None:
    # Wagtail sends the signal for a revision that is only scheduled, too, and may have taken an
    # event that was live before off the site until then.
    if instance.live:
        services.project(instance)
    else:
        services.withdraw(instance.uuid)


def on_unpublished(instance: Event, **kwargs: Any) -> None:
    services.withdraw(instance.uuid)


def on_status_changed(instance: Event, **kwargs: Any) -> None:
    if instance.live:
        services.project(instance)


def on_deleted(instance: Event, **kwargs: Any) -> None:
    services.withdraw(instance.uuid)


def on_place_changed(instance: Place, **kwargs: Any) -> None:
    services.project_place(instance)


def on_document_read(instance: Any, **kwargs: Any) -> None:
    services.document_read(instance.pk)


def on_category_renamed(instance: Category, **kwargs: Any) -> None:
    """A message for each site: the whole union at once would hold the clerk's request for long."""
    for schema in Municipality.objects.active().values_list("schema_name", flat=True):
        jobs.enqueue("aggregate.project_category", schema, instance.pk)
