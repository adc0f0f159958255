"""The checklist on the desk of each site, and on the union's the overview of all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shared.duties import selectors as duties
from shared.duties import services as officers
from shared.duties.enums import Standing
from shared.duties.models import Officer
from shared.duties.permissions import keeps_duties, sees_all_sites
from tenants.accounts.models import User
from tenants.mandatory import selectors, services, structure
from tenants.mandatory.forms import AnswerForm, OfficerForm
from tenants.mandatory.models import Answer
from tenants.mandatory.structure import Item
from tenants.roles.permissions import can_change_settings


def _clerk(request: HttpRequest) -> User:
    if not keeps_duties(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)
    return request.user


def index(request: HttpRequest) -> HttpResponse:
    """Every item: how it stands, since when, and where it is mended. By POST the ticked ones are
    said to be right as of today."""
    clerk = _clerk(request)
    if request.method == "POST":
        done = services.check(request.POST.getlist("key"), actor=clerk)
        if done:
            messages.success(
                request,
                ngettext(
                    "%(count)s item was marked as right today.",
                    "%(count)s items were marked as right today.",
                    len(done),
                )
                % {"count": len(done)},
            )
        else:
            messages.warning(request, _("Tick the items that you have looked at."))
        return redirect("mandatory_desk")
    facts = selectors.facts()
    sections, further = selectors.sections(facts), selectors.further(facts)
    rows = [row for each in sections for row in each.items] + further
    return render(
        request,
        "tenants/mandatory/desk/index.html",
        {
            "sections": sections,
            "further": further,
            "counts": selectors.counts(rows),
            "facts": facts,
            "all_sites": sees_all_sites(request.user),
            "total": len(rows),
        },
    )


def _where_it_is_filled(request: HttpRequest, item: Item, facts: selectors.Facts) -> list[Any]:
    """Links to the places of the desk that fill the item: (label, address)."""
    main = next((office for office in facts.offices if office.is_main), None)
    office = (
        (_("Main office"), reverse("wagtailsnippets_contacts_office:edit", args=[main.pk]))
        if main is not None
        else (_("Offices"), reverse("wagtailsnippets_contacts_office:list"))
    )
    profile = (_("Data of the site"), reverse("site_profile"))
    match item.source:
        case "ico" | "name":
            return [profile] if can_change_settings(request.user) else []
        case "structure":
            return [(_("People"), reverse("wagtailsnippets_contacts_person:list")), office]
        case "address" | "hours" | "email" | "data_box" | "filing" | "requests":
            return [office]
        case "phones":
            return [office, (_("People"), reverse("wagtailsnippets_contacts_person:list"))]
        case "budget":
            return [(_("Notice board"), reverse("wagtailsnippets_noticeboard_notice:list"))]
        case "regulations":
            return [(_("Regulations"), reverse("wagtailsnippets_mandatory_regulation:list"))]
        case "contracts":
            return [(_("Contracts"), reverse("wagtailsnippets_mandatory_contract:list"))]
        case "officer":
            return [(_("Our own officers"), reverse("mandatory_officers"))]
        case "accessibility" if facts.statement is not None:
            return [
                (
                    _("Accessibility statement"),
                    reverse("wagtailadmin_pages:edit", args=[facts.statement.pk]),
                )
            ]
    return []


def item(request: HttpRequest, key: str) -> HttpResponse:
    """One item: what fills it, what was written, and what was written before."""
    clerk = _clerk(request)
    if key not in structure.BY_KEY:
        raise Http404
    entry = structure.BY_KEY[key]
    facts = selectors.facts()
    answer = facts.answers.get(key)
    form = AnswerForm(
        entry,
        answer,
        facts.site,
        request.POST or None,
        initial={"seen": answer.revision if answer is not None else 0},
    )
    if request.method == "POST" and form.is_valid():
        try:
            if "officer" in form.fields:
                services.name_officer(form.cleaned_data["officer"], actor=clerk)
            services.answer(
                key,
                text=form.cleaned_data.get("text", ""),
                nothing=form.cleaned_data.get("nothing", False),
                actor=clerk,
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            if error.code == "meanwhile":
                # What she typed stays in the form; saved once more, it replaces the other's text.
                typed = request.POST.copy()
                typed["seen"] = str(Answer.objects.values_list("revision", flat=True).get(key=key))
                form.data = typed
        else:
            messages.success(
                request, _("“%(title)s” was saved, right as of today.") % {"title": entry.title}
            )
            return redirect(reverse("mandatory_desk") + f"#polozka-{key}")
    context = {
        "item": entry,
        "row": selectors.shown(entry, facts),
        "facts": facts,
        "form": form,
        "answer": answer,
        "places": _where_it_is_filled(request, entry, facts),
        "versions": answer.versions.select_related("saved_by")[:20] if answer is not None else [],
        "asks_administrator": entry.source == "ico" and not can_change_settings(request.user),
    }
    return render(request, "tenants/mandatory/desk/item.html", context)


def review_statement(request: HttpRequest) -> HttpResponse:
    clerk = _clerk(request)
    if request.method == "POST":
        try:
            services.review_statement(actor=clerk)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("The statement says that it was reviewed today."))
    return redirect("mandatory_item", structure.ACCESSIBILITY)


def all_sites(request: HttpRequest) -> HttpResponse:
    """Which municipality lacks what, from what each has noted; `?udaj=6` asks for one item."""
    if not sees_all_sites(request.user):
        raise PermissionDenied
    key = request.GET.get("udaj", "")
    chosen = structure.BY_KEY.get(key)
    rows = duties.overview([chosen.key] if chosen else list(structure.BY_KEY))
    if chosen:
        rows = [row for row in rows if not row.in_order]
    lacking: dict[str, int] = {}
    for row in rows:
        for each in row.missing:
            lacking[each] = lacking.get(each, 0) + 1
    context = {
        "rows": [
            (row, [(each, [structure.BY_KEY[k] for k in row.keys[each]]) for each in Standing])
            for row in rows
        ],
        "items": list(structure.all_items()),
        "chosen": chosen,
        "lacking": [(structure.BY_KEY[k], lacking[k]) for k in structure.BY_KEY if k in lacking],
        "complete": sum(1 for row in rows if row.known and not row.missing),
    }
    return render(request, "tenants/mandatory/desk/all_sites.html", context)


# --- Officers -----------------------------------------------------------------------------------


def officer_list(request: HttpRequest) -> HttpResponse:
    _clerk(request)
    site = request.tenant  # type: ignore[attr-defined]
    context = {"officers": duties.kept_by(site), "is_union": site.is_union}
    return render(request, "tenants/mandatory/desk/officers.html", context)


def officer(request: HttpRequest, officer_id: int | None = None) -> HttpResponse:
    """Add or change a record of this site; the union's are seen by all that name them."""
    clerk = _clerk(request)
    site = request.tenant  # type: ignore[attr-defined]
    row = get_object_or_404(Officer, pk=officer_id, owner=site) if officer_id else Officer()
    form = OfficerForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            officers.save_officer(row, form.cleaned_data, actor=clerk)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("“%(title)s” was saved.") % {"title": row.name})
            return redirect("mandatory_officers")
    users = duties.users_of(row) if row.pk else []
    return render(
        request, "tenants/mandatory/desk/officer.html", {"form": form, "row": row, "users": users}
    )


def delete_officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    clerk = _clerk(request)
    site = request.tenant  # type: ignore[attr-defined]
    row = get_object_or_404(Officer, pk=officer_id, owner=site)
    if request.method == "POST":
        name = row.name
        try:
            officers.delete_officer(row, actor=clerk)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("“%(title)s” was deleted.") % {"title": name})
    return redirect("mandatory_officers")
