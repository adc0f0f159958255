"""Parts of a home page that apps other than the page's own contribute.

Opening hours belong to contacts, notices to the board, figures to the union; the home page shows
them without importing any of these. Each app registers its part in `AppConfig.ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

MAIN = "main"
ASIDE = "aside"


@dataclass(frozen=True)
class Section:
    name: str
    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class _Registered:
    name: str
    build: Callable[[HttpRequest], dict[str, Any] | None]
    template: str
    order: int
    region: str


_registered: dict[str, _Registered] = {}


def register_section(
    name: str,
    build: Callable[[HttpRequest], dict[str, Any] | None],
    template: str,
    order: int,
    region: str = MAIN,
) -> None:
    """Add a part to the home page of every site.

    `build` returns the part's context, or None when the site has nothing to show there. It may
    cost one query; the whole page is held to a budget.
    """
    _registered[name] = _Registered(name, build, template, order, region)


def sections(request: HttpRequest, region: str = MAIN) -> list[Section]:
    """The parts with something to show, in their order."""
    found = []
    for part in sorted(_registered.values(), key=lambda part: (part.order, part.name)):
        if part.region != region:
            continue
        context = part.build(request)
        if context is not None:
            found.append(Section(part.name, part.template, context))
    return found
