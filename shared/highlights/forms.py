from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from shared.highlights import selectors
from shared.highlights.enums import Mark
from shared.highlights.models import PracticeOfMonth
from shared.kernel import clock
from shared.published.enums import Kind

MONTHS_AHEAD = 6


class FindForm(forms.Form):
    q = forms.CharField(required=False, label=_("Words"), max_length=200)
    druh = forms.ChoiceField(
        required=False, label=_("Kind"), choices=[("", _("All")), *Kind.choices]
    )


class MarkForm(forms.Form):
    item = forms.IntegerField(widget=forms.HiddenInput)
    mark = forms.ChoiceField(label=_("Mark"), choices=Mark.choices)
    until = forms.DateField(
        required=False, label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"})
    )


class PracticeForm(forms.Form):
    month = forms.ChoiceField(label=_("Month"))
    practice = forms.ChoiceField(required=False, label=_("Record of good practice"))
    note = forms.CharField(
        required=False,
        max_length=300,
        label=_("Why this one"),
        help_text=_("One sentence, shown with it."),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        chosen = dict(PracticeOfMonth.objects.values_list("month", "source_id"))
        records = list(
            selectors.practices()
            .order_by("title_key")
            .values_list("source_id", "title", "place")[:1000]
        )
        titles = {key: title for key, title, _place in records}
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (
                month.isoformat(),
                f"{month.month}/{month.year}"
                + (f" – {titles.get(chosen[month], '?')}" if month in chosen else ""),
            )
            for month in coming_months()
        ]
        self.fields["practice"].choices = [  # type: ignore[attr-defined]
            ("", _("leave it to the rule")),
            *((key, f"{title} ({place})") for key, title, place in records),
        ]

    def clean_month(self) -> dt.date:
        return dt.date.fromisoformat(self.cleaned_data["month"])


def coming_months() -> list[dt.date]:
    month = selectors.first_of(clock.today())
    found = []
    for _number in range(MONTHS_AHEAD):
        found.append(month)
        month = selectors.first_of(month + dt.timedelta(days=31))
    return found
