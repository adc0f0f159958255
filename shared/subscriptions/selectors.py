from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from shared.subscriptions.enums import OPEN_STEPS, TOLD, Purpose, State, Step
from shared.subscriptions.models import Delivery, Subscription
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

LETTERS_WITHIN = dt.timedelta(hours=24)


def find(site: Municipality, key: uuid.UUID) -> Subscription | None:
    """A subscription of this site; one of another site has no address here."""
    return (
        Subscription.objects.select_related("municipality")
        .filter(municipality=site, pk=key)
        .first()
    )


def told_until(subscription: Subscription) -> dt.datetime | None:
    """Up to when the subscriber knows the news; None before the confirmation."""
    known: dt.datetime | None = Delivery.objects.filter(
        subscription=subscription, purpose=Purpose.DIGEST, state__in=TOLD
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
    """Subscriptions by site and topic: how many of each kind. One query."""
    rows: QuerySet[Subscription] = Subscription.objects.filter(municipality__state=SiteState.ACTIVE)
    if site is not None:
        rows = rows.filter(municipality=site)
    found = (
        rows.values("municipality__name", "topic")
        .annotate(
            weekly=Count("pk", filter=Q(state=State.ACTIVE, frequency="weekly")),
            daily=Count("pk", filter=Q(state=State.ACTIVE, frequency="daily")),
            pending=Count("pk", filter=Q(state=State.PENDING)),
            ended=Count("pk", filter=Q(state=State.ENDED)),
            refusing=Count("pk", filter=Q(state=State.ACTIVE, refusals__gt=0)),
        )
        .order_by("municipality__kind", "municipality__sort_key", "topic")
    )
    return [dict(row) for row in found]


def periods(site: Municipality | None = None, limit: int = 14) -> list[dict[str, Any]]:
    """The latest digests and what became of their letters. One query."""
    rows = Delivery.objects.filter(purpose=Purpose.DIGEST)
    if site is not None:
        rows = rows.filter(subscription__municipality=site)

    def those(*states: str) -> Count:
        return Count("pk", filter=Q(state__in=states))

    found = (
        rows.values("period")
        .annotate(
            last=Max("until"),
            sent=those(Step.SENT),
            empty=those(Step.EMPTY),
            waiting=those(*OPEN_STEPS),
            unsure=those(Step.HANDED_OVER),
            refused=those(Step.REFUSED),
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
