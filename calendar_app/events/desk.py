"""Views and buttons of the clerk's desk that Wagtail does not bring."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.views.snippets import (
    CopyView,
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    UnpublishView,
)

from calendar_app.categories.selectors import names as category_names
from calendar_app.events import services, wording
from calendar_app.events.desk_dates import MoreDates, url_name
from calendar_app.events.enums import Status
from calendar_app.events.models import Event, EventAttachment
from calendar_app.events.permissions import user_can_cancel, user_can_write


class CancelView(UnpublishView):
    """Asks once, then says publicly that the event does not take place."""

    page_title: str | Promise = _("Cancel the event")
    success_message: str | Promise = _("“%(object)s” is cancelled. Subscribers will see it.")
    template_name = "calendar_app/desk/confirm.html"
    question: str | Promise = _("Do you want to announce that this event will not take place?")
    explanation: str | Promise = _(
        "The event stays in the calendar with the word “cancelled”, so that people who have it"
        " in their telephone learn about it. To remove an event that was published by mistake,"
        " unpublish it instead."
    )
    confirm_label: str | Promise = _("Yes, cancel the event")
    back_label: str | Promise = _("No, go back")
    action_name = "cancel"

    def unpublish(self) -> HttpResponse | None:
        services.cancel(self.object, self.request.user)
        return None

    def get_unpublish_url(self) -> str:
        return reverse(url_name(self.action_name), args=(self.object.pk,))

    def get_next_url(self) -> str:
        return reverse(url_name("edit"), args=(self.object.pk,))

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        names = ("question", "explanation", "confirm_label", "back_label")
        return context | {name: getattr(self, name) for name in names} | {"usage_url": None}


class PostponeView(CancelView):
    page_title = _("Postpone the event")
    success_message = _("“%(object)s” is postponed. Subscribers will see it.")
    question = _("Do you want to announce that this event is postponed?")
    explanation = _(
        "The event stays in the calendar with the word “postponed”. As soon as you know the new"
        " date, write it into the event and publish: the word disappears by itself."
    )
    confirm_label = _("Yes, postpone the event")
    action_name = "postpone"

    def unpublish(self) -> HttpResponse | None:
        services.postpone(self.object, self.request.user)
        return None


class RestoreView(CancelView):
    page_title = _("It takes place after all")
    success_message = _("“%(object)s” takes place again. Subscribers will see it.")
    question = _("Does this event take place after all?")
    explanation = _(
        "The word “cancelled” or “postponed” disappears from the calendar and from subscriptions."
    )
    confirm_label = _("Yes, it takes place")
    action_name = "restore"

    def unpublish(self) -> HttpResponse | None:
        services.restore(self.object, self.request.user)
        return None


class CopyEventView(MoreDates, CopyView):
    """The form of a new event, filled in.

    Wagtail's own view hands the form the original itself, so that saving from here would
    overwrite a published event with the right to add alone.
    """

    def get_initial_form_instance(self) -> Event:
        original = self.get_object()
        if original.has_unpublished_changes:
            original = original.get_latest_revision_as_object()
        keys = ("venue", "picture")
        names = {field.name for field in Event._meta.concrete_fields if field.editable}
        # The day is what must change; exceptions and extra dates belong to the old days.
        names -= {*keys, "start_date", "end_date", "go_live_at", "expire_at"}
        copied: dict[str, Any] = {name: getattr(original, name) for name in names}
        copied |= {f"{name}_id": getattr(original, f"{name}_id") for name in keys}
        copy = Event(**copied, live=False)
        copy.attachments = [
            EventAttachment(document_id=item.document_id, title=item.title)
            for item in original.attachments.all()
        ]
        return copy

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.info(
            request,
            gettext("This is a copy. Write its day, change what is different, and publish."),
        )
        return super().get(request, *args, **kwargs)


def all_categories() -> list[tuple[str, str]]:
    return list(category_names().items())


class CreateEventView(MoreDates, CreateView):
    pass


class EditEventView(MoreDates, EditView):
    pass


class EventFilterSet(WagtailFilterSet):
    category = ChoiceFilter(label=_("category"), choices=all_categories)

    class Meta:
        model = Event
        fields = ["category", "status", "live", "start_date"]


class EventIndexView(IndexView):
    def get_list_more_buttons(self, instance: Event) -> list[Button]:
        buttons: list[Button] = super().get_list_more_buttons(instance)
        if user_can_cancel(self.request.user, instance):
            buttons += [
                Button(
                    item.label,
                    url=reverse(url_name(item.action), args=(instance.pk,)),
                    icon_name=item.icon_name,
                    priority=25,
                )
                for item in STATE_ITEMS
                if instance.status in item.in_states
            ]
        return buttons


class StateMenuItem(ActionMenuItem):
    """In the menu of the editing form, beside "Unpublish"."""

    action: str
    in_states: frozenset[str]

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] != "edit" or context.get("locked_for_user"):
            return False
        event: Event = context["instance"]
        request: HttpRequest = context["request"]
        return event.status in self.in_states and user_can_cancel(
            request.user,
            event,
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse(url_name(self.action), args=(parent_context["instance"].pk,))


class PostponeMenuItem(StateMenuItem):
    name = "action-postpone-event"
    label = _("Postpone")
    icon_name = "time"
    action, in_states = "postpone", frozenset({Status.SCHEDULED})


class CancelMenuItem(StateMenuItem):
    name = "action-cancel-event"
    label = _("Cancel the event")
    icon_name = "cross"
    action, in_states = "cancel", frozenset({Status.SCHEDULED, Status.POSTPONED})


class RestoreMenuItem(StateMenuItem):
    name = "action-restore-event"
    label = _("It takes place after all")
    icon_name = "undo"
    action, in_states = "restore", frozenset({Status.CANCELLED, Status.POSTPONED})


STATE_ITEMS = (PostponeMenuItem, CancelMenuItem, RestoreMenuItem)


class CopyMenuItem(ActionMenuItem):
    name = "action-copy-event"
    label = _("Copy the event")
    icon_name = "copy"

    def is_shown(self, context: dict[str, Any]) -> bool:
        request: HttpRequest = context["request"]
        return context["view"] == "edit" and user_can_write(
            request.user,
            adds=True,
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse(url_name("copy"), args=(parent_context["instance"].pk,))


class DeletePlaceView(DeleteView):
    """A place that an event needs stays, drafts and past events included."""

    template_name = "calendar_app/desk/place_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"uses": self.object.events.count()}

    def delete_action(self) -> None:
        services.delete_place(self.object, self.request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.events.exists():
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)


class WhenColumn(Column):
    """The first date, and in words how a series goes on."""

    def get_value(self, instance: Event) -> str:
        return instance.recurrence_words or wording.when(instance.span)


class CategoryColumn(Column):
    def get_cell_context_data(self, instance: Event, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        # Each row has a context of its own; the request is of the page.
        request = parent_context["request"]
        if not hasattr(request, "category_names"):
            request.category_names = category_names()
        return context | {"value": request.category_names.get(instance.category, instance.category)}


class StateColumn(StatusTagColumn):
    """What the public sees of the event, in one word or two."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, primary=lambda event: event.live, **kwargs)

    def get_value(self, instance: Event) -> str:
        if not instance.live:
            return str(instance.status_string)
        if instance.is_cancelled:
            return gettext("published as cancelled")
        if instance.is_postponed:
            return gettext("published as postponed")
        if instance.has_unpublished_changes:
            return gettext("published, with a draft of changes")
        return gettext("published")
