"""Goals, measures and activities: written, put in order, taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shared.kernel import clock
from shared.strategies import permissions, selectors
from shared.strategies.enums import ShareNews
from shared.strategies.models import (
    Activity,
    Document,
    Funding,
    Goal,
    Link,
    Measure,
    Reading,
    Share,
)
from shared.strategies.services import mails, projection
from shared.strategies.services.documents import (
    Meanwhile,
    StillNeeded,
    changed,
    mark_of,
    note,
    writable,
)
from tenants.accounts.models import User
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

MOST_ACTIVITIES = 1_000
MOST_GOALS = 60
MOST_MEASURES = 300
ALL = Decimal(100)
ACTIVITY_FIELDS = (
    *("code", "title", "text", "responsible", "first_year", "last_year", "estimated_cost"),
    *("actual_cost", "state", "indicator", "unit", "baseline", "target", "target_year"),
)


def next_place(rows: Any) -> int:
    """Behind the last one of a queryset."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _text(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("code", "title", "text") if name in values}


# --- Goals and measures -------------------------------------------------------------------------


@transaction.atomic
def save_goal(
    document_id: int, values: Mapping[str, Any], *, goal_id: int | None = None, actor: User
) -> Goal:
    """Raises NotAllowed, Goal.DoesNotExist, ValidationError when there are too many."""
    document = writable(document_id, actor)
    if goal_id is None:
        if document.goals.count() >= MOST_GOALS:
            raise ValidationError(_("The document has as many goals as it can have."))
        goal = Goal.objects.create(
            document=document, position=next_place(document.goals), **_text(values)
        )
    else:
        goal = document.goals.get(pk=goal_id)
        for name, value in _text(values).items():
            setattr(goal, name, value)
        goal.save()
    note("goal", document, actor, goal=goal.pk)
    changed(document)
    return goal


@transaction.atomic
def save_measure(
    document_id: int,
    goal_id: int,
    values: Mapping[str, Any],
    *,
    measure_id: int | None = None,
    actor: User,
) -> Measure:
    """Raises NotAllowed, Goal.DoesNotExist, Measure.DoesNotExist, ValidationError."""
    document = writable(document_id, actor)
    goal = document.goals.get(pk=goal_id)
    if measure_id is None:
        if Measure.objects.filter(goal__document=document).count() >= MOST_MEASURES:
            raise ValidationError(_("The document has as many measures as it can have."))
        measure = Measure.objects.create(
            goal=goal, position=next_place(goal.measures), **_text(values)
        )
    else:
        measure = goal.measures.get(pk=measure_id)
        for name, value in _text(values).items():
            setattr(measure, name, value)
        measure.save()
    note("measure", document, actor, measure=measure.pk)
    changed(document)
    return measure


def _siblings(document: Document, kind: str, row_id: int) -> tuple[Any, list[Any]]:
    """A line of the outline and all beside it, in order. Raises DoesNotExist."""
    row: Any
    if kind == "cil":
        row = document.goals.get(pk=row_id)
        rows: Any = document.goals
    elif kind == "opatreni":
        row = Measure.objects.get(goal__document=document, pk=row_id)
        rows = Measure.objects.filter(goal=row.goal_id)
    else:
        row = document.activities.get(pk=row_id)
        rows = Activity.objects.filter(measure=row.measure_id)
    return row, list(rows.order_by("position", "pk"))


@transaction.atomic
def move(document_id: int, kind: str, row_id: int, *, up: bool, actor: User) -> None:
    """One place up or down among its siblings; at the edge nothing happens. Raises NotAllowed."""
    document = writable(document_id, actor)
    row, rows = _siblings(document, kind, row_id)
    at = rows.index(row)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, each in enumerate(rows, 1):
        each.position = position
    type(row).objects.bulk_update(rows, ["position"])
    note("moved", document, actor, kind=kind, row=row_id)
    changed(document)


@transaction.atomic
def remove(document_id: int, kind: str, row_id: int, *, actor: User) -> None:
    """Take a line out. A goal or a measure must be empty.

    Raises NotAllowed, StillNeeded.
    """
    document = writable(document_id, actor)
    row, _rows = _siblings(document, kind, row_id)
    also: tuple[str, ...] = ()
    if kind == "cil" and row.measures.exists():
        raise StillNeeded
    if kind == "opatreni" and row.activities.exists():
        raise StillNeeded
    if kind == "aktivita":
        also = _with_a_part(row)
    note("removed", document, actor, kind=kind, row=row_id)
    row.delete()
    changed(document, also=also)


def _with_a_part(activity: Activity) -> tuple[str, ...]:
    return tuple(activity.shares.values_list("municipality__schema_name", flat=True))


# --- Activities ---------------------------------------------------------------------------------


