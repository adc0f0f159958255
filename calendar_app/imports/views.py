"""Foreign calendars on the clerk's desk."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.categories import selectors as categories
from calendar_app.events import wording as when_wording
from calendar_app.events.times import Span
from calendar_app.imports import planning, selectors, services, wording
from calendar_app.imports.addresses import PageAddress
from calendar_app.imports.enums import Fate, Field, Result, State
from calendar_app.imports.forms import AddForm, ConfirmForm, DeleteForm, FileForm, SourceForm
from calendar_app.imports.items import CalendarError, Reading, Refusal
from calendar_app.imports.models import ImportedEvent, Preview, Run, RunItem, Source
from calendar_app.imports.permissions import user_can_import
from calendar_app.imports.planning import Step
from shared.kernel import clock
from shared.kernel.http import FetchError
from shared.kernel.ratelimit import limited
from tenants.accounts.models import User

FOLDER = "calendar_app/imports"
PREVIEW_SHOWN = 300
PER_PAGE = 100
#: A fetch runs in the request of the clerk who waits for it.
fetching = limited("import_preview", limit=40, seconds=3600, methods=("POST",))


def _clerk(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user_can_import(user):
        raise PermissionDenied
    return user


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _clerk(request)
    rows = [
        {"source": source, "trouble": wording.trouble(source.trouble) if source.trouble else None}
        for source in selectors.sources()
    ]
    return render(
        request,
        f"{FOLDER}/index.html",
        {"rows": rows, "waiting": selectors.waiting().count(), "names": categories.names()},
    )


# --- Adding -----------------------------------------------------------------------------------


@transaction.non_atomic_requests  # it waits for a foreign server
@require_http_methods(["GET", "POST"])
@fetching
def add(request: HttpRequest) -> HttpResponse:
    """Address or file; what is found is shown before anything is made of it."""
    user = _clerk(request)
    form = AddForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        preview = _look(form, user)
        if preview is not None:
            return redirect("import_preview", preview.pk)
    return render(request, f"{FOLDER}/add.html", {"form": form})


def _look(form: AddForm, user: User, source: Source | None = None) -> Preview | None:
    """The preview; None with the reason in the form."""
    file = form.cleaned_data.get("file")
    try:
        if file is not None:
            name = str(file.name or "")
            return services.preview_file(file.read(), name, user=user, source=source)
        address = form.cleaned_data["address"]
        existing = selectors.source_at(address)
        if existing is not None:
            form.add_error(
                "address", _("You have this calendar already: “%(name)s”.") % {"name": existing}
            )
            return None
        return services.preview_address(address, user=user)
    except PageAddress as error:
        form.add_error("address", wording.advice(error.advice))
    except (FetchError, CalendarError) as error:
        told = wording.trouble(error.trouble)
        form.add_error("file" if file is not None else "address", f"{told.what} {told.todo}")
    return None


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Each item with its fate, and the choices that the calendar is taken over with."""
    user = _clerk(request)
    found = get_object_or_404(Preview.objects.select_related("source"), pk=key)
    reading = Reading.from_json(found.reading)
    if found.source is not None:
        return _renew(request, found, found.source, reading, user)
    name = reading.name or found.file_name.rsplit(".", 1)[0]
    form = ConfirmForm(request.POST or None, initial={"name": name[:120], "publishing": "wait"})
    if request.method == "POST" and form.is_valid():
        fields = {
            name: form.cleaned_data[name] for name in ("name", "category", "publishing", "zone")
        }
        try:
            source = services.add_source(found, user=user, **fields)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("“%(name)s” is being taken over.") % {"name": source.name})
            return redirect("import_source", source.pk)
    source = Source(category="", zone=form["zone"].value() or "")
    return render(request, f"{FOLDER}/preview.html", _preview_context(found, source, reading, form))


def _renew(
    request: HttpRequest, found: Preview, source: Source, reading: Reading, user: User
) -> HttpResponse:
    if request.method == "POST":
        services.renew_file(found, user=user)
        messages.success(request, _("The newer file is being taken over."))
        return redirect("import_source", source.pk)
    return render(request, f"{FOLDER}/preview.html", _preview_context(found, source, reading, None))


