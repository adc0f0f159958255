from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import get_rich_text_editor_widget

from shared.duties import selectors as duties
from shared.duties.models import Officer
from shared.kernel.cms import RICH_TEXT, plain_text
from tenants.mandatory import structure
from tenants.mandatory.models import Answer
from tenants.mandatory.structure import Item
from tenants.registry.models import Municipality


class OfficerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        if obj.owner.is_union:
            return f"{obj.name} ({obj.owner.name})"
        return str(obj.name)


class AnswerForm(forms.Form):
    """What a clerk may say to one item: a text, or that there is nothing to publish."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, item: Item, answer: Answer | None, site: Municipality, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if item.key == structure.PRIVACY:
            self.fields["officer"] = OfficerChoice(
                queryset=duties.offered_to(site),
                required=False,
                label=_("Data protection officer"),
                empty_label=_("Nobody named yet"),
                initial=duties.officer_of(site),
            )
        if item.none:
            self.fields["nothing"] = forms.BooleanField(
                required=False,
                label=_("There is nothing to publish"),
                help_text=item.none,
                initial=bool(answer and answer.nothing),
            )
        if item.own:
            self.fields["text"] = forms.CharField(
                required=False,
                label=_text_label(item),
                widget=get_rich_text_editor_widget(features=RICH_TEXT),
                initial=answer.text if answer is not None else "",
                max_length=50_000,
            )

    def clean_text(self) -> str:
        """An editor that was left empty sends an empty paragraph."""
        text = str(self.cleaned_data["text"]).replace("\x00", "")
        return text if plain_text(text) else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("nothing") and cleaned.get("text"):
            self.add_error(
                "nothing", _("Either there is nothing to publish, or there is a text: delete one.")
            )
        return cleaned


def _text_label(item: Item) -> Any:
    if item.key == structure.FILING:
        return _("Accepted formats and media")
    return _("Text besides") if item.source else _("Text")


class OfficerForm(forms.ModelForm):
    class Meta:
        model = Officer
        fields = ("name", "email", "phone", "data_box", "address", "note")
        widgets = {
            "address": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
