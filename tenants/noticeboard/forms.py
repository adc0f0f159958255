from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from shared.kernel.db import connection
from tenants.registry.models import PUBLIC_SCHEMA


class NoticeForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if connection.schema_name != PUBLIC_SCHEMA:
            self.fields.pop("everywhere", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        subjects = self.formsets.get("subjects") if hasattr(self, "formsets") else None
        if subjects is not None and subjects.is_valid():
            for row in subjects.cleaned_data:
                if row and not row.get("DELETE") and row.get("is_person"):
                    cleaned["personal"] = True
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Recorded in the journal and printed on the certificate."),
    )


class ExtensionForm(ReasonForm):
    until = forms.DateField(
        label=_("On the board until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("The new last day. Left empty, it hangs until it is revoked."),
    )
    field_order = ["until", "reason"]
