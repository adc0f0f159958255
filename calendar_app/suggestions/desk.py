"""Suggestions on the desk: the list, one of them with all that helps to decide, the decision."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.categories import selectors as categories
from calendar_app.events.desk import url_name
from calendar_app.events.models import Suggestion
from calendar_app.suggestions import selectors, services
from calendar_app.suggestions.forms import DeclineForm
from calendar_app.suggestions.permissions import user_can_decide
from tenants.accounts.models import User
from tenants.registry.selectors import current_site

PER_PAGE = 50


def _require_clerk(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user_can_decide(user):
        raise PermissionDenied
    return user


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    _require_clerk(request)
    page = Paginator(selectors.suggestions(), PER_PAGE).get_page(request.GET.get("p"))
    return render(
        request,
        "calendar_app/suggestions/desk_list.html",
        {
            "page": page,
            "category_names": categories.names(),
            "kept_days": services.KEPT_DAYS,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    user = _require_clerk(request)
    found = get_object_or_404(Suggestion.objects.select_related("event", "decided_by"), pk=key)
    if request.method != "POST":
        return _detail(request, found, DeclineForm())
    try:
        if "accept" in request.POST or "publish" in request.POST:
            return _accept(request, found, user)
        if "discard" in request.POST:
            services.discard(key, user)
            messages.success(request, _("The suggestion was deleted. Nobody was written to."))
            return redirect("suggestions_desk")
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return _detail(request, found, form, status=422)
        services.decline(key, user, **form.cleaned_data)
        messages.success(request, _("“%s” was declined. The sender will know.") % found.title)
        return redirect("suggestions_desk")
    except services.AlreadyDecided as other:
        messages.error(request, _who_was_faster(other.suggestion))
        return redirect("suggestion", key)
    except Suggestion.DoesNotExist:
        messages.error(request, _("Somebody else has deleted this suggestion in the meantime."))
        return redirect("suggestions_desk")


def _accept(request: HttpRequest, found: Suggestion, user: User) -> HttpResponse:
    publish = "publish" in request.POST
    try:
        event = services.accept(found.pk, user, publish=publish)
    except ValidationError as problem:
        messages.error(
            request,
            _("No event can be made of it: %s") % " ".join(problem.messages),
        )
        return redirect("suggestion", found.pk)
    if publish:
        messages.success(request, _("“%s” is published. The sender will know.") % event.title)
        return redirect("suggestions_desk")
    messages.success(
        request,
        _("A draft was made of the suggestion, and the sender will know. Complete and publish it."),
    )
    return redirect(url_name("edit"), event.pk)


def _who_was_faster(suggestion: Suggestion) -> str:
    at = localtime(suggestion.decided_at)
    return _("%(person)s has decided already: %(state)s, %(day)s %(time)s.") % {
        "person": suggestion.decided_by,
        "state": suggestion.get_state_display(),
        "day": date_format(at, "j. n. Y"),
        "time": date_format(at, "G:i"),
    }


def _detail(
    request: HttpRequest, found: Suggestion, form: DeclineForm, *, status: int = 200
) -> HttpResponse:
    site = current_site()
    context: dict[str, Any] = {
        "suggestion": found,
        "form": form,
        "category_names": categories.names(),
        "kept_days": services.KEPT_DAYS,
    }
    if found.is_waiting:
        context |= {
            "similar": selectors.similar(found, site),
            "drafts": selectors.drafts_alike(found, site),
            "others": selectors.suggested_alike(found, site),
        }
    return render(request, "calendar_app/suggestions/desk_one.html", context, status=status)
