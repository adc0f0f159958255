from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
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
from tenants.noticeboard.enums import NoticeKind


def today() -> dt.date:
    return clock.today()


class NoticeQuerySet(models.QuerySet["Notice"]):
    def on_board(self, day: dt.date | None = None) -> NoticeQuerySet:
        """Notices that hang on the board on the day: published, posted and not yet taken down."""
        day = day or clock.today()
        return self.filter(live=True, posted_on__lte=day).filter(
            Q(planned_removal__isnull=True) | Q(planned_removal__gte=day)
        )


class Notice(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """One item of the board with its time on it."""

    title = models.CharField(_("title"), max_length=255)
    kind = models.CharField(
        _("kind"), max_length=20, choices=NoticeKind.choices, default=NoticeKind.OTHER
    )
    reference = models.CharField(_("reference number"), max_length=100, blank=True)
    posted_on = models.DateField(
        _("posted on"),
        default=today,
        db_index=True,
        help_text=_("The notice appears on the board on this day, not earlier."),
    )
    planned_removal = models.DateField(
        _("on the board until"),
        null=True,
        blank=True,
        help_text=_("The last day on the board. Left empty, it hangs until it is revoked."),
    )
    text = RichTextField(_("text"), blank=True, features=RICH_TEXT)

    objects = NoticeQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("reference")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("posted_on"), FieldPanel("planned_removal")])],
            heading=_("Time on the board"),
        ),
        FieldPanel("text"),
        InlinePanel("attachments", heading=_("Documents"), label=_("Document")),
    ]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-posted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_removal__isnull=True) | Q(planned_removal__gte=F("posted_on")),
                name="notice_is_removed_after_posting",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_on_board(self) -> bool:
        day = clock.today()
        return (
            self.live
            and self.posted_on <= day
            and (self.planned_removal is None or self.planned_removal >= day)
        )

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
    notice = ParentalKey(Notice, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("Left empty, the title of the document is used."),
    )

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title or self.document.title
