"""Categories of events: one list for the whole union, or a filter means something else in each town."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SLUG_LENGTH = 40


class Category(models.Model):
    """Its slug stands in addresses of filters and in every event, so it never changes.

    A category is retired, not deleted: events and subscribers still hold it.
    """

    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH,
        primary_key=True,
        help_text=_("Part of the addresses that people subscribe to. It can never be changed."),
    )
    name = models.CharField(_("name in Czech"), max_length=80, unique=True)
    name_de = models.CharField(_("name in German"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("Not offered for new events. Events that have it keep it."),
    )

    class Meta:
        verbose_name = _("category of events")
        verbose_name_plural = _("categories of events")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="event_category_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
