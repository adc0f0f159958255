from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenants.profile import views
from tenants.roles import permissions


class ProfileMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.can_change_settings(request.user)


@hooks.register("register_admin_urls")
def profile_urls() -> list[URLPattern]:
    return [path("vzhled-a-udaje/", views.profile, name="site_profile")]


@hooks.register("register_settings_menu_item")
def profile_menu_item() -> MenuItem:
    return ProfileMenuItem(
        _("Look and data of the site"), reverse("site_profile"), icon_name="cog", order=50
    )
