"""Strategies on the desk of every site: each writes its own, the union's editors see what was
opened to them. Whoever has no role on the site never gets past Wagtail's log-in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared.published import references
from shared.strategies import permissions, selectors, sheets
from shared.strategies.enums import DocumentState, Readers
from shared.strategies.forms import (
    ActivityForm,
    DocumentForm,
    FileForm,
    PartForm,
    ProjectForm,
    ReadersForm,
    TableForm,
    VersionForm,
)
from shared.strategies.models import Activity, Document, Goal, Measure, Project
from shared.strategies.services import documents, imports, outline, projects
from shared.strategies.views.exports import as_file, in_order
from shared.strategies.views.public import serve
from tenants.accounts.models import User
from tenants.registry.models import Municipality

FOLDER = "shared/strategies/desk"
View = Callable[..., HttpResponseBase]
SHOWN_ROWS = 300


def desk(view: View) -> View:
    """People of this site only. What a service refuses is 403; what is not there is 404."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.works_here(request.user):
            raise PermissionDenied
        try:
            return view(request, *args, **kwargs)
        except permissions.NotAllowed as error:
            raise PermissionDenied from error
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return wrapper


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _site(request: HttpRequest) -> Municipality:
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    return site


def _readable(request: HttpRequest, document: int) -> Document:
    """For whom it is not to be read, it does not exist."""
    found = get_object_or_404(
        Document.objects.select_related("municipality", "project"), pk=document
    )
    if not permissions.can_read(request.user, found):
        raise Http404
    return found


def _own(request: HttpRequest, document: int) -> Document:
    """One that this person may write: 404 when it is not theirs to read, 403 when not to change."""
    found = _readable(request, document)
    if not permissions.can_edit(request.user, found):
        raise PermissionDenied
    return found


@desk
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    site, actor = _site(request), _actor(request)
    oversees = permissions.oversees(actor)
    return render(
        request,
        f"{FOLDER}/index.html",
        {
            "documents": selectors.of_site(site),
            "shares": selectors.shares_of(site),
            "may_answer": permissions.publishes_here(actor),
            "oversees": oversees,
            "standings": selectors.standings(selectors.overseen()) if oversees else [],
            "others": selectors.tallied(selectors.overseen().exclude(municipality=site)).order_by(
                "municipality__sort_key", "kind", "title_key"
            )
            if oversees
            else [],
            "projects": Project.objects.order_by("-starts", "pk") if oversees else [],
            "union": Municipality.objects.the_union(),
        },
    )


# --- Documents ----------------------------------------------------------------------------------


def _form(
    request: HttpRequest, form: Any, title: str, *, back: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, **more}
    return render(request, f"{FOLDER}/form.html", context, status=status)


def _back_to(document: Document | int) -> HttpResponse:
    return redirect("strategy_document", document if isinstance(document, int) else document.pk)


def _path(name: str, *args: object) -> str:
    from django.urls import reverse

    return reverse(name, args=args)


@desk
def create(request: HttpRequest) -> HttpResponse:
    form = DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = documents.create(form.cleaned_data, actor=_actor(request))
        messages.success(request, _("Saved. Now add goals, measures and activities."))
        return _back_to(made)
    return _form(
        request,
        form,
        _("New document"),
        back=_path("strategy_desk"),
        status=400 if form.errors else 200,
    )


@desk
@require_safe
def document(request: HttpRequest, document: int) -> HttpResponse:
    found = _readable(request, document)
    actor = _actor(request)
    nodes = selectors.outline(found)
    return render(
        request,
        f"{FOLDER}/document.html",
        {
            "document": found,
            "nodes": nodes,
            "tally": selectors.tally([each for node in nodes for each in node.activities]),
            "versions": selectors.versions_of(found),
            "writes": permissions.can_edit(actor, found),
            "publishes": permissions.can_publish(actor, found),
            "readers_form": ReadersForm(initial={"readers": found.readers}),
            "table_form": TableForm(),
            "is_prepared": found.state == DocumentState.PREPARED,
        },
    )


