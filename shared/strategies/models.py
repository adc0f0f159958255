"""The register of strategic documents: what is in force where, and what became of what it plans.

All tables are the public schema's. A document belongs to a municipality or to the union; its goals,
measures and activities belong to it. Who may read is decided by `Document.readers` alone: nothing
below a document is seen by more people than the document is.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from shared.published.enums import Kind
from shared.strategies.enums import (
    ActivityState,
    DocumentKind,
    DocumentState,
    OutputKind,
    Readers,
    ShareNews,
)
from tenants.registry.models import Municipality

URLS = "portal.urls_union"  # has all our addresses; those of every site are the same there
FIRST_YEAR, LAST_YEAR = 1990, 2100


def path_of(name: str, *args: object) -> str:
    """A path of ours, without a language before it, whoever asks where."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(f"strategies:{name}", args=args, urlconf=URLS)


class StrategyStorage(FileSystemStorage):
    """Files of documents. No address leads here but the guarded ones in `views`."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / "_strategies")

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())


def strategy_storage() -> StrategyStorage:
    return StrategyStorage()


def _years(first: str, last: str, name: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(**{f"{first}__isnull": True})
            | Q(**{f"{last}__isnull": True})
            | Q(**{f"{last}__gte": F(first)}),
            name=f"strategies_{name}_ends_after_it_starts",
        )
    ]


class Project(models.Model):
    """A project paid by a fund whose rules require that it be named in public."""

    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=90)
    number = models.CharField(max_length=60)
    call = models.CharField(max_length=60, blank=True)
    fund = models.CharField(max_length=250)
    realised_by = models.CharField(max_length=200, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    eligible_costs = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    summary = models.TextField(blank=True)
    #: Key activities as the application for the grant has them: rows of `code` and `text`.
    key_activities = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    source = models.CharField(max_length=250, blank=True)
    published = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="strategies_project_has_a_title"),
            *_years("starts", "ends", "project"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """On the union's site."""
        return path_of("project", self.pk, self.slug or "projekt")


class Output(models.Model):
    """What the project has promised. How much of it there is, the register says."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="outputs")
    kind = models.CharField(max_length=20, choices=OutputKind)
    promised = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="strategies_output_once"),
        ]

    def __str__(self) -> str:
        return f"{self.promised} {self.get_kind_display()}"


class Document(models.Model):
    """One strategic document; its number never changes."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    title = models.CharField(max_length=200)
    title_key = models.CharField(max_length=900, db_collation="C")
    slug = models.CharField(max_length=90)
    summary = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    first_year = models.PositiveIntegerField(null=True, blank=True)
    last_year = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=DocumentState, default=DocumentState.PREPARED)
    #: Where the programme is written and kept: obcepro.cz stays the tool for that.
    obcepro_url = models.URLField(max_length=300, blank=True)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="documents"
    )
    readers = models.CharField(max_length=20, choices=Readers, default=Readers.OWN)
    published_at = models.DateTimeField(null=True, blank=True)
    demonstration = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("strategic document")
        verbose_name_plural = _("strategic documents")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="strategies_document_has_a_title"),
            models.CheckConstraint(
                condition=~Q(readers=Readers.PUBLIC) | Q(published_at__isnull=False),
                name="strategies_public_has_a_day",
            ),
            *_years("first_year", "last_year", "document"),
        ]
        indexes = [
            models.Index(fields=["municipality", "readers"], name="strategies_of_site"),
            models.Index(fields=["readers", "kind"], name="strategies_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """The same on the owner's site and on the union's; the owner's is the lasting one."""
        return path_of("document", self.pk, self.slug or "dokument")

    @property
    def url(self) -> str:
        return f"{self.municipality.url}{self.path}"

    @property
    def is_public(self) -> bool:
        return self.readers == Readers.PUBLIC


class Version(models.Model):
    """A wording of the document: when it was made and by what it was approved."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    day = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    resolution = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="strategies_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"


class StrategyFile(models.Model):
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(max_length=150)
    file = models.FileField(storage=strategy_storage, upload_to="%Y")
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    #: What search knows of it, and how reading it has ended (`extraction.State`; empty: not read).
    words = models.TextField(blank=True, default="", db_default="")
    words_state = models.CharField(max_length=20, blank=True, default="", db_default="")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        return Path(self.name).suffix.lstrip(".").upper()


class Part(models.Model):
    """A line of the document's outline."""

    position = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class Goal(Part):
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="goals")

    class Meta(Part.Meta):
        verbose_name = _("goal")


class Measure(Part):
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="measures")

    class Meta(Part.Meta):
        verbose_name = _("measure")


