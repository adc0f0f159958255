"""The register for machines and spreadsheets: what the pages show, and nothing else."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared.kernel.ratelimit import limited
from shared.published import references
from shared.strategies import selectors, sheets
from shared.strategies.forms import ActivitiesForm, RegisterForm
from shared.strategies.models import Activity, Document
from shared.strategies.views.public import choices, site_of
from tenants.registry.models import Municipality

MOST_EXPORTED = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _wrong() -> HttpResponse:
    return HttpResponse(
        _("The address asks for something that does not exist."),
        status=400,
        content_type="text/plain; charset=utf-8",
    )


def _download(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@limited("strategies-export", limit=30, seconds=60)
def activities(request: HttpRequest, form: str) -> HttpResponse:
    site = site_of(request)
    asked = ActivitiesForm(choices(site), request.GET)
    if not asked.is_valid():
        return _wrong()
    chosen = selectors.select(selectors.public_activities(site), asked.selection())
    return as_file(site, chosen, form, "aktivity", described=True)


@require_safe
@limited("strategies-export", limit=30, seconds=60)
def of_document(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """As a table that the desk's import takes back."""
    site = site_of(request)
    found = selectors.readable(site, number)
    if found is None:
        raise Http404
    return as_file(site, in_order(found), form, f"aktivity-{found.slug}")


def in_order(document: Document) -> QuerySet[Activity]:
    found = selectors.marked(Activity.objects.filter(document=document))
    return found.order_by(*selectors.OUTLINE)


def as_file(
    site: Municipality,
    chosen: QuerySet[Activity],
    form: str,
    name: str,
    *,
    described: bool = False,
) -> HttpResponse:
    """`described` lines also say whose they are, of which document and how they stand."""
    rows = selectors.whole(chosen[:MOST_EXPORTED])
    if form == "json":
        links = [(link.kind, link.key) for each in rows for link in each.links.all()]
        public = set(references.items(links))
        found = [describe(site, activity, public) for activity in rows]
        return JsonResponse({"activities": found}, json_dumps_params={"ensure_ascii": False})
    about = [_about(site, activity) for activity in rows] if described else None
    headings, lines = sheets.table(rows, about)
    if form == "xlsx":
        return _download(sheets.as_xlsx(headings, lines), XLSX, f"{name}.xlsx")
    return _download(sheets.as_csv(headings, lines), "text/csv; charset=utf-8", f"{name}.csv")


def _url(site: Municipality, activity: Activity) -> str:
    """Joint activities stand on the page of their owner."""
    return f"{activity.document.municipality.url}{activity.path}"


def _about(site: Municipality, activity: Activity) -> dict[str, str]:
    return {
        "obec": activity.document.municipality.name,
        "dokument": activity.document.title,
        "pozde": "ano" if activity.late else "ne",
        "bez_penez": "ano" if activity.unfunded else "ne",
        "adresa": _url(site, activity),
    }


def describe(
    site: Municipality, activity: Activity, public: set[references.Reference]
) -> dict[str, Any]:
    """`public` are the practices and events that may be named."""
    return {
        "id": activity.pk,
        "url": _url(site, activity),
        "municipality": activity.document.municipality.slug,
        "document": activity.document_id,
        "goal": str(activity.measure.goal),
        "measure": str(activity.measure),
        "code": activity.code,
        "title": activity.title,
        "text": activity.text,
        "responsible": activity.responsible,
        "first_year": activity.first_year,
        "last_year": activity.last_year,
        "state": activity.state,
        "late": activity.late,
        "without_money": activity.unfunded,
        "estimated_cost": activity.estimated_cost,
        "actual_cost": activity.actual_cost,
        "funding": [
            {"source": row.source, "amount": row.amount, "secured": row.secured}
            for row in activity.funding.all()
        ],
        "indicator": activity.indicator,
        "unit": activity.unit,
        "baseline": activity.baseline,
        "target": activity.target,
        "target_year": activity.target_year,
        "readings": [
            {"day": row.day, "value": row.value, "note": row.note}
            for row in activity.readings.all()
        ],
        "shares": [
            {
                "municipality": row.municipality.slug,
                "percent": row.percent,
                "confirmed": row.confirmed_at is not None,
            }
            for row in activity.shares.all()
        ],
        "links": [
            {"kind": row.kind, "key": row.key}
            for row in activity.links.all()
            if (row.kind, row.key) in public
        ],
    }


@require_safe
@limited("strategies-export", limit=30, seconds=60)
def documents(request: HttpRequest, form: str) -> HttpResponse:
    site = site_of(request)
    asked = RegisterForm(choices(site), request.GET)
    if not asked.is_valid():
        return _wrong()
    found = [
        document
        for group in selectors.register(site, asked.selection()).groups
        for document in group.documents
    ]
    if form == "json":
        return JsonResponse(
            {"documents": [describe_document(each) for each in found]},
            json_dumps_params={"ensure_ascii": False},
        )
    headings = [
        *("cislo", "obec", "druh", "nazev", "od", "do", "stav", "aktivit", "bezi", "hotovo"),
        *("obcepro", "ukazka", "adresa"),
    ]
    lines = [
        [
            str(each.pk),
            each.municipality.name,
            str(each.get_kind_display()),
            each.title,
            str(each.first_year or ""),
            str(each.last_year or ""),
            str(each.get_state_display()),
            str(each.activities_number),  # type: ignore[attr-defined]
            str(each.running),  # type: ignore[attr-defined]
            str(each.done),  # type: ignore[attr-defined]
            each.obcepro_url,
            "ano" if each.demonstration else "",
            each.url,
        ]
        for each in found
    ]
    return _download(
        sheets.as_csv(headings, lines), "text/csv; charset=utf-8", "strategicke-dokumenty.csv"
    )


def describe_document(document: Document) -> dict[str, Any]:
    return {
        "number": document.pk,
        "url": document.url,
        "municipality": {
            "slug": document.municipality.slug,
            "name": document.municipality.name,
        },
        "kind": document.kind,
        "title": document.title,
        "summary": document.summary,
        "first_year": document.first_year,
        "last_year": document.last_year,
        "state": document.state,
        "obcepro_url": document.obcepro_url,
        "activities": document.activities_number,  # type: ignore[attr-defined]
        "running": document.running,  # type: ignore[attr-defined]
        "done": document.done,  # type: ignore[attr-defined]
        "published_at": document.published_at,
        "changed_at": document.changed_at,
        "demonstration": document.demonstration,
    }
