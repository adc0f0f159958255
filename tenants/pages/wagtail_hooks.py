"""The clerk's desk: what she needs is at hand, what she does not need is out of the way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.contrib.settings.registry import register_setting
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from tenants.pages import desk
from tenants.pages.models import MainMenu, NewsCategory

# Wagtail's advice for developers, reports that one municipality has no use for, and the two
# settings that provisioning takes care of. Operators keep them.
HIDDEN_FROM_CLERKS = {"help", "sites", "locales", "collections", "workflows", "workflow-tasks"}

register_setting(MainMenu, icon="list-ul")


class NewsCategoryViewSet(SnippetViewSet):
    model = NewsCategory
    icon = "tag"
    menu_label = _("News categories")
    menu_name = "news-categories"
    list_display = ["name", "slug", "order"]
    add_to_settings_menu = True


register_snippet(NewsCategoryViewSet)


class SiteMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("pages.change_mainmenu"))


@hooks.register("register_admin_menu_item")
def register_menu_of_site() -> MenuItem:
    url = reverse("wagtailsettings:edit", args=["pages", "mainmenu"])
    return SiteMenuItem(_("Menu of the site"), url, icon_name="list-ul", order=230)


@hooks.register("construct_main_menu")
def hide_what_clerks_do_not_need(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_FROM_CLERKS]


@hooks.register("construct_settings_menu")
def hide_settings_of_operators(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    # The menu of the site has a place of its own, one level higher.
    hidden = {"menu-of-the-site"} if request.user.is_superuser else HIDDEN_FROM_CLERKS
    own_url = reverse("wagtailsettings:edit", args=["pages", "mainmenu"])
    menu_items[:] = [item for item in menu_items if item.name not in hidden and item.url != own_url]


@hooks.register("construct_help_menu")
def hide_help_for_developers(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items.clear()


class QuickActions(Component):
    """First thing on the desk: what clerks come for."""

    order = 10
    name = "quick-actions"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def media(self) -> Any:
        from django.forms import Media

        return Media()

    def render_html(self, parent_context: Any = None) -> str:
        context = {"actions": desk.actions(self.request.user)}
        return render_to_string("tenants/pages/admin/quick_actions.html", context, self.request)


@hooks.register("construct_homepage_panels")
def put_actions_first(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, QuickActions(request))


@hooks.register("construct_homepage_summary_items", order=1000)
def hide_counts(request: HttpRequest, items: list[Any]) -> None:
    """Numbers of pages and files tell a clerk nothing; the room belongs to what she can do."""
    items.clear()


@hooks.register("register_rich_text_features", order=100)
def leave_out_pictures_and_embeds(features: Any) -> None:
    """Pictures have pieces of their own with alternative text; embeds load other servers."""
    unwanted = {"image", "embed", "hr", "h2"}
    features.default_features = [
        feature for feature in features.default_features if feature not in unwanted
    ]


@hooks.register("before_delete_page")
def keep_protected_pages(request: HttpRequest, page: Page) -> Any:
    """Deleting a page above a protected one would take that with it."""
    from django.core.exceptions import PermissionDenied

    from tenants.pages import selectors

    if request.method == "POST" and selectors.holds_protected(page):
        raise PermissionDenied
    return None
