"""Organs of the union and the people in them. Whoever is not known stays unnamed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from shared.kernel.cms import RICH_TEXT, plain_text
from shared.union.models.base import UnionPage
from tenants.registry.models import Municipality


class OrgansPage(UnionPage):
    lead = models.TextField(_("lead"), blank=True, max_length=400)

    template = "shared/union/organs_page.html"
    parent_page_types = ["union.UnionHomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = _("Organs of the union and the people in them.")

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        InlinePanel("organs", heading=_("Organs"), label=_("organ")),
    ]

    class Meta:
        verbose_name = _("organs and people")
        verbose_name_plural = _("organs and people")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from shared.union import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.organs_context(self))
        return context

    def get_item_summary(self) -> str:
        return self.lead or super().get_item_summary()

    def get_item_text(self) -> str:
        return " ".join(
            f"{organ.name} {plain_text(organ.task)} "
            + " ".join(f"{each.function} {each.name}" for each in organ.people.all())
            for organ in self.organs.all()
        )


class Organ(ClusterableModel, Orderable):
    page = ParentalKey(OrgansPage, on_delete=models.CASCADE, related_name="organs")
    name = models.CharField(_("name"), max_length=120)
    task = RichTextField(_("what it decides"), blank=True, features=RICH_TEXT)
    basis = models.CharField(
        _("basis"),
        max_length=200,
        blank=True,
        help_text=_("For example: article 7 of the statutes."),
    )
    all_members = models.BooleanField(
        _("every member has a representative"),
        default=False,
        help_text=_("The page then lists all members; name those whom you know below."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("task"),
        FieldPanel("basis"),
        FieldPanel("all_members"),
        InlinePanel("people", heading=_("People"), label=_("person")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("organ")
        verbose_name_plural = _("organs")

    def __str__(self) -> str:
        return self.name


class OrganPerson(Orderable):
    organ = ParentalKey(Organ, on_delete=models.CASCADE, related_name="people")
    function = models.CharField(_("function"), max_length=120, blank=True)
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("Empty if the seat is vacant.")
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
        limit_choices_to={"kind": "municipality"},
    )

    panels = [FieldPanel("function"), FieldPanel("name"), FieldPanel("municipality")]

    class Meta(Orderable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.function
