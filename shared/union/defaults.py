"""The pages that a union's site starts with. What they say is for its editor to write."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

from shared.kernel.cms import add_once, home_slug
from shared.union.models import OrgansPage, PapersPage, ProjectIndexPage
from tenants.registry.models import Municipality


def create_union_pages(site: Municipality) -> None:
    if not site.is_union:
        return
    home = Page.objects.get(depth=2, slug=home_slug(settings.LANGUAGE_CODE))
    add_once(home, OrgansPage(title="Orgány a lidé", slug="organy"))
    add_once(home, ProjectIndexPage(title="Společné projekty a akce", slug="projekty"))
    add_once(home, PapersPage(title="Dokumenty svazku", slug="dokumenty"))
