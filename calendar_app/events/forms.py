"""The form of the clerk's desk."""

from typing import Any

from django.forms import ChoiceField, DateField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from calendar_app.categories import selectors as categories

# As Czechs write a date, whatever the language of the clerk's desk; and as programs do.
DATE_FORMAT = "%d.%m.%Y"
DATE_INPUT_FORMATS = [DATE_FORMAT, "%d. %m. %Y", "%Y-%m-%d"]


def offered_categories() -> list[tuple[str, str]]:
    return [("", "---------"), *categories.choices()]


class EventForm(WagtailAdminModelForm):
    category = ChoiceField(label=_("category"), choices=offered_categories)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keep_retired_category()
        for field in self.fields.values():
            if type(field) is DateField:
                field.input_formats = DATE_INPUT_FORMATS
                field.widget = AdminDateInput(format=DATE_FORMAT)

    def _keep_retired_category(self) -> None:
        """An event may keep what is no longer offered to new ones."""
        current, field = self.instance.category, self.fields["category"]
        if current and current not in dict(field.choices):
            field.choices = [*field.choices, (current, categories.names().get(current, current))]
