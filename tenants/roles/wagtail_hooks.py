from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenants.roles import permissions, views


class PeopleMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.can_manage_people(request.user)


@hooks.register("register_admin_urls")
def people_urls() -> list[URLPattern]:
    return [
        path("lide/", views.people, name="people"),
        path("lide/<int:person_id>/", views.person, name="person"),
        path("lide/pozvanka/<int:invitation_id>/zrusit/", views.revoke, name="revoke_invitation"),
        path("odhlasit-vsude/", views.sign_out_everywhere, name="sign_out_everywhere"),
    ]


@hooks.register("register_settings_menu_item")
def people_menu_item() -> MenuItem:
    return PeopleMenuItem(_("People"), reverse("people"), icon_name="group", order=100)


@hooks.register("register_settings_menu_item")
def sign_out_menu_item() -> MenuItem:
    return MenuItem(
        _("Log out on all devices"), reverse("sign_out_everywhere"), icon_name="logout", order=900
    )


@hooks.register("construct_settings_menu")
def hide_wagtails_people(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's own lists of users and groups show the people of every site."""
    menu_items[:] = [item for item in menu_items if item.name not in {"users", "groups"}]
