"""What one can subscribe to. Packages above register their topics in ``AppConfig.ready``.

A topic understands a query string of its own pages: the filters that a visitor has chosen there
are what is stored with the subscription, and give the same items here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Protocol

from django.http import QueryDict

from shared.subscriptions.models import Announcement
from tenants.registry.models import Municipality

#: The parameter by which municipalities are chosen, on the union's site once for all topics.
MUNICIPALITIES = "obec"


@dataclasses.dataclass
class BadSelection(Exception):
    """A filter that the topic does not understand, in the visitor's words."""

    message: str
    status: int = 400


@dataclasses.dataclass(frozen=True)
class Item:
    """One line of a digest, in the language that is active. Plain text; `url` is absolute."""

    title: str
    url: str
    when: str = ""
    where: str = ""
    #: What it says, where that is short; several lines at most.
    text: str = ""
    #: Words such as "new", "changed", "cancelled", the weightiest first.
    marks: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@dataclasses.dataclass(frozen=True)
class Section:
    heading: str
    items: list[Item]
    #: What of it was left out because there is too much of it.
    more: int = 0


@dataclasses.dataclass(frozen=True)
class Window:
    """What a digest tells: what takes place from `first_day` to `last_day`, both included, and
    what was announced or changed after `since` and until `until`."""

    first_day: dt.date
    last_day: dt.date
    since: dt.datetime
    until: dt.datetime


@dataclasses.dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclasses.dataclass(frozen=True)
class Choice:
    """A group of boxes to tick; `name` is the parameter. None ticked means all of them."""

    name: str
    label: str
    options: list[Option]


class Topic(Protocol):
    """`selection` is always the text that `canonical` has returned."""

    #: Stands in addresses and in the database.
    name: str
    #: What of the announcements it tells; empty for a topic without letters at once.
    kind: str
    #: Place on the form and in letters.
    order: int
    #: Never waits for a digest, whatever rhythm was chosen.
    always_at_once: bool

    def title(self) -> str:
        """For headings and subjects, in the active language."""
        ...

    def hint(self) -> str:
        """A line below the title on the form; may be empty."""
        ...

    def canonical(self, site: Municipality, query: QueryDict) -> str:
        """The filters in `query` as a query string, sorted; periods are left out.

        Raises BadSelection.
        """
        ...

    def describe(self, site: Municipality, selection: str) -> str:
        """The filters in words; empty where nothing is filtered."""
        ...

    def choices(self, site: Municipality, selection: str) -> list[Choice]: ...

    def kept(self, site: Municipality, selection: str) -> list[tuple[str, str]]:
        """Parameters of the selection that no choice offers; the form carries them along."""
        ...

    def sections(self, site: Municipality, selection: str, window: Window) -> list[Section]:
        """What there is to tell; sections without items are left out.

        Raises BadSelection for a selection whose municipality or category is gone.
        """
        ...

    def item(self, site: Municipality, selection: str, announcement: Announcement) -> Item | None:
        """One announcement as a subscriber of `site` may read it now; None if it is not of the
        selection, or gone meanwhile. In the schema of `site`; raises BadSelection."""
        ...

    def page_url(self, site: Municipality, selection: str) -> str:
        """Where all of it can be seen, absolute."""
        ...


_topics: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    _topics[topic.name] = topic


def find(name: str) -> Topic | None:
    return _topics.get(name)


def everything() -> list[Topic]:
    """In the order of the form."""
    return sorted(_topics.values(), key=lambda topic: topic.order)
