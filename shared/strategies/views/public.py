"""The register for everybody: on the union's site of all, on a municipality's its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared.kernel import clock
from shared.kernel.ratelimit import limited
from shared.kernel.templatetags.portal_tags import localurl
from shared.published import references
from shared.published.enums import Kind
from shared.strategies import charts, selectors
from shared.strategies.forms import ActivitiesForm, RegisterForm
from shared.strategies.models import Document, StrategyFile, path_of
from shared.strategies.templatetags.strategy_tags import crowns
from tenants.registry.models import Municipality

FOLDER = "shared/strategies"


def site_of(request: HttpRequest) -> Municipality:
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    return site


def choices(site: Municipality) -> list[tuple[str, str]]:
    """Sites that a list may be narrowed to: on a municipality's site there is nothing to choose."""
    if not site.is_union:
        return [(site.slug, site.name)]
    members = selectors.member_sites().order_by("-kind", "sort_key")
    return list(members.values_list("slug", "name"))


def address(form: ActivitiesForm | RegisterForm, **changes: Any) -> str:
    """The list's own parameters with some of them changed."""
    values = {**{key: form.data.get(key) for key in form.fields}, "strana": None, **changes}
    chosen = {key: value for key, value in values.items() if value}
    return f"?{urlencode(chosen)}" if chosen else ""


def _crumb() -> dict[str, Any]:
    return {"title": _("Strategies"), "url": localurl(path_of("index"))}


