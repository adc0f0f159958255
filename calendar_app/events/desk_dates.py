"""The dates of an event on the clerk's desk: preview while writing, and one date called off."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import compare, messages
from wagtail.admin.panels import Panel

from calendar_app.events import selectors, series, services, wording
from calendar_app.events.enums import ExceptionKind
from calendar_app.events.models import Event, EventException
from calendar_app.events.permissions import user_can_cancel, user_can_write
from shared.kernel import clock

SHOWN = 8
#: Mistakes in these fields concern the dates.
_OF_DATES = (
    *("start_date", "start_time", "end_date", "end_time", "all_day", "repeats", "repeat_every"),
    *("repeat_weekdays", "repeat_month", "repeat_year", "repeat_until", "repeat_count"),
)


def url_name(view: str) -> str:
    return str(Event.snippet_viewset.get_url_name(view))


def dates_of(event: Event, errors: list[str], can_cancel: bool = False) -> dict[str, Any]:
    """What the list of dates shows of an event as it stands in the form; writes nothing."""
    context: dict[str, Any] = {"errors": errors, "event": event, "can_cancel": can_cancel}
    if errors or event.start_date is None or (not event.all_day and event.start_time is None):
        return context
    today = clock.today()
    ahead = series.planned(event, max(event.start_date, today), SHOWN + 1)
    # Of a series that is over, or of one in the past, the first dates rather than none.
    found = ahead or series.planned(event, event.start_date, SHOWN + 1)
    return context | {
        "words": event.recurrence_words,
        "dates": found[:SHOWN],
        "more": len(found) > SHOWN,
        "is_over": not ahead,
        "advice": selectors.advice(event),
    }


class DatesPanel(Panel):
    """Below the fields of time; brought up to date by a script while they change."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "calendar_app/desk/dates_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            event: Event = self.instance
            is_new = event._state.adding
            can_cancel = (
                not is_new and not self.form.is_bound and user_can_cancel(self.request.user, event)
            )
            errors = [] if not self.form.is_bound else date_errors(self.form)
            return context | {
                "preview_url": preview_url(None if is_new else event),
                **dates_of(event, errors, can_cancel),
            }

        def get_comparison(self) -> list[Any]:
            """The rule is no field of the form, but a change of it belongs to the history."""
            field = Event._meta.get_field("recurrence")
            return [functools.partial(RuleComparison, field)]

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=["js/event-form.js"])


