"""Published events of all sites, as the public reads them.

Rows are written by `services` in the transaction that publishes, and only ever for the site that
the connection is on. Nothing here points at a table of a site: pictures and keys are text.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.safestring import SafeString

from calendar_app.aggregate.enums import AdoptionState, State
from calendar_app.events import recurrence_words, times, wording
from calendar_app.events.enums import Audience, BarrierFree
from calendar_app.events.models import CATEGORY_LENGTH
from tenants.registry.models import Municipality


class PublishedEvent(models.Model):
    uuid = models.UUIDField(primary_key=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    category = models.CharField(max_length=CATEGORY_LENGTH)
    #: Whether the union's calendar shows it too.
    on_union = models.BooleanField(default=True)

    # As the clerk wrote them, in local time; and the instants that they mean.
    start_date = models.DateField()
    start_time = models.TimeField(null=True)
    end_date = models.DateField(null=True)
    end_time = models.TimeField(null=True)
    all_day = models.BooleanField()
    doors_time = models.TimeField(null=True)
    #: As on the event; with it, the dates above are those of the first occurrence.
    recurrence = models.CharField(max_length=200, blank=True)
    #: Counters of changed and extra dates, a copy of the event's.
    instances = models.JSONField(default=dict)
    #: Up to which day occurrences of a series stand in their table; None for a single event.
    expanded_until = models.DateField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    #: The last day on which something happens; for a series that of its last occurrence, for one
    #: without an end the last day of the calendar.
    last_day = models.DateField()

    title = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    body_html = models.TextField(blank=True)
    german_summary = models.TextField(blank=True)
    place = models.CharField(max_length=330, blank=True)
    #: Of a listed place: `PublishedPlace` of the same municipality.
    place_slug = models.CharField(max_length=60, blank=True)
    barrier_free = models.CharField(max_length=10, choices=BarrierFree, default=BarrierFree.UNKNOWN)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    organiser = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    audience = ArrayField(models.CharField(max_length=20, choices=Audience), default=list)
    admission = models.CharField(max_length=200, blank=True)
    registration_url = models.URLField(max_length=500, blank=True)
    #: Of documents that everybody may read: a list of {"title", "path"}.
    attachments = models.JSONField(default=list)
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
            GinIndex(fields=["audience"], name="aggregate_by_audience"),
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
                    admission="",
                    registration_url="",
                    attachments=[],
                    doors_time__isnull=True,
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
    def recurrence_words(self) -> str:
        """The rule in words, in the visitor's language; empty for a single event."""
        return recurrence_words.words(self.recurrence, self.start_date)

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.state == State.POSTPONED

    @property
    def is_series(self) -> bool:
        return bool(self.recurrence or self.instances)

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
    #: Which date of a series it is, whatever day it was moved to: "20261124" the rule's day,
    #: "+2026-12-05T18:00" or "+2026-12-05" an extra date, "" the only one of a single event.
    instance = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    #: In local time; all day or not is the event's.
    first_day = models.DateField()
    last_day = models.DateField()
    start_time = models.TimeField(null=True)
    end_date = models.DateField(null=True)
    end_time = models.TimeField(null=True)
    #: Where this date is somewhere else than the event.
    other_place = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["last_day", "first_day"], name="occurrence_by_days"),
            models.Index(
                fields=["municipality", "last_day", "first_day"], name="occurrence_of_site_by_days"
            ),
            models.Index(fields=["event", "ends_at"], name="occurrence_of_event_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "instance"], name="occurrence_stands_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="occurrence_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.SCHEDULED, State.POSTPONED, State.CANCELLED]),
                name="occurrence_is_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def span(self) -> times.Span:
        """Costs a query unless the event was selected too."""
        return times.Span(
            self.first_day, self.start_time, self.end_date, self.end_time, self.event.all_day
        )

    @property
    def when(self) -> str:
        return wording.when(self.span)

    @property
    def short_when(self) -> str:
        return wording.short_when(self.span)

    @property
    def place(self) -> str:
        return self.other_place or self.event.place

    @property
    def place_and_owner(self) -> str:
        """Where, for readers of another site; many places are called after their municipality.

        Costs queries unless the event and its municipality were selected too.
        """
        owner = self.event.municipality.name
        return self.place if owner in self.place else ", ".join(filter(None, (self.place, owner)))

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.state == State.POSTPONED

    @property
    def is_off(self) -> bool:
        """Not on this date, for good or for now."""
        return self.is_cancelled or self.is_postponed


class PublishedPlace(models.Model):
    """A listed place of a site at which something public takes place or took place.

    It stays when its last event is over, so that a filter somebody subscribed to stays known.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    barrier_free = models.CharField(max_length=10, choices=BarrierFree, default=BarrierFree.UNKNOWN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="published_place_once"),
        ]

    def __str__(self) -> str:
        return self.name


#: Of one event to one municipality, whatever became of them.
MOST_OFFERS = 3


class Adoption(models.Model):
    """An event that one municipality offers to another, which shows it as its own too.

    A link and not a copy: one event, one UID. Only an accepted one shows anywhere.
    """

    event = models.ForeignKey(PublishedEvent, on_delete=models.CASCADE, related_name="adoptions")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="adoptions"
    )
    state = models.CharField(max_length=10, choices=AdoptionState, default=AdoptionState.OFFERED)
    offered_at = models.DateTimeField()
    #: When the last step was made, and whether the event's own site made it; the other side is
    #: told, and `told_at` notes when.
    changed_at = models.DateTimeField()
    by_origin = models.BooleanField(default=True)
    told_at = models.DateTimeField(null=True)
    #: How often it was offered; each time its clerks get an e-mail.
    times_offered = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "municipality"], name="adoption_once"),
            models.CheckConstraint(
                condition=Q(state__in=AdoptionState.values), name="adoption_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state"], name="adoption_of_site_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.municipality_id}"

    @property
    def may_be_offered(self) -> bool:
        """Whoever has declined or given up is asked again, but not for ever."""
        is_open = self.state in (AdoptionState.OFFERED, AdoptionState.ACCEPTED)
        return not is_open and self.times_offered < MOST_OFFERS

    @property
    def is_offered(self) -> bool:
        return self.state == AdoptionState.OFFERED

    @property
    def is_accepted(self) -> bool:
        return self.state == AdoptionState.ACCEPTED
