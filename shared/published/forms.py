"""What the search page accepts in its address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shared.published.enums import Kind

OWN_SITE = "web"
ALL_SITES = "vse"
LAST_PAGE = 1_000


class SearchForm(forms.Form):
    """Names are those of the address. An empty field means its default; a cleaned ``q`` is never
    wrong."""

    q = forms.CharField(required=False, strip=False)
    druh = forms.ChoiceField(
        required=False,
        choices=Kind.choices,
        error_messages={"invalid_choice": _("There is no such kind of content: %(value)s.")},
    )
    kde = forms.ChoiceField(
        required=False,
        choices=[(OWN_SITE, ""), (ALL_SITES, "")],
        error_messages={"invalid_choice": _("There is no such place to search: %(value)s.")},
    )
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
