"""The list of contracts as a documented table: what strangers read on /smlouvy/, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from shared.opendata.sets import DataSet
from shared.opendata.tables import Column, forms
from tenants.mandatory.models import Contract
from tenants.registry.models import Municipality

CONTRACTS = "smlouvy"
MOST = 10_000

COLUMNS = (
    Column("cislo", "string", _("number of the contract")),
    Column("predmet", "string", _("subject")),
    Column("fyzicka_osoba", "boolean", _("whether the other party is a natural person")),
    Column("druha_strana", "string", _("other party; empty where it is a natural person")),
    Column("ico", "string", _("registration number of the other party (IČO)")),
    Column("cena_kc", "decimal", _("price in Czech crowns, empty where none is stated")),
    Column("poznamka_k_cene", "string", _("note on the price")),
    Column("uzavreno", "date", _("day on which it was signed")),
    Column("platnost_do", "date", _("last day of its validity, empty where none is stated")),
    Column("registr_smluv", "anyURI", _("address in Registr smluv, empty without one")),
)


def rows(site: Municipality) -> Iterator[dict[str, Any]]:
    """Newest first. One query. Neither name nor number of a natural person is read out."""
    for each in Contract.objects.order_by("-signed_on", "-pk")[:MOST]:
        yield {
            "cislo": each.number,
            "predmet": each.subject,
            "fyzicka_osoba": each.is_person,
            "druha_strana": "" if each.is_person else each.counterpart,
            "ico": "" if each.is_person else each.counterpart_ico,
            "cena_kc": each.price,
            "poznamka_k_cene": each.price_note,
            "uzavreno": each.signed_on,
            "platnost_do": each.valid_until,
            "registr_smluv": each.register_url or None,
        }


SET = DataSet(
    slug=CONTRACTS,
    title=_("Contracts"),
    summary=_("The list of contracts of the site, without names of natural persons."),
    forms=forms(CONTRACTS, COLUMNS, rows),
    columns=COLUMNS,
    theme="GOVE",
    frequency="IRREG",
    keywords=("smlouvy", "registr smluv"),
    # Entrepreneurs are persons too, and are named.
    personal=True,
    order=60,
)
