from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from shared.kernel import clock
from shared.kernel.cms import SitePage, active_language
from tenants.pages.blocks import body_blocks


class NewsCategory(models.Model):
    """What a news item is about; visitors filter by it."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(
        _("short name in addresses"),
        max_length=60,
        unique=True,
        help_text=_("Small letters without diacritics, such as kultura."),
    )
    name_de = models.CharField(_("name in German"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("news category")
        verbose_name_plural = _("news categories")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the visitor's language, in Czech where nobody has translated it."""
        return getattr(self, f"name_{active_language()}", "") or self.name


def today() -> dt.date:
    return clock.today()


def instant_of(page: Any) -> dt.datetime:
    """When a dated page counts as published.

    The clerk's date rules; on the day of publishing itself the time is known and keeps two items
    of one day in their order.
    """
    first = page.first_published_at
    if first is not None and first.astimezone(clock.PRAGUE).date() == page.date:
        return first
    return dt.datetime.combine(page.date, dt.time(), clock.PRAGUE)


class NewsIndexPage(SitePage):
    """All news, the pinned ones first, then the newest."""

    protected = True

    lead = models.TextField(_("lead"), blank=True, max_length=400)

    template = "tenants/pages/news_index_page.html"
    subpage_types = ["pages.NewsPage"]
    max_count_per_parent = 1
    page_description = _("List of the news.")

    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from tenants.pages import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.news_list(self, request.GET))
        return context


class NewsPage(SitePage):
    """One news item."""

    item_kind = "news"

    date = models.DateField(_("date"), default=today, db_index=True)
    category = models.ForeignKey(
        NewsCategory,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="news",
    )
    lead = models.TextField(
        _("lead"),
        max_length=400,
        help_text=_("One or two sentences; shown in lists, in search and in the e-mail digest."),
    )
    image = models.ForeignKey(
        "pages.SiteImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("Read out to people who do not see it. Left empty, it is mere decoration."),
    )
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
    pinned_until = models.DateField(
        _("pinned until"),
        null=True,
        blank=True,
        help_text=_("Until that day the item stays first in lists."),
    )

    shown_with = ("category", "image")
    template = "tenants/pages/news_page.html"
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A news item: what has happened or will happen.")

    content_panels = [
        *Page.content_panels,
        FieldRowPanel(
            [
                FieldPanel("date"),
                FieldPanel("category", widget=forms.Select),
                FieldPanel("pinned_until"),
            ]
        ),
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Picture")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    @property
    def is_pinned(self) -> bool:
        return self.pinned_until is not None and self.pinned_until >= clock.today()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        crumbs = context["crumbs"]
        context["index_path"] = crumbs[-2]["url"] if len(crumbs) > 1 else ""
        return context

    def get_item_summary(self) -> str:
        return self.lead

    def get_item_category(self) -> str:
        return self.category.name if self.category else ""

    def get_item_image(self) -> Any | None:
        return self.image

    def get_item_extra(self) -> dict[str, Any]:
        extra: dict[str, Any] = {"published_at": instant_of(self)}
        if self.pinned_until is not None:
            # The end goes along, so that nobody has to come back when it is reached.
            after = self.pinned_until + dt.timedelta(days=1)
            extra["pinned"] = True
            extra["pinned_until"] = dt.datetime.combine(after, dt.time(), clock.PRAGUE)
        return extra
