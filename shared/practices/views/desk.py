"""Good practice on the desk of every site: writing, answering, taking over; the union's editor
decides here too. Whoever has no role on the site never gets past Wagtail's log-in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared.practices import permissions, selectors
from shared.practices.content import PARTS, Record, differing_parts, mark_of, missing
from shared.practices.enums import EDITABLE, FileKind, State, Verb
from shared.practices.forms import (
    PART_FORMS,
    AnswerForm,
    AttachmentForm,
    CommentForm,
    InviteForm,
    PictureForm,
    ReasonForm,
    StartForm,
)
from shared.practices.models import (
    Adoption,
    CoAuthor,
    NoDigest,
    Practice,
    PracticeFile,
    Question,
    Step,
)
from shared.practices.services import flow, records, reuse, talk
from shared.practices.views.public import bundle, serve_file
from tenants.accounts.models import User
from tenants.registry.models import Municipality

FOLDER = "shared/practices/desk"
View = Callable[..., HttpResponseBase]


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
        except (Practice.DoesNotExist, Adoption.DoesNotExist, CoAuthor.DoesNotExist) as error:
            raise Http404 from error
        except Question.DoesNotExist as error:
            raise Http404 from error
        except records.NotNow:
            messages.error(
                request, _("This cannot be done now: the record has moved on meanwhile.")
            )
            return redirect("practice_desk")

    return wrapper


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _site(request: HttpRequest) -> Municipality:
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    return site


def _own(request: HttpRequest, practice: int) -> Practice:
    """A record that this person may write here; for all others it does not exist."""
    found = get_object_or_404(
        Practice.objects.select_related("municipality", "version"), pk=practice
    )
    if not permissions.can_edit(request.user, found):
        raise Http404
    return found


@desk
def index(request: HttpRequest) -> HttpResponse:
    site = _site(request)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = records.create(form.cleaned_data["title"], actor=_actor(request))
        return redirect("practice_part", made.pk, next(iter(PARTS)))
    decides = permissions.can_decide(_actor(request))
    return render(
        request,
        f"{FOLDER}/index.html",
        {
            "form": form,
            "practices": selectors.of_site(site),
            "invitations": selectors.invitations_of(site),
            "may_join": permissions.publishes_here(_actor(request)),
            "waiting": selectors.waiting() if decides else [],
            "decides": decides,
            "adoptions": selectors.adoptions_by(site),
            "questions": selectors.unanswered_for(site),
            "digest": not NoDigest.objects.filter(user=_actor(request)).exists(),
            "union": Municipality.objects.the_union(),
        },
    )


# --- Writing ------------------------------------------------------------------------------------


def _parts(practice: Practice, current: str = "") -> list[dict[str, Any]]:
    wanting = {part for part, _what in missing(practice.draft)}
    return [
        {
            "slug": slug,
            "label": label,
            "current": slug == current,
            "filled": any(practice.draft.get(key) for key in keys),
            "wanting": slug in wanting,
        }
        for slug, (label, keys) in PARTS.items()
    ]


def _last_return(practice: Practice) -> Step | None:
    """The editor's comments, as long as they are to be worked on."""
    step = (
        practice.history.filter(verb__in=[Verb.RETURNED, Verb.SUBMITTED, Verb.PUBLISHED])
        .select_related("actor")
        .first()
    )
    return step if step is not None and step.verb == Verb.RETURNED else None


@desk
@require_safe
def overview(request: HttpRequest, practice: int) -> HttpResponse:
    found = _own(request, practice)
    actor, site = _actor(request), _site(request)
    co_authors = list(found.co_author_rows.select_related("municipality").order_by("invited_at"))
    taken = {found.municipality_id, *(row.municipality_id for row in co_authors)}
    others = [
        (each.slug, each.name)
        for each in selectors.member_sites().order_by("kind", "sort_key")
        if each.pk not in taken
    ]
    returned = _last_return(found)
    owns = permissions.can_submit(actor, found)
    return render(
        request,
        f"{FOLDER}/overview.html",
        {
            "practice": found,
            "record": found.working,
            "parts": _parts(found),
            "missing": missing(found.draft),
            "returned": returned,
            "comments": _by_part(returned),
            "history": list(found.history.select_related("actor", "municipality")[:60]),
            "versions": list(found.versions.defer("content").select_related("created_by")),
            "questions": selectors.questions_of(found),
            "co_authors": co_authors,
            "invite_form": InviteForm(others) if owns and others else None,
            "reason_form": ReasonForm(),
            "editable": found.state in EDITABLE,
            "owns": owns,
            "may_archive": permissions.can_archive(actor, found),
            "site_is_owner": found.municipality_id == site.pk,
            "union": Municipality.objects.the_union(),
        },
    )


