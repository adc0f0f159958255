from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from shared.kernel import clock
from shared.subscriptions import services, topics
from shared.subscriptions.enums import Frequency, State
from shared.subscriptions.models import Subscription
from shared.subscriptions.topics import BadSelection, Choice, Item, Option, Section, Window

#: A Wednesday, in winter.
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=clock.PRAGUE)


class Bulletin:
    """A topic of the tests' own: what it tells is what the test has put in."""

    name = "zpravodaj"
    kind = "bulletin"
    order = 5
    always_at_once = False

    def __init__(self) -> None:
        self.items: list[Item] = [Item("Nová lávka", "http://lipova.sever.localhost:8000/lavka/")]
        self.windows: list[Window] = []

    def title(self) -> str:
        return "Zpravodaj"

    def hint(self) -> str:
        return ""

    def canonical(self, site: Any, query: Any) -> str:
        kinds = sorted(set(query.getlist("druh")) - {""})
        if unknown := set(kinds) - {"a", "b"}:
            raise BadSelection(f"There is no kind {unknown.pop()}.", 404)
        return "&".join(f"druh={kind}" for kind in kinds)

    def describe(self, site: Any, selection: str) -> str:
        return selection.replace("druh=", "druh ").replace("&", ", ")

    def choices(self, site: Any, selection: str) -> list[Choice]:
        options = [Option(kind, kind.upper(), f"druh={kind}" in selection) for kind in "ab"]
        return [Choice("druh", "Druh", options)]

    def kept(self, site: Any, selection: str) -> list[tuple[str, str]]:
        return []

    def sections(self, site: Any, selection: str, window: Window) -> list[Section]:
        self.windows.append(window)
        if "druh=gone" in selection:
            raise BadSelection("gone")
        return [Section("Nové", list(self.items))]

    def item(self, site: Any, selection: str, announcement: Any) -> Item | None:
        """Announced are `a` or `b`, of its own site."""
        if selection and f"druh={announcement.source_id[0]}" not in selection:
            return None
        mine = site.is_union or announcement.municipality_id == site.pk
        url = f"{announcement.municipality.url}/{announcement.source_id}/"
        return Item(f"Zpráva {announcement.source_id}", url) if mine else None

    def page_url(self, site: Any, selection: str) -> str:
        return f"{site.url}/zpravodaj/?{selection}"


@pytest.fixture
def bulletin(monkeypatch: pytest.MonkeyPatch) -> Bulletin:
    topic = Bulletin()
    monkeypatch.setitem(topics._topics, topic.name, topic)
    return topic


@pytest.fixture
def at() -> Iterator[Any]:
    """The time stands at NOW; `at.move_to(…)` and `at.shift(…)` change it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def subscriber(bulletin: Bulletin) -> Callable[..., Subscription]:
    """`subscriber(lipova, "eva@test.example", frequency="daily")`: confirmed two weeks ago."""

    def make(
        site: Any, email: str = "eva@test.example", *, active: bool = True, **fields: Any
    ) -> Subscription:
        since = clock.now() - dt.timedelta(days=14)
        values: dict[str, Any] = {
            "frequency": Frequency.WEEKLY,
            "language": "cs",
            "state": State.ACTIVE if active else State.PENDING,
            "confirmed_at": since if active else None,
            "counts_from": since if active else None,
        }
        values |= fields
        wish = {values.pop("topic", bulletin.name): values.pop("selection", "")}
        wish = values.pop("wish", wish)
        made = Subscription.objects.create(municipality=site, email=email, **values)
        for topic, selection in wish.items():
            made.interests.create(topic=topic, selection=selection)
        return made

    return make


@pytest.fixture
def send() -> Callable[[], int]:
    """Send all that waits; how many letters were handled."""
    return lambda: services.send_due(seconds=20)[0]
