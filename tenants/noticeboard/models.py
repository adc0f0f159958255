from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.locks import BaseLock
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from shared.kernel import clock
from shared.kernel.cms import RICH_TEXT
from tenants.noticeboard import periods, rules
from tenants.noticeboard.enums import Act, NoticeKind, Stage


class FrozenNotice(ValidationError):
    """A posted notice does not change; a correction is a new notice."""

    def __init__(self) -> None:
        super().__init__(
            _("A posted notice cannot be changed. Write a correction: a new notice linked to it."),
            code="frozen",
        )


class PostedLock(BaseLock):
    """Wagtail's form of a posted notice is there to be read."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return gettext(
            "This notice has been posted, so it can no longer be changed. Correct it by a new notice."
        )

    def get_locked_by(self, user: Any) -> str:
        return gettext("Posted")

    def get_description(self, user: Any) -> str:
        return gettext("Text, documents and dates of a posted notice stay as they are.")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def on_board(self) -> NoticeQuerySet:
        """Notices that hang on the board now."""
        return self.filter(posted_at__isnull=False, removed_at__isnull=True)

    def archived(self) -> NoticeQuerySet:
        """Taken down and still for everybody to read: those without personal data."""
        return self.filter(removed_at__isnull=False, personal=False)

    def public(self) -> NoticeQuerySet:
        return self.filter(posted_at__isnull=False).filter(
            Q(removed_at__isnull=True) | Q(personal=False)
        )

    def due(self, now: dt.datetime) -> NoticeQuerySet:
        """Approved notices whose time has come, a missed one as well."""
        return self.filter(live=True, posted_at__isnull=True, post_at__lte=now)

    def over(self, day: dt.date) -> NoticeQuerySet:
        return self.on_board().filter(planned_removal__lt=day)


class Notice(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """One notice. Publishing in Wagtail's sense approves it; `posted_at` says that it hangs.

    From then on the columns in `FROZEN`, its documents and its persons stay as they are: `save`
    refuses, and so do triggers in the database (migration 0002). What was planned (`post_at`,
    `planned_removal`) and what has happened (`posted_at`, `removed_at`) are apart.
    """

    FROZEN = (
        *("title", "kind", "reference", "file_mark", "originator", "department", "text"),
        *("post_at", "planned_removal", "meeting_on", "exception", "corrects_id", "joint_key"),
        *("posted_at", "live"),
    )

    title = models.CharField(_("title"), max_length=255)
    kind = models.CharField(
        _("kind"), max_length=20, choices=NoticeKind.choices, default=NoticeKind.OTHER
    )
    reference = models.CharField(_("reference number"), max_length=100, blank=True)
    file_mark = models.CharField(_("file mark"), max_length=100, blank=True)
    originator = models.CharField(
        _("originator"),
        max_length=200,
        blank=True,
        help_text=_("Whose notice it is. Left empty, it is our own."),
    )
    department = models.CharField(_("department"), max_length=200, blank=True)
    post_at = models.DateTimeField(
        _("post at"),
        default=clock.now,
        db_index=True,
        help_text=_("The notice goes onto the board by itself at this minute, not earlier."),
    )
    planned_removal = models.DateField(
        _("on the board until"),
        null=True,
        blank=True,
        help_text=_("The last day on the board. Left empty, it hangs until it is revoked."),
    )
    meeting_on = models.DateField(
        _("day of the meeting"),
        null=True,
        blank=True,
        help_text=_(
            "When the council meets about it. An invitation has to be posted at least 7 days ahead,"
            " an intention, a budget or a final account at least 15 days."
        ),
    )
    exception = models.CharField(
        _("why it is posted later than the law asks"),
        max_length=250,
        blank=True,
        help_text=_(
            "Only for an invitation in a state of crisis: name it, e.g. the state of danger and the"
            " decision that declared it."
        ),
    )
    text = RichTextField(_("text"), blank=True, features=RICH_TEXT)
    personal = models.BooleanField(
        _("contains personal data"),
        default=False,
        help_text=_(
            "When it is taken down, it leaves the public archive, the search and the feeds by"
            " itself, its documents too."
        ),
    )
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
        help_text=_("The posted notice in whose place this one comes."),
    )
    joint_key = models.UUIDField(
        _("joint posting of the union"), null=True, editable=False, unique=True
    )
    everywhere = models.BooleanField(
        _("post on the boards of all members"),
        default=False,
        help_text=_(
            "§ 39 of Act 250/2000: the union’s budget and final account hang in every member"
            " municipality for at least 15 days."
        ),
    )

    # What has happened, written by services alone.
    posted_at = models.DateTimeField(_("posted"), null=True, editable=False, db_index=True)
    removed_at = models.DateTimeField(_("taken down"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    removal_reason = models.CharField(
        _("reason of taking down"), max_length=500, blank=True, editable=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-post_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True)
                | Q(posted_at__isnull=False, removed_at__gte=F("posted_at")),
                name="notice_is_removed_after_posting",
            ),
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True) | Q(posted_at__gte=F("post_at")),
                name="notice_is_posted_when_planned",
            ),
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True) | Q(live=True),
                name="notice_is_approved_before_posting",
            ),
        ]
        indexes = [
            # The lists in their order: what hangs is not looked for among years of archive.
            models.Index(
                fields=["-posted_at", "-id"],
                name="notices_on_board",
                condition=Q(posted_at__isnull=False, removed_at__isnull=True),
            ),
            models.Index(
                fields=["-removed_at", "-id"],
                name="notices_archived",
                condition=Q(removed_at__isnull=False, personal=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    # --- Rules

    def clean(self) -> None:
        super().clean()
        rules.check(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            stored = type(self)._base_manager.filter(pk=self.pk).values(*self.FROZEN).first()
            if (
                stored is not None
                and stored["posted_at"] is not None
                and any(getattr(self, name) != value for name, value in stored.items())
            ):
                raise FrozenNotice
        super().save(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Takes back an approval. A posted notice is taken down instead, with a reason."""
        if self.posted_at is not None:
            raise FrozenNotice
        return super().unpublish(*args, **kwargs)

    def get_lock(self) -> Any:
        return PostedLock(self) if self.posted_at is not None else super().get_lock()

    # --- Where it is on its way

    @property
    def is_posted(self) -> bool:
        return self.posted_at is not None

    @property
    def is_on_board(self) -> bool:
        return self.posted_at is not None and self.removed_at is None

    @property
    def is_public(self) -> bool:
        return self.is_on_board or (self.removed_at is not None and not self.personal)

    @property
    def is_joint_copy(self) -> bool:
        """Posted here by the union."""
        return self.joint_key is not None and not self.everywhere

    @property
    def stage(self) -> Stage:
        if self.removed_at is not None:
            return Stage.REMOVED
        if self.posted_at is not None:
            return Stage.ON_BOARD
        if not self.live:
            return Stage.DRAFT
        return Stage.HELD if rules.refusal(self, self.posting_day) else Stage.WAITING

    @property
    def posting_day(self) -> dt.date:
        """The day of posting, in Prague; of an unposted notice the day on which it would be."""
        instant = self.posted_at or max(self.post_at, clock.now())
        return instant.astimezone(clock.PRAGUE).date()

    @property
    def posted_on(self) -> dt.date:
        return (self.posted_at or self.post_at).astimezone(clock.PRAGUE).date()

    @property
    def removed_on(self) -> dt.date | None:
        return self.removed_at.astimezone(clock.PRAGUE).date() if self.removed_at else None

    @property
    def last_required_day(self) -> dt.date | None:
        return periods.last_required_day(self.kind, self.posting_day, joint=self.is_joint)

    @property
    def earliest_removal(self) -> dt.date | None:
        return periods.earliest_removal(self.kind, self.posting_day, joint=self.is_joint)

    @property
    def is_joint(self) -> bool:
        return self.everywhere or self.joint_key is not None

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        return reverse("noticeboard:detail", args=[self.pk])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "tenants/noticeboard/notice.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"request": request, "notice": self, "attachments": list(self.attachments.all())}


