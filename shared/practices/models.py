"""Good practice: records of what municipalities have tried, and what others made of them.

All tables are the public schema's. A record's text is one JSON document (`content`): the working
text on the record, each submitted text as a version. The columns beside it say what the published
version says, for lists and search; the public never sees anything of the working text.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.files.storage import FileSystemStorage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from shared.practices.content import Record, Result, results
from shared.practices.enums import (
    Audience,
    FileKind,
    Progress,
    State,
    Topic,
    Uptake,
    Verb,
    Visibility,
)
from tenants.registry.models import Municipality

PUBLISHED_URLS = "portal.urls_union"


def union_path(name: str, *args: object) -> str:
    """A path of ours on the union's site, without a language before it, whoever asks where."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(f"practices:{name}", args=args, urlconf=PUBLISHED_URLS)


class PracticeStorage(FileSystemStorage):
    """Files of records. No address leads here but the guarded one in `views.files`."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / "_practices")

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())


def practice_storage() -> PracticeStorage:
    return PracticeStorage()


class Practice(models.Model):
    """One record. It belongs to a municipality, or to the union; its number never changes."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    draft = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    demonstration = models.BooleanField(default=False)

    # What the published version says.
    version = models.ForeignKey(
        "practices.Version", null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    title = models.CharField(max_length=200, blank=True)
    title_key = models.CharField(max_length=900, blank=True, db_collation="C")
    slug = models.CharField(max_length=90, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    topic = models.CharField(max_length=20, choices=Topic, blank=True)
    progress = models.CharField(max_length=20, choices=Progress, blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    search = SearchVectorField(null=True)
    first_published_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    visibility = models.CharField(max_length=20, choices=Visibility, default=Visibility.PUBLIC)
    chosen = models.ManyToManyField(Municipality, related_name="+", blank=True)
    co_authors = models.ManyToManyField(
        Municipality, through="practices.CoAuthor", related_name="+", blank=True
    )

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practice")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[State.PUBLISHED, State.REVISED]) | Q(version__isnull=False),
                name="practices_published_has_a_version",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True)
                | (~Q(title="") & ~Q(slug="") & Q(published_at__isnull=False)),
                name="practices_public_has_a_title",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="practices_cost_is_not_negative",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="practices_search"),
            models.Index(fields=["-published_at"], name="practices_latest"),
            models.Index(fields=["municipality", "state"], name="practices_of_site"),
        ]

    def __str__(self) -> str:
        return self.title or self.working_title

    @property
    def number(self) -> int:
        return self.pk

    @property
    def working_title(self) -> str:
        """What its authors call it now; the public title where nothing else is written."""
        return str(self.draft.get("title") or self.title or _("Untitled record"))

    @property
    def path(self) -> str:
        """Lasting path on the union's site: the number decides, the words may change."""
        return union_path("detail", self.number, self.slug or "zaznam")

    @property
    def price(self) -> Decimal | int | None:
        """The cost without decimals that say nothing: 66550.00 is 66550."""
        return (
            int(self.cost) if self.cost is not None and self.cost == int(self.cost) else self.cost
        )

    @property
    def is_archived(self) -> bool:
        return self.state == State.ARCHIVED

    @cached_property
    def text(self) -> Record:
        """The published text; costs a query unless the version was selected too."""
        assert self.version is not None
        return Record(self.version.content)

    @cached_property
    def working(self) -> Record:
        return Record(self.draft)


class Version(models.Model):
    """A text as it was submitted. Never changed and never deleted while the record lives."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="practices_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}/{self.number}"


class CoAuthor(models.Model):
    """Another municipality whose people write too, once somebody there has agreed."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="co_author_rows")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "municipality"], name="practices_co_author_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.municipality_id}"


class PracticeFile(models.Model):
    """A picture or a paper. What is said about it (alternative text, licence) is in the content."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=20, choices=FileKind)
    file = models.FileField(storage=practice_storage, upload_to="%Y")
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    #: What search knows of a paper, and how reading it has ended (`extraction.State`; empty: not read).
    words = models.TextField(blank=True, default="", db_default="")
    words_state = models.CharField(max_length=20, blank=True, default="", db_default="")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """On the union's site."""
        return union_path("file", self.practice_id, self.pk, self.name)

    @property
    def extension(self) -> str:
        return Path(self.name).suffix.lstrip(".").upper()


class Step(models.Model):
    """What happened to a record, when and by whom. Rows are only ever added."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    municipality = models.ForeignKey(
        Municipality, null=True, on_delete=models.CASCADE, related_name="+"
    )
    verb = models.CharField(max_length=20, choices=Verb)
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    comment = models.TextField(blank=True)
    # Comments on parts of the form, by the part's slug.
    comments = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["practice", "-at"], name="practices_history")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.verb}"


class Adoption(models.Model):
    """Another municipality wants to take the practice over, or did."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adoptions")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    uptake = models.CharField(max_length=10, choices=Uptake)
    note = models.TextField(blank=True)
    day = models.DateField(null=True, blank=True)
    results = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "municipality"], name="practices_adopted_once"
            ),
            models.CheckConstraint(
                condition=~Q(uptake=Uptake.DONE) | Q(day__isnull=False),
                name="practices_taken_over_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.municipality_id} {self.uptake}"

    @property
    def own_results(self) -> list[Result]:
        return results(self.results)


class Task(models.Model):
    """A line of an adopter's checklist: a step of the record as it was when it was taken."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["adoption", "position"], name="practices_task_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Question(models.Model):
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="questions")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answering = models.ForeignKey(
        Municipality, null=True, on_delete=models.CASCADE, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="practices_question_has_words"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="practices_answer_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Thanks(models.Model):
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="thanks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "user"], name="practices_thanks_once"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.user_id}"


class Follow(models.Model):
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "user"], name="practices_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.user_id}"


class NoDigest(models.Model):
    """A person who does not want the monthly digest."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.user_id)


class Mail(models.Model):
    """A mail that is due. Written with what it tells, sent after the commit, looked for again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    step = models.ForeignKey(
        Step, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    month = models.DateField(null=True, blank=True)  # of a digest: its first day
    created_at = models.DateTimeField(default=timezone.now)
    # Set in a transaction of its own right before the server is told to take it. From then on
    # nobody sends it again, unless the server has surely refused it.
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Nothing to say any more: the reader may not see it, or nothing happened in that month.
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "step"], name="practices_mail_once"),
            models.UniqueConstraint(fields=["user", "month"], name="practices_digest_once"),
            models.CheckConstraint(
                condition=Q(step__isnull=False, month__isnull=True)
                | Q(step__isnull=True, month__isnull=False),
                name="practices_mail_tells_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="practices_mails_due",
                condition=Q(handed_at__isnull=True, dropped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.step_id or self.month}"
