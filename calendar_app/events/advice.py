"""What a clerk should think about before she publishes. Warnings, never errors.

Who sees more than one site's events registers here in `AppConfig.ready()`; this package may not
look beyond the site itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from calendar_app.events.times import Span

if TYPE_CHECKING:
    from calendar_app.events.models import Event


@dataclasses.dataclass(frozen=True)
class Advice:
    text: str
    #: Of a page that everybody may see; empty where there is none.
    url: str = ""
    link: str = ""


#: Gets the event as it stands in the form, unsaved perhaps, and when it would take place.
Advisor = Callable[["Event", Sequence[Span]], Iterable[Advice]]
_advisors: list[Advisor] = []


def register(advisor: Advisor) -> None:
    if advisor not in _advisors:
        _advisors.append(advisor)


def from_others(event: Event, spans: Sequence[Span]) -> list[Advice]:
    return [advice for advisor in _advisors for advice in advisor(event, spans)]
