from __future__ import annotations

from typing import Any

from django.forms import Select
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
)
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from calendar_app.events import desk, desk_dates, selectors
from calendar_app.events.forms import EventForm, PlaceForm
from calendar_app.events.models import Event, Place

WHEN_CHANGED = {"data-kind": "changed"}


def _only_for(*frequencies: str) -> dict[str, str]:
    """The script shows the field for these only; without it every field is there."""
    return {"data-repeats": " ".join(frequencies)}


class EventViewSet(SnippetViewSet):
    model = Event
    icon = "calendar-alt"
    menu_label = _("Calendar")
    menu_name = "calendar"
    menu_order = 205
    add_to_admin_menu = True
    base_url_path = "kalendar"

    index_view_class = desk.EventIndexView
    add_view_class = desk.CreateEventView
    edit_view_class = desk.EditEventView
    copy_view_class = desk.CopyEventView

    list_display = [
        "title",
        desk.WhenColumn("when", label=_("when"), sort_key="start_date"),
        desk.CategoryColumn("category", label=_("category"), sort_key="category"),
        desk.StateColumn("state", label=_("state")),
    ]
    filterset_class = desk.EventFilterSet
    # Not indexed by Wagtail: a plain look into these fields is enough for one site.
    search_fields = ["title", "place", "venue__name", "organiser"]
    search_backend_name = None
    ordering = ["-start_date", "-start_time"]
    list_per_page = 50

    edit_handler = ObjectList(
        [
            # What every event needs; all else is closed until somebody wants it.
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
                    FieldRowPanel(
                        [
                            FieldPanel("repeats"),
                            FieldPanel(
                                "repeat_every",
                                attrs=_only_for("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
                            ),
                        ]
                    ),
                    FieldPanel("repeat_weekdays", attrs=_only_for("WEEKLY")),
                    FieldPanel("repeat_month", attrs=_only_for("MONTHLY")),
                    FieldPanel("repeat_year", attrs=_only_for("YEARLY")),
                    FieldRowPanel(
                        [FieldPanel("repeat_until"), FieldPanel("repeat_count")],
                        attrs=_only_for("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
                    ),
                ],
                heading=_("Does it repeat?"),
            ),
            desk_dates.DatesPanel(heading=_("Dates")),
            MultiFieldPanel(
                [
                    FieldPanel("venue", widget=Select),
                    FieldPanel("place"),
                ],
                heading=_("Where"),
            ),
            FieldPanel("text"),
            MultiFieldPanel(
                [
                    InlinePanel(
                        "exceptions",
                        [
                            FieldRowPanel([FieldPanel("day"), FieldPanel("kind")]),
                            FieldRowPanel(
                                [FieldPanel("start_date"), FieldPanel("start_time")],
                                attrs=WHEN_CHANGED,
                            ),
                            FieldRowPanel(
                                [FieldPanel("end_date"), FieldPanel("end_time")],
                                attrs=WHEN_CHANGED,
                            ),
                            FieldPanel("place", attrs=WHEN_CHANGED),
                            FieldPanel("note"),
                        ],
                        heading=_("One date is different"),
                        label=_("date that is different"),
                        help_text=_(
                            "One date of the series is cancelled, moved or somewhere else. What you"
                            " leave empty stays as in the series. A date that is left out was never"
                            " announced; one that is cancelled is struck out in people’s telephones."
                        ),
                    ),
                    InlinePanel(
                        "extra_dates",
                        [
                            FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                            FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                            FieldPanel("note"),
                        ],
                        heading=_("Dates besides"),
                        label=_("extra date"),
                        help_text=_(
                            "The same event once more on a day that the series does not have. Leave"
                            " the times empty if they are the same."
                        ),
                    ),
                    desk_dates.MoreDatesPanel(),
                ],
                heading=_("Single dates"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("audience"),
                    FieldPanel("admission"),
                    FieldPanel("doors_time"),
                    FieldPanel("registration_url"),
                    FieldPanel("organiser"),
                    FieldPanel("contact"),
                ],
                heading=_("For visitors: admission, organiser, contact"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("picture"),
                    FieldPanel("picture_alt"),
                    InlinePanel(
                        "attachments",
                        [FieldPanel("document"), FieldPanel("title")],
                        heading=_("Attachments"),
                        label=_("attachment"),
                        help_text=_("E.g. a poster or an application form, as PDF."),
                    ),
                ],
                heading=_("Picture and attachments"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("german_summary"),
                    FieldPanel("on_union_calendar"),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                ],
                heading=_("Neighbours, map and the union’s calendar"),
                classname="collapsed",
            ),
            PublishingPanel(),
        ],
        base_form_class=EventForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        def view(cls: type[desk.CancelView]) -> Any:
            return self.construct_view(cls)

        dates = desk_dates.DatesView.as_view()
        return [
            *super().get_urlpatterns(),
            path("cancel/<uuid:pk>/", view(desk.CancelView), name="cancel"),
            path("postpone/<uuid:pk>/", view(desk.PostponeView), name="postpone"),
            path("restore/<uuid:pk>/", view(desk.RestoreView), name="restore"),
            path("dates/", dates, name="dates_on_add"),
            path("dates/<uuid:pk>/", dates, name="dates"),
            path(
                "dates/<uuid:pk>/<slug:day>/cancel/",
                desk_dates.CancelDateView.as_view(),
                name="cancel_date",
            ),
            path(
                "dates/<uuid:pk>/<slug:day>/restore/",
                desk_dates.RestoreDateView.as_view(),
                name="restore_date",
            ),
        ]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "home"
    menu_label = _("Places")
    menu_name = "places"
    menu_order = 206
    add_to_admin_menu = True
    base_url_path = "mista"
    delete_view_class = desk.DeletePlaceView
    list_display = ["name", "address", "barrier_free"]
    search_fields = ["name", "address"]
    search_backend_name = None
    copy_view_enabled = False

    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("address"),
            FieldPanel("barrier_free"),
            FieldPanel("note"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        ],
        base_form_class=PlaceForm,
    )


