"""The public page, and the desk of every site."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared.alerts import permissions, selectors, services
from shared.alerts.forms import AlertForm
from shared.alerts.models import Alert
from tenants.accounts.models import User
from tenants.registry.models import Municipality


def _site(request: HttpRequest) -> Municipality:
    site: Municipality = request.tenant  # type: ignore[attr-defined]
    return site


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What holds stands in the banner above; here is what held lately."""
    site = _site(request)
    return render(request, "shared/alerts/index.html", {"past": selectors.past(site)})


def _actor(request: HttpRequest) -> User:
    if not permissions.can_alert(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)
    return request.user


def desk(request: HttpRequest) -> HttpResponse:
    _actor(request)
    return render(
        request, "shared/alerts/desk/index.html", {"alerts": selectors.of_site(_site(request))}
    )


def edit(request: HttpRequest, alert: int | None = None) -> HttpResponse:
    actor, site = _actor(request), _site(request)
    known = get_object_or_404(Alert, pk=alert, municipality=site) if alert else None
    if known is not None and known.is_over:
        messages.error(request, _("This message is over."))
        return redirect("alert_desk")
    form = AlertForm(request.POST or None, instance=known, site=site)
    if request.method == "POST" and form.is_valid():
        try:
            if known is None:
                services.issue(form.message(), actor=actor)
                messages.success(request, _("The message is out."))
            else:
                services.correct(known.pk, form.message(), actor=actor)
                messages.success(request, _("The message has been corrected."))
        except services.Over:
            messages.error(request, _("This message is over."))
        return redirect("alert_desk")
    return render(
        request,
        "shared/alerts/desk/edit.html",
        {"form": form, "alert": known},
        status=422 if form.is_bound else 200,
    )


@require_POST
def withdraw(request: HttpRequest, alert: int) -> HttpResponse:
    actor = _actor(request)
    known = get_object_or_404(Alert, pk=alert, municipality=_site(request))
    try:
        services.withdraw(known.pk, actor=actor)
        messages.success(request, _("The message is off all pages."))
    except services.Over:
        messages.error(request, _("This message is over."))
    return redirect("alert_desk")
