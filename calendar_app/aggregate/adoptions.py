"""Which sites show events of another one. The verbs are in `calendar_app.sharing`."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Collection, Iterator

from calendar_app.aggregate.enums import AdoptionState
from calendar_app.aggregate.models import Adoption
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality


def hosts(
    owner: Municipality, keys: Collection[str] | None = None
) -> dict[str, list[Municipality]]:
    """Sites that have accepted events of `owner`, by the event's key. One query."""
    accepted = Adoption.objects.filter(
        state=AdoptionState.ACCEPTED,
        event__municipality=owner,
        municipality__state=SiteState.ACTIVE,
    )
    if keys is not None:
        accepted = accepted.filter(event__in=list(_uuids(keys)))
    found: dict[str, list[Municipality]] = {}
    for adoption in accepted.select_related("municipality").order_by("municipality"):
        found.setdefault(str(adoption.event_id), []).append(adoption.municipality)
    return found


def schemas(owner: Municipality) -> set[str]:
    """Of all sites that have accepted anything of `owner`. One query."""
    return {host.schema_name for found in hosts(owner).values() for host in found}


def _uuids(keys: Collection[str]) -> Iterator[uuid.UUID]:
    """Whoever publishes an event past the calendar has other keys, and no guests."""
    for key in keys:
        with contextlib.suppress(ValueError):
            yield uuid.UUID(key)
