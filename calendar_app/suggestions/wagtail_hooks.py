from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from calendar_app.suggestions import desk, selectors
from calendar_app.suggestions.permissions import user_can_decide


@hooks.register("register_admin_urls")
def suggestion_urls() -> list[URLPattern]:
    return [
        path("navrhy-akci/", desk.suggestions, name="suggestions_desk"),
        path("navrhy-akci/<uuid:key>/", desk.suggestion, name="suggestion"),
    ]


class SuggestionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_decide(request.user)  # type: ignore[arg-type]

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        item = super().render_component(request)
        if count := selectors.waiting_count():
            item.label = f"{self.label} ({count})"
        return item


@hooks.register("register_admin_menu_item")
def suggestions_menu_item() -> MenuItem:
    url = reverse("suggestions_desk")
    return SuggestionsMenuItem(
        _("Suggestions"), url, name="suggested-events", icon_name="mail", order=206
    )


class WaitingSuggestions(Component):
    """On the first page of the desk, while there is something to decide."""

    order = 20
    name = "waiting-suggestions"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def media(self) -> Media:
        return Media()

    def render_html(self, parent_context: Any = None) -> str:
        count = selectors.waiting_count()
        if not count:
            return ""
        context = {"count": count, "url": reverse("suggestions_desk")}
        return render_to_string("calendar_app/suggestions/desk_home.html", context, self.request)


@hooks.register("construct_homepage_panels", order=10)
def show_waiting_suggestions(request: HttpRequest, panels: list[Any]) -> None:
    if user_can_decide(request.user):  # type: ignore[arg-type]
        panels.insert(0, WaitingSuggestions(request))
