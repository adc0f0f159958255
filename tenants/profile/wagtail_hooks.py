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


class MembershipsMenuItem(ProfileMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.tenant.is_union and super().is_shown(request)  # type: ignore[attr-defined]


@hooks.register("register_admin_urls")
def profile_urls() -> list[URLPattern]:
    return [
        path("vzhled-a-udaje/", views.profile, name="site_profile"),
        path("clenstvi/", views.memberships, name="union_memberships"),
        path("clenstvi/pridat/", views.membership, name="union_membership_add"),
        path("clenstvi/<int:membership_id>/", views.membership, name="union_membership"),
    ]


@hooks.register("register_settings_menu_item")
def profile_menu_item() -> MenuItem:
    return ProfileMenuItem(
        _("Look and data of the site"), reverse("site_profile"), icon_name="cog", order=50
    )


@hooks.register("register_settings_menu_item")
def memberships_menu_item() -> MenuItem:
    return MembershipsMenuItem(
        _("Members of the union"), reverse("union_memberships"), icon_name="group", order=55
    )
