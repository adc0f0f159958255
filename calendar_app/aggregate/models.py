"""Published events of all sites, as the public reads them.

Rows are written by `services` in the transaction that publishes, and only ever for the site that
the connection is on. Nothing here points at a table of a site: pictures and keys are text.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.safestring import SafeString

from calendar_app.aggregate.enums import State
from calendar_app.events import times, wording
from calendar_app.events.enums import Category
from tenants.registry.models import Municipality


class PublishedEvent(models.Model):
    uuid = models.UUIDField(primary_key=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    category = models.CharField(max_length=20, choices=Category)

    # As the clerk wrote them, in local time; and the instants that they mean.
    start_date = models.DateField()
    start_time = models.TimeField(null=True)
    end_date = models.DateField(null=True)
    end_time = models.TimeField(null=True)
    all_day = models.BooleanField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    #: The last day on which something happens; for a series that of its last occurrence.
    last_day = models.DateField()

    title = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    body_html = models.TextField(blank=True)
    german_summary = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    organiser = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    picture_path = models.CharField(max_length=500, blank=True)
    picture_alt = models.CharField(max_length=200, blank=True)
    #: Folded words and lemmas, each between spaces.
    search_text = models.TextField(blank=True)

    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    vevent = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["last_day"], name="aggregate_by_last_day"),
            models.Index(fields=["municipality", "last_day"], name="aggregate_site_by_last_day"),
            models.Index(fields=["municipality", "changed_at"], name="aggregate_site_changed"),
            models.Index(fields=["changed_at"], name="aggregate_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="published_event_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("start_date")),
                name="published_event_last_day_is_not_before_first",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN)
                | Q(
                    title="",
                    summary="",
                    body_html="",
                    german_summary="",
                    place="",
                    organiser="",
                    contact="",
                    picture_path="",
                    picture_alt="",
                    search_text="",
                    latitude__isnull=True,
                    longitude__isnull=True,
                ),
                name="withdrawn_event_keeps_its_dates_only",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="published_event_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.uuid)

    # The same names as on `Event`, so that the preview and the public page share templates.

    @property
    def span(self) -> times.Span:
        return times.Span(
            self.start_date, self.start_time, self.end_date, self.end_time, self.all_day
        )

    @property
    def last_date(self) -> dt.date:
        return self.end_date or self.start_date

    @property
    def when(self) -> str:
        return wording.when(self.span)

    @property
    def short_when(self) -> str:
        return wording.short_when(self.span)

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def url_path(self) -> str:
        return f"/kalendar/{self.uuid}/"

    @property
    def url(self) -> str:
        """On the event's own site; costs a query unless the municipality was selected too."""
        return f"{self.municipality.url}{self.url_path}"

    @property
    def text_html(self) -> SafeString:
        return SafeString(self.body_html)


class Occurrence(models.Model):
    """One time an event takes place. Pages ask for ranges of days here and expand nothing."""

    event = models.ForeignKey(PublishedEvent, on_delete=models.CASCADE, related_name="occurrences")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["last_day", "first_day"], name="occurrence_by_days"),
            models.Index(
                fields=["municipality", "last_day", "first_day"], name="occurrence_of_site_by_days"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "starts_at"], name="occurrence_starts_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="occurrence_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.starts_at:%Y-%m-%d %H:%M}"