@transaction.atomic
def save_activity(
    document_id: int,
    measure_id: int,
    values: Mapping[str, Any],
    *,
    activity_id: int | None = None,
    seen: str = "",
    actor: User,
) -> Activity:
    """Write an activity and what belongs to it: `funding`, `readings`, `shares`, `links`.

    Lists that are not among `values` stay. A share whose per cent changes waits for its
    municipality's confirmation again. Raises NotAllowed, Measure.DoesNotExist,
    Activity.DoesNotExist, Meanwhile, ValidationError.
    """
    document = writable(document_id, actor)
    measure = Measure.objects.get(goal__document=document, pk=measure_id)
    if activity_id is None:
        activity = start(document, measure)
    else:
        activity = document.activities.get(pk=activity_id)
        if seen and seen != mark_of(activity):
            raise Meanwhile
        if activity.measure_id != measure.pk:
            activity.position = last_place(measure)
        activity.measure = measure
    also = _with_a_part(activity) if activity.pk else ()
    fill(activity, values)
    note("activity", document, actor, activity=activity.pk)
    mails.offer(document)
    changed(document, also=also)
    return activity


def last_place(measure: Measure) -> int:
    return next_place(measure.activities)


def start(document: Document, measure: Measure) -> Activity:
    """A new activity at the end of the measure, not yet stored. Raises ValidationError."""
    if document.activities.count() >= MOST_ACTIVITIES:
        raise ValidationError(_("The document has as many activities as it can have."))
    return Activity(document=document, measure=measure, position=last_place(measure))


def fill(activity: Activity, values: Mapping[str, Any]) -> None:
    """Put the values into an activity whose document is locked. Raises ValidationError.

    Whoever calls it also sees to the document: `changed`, and `mails.offer` for new shares.
    """
    for name in ACTIVITY_FIELDS:
        if name in values:
            setattr(activity, name, values[name])
    twins = Activity.objects.filter(document=activity.document_id, code=activity.code)
    if activity.code and twins.exclude(pk=activity.pk).exists():
        raise ValidationError(
            {"code": _("Another activity of the document has this number already.")}
        )
    activity.changed_at = clock.now()
    activity.save()
    if "funding" in values:
        activity.funding.all().delete()
        Funding.objects.bulk_create(Funding(activity=activity, **row) for row in values["funding"])
    if "readings" in values:
        activity.readings.all().delete()
        Reading.objects.bulk_create(Reading(activity=activity, **row) for row in values["readings"])
    if "shares" in values:
        _set_shares(activity, values["shares"])
    if "links" in values:
        activity.links.all().delete()
        Link.objects.bulk_create(
            Link(activity=activity, kind=kind, key=key)
            for kind, key in dict.fromkeys(values["links"])
        )


def check_shares(rows: Iterable[Mapping[str, Any]]) -> None:
    """No municipality twice, and together no more than the whole. Raises ValidationError."""
    seen: set[str] = set()
    total = Decimal(0)
    for row in rows:
        if row["municipality"] in seen:
            raise ValidationError(_("A municipality is among the shares twice."))
        seen.add(row["municipality"])
        total += row["percent"]
    if total > ALL:
        raise ValidationError(_("The shares are more than 100 % together."))


def _set_shares(activity: Activity, rows: Sequence[Mapping[str, Any]]) -> None:
    """`rows` have `municipality` (slug), `percent` and `note`. The owner's own needs no word of
    others and is confirmed at once."""
    check_shares(rows)
    sites: dict[str, Municipality] = {
        site.slug: site
        for site in selectors.member_sites().filter(slug__in=[row["municipality"] for row in rows])
    }
    before = {share.municipality_id: share for share in activity.shares.all()}
    kept = set()
    for row in rows:
        site = sites.get(row["municipality"])
        if site is None:
            raise ValidationError(_("Only members of the union can have a share."))
        kept.add(site.pk)
        share = before.get(site.pk)
        if share is None:
            share = Share(activity=activity, municipality=site)
        elif share.percent != row["percent"]:
            share.confirmed_at = share.confirmed_by = share.offered_at = None
        share.percent = row["percent"]
        share.note = row.get("note", "")
        if site.pk == activity.document.municipality_id and share.confirmed_at is None:
            share.confirmed_at = clock.now()
        share.save()
    activity.shares.exclude(municipality__in=kept).delete()


# --- Shares, on the desk of the municipality that has one ----------------------------------------


def offer_of(share: Share) -> str:
    return f"{share.percent:.2f}"


@transaction.atomic
def answer_share(share_id: int, *, agrees: bool, seen: str, actor: User) -> None:
    """Confirm the current site's part in another's activity, or decline it, which takes it out.

    `seen` is `offer_of` the share when it was shown: nobody confirms more than they have read.
    Raises NotAllowed, Meanwhile, Share.DoesNotExist.
    """
    site = current_site()
    if not permissions.publishes_here(actor):
        raise permissions.NotAllowed
    share = (
        Share.objects.select_for_update(of=("self",))
        .select_related("activity__document__municipality")
        .filter(pk__in=[each.pk for each in selectors.shares_of(site)])
        .get(pk=share_id)
    )
    document = share.activity.document
    if agrees:
        if share.confirmed_at is not None:
            return
        if seen != offer_of(share):
            raise Meanwhile
        share.confirmed_at, share.confirmed_by = clock.now(), actor
        share.save(update_fields=["confirmed_at", "confirmed_by"])
    else:
        share.delete()
    note(
        "share_confirmed" if agrees else "share_declined",
        document,
        actor,
        activity=share.activity_id,
        municipality=site.slug,
    )
    mails.tell_owner(share, ShareNews.CONFIRMED if agrees else ShareNews.DECLINED, actor)
    if document.is_public:
        projection.touch(document, also=(site.schema_name,))
