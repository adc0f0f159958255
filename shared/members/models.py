"""What the union's municipalities keep among themselves: meetings and minutes, papers, tasks, holds.

All tables are the public schema's, and nothing here is public: no row enters the projection, and
`__str__` gives numbers only, because names of rows end in logs.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared.kernel import clock
from shared.members.enums import News, PaperKind, TaskState
from tenants.accounts.models import User
from tenants.registry.models import Municipality


class MembersStorage(FileSystemStorage):
    """Papers of the members. No address leads here but the guarded one in `views.paper`."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / "_members")

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())


def members_storage() -> MembersStorage:
    return MembersStorage()


class Record(models.Model):
    """Who wrote it and when. `changed_at` tells a form that somebody else was faster."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    demonstration = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class Meeting(Record):
    """A meeting of the union's bodies or of its working groups, with its minutes once written."""

    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    programme = models.TextField(_("programme"), blank=True, max_length=6_000)
    minutes = models.TextField(_("minutes"), blank=True, max_length=40_000)
    cancelled = models.BooleanField(_("called off"), default=False)

    class Meta:
        indexes = [models.Index(fields=["starts_at"], name="members_meetings_by_day")]

    @property
    def is_over(self) -> bool:
        return self.starts_at.astimezone(clock.PRAGUE).date() < clock.today()


class Paper(Record):
    """A file that members share: a working document, or minutes and papers of a meeting."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind, default=PaperKind.WORKING)
    title = models.CharField(_("title"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)
    file = models.FileField(storage=members_storage, upload_to="%Y")
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    #: Of the file that is there now; those before it are `former`.
    version = models.PositiveIntegerField(default=1, db_default=1)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="members_papers_by_day")]

    @property
    def uploaded_at(self) -> dt.datetime:
        return self.replaced_at or self.created_at

    @property
    def uploaded_by(self) -> User | None:
        return self.replaced_by or self.created_by


class FormerPaper(models.Model):
    """A file that a newer version has replaced: whoever quoted it must still find it."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="former")
    version = models.PositiveIntegerField()
    file = models.FileField(storage=members_storage, upload_to="%Y")
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "version"], name="members_version_once")
        ]

    def __str__(self) -> str:
        return f"paper {self.paper_id}, version {self.version}"


class Task(Record):
    """What somebody has promised to do. Without a municipality it is for all of them."""

    title = models.CharField(_("what is to be done"), max_length=200)
    text = models.TextField(_("details"), blank=True, max_length=4_000)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TaskState, default=TaskState.OPEN)
    report = models.TextField(_("how it went"), blank=True, max_length=2_000)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due"], name="members_tasks_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, closed_at__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(closed_at__isnull=False)),
                name="members_task_closed_with_its_day",
            ),
        ]

    @property
    def is_late(self) -> bool:
        return self.state == TaskState.OPEN and self.due is not None and self.due < clock.today()


class Mail(models.Model):
    """A mail that is due; see `shared.subscriptions.once`. It tells that there is something and
    where, and what stands there is read after logging in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    news = models.CharField(max_length=10, choices=News)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: Of a task that was due: a new day is told anew.
    due = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # It does not hold any more, or the addressee has left.
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                name="members_mails_due",
                condition=Q(handed_at__isnull=True, dropped_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, task__isnull=True)
                | Q(meeting__isnull=True, task__isnull=False),
                name="members_mail_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["user", "task", "due"],
                condition=Q(news=News.DUE),
                name="members_due_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.news} {self.meeting_id or self.task_id}"


class Hold(Record):
    """Days that a municipality means to use, so that the others plan around them.

    Private: the public learns of an event when the event itself is published.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("what is planned"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    start_time = models.TimeField(_("begins at"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["last_day", "first_day"], name="members_holds_by_days")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")),
                name="members_hold_ends_after_it_starts",
            ),
        ]
