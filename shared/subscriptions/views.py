"""Public pages of the digests: ask for one, confirm, change, end.

Pages behind a token need no cookie and no token against forged requests: the address of the page
is the secret. They are never cached, never sent on as a Referer, and never found by robots.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from shared.kernel import clock
from shared.kernel.cms import active_language
from shared.kernel.ratelimit import client_address, limited, over_limit
from shared.subscriptions import letters, periods, selectors, services, tokens, topics
from shared.subscriptions.enums import Frequency, State
from shared.subscriptions.forms import SettingsForm, SubscribeForm
from shared.subscriptions.models import Subscription
from shared.subscriptions.topics import BadSelection, Topic
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


# --- Asking for a digest ----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@limited("subscribe", limit=20, seconds=3600, methods=("POST",))
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form. `topic` says what about (the first topic without it); the other parameters are
    the filters of that topic's own page."""
    site = _site(request)
    name = request.GET.get("topic", "")
    topic = topics.find(name) if name else topics.default()
    if topic is None:
        raise Http404
    data = request.POST if request.method == "POST" else request.GET
    try:
        selection = _selection(topic, site, data)
    except BadSelection as problem:
        return _page(request, "bad_selection", {"problem": problem.message}, problem.status)
    initial = {"cetnost": Frequency.WEEKLY, "jazyk": active_language()}
    form = SubscribeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if not form.caught:  # to a robot everything looks well
            services.request(
                site,
                topic=topic.name,
                email=form.cleaned_data["email"],
                selection=selection,
                frequency=form.frequency,
                language=form.language,
            )
        return HttpResponseRedirect(reverse("subscriptions:asked"))
    context = {"form": form, "topic": topic, **_filters(topic, site, selection)}
    return _page(request, "subscribe", context, 422 if form.is_bound else 200)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for everybody, whether or not the address is known and a letter has left."""
    return _page(request, "asked", {"days": letters.CONFIRM_DAYS})


def _selection(topic: Topic, site: Municipality, data: QueryDict) -> str:
    selection = topic.canonical(site, data)
    if len(selection) > services.LONGEST_SELECTION:
        raise BadSelection("", 400)
    return selection


def _filters(topic: Topic, site: Municipality, selection: str) -> dict[str, Any]:
    return {
        "choices": topic.choices(site, selection),
        "kept": topic.kept(site, selection),
        "chosen": topic.describe(site, selection),
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
    frequency = Frequency(subscription.frequency)
    context = {
        "first": periods.next_begin(frequency, clock.now()),
        "manage_url": letters.manage_url(subscription),
    }
    return _page(request, "confirmed", _about(subscription) | context)


def _is_stale(subscription: Subscription) -> bool:
    """Too old to be confirmed, should the hourly deletion not have come round yet."""
    age = clock.now() - subscription.requested_at
    return subscription.state == State.PENDING and age > services.CONFIRM_WITHIN


@secret(tokens.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Settings of one subscription. The query, if any, is a wish that is filled in."""
    site = _site(request)
    subscription = selectors.find(site, key)
    topic = topics.find(subscription.topic) if subscription is not None else None
    if subscription is None or topic is None or subscription.state != State.ACTIVE:
        return _page(request, "unknown", {}, 404)
    stored = QueryDict(subscription.selection)
    asked_for = request.POST if request.method == "POST" else request.GET
    initial = {"cetnost": subscription.frequency, "jazyk": subscription.language}
    problem = ""
    try:
        selection = _selection(topic, site, asked_for if asked_for else stored)
    except BadSelection as bad:
        problem, selection = bad.message, ""
    if request.GET.get("cetnost") in Frequency.values:
        initial["cetnost"] = request.GET["cetnost"]
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    saved = False
    if request.method == "POST" and form.is_valid() and not problem:
        services.change(
            subscription, selection=selection, frequency=form.frequency, language=form.language
        )
        saved = True
    context = {
        "form": form,
        "topic": topic,
        "saved": saved,
        "problem": problem,
        "is_wish": bool(request.GET) and request.method != "POST",
        "end_url": letters.end_url(subscription),
        **_filters(topic, site, selection),
    }
    return _page(request, "manage", context, 422 if form.is_bound and not saved else 200)


@secret(tokens.END)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A button; or one POST of the mail program's, which shows its own (RFC 8058): no cookie, no
    redirect, no question. Ending twice is as good as ending once."""
    subscription = selectors.find(_site(request), key)
    is_open = subscription is not None and subscription.state != State.ENDED
    if request.method != "POST" and is_open:
        assert subscription is not None
        return _page(request, "end", _about(subscription))
    if subscription is not None:
        services.end(subscription)
    return _page(request, "ended", {})


def _about(subscription: Subscription) -> dict[str, Any]:
    topic = topics.find(subscription.topic)
    try:
        chosen = topic.describe(subscription.municipality, subscription.selection) if topic else ""
    except BadSelection:
        chosen = ""
    return {
        "topic": topic,
        "chosen": chosen,
        "frequency": Frequency(subscription.frequency).label,
    }
