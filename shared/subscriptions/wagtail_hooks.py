from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shared.subscriptions import desk
from tenants.roles import permissions


class DigestsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.can_change_settings(request.user)


@hooks.register("register_admin_urls")
def digest_urls() -> list[URLPattern]:
    return [path("odbery/", desk.digests, name="digests")]


@hooks.register("register_settings_menu_item")
def digests_menu_item() -> MenuItem:
    return DigestsMenuItem(_("News by e-mail"), reverse("digests"), icon_name="mail", order=150)
