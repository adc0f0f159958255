"""Public pages of the subscriptions: ask for one, confirm, change, end.

Pages behind a token need no cookie and no token against forged requests: the address of the page
is the secret. They are never cached, never sent on as a Referer, and never found by robots.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from shared.kernel import clock
from shared.kernel.cms import active_language
from shared.kernel.ratelimit import client_address, limited, over_limit
from shared.subscriptions import letters, periods, selectors, services, tokens, wishes
from shared.subscriptions.enums import DIGESTS, Frequency, State
from shared.subscriptions.forms import SettingsForm, SubscribeForm
from shared.subscriptions.models import Subscription
from shared.subscriptions.tasks import send_due
from shared.subscriptions.topics import BadSelection
from shared.subscriptions.wishes import Wish
from tenants.registry.models import Municipality

View = Callable[..., HttpResponse]
# Signatures cannot be guessed; this is for whoever tries all the same. A mail provider ends the
# digests of many people from one address, so good tokens are never counted.
BAD_TOKENS, BAD_TOKENS_SECONDS = 30, 3600


def _site(request: HttpRequest) -> Municipality:
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    return site


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    response = render(request, f"shared/subscriptions/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


# --- Asking for it ----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@limited("subscribe", limit=20, seconds=3600, methods=("POST",))
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form. `topic` with the filters of that topic's own page fills it in."""
    site = _site(request)
    data = request.POST if request.method == "POST" else request.GET
    try:
        wish = wishes.read(site, data)
    except BadSelection as problem:
        return _page(request, "bad_selection", {"problem": problem.message}, problem.status)
    initial = {"cetnost": Frequency.WEEKLY, "jazyk": active_language()}
    form = SubscribeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        is_valid = form.is_valid()
        if not wish:
            form.nothing_chosen()
        elif is_valid:
            if not form.caught:  # to a robot everything looks well
                services.request(
                    site,
                    wish=wish,
                    email=form.cleaned_data["email"],
                    frequency=form.frequency,
                    language=form.language,
                )
                # Beat would come within a minute, for which nobody waits gladly.
                transaction.on_commit(send_due.delay, robust=True)
            return HttpResponseRedirect(reverse("subscriptions:asked"))
    context = {"form": form, **_choices(site, wish)}
    return _page(request, "subscribe", context, 422 if form.is_bound else 200)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for everybody, whether or not the address is known and a letter has left."""
    return _page(request, "asked", {"days": letters.CONFIRM_DAYS})


def _choices(site: Municipality, wish: Wish) -> dict[str, Any]:
    return {
        "groups": wishes.groups(site, wish),
        "municipalities": wishes.municipalities(site, wish),
        "union": None if site.is_union else Municipality.objects.the_union(),
    }


# --- Behind a token ---------------------------------------------------------------------------


def secret(purpose: str) -> Callable[[View], View]:
    """A view whose address is known from a letter only; gets the key that the token names."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapped(request: HttpRequest, token: str) -> HttpResponse:
            key = tokens.read(purpose, token)
            if key is None:
                if over_limit(
                    "subscription-token",
                    client_address(request),
                    limit=BAD_TOKENS,
                    seconds=BAD_TOKENS_SECONDS,
                ):
                    response = render(request, "429.html", status=429)
                else:
                    response = _page(request, "unknown", {}, 404)
            else:
                response = view(request, key)
            add_never_cache_headers(response)
            response["Cache-Control"] = "private, no-store"
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return csrf_exempt(wrapped)

    return decorate


@secret(tokens.CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A button; only pressing it confirms, because programs that check mails open every link."""
    subscription = selectors.find(_site(request), key)
    if subscription is None or subscription.state == State.ENDED or _is_stale(subscription):
        return _page(request, "unknown", {}, 404)
    if request.method != "POST":
        return _page(request, "confirm", _about(subscription))
    services.confirm(subscription)
    context = {
        "first": _first_digest(subscription),
        "manage_url": letters.manage_url(subscription),
    }
    return _page(request, "confirmed", _about(subscription) | context)


def _first_digest(subscription: Subscription) -> dt.date | None:
    """None for what comes at once."""
    frequency = Frequency(subscription.frequency)
    return periods.next_begin(frequency, clock.now()) if frequency in DIGESTS else None


def _is_stale(subscription: Subscription) -> bool:
    """Too old to be confirmed, should the hourly deletion not have come round yet."""
    age = clock.now() - subscription.requested_at
    return subscription.state == State.PENDING and age > services.CONFIRM_WITHIN


@secret(tokens.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Settings of one subscription. The query, if any, is a wish that is filled in
    besides what they have."""
    site = _site(request)
    subscription = selectors.find(site, key)
    if subscription is None or subscription.state != State.ACTIVE:
        return _page(request, "unknown", {}, 404)
    asked_for = request.POST if request.method == "POST" else request.GET
    initial = {"cetnost": subscription.frequency, "jazyk": subscription.language}
    problem, wish = "", wishes.of(subscription)
    try:
        if asked_for or request.method == "POST":
            wish = wishes.read(site, asked_for)
        if request.method != "POST":
            # Who asks for the board besides must not lose the warnings by saving.
            wish = wishes.joined(site, wishes.of(subscription), wish)
        choices = _choices(site, wish)
    except BadSelection as bad:
        problem = bad.message or _("A filter is not understood.")
        choices = _choices(site, {})
    if request.GET.get("cetnost") in Frequency.values:
        initial["cetnost"] = request.GET["cetnost"]
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    saved = False
    if request.method == "POST" and form.is_valid() and not problem:
        if wish:
            services.change(
                subscription, wish=wish, frequency=form.frequency, language=form.language
            )
            saved = True
        else:
            form.nothing_chosen()
    context = {
        "form": form,
        "saved": saved,
        "problem": problem,
        "is_wish": bool(request.GET) and request.method != "POST",
        "end_url": letters.end_url(subscription),
        "erase_url": f"{letters.end_url(subscription)}?vse=1",
        **choices,
    }
    return _page(request, "manage", context, 422 if form.is_bound and not saved else 200)


@secret(tokens.END)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A button; or one POST of the mail program's, which shows its own (RFC 8058): no cookie, no
    redirect, no question. Ending twice is as good as ending once.

    `vse` in the form ends what the address has on all sites; a mail program never sends it.
    """
    subscription = selectors.find(_site(request), key)
    is_open = subscription is not None and subscription.state != State.ENDED
    if request.method != "POST" and is_open:
        assert subscription is not None
        context = {
            "everything": [
                {"site": one.municipality.display_name, "frequency": one.frequency_label}
                for one in selectors.of_the_same_address(subscription)
            ],
            "erase": bool(request.GET.get("vse")),
        }
        return _page(request, "end", _about(subscription) | context)
    everywhere = bool(request.POST.get("vse"))
    if subscription is not None:
        if everywhere and is_open:
            services.end_everywhere(subscription)
        else:
            services.end(subscription)
    return _page(request, "ended", {"everywhere": everywhere})


def _about(subscription: Subscription) -> dict[str, Any]:
    return {
        "summary": wishes.summary(subscription.municipality, subscription.interests.all()),
        "frequency": subscription.frequency_label,
        "rhythm": subscription.frequency,
    }
