"""What the search page accepts in its address."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shared.published.enums import Kind
from tenants.registry.models import Municipality

LAST_PAGE = 1_000
MOST_MUNICIPALITIES = 50


class SlugsField(forms.CharField):
    """Slugs with commas between them; a tuple without repetition."""

    def to_python(self, value: str | None) -> tuple[str, ...]:  # type: ignore[override]
        # The database cannot be asked for a NUL, and no slug has one.
        text = (value or "").replace("\x00", "\ufffd")
        given = [slug.strip() for slug in text.split(",")]
        return tuple(dict.fromkeys(slug for slug in given if slug))[:MOST_MUNICIPALITIES]

    def validate(self, value: tuple[str, ...]) -> None:
        if not value:
            return
        known = set(
            Municipality.objects.active().filter(slug__in=value).values_list("slug", flat=True)
        )
        if unknown := [slug for slug in value if slug not in known]:
            raise ValidationError(
                _("There is no such municipality: %(value)s."), params={"value": unknown[0][:60]}
            )


class SearchForm(forms.Form):
    """Names are those of the address. An empty field means its default; a cleaned ``q`` is never
    wrong."""

    q = forms.CharField(required=False, strip=False)
    druh = forms.ChoiceField(
        required=False,
        choices=Kind.choices,
        error_messages={"invalid_choice": _("There is no such kind of content: %(value)s.")},
    )
    obec = SlugsField(required=False)
    strana = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LAST_PAGE,
        error_messages={
            "invalid": _("The number of the page is not a number."),
            "min_value": _("Pages are numbered from 1."),
            "max_value": _("There is no such page of results."),
        },
    )
