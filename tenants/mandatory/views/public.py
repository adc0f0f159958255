"""Lists and statements beside the page of mandatory information."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared.kernel.cms import active_language
from shared.kernel.ratelimit import limited
from shared.kernel.templatetags.portal_tags import localurl
from tenants.mandatory import selectors, structure
from tenants.mandatory.models import Contract

# A cell that begins so would be run by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _context(key: str) -> dict[str, Any]:
    facts = selectors.facts()
    item = structure.BY_KEY[key]
    return {
        "facts": facts,
        "shown": selectors.shown(item, facts),
        "crumbs": [
            {"title": _("Mandatory information"), "url": localurl("/povinne-informace/")},
            {"title": item.title},
        ],
        # What clerks write is in the language of the site, whatever the interface speaks.
        "text_lang": "" if active_language() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE,
    }


@require_safe
def filing(request: HttpRequest) -> HttpResponse:
    return render(request, "tenants/mandatory/filing.html", _context(structure.FILING))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "tenants/mandatory/privacy.html", _context(structure.PRIVACY))


@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    context = {**selectors.contract_list(request.GET), **_context(structure.CONTRACTS)}
    return render(request, "tenants/mandatory/contracts.html", context)


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


@require_safe
@limited("contracts-csv", limit=30, seconds=60)
def contracts_csv(request: HttpRequest) -> HttpResponse:
    """Semicolons and a byte order mark, as Czech spreadsheets want it."""
    text = io.StringIO()
    text.write("\ufeff")
    rows = csv.writer(text, delimiter=";")
    rows.writerow(
        [
            *("cislo", "predmet", "druha_strana", "ico", "cena_kc", "poznamka_k_cene"),
            *("uzavreno", "platnost_do", "registr_smluv"),
        ]
    )
    for contract in selectors.contracts_for_table(request.GET):
        rows.writerow(_cell(value) for value in _line(contract))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="smlouvy.csv"'
    return response


def _line(contract: Contract) -> tuple[Any, ...]:
    price = contract.price
    return (
        contract.number,
        contract.subject,
        contract.public_counterpart,
        contract.counterpart_ico,
        f"{price:.2f}".replace(".", ",") if price is not None else None,
        contract.price_note,
        contract.signed_on,
        contract.valid_until,
        contract.register_url,
    )