class Activity(Part):
    """What is to be done. Money in Kč; the years are calendar years, both included."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="activities")
    #: The measure's goal's document: lists and rights ask for it at every turn.
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="activities")
    responsible = models.CharField(max_length=150, blank=True)
    first_year = models.PositiveIntegerField(null=True, blank=True)
    last_year = models.PositiveIntegerField(null=True, blank=True)
    estimated_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    actual_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=20, choices=ActivityState, default=ActivityState.PLANNED)
    indicator = models.CharField(max_length=150, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    target_year = models.PositiveIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(Part.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="strategies_activity_has_a_title"),
            models.CheckConstraint(
                condition=(Q(estimated_cost__isnull=True) | Q(estimated_cost__gte=0))
                & (Q(actual_cost__isnull=True) | Q(actual_cost__gte=0)),
                name="strategies_costs_are_not_negative",
            ),
            # Two lines of one file would otherwise both be "1.1.1".
            models.UniqueConstraint(
                fields=["document", "code"],
                condition=~Q(code=""),
                name="strategies_code_once_in_a_document",
            ),
            *_years("first_year", "last_year", "activity"),
        ]
        indexes = [
            models.Index(fields=["document", "state"], name="strategies_by_state"),
        ]

    # Set by `selectors.marked`.
    late: bool
    unfunded: bool
    secured: Decimal
    found: Decimal

    @property
    def path(self) -> str:
        return path_of("activity", self.document_id, self.document.slug or "dokument", self.pk)


class Funding(models.Model):
    """Where the money comes from, and whether it is promised in writing."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="funding")
    source = models.CharField(max_length=150)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    secured = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="strategies_funding_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount}"


class Reading(models.Model):
    """What the indicator was on a day."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="readings")
    day = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=2)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "day"], name="strategies_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.value}"


class Share(models.Model):
    """The part of a joint activity that a municipality takes on, in per cent of the cost.

    It is a proposal until somebody who may publish for that municipality has confirmed it.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="shares")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.CharField(max_length=200, blank=True)
    #: When the municipality was told of it; empty as long as it could not see it anyway.
    offered_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-percent", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "municipality"], name="strategies_share_once"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0) & Q(percent__lte=100),
                name="strategies_share_is_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.percent} %"


class ShareMail(models.Model):
    """A mail about a share that is due; see `shared.subscriptions.once`. It outlives a share that
    is declined, so it says itself whose share it was and how large."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    news = models.CharField(max_length=10, choices=ShareNews)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    created_at = models.DateTimeField(default=timezone.now)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # The share is another one now, or the addressee has left.
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                name="strategies_mails_due",
                condition=Q(handed_at__isnull=True, dropped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.news} {self.activity_id}/{self.municipality_id}"


class Link(models.Model):
    """A practice or an event of any site, by its lasting key: it shows as long as it is public."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(
        max_length=20, choices=[(str(kind), kind.label) for kind in (Kind.PRACTICE, Kind.EVENT)]
    )
    key = models.CharField(max_length=100)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "kind", "key"], name="strategies_link_once"
            ),
        ]
        indexes = [models.Index(fields=["kind", "key"], name="strategies_linked")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Upload(models.Model):
    """A table of activities that somebody has sent and not yet confirmed. Nothing of it holds."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=120)
    rows: Any = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