@require_safe
@limited("strategies", limit=120, seconds=60)
def index(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    form = RegisterForm(choices(site), request.GET)
    context: dict[str, Any] = {
        "form": form,
        "crumbs": [{"title": _("Strategies")}],
        "union": site if site.is_union else Municipality.objects.the_union(),
    }
    if not form.is_valid():
        return render(request, f"{FOLDER}/index.html", context, status=400)
    selection = form.selection()
    found = selectors.register(site, selection)
    for group in found.groups:
        for each in group.documents:
            each.bar = charts.progress(each.done, each.running, each.activities_number)  # type: ignore[attr-defined]
    context.update(
        {
            "groups": found.groups,
            "corrected": found.corrected,
            "number": sum(len(group.documents) for group in found.groups),
            "selection": selection,
            "exports": [
                (_("Documents as CSV"), path_of("documents_csv") + address(form)),
                (_("Documents as JSON"), path_of("documents_json") + address(form)),
            ],
        }
    )
    if not selection.is_narrowed:  # who has asked for something sees that and nothing else
        joint = selectors.ActivitySelection(joint=True)
        context.update(
            {
                "projects": selectors.projects() if site.is_union else [],
                "standings": selectors.standings(selectors.public(site)) if site.is_union else [],
                "joint": selectors.listing(
                    selectors.select(selectors.public_activities(site), joint)
                ),
            }
        )
    return render(request, f"{FOLDER}/index.html", context)


@require_safe
@limited("strategies", limit=120, seconds=60)
def activities(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    form = ActivitiesForm(choices(site), request.GET)
    context: dict[str, Any] = {
        "form": form,
        "crumbs": [_crumb(), {"title": _("Activities")}],
    }
    if not form.is_valid():
        return render(request, f"{FOLDER}/activities.html", context, status=400)
    selection = form.selection()
    chosen = selectors.select(selectors.public_activities(site), selection)
    found = selectors.listing(chosen, form.cleaned_data["strana"] or 1)
    context.update(
        {
            "listing": found,
            "selection": selection,
            "total_cost": chosen.order_by().aggregate(total=Sum("estimated_cost"))["total"],
            "exports": [
                (name.upper(), path_of(name) + address(form)) for name in ("csv", "xlsx", "json")
            ],
            "previous_url": address(form, strana=found.number - 1) if found.number > 1 else "",
            "next_url": address(form, strana=found.number + 1)
            if found.number < found.pages
            else "",
        }
    )
    past_the_end = found.total > 0 and not found.activities
    return render(
        request, f"{FOLDER}/activities.html", context, status=404 if past_the_end else 200
    )


def _readable(request: HttpRequest, number: int) -> Document:
    """404 alike for what does not exist, is not public and is not this site's."""
    found = selectors.readable(site_of(request), number)
    if found is None:
        raise Http404
    return found


@require_safe
def by_number(request: HttpRequest, number: int) -> HttpResponse:
    return redirect(localurl(_readable(request, number).path))


@require_safe
@limited("strategies", limit=120, seconds=60)
def document(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    found = _readable(request, number)
    if slug != found.slug:
        return redirect(localurl(found.path))
    return render(request, f"{FOLDER}/document.html", page_of(found))


def page_of(document: Document) -> dict[str, Any]:
    nodes = selectors.outline(document)
    everything = [activity for node in nodes for activity in node.activities]
    goals = [
        {"node": node, "tally": node.tally, "chart": charts.of_goal(node.tally, crowns)}
        for node in nodes
    ]
    tally = selectors.tally(everything)
    versions = selectors.versions_of(document)
    return {
        "document": document,
        "goals": goals,
        "tally": tally,
        "bar": charts.progress(tally.done, tally.running, tally.total),
        "timeline": charts.timeline(everything, clock.today().year),
        "year": clock.today().year,
        "activities": everything,
        "versions": versions,
        "approval": next((each for each in versions if each.approved_on), None),
        "pointing": references.pointing_at(Kind.STRATEGY, document.pk),
        "crumbs": [_crumb(), {"title": document.title}],
    }


@require_safe
@limited("strategies", limit=240, seconds=60)
def activity(request: HttpRequest, number: int, slug: str, activity: int) -> HttpResponse:
    found = _readable(request, number)
    one = selectors.activity_in(found, activity)
    if one is None:
        raise Http404
    if slug != found.slug:
        return redirect(localurl(one.path))
    readings = list(one.readings.all())
    last = readings[-1].value if readings else None
    shares = list(one.shares.all())
    context = {
        "document": found,
        "activity": one,
        "readings": readings,
        "shares": [
            {
                "share": share,
                "amount": one.estimated_cost * share.percent / 100
                if one.estimated_cost is not None
                else None,
            }
            for share in shares
        ],
        "rest": 100 - sum(share.percent for share in shares),
        "missing": max(one.estimated_cost - one.secured, 0) if one.estimated_cost else None,
        "percent": charts.towards_target(one.baseline, one.target, last),
        "beyond": charts.is_beyond(one.baseline, one.target, last),
        "curve": charts.curve(readings, one.baseline, one.target),
        "linked": selectors.linked(one),
        "crumbs": [
            _crumb(),
            {"title": found.title, "url": localurl(found.path)},
            {"title": one.title},
        ],
    }
    if context["percent"] is not None:
        context["bar"] = charts.progress(context["percent"], 0, 100)  # type: ignore[arg-type]
    return render(request, f"{FOLDER}/activity.html", context)


@require_safe
def project(request: HttpRequest, project: int, slug: str) -> HttpResponse:
    """On the union's site only: it is the one who has to make the project public."""
    found = selectors.project(project) if site_of(request).is_union else None
    if found is None:
        raise Http404
    if slug != found.slug:
        return redirect(localurl(found.path))
    context = {
        "project": found,
        "results": selectors.results(found),
        "crumbs": [_crumb(), {"title": found.title}],
    }
    return render(request, f"{FOLDER}/project.html", context)


@require_safe
@limited("strategies-file", limit=120, seconds=60)
def file(request: HttpRequest, number: int, file_id: int, name: str) -> HttpResponseBase:
    found = selectors.file_of(_readable(request, number), file_id)
    if found is None or found.name != name:
        raise Http404
    return serve(found)


def serve(file: StrategyFile) -> HttpResponseBase:
    """As a download, and kept by nobody on the way: the document may be closed tomorrow."""
    try:
        response = FileResponse(file.file.open("rb"), as_attachment=True, filename=file.name)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
