"""Events as clerks of one site write them. The public reads `calendar_app.aggregate` instead."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.rich_text import expand_db_html

from calendar_app.categories.models import Category
from calendar_app.categories.selectors import names as category_names
from calendar_app.events import recurrence_words, series, times, wording
from calendar_app.events.enums import (
    Audience,
    BarrierFree,
    DeclineReason,
    ExceptionKind,
    Status,
    SuggestionState,
)
from calendar_app.ical.text import from_html

TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link"]
CATEGORY_LENGTH = 40
SLUG_LENGTH = 60


def _latitude() -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("For a map, e.g. 51.011100. Fill in both coordinates or neither."),
    )


def _longitude() -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("For a map, e.g. 14.360300."),
    )


def _both_or_neither(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(latitude__isnull=True, longitude__isnull=True)
        | Q(latitude__isnull=False, longitude__isnull=False),
        name=name,
    )


class Place(models.Model):
    """A place of the site where events happen again and again: written once, chosen ever after."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("As people call it, e.g. “Kulturní dům”.")
    )
    #: Stands in addresses of filters, so it stays when the place is renamed.
    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True, editable=False)
    address = models.CharField(
        _("address"), max_length=200, blank=True, help_text=_("Street and number, municipality.")
    )
    latitude = _latitude()
    longitude = _longitude()
    barrier_free = models.CharField(
        _("access without barriers"),
        max_length=10,
        choices=BarrierFree,
        default=BarrierFree.UNKNOWN,
    )
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("E.g. where to park, or which entrance has a ramp. It will be public."),
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="place_has_a_name"),
            _both_or_neither("place_has_both_coordinates_or_none"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) is not (self.longitude is None):
            missing = "longitude" if self.longitude is None else "latitude"
            raise ValidationError(
                {missing: gettext("Fill in both coordinates, or neither of them.")}
            )

    @property
    def label(self) -> str:
        return ", ".join(part for part in (self.name, self.address) if part)


class EventQuerySet(models.QuerySet["Event"]):
    def published(self) -> EventQuerySet:
        return self.filter(live=True)


class Event(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    ClusterableModel,
):
    """One event or one series, in local time. Its key is the UID in every feed: it never changes."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    #: Slug of a category of the union; the form offers them, the text outlives a retired one.
    category = models.CharField(_("category"), max_length=CATEGORY_LENGTH)

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
    doors_time = models.TimeField(
        _("doors open at"),
        null=True,
        blank=True,
        help_text=_("If people may come in earlier than it starts."),
    )
    #: RRULE of RFC 5545 without its name, as `calendar_app.recurrence` writes it: UNTIL is the
    #: last local day. Empty for a single event.
    recurrence = models.CharField(_("repeats"), max_length=200, blank=True)

    venue = models.ForeignKey(
        Place,
        verbose_name=_("place from the list"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    place = models.CharField(
        _("another place"),
        max_length=200,
        blank=True,
        help_text=_("If it is not on the list: as people call it, with the address."),
    )
    latitude = _latitude()
    longitude = _longitude()

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
    audience = ArrayField(
        models.CharField(max_length=20, choices=Audience),
        verbose_name=_("for whom"),
        default=list,
        blank=True,
        help_text=_("Leave empty if it is for everybody."),
    )
    admission = models.CharField(
        _("admission"),
        max_length=200,
        blank=True,
        help_text=_("E.g. “free” or “adults 80 Kč, children 40 Kč”."),
    )
    registration_url = models.URLField(_("address of the registration"), max_length=500, blank=True)
    on_union_calendar = models.BooleanField(
        _("show on the calendar of the union too"),
        default=True,
        help_text=_("Untick for what concerns only people of this municipality."),
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
    #: The same counters for changed dates and extra dates of a series, by the key of the date;
    #: see `calendar_app.aggregate`.
    instances = models.JSONField(default=dict, editable=False)

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

    _OF_THE_WHOLE = ("status", "sequence", "public_since", "instances")

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
            _both_or_neither("event_has_both_coordinates_or_none"),
            models.CheckConstraint(
                condition=Q(picture__isnull=True) | ~Q(picture_alt=""),
                name="event_picture_has_alternative_text",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="event_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(doors_time__isnull=True) | Q(all_day=False),
                name="event_of_all_day_has_no_doors",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        if self.start_date is not None:
            errors |= self._time_errors(self.start_date) or series.rule_errors(self)
        if (self.latitude is None) is not (self.longitude is None):
            missing = "longitude" if self.longitude is None else "latitude"
            errors[missing] = gettext("Fill in both coordinates, or neither of them.")
        if self.venue_id and self.place.strip():
            errors["place"] = gettext(
                "A place from the list is chosen already. Delete this text, or choose no place above."
            )
        if self.category and not Category.objects.filter(slug=self.category).exists():
            errors["category"] = gettext("There is no category “%s”.") % self.category
        if unknown := set(self.audience or ()) - set(Audience.values):
            errors["audience"] = gettext("There is no audience “%s”.") % min(unknown)
        if self.registration_url and not self.registration_url.startswith(("https://", "http://")):
            errors["registration_url"] = gettext("Write a web address that begins with https://.")
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
            for name in ("start_time", "end_time", "doors_time"):
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
        # A new date is what a postponed event waits for. The old one is asked for, because Wagtail
        # may call this on the very object that the form has changed already.
        if self.is_postponed:
            public = Event.objects.filter(pk=self.pk).values_list("start_date", "start_time")
            if public.first() not in (None, (event.start_date, event.start_time)):
                event.status = Status.SCHEDULED
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
    def recurrence_words(self) -> str:
        """The rule in words, in the active language; empty for a single event."""
        return recurrence_words.words(self.recurrence, self.start_date)

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.status == Status.POSTPONED

    @property
    def place_text(self) -> str:
        """Where it is, in words; the listed place goes before the written one."""
        return self.venue.label if self.venue else self.place

    @property
    def coordinates(self) -> tuple[Decimal, Decimal] | None:
        """Latitude and longitude of the listed place, or those written with the event."""
        at = self.venue or self
        if at.latitude is None or at.longitude is None:
            return None
        return at.latitude, at.longitude

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
    def public_attachments(self) -> list[dict[str, str]]:
        """Documents that everybody may read; one in a restricted collection is left out."""
        return [
            {"title": str(attachment), "path": attachment.document.url}
            for attachment in self.attachments.all()
            if not attachment.document.collection.get_view_restrictions().exists()
        ]

    @property
    def attached_words(self) -> str:
        """What the documents that everybody may read say, for search; empty until they are read."""
        found = (
            getattr(attachment.document, "words", None)
            for attachment in self.attachments.all()
            if not attachment.document.collection.get_view_restrictions().exists()
        )
        return " ".join(words.text for words in found if words is not None)

    @property
    def picture_path(self) -> str:
        """Below /media/ of the event's own site."""
        return self.picture.get_rendition("max-1200x1200|format-webp").url if self.picture else ""

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "calendar_app/event_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"event": self, "request": request, "category_names": category_names()}


