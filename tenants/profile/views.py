from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts.models import User
from tenants.profile import services
from tenants.profile.forms import ProfileForm
from tenants.registry.models import Municipality
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