def _preview_context(
    found: Preview, source: Source, reading: Reading, form: ConfirmForm | None
) -> dict[str, Any]:
    plan = planning.plan(source, reading, clock.today())
    rows = [_preview_row(step) for step in plan.steps]
    rows += [_refused_row(refusal) for refusal in reading.refusals]
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["fate"]] = counts.get(row["fate"], 0) + 1
    known = selectors.others(row.get("duplicate_of") for row in rows)
    for row in rows:
        # Another item of this very calendar is no event yet.
        row["other"] = known.get(row.get("duplicate_of"))  # type: ignore[arg-type]
    # What needs the clerk's eyes comes first.
    order = {Fate.DUPLICATE: 0, Fate.REFUSED: 1, Fate.SKIPPED: 3}
    rows.sort(key=lambda row: order.get(row["fate"], 2))
    return {
        "preview": found,
        "source": found.source,
        "reading": reading,
        "form": form,
        "rows": rows[:PREVIEW_SHOWN],
        "left_out": max(0, len(rows) - PREVIEW_SHOWN),
        "counts": [(Fate(fate).label, number) for fate, number in counts.items()],
        "absent": len(plan.absent),
    }


def _preview_row(step: Step) -> dict[str, Any]:
    item = step.item
    span = Span(**dataclasses.asdict(item.when), all_day=item.all_day)
    told = [wording.note(note) for note in [*item.notes, *step.kept]]
    if step.reason:
        told.insert(0, wording.skipped(step.reason))
    return {
        "title": item.title,
        "when": when_wording.when(span),
        "dates": len(item.extra) + 1 if item.extra and not item.rule else 0,
        "repeats": bool(item.rule),
        "fate": step.fate,
        "label": step.fate.label,
        "told": told,
        "duplicate_of": step.duplicate_of,
    }


def _refused_row(refusal: Refusal) -> dict[str, Any]:
    return {
        "title": refusal.title or refusal.uid,
        "when": wording.date(refusal.date),
        "fate": Fate.REFUSED,
        "label": Fate.REFUSED.label,
        "told": [wording.reason(refusal.reason)],
        "detail": refusal.detail,
    }


# --- One source -------------------------------------------------------------------------------


