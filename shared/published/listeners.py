"""Who wants to know what has just been published; filled by packages above in ``AppConfig.ready``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from shared.published.items import ItemData
from tenants.registry.models import Municipality


@dataclass(frozen=True)
class Before:
    """What the projection said until now."""

    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    cancelled: bool


#: Called in the publishing transaction, in the schema of the site; None for a new item.
Listener = Callable[[Municipality, ItemData, Before | None], None]

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def everyone() -> list[Listener]:
    return list(_listeners)
