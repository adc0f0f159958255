"""Reads. Marks are few: a page asks for those that hold, once, and puts them on what it lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from shared.highlights.enums import Mark
from shared.highlights.models import Highlight, PracticeOfMonth
from shared.kernel import clock
from shared.published import dates
from shared.published.enums import Kind
from shared.published.models import Item, ItemQuerySet
from tenants.registry.enums import State

MOST_MARKS = 40


def key_of(item: Item) -> tuple[int, str, str]:
    return (item.municipality_id, item.kind, item.source_id)


def published() -> ItemQuerySet:
    """What of all sites can be pointed out: no guests, nothing that is of local interest only."""
    return Item.objects.filter(municipality__state=State.ACTIVE, origin=None, local=False)


def _of_keys(keys: Collection[tuple[int, str, str]]) -> Q:
    return reduce(
        or_,
        (Q(municipality_id=site, kind=kind, source_id=key) for site, kind, key in keys),
        Q(pk__in=[]),
    )


def marks() -> QuerySet[Highlight]:
    """All of them, also those that have run out, as the desk lists them."""
    return Highlight.objects.select_related("municipality").order_by("mark", "position", "pk")


@dataclass(frozen=True)
class Marks:
    """Those that hold today."""

    found: tuple[Highlight, ...]

    @classmethod
    def today(cls) -> Marks:
        """One query."""
        holds = Q(until__isnull=True) | Q(until__gte=clock.today())
        return cls(tuple(Highlight.objects.filter(holds).order_by("position", "pk")[:MOST_MARKS]))

    def put_on(self, items: Iterable[Item]) -> list[Item]:
        """The same items, each with its `mark`, empty for most."""
        known = {each.key: each.mark for each in self.found}
        listed = list(items)
        for item in listed:
            item.mark = known.get(key_of(item), "")  # type: ignore[attr-defined]
        return listed

    def pinned_first(
        self, items: Iterable[Item], kinds: Collection[Kind], limit: int
    ) -> list[Item]:
        """Pinned items of these kinds, in the editor's order, then the others.

        A query for all lists of a page together if something is pinned. An event that is over, and
        a text in a language that the visitor does not read, is passed over.
        """
        first = [
            self._pinned[each.key]
            for each in self.found
            if each.kind in kinds and each.key in self._pinned
        ]
        pinned = {key_of(item) for item in first}
        rest = [item for item in items if key_of(item) not in pinned]
        return self.put_on([*first, *rest][:limit])

    @cached_property
    def _pinned(self) -> dict[tuple[int, str, str], Item]:
        wanted = [each.key for each in self.found if each.mark == Mark.PINNED]
        if not wanted:
            return {}
        now = clock.now()
        own = settings.LANGUAGE_CODE
        return {
            key_of(item): dates.moved_on(item)
            for item in published()
            .filter(_of_keys(wanted), language__in={own, (get_language() or own).split("-")[0]})
            .listed()
            .annotate(**dates.next_of(now))
            if dates.is_coming(item) and (item.over_at is None or item.over_at > now)
        }


# --- The practice of the month --------------------------------------------------------------------


@dataclass(frozen=True)
class Monthly:
    item: Item
    note: str
    chosen: bool  # by the editor, not by the rule


def first_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


def practices() -> ItemQuerySet:
    """Records of good practice that everybody may read."""
    return published().filter(kind=Kind.PRACTICE)


def practice_of_month(today: dt.date | None = None) -> Monthly | None:
    """What the editor has chosen, as long as it is published; else by the rule.

    The rule: the newest of the records first published in the month before; if that month brought
    none, all older ones take turns, in the order of their publication. So it stays the same for
    the whole month. Two queries.
    """
    month = first_of(today or clock.today())
    begin = dt.datetime.combine(month, dt.time.min, tzinfo=clock.PRAGUE)
    before = dt.datetime.combine(
        first_of(month - dt.timedelta(days=1)), dt.time.min, tzinfo=clock.PRAGUE
    )
    choice = PracticeOfMonth.objects.filter(month=month, source_id=OuterRef("source_id"))
    rows = list(
        practices()
        .annotate(note=Subquery(choice.values("note")[:1]))
        .order_by(F("note").asc(nulls_last=True), "published_at", "pk")
        .values_list("pk", "published_at", "note")[:1000]
    )
    if not rows:
        return None
    chosen, _at, note = rows[0]
    if note is not None:
        return Monthly(practices().listed().get(pk=chosen), note, chosen=True)
    older = [pk for pk, at, _note in rows if at < begin] or [pk for pk, _at, _note in rows]
    recent = [pk for pk, at, _note in rows if before <= at < begin]
    number = recent[-1] if recent else older[(month.year * 12 + month.month) % len(older)]
    return Monthly(practices().listed().get(pk=number), "", chosen=False)


# --- The desk -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    highlight: Highlight
    item: Item | None  # None where it is no longer published

    @property
    def has_run_out(self) -> bool:
        until = self.highlight.until
        return until is not None and until < clock.today()


def rows() -> list[Row]:
    """Two queries."""
    found = list(marks())
    items = {
        key_of(item): item for item in published().filter(_of_keys([each.key for each in found]))
    }
    return [Row(each, items.get(each.key)) for each in found]
