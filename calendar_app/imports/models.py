"""Foreign calendars of one site, what was made of them, and a log that a clerk can read."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calendar_app.events.models import CATEGORY_LENGTH, Event
from calendar_app.imports.enums import Fate, Field, Kind, Publishing, Result, Standing, State
from calendar_app.imports.items import MAX_UID

DEFAULT_ZONE = "Europe/Prague"
FAILURES_TOLD = 3


def _person() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,  # people live in public and are never deleted
        related_name="+",
    )


class Source(models.Model):
    """A foreign calendar that this site takes over. Its key is in the UUIDs of its events."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        _("name of the calendar"),
        max_length=120,
        help_text=_("As you call it, e.g. “Library”. Only you see it."),
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ADDRESS)
    address = models.CharField(_("address of the calendar"), max_length=2000, blank=True)
    category = models.CharField(_("category"), max_length=CATEGORY_LENGTH)
    publishing = models.CharField(
        _("new events"), max_length=10, choices=Publishing, default=Publishing.WAIT
    )
    zone = models.CharField(
        _("time zone"),
        max_length=60,
        default=DEFAULT_ZONE,
        help_text=_("For times that do not say in which zone they are. Leave it as it is."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    #: When and by whom it was confirmed that the municipality may publish these events.
    consented_at = models.DateTimeField()
    consented_by = _person()
    created_at = models.DateTimeField(auto_now_add=True)

    # What is known of the last whole reading; empty, the next one reads everything again.
    etag = models.CharField(max_length=255, blank=True, editable=False)
    last_modified = models.CharField(max_length=255, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    refresh_hours = models.PositiveSmallIntegerField(null=True, editable=False)

    #: Null for files and while paused. Moved ahead when a fetch is queued, so that a lost message
    #: is made good by the next one that comes due.
    next_fetch_at = models.DateTimeField(null=True, editable=False)
    fetched_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("foreign calendar")
        verbose_name_plural = _("foreign calendars")
        ordering = ["name", "created_at"]
        indexes = [models.Index(fields=["next_fetch_at"], name="import_source_by_next_fetch")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.FILE, address="") | (Q(kind=Kind.ADDRESS) & ~Q(address="")),
                name="import_source_has_an_address_or_is_a_file",
            ),
            models.UniqueConstraint(
                fields=["address"], condition=~Q(address=""), name="import_source_is_added_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_file(self) -> bool:
        return self.kind == Kind.FILE

    @property
    def is_failing_for_long(self) -> bool:
        """A single failure is nobody's business: we try again by ourselves."""
        return self.state == State.FAILING and self.failures >= FAILURES_TOLD


class Preview(models.Model):
    """A calendar that a clerk looks at before anything is made of it; gone after a day."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, null=True, on_delete=models.CASCADE, related_name="previews")
    kind = models.CharField(max_length=10, choices=Kind)
    address = models.CharField(max_length=2000, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    reading = models.JSONField()
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = _person()

    def __str__(self) -> str:
        return self.address or self.file_name


class Run(models.Model):
    """One look into a calendar. Applied in steps, each a transaction; `reading` is what is left."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    started_at = models.DateTimeField()
    #: Of the last step. A run that makes no progress for long was killed.
    progressed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, choices=Result, default=Result.RUNNING)
    trouble = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=255, blank=True)
    #: Items by their fate.
    counts = models.JSONField(default=dict)
    reading = models.JSONField(null=True)
    etag = models.CharField(max_length=255, blank=True)
    last_modified = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    by = _person()

    class Meta:
        verbose_name = _("run of an import")
        verbose_name_plural = _("runs of imports")
        ordering = ["-started_at", "-pk"]
        constraints = [
            # Two at once would each make the same events.
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(result=Result.RUNNING),
                name="import_source_has_one_run_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.result}"


class RunItem(models.Model):
    """What a run did with one item. Unchanged ones are only counted."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    uid = models.CharField(max_length=MAX_UID)
    title = models.CharField(max_length=255, blank=True)
    date = models.CharField(max_length=60, blank=True)
    fate = models.CharField(max_length=12, choices=Fate)
    reason = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=255, blank=True)
    #: Of `items.Note`, and for `KEPT` the fields that stayed as the clerk wrote them.
    notes = models.JSONField(default=list)
    event_uuid = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.fate} {self.title}"


class ImportedEvent(models.Model):
    """Which event of ours an item of a calendar became, and what of it the import wrote last."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="imported")
    uid = models.CharField(max_length=MAX_UID)
    recurrence_id = models.CharField(max_length=20, blank=True)
    #: Null once a clerk has deleted the event.
    event = models.OneToOneField(
        Event, null=True, on_delete=models.SET_NULL, related_name="imported_from"
    )
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.FOLLOWED)
    title = models.CharField(max_length=255, blank=True)
    #: Digest of each field as the import wrote it; another one in the event is a clerk's change.
    fingerprints = models.JSONField(default=dict)
    #: Digest of what the source says of a locked field, so that it is told only when it changes.
    offered = models.JSONField(default=dict)
    locked = ArrayField(models.CharField(max_length=20, choices=Field), default=list)
    absences = models.PositiveSmallIntegerField(default=0)
    #: Null for an open series.
    last_day = models.DateField(null=True)
    duplicate_of = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("imported event")
        verbose_name_plural = _("imported events")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "uid", "recurrence_id"], name="imported_event_is_made_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
