"""Fields and lists of rows for forms of the desk, as people here write numbers and days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import formats

SPARE_ROWS = 3
MOST_ROWS = 40


class NumberField(forms.DecimalField):
    """A number as people here write it: "66 550,50". Optional unless said otherwise."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_digits", 14)
        options.setdefault("decimal_places", 2)
        options.setdefault("required", False)
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0\u202f]|Kč$", "", value).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            value = format(value.normalize(), "f")
        if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
            return formats.number_format(Decimal(value), use_l10n=True, force_grouping=False)
        return value


class DayField(forms.DateField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
        )


def stored(value: Any) -> Any:
    """As a JSON document keeps it: numbers and days as text, without trailing zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\x00", "").strip()
    return value


class RowSet:
    """Rows of a list, with spare ones at the end. An emptied row is a removed one.

    A choice or a tick alone does not make a row: those have a value in every spare one.
    """

    def __init__(
        self,
        key: str,
        form: type[forms.Form],
        rows: Sequence[Mapping[str, Any]],
        data: QueryDict | None,
        *,
        most: int = MOST_ROWS,
    ) -> None:
        self.key = key
        if data is None:
            spare = max(min(len(rows) + SPARE_ROWS, most), len(rows))
            self.forms = [
                form(prefix=f"{key}-{n}", initial=dict(row)) for n, row in enumerate(rows)
            ]
            self.forms += [form(prefix=f"{key}-{n}") for n in range(len(rows), spare)]
            return
        try:
            sent = min(max(int(data.get(f"{key}-rows", 0)), 0), most)
        except ValueError:
            sent = 0
        self.forms = [
            form(data, prefix=f"{key}-{n}", empty_permitted=True, use_required_attribute=False)
            for n in range(sent)
        ]

    @property
    def count(self) -> int:
        return len(self.forms)

    def is_valid(self) -> bool:
        return not any([not form.is_valid() for form in self.forms])  # noqa: C419 - errors of all

    def rows(self) -> list[dict[str, Any]]:
        """Cleaned values of the rows in which something is written."""
        return [
            form.cleaned_data
            for form in self.forms
            if any(
                value not in (None, "")
                for name, value in form.cleaned_data.items()
                if not isinstance(form.fields.get(name), forms.ChoiceField | forms.BooleanField)
            )
        ]

    def values(self) -> list[dict[str, Any]]:
        """The same as a JSON document keeps them."""
        return [{key: stored(value) for key, value in row.items()} for row in self.rows()]

    @property
    def errors(self) -> list[str]:
        return [
            f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
            for form in self.forms
            for name, errors in form.errors.items()
            for error in errors
        ]
