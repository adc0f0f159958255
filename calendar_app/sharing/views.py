"""Offers on the desk: what came, what was sent, and the steps of both sides."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.aggregate.models import Adoption, PublishedEvent
from calendar_app.categories import selectors as categories
from calendar_app.sharing import selectors, services
from calendar_app.sharing.forms import OfferForm
from calendar_app.sharing.permissions import user_can_share
from tenants.accounts.models import User
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

Step = Callable[[int, User], Adoption]


def _require_clerk(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user_can_share(user):
        raise PermissionDenied
    return user


@require_safe
def sharing(request: HttpRequest) -> HttpResponse:
    """Both directions on one page."""
    _require_clerk(request)
    site = current_site()
    return render(
        request,
        "calendar_app/sharing/list.html",
        {
            "incoming": [] if site.is_union else selectors.incoming(site),
            "outgoing": selectors.outgoing(site),
            "is_union": site.is_union,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Choose to whom an event of this site is offered."""
    user, site = _require_clerk(request), current_site()
    event = selectors.shareable(site, key)
    if event is None:
        raise Http404
    recipients = list(selectors.recipients(site))
    known = {adoption.municipality_id: adoption for adoption in event.adoptions.all()}
    form = OfferForm(request.POST if request.method == "POST" else None)
    form.offer_to(recipients, known)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.offer(key, form.cleaned_data["municipalities"], user)
        except services.NotPossible:
            messages.error(request, _not_any_more())
            return redirect("sharing")
        _say_offered(request, made, event)
        return redirect("sharing")
    return render(
        request,
        "calendar_app/sharing/offer.html",
        {
            "event": event,
            "form": form,
            "known": [
                (municipality, known[municipality.pk])
                for municipality in recipients
                if municipality.pk in known
            ],
        },
        status=422 if request.method == "POST" else 200,
    )


def _say_offered(request: HttpRequest, made: list[Adoption], event: PublishedEvent) -> None:
    text = ngettext(
        "“%(title)s” is offered to %(count)d municipality. Its clerks get an e-mail.",
        "“%(title)s” is offered to %(count)d municipalities. Their clerks get an e-mail.",
        len(made),
    )
    messages.success(request, text % {"title": event.title, "count": len(made)})


@require_http_methods(["GET", "HEAD", "POST"])
def adoption(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """One offer as the other site would show it, and what this side may do about it."""
    user, site = _require_clerk(request), current_site()
    found = selectors.find(site, adoption_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _make_step(request, found, user, site)
    is_incoming = found.municipality_id == site.pk
    return render(
        request,
        "calendar_app/sharing/one.html",
        {
            "adoption": found,
            "event": found.event,
            "is_incoming": is_incoming,
            "category_names": categories.names(),
            "clashes": selectors.clashes(site, found.event) if is_incoming else [],
        },
    )


def _make_step(
    request: HttpRequest, found: Adoption, user: User, site: Municipality
) -> HttpResponse:
    steps: dict[str, tuple[Step, str]] = {
        "accept": (
            services.accept,
            _("“%(title)s” is on your calendar. Changes of %(origin)s show by themselves."),
        ),
        "decline": (services.decline, _("The offer of “%(title)s” is declined.")),
        "revoke": (
            services.revoke,
            _("“%(title)s” is no longer offered to %(recipient)s.")
            if found.event.municipality_id == site.pk
            else _("“%(title)s” is no longer on your calendar."),
        ),
    }
    chosen = next((name for name in steps if name in request.POST), None)
    if chosen is None:
        return redirect("adoption", found.pk)
    step, text = steps[chosen]
    try:
        step(found.pk, user)
    except services.NotPossible:
        messages.error(request, _not_any_more())
    except Adoption.DoesNotExist as error:
        raise PermissionDenied from error
    else:
        names = {
            "title": found.event.title or _("an event that was withdrawn"),
            "origin": found.event.municipality.name,
            "recipient": found.municipality.name,
        }
        messages.success(request, text % names)
    return redirect("sharing")


def _not_any_more() -> str:
    return _("This is not possible any more: the event or the offer has changed in the meantime.")
