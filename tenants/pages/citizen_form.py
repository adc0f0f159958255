"""The form that a citizen sees, with what keeps robots out without asking a third party."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm, FormBuilder

from shared.kernel.db import connection

# Hyphens keep these names apart from the clerk's fields, which are snake_case.
TRAP_FIELD = "web-adresa"
STAMP_FIELD = "cas-otevreni"
CONSENT_FIELD = "souhlas-udaje"
OWN_FIELDS = frozenset({TRAP_FIELD, STAMP_FIELD, CONSENT_FIELD})

FASTEST_SECONDS = 2
LONGEST_SECONDS = 24 * 60 * 60


class SiteForm(BaseForm):
    """Adds a trap that only robots fill in, a signed time of opening and the consent box.

    `caught` says that a robot filled in the trap; such a form is valid and simply not kept.
    """

    caught = False

    def __init__(self, *args: Any, consent_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[TRAP_FIELD] = forms.CharField(
            label=_("Leave this field empty"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )
        self.fields[STAMP_FIELD] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=self._new_stamp()
        )
        if consent_text:
            self.fields[CONSENT_FIELD] = forms.BooleanField(
                label=_("I have read how my personal data will be used."),
                help_text=consent_text,
            )

    @property
    def _signer(self) -> signing.TimestampSigner:
        # Good for one form of one site only.
        page = self.page.pk if self.page is not None else ""
        return signing.TimestampSigner(salt=f"pages.form:{connection.schema_name}:{page}")

    def _new_stamp(self) -> str:
        return self._signer.sign("open")

    def answers(self) -> list[forms.BoundField]:
        """The clerk's own fields, for the template."""
        return [field for field in self if field.name not in OWN_FIELDS]

    @property
    def trap(self) -> forms.BoundField:
        return self[TRAP_FIELD]

    @property
    def stamp(self) -> forms.BoundField:
        return self[STAMP_FIELD]

    @property
    def consent(self) -> forms.BoundField | None:
        return self[CONSENT_FIELD] if CONSENT_FIELD in self.fields else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.caught = bool(cleaned.pop(TRAP_FIELD, ""))
        cleaned.pop(CONSENT_FIELD, None)
        age = self._age(cleaned.pop(STAMP_FIELD, ""))
        if age is None or age > LONGEST_SECONDS:
            # The next rendering must carry a fresh stamp, or the second try would fail as well.
            self.data: Any = self.data.copy()
            self.data[self.add_prefix(STAMP_FIELD)] = self._new_stamp()
            raise forms.ValidationError(
                _("The form was open for too long. Please check it and send it once more."),
                code="stale",
            )
        if age < FASTEST_SECONDS:
            raise forms.ValidationError(
                _("That was very quick. Please check the form and send it once more."),
                code="fast",
            )
        return cleaned

    def _age(self, stamp: str) -> float | None:
        import time

        try:
            self._signer.unsign(stamp, max_age=LONGEST_SECONDS)
        except signing.BadSignature:
            return None
        _value, encoded, _signature = stamp.rsplit(":", 2)
        return time.time() - signing.b62_decode(encoded)


class SiteFormBuilder(FormBuilder):
    def create_date_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, **options)

    def create_datetime_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return forms.DateTimeField(widget=widget, **options)

    def create_multiline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        options.setdefault("max_length", 10_000)
        return super().create_multiline_field(field, options)

    def get_form_class(self) -> type[SiteForm]:
        return type("CitizenForm", (SiteForm,), dict(self.formfields))
