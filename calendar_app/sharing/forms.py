from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendar_app.aggregate.models import Adoption
from tenants.registry.models import Municipality


class OfferForm(forms.Form):
    municipalities = forms.MultipleChoiceField(
        label=_("Offer it to"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one municipality.")},
    )

    def offer_to(self, recipients: Iterable[Municipality], known: Mapping[int, Adoption]) -> None:
        """Those who have the offer already are not asked twice; who declined may be, a few times."""
        choices = []
        for municipality in recipients:
            adoption = known.get(municipality.pk)
            if adoption is None:
                choices.append((municipality.slug, municipality.name))
            elif adoption.may_be_offered:
                label = gettext("%(name)s (so far: %(state)s)") % {
                    "name": municipality.name,
                    "state": adoption.get_state_display(),
                }
                choices.append((municipality.slug, label))
        self.fields["municipalities"].choices = choices  # type: ignore[attr-defined]

    @property
    def has_choices(self) -> bool:
        return bool(self.fields["municipalities"].choices)  # type: ignore[attr-defined]
