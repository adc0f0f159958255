"""Events as clerks of one site write them. The public reads `calendar_app.aggregate` instead."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.rich_text import expand_db_html

from calendar_app.events import times, wording
from calendar_app.events.enums import Category, Status
from calendar_app.ical.text import from_html

TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link"]


class EventQuerySet(models.QuerySet["Event"]):
    def published(self) -> EventQuerySet:
        return self.filter(live=True)


class Event(
    PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model
):
    """One event, in local time. Its key is the UID in every feed, so it never changes."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    category = models.CharField(_("category"), max_length=20, choices=Category)

    start_date = models.DateField(_("first day"))
    start_time = models.TimeField(_("starts at"), null=True, blank=True)
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Leave empty for an event of one day.")
    )
    end_time = models.TimeField(
        _("ends at"), null=True, blank=True, help_text=_("Leave empty if the end is open.")
    )
    all_day = models.BooleanField(
        _("all day"),
        default=False,
        help_text=_("For events without a time, such as an exhibition or a collection of waste."),
    )

    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("As people call it, with the address.")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("For a map, e.g. 51.011100. Fill in both coordinates or neither."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("For a map, e.g. 14.360300."),
    )

    text = RichTextField(_("text"), blank=True, features=TEXT_FEATURES)
    german_summary = models.TextField(
        _("summary in German"),
        max_length=500,
        blank=True,
        help_text=_("Two sentences for the neighbours from Saxony."),
    )
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    contact = models.CharField(
        _("contact"),
        max_length=200,
        blank=True,
        help_text=_("Telephone or e-mail for questions; it will be public."),
    )
    picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt = models.CharField(
        _("alternative text"),
        max_length=200,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )

    # What follows belongs to the event as a whole and not to any of its revisions: publishing an
    # older draft must not revive a cancelled event or turn its numbers back.
    status = models.CharField(
        _("state"), max_length=10, choices=Status, default=Status.SCHEDULED, editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    public_since = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When the public form was last changed; the feed's DTSTAMP.",
    )

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="event",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="event",
        for_concrete_model=False,
    )

    objects = EventQuerySet.as_manager()

    _OF_THE_WHOLE = ("status", "sequence", "public_since")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-start_date", "-start_time", "title"]
        permissions = [
            ("publish_event", "Can publish event"),
            ("lock_event", "Can lock event"),
            ("unlock_event", "Can unlock event"),
        ]
        indexes = [models.Index(fields=["start_date"], name="event_by_first_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(all_day=False) | Q(start_time__isnull=True, end_time__isnull=True),
                name="event_of_all_day_has_no_times",
            ),
            models.CheckConstraint(
                condition=Q(all_day=True) | Q(start_time__isnull=False),
                name="event_with_times_has_a_start_time",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="event_last_day_is_not_before_first_day",
            ),
            models.CheckConstraint(
                condition=Q(end_time__isnull=True)
                # Without the first half an empty last day would make the whole rule unknown,
                # and a check that is not false passes.
                | Q(end_date__isnull=False, end_date__gt=F("start_date"))
                | Q(end_time__gt=F("start_time")),
                name="event_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True)
                | Q(end_date__lte=F("start_date") + dt.timedelta(days=times.LONGEST_DAYS)),
                name="event_lasts_at_most_a_year",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="event_has_both_coordinates_or_none",
            ),
            models.CheckConstraint(
                condition=Q(picture__isnull=True) | ~Q(picture_alt=""),
                name="event_picture_has_alternative_text",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="event_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        if self.start_date is not None:
            errors |= self._time_errors(self.start_date)
        if (self.latitude is None) is not (self.longitude is None):
            missing = "longitude" if self.longitude is None else "latitude"
            errors[missing] = gettext("Fill in both coordinates, or neither of them.")
        if self.picture_id and not self.picture_alt.strip():
            errors["picture_alt"] = gettext("Describe what the picture shows.")
        if errors:
            raise ValidationError(errors)

    def _time_errors(self, start_date: dt.date) -> dict[str, str]:
        errors: dict[str, str] = {}
        if not times.FIRST_YEAR <= start_date.year <= times.LAST_YEAR:
            errors["start_date"] = gettext("The year must be between %(first)d and %(last)d.") % {
                "first": times.FIRST_YEAR,
                "last": times.LAST_YEAR,
            }
            return errors
        if self.all_day:
            for name in ("start_time", "end_time"):
                if getattr(self, name) is not None:
                    errors[name] = gettext(
                        "An event of all day has no time. Delete the time, or untick “all day”."
                    )
        elif self.start_time is None:
            errors["start_time"] = gettext("Write when the event starts, or tick “all day”.")
        if self.end_date is not None and self.end_date < start_date:
            errors["end_date"] = gettext("The last day is before the first day.")
        elif self.end_date and self.end_date - start_date > dt.timedelta(times.LONGEST_DAYS):
            errors["end_date"] = ngettext(
                "An event may last at most %(count)d day. Check the years.",
                "An event may last at most %(count)d days. Check the years.",
                times.LONGEST_DAYS,
            ) % {"count": times.LONGEST_DAYS}
        elif (
            self.end_time is not None
            and self.start_time is not None
            and self.last_date == start_date
            and self.end_time <= self.start_time
        ):
            errors["end_time"] = gettext(
                "The event ends before it starts. If it ends after midnight, fill in the last day."
            )
        for name, day in (("start_time", start_date), ("end_time", self.last_date)):
            value = getattr(self, name)
            if name not in errors and value is not None and times.is_skipped(day, value):
                errors[name] = gettext(
                    "This time does not exist: on %(day)s the clocks go from 2:00 to 3:00."
                ) % {"day": wording.short_day(day)}
        return errors

    def with_content_json(self, content: dict[str, Any]) -> Event:
        event: Event = super().with_content_json(content)
        for name in self._OF_THE_WHOLE:
            setattr(event, name, getattr(self, name))
        return event

    # What templates and the projection read; `PublishedEvent` has the same names.

    @property
    def last_date(self) -> dt.date:
        return self.end_date or self.start_date

    @property
    def span(self) -> times.Span:
        return times.Span(
            self.start_date, self.start_time, self.end_date, self.end_time, self.all_day
        )

    @property
    def when(self) -> str:
        return wording.when(self.span)

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def url_path(self) -> str:
        """On the event's own site, and below the union's calendar too."""
        return f"/kalendar/{self.uuid}/"

    @property
    def text_html(self) -> SafeString:
        """Links are resolved here, in the event's own schema; elsewhere their keys mean nothing."""
        return SafeString(expand_db_html(self.text))

    @property
    def plain_text(self) -> str:
        return " ".join(from_html(self.text_html, links=False).split())

    @property
    def picture_path(self) -> str:
        """Below /media/ of the event's own site."""
        return self.picture.get_rendition("max-1200x1200|format-webp").url if self.picture else ""

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "calendar_app/event_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"event": self, "request": request}