class NoticeAttachment(Orderable):
    """A document of a notice. On posting its bytes are copied to a place of the board's own.

    The document in the library may be replaced or deleted later; `path` is what hangs.
    """

    notice = ParentalKey(Notice, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("document"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("Left empty, the title of the document is used."),
    )
    # Filled when the notice is posted.
    path = models.CharField(max_length=300, blank=True, editable=False)
    filename = models.CharField(max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField(null=True, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    has_text = models.BooleanField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title or (self.document.title if self.document else self.filename)

    @property
    def extension(self) -> str:
        return (self.filename or (self.document.filename if self.document else "")).rpartition(".")[
            2
        ]

    @property
    def url(self) -> str:
        """The board's own copy once it hangs, the library's document before."""
        if self.path:
            return reverse("noticeboard:file", args=[self.notice_id, self.pk, self.filename])
        return str(self.document.url) if self.document else ""


class AttachmentText(models.Model):
    """The words of the board's own copy of a document, for search. None of a personal notice."""

    attachment = models.OneToOneField(
        NoticeAttachment, on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.attachment_id}: {len(self.text)}"


class NoticeSubject(Orderable):
    """Whom a notice concerns. A natural person makes it one with personal data."""

    notice = ParentalKey(Notice, on_delete=models.CASCADE, related_name="subjects")
    name = models.CharField(_("name"), max_length=200)
    is_person = models.BooleanField(
        _("natural person"),
        default=True,
        help_text=_("Not a company or an office: the notice then contains personal data."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("person concerned")
        verbose_name_plural = _("persons concerned")

    def __str__(self) -> str:
        return self.name


class JournalEntry(models.Model):
    """One thing that happened on the board. Rows are only ever added (migration 0002).

    `digest` is the SHA-256 of all other columns and of the entry before, see `journal`. The notice is
    named by its number and not by a key, because the journal outlives it.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=20, choices=Act)
    notice_id = models.BigIntegerField(null=True, db_index=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("entry of the board’s journal")
        verbose_name_plural = _("journal of the board")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class Watch(models.Model):
    """A stretch of time in which every check of a notice came out the same.

    Stretches of one notice follow each other; what lies between `until` of one that was up and
    `since` of the next that is up again was an interruption.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="watches")
    up = models.BooleanField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    checks = models.PositiveIntegerField(default=1)
    failures = models.PositiveIntegerField(default=0)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("watch over a notice")
        verbose_name_plural = _("watches over notices")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="watch_has_a_length"),
            models.UniqueConstraint(fields=["notice", "since"], name="watch_begins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {'up' if self.up else 'down'} {self.since:%Y-%m-%d %H:%M}"
