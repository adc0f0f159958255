"""What municipalities do together: projects, and beside them the events that several of them share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from shared.kernel.cms import RICH_TEXT, plain_text
from shared.union.enums import ProjectState
from shared.union.models.base import UnionPage
from tenants.registry.models import Municipality


class ProjectIndexPage(UnionPage):
    lead = models.TextField(_("lead"), blank=True, max_length=400)

    template = "shared/union/project_index_page.html"
    parent_page_types = ["union.UnionHomePage"]
    subpage_types = ["union.ProjectPage"]
    max_count_per_parent = 1
    page_description = _("Joint projects, and events that several municipalities share.")

    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("joint projects and events")
        verbose_name_plural = _("joint projects and events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from shared.union import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.projects_context(self))
        return context

    def get_item_summary(self) -> str:
        return self.lead or super().get_item_summary()


class ProjectPage(UnionPage):
    """One project. Costs and outputs are stated figures with their source; nothing is added up."""

    lead = models.TextField(_("in one or two sentences"), max_length=400)
    state = models.CharField(
        _("state"), max_length=10, choices=ProjectState, default=ProjectState.RUNNING
    )
    started = models.DateField(_("from"), null=True, blank=True)
    ended = models.DateField(_("until"), null=True, blank=True)
    period = models.CharField(
        _("period in words"),
        max_length=80,
        blank=True,
        help_text=_("Where the days are not known, for example: 2004."),
    )
    cost = models.DecimalField(
        _("costs in Kč"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    funding = models.CharField(_("where the money came from"), max_length=300, blank=True)
    number = models.CharField(_("number of the project"), max_length=60, blank=True)
    eu_funded = models.BooleanField(
        _("paid by the European Union"),
        default=False,
        help_text=_("The page shows the emblem with the fund and the number."),
    )
    body = RichTextField(_("text"), blank=True, features=RICH_TEXT)
    source = models.CharField(_("source of the figures"), max_length=200, blank=True)

    template = "shared/union/project_page.html"
    parent_page_types = ["union.ProjectIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A project of several municipalities.")

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldRowPanel([FieldPanel("state"), FieldPanel("started"), FieldPanel("ended")]),
        FieldPanel("period"),
        InlinePanel(
            "partners", heading=_("Municipalities that take part"), label=_("municipality")
        ),
        MultiFieldPanel(
            [
                FieldPanel("cost"),
                FieldPanel("funding"),
                FieldPanel("number"),
                FieldPanel("eu_funded"),
                FieldPanel("source"),
            ],
            heading=_("Money"),
        ),
        InlinePanel("outputs", heading=_("Measurable outputs"), label=_("output")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(started__isnull=True)
                | Q(ended__isnull=True)
                | Q(ended__gte=F("started")),
                name="union_project_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="union_project_costs_are_not_negative",
            ),
        ]

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        super().clean()
        if self.started and self.ended and self.ended < self.started:
            raise ValidationError({"ended": _("The last day is before the first one.")})

    @property
    def price(self) -> Any:
        """The costs without hellers where there are none."""
        whole = self.cost is not None and self.cost == int(self.cost)
        return int(self.cost) if self.cost is not None and whole else self.cost

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from shared.union import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.project_context(self))
        return context

    def get_item_summary(self) -> str:
        return self.lead

    def get_item_text(self) -> str:
        outputs = " ".join(str(each.label) for each in self.outputs.all())
        return f"{plain_text(self.body)} {self.funding} {self.number} {outputs}".strip()


class ProjectPartner(Orderable):
    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="partners")
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
    )
    part = models.CharField(
        _("its part"),
        max_length=120,
        blank=True,
        help_text=_("For example: carries the project out."),
    )

    panels = [FieldPanel("municipality"), FieldPanel("part")]

    class Meta(Orderable.Meta):
        verbose_name = _("municipality that takes part")
        verbose_name_plural = _("municipalities that take part")

    def __str__(self) -> str:
        return self.part or str(self.municipality_id)


class ProjectOutput(Orderable):
    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="outputs")
    label = models.CharField(_("what it counts"), max_length=150)
    value = models.DecimalField(_("figure"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20, blank=True)

    panels = [FieldPanel("label"), FieldPanel("value"), FieldPanel("unit")]

    class Meta(Orderable.Meta):
        verbose_name = _("output")
        verbose_name_plural = _("outputs")

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"

    @property
    def number(self) -> Any:
        """Without decimals that say nothing."""
        return int(self.value) if self.value == int(self.value) else self.value
