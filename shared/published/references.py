"""How records of sibling apps name each other: by kind and lasting key, resolved through the projection.

A practice names the strategy that it comes from, a strategy the event at which it was presented.
Neither app imports the other, and nothing shows here that is not public: a reference whose item is
withdrawn is silent until the item is back. Apps register the form of their addresses, and who can
say what points at an item, in ``AppConfig.ready``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from shared.published.enums import Kind
from shared.published.models import Item
from tenants.registry.enums import State
from tenants.registry.models import Domain

Reference = tuple[str, str]  # kind and key
_LANGUAGE = re.compile(rf"^/(?:{'|'.join(dict(settings.LANGUAGES))})(?=/)")
# Of what an item is named by, as references of the other app's own items. One query.
Pointing = Callable[[str, str], Collection[str]]


@dataclass
class _Registry:
    addresses: dict[str, re.Pattern[str]] = field(default_factory=dict)
    pointing: dict[str, Pointing] = field(default_factory=dict)


_registry = _Registry()


def register_address(kind: Kind, pattern: str) -> None:
    """`pattern` matches the beginning of a path; its group `key` is the item's lasting key.

    Keys of such a kind must be unique among all sites.
    """
    _registry.addresses[str(kind)] = re.compile(pattern)


def register_pointing(kind: Kind, pointing: Pointing) -> None:
    """`pointing(kind, key)` gives the keys of the items of this kind that name the other one."""
    _registry.pointing[str(kind)] = pointing


def named_by(address: str) -> Reference | None:
    """The item that an address of any of our sites leads to; None for other addresses.

    Whether there is such an item is not asked. One query where the address has a host.
    """
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or (host is None and parts.netloc):
        return None
    path = _LANGUAGE.sub("", parts.path)
    for kind, pattern in _registry.addresses.items():
        if (match := pattern.match(path)) is not None:
            key = match["key"].lower()
            known = host is None or Domain.objects.filter(domain=host.rstrip(".")).exists()
            return (kind, key) if known else None
    return None


def items(references: Iterable[Reference]) -> dict[Reference, Item]:
    """The public items among those named, with their sites. One query, or none."""
    by_kind: dict[str, set[str]] = {}
    for kind, key in references:
        by_kind.setdefault(str(kind), set()).add(str(key))
    if not by_kind:
        return {}
    wanted = Q()
    for kind, keys in by_kind.items():
        wanted |= Q(kind=kind, source_id__in=keys)
    found = Item.objects.filter(wanted, origin=None, municipality__state=State.ACTIVE).listed()
    return {(item.kind, item.source_id): item for item in found}


def pointing_at(kind: Kind, key: str | int) -> list[Item]:
    """Public items of other kinds that name this one, newest first.

    One query for each kind that can, and one for all that was found.
    """
    references = [
        (other, each)
        for other, pointing in _registry.pointing.items()
        if other != str(kind)
        for each in pointing(str(kind), str(key))
    ]
    return sorted(items(references).values(), key=lambda item: item.published_at, reverse=True)
