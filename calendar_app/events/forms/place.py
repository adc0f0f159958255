from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from calendar_app.events import services
from calendar_app.events.models import Place


class PlaceForm(WagtailAdminModelForm):
    def save(self, commit: bool = True) -> Place:
        place: Place = super().save(commit=False)
        if commit:
            services.save_place(place, self.for_user)
        return place

    def save_m2m(self, *args: Any, **kwargs: Any) -> None:
        """Places have nothing of the kind."""