@desk
def edit(request: HttpRequest, document: int) -> HttpResponse:
    found = _own(request, document)
    back = _path("strategy_document", found.pk)
    if request.method == "POST":
        form = DocumentForm(request.POST, document=found)
        if form.is_valid():
            try:
                documents.edit(
                    found.pk,
                    form.cleaned_data,
                    seen=request.POST.get("seen", ""),
                    actor=_actor(request),
                )
            except documents.Meanwhile:
                return _form(
                    request,
                    form,
                    found.title,
                    back=back,
                    status=409,
                    meanwhile=True,
                    seen=documents.mark_of(found),
                )
            messages.success(request, _("Saved."))
            return _back_to(found)
    else:
        form = DocumentForm(document=found)
    return _form(
        request,
        form,
        found.title,
        back=back,
        status=400 if form.errors else 200,
        seen=request.POST.get("seen") or documents.mark_of(found),
    )


@desk
@require_POST
def readers(request: HttpRequest, document: int) -> HttpResponse:
    found = _readable(request, document)
    form = ReadersForm(request.POST)
    if not form.is_valid():
        return _form(
            request,
            form,
            found.title,
            back=_path("strategy_document", found.pk),
            status=400,
        )
    wanted = Readers(form.cleaned_data["readers"])
    documents.open_to(found.pk, wanted, actor=_actor(request))
    said = {
        Readers.OWN: _("Only people of your office see it now."),
        Readers.UNION: _("Your office and the union's editors see it now."),
        Readers.PUBLIC: _("Everybody sees it now, on your site and on the union's."),
    }
    messages.success(request, said[wanted])
    return _back_to(found)


@desk
def delete(request: HttpRequest, document: int) -> HttpResponse:
    found = _own(request, document)
    if request.method == "POST":
        try:
            documents.delete(found.pk, actor=_actor(request))
        except documents.StillNeeded:
            messages.error(
                request,
                _("It has been public, so its address may be cited. Close it instead of deleting."),
            )
            return _back_to(found)
        messages.success(request, _("Deleted."))
        return redirect("strategy_desk")
    context = {"title": found.title, "back": _path("strategy_document", found.pk)}
    return render(request, f"{FOLDER}/delete.html", context)


# --- Versions and files -------------------------------------------------------------------------


@desk
def version(request: HttpRequest, document: int, number: int = 0) -> HttpResponse:
    """A new wording with number 0, otherwise the one of that number."""
    found = _own(request, document)
    existing = found.versions.get(number=number) if number else None
    initial = (
        {name: getattr(existing, name) for name in documents.VERSION_FIELDS} if existing else None
    )
    form = VersionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values, actor = form.cleaned_data, _actor(request)
        if number:
            documents.edit_version(found.pk, number, values, actor=actor)
        else:
            documents.add_version(found.pk, values, actor=actor)
        messages.success(request, _("Saved."))
        return _back_to(found)
    title = _("Version %(number)s") % {"number": number} if number else _("New version")
    return _form(
        request,
        form,
        title,
        back=_path("strategy_document", found.pk),
        status=400 if form.errors else 200,
    )


@desk
def add_file(request: HttpRequest, document: int, number: int) -> HttpResponse:
    found = _own(request, document)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            documents.add_file(
                found.pk,
                number,
                form.cleaned_data["title"],
                form.cleaned_data["upload"],
                actor=_actor(request),
            )
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            messages.success(request, _("The file was added."))
            return _back_to(found)
    return _form(
        request,
        form,
        _("Add a file to version %(number)s") % {"number": number},
        back=_path("strategy_document", found.pk),
        status=400 if form.errors else 200,
        multipart=True,
    )


@desk
@require_POST
def remove_file(request: HttpRequest, document: int, file_id: int) -> HttpResponse:
    found = _own(request, document)
    documents.remove_file(found.pk, file_id, actor=_actor(request))
    messages.success(request, _("The file was taken out."))
    return _back_to(found)


@desk
@require_safe
def file(request: HttpRequest, document: int, file_id: int) -> HttpResponseBase:
    found = selectors.file_of(_readable(request, document), file_id)
    if found is None:
        raise Http404
    return serve(found)


# --- Goals, measures, activities ----------------------------------------------------------------


def _part(request: HttpRequest, document: Document, row: Goal | Measure | None) -> PartForm:
    initial = {name: getattr(row, name) for name in ("code", "title", "text")} if row else None
    return PartForm(request.POST or None, initial=initial)


