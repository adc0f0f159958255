"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from shared.kernel import uploads


class CheckedImageField(WagtailImageField):
    """Refuses a damaged picture, over which Wagtail's field would stumble."""

    def to_python(self, data: Any) -> Any:
        if data is not None and hasattr(data, "read"):
            uploads.check_picture(data)
        return super().to_python(data)


class SiteImageForm(BaseImageForm):
    """Wagtail says by name which field a picture's file gets, so it is replaced here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = CheckedImageField(
                label=given.label, required=given.required, widget=given.widget
            )
