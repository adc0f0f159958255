from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.registry.models import Municipality


class JointPosting(models.Model):
    """A document as the union posted it: what every copy must say, word for word.

    `documents` are the columns of the union's own frozen attachments; their bytes are read from
    the union's storage by whoever posts a copy.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The union's own notice, by its number: a public row never points at a site's row.
    source_notice = models.BigIntegerField(unique=True)
    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=100, blank=True)
    file_mark = models.CharField(max_length=100, blank=True)
    originator = models.CharField(max_length=200)
    department = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    meeting_on = models.DateField(null=True)
    planned_removal = models.DateField(null=True)
    personal = models.BooleanField(default=False)
    documents = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    # Set when the union takes its notice down before its time; the copies then follow.
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=500, blank=True)
    # Why `planned_removal` was put off, if it was; the copies then follow.
    extension_reason = models.CharField(max_length=500, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("joint posting")
        verbose_name_plural = _("joint postings")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class JointCopy(models.Model):
    """One member's board: what of the posting hangs there, and since when."""

    posting = models.ForeignKey(JointPosting, on_delete=models.PROTECT, related_name="copies")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    notice = models.BigIntegerField(null=True)
    posted_at = models.DateTimeField(null=True)
    # The last day on which it must hang there by law, and the last one planned.
    last_required_day = models.DateField(null=True)
    planned_removal = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_early = models.BooleanField(default=False)
    removal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("copy on a member’s board")
        verbose_name_plural = _("copies on members’ boards")
        ordering = ["municipality__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "municipality"], name="joint_posting_once_per_board"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True)
                | Q(posted_at__isnull=False, removed_at__gte=F("posted_at")),
                name="joint_copy_is_removed_after_posting",
            ),
            models.CheckConstraint(
                condition=Q(removed_early=False) | ~Q(removal_reason=""),
                name="joint_copy_removed_early_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality"], name="joint_copies_to_post", condition=Q(posted_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.posting} – {self.municipality}"
