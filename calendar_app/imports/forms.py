from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.categories import selectors as categories
from calendar_app.imports.enums import Publishing
from calendar_app.imports.models import DEFAULT_ZONE, Source
from calendar_app.imports.zones import named_zone
from shared.kernel.http import MAX_BYTES


class AddForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Address of the calendar"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "From Google, Outlook, a school or a library. It is often called iCal or ICS."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=gettext_lazy("With the ending .ics, of at most 5 MB. It is read once."),
    )

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise ValidationError(_("The file is larger than 5 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("address")) is bool(cleaned.get("file")):
            raise ValidationError(_("Write an address, or choose a file."))
        return cleaned


class FileForm(AddForm):
    """A newer file of a source that was uploaded."""

    address = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Newer file")

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.cleaned_data.get("file"):
            raise ValidationError(_("Choose a file."))
        return self.cleaned_data


class SourceForm(forms.ModelForm[Source]):
    category = forms.ChoiceField(
        label=gettext_lazy("Category"),
        help_text=gettext_lazy("All events of this calendar get it. You can change it in each."),
    )
    publishing = forms.ChoiceField(
        label=gettext_lazy("New events"), choices=Publishing.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Source
        fields = ["name", "category", "publishing", "zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = categories.choices()
        if self.instance.category and self.instance.category not in dict(choices):
            choices.append((self.instance.category, self.instance.category))
        self.fields["category"].choices = choices  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"]).strip()
        found = named_zone(zone)
        if found is None:
            raise ValidationError(
                _("Nobody knows this time zone. The usual one is %(zone)s.")
                % {"zone": DEFAULT_ZONE}
            )
        return found.key


class ConfirmForm(SourceForm):
    consent = forms.BooleanField(
        label=gettext_lazy("The municipality may publish these events"),
        help_text=gettext_lazy(
            "The owner of the calendar agrees, or it is published for everybody to pass on. It"
            " contains no private appointments and no personal data."
        ),
        error_messages={
            "required": gettext_lazy("Without this confirmation the calendar cannot be taken over.")
        },
    )


class DeleteForm(forms.Form):
    events = forms.ChoiceField(
        label=gettext_lazy("What becomes of its events?"),
        widget=forms.RadioSelect,
        choices=[
            ("keep", gettext_lazy("They stay in our calendar as our own")),
            ("withdraw", gettext_lazy("Those that lie ahead are withdrawn")),
        ],
    )
