from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from calendar_app.categories.forms import CategoryForm
from calendar_app.categories.models import Category
from calendar_app.categories.permissions import user_can_manage_categories


class CategoryPolicy(BasePermissionPolicy):
    """The right comes from the role on the union's site, not from a permission that others grant."""

    _ACTIONS = frozenset({"add", "change", "view"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self._ACTIONS and user_can_manage_categories(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> Any:
        raise NotImplementedError  # asked for by choosers and reports, of which there are none


class CategoryViewSet(ModelViewSet):
    model = Category
    icon = "tag"
    menu_label = _("Categories of events")
    menu_name = "event-categories"
    menu_order = 207
    add_to_admin_menu = True
    url_prefix = "kategorie-akci"
    copy_view_enabled = False
    list_display = ["name", "name_de", "name_en", "order", "retired"]
    ordering = ["order", "name"]
    list_per_page = 100

    def get_form_class(self, for_update: bool = False) -> type[CategoryForm]:
        return CategoryForm


register_permission_policy(Category, CategoryPolicy(Category))


@hooks.register("register_admin_viewset")
def category_viewset() -> CategoryViewSet:
    return CategoryViewSet("event_categories")
