"""What the union's editors point out of all that is published, and the practice of a month.

A mark stands beside the item and names it as the projection does; the item itself, and the site
that it belongs to, never change. Where an item is withdrawn its mark shows nothing.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared.highlights.enums import Mark
from tenants.registry.models import Municipality


class Highlight(models.Model):
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    source_id = models.CharField(max_length=100)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark)
    position = models.PositiveIntegerField(default=0)
    until = models.DateField(_("last day"), null=True, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "source_id"], name="highlights_item_marked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.kind} {self.source_id}: {self.mark}"

    @property
    def key(self) -> tuple[int, str, str]:
        return (self.municipality_id, self.kind, self.source_id)


class PracticeOfMonth(models.Model):
    """The editor's choice. Months without one go by the rule in `selectors.practice_of_month`."""

    month = models.DateField(_("month"), unique=True)
    source_id = models.CharField(max_length=100)
    note = models.CharField(
        _("why this one"), max_length=300, blank=True, help_text=_("One sentence, shown with it.")
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1), name="highlights_month_is_its_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.source_id}"
