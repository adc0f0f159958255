from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts.models import User
from tenants.profile import services
from tenants.profile.forms import MembershipForm, ProfileForm
from tenants.registry.models import Municipality, UnionMembership
from tenants.roles import permissions

GROUPS = (
    (gettext_lazy("Look"), ("color_primary", "color_accent", "coat_of_arms", "header_image")),
    (gettext_lazy("Address"), ("office_address", "email", "phone", "data_box", "ico")),
    (gettext_lazy("Register of unions"), services.OF_THE_UNION),
    (gettext_lazy("Calendar on other websites"), ("embedding_hosts",)),
    (
        gettext_lazy("Figures"),
        (
            "area_ha",
            "area_as_of",
            "area_source",
            "population",
            "population_as_of",
            "population_source",
        ),
    ),
)


def profile(request: HttpRequest) -> HttpResponse:
    """Look and data of this site; only its administrators may change them."""
    if not permissions.can_change_settings(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)
    site = Municipality.objects.get(pk=request.tenant.pk)  # type: ignore[attr-defined]
    form = ProfileForm(request.POST or None, request.FILES or None, instance=site)
    if request.method == "POST" and form.is_valid():
        services.update_profile(
            Municipality.objects.get(pk=site.pk), form.cleaned_data, actor=request.user
        )
        messages.success(request, _("The look and data of the site were saved."))
        for note in form.notes():
            messages.info(request, note)
        return redirect("site_profile")
    groups = [
        (title, fields)
        for title, names in GROUPS
        if (fields := [form[name] for name in names if name in form.fields])
    ]
    return render(request, "tenants/profile/profile.html", {"form": form, "groups": groups})


def _union_only(request: HttpRequest) -> User:
    if not request.tenant.is_union:  # type: ignore[attr-defined]
        raise Http404
    if not isinstance(request.user, User) or not services.can_change_memberships(request.user):
        raise PermissionDenied
    return request.user


def memberships(request: HttpRequest) -> HttpResponse:
    """Who belongs to the union and since when; on the union's desk alone."""
    _union_only(request)
    found = UnionMembership.objects.select_related("municipality")
    rows = found.order_by("municipality__sort_key", "since", "pk")
    return render(request, "tenants/profile/memberships.html", {"rows": rows})


def membership(request: HttpRequest, membership_id: int | None = None) -> HttpResponse:
    """One period of membership: changed, or a new one without a number."""
    actor = _union_only(request)
    row = None
    if membership_id is not None:
        found = UnionMembership.objects.select_related("municipality")
        row = get_object_or_404(found, pk=membership_id)
    form = MembershipForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        owner = given.get("municipality") or form.instance.municipality
        services.save_membership(
            form.instance,
            since=given["since"],
            until=given["until"],
            confirmed=given["confirmed"],
            evidence_note=given["evidence_note"],
            csu_code=given.get("csu_code", owner.csu_code),
            actor=actor,
        )
        messages.success(
            request, _("The membership of %(municipality)s was saved.") % {"municipality": owner}
        )
        return redirect("union_memberships")
    return render(request, "tenants/profile/membership.html", {"form": form, "row": row})
