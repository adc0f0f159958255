"""What the pages accept. Topics and filters are not fields: `wishes` reads them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shared.subscriptions.enums import Frequency

LANGUAGES = {"cs": "Čeština", "de": "Deutsch", "en": "English"}


class SettingsForm(forms.Form):
    cetnost = forms.ChoiceField(
        label=_("How often"),
        choices=[
            (one.value, one.label) for one in (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY)
        ],
        widget=forms.RadioSelect,
        help_text=_("Urgent messages come at once in any case, if you choose them."),
    )
    jazyk = forms.ChoiceField(
        label=_("Language of the e-mails"),
        choices=[(code, LANGUAGES.get(code, code)) for code, _name in settings.LANGUAGES],
    )

    #: What is said beside the topics when none is ticked.
    nothing: Any = ""

    def nothing_chosen(self) -> None:
        """Say that no topic is ticked."""
        self.nothing = _("Choose at least one thing that you want to know about.")
        self.add_error(None, self.nothing)

    @property
    def frequency(self) -> Frequency:
        return Frequency(self.cleaned_data["cetnost"])

    @property
    def language(self) -> str:
        return str(self.cleaned_data["jazyk"])


class SubscribeForm(SettingsForm):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Used for this alone, and deleted as soon as you end it."),
    )
    web_adresa = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    field_order = ["email", "cetnost", "jazyk"]

    @property
    def caught(self) -> bool:
        """A robot has filled in what nobody sees."""
        return bool(self.cleaned_data.get("web_adresa"))

    def clean_email(self) -> str:
        """With the domain as mail servers write it, and everything in lower case."""
        name, _at, domain = self.cleaned_data["email"].rpartition("@")
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError as error:
            raise forms.ValidationError(_("Enter a valid email address.")) from error
        return f"{name}@{domain}".lower()

    def shown(self) -> list[Any]:
        return [self[name] for name in self.field_order]
