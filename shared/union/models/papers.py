"""Documents that the union publishes. The files themselves are Wagtail's, with the rights of their
collection: what is in a restricted one is not even named here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from shared.union.enums import PaperGroup
from shared.union.models.base import UnionPage


class PapersPage(UnionPage):
    lead = models.TextField(_("lead"), blank=True, max_length=400)

    template = "shared/union/papers_page.html"
    parent_page_types = ["union.UnionHomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = _("Documents of the union in groups, for download.")

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        InlinePanel("papers", heading=_("Documents"), label=_("document")),
    ]

    class Meta:
        verbose_name = _("documents of the union")
        verbose_name_plural = _("documents of the union")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from shared.union import selectors

        context = super().get_context(request, *args, **kwargs)
        context["groups"] = selectors.open_papers(self)
        return context

    def get_item_summary(self) -> str:
        return self.lead or super().get_item_summary()

    def get_item_text(self) -> str:
        from shared.union import selectors

        return " ".join(
            f"{paper.title} {paper.note}"
            for _group, papers in selectors.open_papers(self)
            for paper in papers
        )


class PublicPaper(Orderable):
    page = ParentalKey(PapersPage, on_delete=models.CASCADE, related_name="papers")
    group = models.CharField(
        _("group"), max_length=20, choices=PaperGroup, default=PaperGroup.OTHER
    )
    title = models.CharField(_("title"), max_length=200)
    day = models.DateField(_("of the day"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("file"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [
        FieldPanel("group"),
        FieldPanel("title"),
        FieldPanel("document"),
        FieldPanel("day"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title
