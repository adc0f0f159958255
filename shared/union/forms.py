from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shared.published.enums import Kind
from shared.union.selectors import LAST_PAGE, NEWS_KINDS
from tenants.registry.models import Municipality


class NewestForm(forms.Form):
    """What the list of news accepts. What is unknown is an error, never silently everything."""

    obec = forms.MultipleChoiceField(
        required=False, label=_("Municipality"), widget=forms.CheckboxSelectMultiple
    )
    druh = forms.MultipleChoiceField(
        required=False,
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in NEWS_KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
    strana = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)

    def __init__(self, sites: list[Municipality], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["obec"].choices = [(site.slug, site.name) for site in sites]  # type: ignore[attr-defined]

    @property
    def kinds(self) -> list[Kind]:
        return [Kind(value) for value in self.cleaned_data["druh"]]