class MoreDatesPanel(Panel):
    """Where no script runs, the way to empty rows for single dates."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "calendar_app/desk/more_dates.html"


class MoreDates:
    """For the views of the form: sent with this button it comes back with empty rows, unsaved.

    Wagtail adds rows by a script alone. Everything typed stays; chosen files are no part of it.
    """

    button = "more-dates"
    rows = 2

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.button in request.POST:
            request.POST = self._with_rows(request.POST)  # type: ignore[assignment]
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def is_valid(self, form: Any) -> bool:
        if self.button in self.request.POST:  # type: ignore[attr-defined]
            return False
        return super().is_valid(form)  # type: ignore[misc]

    def form_invalid(self, form: Any) -> HttpResponse:
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        if self.button not in request.POST:
            return super().form_invalid(form)  # type: ignore[misc]
        messages.info(request, gettext("There are empty rows for further dates. Nothing is saved."))
        context = self.get_context_data(form=form)  # type: ignore[attr-defined]
        return self.render_to_response(context)  # type: ignore[attr-defined]

    def _with_rows(self, sent: QueryDict) -> QueryDict:
        data = sent.copy()
        for name in ("exceptions", "extra_dates"):
            count = data.get(f"{name}-TOTAL_FORMS", "")
            # Whoever invents a number gets the form back as it is.
            if re.fullmatch(r"[0-9]{1,3}", count):
                data[f"{name}-TOTAL_FORMS"] = str(int(count) + self.rows)
                for number in range(int(count), int(count) + self.rows):
                    # What an empty row has, or it would count as filled in.
                    data.setdefault(f"{name}-{number}-kind", ExceptionKind.CANCELLED)
        return data


class RuleComparison(compare.FieldComparison):
    """Two versions of the rule, in words."""

    def __init__(self, field: Any, obj_a: Event, obj_b: Event) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a, self.val_b = (
            event.recurrence_words or gettext("does not repeat") for event in (obj_a, obj_b)
        )


def preview_url(event: Event | None) -> str:
    if event is None:
        return reverse(url_name("dates_on_add"))
    return reverse(url_name("dates"), args=(event.pk,))


def date_errors(form: Any) -> list[str]:
    """Mistakes in the fields of time; an empty first day is none yet."""
    found = [text for name in _OF_DATES if name in form.errors for text in form.errors[name]]
    if "start_date" in form.errors and not form.data.get("start_date"):
        return []
    return found


class DatesView(View):
    """The dates of what is in the form, for the script. Saves nothing, whatever is sent."""

    def post(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        event = None if pk is None else get_object_or_404(Event, pk=pk)
        if not user_can_write(request.user, adds=event is None):
            raise PermissionDenied
        version = event.get_latest_revision_as_object() if event else Event()
        form_class = Event.snippet_viewset._edit_handler.get_form_class()
        form = form_class(request.POST, request.FILES, instance=version, for_user=request.user)
        form.is_valid()
        errors = date_errors(form)
        if not errors:
            # In memory only: nobody calls `save`.
            version.exceptions, version.extra_dates = form.exceptions, form.extra_dates
        response = TemplateResponse(
            request, "calendar_app/desk/dates.html", dates_of(version, errors)
        )
        response["Cache-Control"] = "no-store"
        return response


class CancelDateForm(forms.Form):
    note = forms.CharField(
        label=_("note"),
        help_text=_("What people should know about it, e.g. why. It will be public."),
        max_length=EventException._meta.get_field("note").max_length,
        required=False,
    )


class CancelDateView(View):
    """One date of a published series: asks once, then says so publicly."""

    template_name = "calendar_app/desk/date_confirm.html"
    page_title: str | Promise = _("Cancel one date")
    question: str | Promise = _("Do you want to announce that this date will not take place?")
    explanation: str | Promise = _(
        "The other dates stay as they are. This one stays in the calendar with the word"
        " “cancelled”, so that people who have it in their telephone learn about it."
    )
    confirm_label: str | Promise = _("Yes, cancel this date")
    success_message: str | Promise = _("%(day)s is cancelled. Subscribers will see it.")
    takes_note = True

    def dispatch(self, request: HttpRequest, pk: Any, day: str) -> HttpResponse:
        self.event = get_object_or_404(Event, pk=pk)
        if not user_can_cancel(request.user, self.event):
            raise PermissionDenied
        try:
            self.day = dt.datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007
        except ValueError:
            raise Http404 from None
        if not series.is_date_of_series(self.event, self.day):
            # Of a draft, whose list of dates leads here as well.
            messages.warning(
                request,
                gettext("%(day)s is no date of what is published. Publish your changes first.")
                % {"day": wording.short_day(self.day)},
            )
            return redirect(self._back_url())
        return super().dispatch(request)  # type: ignore[return-value]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(CancelDateForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CancelDateForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            self._act(form.cleaned_data["note"])
        except services.NoSuchDate:
            messages.warning(request, gettext("Somebody was faster. Look at the date once more."))
        else:
            said = self.success_message % {"day": wording.short_day(self.day)}
            messages.success(request, said)
        return redirect(self._back_url())

    def _back_url(self) -> str:
        return reverse(url_name("edit"), args=(self.event.pk,))

    def _act(self, note: str) -> None:
        services.cancel_date(self.event, self.day, self.request.user, note)  # type: ignore[arg-type]

    def _page(self, form: CancelDateForm) -> HttpResponse:
        names = ("page_title", "question", "explanation", "confirm_label")
        context: dict[str, Any] = {name: getattr(self, name) for name in names}
        context |= {
            "header_title": self.page_title,
            "object": self.event,
            "when": wording.when(series.span_on(self.event, self.day)),
            "form": form if self.takes_note else None,
            "back_url": self._back_url(),
        }
        return TemplateResponse(self.request, self.template_name, context)


class RestoreDateView(CancelDateView):
    page_title = _("Let the date take place")
    question = _("Does this date take place after all?")
    explanation = _("The word “cancelled” disappears from the calendar and from subscriptions.")
    confirm_label = _("Yes, it takes place")
    success_message = _("%(day)s takes place again. Subscribers will see it.")
    takes_note = False

    def _act(self, note: str) -> None:
        services.restore_date(self.event, self.day, self.request.user)  # type: ignore[arg-type]