register_snippet(EventViewSet)
register_snippet(PlaceViewSet)


@hooks.register("register_snippet_action_menu_item")
def postpone_menu_item(model: type[Any]) -> ActionMenuItem | None:
    return desk.PostponeMenuItem(order=24) if model is Event else None


@hooks.register("register_snippet_action_menu_item")
def cancel_menu_item(model: type[Any]) -> ActionMenuItem | None:
    return desk.CancelMenuItem(order=25) if model is Event else None


@hooks.register("register_snippet_action_menu_item")
def restore_menu_item(model: type[Any]) -> ActionMenuItem | None:
    return desk.RestoreMenuItem(order=25) if model is Event else None


@hooks.register("register_snippet_action_menu_item")
def copy_menu_item(model: type[Any]) -> ActionMenuItem | None:
    return desk.CopyMenuItem(order=26) if model is Event else None


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def give_advice(request: HttpRequest, instance: Any) -> None:
    # Wagtail saves drafts in the background while somebody writes; nobody would read it then.
    if isinstance(instance, Event) and request.accepts("text/html"):
        for advice in selectors.advice(instance):
            text = format_html('{} <a href="{}">{}</a>', advice.text, advice.url, advice.link)
            messages.warning(request, text if advice.url else advice.text)


@hooks.register("before_delete_snippet")
def keep_used_places(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Ticked in the list together; one alone is answered by `DeletePlaceView`."""
    match = request.resolver_match
    if match is None or match.url_name != "wagtail_bulk_action":
        return None
    used = [place for place in instances if isinstance(place, Place) and place.events.exists()]
    if not used:
        return None
    names = ", ".join(place.name for place in used)
    messages.error(request, gettext("Events take place there, so it stays: %s") % names)
    return redirect(reverse("wagtailsnippets_events_place:list"))


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("calendar.event_cancelled", _("Cancel"), _("Event cancelled"))
    actions.register_action("calendar.event_postponed", _("Postpone"), _("Event postponed"))
    actions.register_action(
        "calendar.event_restored",
        _("It takes place after all"),
        _("Cancellation or postponement taken back"),
    )
    actions.register_action("calendar.date_cancelled", _("Cancel one date"), _("Date cancelled"))
    actions.register_action(
        "calendar.date_restored",
        _("Let the date take place"),
        _("Cancellation of a date taken back"),
    )
