"""The union's register by the norm Rejstříky svazků obcí 2026-04-01.

The register proper is kept by the regional office; this is the union's own entry in its form.
Memberships that nobody has confirmed are not in it, and what the registry does not know is left
out: `missing` says who has to fill it in.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from shared.opendata import ofn
from shared.opendata.gaps import MEMBERSHIPS, PROFILE, ico_of
from shared.opendata.sets import DataSet, Found, Missing, iri, json_ld
from tenants.registry.enums import State
from tenants.registry.models import Municipality, UnionMembership

NORM, VERSION = "rejstříky-svazků-obcí", "2026-04-01"
NOUN, KEY = "rejstrik", "svazek"


def _memberships() -> list[UnionMembership]:
    """Confirmed ones, the former too, in Czech order. One query."""
    return list(
        UnionMembership.objects.filter(confirmed=True, municipality__state=State.ACTIVE)
        .select_related("municipality")
        .order_by("municipality__sort_key", "since", "pk")
    )


def build(site: Municipality) -> dict[str, Any]:
    return ofn.known(
        **{"@context": ofn.context(NORM, VERSION, "kontext")},
        iri=iri(site, NOUN, KEY),
        typ="Rejstřík svazků obcí",
        web=f"{site.url}/obce/",
        eviduje_svazky_obcí=[_union(site)],
    )


def _union(site: Municipality) -> dict[str, Any]:
    return ofn.known(
        iri=iri(site, NOUN, "tento-svazek"),
        typ="Dobrovolný svazek obcí",
        ičo=site.ico,
        název=ofn.text(site.name),
        idds=site.data_box,
        web=f"{site.url}/",
        datum_vzniku=site.founded_on and site.founded_on.isoformat(),
        předmět_činnosti=ofn.text(site.purpose),
        zdroj_výčtu_členů=(
            [f"zdroje-výčtu-členů:{site.members_source}"] if site.members_source else []
        ),
        adresa_sídla_neevidovaná_v_rúian=site.office_address,
        má_člena=[_member(each) for each in _memberships()],
    )


def _member(membership: UnionMembership) -> dict[str, Any]:
    municipality = membership.municipality
    return ofn.known(
        iri=f"{ofn.OFFICES}/{municipality.ico}" if municipality.ico else "",
        typ="Obecní úřad jako člen dobrovolného svazku obcí",
        den_vzniku_členství=membership.since and membership.since.isoformat(),
        den_zániku_členství=membership.until and membership.until.isoformat(),
        ičo=municipality.ico,
        spravuje_obec=ofn.known(
            iri=f"{ofn.RUIAN}/{municipality.csu_code}" if municipality.csu_code else "",
            typ="Obec",
            název_obce=municipality.name,
        ),
    )


def find(site: Municipality, key: str) -> Found | None:
    if key not in {KEY, "tento-svazek"}:
        return None
    return Found(build(site), "/obce/")


def missing(site: Municipality) -> list[Missing]:
    profile = f"{site.url}{PROFILE}"
    wanted = (
        (site.founded_on, _("day on which the union was founded")),
        (site.purpose, _("purpose of the union")),
        (site.members_source, _("source of the list of members (a code of the register)")),
        (site.office_address, _("address of the union’s seat")),
    )
    found = [*ico_of(site), *(Missing(what, profile) for value, what in wanted if not value)]
    for membership in _memberships():
        member = membership.municipality
        period = f"{site.url}{MEMBERSHIPS}{membership.pk}/"
        if not member.ico:
            found.append(Missing(_("IČO of the member"), f"{member.url}{PROFILE}", member.name))
        if not membership.since:
            found.append(Missing(_("day on which the membership began"), period, member.name))
        if not member.csu_code:
            found.append(Missing(_("code of the municipality (ČSÚ)"), period, member.name))
    return found


REGISTER = DataSet(
    slug="svazek",
    title=_("Register of the union"),
    summary=_("The union itself and its confirmed members, with the days of their membership."),
    forms=(json_ld(build, ofn.schema(NORM, VERSION, "schéma")),),
    specification=ofn.specification(NORM, VERSION),
    theme="GOVE",
    frequency="IRREG",
    keywords=("svazek obcí", "členské obce", "rejstřík"),
    available=lambda site: site.is_union,
    missing=missing,
    noun=NOUN,
    find=find,
    order=50,
)
