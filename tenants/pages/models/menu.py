from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.fields import StreamField

from tenants.pages.blocks import MenuItemBlock


class MainMenu(BaseGenericSetting):
    """The menu at the top of the site, in the order that the clerk has dragged it into."""

    items = StreamField(
        [("item", MenuItemBlock())],
        verbose_name=_("items"),
        blank=True,
        max_num=8,
        help_text=_(
            "Drag to change the order. While the menu is empty, it shows the pages "
            "that are marked “show in menus”."
        ),
    )

    panels = [FieldPanel("items")]

    class Meta:
        verbose_name = _("menu of the site")
        verbose_name_plural = _("menus of the site")
