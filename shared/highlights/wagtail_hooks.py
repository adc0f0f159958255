from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shared.highlights import permissions, views


class HighlightsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.can_point_out(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return HighlightsMenuItem(
        _("Pointed out"), reverse("highlights"), icon_name="thumbtack", order=255
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return [
        path("vybirame/", views.index, name="highlights"),
        path("vybirame/<slug:verb>/", views.act, name="highlights_act"),
    ]
