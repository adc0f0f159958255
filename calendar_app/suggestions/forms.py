"""What a citizen fills in, and what a clerk answers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calendar_app.categories import selectors as categories
from calendar_app.events.enums import DeclineReason
from calendar_app.events.models import Event, Suggestion
from calendar_app.ical.text import clean
from calendar_app.suggestions import tokens
from shared.kernel import clock

# As Czechs write them, and as browsers send them.
DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
TIME_FORMATS = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]
MOST_LINKS = 2
LATEST = dt.timedelta(days=3 * 366)

#: Looks like something to fill in and is not; people are told so.
TRAP_FIELD = "webova-adresa"
STAMP_FIELD = "otevreno"

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-z][^>]*>|\[/?(?:url|link|img)\b", re.IGNORECASE)


class _Line(forms.CharField):
    """One line of plain text, whatever characters came with it."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join(clean(text, len(text) + 1).split())


class _Text(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return clean(text, len(text) + 1)


class _Date(forms.DateField):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = DATE_FORMATS

    def to_python(self, value: Any) -> Any:
        # "4. 11. 2026", with whichever space.
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class _Time(forms.TimeField):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    input_formats = TIME_FORMATS

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


def offered_categories() -> list[tuple[str, str]]:
    return [("", gettext("Choose")), *categories.choices()]


class SuggestionForm(forms.Form):
    """`caught` says that a program filled the form in: it is answered politely and not kept.

    A form that was open for too long keeps what was typed and gets a new stamp.
    """

    title = _Line(
        label=_("Name of the event"),
        max_length=200,
        help_text=_("As it should stand in the calendar, e.g. “Firefighters’ ball”."),
    )
    category = forms.ChoiceField(label=_("Category"))
    start_date = _Date(label=_("First day"), help_text=_("E.g. 4. 11. 2026"))
    all_day = forms.BooleanField(label=_("All day, without a time"), required=False)
    # Not asked for if it lasts all day.
    start_time = _Time(
        label=_("Starts at"),
        help_text=_("E.g. 18:00"),
        error_messages={"required": _("Write when the event starts, or tick “all day”.")},
    )
    end_date = _Date(
        label=_("Last day"), required=False, help_text=_("Only if it lasts several days.")
    )
    end_time = _Time(
        label=_("Ends at"), required=False, help_text=_("Leave empty if the end is open.")
    )
    place = _Line(
        label=_("Place"),
        max_length=200,
        help_text=_("As people call it, with the street if strangers should find it."),
    )
    text = _Text(
        label=_("Description"),
        max_length=4000,
        required=False,
        help_text=_("What awaits the visitors. Plain text, at most two links."),
    )
    organiser = _Line(label=_("Club or organiser"), max_length=200, required=False)
    admission = _Line(
        label=_("Admission"),
        max_length=200,
        required=False,
        help_text=_("E.g. “free” or “adults 80 Kč, children 40 Kč”."),
    )
    contact = _Line(
        label=_("Contact for the public"),
        max_length=200,
        required=False,
        help_text=_("Telephone or e-mail for questions. It will stand in the calendar."),
    )
    contact_consent = forms.BooleanField(
        label=_("I agree that this contact is published."), required=False
    )
    sender_name = _Line(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sender_email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We write to you how it was decided. It is not published."),
    )

    caught = False

    ABOUT_EVENT = ("title", "category")
    WHEN = ("start_date", "all_day", "start_time", "end_date", "end_time")
    DETAILS = ("place", "text", "organiser", "admission")
    CONTACT = ("contact", "contact_consent")
    SENDER = ("sender_name", "sender_email")
    _LINES = ("title", "place", "organiser", "admission", "contact", "sender_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Once, other than a callable, which is asked for each rendering.
        self.fields["category"].choices = offered_categories()  # type: ignore[attr-defined]
        if self.is_bound and self.data.get("all_day"):
            self.fields["start_time"].required = False
        self.fields[TRAP_FIELD] = forms.CharField(
            label=_("Leave this field empty"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )
        self.fields[STAMP_FIELD] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=tokens.issue
        )
        self.opened: tokens.Opened | None = None

    def _group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def about_event(self) -> list[forms.BoundField]:
        return self._group(self.ABOUT_EVENT)

    @property
    def when_fields(self) -> list[forms.BoundField]:
        return self._group(self.WHEN)

    @property
    def details(self) -> list[forms.BoundField]:
        return self._group(self.DETAILS)

    @property
    def contact_fields(self) -> list[forms.BoundField]:
        return self._group(self.CONTACT)

    @property
    def sender(self) -> list[forms.BoundField]:
        return self._group(self.SENDER)

    @property
    def trap(self) -> forms.BoundField:
        return self[TRAP_FIELD]

    @property
    def stamp(self) -> forms.BoundField:
        return self[STAMP_FIELD]

    def full_clean(self) -> None:
        """A program is recognised before anything is checked: it learns nothing from errors."""
        if self.is_bound:
            self.opened = tokens.read(str(self.data.get(STAMP_FIELD, "")))
            self.caught = (
                bool(str(self.data.get(TRAP_FIELD, "")).strip())
                or self.opened is None
                or self.opened.is_too_fast
            )
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.opened is not None and self.opened.is_expired:
            # The next rendering must carry a fresh stamp, or the second try would fail as well.
            self.data: Any = self.data.copy()
            self.data[self.add_prefix(STAMP_FIELD)] = tokens.renew()
            self.add_error(
                None,
                gettext(
                    "The form was open for too long. Everything you wrote is still here: check it"
                    " and send it once more."
                ),
            )
        self._check_texts(cleaned)
        self._check_times(cleaned)
        if cleaned.get("contact") and not cleaned.get("contact_consent"):
            self.add_error(
                "contact_consent",
                gettext("Agree that the contact is published, or delete the contact."),
            )
        return cleaned

    def _check_texts(self, cleaned: dict[str, Any]) -> None:
        for name in self._LINES:
            if _LINK.search(cleaned.get(name) or "") or _MARKUP.search(cleaned.get(name) or ""):
                self.add_error(name, gettext("Write plain words here, without links."))
        text = cleaned.get("text") or ""
        if _MARKUP.search(text):
            self.add_error("text", gettext("Write plain text, without HTML tags."))
        elif len(_LINK.findall(text)) > MOST_LINKS:
            self.add_error(
                "text",
                ngettext(
                    "At most %(count)d link, please.",
                    "At most %(count)d links, please.",
                    MOST_LINKS,
                )
                % {"count": MOST_LINKS},
            )

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        start = cleaned.get("start_date")
        if start is None or {"start_time", "end_date", "end_time"} & set(self.errors):
            return
        today = clock.today()
        if max(start, cleaned.get("end_date") or start) < today:
            self.add_error("start_date", gettext("This day is over. Check the date."))
            return
        if start > today + LATEST:
            self.add_error(
                "start_date", gettext("This is in more than three years. Check the year.")
            )
            return
        # The rules of an event, so that the clerk can make one of the suggestion.
        try:
            Event(**self._event_fields(cleaned)).clean()
        except ValidationError as problem:
            for name, messages in problem.message_dict.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, message)

    @staticmethod
    def _event_fields(cleaned: dict[str, Any]) -> dict[str, Any]:
        names = ("title", "category", *SuggestionForm.WHEN, "place", "organiser", "admission")
        return {name: cleaned.get(name) or ("" if name in _TEXTS else None) for name in names} | {
            "all_day": bool(cleaned.get("all_day"))
        }

    def suggestion_fields(self) -> dict[str, Any]:
        """What is kept; neither the trap nor the stamp nor the ticks."""
        left_out = {TRAP_FIELD, STAMP_FIELD, "contact_consent"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


_TEXTS = ("title", "category", "place", "organiser", "admission")


class DeclineForm(forms.Form):
    """At least one of the two: a prepared reason or words of one's own."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("Another reason")), *DeclineReason.choices],
        help_text=_("The sender reads it in her own language."),
    )
    answer = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=Suggestion._meta.get_field("answer").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("reason") and not (cleaned.get("answer") or "").strip():
            raise ValidationError(
                gettext("Choose a reason, or write one: the sender should know why.")
            )
        return cleaned
