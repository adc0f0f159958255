from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from shared.kernel.cms import SitePage
from tenants.pages.blocks import body_blocks


class ContentPage(SitePage):
    """An ordinary page: text, tables, pictures, documents."""

    item_kind = "page"

    lead = models.TextField(
        _("lead"),
        blank=True,
        max_length=400,
        help_text=_("What the page is about, in one or two sentences. Shown in lists too."),
    )
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)

    template = "tenants/pages/content_page.html"
    subpage_types = ["pages.ContentPage", "pages.FormPage"]
    page_description = _("An ordinary page: text, tables, pictures, documents.")

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_item_summary(self) -> str:
        return self.lead or super().get_item_summary()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from tenants.pages import selectors

        context = super().get_context(request, *args, **kwargs)
        context["children"] = selectors.children(self)
        return context


class SectionPage(SitePage):
    """A signpost: introduces the pages below it."""

    item_kind = "page"

    lead = models.TextField(_("lead"), blank=True, max_length=400)
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)

    template = "tenants/pages/section_page.html"
    subpage_types = ["pages.ContentPage", "pages.SectionPage", "pages.FormPage"]
    page_description = _("A signpost to the pages below it, with their leads.")

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("signpost")
        verbose_name_plural = _("signposts")

    def get_item_summary(self) -> str:
        return self.lead or super().get_item_summary()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from tenants.pages import selectors

        context = super().get_context(request, *args, **kwargs)
        context["children"] = selectors.children_with_leads(self)
        return context
