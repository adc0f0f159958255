"""Forms of the members' area. Whoever speaks for one municipality only is not asked which."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shared.kernel import clock
from shared.members.enums import TaskState
from shared.members.models import Hold, Meeting, Paper, Task
from shared.members.permissions import Colleague
from tenants.registry.models import Municipality
from tenants.roles.selectors import member_sites

LONGEST_HOLD = dt.timedelta(days=92)
YEARS_AHEAD = 10
# What a form remembers of the row as it was when it was opened.
MARK = "otevreno"


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class _Form(forms.ModelForm):
    """Of a row that may have been changed meanwhile. Texts come without NUL, which no column takes."""

    def __init__(self, colleague: Colleague, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.colleague = colleague
        row = self.instance
        self.newest_mark = row.changed_at.isoformat() if row.pk else ""
        self.mark = self.data.get(MARK, self.newest_mark)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.setdefault("rows", 6)

    @property
    def values(self) -> dict[str, Any]:
        """What is to be saved; the row itself is the service's to change."""
        return {
            name: self.cleaned_data[name]
            for name in self.fields
            if name in {field.name for field in self._meta.model._meta.fields}
        }

    def _sites(self, *, everybody: bool = False) -> None:
        """Offer the sites for which the colleague speaks."""
        field: Any = self.fields["municipality"]
        sites: Any = member_sites().order_by("-kind", "sort_key")
        if not self.colleague.edits:
            sites = sites.filter(pk__in=self.colleague.ids)
            field.required = True
            everybody = False
        field.queryset = sites
        field.label = _("Municipality")
        field.empty_label = _("all municipalities") if everybody else None
        field.required = not everybody
        if not self.initial.get("municipality") and self.colleague.municipalities:
            self.initial["municipality"] = self.colleague.municipalities[-1]


class MeetingForm(_Form):
    starts_at = forms.SplitDateTimeField(
        label=_("Day and time"),
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"},
            time_attrs={"type": "time"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
    )

    class Meta:
        model = Meeting
        fields = ["title", "starts_at", "place", "programme", "minutes", "cancelled"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance.pk:
            del self.fields["minutes"], self.fields["cancelled"]
        else:
            self.fields["minutes"].widget.attrs["rows"] = 14
        for widget, label in zip(
            self.fields["starts_at"].widget.widgets, (_("Day"), _("Time")), strict=True
        ):
            widget.attrs["aria-label"] = label


class PaperForm(_Form):
    upload = forms.FileField(label=_("File"))

    class Meta:
        model = Paper
        fields = ["title", "kind", "note", "municipality", "meeting"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._sites()
        meetings: Any = self.fields["meeting"]
        meetings.queryset = Meeting.objects.order_by("-starts_at")
        meetings.label, meetings.empty_label = _("Meeting"), _("none")
        meetings.label_from_instance = _meeting_label
        self.order_fields(["upload", *self.Meta.fields])


class ReplaceForm(forms.Form):
    """A newer file for a paper, whose version the form remembers as it was opened."""

    upload = forms.FileField(label=_("File"))

    def __init__(self, paper: Paper, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.newest_mark = paper.changed_at.isoformat()
        self.mark = self.data.get(MARK, self.newest_mark)


def _meeting_label(meeting: Meeting) -> str:
    day = meeting.starts_at.astimezone(clock.PRAGUE)
    return f"{day.day}. {day.month}. {day.year} {meeting.title}"


class TaskForm(_Form):
    class Meta:
        model = Task
        fields = ["title", "text", "municipality", "due", "meeting"]
        widgets = {"due": _day()}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._sites(everybody=True)
        meetings: Any = self.fields["meeting"]
        meetings.queryset = Meeting.objects.order_by("-starts_at")
        meetings.label, meetings.empty_label = _("Given at the meeting"), _("none")
        meetings.label_from_instance = _meeting_label


class CloseForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=TaskState.choices, widget=forms.RadioSelect)
    report = forms.CharField(
        label=_("How it went"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HoldForm(_Form):
    class Meta:
        model = Hold
        fields = ["title", "municipality", "first_day", "last_day", "start_time", "note"]
        widgets = {"first_day": _day(), "last_day": _day(), "start_time": _time()}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._sites()
        self.fields["last_day"].required = False
        self.fields["last_day"].help_text = _("Leave empty for one day.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first = cleaned.get("first_day")
        if first is None:
            return cleaned
        last = cleaned.get("last_day") or first
        cleaned["last_day"] = last
        if last < first:
            self.add_error("last_day", gettext("The last day is before the first one."))
        elif last - first > LONGEST_HOLD:
            self.add_error("last_day", gettext("At most three months can be held at once."))
        elif abs(first.year - clock.today().year) > YEARS_AHEAD:
            self.add_error("first_day", gettext("Choose a day within ten years."))
        return cleaned


# --- What the lists accept ----------------------------------------------------------------------


def chosen_month(text: str | None) -> tuple[int, int]:
    """Of `mesic=2026-11`; this month for anything else."""
    today = clock.today()
    year, _dash, number = (text or "").partition("-")
    if (
        re.fullmatch(r"[0-9]{4}-[0-9]{2}", text or "")
        and abs(int(year) - today.year) <= YEARS_AHEAD
        and 1 <= int(number) <= 12
    ):
        return int(year), int(number)
    return today.year, today.month


def members() -> list[Municipality]:
    """Whose things a list may be narrowed to."""
    return list(member_sites().order_by("kind", "sort_key"))
