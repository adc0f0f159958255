from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shared.alerts.models import Alert
from shared.alerts.services import Message
from shared.kernel import clock
from tenants.registry.models import Municipality

LONGEST = dt.timedelta(days=60)


def _moment(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


class AlertForm(forms.ModelForm):
    starts_at = _moment(
        capfirst(_("from")), required=False, help_text=_("Left empty: from now on.")
    )
    ends_at = _moment(
        capfirst(_("until")), help_text=_("Then it disappears from the pages by itself.")
    )

    class Meta:
        model = Alert
        fields = ["severity", "title", "text", "starts_at", "ends_at", "everywhere"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "severity": forms.RadioSelect}

    def __init__(self, *args: Any, site: Municipality, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.begun_at is not None:
            # Its letters have left, and nothing would tell the kept pages of a second beginning.
            self.fields["starts_at"].disabled = True
            self.fields["starts_at"].help_text = gettext("It has begun, so this stays.")
        self.fields["title"].help_text = gettext(
            "One line, such as: Today from 8 to 14 no water in the streets Dlouhá and Krátká."
        )
        self.fields["severity"].choices = self.fields["severity"].choices[1:]  # type: ignore[attr-defined]
        self.fields["everywhere"].help_text = (
            gettext("Stands on the websites of all municipalities, and goes to their subscribers.")
            if site.is_union
            else gettext("Stands on the union's website too.")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        now = clock.now()
        starts_at = data["starts_at"] = data.get("starts_at") or self.instance.starts_at or now
        ends_at = data.get("ends_at")
        if ends_at is not None:
            if ends_at <= now:
                self.add_error("ends_at", _("This is over already."))
            elif ends_at <= starts_at:
                self.add_error("ends_at", _("The end must come after the beginning."))
            elif ends_at - starts_at > LONGEST:
                self.add_error("ends_at", _("An urgent message holds for 60 days at most."))
        return data

    def _post_clean(self) -> None:
        """The service writes; the instance stays as it is."""

    def message(self) -> Message:
        return Message(**{name: self.cleaned_data[name] for name in self.Meta.fields})