@require_safe
def source(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    _clerk(request)
    found = get_object_or_404(selectors.sources(), pk=key)
    runs = selectors.runs(found)
    return render(
        request,
        f"{FOLDER}/source.html",
        {
            "source": found,
            "names": categories.names(),
            "trouble": wording.trouble(found.trouble) if found.trouble else None,
            "runs": [_run_row(run) for run in runs],
            "question": next((run for run in runs if run.result == Result.WAITS), None),
            "running": any(run.result == Result.RUNNING for run in runs),
            "locked": [
                (imported, [(name, Field(name).label) for name in imported.locked])
                for imported in selectors.with_locks(found)
            ],
            "file_form": FileForm() if found.is_file else None,
        },
    )


def _run_row(run: Run) -> dict[str, Any]:
    return {
        "run": run,
        "trouble": wording.trouble(run.trouble) if run.trouble else None,
        "counts": [
            (Fate(fate).label, number) for fate, number in run.counts.items() if fate in Fate.values
        ],
        "times": run.counts.get("times", 1),
    }


@require_safe
def run(request: HttpRequest, number: int) -> HttpResponse:
    """What a run did with each item."""
    _clerk(request)
    found = get_object_or_404(Run.objects.select_related("source"), pk=number)
    page = Paginator(found.items.all(), PER_PAGE).get_page(request.GET.get("p"))
    context = _run_row(found) | {"source": found.source, "page": page}
    context["items"] = [_item_row(item) for item in page]
    return render(request, f"{FOLDER}/run.html", context)


def _item_row(item: RunItem) -> dict[str, Any]:
    told = [wording.note(note) for note in item.notes]
    if item.fate == Fate.REFUSED:
        told.insert(0, wording.reason(item.reason))
    elif item.fate == Fate.ABSENT and item.detail:
        told.insert(
            0,
            _("missing %(count)s× in a row; withdrawn after %(limit)s")
            % {"count": item.detail, "limit": services.ABSENCES},
        )
    date = wording.date(item.date)
    return {"item": item, "told": told, "label": Fate(item.fate).label, "date": date}


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    user = _clerk(request)
    found = get_object_or_404(Source, pk=key)
    form = SourceForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.change_source(found, user=user, **form.cleaned_data)
        messages.success(request, _("Saved. It holds from the next fetch on."))
        return redirect("import_source", found.pk)
    return render(request, f"{FOLDER}/edit.html", {"source": found, "form": form})


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    user = _clerk(request)
    found = get_object_or_404(selectors.sources(), pk=key)
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.delete_source(
            found, user=user, withdraw_events=form.cleaned_data["events"] == "withdraw"
        )
        messages.success(request, _("“%(name)s” was deleted.") % {"name": found.name})
        return redirect("imports")
    return render(request, f"{FOLDER}/delete.html", {"source": found, "form": form})


@require_POST
def act(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Fetch now, pause, go on."""
    user = _clerk(request)
    found = get_object_or_404(Source, pk=key)
    if "pause" in request.POST:
        services.pause(found, user=user)
        messages.success(request, _("Paused. Its events stay as they are."))
    elif "resume" in request.POST:
        services.resume(found, user=user)
        messages.success(request, _("It is being fetched again."))
    elif "fetch" in request.POST and found.state != State.PAUSED and not found.is_file:
        services.fetch_now(found, user=user)
        messages.success(request, _("It is being fetched. Load this page again in a moment."))
    return redirect("import_source", found.pk)


@transaction.non_atomic_requests
@require_POST
@fetching
def upload(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    user = _clerk(request)
    found = get_object_or_404(Source, pk=key, kind="file")
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        preview = _look(form, user, found)
        if preview is not None:
            return redirect("import_preview", preview.pk)
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("import_source", found.pk)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """The answer to a mass deletion."""
    user = _clerk(request)
    found = get_object_or_404(Run.objects.select_related("source"), pk=number)
    try:
        if "accept" in request.POST:
            services.accept_deletions(found, user=user)
            messages.success(request, _("The missing events are being withdrawn."))
        elif "decline" in request.POST:
            services.decline_deletions(found, user=user)
            messages.success(request, _("The missing events stay as your own."))
    except services.NotWaiting:
        messages.warning(request, _("This has been settled meanwhile."))
    return redirect("import_source", found.source_id)


@require_POST
def unlock(request: HttpRequest, number: int) -> HttpResponse:
    user = _clerk(request)
    imported = get_object_or_404(ImportedEvent.objects.select_related("source"), pk=number)
    field = request.POST.get("field", "")
    if field in Field.values:
        services.unlock(imported, Field(field), user=user)
        messages.success(request, _("The calendar may overwrite it again."))
    return redirect("import_source", imported.source_id)


# --- What waits -------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    user = _clerk(request)
    if request.method == "POST":
        keys = [int(key) for key in request.POST.getlist("event") if key.isdecimal()][:PER_PAGE]
        _decide_waiting(request, keys, user)
        return redirect("imports_waiting")
    page = Paginator(selectors.waiting(), PER_PAGE).get_page(request.GET.get("p"))
    return render(
        request,
        f"{FOLDER}/waiting.html",
        {
            "page": page,
            "names": categories.names(),
            "duplicates": selectors.others(one.duplicate_of for one in page),
        },
    )


def _decide_waiting(request: HttpRequest, keys: list[int], user: User) -> None:
    if not keys:
        messages.warning(request, _("Tick at least one event."))
    elif "publish" in request.POST:
        try:
            number = services.publish_waiting(keys, user=user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return
        told = ngettext("%(n)d event was published.", "%(n)d events were published.", number)
        messages.success(request, told % {"n": number})
    elif "dismiss" in request.POST:
        number = services.dismiss_waiting(keys, user=user)
        told = ngettext(
            "%(n)d event was thrown away and will not come back.",
            "%(n)d events were thrown away and will not come back.",
            number,
        )
        messages.success(request, told % {"n": number})
