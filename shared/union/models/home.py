"""The union's own home page and the figures that it states.

The tables exist in every schema although only the union uses them, see docs/projection.md: Wagtail
deletes a page together with its rows of every page type, and on a site without these tables it
would delete the union's.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from shared.kernel.cms import RICH_TEXT, HomeBase
from shared.kernel.db import connection
from tenants.registry.models import PUBLIC_SCHEMA


class UnionHomePage(HomeBase):
    """Front page of the union. News, events and members come from the projection and registry."""

    tagline = models.CharField(
        _("one sentence about the union"),
        max_length=200,
        blank=True,
        help_text=_("Shown large at the top."),
    )
    about = RichTextField(
        _("what the union is"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("For a visitor who has never heard of it: who, why, since when."),
    )
    project_title = models.CharField(
        _("name of the project"),
        max_length=200,
        blank=True,
        help_text=_("Leave empty when there is no project whose funding must be made public."),
    )
    project_number = models.CharField(_("number of the project"), max_length=60, blank=True)
    project_fund = models.CharField(
        _("fund and programme"),
        max_length=250,
        blank=True,
        help_text=_("Exactly as the funding rules require, commas included."),
    )
    project_summary = models.TextField(
        _("about the project"), blank=True, max_length=600, help_text=_("Two or three sentences.")
    )

    template = "shared/union/home_page.html"
    max_count_per_parent = 3  # one in each language
    subpage_types = [
        "pages.ContentPage",
        "pages.SectionPage",
        "pages.NewsIndexPage",
        "pages.GalleryIndexPage",
        "pages.FormPage",
        "pages.AccessibilityPage",
        "contacts.ContactsPage",
        "union.OrgansPage",
        "union.ProjectIndexPage",
        "union.PapersPage",
    ]
    page_description = _("Front page of the union.")

    content_panels = [
        FieldPanel("title"),  # the usual panel would also fill in a slug, which this form lacks
        FieldPanel("tagline"),
        InlinePanel(
            "figures",
            heading=_("Figures"),
            label=_("figure"),
            help_text=_("As the union states them. Nothing is added up by the portal."),
        ),
        FieldPanel("about"),
        MultiFieldPanel(
            [
                FieldPanel("project_title"),
                FieldPanel("project_number"),
                FieldPanel("project_fund"),
                FieldPanel("project_summary"),
            ],
            heading=_("Publicity of a project funded by the European Union"),
        ),
    ]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Search engines"),
        )
    ]

    class Meta:
        verbose_name = _("home page of the union")
        verbose_name_plural = _("home pages of the union")

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        """On the union's site only."""
        return connection.schema_name == PUBLIC_SCHEMA and bool(super().can_exist_under(parent))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from shared.union import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.home_context(self))
        return context


class UnionFigure(Orderable):
    """A figure as the union states it, never computed. It says when it held and who says so."""

    page = ParentalKey(UnionHomePage, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(
        _("what it counts"), max_length=80, help_text=_("For example: inhabitants")
    )
    value = models.DecimalField(_("figure"), max_digits=14, decimal_places=2)
    unit = models.CharField(
        _("unit"), max_length=20, blank=True, help_text=_("For example: ha. Empty for a count.")
    )
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("Empty if the source does not say.")
    )
    source = models.CharField(_("source"), max_length=200)

    panels = [
        FieldPanel("label"),
        FieldPanel("value"),
        FieldPanel("unit"),
        FieldPanel("as_of"),
        FieldPanel("source"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="union_figure_has_a_source"),
            models.CheckConstraint(condition=Q(value__gte=0), name="union_figure_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"

    @property
    def number(self) -> Any:
        """The value without decimals that say nothing: 29835.00 is 29835."""
        return int(self.value) if self.value == int(self.value) else self.value
