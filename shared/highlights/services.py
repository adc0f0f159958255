"""Writes: permission, change, audit, and the union's pages look different."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from shared.audit import services as audit
from shared.highlights import permissions, selectors
from shared.highlights.enums import Mark
from shared.highlights.models import Highlight, PracticeOfMonth
from shared.highlights.permissions import NotAllowed
from shared.kernel import clock
from shared.published import services as published
from shared.published.models import Item
from tenants.accounts.models import User


def _require(actor: User) -> None:
    if not permissions.can_point_out(actor):
        raise NotAllowed


@transaction.atomic
def point_out(item_id: int, mark: Mark, until: dt.date | None, *, actor: User) -> Highlight:
    """Mark an item, or change its mark. Raises NotAllowed, Item.DoesNotExist."""
    _require(actor)
    item = selectors.published().select_related("municipality").get(pk=item_id)
    last = Highlight.objects.aggregate(last=Max("position"))["last"] or 0
    highlight, _made = Highlight.objects.update_or_create(
        municipality=item.municipality,
        kind=item.kind,
        source_id=item.source_id,
        defaults={"mark": mark, "until": until, "chosen_by": actor, "chosen_at": clock.now()},
        create_defaults={
            "mark": mark,
            "until": until,
            "position": last + 1,
            "chosen_by": actor,
        },
    )
    _done("pointed_out", highlight, actor, mark=mark.value)
    return highlight


@transaction.atomic
def remove(highlight_id: int, *, actor: User) -> None:
    """Raises NotAllowed, Highlight.DoesNotExist."""
    _require(actor)
    highlight = Highlight.objects.select_for_update().get(pk=highlight_id)
    _done("removed", highlight, actor)
    highlight.delete()


@transaction.atomic
def move(highlight_id: int, *, up: bool, actor: User) -> None:
    """One place up or down among those with the same mark; at the end nothing happens."""
    _require(actor)
    ordered = list(Highlight.objects.select_for_update().order_by("position", "pk"))
    one = next((each for each in ordered if each.pk == highlight_id), None)
    if one is None:
        raise Highlight.DoesNotExist
    alike = [each for each in ordered if each.mark == one.mark]
    place = alike.index(one)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(alike):
        return
    alike[place], alike[other] = alike[other], alike[place]
    for position, each in enumerate(alike, 1):
        each.position = position
    Highlight.objects.bulk_update(alike, ["position"])
    _done("moved", one, actor)


@transaction.atomic
def choose_practice(month: dt.date, source_id: str, note: str, *, actor: User) -> None:
    """Make it the practice of that month; empty gives the month back to the rule.

    Raises NotAllowed, and Item.DoesNotExist for a record that not everybody may read.
    """
    _require(actor)
    month = selectors.first_of(month)
    if not source_id:
        for gone in PracticeOfMonth.objects.filter(month=month):
            _done("practice_left_to_rule", None, actor, month=month.isoformat())
            gone.delete()
        return
    if not selectors.practices().filter(source_id=source_id).exists():
        raise Item.DoesNotExist
    PracticeOfMonth.objects.update_or_create(
        month=month,
        defaults={
            "source_id": source_id,
            "note": note,
            "chosen_by": actor,
            "chosen_at": clock.now(),
        },
    )
    _done("practice_chosen", None, actor, month=month.isoformat(), practice=source_id)


def _done(verb: str, highlight: Highlight | None, actor: User, **detail: str) -> None:
    audit.record(f"highlights.{verb}", highlight, actor=actor, detail=detail)
    published.touch()
