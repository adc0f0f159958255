"""The union's desk: what to point out of all that municipalities publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared.highlights import permissions, selectors, services
from shared.highlights.enums import Mark
from shared.highlights.forms import FindForm, MarkForm, PracticeForm
from shared.published import search
from shared.published.enums import Kind
from shared.published.models import Item
from tenants.accounts.models import User

LISTED = 20
VERBS = frozenset({"oznacit", "odebrat", "nahoru", "dolu", "praxe"})


def _actor(request: HttpRequest) -> User:
    if not permissions.can_point_out(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)
    return request.user


def _found(form: FindForm) -> list[Item]:
    kind = form.cleaned_data["druh"]
    if form.cleaned_data["q"]:
        page = search.find(form.cleaned_data["q"], kind=Kind(kind) if kind else None)
        return [hit.item for hit in page.hits if hit.item.origin_id is None]
    items = selectors.published().listed()
    if kind:
        items = items.filter(kind=kind)
    return list(items.order_by("-published_at", "-pk")[:LISTED])


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _actor(request)
    form = FindForm(request.GET)
    marked = {row.highlight.key: row for row in selectors.rows()}
    items = _found(form) if form.is_valid() else []
    for item in items:
        item.row = marked.get(selectors.key_of(item))  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "rows": list(marked.values()),
        "items": items,
        "form": form,
        "marks": Mark.choices,
        "practice_form": PracticeForm(),
        "monthly": selectors.practice_of_month(),
    }
    return render(request, "shared/highlights/desk.html", context)


@require_POST
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """`oznacit`, `odebrat`, `nahoru`, `dolu`, `praxe`; what is not there is 404."""
    actor = _actor(request)
    if verb not in VERBS:
        raise Http404
    try:
        _act(request, verb, actor)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return redirect("highlights")


def _act(request: HttpRequest, verb: str, actor: User) -> None:
    if verb == "oznacit":
        form = MarkForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing was marked. Check the last day."))
            return
        values = form.cleaned_data
        services.point_out(values["item"], Mark(values["mark"]), values["until"], actor=actor)
        messages.success(request, _("The union's home page points it out now."))
    elif verb == "praxe":
        chosen = PracticeForm(request.POST)
        if not chosen.is_valid():
            messages.error(request, _("Nothing was chosen. Check the month and the record."))
            return
        values = chosen.cleaned_data
        services.choose_practice(values["month"], values["practice"], values["note"], actor=actor)
        messages.success(request, _("The practice of the month was saved."))
    else:
        number = request.POST.get("mark", "")
        if not number.isdecimal() or len(number) > 18:
            raise Http404
        if verb == "odebrat":
            services.remove(int(number), actor=actor)
            messages.success(request, _("The mark was removed."))
        else:
            services.move(int(number), up=verb == "nahoru", actor=actor)
