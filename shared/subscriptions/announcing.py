"""What of all that is published is told at once: new things, and events called off or moved."""

from __future__ import annotations

from shared.kernel import clock
from shared.published.enums import Kind
from shared.published.items import ItemData
from shared.published.listeners import Before
from shared.subscriptions import services, topics
from shared.subscriptions.enums import Change
from tenants.registry.models import Municipality


def published(site: Municipality, entry: ItemData, before: Before | None) -> None:
    """In the transaction that publishes, so nothing is told that was rolled back, and nothing left
    out that was not."""
    if entry.kind not in {topic.kind for topic in topics.everything()}:
        return
    change, version = Change.NEW, ""
    if before is not None:
        if entry.kind != Kind.EVENT or entry.starts_at is None:
            return
        if entry.cancelled and not before.cancelled:
            change, version = Change.CANCELLED, entry.starts_at.isoformat()
        elif not entry.recurring and (before.starts_at, before.ends_at) != (
            entry.starts_at,
            entry.ends_at,
        ):
            change, version = Change.MOVED, entry.starts_at.isoformat()
        else:
            return
    elif entry.published_at < clock.now() - services.STILL_NEWS:
        return
    services.announce(site, str(entry.kind), entry.source_id, change, version)
