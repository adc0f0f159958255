"""Who can say again what a site has published.

Apps above register here in ``AppConfig.ready``; `services.verify` and `services.rebuild` ask them
in the schema of each site.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from shared.published.items import ItemData
from tenants.registry.models import Municipality

# Of a site and some keys, or all of its keys: which other sites show each item as a guest.
Hosts = Callable[[Municipality, Collection[str] | None], dict[str, list[Municipality]]]


@dataclass(frozen=True)
class Drift:
    """One difference between a site and its projection."""

    kind: str
    source_id: str
    problem: str  # "missing", "orphaned" or "different"
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        which = f" ({', '.join(self.fields)})" if self.fields else ""
        return f"{self.kind} {self.source_id}: {self.problem}{which}"


@dataclass(frozen=True)
class Projection:
    """A further table filled from the sites, such as the calendar's occurrences."""

    verify: Callable[[], Iterable[Drift]]
    rebuild: Callable[[], None]


@dataclass
class _Registry:
    sources: dict[str, Callable[[], Iterable[ItemData]]] = field(default_factory=dict)
    projections: dict[str, Projection] = field(default_factory=dict)
    hosts: dict[str, Hosts] = field(default_factory=dict)


_registry = _Registry()


def register(name: str, rebuild: Callable[[], Iterable[ItemData]]) -> None:
    """``rebuild`` yields everything that the current schema's site publishes right now."""
    _registry.sources[name] = rebuild


def register_projection(
    name: str, *, verify: Callable[[], Iterable[Drift]], rebuild: Callable[[], None]
) -> None:
    """Have another projection verified and rebuilt along with the items."""
    _registry.projections[name] = Projection(verify, rebuild)


def register_hosts(kind: str, hosts: Hosts) -> None:
    """Say which sites show items of this kind that are not theirs.

    Their rows are kept along with the owner's. Keys of such a kind must be unique among all sites.
    """
    _registry.hosts[str(kind)] = hosts


def hosts(
    owner: Municipality, kind: str, keys: Collection[str] | None = None
) -> dict[str, list[Municipality]]:
    """Sites that show items of `owner` as guests, by the items' keys. One query, or none."""
    known = _registry.hosts.get(str(kind))
    return known(owner, keys) if known else {}


def kinds_with_hosts() -> list[str]:
    return list(_registry.hosts)


def published_now() -> Iterator[ItemData]:
    for source in _registry.sources.values():
        yield from source()


def projections() -> dict[str, Projection]:
    return dict(_registry.projections)
