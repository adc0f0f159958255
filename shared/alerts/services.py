"""Issuing, correcting and withdrawing urgent messages; what happens when they begin and end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from shared.alerts import permissions
from shared.alerts.models import Alert
from shared.audit.services import record
from shared.kernel import clock
from shared.kernel.jobs import enqueue
from shared.published.services import touch_everywhere, touch_sites
from shared.subscriptions.services import announce_urgently
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA
from tenants.registry.selectors import current_site

#: Of the announcements by e-mail.
KIND = "alert"
TURN_TASK = "alerts.turn"


@dataclass(frozen=True)
class Message:
    severity: str
    title: str
    text: str
    everywhere: bool
    starts_at: dt.datetime
    ends_at: dt.datetime


class Over(Exception):
    """The message does not hold any more, so nothing of it can be changed."""


@transaction.atomic
def issue(message: Message, *, actor: User) -> Alert:
    """Put it out on the current site, from its beginning on. Raises NotAllowed."""
    if not permissions.can_alert(actor):
        raise permissions.NotAllowed
    alert = Alert.objects.create(municipality=current_site(), made_by=actor, **vars(message))
    record("alert.issued", alert, actor=actor, detail={"severity": alert.severity})
    _begin_if_due(alert, clock.now())
    return alert


@transaction.atomic
def correct(alert_id: int, message: Message, *, actor: User) -> Alert:
    """Another text or time on the pages at once; letters that have left stay as they are.

    Raises NotAllowed, Over, Alert.DoesNotExist.
    """
    alert = _locked(alert_id, actor)
    before = alert.everywhere
    for name, value in vars(message).items():
        setattr(alert, name, value)
    alert.save()
    record("alert.corrected", alert, actor=actor)
    if not _begin_if_due(alert, clock.now()):
        _touch(alert, wide=before or alert.everywhere)
    return alert


@transaction.atomic
def withdraw(alert_id: int, *, actor: User) -> None:
    """Take it from all pages now. Raises NotAllowed, Over, Alert.DoesNotExist."""
    alert = _locked(alert_id, actor)
    alert.withdrawn_at = alert.over_at = clock.now()
    alert.save(update_fields=["withdrawn_at", "over_at"])
    record("alert.withdrawn", alert, actor=actor)
    _touch(alert)


def turn(now: dt.datetime | None = None) -> int:
    """Begin and end what is due; returns how many. Safe to repeat, made good after an outage.

    A page shows by the clock what holds; this throws away the pages that were kept from before.
    """
    now = now or clock.now()
    due = Q(begun_at__isnull=True, starts_at__lte=now) | Q(over_at__isnull=True, ends_at__lte=now)
    keys = Alert.objects.filter(due, withdrawn_at__isnull=True).values_list("pk", flat=True)
    for key in list(keys):
        with transaction.atomic():
            alert = Alert.objects.select_for_update().select_related("municipality").get(pk=key)
            if alert.withdrawn_at is not None:
                continue
            if alert.ends_at <= now and alert.over_at is None:
                alert.over_at = now
                alert.begun_at = alert.begun_at or now  # too late for letters
                alert.save(update_fields=["over_at", "begun_at"])
                _touch(alert)
            else:
                _begin_if_due(alert, now)
    return len(keys)


def _begin_if_due(alert: Alert, now: dt.datetime) -> bool:
    if alert.begun_at is not None or not alert.holds(now):
        return False
    alert.begun_at = now
    alert.save(update_fields=["begun_at"])
    _touch(alert)
    announce_urgently(alert.municipality, KIND, str(alert.pk), alert.ends_at)
    enqueue(TURN_TASK, PUBLIC_SCHEMA)
    return True


def _locked(alert_id: int, actor: User) -> Alert:
    site = current_site()
    alert = (
        Alert.objects.select_for_update()
        .select_related("municipality")
        .get(pk=alert_id, municipality=site)
    )
    if not permissions.can_alert(actor):
        raise permissions.NotAllowed
    if alert.is_over:
        raise Over
    return alert


def _touch(alert: Alert, *, wide: bool | None = None) -> None:
    owner = alert.municipality
    if owner.is_union and (alert.everywhere if wide is None else wide):
        touch_everywhere()
    else:
        touch_sites([owner.schema_name])
