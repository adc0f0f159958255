from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

from shared.kernel.cms import add_once, home_slug
from tenants.contacts.models import ContactsPage, Office
from tenants.registry.models import Municipality


def create_contacts(site: Municipality) -> None:
    """The page of contacts and the municipal office with what the registry knows of it."""
    home = Page.objects.get(depth=2, slug=home_slug(settings.LANGUAGE_CODE))
    add_once(home, ContactsPage(title="Kontakty", slug="kontakty"))
    if not Office.objects.exists():
        Office.objects.create(
            name=_office_name(site),
            is_main=True,
            address=site.office_address,
            phone=site.phone,
            email=site.email,
            data_box=site.data_box,
        )


def _office_name(site: Municipality) -> str:
    if site.is_union:
        return "Kancelář svazku"
    return {"mesto": "Městský úřad", "mestys": "Úřad městyse"}.get(site.status, "Obecní úřad")
