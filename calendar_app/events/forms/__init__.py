"""Forms of the clerk's desk."""

from calendar_app.events.forms.event import (
    DATE_FORMAT,
    DATE_INPUT_FORMATS,
    EventForm,
    offered_categories,
)
from calendar_app.events.forms.place import PlaceForm
from calendar_app.events.forms.widgets import DayInput, HourInput

__all__ = [
    "DATE_FORMAT",
    "DATE_INPUT_FORMATS",
    "DayInput",
    "EventForm",
    "HourInput",
    "PlaceForm",
    "offered_categories",
]
