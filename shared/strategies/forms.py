"""What the desk's forms and the public lists accept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shared.kernel.rows import DayField, NumberField, RowSet
from shared.published import references
from shared.published.enums import Kind
from shared.published.selectors import LONGEST_QUERY
from shared.strategies.enums import (
    ActivityState,
    DocumentKind,
    DocumentState,
    OutputKind,
    Readers,
    Trouble,
)
from shared.strategies.models import (
    FIRST_YEAR,
    LAST_YEAR,
    Activity,
    Document,
    Measure,
    Project,
)
from shared.strategies.selectors import ActivitySelection, Selection
from shared.strategies.services.outline import check_shares

LAST_PAGE = 500
OBCEPRO = ("obcepro.cz", "www.obcepro.cz")


def _line(longest: int, **options: Any) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(max_length=longest, **options)


def _text(longest: int = 6_000, rows: int = 5, **options: Any) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(
        max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class YearField(forms.IntegerField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            **options,
        )


def _in_order(form: forms.Form, cleaned: dict[str, Any]) -> None:
    first, last = cleaned.get("first_year"), cleaned.get("last_year")
    if first and last and last < first:
        form.add_error("last_year", gettext("It ends before it starts."))


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = _text(
        500, 2, label=_("Summary"), help_text=_("One or two sentences for lists and search.")
    )
    text = _text(20_000, 8, label=_("About the document"))
    first_year = YearField(label=_("Valid from (year)"))
    last_year = YearField(label=_("Valid to (year)"))
    state = forms.ChoiceField(label=_("State"), choices=DocumentState.choices)
    obcepro_url = forms.URLField(
        label=_("Address on obcepro.cz"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("The programme is written and kept there; here stands what became of it."),
    )
    project = forms.ModelChoiceField(
        label=_("Output of the project"),
        required=False,
        queryset=Project.objects.none(),
        empty_label=_("none"),
        help_text=_("The project's page counts its outputs from the register."),
    )

    def __init__(self, data: QueryDict | None = None, *, document: Document | None = None) -> None:
        initial = {name: getattr(document, name) for name in self.base_fields} if document else None
        super().__init__(data, initial=initial)
        self.fields["project"].queryset = Project.objects.order_by("-starts")  # type: ignore[attr-defined]

    def clean_obcepro_url(self) -> str:
        address = str(self.cleaned_data["obcepro_url"])
        if address:
            parts = urlsplit(address)
            if parts.scheme != "https" or parts.hostname not in OBCEPRO:
                raise ValidationError(gettext("The address begins with https://www.obcepro.cz/."))
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _in_order(self, cleaned)
        return cleaned


class ReadersForm(forms.Form):
    readers = forms.ChoiceField(
        label=_("Who may read it"), choices=Readers.choices, widget=forms.RadioSelect
    )


class VersionForm(forms.Form):
    day = DayField(label=_("Day of this wording"))
    approved_on = DayField(label=_("Approved on"))
    approved_by = _line(120, label=_("Approved by"), help_text=_("For example: the council"))
    resolution = _line(60, label=_("Resolution"))
    note = _line(300, label=_("What has changed"))


class FileForm(forms.Form):
    title = forms.CharField(label=_("What it is"), max_length=150)
    upload = forms.FileField(
        label=_("File"), help_text=_("PDF, Word, Excel or OpenDocument, up to 20 MB.")
    )


class PartForm(forms.Form):
    """A goal or a measure."""

    code = _line(
        20, label=_("Number"), help_text=_("As it stands in the document, for example 1.2")
    )
    title = forms.CharField(label=_("Title"), max_length=250)
    text = _text(label=_("Description"))


# --- Activity -----------------------------------------------------------------------------------


class FundingRow(forms.Form):
    source = forms.CharField(label=_("Where the money comes from"), max_length=150)
    amount = NumberField(label=_("Amount in Kč"), min_value=0, required=True)
    secured = forms.BooleanField(label=_("promised in writing"), required=False)


class ReadingRow(forms.Form):
    day = DayField(label=_("Day"), required=True)
    value = NumberField(label=_("Value"), max_digits=16, required=True)
    note = _line(200, label=_("Note"))


class ShareRow(forms.Form):
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    percent = NumberField(label=_("Share in %"), max_digits=5, min_value=0, max_value=100)
    note = _line(200, label=_("Note"))

    sites: list[tuple[str, str]] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["municipality"].choices = [("", _("Choose…")), *self.sites]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen, percent = cleaned.get("municipality"), cleaned.get("percent")
        if chosen and "percent" in cleaned and not percent:
            self.add_error("percent", gettext("How large is the share?"))
        if percent and "municipality" in cleaned and not chosen:
            self.add_error("municipality", gettext("Whose share is it?"))
        return cleaned


class LinkRow(forms.Form):
    address = _line(
        500, label=_("Address of a record of good practice or of an event on one of our sites")
    )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        if address and self.reference(address) is None:
            raise ValidationError(
                gettext("This is neither a record of good practice nor an event of our sites.")
            )
        return address

    @staticmethod
    def reference(address: str) -> tuple[str, str] | None:
        found = references.named_by(address)
        return found if found and found[0] in (Kind.PRACTICE, Kind.EVENT) else None


class ActivityForm(forms.Form):
    code = _line(
        20, label=_("Number"), help_text=_("As it stands in the document, for example 1.2.3")
    )
    title = forms.CharField(label=_("Activity"), max_length=250)
    measure = forms.ChoiceField(label=_("Measure"))
    text = _text(label=_("Description"))
    responsible = _line(
        150,
        label=_("Responsible"),
        help_text=_("A function or an office; what is public shows it to everybody."),
    )
    first_year = YearField(label=_("From (year)"))
    last_year = YearField(label=_("To (year)"))
    state = forms.ChoiceField(label=_("State"), choices=ActivityState.choices)
    estimated_cost = NumberField(label=_("Estimated cost in Kč"), min_value=0)
    actual_cost = NumberField(label=_("Actual cost in Kč"), min_value=0)
    indicator = _line(
        150, label=_("Indicator"), help_text=_("What is measured. For example: metres of pavement")
    )
    unit = _line(30, label=_("Unit"))
    baseline = NumberField(label=_("Baseline"), max_digits=16)
    target = NumberField(label=_("Target"), max_digits=16)
    target_year = YearField(label=_("Year of the target"))

    def __init__(
        self,
        measures: list[Measure],
        sites: list[tuple[str, str]],
        data: QueryDict | None = None,
        *,
        activity: Activity | None = None,
        initial: dict[str, Any] | None = None,
        addresses: dict[tuple[str, str], str] | None = None,
    ) -> None:
        initial = dict(initial or {})
        if activity is not None:
            initial.update({name: getattr(activity, name) for name in self.base_fields})
            initial["measure"] = activity.measure_id
        super().__init__(data, initial=initial)
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            (str(measure.pk), f"{measure.goal} › {measure}") for measure in measures
        ]
        share_row = type("ShareRow", (ShareRow,), {"sites": sites})
        self.rows = {
            "funding": RowSet("funding", FundingRow, _rows(activity, "funding"), data),
            "readings": RowSet("readings", ReadingRow, _rows(activity, "readings"), data, most=200),
            "shares": RowSet("shares", share_row, _rows(activity, "shares"), data),
            "links": RowSet(
                "links",
                LinkRow,
                [{"address": address} for address in (addresses or {}).values()],
                data,
            ),
        }

    def is_valid(self) -> bool:
        valid = all([super().is_valid(), *[rows.is_valid() for rows in self.rows.values()]])
        if valid:
            try:
                check_shares(self.rows["shares"].rows())
                days = [row["day"] for row in self.rows["readings"].rows()]
                if len(days) != len(set(days)):
                    raise ValidationError(gettext("There are two readings of one day."))
            except ValidationError as error:
                self.add_error(None, error)
                return False
        return valid

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _in_order(self, cleaned)
        return cleaned

    def values(self) -> dict[str, Any]:
        found = {name: value for name, value in self.cleaned_data.items() if name != "measure"}
        for name in ("funding", "readings", "shares"):
            found[name] = self.rows[name].rows()
        addresses = [row["address"] for row in self.rows["links"].rows()]
        found["links"] = [LinkRow.reference(address) for address in addresses]
        return found


def _rows(activity: Activity | None, name: str) -> list[dict[str, Any]]:
    if activity is None:
        return []
    if name == "funding":
        return [
            {"source": row.source, "amount": row.amount, "secured": row.secured}
            for row in activity.funding.all()
        ]
    if name == "readings":
        return [
            {"day": row.day, "value": row.value, "note": row.note}
            for row in activity.readings.all()
        ]
    return [
        {"municipality": row.municipality.slug, "percent": row.percent, "note": row.note}
        for row in activity.shares.all()
    ]


class TableForm(forms.Form):
    upload = forms.FileField(
        label=_("Table"),
        help_text=_("CSV or XLSX, up to 2 MB and 1,000 lines. The first line names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


# --- Project ------------------------------------------------------------------------------------


class OutputRow(forms.Form):
    kind = forms.ChoiceField(label=_("What"), choices=OutputKind.choices)
    promised = forms.IntegerField(label=_("How many were promised"), min_value=0, max_value=10_000)
    note = _line(200, label=_("Note"))


class KeyActivityRow(forms.Form):
    code = _line(20, label=_("Number"))
    text = _line(400, label=_("Key activity"))


class ProjectForm(forms.Form):
    title = forms.CharField(label=_("Name of the project"), max_length=200)
    number = forms.CharField(label=_("Number of the project"), max_length=60)
    call = _line(60, label=_("Call"))
    fund = forms.CharField(
        label=_("Fund and programme"),
        max_length=250,
        help_text=_("Exactly as the funding rules require, commas included."),
    )
    realised_by = _line(200, label=_("Carried out by"))
    starts = DayField(label=_("Started"))
    ends = DayField(label=_("Ended"))
    eligible_costs = NumberField(label=_("Eligible costs in Kč"), min_value=0)
    summary = _text(2_000, 4, label=_("About the project"))
    source = _line(250, label=_("Source of these facts"))
    published = forms.BooleanField(label=_("Show it on the union's site"), required=False)

    def __init__(self, data: QueryDict | None = None, *, project: Project | None = None) -> None:
        initial = {name: getattr(project, name) for name in self.base_fields} if project else None
        super().__init__(data, initial=initial)
        outputs = (
            [
                {"kind": row.kind, "promised": row.promised, "note": row.note}
                for row in project.outputs.all()
            ]
            if project
            else []
        )
        self.rows = {
            "outputs": RowSet("outputs", OutputRow, outputs, data),
            "key_activities": RowSet(
                "key_activities", KeyActivityRow, project.key_activities if project else [], data
            ),
        }

    def is_valid(self) -> bool:
        valid = all([super().is_valid(), *[rows.is_valid() for rows in self.rows.values()]])
        if valid:
            kinds = [row["kind"] for row in self.rows["outputs"].rows()]
            if len(kinds) != len(set(kinds)):
                self.add_error(None, gettext("An output is there twice."))
                return False
        return valid

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", gettext("It ends before it starts."))
        return cleaned


# --- What the public lists accept ---------------------------------------------------------------


class _Filter(forms.Form):
    """Names are those of the address. What is unknown is an error, never silently everything."""

    def __init__(self, sites: list[tuple[str, str]], data: QueryDict) -> None:
        super().__init__({key: value for key, value in data.items() if value})
        self.fields["obec"].choices = [("", _("all")), *sites]  # type: ignore[attr-defined]
        if len(sites) < 2:
            self.fields["obec"].widget = forms.HiddenInput()


class RegisterForm(_Filter):
    q = forms.CharField(
        required=False,
        label=_("Words"),
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
    )
    druh = forms.ChoiceField(
        required=False, label=_("Kind"), choices=[("", _("all")), *DocumentKind.choices]
    )
    obec = forms.ChoiceField(required=False, label=_("Municipality"))
    stav = forms.ChoiceField(
        required=False, label=_("State"), choices=[("", _("any")), *DocumentState.choices]
    )

    def selection(self) -> Selection:
        data = self.cleaned_data
        return Selection(data["druh"], data["obec"], data["stav"], " ".join(data["q"].split()))


class ActivitiesForm(_Filter):
    obec = forms.ChoiceField(required=False, label=_("Municipality"))
    stav = forms.ChoiceField(
        required=False, label=_("State"), choices=[("", _("any")), *ActivityState.choices]
    )
    potiz = forms.ChoiceField(
        required=False, label=_("Trouble"), choices=[("", _("does not matter")), *Trouble.choices]
    )
    spolecne = forms.ChoiceField(
        required=False,
        label=_("Together"),
        choices=[("", _("does not matter")), ("ano", _("with other municipalities"))],
    )
    strana = forms.IntegerField(
        required=False, min_value=1, max_value=LAST_PAGE, widget=forms.HiddenInput()
    )

    def selection(self) -> ActivitySelection:
        data = self.cleaned_data
        return ActivitySelection(
            data["obec"], data["stav"], data["potiz"], data["spolecne"] == "ano"
        )