def _by_part(step: Step | None) -> list[dict[str, Any]]:
    if step is None:
        return []
    return [
        {"slug": slug, "label": PARTS[slug][0], "text": text}
        for slug, text in step.comments.items()
        if slug in PARTS
    ]


@desk
def part(request: HttpRequest, practice: int, part: str) -> HttpResponse:
    """One part of the form. Sent by a button, or by the script while one writes."""
    if part not in PARTS:
        raise Http404
    found = _own(request, practice)
    if found.state not in EDITABLE:
        return redirect("practice_overview", found.pk)
    meanwhile = None
    valid = True
    seen = mark_of(found.draft, part)
    if request.method == "POST":
        form = PART_FORMS[part](found.draft, request.POST)
        valid = form.is_valid()
        automatic = request.headers.get("X-Autosave") == "1"
        try:
            # Fields without an error are saved even when others have one.
            found = records.save_part(
                found.pk,
                part,
                form.values(),
                seen=request.POST.get("seen", ""),
                actor=_actor(request),
            )
            seen = mark_of(found.draft, part)
        except records.Meanwhile as conflict:
            if automatic:
                return JsonResponse({"saved": False, "conflict": True}, status=409)
            meanwhile = conflict.practice.working
            seen = mark_of(conflict.practice.draft, part)
        else:
            if automatic:
                return JsonResponse({"saved": True, "complete": valid, "seen": seen})
            if valid:
                messages.success(request, _("Saved."))
                return redirect(*_next(request, found, part))
    else:
        form = PART_FORMS[part](found.draft)
    slugs = list(PARTS)
    position = slugs.index(part)
    returned = _last_return(found)
    return render(
        request,
        f"{FOLDER}/part.html",
        {
            "practice": found,
            "form": form,
            "part": part,
            "label": PARTS[part][0],
            "parts": _parts(found, part),
            "position": position + 1,
            "previous": slugs[position - 1] if position else "",
            "last": position == len(slugs) - 1,
            "seen": seen,
            "meanwhile": meanwhile,
            "wrong": not valid,
            "comment": returned.comments.get(part, "") if returned else "",
            "example": f"{FOLDER}/examples/{part}.html",
            "files": selectors.files_of(found, found.working, desk=True)
            if part == "soubory"
            else None,
            "picture_form": PictureForm(),
            "attachment_form": AttachmentForm(),
        },
        status=400 if meanwhile or not valid else 200,
    )


def _next(request: HttpRequest, practice: Practice, part: str) -> tuple[Any, ...]:
    slugs = list(PARTS)
    target = request.POST.get("to", "")
    if target in PARTS:
        return "practice_part", practice.pk, target
    if target == "stay":
        return "practice_part", practice.pk, part
    if target == "overview" or part == slugs[-1]:
        return "practice_overview", practice.pk
    return "practice_part", practice.pk, slugs[slugs.index(part) + 1]


@desk
@require_POST
def add_file(request: HttpRequest, practice: int, kind: str) -> HttpResponse:
    found = _own(request, practice)
    if kind not in FileKind.values:
        raise Http404
    picture = kind == FileKind.PICTURE
    form = (PictureForm if picture else AttachmentForm)(request.POST, request.FILES)
    if form.is_valid():
        details = {key: value for key, value in form.cleaned_data.items() if key != "upload"}
        try:
            records.add_file(
                found.pk,
                FileKind(kind),
                form.cleaned_data["upload"],
                details,
                actor=_actor(request),
            )
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            messages.success(request, _("The file was added."))
            return redirect("practice_part", found.pk, "soubory")
    return render(
        request,
        f"{FOLDER}/part.html",
        {
            "practice": found,
            "form": PART_FORMS["soubory"](found.draft),
            "part": "soubory",
            "label": PARTS["soubory"][0],
            "parts": _parts(found, "soubory"),
            "position": list(PARTS).index("soubory") + 1,
            "previous": list(PARTS)[list(PARTS).index("soubory") - 1],
            "seen": mark_of(found.draft, "soubory"),
            "example": f"{FOLDER}/examples/soubory.html",
            "files": selectors.files_of(found, found.working, desk=True),
            "picture_form": form if picture else PictureForm(),
            "attachment_form": AttachmentForm() if picture else form,
        },
        status=400,
    )


@desk
@require_POST
def remove_file(request: HttpRequest, practice: int, file_id: int) -> HttpResponse:
    found = _own(request, practice)
    records.remove_file(found.pk, file_id, actor=_actor(request))
    messages.success(request, _("The file was taken out."))
    return redirect("practice_part", found.pk, "soubory")


