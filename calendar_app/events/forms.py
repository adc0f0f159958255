"""The form of the clerk's desk."""

from typing import Any

from django.forms import DateField
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

# As Czechs write a date, whatever the language of the clerk's desk; and as programs do.
DATE_FORMAT = "%d.%m.%Y"
DATE_INPUT_FORMATS = [DATE_FORMAT, "%d. %m. %Y", "%Y-%m-%d"]


class EventForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) is DateField:
                field.input_formats = DATE_INPUT_FORMATS
                field.widget = AdminDateInput(format=DATE_FORMAT)
