from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from calendar_app.categories import selectors as categories
from calendar_app.events import recurrence_words, series
from calendar_app.events.enums import Audience
from calendar_app.events.forms import recurrence as repeating
from calendar_app.events.forms.widgets import DayInput, HourInput
from calendar_app.events.models import Event, EventException, ExtraDate, Place
from calendar_app.recurrence import OutsideGrammar
from shared.kernel.text import czech_sort_key

# As Czechs write a date, whatever the language of the clerk's desk; and as programs do.
DATE_FORMAT = "%d.%m.%Y"
DATE_INPUT_FORMATS = [DATE_FORMAT, "%d. %m. %Y", "%Y-%m-%d"]
REPEATING = tuple(repeating.RepeatingFields.base_fields)


def offered_categories() -> list[tuple[str, str]]:
    return [("", "---------"), *categories.choices()]


class EventForm(WagtailAdminModelForm, repeating.RepeatingFields):
    instance: Event
    category = forms.ChoiceField(label=_("category"), choices=offered_categories)
    audience = forms.MultipleChoiceField(
        label=_("for whom"),
        help_text=_("Tick none if it is for everybody."),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._children_checked = False
        self._keep_retired_category()
        self._offer_places()
        self._show_rule()
        child_fields = (
            form.fields.values()
            for formset in self.formsets.values()
            for form in (*formset.forms, formset.empty_form)
        )
        for field in self.fields.values():
            field.label = capfirst(field.label)
        for field in (field for some in (self.fields.values(), *child_fields) for field in some):
            if type(field) is forms.DateField:
                field.input_formats = DATE_INPUT_FORMATS
                field.widget = DayInput()
            elif type(field) is forms.TimeField:
                field.widget = HourInput()

    def _keep_retired_category(self) -> None:
        """An event may keep what is no longer offered to new ones."""
        current: str = self.instance.category
        field: Any = self.fields["category"]
        if current and current not in dict(field.choices):
            field.choices = [*field.choices, (current, categories.names().get(current, current))]

    def _offer_places(self) -> None:
        field: Any = self.fields.get("venue")
        if field is not None:
            places = sorted(Place.objects.all(), key=lambda place: czech_sort_key(place.label))
            field.choices = [
                ("", gettext("– another place –")),
                *((place.pk, place.label) for place in places),
            ]

    def _show_rule(self) -> None:
        stored = series.rule_of(self.instance)
        if stored is None:
            return
        # A copy has the rule of its original, and no first day yet.
        for name, value in repeating.initial(stored, self.instance.start_date).items():
            self.initial.setdefault(name, value)
        if self.initial["repeats"] == repeating.KEEP:
            said = recurrence_words.describe(stored, self.instance.start_date)
            field: Any = self.fields["repeats"]
            field.choices = [*field.choices, (repeating.KEEP, gettext("as until now: %s") % said)]

    # -- from the fields to the rule ---------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._set_rule()
        return self.cleaned_data

    def _set_rule(self) -> None:
        data, first = self.cleaned_data, self.cleaned_data.get("start_date")
        if data.get("repeats") == repeating.KEEP:
            return
        self.instance.recurrence = ""
        if not data.get("repeats") or first is None or set(REPEATING) - set(data):
            return  # what is wrong is said beside its field already
        if data["repeat_until"] and data["repeat_count"]:
            self.add_error(
                "repeat_count", gettext("Write either the last day or how many times, not both.")
            )
            return
        try:
            rule = repeating.rule(data, first)
        except OutsideGrammar as error:
            self.add_error("repeats", series.outside_grammar(error))
            return
        self.instance.recurrence = rule.text if rule else ""

    def _update_errors(self, errors: ValidationError) -> None:
        """The event's rule is a field of the model; here it is several."""
        if hasattr(errors, "error_dict") and "recurrence" in errors.error_dict:
            field = "repeat_until" if self.cleaned_data.get("repeat_until") else "repeats"
            errors.error_dict[field] = errors.error_dict.pop("recurrence")
        super()._update_errors(errors)

    # -- single dates ------------------------------------------------------------------------------

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if self.is_bound and not self._children_checked:
            self._children_checked = True
            # With the event's own dates wrong, every word about single ones would be misleading.
            if not set(self.errors) & {
                "start_date",
                "start_time",
                "end_date",
                "end_time",
                *REPEATING,
            }:
                self._check_children()
                valid = super().is_valid()
        return valid

    def _check_children(self) -> None:
        by_child = {id(form.instance): form for form in self.written_dates()}
        for error in series.child_errors(self.instance, self.exceptions, self.extra_dates):
            form = by_child[id(error.child)]
            form.add_error(error.field, error.text)

    @property
    def exceptions(self) -> list[EventException]:
        """Those that are written in the form and right in themselves."""
        return [form.instance for form in self._children("exceptions")]

    @property
    def extra_dates(self) -> list[ExtraDate]:
        return [form.instance for form in self._children("extra_dates")]

    def written_dates(self) -> Iterator[forms.ModelForm[Any]]:
        yield from self._children("exceptions")
        yield from self._children("extra_dates")

    def _children(self, name: str) -> Iterator[forms.ModelForm[Any]]:
        if (formset := self.formsets.get(name)) is None:
            return
        for form in formset.forms:
            left_empty = form.empty_permitted and not form.has_changed()
            if not left_empty and form.is_valid() and not formset._should_delete_form(form):
                yield form
