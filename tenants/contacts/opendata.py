"""Offices of a site by the norm Kontakty 2020-07-01; the union's file has its members' too.

People are left out, though the site lists them: the norm has no place for a function, and what has
been harvested stays where it was taken to when they leave.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from shared.opendata import ofn
from shared.opendata.sets import DataSet, Found, iri, json_ld, listed
from tenants.contacts.models import Office
from tenants.registry.models import Municipality

NORM, VERSION = "kontakty", "2020-07-01"
CONTEXT = ofn.context(NORM, VERSION, "kontakt")
NOUN = "kontakt"
#: Of the municipality itself, beside those of its offices by their numbers.
OWN = "urad"


def build(site: Municipality) -> list[dict[str, Any]]:
    """Two queries at most, however many."""
    found = [_municipality(site), *(_office(site, office) for office in Office.objects.all())]
    if site.is_union:
        found += [_municipality(member) for member in Municipality.objects.members()]
    return listed(found, CONTEXT)


def find(site: Municipality, key: str) -> Found | None:
    if key == OWN:
        return Found({"@context": CONTEXT, **_municipality(site)}, "/kontakty/")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    office = Office.objects.filter(pk=int(key)).first()
    if office is None:
        return None
    return Found({"@context": CONTEXT, **_office(site, office)}, "/kontakty/")


def example(site: Municipality) -> dict[str, Any] | None:
    return {"@context": CONTEXT, **_municipality(site)}


def _municipality(site: Municipality) -> dict[str, Any]:
    return ofn.known(
        typ="Kontakt",
        iri=iri(site, NOUN, OWN),
        název=ofn.text(site.display_name),
        email=ofn.mail(site.email),
        telefon=ofn.telephone(site.phone),
        idds=site.data_box,
        url=f"{site.url}/kontakty/",
        umístění=ofn.place(site.office_address, site.latitude, site.longitude),
    )


def _office(site: Municipality, office: Office) -> dict[str, Any]:
    address = ", ".join(line.strip() for line in office.address.splitlines() if line.strip())
    return ofn.known(
        typ="Kontakt",
        iri=iri(site, NOUN, office.pk),
        název=ofn.text(office.name),
        email=ofn.mail(office.email),
        telefon=ofn.telephone(office.phone),
        idds=office.data_box,
        url=f"{site.url}/kontakty/",
        umístění=ofn.place(address),
    )


CONTACTS = DataSet(
    slug="kontakty",
    title=_("Contacts"),
    summary=_("Addresses, telephones, e-mails and data boxes of the offices, without names."),
    forms=(json_ld(build, ofn.schema(NORM, VERSION, "kontakty")),),
    specification=ofn.specification(NORM, VERSION),
    theme="GOVE",
    frequency="IRREG",
    keywords=("kontakty", "obecní úřad", "datová schránka"),
    noun=NOUN,
    find=find,
    example=example,
    order=40,
)
