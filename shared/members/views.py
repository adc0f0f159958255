"""The members' area on the union's site. Whoever has no seat at a member learns nothing here:
strangers are sent to the log-in before anything is looked up, so no address tells what exists."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared.kernel.ratelimit import limited
from shared.members import permissions, selectors, services
from shared.members.enums import PaperKind, Planned, TaskState
from shared.members.forms import (
    MARK,
    CloseForm,
    HoldForm,
    MeetingForm,
    PaperForm,
    ReplaceForm,
    TaskForm,
    chosen_month,
    members,
)
from shared.members.models import FormerPaper, Hold, Meeting, Paper, Task
from shared.members.permissions import Colleague

FOLDER = "shared/members"
PRIVATE = "private, no-store"
View = Callable[..., HttpResponseBase]


def for_members(view: View) -> View:
    """Hand the view its colleague. What a service refuses is 403, what is not there is 404."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        if not request.user.is_authenticated:
            asked = urlencode({"next": request.get_full_path()})
            response = redirect(f"{reverse('wagtailadmin_login')}?{asked}")
        else:
            colleague = selectors.colleague_of(request.user)
            if colleague is None:
                raise PermissionDenied
            try:
                response = view(request, colleague, *args, **kwargs)
            except permissions.NotAllowed as error:
                raise PermissionDenied from error
            except ObjectDoesNotExist as error:
                raise Http404 from error
        response["Cache-Control"] = PRIVATE
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapper


def _show(
    request: HttpRequest,
    colleague: Colleague,
    template: str,
    title: str,
    context: dict[str, Any],
    *,
    part: str = "",
    trail: tuple[dict[str, Any], ...] = (),
    status: int = 200,
) -> HttpResponse:
    crumbs: list[dict[str, Any]] = [{"title": _("For members"), "url": reverse("members:index")}]
    if not part:
        crumbs = [{"title": title}]
    else:
        crumbs += [*trail, {"title": title}]
    return render(
        request,
        f"{FOLDER}/{template}.html",
        {**context, "colleague": colleague, "title": title, "part": part, "crumbs": crumbs},
        status=status,
    )


def _form(
    request: HttpRequest,
    colleague: Colleague,
    form: Any,
    title: str,
    part: str,
    back: str,
    **more: Any,
) -> HttpResponse:
    """A page with one form; with what was typed if it was wrong."""
    context = {"form": form, "back": back, "mark_name": MARK, **more}
    status = 400 if form.errors else 200
    return _show(request, colleague, "form", title, context, part=part, status=status)


def _meanwhile(form: Any) -> None:
    form.mark = form.newest_mark
    form.add_error(
        None,
        _(
            "Somebody else has saved this meanwhile. Open it in a second window, compare, "
            "and save again here to keep your text."
        ),
    )


def _mark(request: HttpRequest) -> str:
    return request.POST.get(MARK, "")


