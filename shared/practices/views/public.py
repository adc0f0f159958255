"""Pages of good practice on the union's site. What a person sees depends on their seats."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared.kernel.ratelimit import limited
from shared.kernel.templatetags.portal_tags import localurl
from shared.practices import archive, selectors
from shared.practices.enums import FileKind, Uptake, Visibility
from shared.practices.forms import AdoptForm, AsForm, ListingForm, QuestionForm
from shared.practices.models import Practice, union_path
from shared.practices.permissions import NotAllowed
from shared.practices.selectors import Viewer
from shared.practices.services import reuse, talk
from shared.published import references
from shared.published.enums import Kind
from tenants.accounts.models import User
from tenants.registry.models import Municipality

MOST_COMPARED = 3
PRIVATE = "private, no-store"


def viewer_of(request: HttpRequest) -> Viewer:
    """Asked once for a request; costs nothing for a stranger."""
    found: Viewer | None = getattr(request, "_practices_viewer", None)
    if found is None:
        found = selectors.viewer_of(request.user)
        request._practices_viewer = found  # type: ignore[attr-defined]
    return found


def _crumb() -> dict[str, Any]:
    return {"title": _("Good practice"), "url": localurl(union_path("index"))}


def address(form: ListingForm, **changes: Any) -> str:
    """The list's own address with some of its parameters changed."""
    values = {**{key: form.data.get(key) for key in form.fields}, "strana": None, **changes}
    return "?" + urlencode({key: value for key, value in values.items() if value})


def asked(request: HttpRequest) -> tuple[ListingForm, list[Municipality]]:
    """The form offers the municipalities that have a record; the map shows all."""
    members = selectors.places(viewer_of(request))
    return ListingForm([each for each in members if each.number], request.GET), members


@require_safe
@limited("practices", limit=120, seconds=60)
def index(request: HttpRequest) -> HttpResponse:
    form, members = asked(request)
    context: dict[str, Any] = {
        "form": form,
        "sites": [each for each in members if each.number],
        "map": selectors.counts_map(members),
        "crumbs": [{"title": _("Good practice")}],
        "viewer": viewer_of(request),
    }
    if not form.is_valid():
        return render(request, "shared/practices/index.html", context, status=400)
    found = selectors.listing(
        viewer_of(request), form.selection(), form.cleaned_data["strana"] or 1
    )
    past_the_end = found.total > 0 and not found.practices
    context.update(
        {
            "listing": found,
            "csv_url": union_path("csv") + address(form),
            "json_url": union_path("json") + address(form),
            "previous_url": address(form, strana=found.number - 1) if found.number > 1 else "",
            "next_url": address(form, strana=found.number + 1)
            if found.number < found.pages
            else "",
            "first_url": address(form),
        }
    )
    return render(
        request, "shared/practices/index.html", context, status=404 if past_the_end else 200
    )


def _missing(request: HttpRequest) -> HttpResponse:
    """The same answer for what does not exist and for what is not the visitor's to see."""
    context = {"crumbs": [_crumb(), {"title": _("Not found")}], "viewer": viewer_of(request)}
    return render(request, "shared/practices/missing.html", context, status=404)


@require_safe
def by_number(request: HttpRequest, number: int) -> HttpResponse:
    practice = selectors.readable(viewer_of(request), number)
    if practice is None:
        return _missing(request)
    return redirect(localurl(practice.path))


