"""Views and buttons of the clerk's desk that Wagtail does not bring."""

from __future__ import annotations

from typing import Any

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.views.snippets import CopyView, IndexView, UnpublishView

from calendar_app.events import services, wording
from calendar_app.events.models import Event
from calendar_app.events.permissions import user_can_cancel


def url_name(view: str) -> str:
    return str(Event.snippet_viewset.get_url_name(view))


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


class RestoreView(CancelView):
    page_title = _("Take the cancellation back")
    success_message = _("“%(object)s” takes place again. Subscribers will see it.")
    question = _("Does this event take place after all?")
    explanation = _("The word “cancelled” disappears from the calendar and from subscriptions.")
    confirm_label = _("Yes, it takes place")
    action_name = "restore"

    def unpublish(self) -> HttpResponse | None:
        services.restore(self.object, self.request.user)
        return None


class CopyEventView(CopyView):
    """The form of a new event, filled in.

    Wagtail's own view hands the form the original itself, so that saving from here would
    overwrite a published event with the right to add alone.
    """

    def get_initial_form_instance(self) -> Event:
        original = self.get_object()
        fields = model_to_dict(original, exclude=["picture", "go_live_at", "expire_at"])
        names = {field.name for field in Event._meta.concrete_fields if field.editable}
        copied = {name: value for name, value in fields.items() if name in names}
        return Event(**copied, picture=original.picture, live=False)


class EventIndexView(IndexView):
    def get_list_more_buttons(self, instance: Event) -> list[Button]:
        buttons: list[Button] = super().get_list_more_buttons(instance)
        if user_can_cancel(self.request.user, instance):
            action = "restore" if instance.is_cancelled else "cancel"
            buttons.append(
                Button(
                    _("Take the cancellation back") if instance.is_cancelled else _("Cancel"),
                    url=reverse(url_name(action), args=(instance.pk,)),
                    icon_name="undo" if instance.is_cancelled else "cross",
                    priority=25,
                )
            )
        return buttons


class CancelMenuItem(ActionMenuItem):
    """In the menu of the editing form, beside "Unpublish"."""

    name = "action-cancel-event"
    label = _("Cancel the event")
    icon_name = "cross"
    action, when_cancelled = "cancel", False

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] != "edit" or context.get("locked_for_user"):
            return False
        event: Event = context["instance"]
        request: HttpRequest = context["request"]
        return event.is_cancelled is self.when_cancelled and user_can_cancel(
            request.user,  # type: ignore[arg-type]
            event,
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse(url_name(self.action), args=(parent_context["instance"].pk,))


class RestoreMenuItem(CancelMenuItem):
    name = "action-restore-event"
    label = _("Take the cancellation back")
    icon_name = "undo"
    action, when_cancelled = "restore", True


class WhenColumn(Column):
    def get_value(self, instance: Event) -> str:
        return wording.when(instance.span)


class CategoryColumn(Column):
    def get_value(self, instance: Event) -> str:
        return str(instance.category)


class StateColumn(StatusTagColumn):
    """What the public sees of the event, in one word or two."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, primary=lambda event: event.live, **kwargs)

    def get_value(self, instance: Event) -> str:
        if not instance.live:
            return str(instance.status_string)
        if instance.is_cancelled:
            return gettext("published as cancelled")
        if instance.has_unpublished_changes:
            return gettext("published, with a draft of changes")
        return gettext("published")
