"""The parts of the desk's form, what the public pages accept, and what members send there.

A part's form is lenient: everything may stay empty until the record is submitted. `content.missing`
says what is needed then. Cleaned values are what the document stores: text, lists and numbers as
text, never objects.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shared.kernel import clock
from shared.kernel.rows import DayField, NumberField, RowSet, stored
from shared.practices import selectors
from shared.practices.content import PARTS
from shared.practices.enums import Licence, LinkKind, Paper, Progress, Topic, Uptake, Visibility
from shared.practices.selectors import COSTS, NEWEST, ORDERS, SIZES, Selection
from shared.published import references

LAST_PAGE = 500


def _text(**options: Any) -> forms.CharField:
    rows = options.pop("rows", 6)
    return forms.CharField(
        required=False,
        max_length=options.pop("max_length", 6_000),
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


def _line(longest: int = 200, **options: Any) -> forms.CharField:
    return forms.CharField(required=False, max_length=longest, **options)


# --- Parts of the form --------------------------------------------------------------------------


class PartForm(forms.Form):
    """One part: plain fields, and lists of rows whose forms stand in `lists`."""

    lists: dict[str, type[forms.Form]] = {}

    def __init__(self, content: Mapping[str, Any], data: QueryDict | None = None) -> None:
        initial = {key: content.get(key) for key in self.base_fields}
        super().__init__(data, initial=initial)
        self.content = content
        self.rows = {
            key: RowSet(key, form, content.get(key) or [], data) for key, form in self.lists.items()
        }

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def values(self) -> dict[str, Any]:
        """What can be stored; fields with an error are not among it."""
        found = {key: stored(value) for key, value in self.cleaned_data.items()}
        found.update({key: rows.values() for key, rows in self.rows.items() if rows.is_valid()})
        return found


class NutshellForm(PartForm):
    title = _line(
        120,
        label=_("Title"),
        help_text=_("What it is, in a few words. For example: Travelling exhibition of the region"),
    )
    summary = forms.CharField(
        required=False,
        max_length=300,
        label=_("Summary in one sentence"),
        help_text=_("What you did, for whom, and what came of it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    topic = forms.ChoiceField(
        required=False, label=_("Topic"), choices=[("", _("Choose…")), *Topic.choices]
    )
    progress = forms.ChoiceField(
        required=False,
        label=_("What became of it"),
        choices=[("", _("Choose…")), *Progress.choices],
        help_text=_("A thing that did not work out is welcome: others need not repeat it."),
    )
    started = DayField(
        label=_("Started"),
        help_text=_("If you do not know the day, the first of the month or year."),
    )
    ended = DayField(label=_("Ended"), help_text=_("Leave empty while it is running."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("started")
            and cleaned.get("ended")
            and cleaned["ended"] < cleaned["started"]
        ):
            self.add_error("ended", gettext("It ended before it started."))
        return cleaned


class ProblemForm(PartForm):
    problem = _text(
        label=_("Problem"),
        help_text=_(
            "What was wrong, for whom, since when. Three to five sentences. For example: The towns "
            "knew each other's sights from postcards at best; nobody had shown them together."
        ),
    )
    solution = _text(
        label=_("Solution"),
        help_text=_("What you did, and in which order. Whoever reads it should be able to begin."),
    )


class ResultRow(forms.Form):
    indicator = _line(150, label=_("What you measured"))
    before = NumberField(label=_("Before"))
    after = NumberField(label=_("After"))
    unit = _line(30, label=_("Unit"))


class ResultsForm(PartForm):
    lists = {"results": ResultRow}
    results_text = _text(
        label=_("Results in words"),
        help_text=_("What is different today. Numbers go into the table below."),
        rows=4,
    )


class FundingRow(forms.Form):
    source = _line(150, label=_("Where the money came from"))
    amount = NumberField(label=_("Amount in Kč"), min_value=0)


class MoneyForm(PartForm):
    lists = {"funding": FundingRow}
    cost = NumberField(
        label=_("Cost altogether in Kč"),
        min_value=0,
        help_text=_("0 if it cost nothing but work. Leave empty if you do not know."),
    )
    cost_note = _line(300, label=_("Note on the cost"))
    people = _text(
        label=_("Who worked on it"),
        help_text=_("How many people of the office, how many hours, who helped. No names needed."),
        rows=3,
    )
    duration = _line(
        200,
        label=_("How long it took"),
        help_text=_("From the idea to the result. For example: five months"),
    )


class LessonsForm(PartForm):
    went_wrong = _text(
        label=_("What went wrong"),
        help_text=_("The most useful part for others. For example: the programme was too general."),
    )
    conditions = _text(
        label=_("What others need for it"),
        help_text=_("Size, people, a building, a decision of the council, an agreement …"),
    )


class StepRow(forms.Form):
    text = _line(300, label=_("Step"))


class StepsForm(PartForm):
    lists = {"steps": StepRow}


class LinkRow(forms.Form):
    kind = forms.ChoiceField(required=False, label=_("Kind"), choices=LinkKind.choices)
    url = _line(500, label=_("Address"))
    title = _line(200, label=_("Name"))

    def clean_url(self) -> str:
        """A web address; an event may also be named by the code at the end of its address, and a
        strategy of ours by its number."""
        value = str(self.cleaned_data["url"]).strip()
        if not value:
            return ""
        if self.cleaned_data.get("kind") == LinkKind.STRATEGY and re.fullmatch(r"\d{1,9}", value):
            return f"/strategie/{int(value)}/"
        try:
            return f"/kalendar/{uuid.UUID(value)}/"
        except ValueError:
            pass
        if references.named_by(value) is not None:
            return value
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.netloc or re.search(r"\s", value):
            raise forms.ValidationError(
                gettext(
                    "Write the whole address, beginning with https://, or the code of an event."
                )
            )
        return value

    def clean(self) -> dict[str, Any]:
        """What leads to something of ours is kept by its lasting key as well, see `references`."""
        cleaned = super().clean() or self.cleaned_data
        found = references.named_by(cleaned.get("url") or "")
        if found is not None:
            cleaned["ref"] = ":".join(found)
        return cleaned


class ContactForm(PartForm):
    lists = {"links": LinkRow}
    contact_name = _line(150, label=_("Whom to ask"), help_text=_("A person or an office."))
    contact_role = _line(150, label=_("Position"))
    contact_email = forms.EmailField(required=False, label=_("E-mail"))
    contact_phone = _line(40, label=_("Telephone"))
    related = _line(
        200,
        label=_("Other records of good practice"),
        help_text=_("Their numbers, separated by commas; the number stands in the address."),
    )

    def __init__(self, content: Mapping[str, Any], data: QueryDict | None = None) -> None:
        super().__init__(content, data)
        self.initial["related"] = ", ".join(str(number) for number in content.get("related") or [])

    def clean_related(self) -> list[int]:
        text = self.cleaned_data["related"]
        if not re.fullmatch(r"[\d\s,;]*", text):
            raise forms.ValidationError(gettext("Write numbers separated by commas."))
        return sorted({int(number) for number in re.findall(r"\d{1,9}", text)})


class ReadersForm(PartForm):
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "If you narrow this after the record was published, it holds at once. Opening it to "
            "more people waits for the union's editor."
        ),
    )
    chosen = forms.MultipleChoiceField(
        required=False,
        label=_("Chosen municipalities"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only if you have chosen “chosen municipalities only”."),
    )

    def __init__(self, content: Mapping[str, Any], data: QueryDict | None = None) -> None:
        super().__init__(content, data)
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (site.slug, site.name) for site in selectors.member_sites().order_by("kind", "sort_key")
        ]
        self.initial["visibility"] = content.get("visibility") or Visibility.PUBLIC

    def clean(self) -> dict[str, Any]:
        """Chosen municipalities are ticked, or nothing is narrowed: what is published would be gone
        for everybody at once, and back only with the next publication."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("visibility") == Visibility.CHOSEN and not cleaned.get("chosen"):
            self.add_error("visibility", gettext("Tick the municipalities that may see it."))
        return cleaned