@desk
def goal(request: HttpRequest, document: int, goal: int = 0) -> HttpResponse:
    found = _own(request, document)
    existing = found.goals.get(pk=goal) if goal else None
    form = _part(request, found, existing)
    if request.method == "POST" and form.is_valid():
        try:
            outline.save_goal(
                found.pk, form.cleaned_data, goal_id=goal or None, actor=_actor(request)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return _back_to(found)
    return _form(
        request,
        form,
        str(existing) if existing else _("New goal"),
        back=_path("strategy_document", found.pk),
        status=400 if form.errors else 200,
    )


@desk
def measure(request: HttpRequest, document: int, goal: int, measure: int = 0) -> HttpResponse:
    found = _own(request, document)
    above = found.goals.get(pk=goal)
    existing = above.measures.get(pk=measure) if measure else None
    form = _part(request, found, existing)
    if request.method == "POST" and form.is_valid():
        try:
            outline.save_measure(
                found.pk,
                above.pk,
                form.cleaned_data,
                measure_id=measure or None,
                actor=_actor(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return _back_to(found)
    return _form(
        request,
        form,
        str(existing) if existing else _("New measure"),
        subtitle=str(above),
        back=_path("strategy_document", found.pk),
        status=400 if form.errors else 200,
    )


@desk
def activity(
    request: HttpRequest, document: int, activity: int = 0, measure: int = 0
) -> HttpResponse:
    """A new activity of `measure`, or the one named."""
    found = _own(request, document)
    existing = selectors.activity_in(found, activity) if activity else None
    if activity and existing is None:
        raise Http404
    measures = list(
        Measure.objects.filter(goal__document=found)
        .select_related("goal")
        .order_by("goal__position", "goal_id", "position", "pk")
    )
    sites = [(s.slug, s.name) for s in selectors.member_sites().order_by("-kind", "sort_key")]
    form = ActivityForm(
        measures,
        sites,
        request.POST if request.method == "POST" else None,
        activity=existing,
        initial={"measure": measure},
        addresses=_addresses(existing),
    )
    seen = documents.mark_of(existing) if existing else ""
    meanwhile = False
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        if form.is_valid():
            try:
                outline.save_activity(
                    found.pk,
                    int(form.cleaned_data["measure"]),
                    form.values(),
                    activity_id=activity or None,
                    seen=seen,
                    actor=_actor(request),
                )
            except documents.Meanwhile:
                meanwhile = True
                seen = documents.mark_of(existing) if existing else ""
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Saved."))
                return _back_to(found)
    wrong = bool(form.errors) or any(rows.errors for rows in form.rows.values() if form.is_bound)
    return render(
        request,
        f"{FOLDER}/activity.html",
        {
            "document": found,
            "activity": existing,
            "form": form,
            "seen": seen,
            "meanwhile": meanwhile,
            "wrong": wrong,
        },
        status=409 if meanwhile else 400 if wrong else 200,
    )


def _addresses(activity: Activity | None) -> dict[tuple[str, str], str]:
    """Of what an activity names; what is not public now keeps a form that is understood again."""
    if activity is None:
        return {}
    named = [(link.kind, link.key) for link in activity.links.all()]
    items = references.items(named)
    hidden = {"practice": "/dobra-praxe/%s/", "event": "/kalendar/%s/"}
    return {
        reference: items[reference].url
        if reference in items
        else hidden[reference[0]] % reference[1]
        for reference in named
    }


@desk
@require_POST
def move(request: HttpRequest, document: int, kind: str, row: int, way: str) -> HttpResponse:
    found = _own(request, document)
    outline.move(found.pk, kind, row, up=way == "nahoru", actor=_actor(request))
    return redirect(f"{_path('strategy_document', found.pk)}#{kind}-{row}")


@desk
def remove(request: HttpRequest, document: int, kind: str, row: int) -> HttpResponse:
    found = _own(request, document)
    rows: Any = {
        "cil": found.goals,
        "opatreni": Measure.objects.filter(goal__document=found),
        "aktivita": found.activities,
    }[kind]
    each = rows.get(pk=row)
    if request.method == "POST":
        try:
            outline.remove(found.pk, kind, row, actor=_actor(request))
        except documents.StillNeeded:
            messages.error(request, _("It is not empty. Take out first what belongs to it."))
        else:
            messages.success(request, _("Deleted."))
        return _back_to(found)
    context = {"title": str(each), "back": _path("strategy_document", found.pk)}
    return render(request, f"{FOLDER}/delete.html", context)


# --- Tables -------------------------------------------------------------------------------------


@desk
@require_safe
def export(request: HttpRequest, document: int, form: str) -> HttpResponse:
    found = _readable(request, document)
    return as_file(_site(request), in_order(found), form, f"aktivity-{found.slug}")


@desk
def upload(request: HttpRequest, document: int) -> HttpResponse:
    found = _own(request, document)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept, unknown = imports.receive(
                found.pk, form.cleaned_data["upload"], actor=_actor(request)
            )
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            if unknown:
                messages.warning(
                    request, _("Columns left aside: %(names)s.") % {"names": ", ".join(unknown)}
                )
            return redirect("strategy_preview", found.pk, kept.pk)
    return _form(
        request,
        form,
        _("Activities from a table"),
        back=_path("strategy_document", found.pk),
        status=400 if form.errors else 200,
        multipart=True,
        columns=[(key, label) for key, label in sheets.COLUMNS.items()],
        document=found,
    )


@desk
def preview(request: HttpRequest, document: int, upload: int) -> HttpResponse:
    """What the table would do, line by line; the button does exactly that."""
    found = _own(request, document)
    kept = found.uploads.get(pk=upload)
    actor = _actor(request)
    if request.method == "POST":
        if "discard" in request.POST:
            imports.discard(kept.pk, actor=actor)
            messages.success(request, _("The table was thrown away. Nothing was changed."))
            return _back_to(found)
        try:
            done = imports.take_over(kept.pk, seen=request.POST.get("seen", ""), actor=actor)
        except imports.Otherwise:
            messages.error(
                request, _("The document has changed meanwhile. Look at the preview once more.")
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request,
                _("Taken over: %(new)s new, %(changed)s changed, %(wrong)s left out.")
                % {"new": done.new, "changed": done.changed, "wrong": done.wrong},
            )
            return _back_to(found)
        return redirect("strategy_preview", found.pk, kept.pk)
    plan = imports.plan(kept)
    # What needs somebody's eyes comes first.
    order = {"wrong": 0, "changed": 1, "new": 2, "same": 3}
    rows = sorted(plan.rows, key=lambda row: (order[row.action], row.line))
    return render(
        request,
        f"{FOLDER}/preview.html",
        {
            "document": found,
            "upload": kept,
            "plan": plan,
            "rows": rows[:SHOWN_ROWS],
            "hidden_rows": max(len(rows) - SHOWN_ROWS, 0),
            "columns": sheets.COLUMNS,
        },
    )


# --- Shares and projects ------------------------------------------------------------------------


@desk
@require_POST
def share(request: HttpRequest, share: int) -> HttpResponse:
    agrees = request.POST.get("agrees") == "1"
    seen = request.POST.get("seen", "")
    try:
        outline.answer_share(share, agrees=agrees, seen=seen, actor=_actor(request))
    except documents.Meanwhile:
        messages.error(request, _("The share has changed meanwhile. Look at it once more."))
    else:
        messages.success(
            request, _("The share was confirmed.") if agrees else _("The share was declined.")
        )
    return redirect("strategy_desk")


@desk
def project(request: HttpRequest, project: int = 0) -> HttpResponse:
    actor = _actor(request)
    if not permissions.oversees(actor):
        raise Http404
    existing = Project.objects.prefetch_related("outputs").get(pk=project) if project else None
    form = ProjectForm(request.POST if request.method == "POST" else None, project=existing)
    seen = request.POST.get("seen") or (documents.mark_of(existing) if existing else "")
    meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            projects.save(
                form.cleaned_data,
                outputs=form.rows["outputs"].rows(),
                key_activities=form.rows["key_activities"].values(),
                project_id=project or None,
                seen=seen,
                actor=actor,
            )
        except documents.Meanwhile:
            meanwhile, seen = True, documents.mark_of(existing)
        else:
            messages.success(request, _("Saved."))
            return redirect("strategy_desk")
    wrong = bool(form.errors) or any(rows.errors for rows in form.rows.values() if form.is_bound)
    return _form(
        request,
        form,
        existing.title if existing else _("New project"),
        back=_path("strategy_desk"),
        status=409 if meanwhile else 400 if wrong else 200,
        seen=seen,
        meanwhile=meanwhile,
    )
