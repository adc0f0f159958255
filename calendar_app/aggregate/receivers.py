"""Publishing an event projects it. Signals are sent inside the publishing transaction."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import published, unpublished

from calendar_app.aggregate import services
from calendar_app.events.models import Event
from calendar_app.events.signals import status_changed


def connect() -> None:
    published.connect(on_published, sender=Event, dispatch_uid="aggregate.published")
    unpublished.connect(on_unpublished, sender=Event, dispatch_uid="aggregate.unpublished")
    status_changed.connect(on_status_changed, sender=Event, dispatch_uid="aggregate.status")
    post_delete.connect(on_deleted, sender=Event, dispatch_uid="aggregate.deleted")


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
