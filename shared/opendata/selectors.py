from __future__ import annotations

from shared.opendata import catalogue, sets
from shared.opendata.sets import Found
from tenants.registry.models import Municipality


def territories(site: Municipality) -> list[str]:
    """Codes of the municipalities that the site's data are about. A query for the union, or none."""
    if not site.is_union:
        return [site.csu_code] if site.csu_code else []
    members = Municipality.objects.members().exclude(csu_code="")
    return list(members.values_list("csu_code", flat=True))


def resource(site: Municipality, noun: str, key: str) -> Found | None:
    """What an IRI of the site stands for, if it is public."""
    if noun == catalogue.NOUN:
        data_set = sets.find(site, key)
        if data_set is None:
            return None
        document = catalogue.described(site, data_set, territories(site))
        return Found(document, f"/opendata/#{data_set.slug}")
    data_set = sets.by_noun(site, noun)
    return data_set.find(site, key) if data_set is not None and data_set.find else None
