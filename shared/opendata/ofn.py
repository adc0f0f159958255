"""Words that the Czech formal open norms (OFN, https://ofn.gov.cz) share.

Properties of which nothing is known are left out; whoever asks for an object that would have none
gets an empty mapping, which `known` drops.
"""

from __future__ import annotations

import datetime as dt
import mimetypes
import re
from typing import Any

from shared.kernel.clock import PRAGUE
from tenants.registry.models import Municipality

OFN = "https://ofn.gov.cz"
RUIAN = "https://linked.cuzk.cz/resource/ruian/obec"
#: Offices in the register of rights and duties, by their IČO.
OFFICES = "https://rpp-opendata.egon.gov.cz/odrpp/zdroj/orgán-veřejné-moci"
MEDIA_TYPES = "http://www.iana.org/assignments/media-types"

#: Addresses in demonstrations and documents are nobody's (RFC 2606, RFC 6761).
_NO_REAL_MAIL = (".example", ".invalid", ".localhost", ".test")


def context(norm: str, version: str, name: str) -> str:
    return f"{OFN}/{norm}/{version}/kontexty/{name}.jsonld"


def schema(norm: str, version: str, name: str) -> str:
    return f"{OFN}/{norm}/{version}/schémata/{name}.json"


def specification(norm: str, version: str) -> str:
    return f"{OFN}/{norm}/{version}/"


def known(**properties: Any) -> dict[str, Any]:
    """Without what is empty; a property whose value is false or zero stays."""
    return {
        name: value for name, value in properties.items() if value not in ("", None) and value != []
        and value != {}
    }  # fmt: skip


def text(value: str, **others: str) -> dict[str, str]:
    return {language: each for language, each in {"cs": value, **others}.items() if each}


def day(value: dt.date) -> dict[str, Any]:
    return {"typ": "Časový okamžik", "datum": value.isoformat()}


def instant(value: dt.datetime) -> dict[str, Any]:
    """To the second, with the offset that held in Prague."""
    local = value.astimezone(PRAGUE).replace(microsecond=0)
    return {"typ": "Časový okamžik", "datum_a_čas": local.isoformat()}


UNSPECIFIED: dict[str, Any] = {"typ": "Časový okamžik", "nespecifikovaný": True}


def interval(start: dict[str, Any], end: dict[str, Any]) -> dict[str, Any]:
    return {"typ": "Časový interval", "začátek": start, "konec": end}


def office(site: Municipality) -> dict[str, Any]:
    """The site's owner as a legal person; empty while its IČO is not known."""
    if not site.ico:
        return {}
    return {
        "typ": "Osoba",
        "iri": f"{OFFICES}/{site.ico}",
        "název": text(site.display_name),
        "ičo": site.ico,
    }


def territory(site: Municipality) -> list[dict[str, Any]]:
    if not site.csu_code:
        return []
    return [
        {"typ": "Umístění", "iri": f"{RUIAN}/{site.csu_code}", "název": text(site.name)},
    ]


def place(name: str, latitude: Any = None, longitude: Any = None) -> dict[str, Any]:
    found = known(název=text(name))
    if latitude is not None and longitude is not None:
        # GeoJSON has the longitude first (RFC 7946, 3.1.1).
        found["geometrie"] = {"type": "Point", "coordinates": [float(longitude), float(latitude)]}
    return {"typ": "Umístění", **found} if found else {}


def file(title: str, url: str, filename: str = "") -> dict[str, Any]:
    media_type = mimetypes.guess_type(filename or url)[0]
    return known(
        typ="Digitální objekt",
        název=text(title),
        url=url,
        typ_média=f"{MEDIA_TYPES}/{media_type}" if media_type else "",
    )


def mail(address: str) -> str:
    """Empty for an address that nobody can write to."""
    return f"mailto:{address}" if address and not address.endswith(_NO_REAL_MAIL) else ""


def telephone(number: str) -> str:
    """As RFC 3966 wants it; empty where it is not one number. Nine digits are Czech ones."""
    digits = re.sub(r"[\s\u00a0().-]", "", number)
    if re.fullmatch(r"\d{9}", digits):
        digits = f"+420{digits}"
    elif re.fullmatch(r"00\d{8,15}", digits):
        digits = f"+{digits[2:]}"
    return f"tel:{digits}" if re.fullmatch(r"\+\d{8,15}", digits) else ""
