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
    Change,
    EndReason,
    Frequency,
    Purpose,
    Rank,
    State,
    Step,
)
from tenants.registry.models import Municipality


class Subscription(models.Model):
    """What one address gets from one site. Everything personal is in `email` and `interests`."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
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
    #: Letters in a row that the mail server refused for good.
    refusals = models.PositiveSmallIntegerField(default=0)
    #: Of one that was merged: where the links in its letters lead.
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        indexes = [
            models.Index(fields=["frequency", "state"], name="subscription_by_frequency"),
            models.Index(fields=["municipality", "state"], name="subscription_of_site"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "email"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="subscription_one_per_address",
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
        return str(self.uuid)

    @property
    def frequency_label(self) -> str:
        return str(Frequency(self.frequency).label)


class Interest(models.Model):
    """One topic of a subscription and its filters."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="interests"
    )
    topic = models.CharField(max_length=30)
    #: The topic's canonical query string: the same filters always give the same text.
    selection = models.TextField(blank=True)

    class Meta:
        verbose_name = _("topic of a subscription")
        verbose_name_plural = _("topics of subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "topic"], name="interest_once_per_topic"
            ),
        ]
        indexes = [models.Index(fields=["topic", "subscription"], name="interest_by_topic")]

    def __str__(self) -> str:
        return self.topic


class Batch(models.Model):
    """What is told at once in one letter to each whom it concerns."""

    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    #: All letters of it have their rows.
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("batch of letters")
        verbose_name_plural = _("batches of letters")
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(done_at__isnull=True), name="batch_to_be_made"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Announcement(models.Model):
    """One thing that has appeared on a site, written in the transaction that published it.

    The key keeps it from being told again, whatever is unpublished and published anew.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    #: Of the projection, or the name of the topic that knows it.
    kind = models.CharField(max_length=20)
    source_id = models.CharField(max_length=100)
    change = models.CharField(max_length=10, choices=Change, default=Change.NEW)
    #: Tells one cancelling or moving from the next.
    version = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    batch = models.ForeignKey(
        Batch, null=True, on_delete=models.CASCADE, related_name="announcements"
    )

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "source_id", "change", "version"],
                name="announcement_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(batch__isnull=True), name="announcement_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"


class Delivery(models.Model):
    """One letter. `claim` is the token of the worker that holds it; a later one takes it over."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    #: "2026-W48" or "2026-11-24"; for a letter that is no digest the instant it was asked for.
    period = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField(
        choices=Rank, default=Rank.DIGEST, db_default=Rank.DIGEST
    )
    #: What a letter that goes at once is about.
    batch = models.ForeignKey(Batch, null=True, on_delete=models.CASCADE, related_name="deliveries")
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
                # The order in which letters are taken: with thousands due at one instant each
                # worker would sort them all for every letter.
                fields=["rank", "due_at", "id"],
                condition=Q(state__in=sorted(OPEN_STEPS)),
                name="delivery_in_turn",
            ),
            models.Index(
                fields=["message_id"],
                condition=~Q(message_id=""),
                name="delivery_by_message",
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
            models.CheckConstraint(
                condition=~Q(purpose__in=[Purpose.NEWS, Purpose.URGENT]) | Q(batch__isnull=False),
                name="delivery_at_once_has_a_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.period}"
