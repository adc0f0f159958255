from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from shared.kernel.cms import RICH_TEXT, HomeBase
from tenants.pages.blocks import QuickLinkBlock, body_blocks

CHILD_TYPES = [
    "pages.ContentPage",
    "pages.SectionPage",
    "pages.NewsIndexPage",
    "pages.GalleryIndexPage",
    "pages.FormPage",
    "pages.AccessibilityPage",
    "contacts.ContactsPage",
]


class HomePage(HomeBase):
    """Front page of a site. News, events and notices on it come from the projection."""

    tagline = models.CharField(
        _("one sentence about the municipality"),
        max_length=200,
        blank=True,
        help_text=_("Shown large over the picture."),
    )
    hero_image = models.ForeignKey(
        "pages.SiteImage",
        verbose_name=_("large picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Wide, at least 1600 pixels; the municipality at its best."),
    )
    intro = RichTextField(
        _("welcome"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Two or three sentences. Everything else belongs on pages of its own."),
    )
    quick_links = StreamField(
        [("link", QuickLinkBlock())],
        verbose_name=_("quick links"),
        blank=True,
        max_num=12,
        help_text=_("What people come for most often. Drag to change the order."),
    )
    body = StreamField(
        body_blocks(),
        verbose_name=_("further text"),
        blank=True,
        help_text=_("Shown below the news and events."),
    )

    shown_with = ("hero_image",)
    template = "tenants/pages/home_page.html"
    max_count = 1
    subpage_types = CHILD_TYPES
    page_description = _("Front page of the site.")

    content_panels = [
        FieldPanel("title"),  # the usual panel would also fill in a slug, which this form lacks
        MultiFieldPanel(
            [FieldPanel("tagline"), FieldPanel("hero_image"), FieldPanel("intro")],
            heading=_("Introduction"),
        ),
        FieldPanel("quick_links"),
        FieldPanel("body"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Search engines"),
        )
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from tenants.pages import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.home_context(request))
        return context
