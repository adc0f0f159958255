from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shared.alerts import permissions, views


class AlertMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.can_alert(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return AlertMenuItem(
        _("Urgent messages"), reverse("alert_desk"), icon_name="warning", order=150
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    root = "upozorneni/"
    return [
        path(root, views.desk, name="alert_desk"),
        path(f"{root}nova/", views.edit, name="alert_new"),
        path(f"{root}<int:alert>/", views.edit, name="alert_edit"),
        path(f"{root}<int:alert>/odvolat/", views.withdraw, name="alert_withdraw"),
    ]
