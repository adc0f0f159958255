from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
)
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from calendar_app.events import desk, selectors
from calendar_app.events.forms import EventForm
from calendar_app.events.models import Event


class EventViewSet(SnippetViewSet):
    model = Event
    icon = "calendar-alt"
    menu_label = _("Calendar")
    menu_name = "calendar"
    menu_order = 205
    add_to_admin_menu = True
    base_url_path = "kalendar"

    index_view_class = desk.EventIndexView
    copy_view_class = desk.CopyEventView

    list_display = [
        "title",
        desk.WhenColumn("when", label=_("when"), sort_key="start_date"),
        desk.CategoryColumn("category", label=_("category"), sort_key="category"),
        desk.StateColumn("state", label=_("state")),
    ]
    list_filter = ["category", "status", "live", "start_date"]
    # Not indexed by Wagtail: a plain look into these fields is enough for one site.
    search_fields = ["title", "place", "organiser"]
    search_backend_name = None
    ordering = ["-start_date", "-start_time"]
    list_per_page = 50

    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("category"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                    FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                    FieldPanel("all_day"),
                ],
                heading=_("When"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("place"),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                ],
                heading=_("Where"),
            ),
            FieldPanel("text"),
            MultiFieldPanel(
                [FieldPanel("organiser"), FieldPanel("contact")],
                heading=_("Organiser and contact"),
            ),
            MultiFieldPanel(
                [FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")
            ),
            FieldPanel("german_summary"),
            PublishingPanel(),
        ],
        base_form_class=EventForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        def view(cls: type[desk.CancelView]) -> Any:
            return self.construct_view(cls)

        return [
            *super().get_urlpatterns(),
            path("cancel/<uuid:pk>/", view(desk.CancelView), name="cancel"),
            path("restore/<uuid:pk>/", view(desk.RestoreView), name="restore"),
        ]


register_snippet(EventViewSet)


@hooks.register("register_snippet_action_menu_item")
def cancel_menu_item(model: type[Any]) -> ActionMenuItem | None:
    return desk.CancelMenuItem(order=25) if model is Event else None


@hooks.register("register_snippet_action_menu_item")
def restore_menu_item(model: type[Any]) -> ActionMenuItem | None:
    return desk.RestoreMenuItem(order=25) if model is Event else None


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_about_clock_change(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, Event):
        for warning in selectors.doubtful_times(instance):
            messages.warning(request, warning)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("calendar.event_cancelled", _("Cancel"), _("Event cancelled"))
    actions.register_action(
        "calendar.event_restored", _("Take the cancellation back"), _("Cancellation taken back")
    )