@require_safe
def detail(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    practice = selectors.readable(viewer, number)
    if practice is None:
        return _missing(request)
    if slug != practice.slug:
        moved = HttpResponsePermanentRedirect(localurl(practice.path))
        moved["Cache-Control"] = PRIVATE if practice.visibility != Visibility.PUBLIC else "no-cache"
        return moved
    return render(request, "shared/practices/detail.html", page_of(viewer, practice))


def page_of(viewer: Viewer, practice: Practice) -> dict[str, Any]:
    record = practice.text
    adoptions = selectors.adoptions_of(practice)
    tied = selectors.ties(viewer, practice, adoptions)
    context: dict[str, Any] = {
        "practice": practice,
        "record": record,
        "files": selectors.files_of(practice, record),
        "links": selectors.links_of(record),
        "strategies": references.pointing_at(Kind.PRACTICE, practice.pk),
        "adoptions": adoptions,
        "map": selectors.spread(practice, adoptions),
        "questions": selectors.questions_of(practice),
        "versions": selectors.versions_of(practice),
        "similar": selectors.similar(viewer, practice, record),
        "related": selectors.related_to(viewer, record),
        "viewer": viewer,
        "ties": tied,
        "crumbs": [_crumb(), {"title": practice.title}],
    }
    if viewer.seats and not practice.is_archived:
        context["question_form"] = QuestionForm(viewer)
        context["as_form"] = AsForm(viewer)
        context["may_adopt"] = any(
            site.pk != practice.municipality_id for site in viewer.municipalities
        )
    return context


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two or three records side by side: `?z=1&z=2`."""
    numbers = [
        int(each) for each in request.GET.getlist("z") if each.isdecimal() and len(each) < 10
    ]
    viewer = viewer_of(request)
    found = {
        practice.pk: practice
        for practice in selectors.counted(selectors.visible(viewer))
        .select_related("municipality", "version")
        .filter(pk__in=numbers[:MOST_COMPARED])
    }
    context = {
        "practices": [found[n] for n in dict.fromkeys(numbers) if n in found],
        "too_many": len(set(numbers)) > MOST_COMPARED,
        "crumbs": [_crumb(), {"title": _("Comparison")}],
    }
    return render(request, "shared/practices/compare.html", context)


@require_safe
def file(request: HttpRequest, number: int, file_id: int, name: str) -> HttpResponseBase:
    """A picture or an attachment, for whom the record is; else 404. Never shown in place but pictures."""
    found = selectors.file_for(viewer_of(request), number, file_id)
    if found is None or found.name != name:
        raise Http404
    return serve_file(found)


def serve_file(found: Any) -> HttpResponseBase:
    picture = found.kind == FileKind.PICTURE
    try:
        opened = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        opened,
        as_attachment=not picture,
        filename=found.name,
        content_type="image/jpeg" if picture else "application/octet-stream",
    )
    # Not even for a minute: a record may be narrowed, and a shared cache would not know.
    response["Cache-Control"] = PRIVATE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def bundle(practice: Practice, tasks: list[str]) -> HttpResponseBase:
    """Checklist, licences and attachments in one archive."""
    attachments = selectors.attachments_for(practice)
    context = {
        "practice": practice,
        "record": practice.text,
        "attachments": list(zip(archive.names(attachments), attachments, strict=True)),
        "tasks": tasks,
        "address": Municipality.objects.the_union().url + practice.path,
    }
    texts = {"postup.txt": render_to_string("shared/practices/checklist.txt", context)}
    response = FileResponse(
        archive.pack(texts, attachments),  # type: ignore[arg-type]
        as_attachment=True,
        filename=f"dobra-praxe-{practice.pk}-{practice.slug}.zip",
        content_type="application/zip",
    )
    response["Cache-Control"] = PRIVATE
    return response


@require_safe
@limited("practices-archive", limit=30, seconds=60)
def pack(request: HttpRequest, number: int) -> HttpResponseBase:
    practice = selectors.readable(viewer_of(request), number)
    if practice is None:
        raise Http404
    return bundle(practice, [row["text"] for row in practice.text.steps])


# --- What members do here -----------------------------------------------------------------------


def _member(request: HttpRequest, number: int) -> tuple[User, Viewer, Practice]:
    """Who acts and on what; 404 for what they may not read, 403 for whom have no seat."""
    viewer = viewer_of(request)
    practice = selectors.readable(viewer, number)
    if practice is None or practice.is_archived:
        raise Http404
    if not viewer.seats:
        raise PermissionDenied
    assert isinstance(request.user, User)
    return request.user, viewer, practice


def _back(practice: Practice, place: str = "") -> HttpResponse:
    return redirect(localurl(practice.path) + (f"#{place}" if place else ""))


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    actor, viewer, practice = _member(request, number)
    form = QuestionForm(viewer, request.POST)
    if not form.is_valid():
        context = {**page_of(viewer, practice), "question_form": form}
        return render(request, "shared/practices/detail.html", context, status=400)
    talk.ask(practice.pk, form.site, form.cleaned_data["text"], actor=actor)
    messages.success(
        request, _("Your question was sent to the authors. You get the answer by mail.")
    )
    return _back(practice, "otazky")


@require_POST
def thank(request: HttpRequest, number: int) -> HttpResponse:
    actor, viewer, practice = _member(request, number)
    form = AsForm(viewer, request.POST)
    if form.is_valid():
        talk.thank(practice.pk, form.site, actor=actor)
        messages.success(request, _("Your thanks were passed on."))
    return _back(practice)


@require_POST
def follow(request: HttpRequest, number: int) -> HttpResponse:
    actor, _viewer, practice = _member(request, number)
    wanted = request.POST.get("follow") == "1"
    talk.follow(practice.pk, wanted, actor=actor)
    messages.success(
        request,
        _("You get a mail when something is new here.")
        if wanted
        else _("You no longer get mails about this record."),
    )
    return _back(practice)


def adopt(request: HttpRequest, number: int) -> HttpResponse:
    """The form of taking over; it comes filled in with what the municipality has said before."""
    actor, viewer, practice = _member(request, number)
    own = [site for site in viewer.municipalities if site.pk != practice.municipality_id]
    if not own:
        raise PermissionDenied
    others = Viewer(
        viewer.user_id,
        viewer.operator,
        tuple(seat for seat in viewer.seats if seat.municipality_id != practice.municipality_id),
    )
    tied = selectors.ties(viewer, practice, selectors.adoptions_of(practice))
    before = next(iter(tied.adoptions.values()), None)
    if request.method == "POST":
        form = AdoptForm(others, request.POST)
        if form.is_valid():
            try:
                reuse.adopt(
                    practice.pk,
                    form.site,
                    Uptake(form.cleaned_data["uptake"]),
                    actor=actor,
                    note=form.cleaned_data["note"],
                    day=form.cleaned_data["day"],
                    results=form.results.values(),
                )
            except NotAllowed as error:
                raise PermissionDenied from error
            messages.success(
                request,
                _("Saved. Your checklist is on the desk of your site, under Good practice."),
            )
            return _back(practice, "prevzeti")
    else:
        initial: dict[str, Any] = {"uptake": Uptake.WANTED}
        if before is not None:
            initial = {
                "municipality": before.municipality.slug,
                "uptake": before.uptake,
                "day": before.day,
                "note": before.note,
            }
        form = AdoptForm(others, results=before.results if before else [], initial=initial)
    context = {
        "practice": practice,
        "form": form,
        "crumbs": [
            _crumb(),
            {"title": practice.title, "url": localurl(practice.path)},
            {"title": _("Taking over")},
        ],
    }
    return render(
        request, "shared/practices/adopt.html", context, status=400 if form.errors else 200
    )