@require_safe
@for_members
def index(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    return _show(request, colleague, "index", _("Members' area"), selectors.overview(colleague))


# --- Meetings -----------------------------------------------------------------------------------


@require_safe
@for_members
def meetings(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    context = {
        "coming": list(selectors.coming_meetings()),
        "past": selectors.page(selectors.past_meetings(), request.GET.get("strana")),
    }
    return _show(
        request, colleague, "meetings", _("Meetings and minutes"), context, part="meetings"
    )


@require_safe
@for_members
def meeting(request: HttpRequest, colleague: Colleague, meeting_id: int) -> HttpResponse:
    found = get_object_or_404(Meeting, pk=meeting_id)
    context = {
        "meeting": found,
        "papers": list(selectors.papers().filter(meeting=found)),
        "tasks": list(selectors.tasks().filter(meeting=found)),
        "may_change": permissions.can_change(colleague, found),
    }
    return _show(
        request,
        colleague,
        "meeting",
        found.title,
        context,
        part="meetings",
        trail=({"title": _("Meetings and minutes"), "url": reverse("members:meetings")},),
    )


@for_members
def new_meeting(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    if not colleague.edits:
        raise PermissionDenied
    form = MeetingForm(colleague, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.call_meeting(form.values, colleague=colleague)
        messages.success(request, _("The meeting was saved."))
        return redirect("members:meeting", made.pk)
    back = reverse("members:meetings")
    return _form(request, colleague, form, _("New meeting"), "meetings", back)


@for_members
def change_meeting(request: HttpRequest, colleague: Colleague, meeting_id: int) -> HttpResponse:
    found = get_object_or_404(Meeting, pk=meeting_id)
    if not permissions.can_change(colleague, found):
        raise PermissionDenied
    form = MeetingForm(colleague, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_meeting(
                meeting_id, form.values, colleague=colleague, mark=_mark(request)
            )
        except services.Meanwhile:
            _meanwhile(form)
        else:
            messages.success(request, _("The meeting was saved."))
            return redirect("members:meeting", meeting_id)
    back = reverse("members:meeting", args=[meeting_id])
    return _form(request, colleague, form, _("Programme and minutes"), "meetings", back)


# --- Papers -------------------------------------------------------------------------------------


@require_safe
@for_members
def papers(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    kind = request.GET.get("druh", "")
    found: Any = selectors.page(selectors.papers(kind), request.GET.get("strana"))
    for each in found.object_list:
        each.may_change = permissions.can_change(colleague, each)
    context = {
        "papers": found,
        "kind": kind,
        "kinds": PaperKind.choices,
        "query": urlencode({"druh": kind}) + "&" if kind else "",
    }
    return _show(request, colleague, "papers", _("Working documents"), context, part="papers")


@for_members
@limited("members-paper", limit=60, seconds=3600, methods=("POST",))
def new_paper(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    initial = {"meeting": request.GET.get("jednani", "")}
    form = PaperForm(colleague, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_paper(form.cleaned_data["upload"], form.values, colleague=colleague)
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            messages.success(request, _("The document was saved."))
            if made.meeting_id:
                return redirect("members:meeting", made.meeting_id)
            return redirect("members:papers")
    back = reverse("members:papers")
    return _form(request, colleague, form, _("New document"), "papers", back, multipart=True)


@require_safe
@for_members
def paper(request: HttpRequest, colleague: Colleague, paper_id: int, name: str) -> HttpResponseBase:
    return _download(get_object_or_404(Paper, pk=paper_id, name=name))


@require_safe
@for_members
def former_paper(
    request: HttpRequest, colleague: Colleague, paper_id: int, version: int, name: str
) -> HttpResponseBase:
    return _download(get_object_or_404(FormerPaper, paper=paper_id, version=version, name=name))


def _download(found: Paper | FormerPaper) -> HttpResponseBase:
    """The file itself, always to be saved and never shown."""
    try:
        opened = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        opened,
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@for_members
@limited("members-paper", limit=60, seconds=3600, methods=("POST",))
def replace_paper(request: HttpRequest, colleague: Colleague, paper_id: int) -> HttpResponse:
    found = get_object_or_404(Paper, pk=paper_id)
    if not permissions.can_change(colleague, found):
        raise PermissionDenied
    form = ReplaceForm(found, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.replace_paper(
                paper_id, form.cleaned_data["upload"], colleague=colleague, mark=_mark(request)
            )
        except ValidationError as error:
            form.add_error("upload", error)
        except services.Meanwhile:
            _meanwhile(form)
        else:
            messages.success(request, _("The new version was saved; the one before stays."))
            return redirect("members:papers")
    title = _("New version: %(title)s") % {"title": found.title}
    back = reverse("members:papers")
    return _form(request, colleague, form, title, "papers", back, multipart=True)


@require_POST
@for_members
def remove_paper(request: HttpRequest, colleague: Colleague, paper_id: int) -> HttpResponse:
    services.remove_paper(paper_id, colleague=colleague)
    messages.success(request, _("The document was removed."))
    return redirect("members:papers")


# --- Tasks --------------------------------------------------------------------------------------


@require_safe
@for_members
def tasks(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    state = request.GET.get("stav", TaskState.OPEN.value)
    slug = request.GET.get("obec", "")
    context = {
        "tasks": selectors.page(selectors.tasks(state, slug), request.GET.get("strana")),
        "state": state,
        "slug": slug,
        "states": TaskState.choices,
        "sites": members(),
        "query": urlencode({"stav": state, "obec": slug}) + "&",
    }
    return _show(request, colleague, "tasks", _("Tasks"), context, part="tasks")


@for_members
def task(request: HttpRequest, colleague: Colleague, task_id: int) -> HttpResponse:
    found = get_object_or_404(
        Task.objects.select_related("municipality", "meeting", "closed_by"), pk=task_id
    )
    may_close = permissions.can_close(colleague, found)
    initial = {"state": found.state, "report": found.report}
    form = CloseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.close_task(
            task_id,
            TaskState(form.cleaned_data["state"]),
            form.cleaned_data["report"],
            colleague=colleague,
        )
        messages.success(request, _("The task was saved."))
        return redirect("members:task", task_id)
    context = {
        "task": found,
        "form": form if may_close else None,
        "may_change": colleague.edits or found.municipality_id in colleague.ids,
    }
    return _show(
        request,
        colleague,
        "task",
        found.title,
        context,
        part="tasks",
        trail=({"title": _("Tasks"), "url": reverse("members:tasks")},),
        status=400 if form.errors else 200,
    )


@for_members
def new_task(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    initial = {"meeting": request.GET.get("jednani", "")}
    form = TaskForm(colleague, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.give_task(form.values, colleague=colleague)
        messages.success(request, _("The task was saved."))
        return redirect("members:task", made.pk)
    back = reverse("members:tasks")
    return _form(request, colleague, form, _("New task"), "tasks", back)


@for_members
def change_task(request: HttpRequest, colleague: Colleague, task_id: int) -> HttpResponse:
    found = get_object_or_404(Task, pk=task_id)
    if not colleague.edits and found.municipality_id not in colleague.ids:
        raise PermissionDenied
    form = TaskForm(colleague, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_task(task_id, form.values, colleague=colleague, mark=_mark(request))
        except services.Meanwhile:
            _meanwhile(form)
        else:
            messages.success(request, _("The task was saved."))
            return redirect("members:task", task_id)
    back = reverse("members:task", args=[task_id])
    return _form(request, colleague, form, _("Change the task"), "tasks", back)


# --- Planning -----------------------------------------------------------------------------------


@require_safe
@for_members
def planning(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    year, number = chosen_month(request.GET.get("mesic"))
    what, slug = request.GET.get("co", ""), request.GET.get("obec", "")
    kept = {name: value for name, value in (("co", what), ("obec", slug)) if value}
    context = {
        "start": dt.date(year, number, 1),
        "days": selectors.narrowed(selectors.month(year, number), what, slug),
        "month": f"{year}-{number:02}",
        "what": what,
        "kinds": Planned.choices,
        "slug": slug,
        "sites": members(),
        "query": f"&{urlencode(kept)}" if kept else "",
        "previous": _month(year, number - 1),
        "next": _month(year, number + 1),
        "may": colleague.ids,
    }
    return _show(request, colleague, "planning", _("Planning calendar"), context, part="planning")


def _month(year: int, number: int) -> str:
    year, number = (year + (number - 1) // 12, (number - 1) % 12 + 1)
    return f"{year}-{number:02}"


def _held(request: HttpRequest, hold: Hold) -> HttpResponse:
    messages.success(request, _("The days are held. Only the union's members see it."))
    if others := selectors.neighbours(hold):
        messages.warning(
            request,
            _("On the same days there is also: %(others)s.") % {"others": "; ".join(others[:8])},
        )
    return redirect(f"{reverse('members:planning')}?mesic={hold.first_day:%Y-%m}")


@for_members
def new_hold(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    initial = {"first_day": request.GET.get("den", "")}
    form = HoldForm(colleague, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _held(request, services.hold(form.values, colleague=colleague))
    back = reverse("members:planning")
    return _form(request, colleague, form, _("Hold days"), "planning", back)


@for_members
def change_hold(request: HttpRequest, colleague: Colleague, hold_id: int) -> HttpResponse:
    found = get_object_or_404(Hold, pk=hold_id)
    if not permissions.can_change(colleague, found):
        raise PermissionDenied
    back = f"{reverse('members:planning')}?mesic={found.first_day:%Y-%m}"
    form = HoldForm(colleague, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.change_hold(
                hold_id, form.values, colleague=colleague, mark=_mark(request)
            )
        except services.Meanwhile:
            _meanwhile(form)
        else:
            return _held(request, saved)
    release = reverse("members:release", args=[hold_id])
    return _form(
        request, colleague, form, _("Change the held days"), "planning", back, remove=release
    )


@require_POST
@for_members
def release(request: HttpRequest, colleague: Colleague, hold_id: int) -> HttpResponse:
    services.release(hold_id, colleague=colleague)
    messages.success(request, _("The days are free again."))
    return redirect("members:planning")