def _readable_here(request: HttpRequest, practice: int) -> tuple[Practice, set[int]]:
    """A record whose texts this desk may read, and the files in them.

    Authors read all of it; the union's editor what has been submitted.
    """
    found = get_object_or_404(
        Practice.objects.select_related("municipality", "version"), pk=practice
    )
    submitted = [Record(content) for content in found.versions.values_list("content", flat=True)]
    named = {file_id for record in submitted for file_id in record.file_ids}
    if permissions.can_edit(_actor(request), found):
        return found, named | found.working.file_ids
    if submitted and permissions.can_decide(_actor(request)):
        return found, named
    raise Http404


@desk
@require_safe
def file(request: HttpRequest, number: int, file_id: int, name: str) -> HttpResponseBase:
    found, named = _readable_here(request, number)
    if file_id not in named:
        raise Http404
    return serve_file(get_object_or_404(PracticeFile, practice=found, pk=file_id, name=name))


@desk
@require_safe
def preview(request: HttpRequest, practice: int) -> HttpResponse:
    """The working text as the page will show it."""
    found = _own(request, practice)
    return _shown(request, found, found.working, _("Preview"))


@desk
@require_safe
def version(request: HttpRequest, practice: int, number: int) -> HttpResponse:
    found, _named = _readable_here(request, practice)
    wanted = get_object_or_404(found.versions, number=number)
    title = _("Version %(number)s") % {"number": number}
    return _shown(request, found, Record(wanted.content), title)


def _shown(request: HttpRequest, practice: Practice, record: Record, title: str) -> HttpResponse:
    return render(
        request,
        f"{FOLDER}/preview.html",
        {
            "practice": practice,
            "record": record,
            "files": selectors.files_of(practice, record, desk=True),
            "links": selectors.links_of(record),
            "heading": title,
            "edits": permissions.can_edit(_actor(request), practice),
        },
    )


# --- Flow ---------------------------------------------------------------------------------------


@desk
@require_POST
def submit(request: HttpRequest, practice: int) -> HttpResponse:
    found = _own(request, practice)
    try:
        flow.submit(found.pk, actor=_actor(request), comment=request.POST.get("comment", "")[:2000])
    except flow.Incomplete as error:
        names = ", ".join(str(label) for _part, label in error.what)
        messages.error(request, _("Before you submit it, fill in: %(what)s.") % {"what": names})
        return redirect("practice_overview", found.pk)
    messages.success(request, _("Submitted. The union's editor reads it and you will get a mail."))
    return redirect("practice_overview", found.pk)


@desk
@require_POST
def take_back(request: HttpRequest, practice: int) -> HttpResponse:
    found = _own(request, practice)
    flow.take_back(found.pk, actor=_actor(request))
    return redirect("practice_overview", found.pk)