PART_FORMS: dict[str, type[PartForm]] = {
    "v-kostce": NutshellForm,
    "problem-a-reseni": ProblemForm,
    "vysledky": ResultsForm,
    "penize-a-lide": MoneyForm,
    "pouceni": LessonsForm,
    "postup": StepsForm,
    "soubory": PartForm,  # files are put in one by one, see below
    "kontakt-a-odkazy": ContactForm,
    "pro-koho": ReadersForm,
}
assert list(PART_FORMS) == list(PARTS)


class PictureForm(forms.Form):
    upload = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP, up to 10 MB."),
    )
    alt = forms.CharField(
        max_length=250,
        label=_("Alternative text"),
        help_text=_("What is in the picture, for those who do not see it."),
    )
    caption = _line(250, label=_("Caption"))


class AttachmentForm(forms.Form):
    upload = forms.FileField(
        label=_("File"), help_text=_("PDF, Word, Excel or OpenDocument, up to 20 MB.")
    )
    title = forms.CharField(max_length=150, label=_("What it is"))
    paper = forms.ChoiceField(label=_("Kind"), choices=Paper.choices)
    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=Licence.choices,
        help_text=_("Under which conditions others may use it."),
    )


class CommentForm(forms.Form):
    """The editor's answer: one comment for all, one for each part."""

    comment = forms.CharField(
        required=False,
        max_length=4_000,
        label=_("Comment"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The authors get it by mail. It is never public."),
    )

    def __init__(self, data: QueryDict | None = None, *, needed: bool = False) -> None:
        super().__init__(data)
        self.needed = needed
        for part, (label, _keys) in PARTS.items():
            self.fields[f"part-{part}"] = _text(label=label, rows=2, max_length=2_000)

    @cached_property
    def comments(self) -> dict[str, str]:
        return {
            part: text
            for part in PARTS
            if (text := stored(self.cleaned_data.get(f"part-{part}") or ""))
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.needed and not (cleaned.get("comment") or self.comments):
            self.add_error("comment", gettext("Say what should be changed."))
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=1_000, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )


class StartForm(forms.Form):
    title = forms.CharField(
        max_length=120,
        label=_("Title"),
        help_text=_("What it is, in a few words. You can change it later."),
    )


class InviteForm(forms.Form):
    municipality = forms.ChoiceField(label=_("Municipality"))

    def __init__(self, choices: list[tuple[str, str]], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["municipality"].choices = [("", _("Choose…")), *choices]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        max_length=4_000, label=_("Answer"), widget=forms.Textarea(attrs={"rows": 4})
    )


# --- What members send from the public pages ----------------------------------------------------


class AsForm(forms.Form):
    """For which of their municipalities somebody speaks."""

    municipality = forms.ChoiceField(label=_("For"))

    def __init__(
        self, viewer: selectors.Viewer, data: QueryDict | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.sites = {site.slug: site for site in viewer.municipalities}
        field = self.fields["municipality"]
        field.choices = [(slug, site.name) for slug, site in self.sites.items()]  # type: ignore[attr-defined]
        if len(self.sites) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.sites))

    @property
    def site(self) -> Any:
        return self.sites[self.cleaned_data["municipality"]]


