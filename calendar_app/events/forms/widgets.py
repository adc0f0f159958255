"""The browser's own fields for days and times.

Wagtail's picker turns a date that was typed the way programs write it into today's, and it is of
no use on a telephone. The browser's speaks the reader's language and works without a script.
"""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
