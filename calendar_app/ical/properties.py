"""Property values that icalendar's own types would alter."""

from typing import Self

from icalendar.parser import Parameters

from calendar_app.ical.text import escape


class Text(str):
    """A TEXT value, escaped by our rules."""

    params: Parameters

    def __new__(cls, value: str, **params: str) -> Self:
        self = super().__new__(cls, value)
        self.params = Parameters(params)
        return self

    def to_ical(self) -> bytes:
        return escape(self).encode()


class Raw(Text):
    """A value that is already in its final form: a number, a URI, a duration."""

    def to_ical(self) -> bytes:
        if "\r" in self or "\n" in self:
            raise ValueError("a raw value must not contain a line break")
        return self.encode()