class QuestionForm(AsForm):
    text = forms.CharField(
        max_length=2_000, label=_("Your question"), widget=forms.Textarea(attrs={"rows": 3})
    )


class AdoptForm(AsForm):
    lists = {"results": ResultRow}
    uptake = forms.ChoiceField(
        label=_("What holds"), choices=Uptake.choices, widget=forms.RadioSelect
    )
    day = DayField(label=_("Since when"))
    note = _text(
        label=_("Note"),
        rows=3,
        max_length=2_000,
        help_text=_("What you want to do, or did, otherwise."),
    )

    def __init__(
        self,
        viewer: selectors.Viewer,
        data: QueryDict | None = None,
        results: list[dict[str, Any]] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(viewer, data, **more)
        self.results = RowSet("results", ResultRow, results or [], data)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.results.is_valid()])

    def clean_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["day"]
        if day and day > clock.today() and self.data.get("uptake") == Uptake.DONE:
            raise forms.ValidationError(gettext("This day is still to come."))
        return day


# --- What the listing accepts -------------------------------------------------------------------


class ListingForm(forms.Form):
    """Names are those of the address. What is unknown is an error, never silently everything."""

    MORE = ("cena", "velikost", "stav", "prevzato", "razeni")

    q = forms.CharField(
        required=False,
        label=_("Words"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    tema = forms.ChoiceField(
        required=False, label=_("Topic"), choices=[("", _("all")), *Topic.choices]
    )
    obec = forms.ChoiceField(required=False, label=_("Municipality"))
    cena = forms.ChoiceField(
        required=False,
        label=_("Cost"),
        choices=[("", _("any")), *((key, row[0]) for key, row in COSTS.items())],
    )
    velikost = forms.ChoiceField(
        required=False,
        label=_("Size of the municipality"),
        choices=[("", _("any")), *((key, row[0]) for key, row in SIZES.items())],
    )
    stav = forms.ChoiceField(
        required=False, label=_("State"), choices=[("", _("any")), *Progress.choices]
    )
    prevzato = forms.ChoiceField(
        required=False,
        label=_("Taken over"),
        choices=[("", _("does not matter")), ("ano", _("by somebody")), ("ne", _("by nobody yet"))],
    )
    razeni = forms.ChoiceField(
        required=False,
        label=_("Order"),
        choices=[(key, row[0]) for key, row in ORDERS.items()],
    )
    strana = forms.IntegerField(
        required=False, min_value=1, max_value=LAST_PAGE, widget=forms.HiddenInput()
    )

    def __init__(self, sites: list[Any], data: QueryDict) -> None:
        # An empty parameter means the same as none.
        super().__init__({key: value for key, value in data.items() if value})
        self.fields["obec"].choices = [("", _("all")), *((s.slug, s.name) for s in sites)]  # type: ignore[attr-defined]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("q", "tema", "obec")]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What a narrow page keeps behind a summary until somebody opens it."""
        return [self[name] for name in self.MORE]

    @property
    def more_chosen(self) -> bool:
        return any(self.data.get(name) for name in self.MORE)

    def selection(self) -> Selection:
        data = self.cleaned_data
        return Selection(
            q=selectors.cleaned_query(data["q"]),
            topic=data["tema"],
            municipalities=(data["obec"],) if data["obec"] else (),
            cost=data["cena"],
            size=data["velikost"],
            progress=data["stav"],
            adopted=data["prevzato"],
            order=data["razeni"] or NEWEST,
        )
