"""Figures that nobody has filled in yet. They are named on the page and never made up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shared.opendata.sets import Missing
from tenants.registry.models import Municipality

#: Look and data of a site, on its own desk.
PROFILE = "/admin/vzhled-a-udaje/"
#: Who belongs to the union, on the union's desk.
MEMBERSHIPS = "/admin/clenstvi/"


def ico_of(site: Municipality) -> list[Missing]:
    if site.ico:
        return []
    return [Missing(_("IČO of the office"), f"{site.url}{PROFILE}")]
