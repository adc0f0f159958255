"""Who gets which digest, and every letter that was or will be sent.

A letter is a row before it is a mail: what a broker loses is found again, and what a killed worker
leaves behind says how far it had come.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared.kernel import clock
from shared.subscriptions.enums import (
    OPEN_STATES,
    OPEN_STEPS,
    EndReason,
    Frequency,
    Purpose,
    State,
    Step,
)
from tenants.registry.models import Municipality


class Subscription(models.Model):
    """One address, one topic, one site. Everything personal is in `email`."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=30)
    #: The topic's canonical query string: the same filters always give the same text.
    selection = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    frequency = models.CharField(max_length=10, choices=Frequency)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    requested_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    #: Periods that begin from here on are sent: since the confirmation or the last change of
    #: frequency, lest a change on Monday morning brings two letters.
    counts_from = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)
    #: Digests in a row that the mail server refused for good.
    refusals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        indexes = [
            models.Index(fields=["frequency", "state"], name="subscription_by_frequency"),
            models.Index(fields=["municipality", "state"], name="subscription_of_site"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "topic", "email"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="subscription_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ENDED, email="", ended_at__isnull=False)
                | (Q(state__in=sorted(OPEN_STATES)) & ~Q(email="")),
                name="subscription_that_ended_has_no_address",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACTIVE)
                | Q(confirmed_at__isnull=False, counts_from__isnull=False),
                name="subscription_is_confirmed_before_active",
            ),
        ]

    def __str__(self) -> str:
        # Goes into logs and the audit, so it never names the address.
        return f"{self.topic} {self.uuid}"


class Delivery(models.Model):
    """One letter. `claim` is the token of the worker that holds it; a later one takes it over."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    #: "2026-W48" or "2026-11-24"; for a letter that is no digest the instant it was asked for.
    period = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=Step, default=Step.WAITING)
    #: The news of a digest end here, and the next one's begin.
    until = models.DateTimeField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    #: What somebody asked for who is subscribed already: a query string for the settings.
    wish = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: The last answer that was no success, without any address.
    problem = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=sorted(OPEN_STEPS)),
                name="delivery_to_be_sent",
            ),
            models.Index(fields=["made_at"], name="delivery_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "period"], name="delivery_once_per_period"
            ),
            models.CheckConstraint(
                condition=~Q(state=Step.CLAIMED) | (~Q(claim="") & Q(claimed_at__isnull=False)),
                name="delivery_claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.DIGEST)
                | Q(until__isnull=False, first_day__isnull=False, last_day__isnull=False),
                name="delivery_of_digest_has_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.period}"