class EventException(models.Model):
    """One date of a series that is not like the others."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="exceptions")
    day = models.DateField(
        _("date of the series"), help_text=_("The day on which it would take place.")
    )
    kind = models.CharField(
        _("what happens"), max_length=10, choices=ExceptionKind, default=ExceptionKind.CANCELLED
    )
    # For a date that takes place differently; what is empty is as in the series.
    start_date = models.DateField(_("moved to"), null=True, blank=True)
    start_time = models.TimeField(_("starts at"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("another place"), max_length=200, blank=True)
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("What people should know about it.")
    )

    class Meta:
        verbose_name = _("date that is different")
        verbose_name_plural = _("dates that are different")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["event", "day"], name="exception_is_one_for_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=ExceptionKind.values), name="exception_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.kind}"


class ExtraDate(models.Model):
    """A date of a series outside of its rule, e.g. a rehearsal before the concert."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="extra_dates")
    start_date = models.DateField(_("day"))
    start_time = models.TimeField(_("starts at"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("extra date")
        verbose_name_plural = _("extra dates")
        ordering = ["start_date", "start_time"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "start_date", "start_time"],
                nulls_distinct=False,
                name="extra_date_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="extra_date_last_day_is_not_before_first_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start_date:%Y-%m-%d}"


class EventAttachment(Orderable):
    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("document"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("Leave empty to use the document's.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title or str(self.document)


class Suggestion(models.Model):
    """An event that somebody without an account proposes. Never public: a clerk makes an event of it.

    Who sent it is personal data, kept until some time after the decision.
    """

    #: Given with the form and signed there, so that a form sent twice is one suggestion.
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=SuggestionState, default=SuggestionState.WAITING
    )
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,  # people live in public and are never deleted
        related_name="+",
    )
    reason = models.CharField(
        _("reason"), max_length=20, choices=DeclineReason, blank=True, default=""
    )
    answer = models.TextField(_("message to the sender"), max_length=1000, blank=True)
    #: In which language the sender is answered.
    language = models.CharField(max_length=5, default="cs")
    # A broker may lose a message; what is not noted here is sent again.
    receipt_sent_at = models.DateTimeField(null=True, editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    # Empty once they are erased.
    sender_name = models.CharField(_("your name"), max_length=120)
    sender_email = models.EmailField(_("your e-mail"))
    organiser = models.CharField(_("club or organiser"), max_length=200, blank=True)

    title = models.CharField(_("name of the event"), max_length=200)
    category = models.CharField(_("category"), max_length=CATEGORY_LENGTH)
    start_date = models.DateField(_("first day"))
    start_time = models.TimeField(_("starts at"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    all_day = models.BooleanField(_("all day"), default=False)
    place = models.CharField(_("place"), max_length=200)
    text = models.TextField(_("description"), max_length=4000, blank=True)
    admission = models.CharField(_("admission"), max_length=200, blank=True)
    contact = models.CharField(_("contact for the public"), max_length=200, blank=True)

    event = models.OneToOneField(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestion"
    )

    class Meta:
        verbose_name = _("suggested event")
        verbose_name_plural = _("suggested events")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "-created_at"], name="suggestion_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SuggestionState.values), name="suggestion_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.WAITING, decided_at__isnull=True)
                | (~Q(state=SuggestionState.WAITING) & Q(decided_at__isnull=False)),
                name="suggestion_is_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(state=SuggestionState.DECLINED),
                name="suggestion_has_a_reason_only_if_declined",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def span(self) -> times.Span:
        return times.Span(
            self.start_date, self.start_time, self.end_date, self.end_time, self.all_day
        )

    @property
    def when(self) -> str:
        return wording.when(self.span)

    @property
    def is_waiting(self) -> bool:
        return self.state == SuggestionState.WAITING

    @property
    def is_erased(self) -> bool:
        return not self.sender_email
