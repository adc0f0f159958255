from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.models import Orderable, Page

from shared.kernel.cms import SitePage
from tenants.pages.models.news import instant_of, today


class GalleryIndexPage(SitePage):
    """All galleries, the newest first."""

    protected = True

    lead = models.TextField(_("lead"), blank=True, max_length=400)

    template = "tenants/pages/gallery_index_page.html"
    subpage_types = ["pages.GalleryPage"]
    max_count_per_parent = 1
    page_description = _("List of photo galleries.")

    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of galleries")
        verbose_name_plural = _("lists of galleries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from tenants.pages import selectors

        context = super().get_context(request, *args, **kwargs)
        context.update(selectors.gallery_list(self, request.GET))
        return context


class GalleryPage(SitePage):
    """Pictures from one occasion."""

    item_kind = "gallery"

    date = models.DateField(_("date"), default=today, db_index=True)
    lead = models.TextField(_("lead"), blank=True, max_length=400)

    template = "tenants/pages/gallery_page.html"
    parent_page_types = ["pages.GalleryIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Photographs from one occasion.")

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("lead"),
        MultipleChooserPanel("pictures", label=_("Picture"), chooser_field_name="image"),
    ]

    class Meta:
        verbose_name = _("photo gallery")
        verbose_name_plural = _("photo galleries")

    def get_item_summary(self) -> str:
        return self.lead

    def get_item_image(self) -> Any | None:
        first = self.pictures.first()
        return first.image if first else None

    def get_item_extra(self) -> dict[str, Any]:
        return {"published_at": instant_of(self)}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from tenants.pages import selectors

        context = super().get_context(request, *args, **kwargs)
        context["pictures"] = selectors.gallery_pictures(self)
        return context


class GalleryPicture(Orderable):
    page = ParentalKey(GalleryPage, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        "pages.SiteImage",
        verbose_name=_("picture"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    caption = models.CharField(_("caption"), max_length=250, blank=True)
    alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("Left empty, the description of the picture is used, then its caption."),
    )

    panels = [FieldPanel("image"), FieldPanel("caption"), FieldPanel("alt")]

    class Meta(Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def alt_text(self) -> str:
        return self.alt or self.image.default_alt_text or self.caption or self.page.title
