"""The form by which citizens and clubs suggest an event."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.suggestions import services
from calendar_app.suggestions.forms import SuggestionForm
from shared.kernel.ratelimit import client_address, limited
from tenants.registry.models import Municipality

#: All texts at their longest, in UTF-8 and escaped, are less.
LARGEST_BODY = 64 * 1024


# Nobody is logged in here in whose name another page could send anything, and the form is signed
# with a stamp of its own. So it needs no cookie, and works where they are switched off.
@csrf_exempt
@never_cache
@limited("suggestion-form", limit=60, seconds=600, methods=("POST",))
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    if site.is_union:
        return _choose(request)
    if request.method != "POST":
        return _form(request, SuggestionForm())
    if _length(request) > LARGEST_BODY:
        form = SuggestionForm()
        problem = gettext("That was too much text. Please shorten the description.")
        return _form(request, form, problem=problem, status=413)
    form = SuggestionForm(request.POST)
    if form.is_valid() or form.caught:
        if form.caught or form.opened is None:
            # To a robot everything looks well, so that it has no reason to try harder.
            return redirect("suggestions:thanks")
        try:
            services.submit(
                form.opened.key, form.suggestion_fields(), address=client_address(request)
            )
        except services.TooMany:
            form.add_error(
                None,
                gettext(
                    "Too many suggestions have come in a short time. Everything you wrote is still"
                    " here: try to send it in ten minutes."
                ),
            )
            return _form(request, form, status=429)
        return redirect("suggestions:thanks")
    return _form(request, form, status=422)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _form(
    request: HttpRequest, form: SuggestionForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    return render(
        request,
        "calendar_app/suggestions/form.html",
        {
            "form": form,
            "problem": problem,
            "kept_days": services.KEPT_DAYS,
        },
        status=status,
    )


def _choose(request: HttpRequest) -> HttpResponse:
    """On the union's site: whose calendar is it for?"""
    return render(
        request,
        "calendar_app/suggestions/choose.html",
        {"municipalities": Municipality.objects.municipalities().active()},
    )


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "calendar_app/suggestions/thanks.html")
