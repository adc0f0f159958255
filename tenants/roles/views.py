"""Pages for people: the list of a site's people on its desk, and accepting an invitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from shared.kernel.ratelimit import limited
from tenants.accounts import services as accounts
from tenants.accounts.models import Invitation, User
from tenants.roles import permissions, selectors, services
from tenants.roles.enums import Role
from tenants.roles.forms import InviteForm, RegisterForm, RoleForm
from tenants.roles.models import Membership


def _require_manager(request: HttpRequest) -> User:
    if not permissions.can_manage_people(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)
    return request.user


@limited("invite", limit=60, seconds=3600, methods=("POST",))
def people(request: HttpRequest) -> HttpResponse:
    """People of this site and open invitations; the form invites another."""
    actor = _require_manager(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        services.invite(email, Role(form.cleaned_data["role"]), actor=actor)
        messages.success(
            request, _("The invitation for %(email)s is on its way.") % {"email": email}
        )
        return redirect("people")
    rows: list[dict[str, Any]] = [
        {
            "membership": membership,
            "label": Role(membership.group.name).label,
            "changeable": permissions.can_change_role(actor, membership.user),
        }
        for membership in selectors.people()
    ]
    return render(
        request,
        "tenants/roles/people.html",
        {"rows": rows, "invitations": selectors.open_invitations(), "form": form},
    )


def _person_of_this_site(person_id: int) -> User:
    return get_object_or_404(Membership.objects.select_related("user"), user_id=person_id).user


def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change the role of one person of this site, or end it."""
    actor = _require_manager(request)
    someone = _person_of_this_site(person_id)
    if not permissions.can_change_role(actor, someone):
        raise PermissionDenied
    form = RoleForm(request.POST or None, initial={"role": selectors.role_of(someone)})
    if request.method == "POST":
        if "remove" in request.POST:
            services.remove(someone, actor=actor)
            messages.success(
                request, _("%(name)s no longer works on this site.") % {"name": someone}
            )
            return redirect("people")
        if form.is_valid():
            services.assign(someone, Role(form.cleaned_data["role"]), actor=actor)
            messages.success(request, _("The role of %(name)s was changed.") % {"name": someone})
            return redirect("people")
    return render(request, "tenants/roles/person.html", {"person": someone, "form": form})


@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    actor = _require_manager(request)
    try:
        services.revoke_invitation(invitation_id, actor=actor)
    except Invitation.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("people")


def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ask, then end all sessions of the person who asks, on every device."""
    assert isinstance(request.user, User)
    if request.method != "POST":
        return render(request, "tenants/roles/sign_out_everywhere.html")
    accounts.sign_out_everywhere(request.user)
    logout(request)
    return redirect("wagtailadmin_login")


@never_cache
@sensitive_post_parameters("password")
@limited("invitation", limit=30, seconds=600)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link: register, or accept with the account one has."""
    try:
        found = accounts.invitation_for(token)
    except accounts.InvitationInvalid:
        return render(request, "tenants/roles/invitation_invalid.html", status=404)
    if found.schema_name != request.tenant.schema_name:  # type: ignore[attr-defined]
        raise Http404
    context: dict[str, Any] = {"invitation": found, "role": Role(found.role).label}
    existing = User.objects.filter(email=found.email).first()
    if existing is not None:
        if not request.user.is_authenticated or request.user.pk != existing.pk:
            context["needs_login"] = True
            return render(request, "tenants/roles/invitation.html", context)
        if request.method == "POST":
            services.accept_invitation(token, existing)
            return redirect("wagtailadmin_home")
        return render(request, "tenants/roles/invitation.html", context)
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = services.register_invited(
            token,
            first_name=form.cleaned_data["first_name"],
            last_name=form.cleaned_data["last_name"],
            password=form.cleaned_data["password"],
        )
        login(request, user, backend="tenants.accounts.backends.LocalRightsBackend")
        return redirect("wagtailadmin_home")
    context["form"] = form
    return render(request, "tenants/roles/invitation.html", context)
