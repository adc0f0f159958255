"""Wagtail's rich text editor, with the name that a screen reader needs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from wagtail.admin.rich_text import DraftailRichTextArea


class LabelledRichTextArea(DraftailRichTextArea):
    """Wagtail leaves the editor's text box without a name; the label beside it becomes that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options["ariaLabel"] = gettext("Text")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        field_id = (attrs or {}).get("id")
        if not field_id:
            return super().get_context(name, value, attrs)
        # The options go into the page as the widget is rendered, so they carry the field's own id
        # for that moment only.
        self.options["ariaLabelledBy"] = f"{field_id}-label"
        try:
            return super().get_context(name, value, attrs)
        finally:
            del self.options["ariaLabelledBy"]
