"""The local catalogue by DCAT-AP-CZ 2024-05-28, from which data.gov.cz can harvest.

The catalogue names its data sets by IRIs; the national catalogue asks for each of them.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from shared.opendata import ofn, sets
from shared.opendata.gaps import ico_of
from shared.opendata.sets import DataSet, Form, Missing
from tenants.registry.models import Municipality

CONTEXT = ofn.context(
    "dcat-ap-cz-rozhraní-katalogů-otevřených-dat",
    "2024-05-28",
    "rozhraní-katalogů-otevřených-dat",
)
PATH = "/opendata/katalog.jsonld"
#: The word after /zdroj/ in the IRI of a data set.
NOUN = "datova-sada"

_EU = "http://publications.europa.eu/resource/authority"
_TERMS = "https://data.gov.cz/podmínky-užití"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
#: The republic, for a site whose territory has no code.
_STATE = "https://linked.cuzk.cz/resource/ruian/stat/1"


def build(site: Municipality) -> dict[str, Any]:
    with translation.override("cs"):
        return ofn.known(
            **{"@context": CONTEXT},
            typ="Katalog",
            iri=f"{site.url}{PATH}",
            název=ofn.text(_("Open data – %(site)s") % {"site": site.display_name}),
            popis=ofn.text(
                _("Data that %(site)s publishes on its website.") % {"site": site.display_name}
            ),
            poskytovatel=_publisher(site),
            kontaktní_bod=_contact(site),
            domovská_stránka=f"{site.url}/opendata/",
            datová_sada=[address(site, each) for each in sets.of_site(site)],
        )


def address(site: Municipality, data_set: DataSet) -> str:
    return sets.iri(site, NOUN, data_set.slug)


def missing(site: Municipality) -> list[Missing]:
    """Without its IČO an office cannot be named as the publisher."""
    return ico_of(site)


def described(site: Municipality, data_set: DataSet, places: list[str]) -> dict[str, Any]:
    """One data set; `places` are codes of the municipalities that it is about."""
    with translation.override("cs"):
        keywords = [str(word) for word in data_set.keywords]
        return ofn.known(
            **{"@context": CONTEXT},
            typ="Datová sada",
            iri=address(site, data_set),
            název=ofn.text(f"{data_set.title} – {site.display_name}"),
            popis=ofn.text(str(data_set.summary)),
            poskytovatel=_publisher(site),
            téma=[f"{_EU}/data-theme/{data_set.theme}"],
            periodicita_aktualizace=f"{_EU}/frequency/{data_set.frequency}",
            klíčové_slovo={"cs": keywords or [str(data_set.title)]},
            prvek_rúian=[f"{ofn.RUIAN}/{code}" for code in places] or [_STATE],
            kontaktní_bod=_contact(site),
            dokumentace=f"{site.url}/opendata/#{data_set.slug}",
            specifikace=[data_set.specification] if data_set.specification else [],
            distribuce=[_file(site, data_set, form) for form in data_set.forms if form.file_type],
        )


def _publisher(site: Municipality) -> str:
    return f"{ofn.OFFICES}/{site.ico}" if site.ico else ""


def _contact(site: Municipality) -> dict[str, Any]:
    mail = ofn.mail(site.email)
    if not mail:
        return {}
    return {"typ": "Organizace", "jméno": ofn.text(site.display_name), "e-mail": mail}


def _file(site: Municipality, data_set: DataSet, form: Form) -> dict[str, Any]:
    url = f"{site.url}/opendata/{data_set.slug}.{form.extension}"
    schema = f"{site.url}{form.schema}" if form.schema.startswith("/") else form.schema
    return ofn.known(
        typ="Distribuce",
        iri=f"{address(site, data_set)}/{form.extension}",
        podmínky_užití=_terms(site, data_set),
        přístupové_url=url,
        soubor_ke_stažení=url,
        formát=f"{_EU}/file-type/{form.file_type}",
        typ_média=f"{ofn.MEDIA_TYPES}/{form.media_type}",
        schéma=schema,
    )


def _terms(site: Municipality, data_set: DataSet) -> dict[str, Any]:
    found: dict[str, Any] = {
        "typ": "Specifikace podmínek užití",
        "autorské_dílo": f"{_TERMS}/neobsahuje-autorská-díla/",
        "databáze_jako_autorské_dílo": f"{_TERMS}/není-autorskoprávně-chráněnou-databází/",
        "databáze_chráněná_zvláštními_právy": (
            f"{_TERMS}/není-chráněna-zvláštním-právem-pořizovatele-databáze/"
        ),
        "osobní_údaje": f"{_TERMS}/{'' if data_set.personal else 'ne'}obsahuje-osobní-údaje/",
    }
    if data_set.works:
        found |= {"autorské_dílo": CC_BY, "autor": ofn.text(site.display_name)}
    return found
