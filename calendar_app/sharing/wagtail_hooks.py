from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.action_menu import ActionMenuItem

from calendar_app.events.models import Event
from calendar_app.sharing import selectors, views
from calendar_app.sharing.permissions import user_can_share
from shared.kernel import clock
from tenants.registry.selectors import current_site


@hooks.register("register_admin_urls")
def sharing_urls() -> list[URLPattern]:
    return [
        path("sdilene-akce/", views.sharing, name="sharing"),
        path("sdilene-akce/<int:adoption_id>/", views.adoption, name="adoption"),
        path("sdilene-akce/nabidnout/<uuid:key>/", views.offer, name="offer_event"),
    ]


class SharingMenuItem(MenuItem):
    """With the number of offers that wait for an answer."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_share(request.user)  # type: ignore[arg-type]

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        item = super().render_component(request)
        if count := selectors.incoming_count(current_site()):
            item.label = f"{self.label} ({count})"
        return item


@hooks.register("register_admin_menu_item")
def sharing_menu_item() -> MenuItem:
    return SharingMenuItem(
        _("Shared events"), reverse("sharing"), name="shared-events", icon_name="group", order=207
    )


def _may_offer(user: Any, event: Event) -> bool:
    return bool(
        event.live
        and not event.is_cancelled
        and (event.recurrence or event.span.last_day >= clock.today())
        and user_can_share(user)
    )


class OfferMenuItem(ActionMenuItem):
    """In the menu of an event's editing form."""

    name = "action-offer-event"
    label = _("Offer to other municipalities")
    icon_name = "group"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and _may_offer(
            context["request"].user, context["instance"]
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("offer_event", args=(parent_context["instance"].pk,))


@hooks.register("register_snippet_action_menu_item")
def offer_menu_item(model: type[Any]) -> ActionMenuItem | None:
    return OfferMenuItem(order=26) if model is Event else None


@hooks.register("register_snippet_listing_buttons")
def offer_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Event) and _may_offer(user, snippet):
        yield Button(
            _("Offer to other municipalities"),
            url=reverse("offer_event", args=(snippet.pk,)),
            icon_name="group",
            priority=24,
        )
