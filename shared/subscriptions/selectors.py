from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from shared.subscriptions.enums import (
    CONTENT,
    OPEN_STEPS,
    TOLD,
    EndReason,
    Frequency,
    Purpose,
    State,
    Step,
)
from shared.subscriptions.models import Delivery, Interest, Subscription
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

LETTERS_WITHIN = dt.timedelta(hours=24)


def find(site: Municipality, key: uuid.UUID) -> Subscription | None:
    """A subscription of this site, or the one that it was joined with; one of another site has no
    address here."""
    found = (
        Subscription.objects.select_related("municipality", "successor__municipality")
        .prefetch_related("interests")
        .filter(municipality=site, pk=key)
        .first()
    )
    return found.successor if found is not None and found.successor is not None else found


def of_the_same_address(subscription: Subscription) -> QuerySet[Subscription]:
    """On all sites; those that wait for a confirmation as well."""
    return (
        Subscription.objects.exclude(email="")
        .filter(email=subscription.email)
        .select_related("municipality")
        .order_by("municipality__kind", "municipality__sort_key", "pk")
    )


def told_until(subscription: Subscription) -> dt.datetime | None:
    """Up to when the subscriber knows the news; None before the confirmation."""
    known: dt.datetime | None = Delivery.objects.filter(
        subscription=subscription, purpose__in=[Purpose.DIGEST, Purpose.NEWS], state__in=TOLD
    ).aggregate(until=Max("until"))["until"]
    return known or subscription.confirmed_at


def letters_lately(email: str, now: dt.datetime) -> int:
    """Letters that strangers have caused for this address, on all sites."""
    return Delivery.objects.filter(
        subscription__email=email,
        purpose__in=[Purpose.CONFIRM, Purpose.KNOWN],
        made_at__gt=now - LETTERS_WITHIN,
    ).count()


# --- For the desk, without any address ----------------------------------------------------------


def counts(site: Municipality | None = None) -> list[dict[str, Any]]:
    """Subscriptions by site: how many of each kind. One query."""
    rows: QuerySet[Subscription] = Subscription.objects.filter(municipality__state=SiteState.ACTIVE)
    if site is not None:
        rows = rows.filter(municipality=site)

    def active(frequency: Frequency) -> Count:
        return Count("pk", filter=Q(state=State.ACTIVE, frequency=frequency))

    found = (
        rows.values("municipality__name")
        .annotate(
            at_once=active(Frequency.AT_ONCE),
            daily=active(Frequency.DAILY),
            weekly=active(Frequency.WEEKLY),
            pending=Count("pk", filter=Q(state=State.PENDING)),
            ended=Count("pk", filter=Q(state=State.ENDED) & ~Q(end_reason=EndReason.MERGED)),
            refusing=Count("pk", filter=Q(state=State.ACTIVE, refusals__gt=0)),
        )
        .order_by("municipality__kind", "municipality__sort_key")
    )
    return [dict(row) for row in found]


def topic_counts(site: Municipality | None = None) -> dict[str, int]:
    """How many active subscriptions have each topic. One query."""
    rows = Interest.objects.filter(
        subscription__state=State.ACTIVE, subscription__municipality__state=SiteState.ACTIVE
    )
    if site is not None:
        rows = rows.filter(subscription__municipality=site)
    return dict(rows.order_by().values_list("topic").annotate(number=Count("pk")))


def periods(site: Municipality | None = None, limit: int = 14) -> list[dict[str, Any]]:
    """The latest letters of a period or at once, and what became of them. One query."""
    rows = Delivery.objects.filter(purpose__in=sorted(CONTENT))
    if site is not None:
        rows = rows.filter(subscription__municipality=site)

    def those(*states: str) -> Count:
        return Count("pk", filter=Q(state__in=states))

    found = (
        rows.values("period", "purpose")
        .annotate(
            last=Max("until"),
            sent=those(Step.SENT),
            empty=those(Step.EMPTY),
            waiting=those(*OPEN_STEPS),
            unsure=those(Step.HANDED_OVER),
            refused=those(Step.REFUSED, Step.RETURNED),
            given_up=those(Step.GIVEN_UP),
        )
        .order_by("-last", "period")[:limit]
    )
    return [dict(row) for row in found]


def problems(site: Municipality | None = None, limit: int = 10) -> list[dict[str, Any]]:
    """What went wrong lately, in the mail server's words, the latest first. One query."""
    rows = Delivery.objects.exclude(problem="")
    if site is not None:
        rows = rows.filter(subscription__municipality=site)
    found = rows.values("problem").annotate(number=Count("pk"), last=Max("made_at"))
    return [dict(row) for row in found.order_by("-last")[:limit]]