@desk
@require_POST
def archive(request: HttpRequest, practice: int) -> HttpResponse:
    found, _named = _readable_here(request, practice)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the record goes into the archive."))
    else:
        flow.archive(found.pk, actor=_actor(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("The record is in the archive."))
    return _to(request, found)


@desk
@require_POST
def restore(request: HttpRequest, practice: int) -> HttpResponse:
    found, _named = _readable_here(request, practice)
    flow.restore(found.pk, actor=_actor(request))
    messages.success(request, _("The record is out of the archive."))
    return _to(request, found)


def _to(request: HttpRequest, practice: Practice) -> HttpResponse:
    """Back to where this person reads the record."""
    if permissions.can_edit(_actor(request), practice):
        return redirect("practice_overview", practice.pk)
    return redirect("practice_review", practice.pk)


@desk
def review(request: HttpRequest, practice: int) -> HttpResponse:
    """The union's editor reads what was submitted, and returns or publishes it."""
    if not permissions.can_decide(_actor(request)):
        raise Http404
    found, _named = _readable_here(request, practice)
    submitted = found.versions.select_related("created_by").first()
    if submitted is None:
        raise Http404
    deciding = found.state == State.SUBMITTED
    form = CommentForm(request.POST or None, needed="return" in request.POST)
    if request.method == "POST" and deciding and form.is_valid():
        if "publish" in request.POST:
            number = request.POST.get("version", "")
            flow.publish(
                found.pk,
                version=int(number) if number.isdecimal() else -1,
                actor=_actor(request),
                comment=form.cleaned_data["comment"],
            )
            messages.success(request, _("The record was published."))
        else:
            flow.send_back(
                found.pk,
                actor=_actor(request),
                comment=form.cleaned_data["comment"],
                comments=form.comments,
            )
            messages.success(request, _("The record was returned to its authors."))
        return redirect("practice_desk")
    record = Record(submitted.content)
    changed = differing_parts(submitted.content, found.version.content) if found.version else []
    return render(
        request,
        f"{FOLDER}/review.html",
        {
            "practice": found,
            "record": record,
            "version": submitted,
            "files": selectors.files_of(found, record, desk=True),
            "links": selectors.links_of(record),
            "form": form,
            "fields": [form[f"part-{slug}"] for slug in PARTS],
            "changed": [PARTS[slug][0] for slug in changed],
            "deciding": deciding,
            "history": list(
                found.history.filter(version__isnull=False).select_related("actor", "municipality")
            ),
            "reason_form": ReasonForm(),
            "union": _site(request),
        },
        status=400 if form.errors else 200,
    )


# --- Co-authors ---------------------------------------------------------------------------------


@desk
@require_POST
def invite(request: HttpRequest, practice: int) -> HttpResponse:
    found = _own(request, practice)
    other = get_object_or_404(Municipality, slug=request.POST.get("municipality", ""))
    records.invite(found.pk, other, actor=_actor(request))
    messages.success(request, _("%(name)s was invited.") % {"name": other.name})
    return redirect("practice_overview", found.pk)


@desk
@require_POST
def join(request: HttpRequest, practice: int) -> HttpResponse:
    records.join(practice, actor=_actor(request))
    return redirect("practice_overview", practice)


@desk
@require_POST
def leave(request: HttpRequest, practice: int) -> HttpResponse:
    """The owner ends somebody's co-authorship, a co-author its own."""
    slug = request.POST.get("municipality", "") or _site(request).slug
    other = get_object_or_404(Municipality, slug=slug)
    get_object_or_404(CoAuthor, practice_id=practice, municipality=other)
    records.leave(practice, other, actor=_actor(request))
    if other.pk == _site(request).pk:
        return redirect("practice_desk")
    return redirect("practice_overview", practice)


# --- Questions, taking over ---------------------------------------------------------------------


@desk
def answer(request: HttpRequest, question: int) -> HttpResponse:
    row = get_object_or_404(
        Question.objects.select_related("practice", "municipality"), pk=question, hidden_at=None
    )
    _own(request, row.practice_id)
    form = AnswerForm(request.POST or None, initial={"answer": row.answer})
    if request.method == "POST" and form.is_valid():
        talk.answer(row.pk, form.cleaned_data["answer"], actor=_actor(request))
        messages.success(request, _("The answer is on the page of the record."))
        return redirect("practice_overview", row.practice_id)
    return render(request, f"{FOLDER}/answer.html", {"question": row, "form": form})


@desk
@require_POST
def hide(request: HttpRequest, question: int) -> HttpResponse:
    row = get_object_or_404(Question, pk=question)
    found, _named = _readable_here(request, row.practice_id)
    talk.hide(row.pk, actor=_actor(request))
    return _to(request, found)


def _adoption(request: HttpRequest, adoption: int) -> Adoption:
    found = next(
        (row for row in selectors.adoptions_by(_site(request)) if row.pk == adoption), None
    )
    if found is None:
        raise Http404
    return found


@desk
def checklist(request: HttpRequest, adoption: int) -> HttpResponse:
    row = _adoption(request, adoption)
    tasks = list(row.tasks.select_related("done_by"))
    if request.method == "POST":
        if "drop" in request.POST:
            reuse.drop(row.pk, actor=_actor(request))
            messages.success(request, _("The note of taking over was withdrawn."))
            return redirect("practice_desk")
        done = {task.position: "" for task in tasks if request.POST.get(f"done-{task.position}")}
        notes = {task.position: request.POST.get(f"note-{task.position}", "") for task in tasks}
        reuse.tick(row.pk, done, actor=_actor(request))
        reuse.annotate_tasks(row.pk, notes, actor=_actor(request))
        messages.success(request, _("Saved."))
        return redirect("practice_checklist", row.pk)
    practice = selectors.readable(_own_viewer(request), row.practice_id)
    assert practice is not None
    return render(
        request,
        f"{FOLDER}/checklist.html",
        {
            "adoption": row,
            "tasks": tasks,
            "practice": practice,
            "attachments": selectors.attachments_for(practice),
            "union": Municipality.objects.the_union(),
        },
    )


def _own_viewer(request: HttpRequest) -> selectors.Viewer:
    """What this site may read, whoever of its people asks: an operator has no seat of their own."""
    from tenants.accounts.models import Seat

    return selectors.Viewer(0, seats=(Seat(municipality=_site(request), role=""),))


@desk
@require_safe
def pack(request: HttpRequest, adoption: int) -> HttpResponseBase:
    row = _adoption(request, adoption)
    practice = selectors.readable(_own_viewer(request), row.practice_id)
    if practice is None:
        raise Http404
    return bundle(practice, [task.text for task in row.tasks.all()])


@desk
@require_POST
def digest(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("digest") == "1"
    talk.want_digest(wanted, actor=_actor(request))
    messages.success(
        request,
        _("You get the monthly digest.") if wanted else _("You no longer get the monthly digest."),
    )
    return redirect(reverse("practice_desk"))
