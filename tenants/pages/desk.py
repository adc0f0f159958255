"""What the desk offers a person: the few things that clerks come for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState

from shared.kernel.cms import home_slug
from tenants.pages.models import GalleryIndexPage, GalleryPage, NewsIndexPage, NewsPage


@dataclass(frozen=True)
class Action:
    label: Any
    url: str
    icon: str
    count: int | None = None


def actions(user: Any) -> list[Action]:
    """Links for this person, in the order of use; what she may not do is not there."""
    found = [
        _add_child(user, NewsIndexPage, NewsPage, _("Add news"), "doc-empty"),
        _add_snippet(user, "events", "event", _("Add an event"), "calendar"),
        _add_snippet(user, "noticeboard", "notice", _("Add a notice"), "clipboard-list"),
        _add_child(user, GalleryIndexPage, GalleryPage, _("Add a gallery"), "image"),
        _waiting(user),
    ]
    return [action for action in found if action is not None]


def _add_child(
    user: Any, parent_type: type[Page], child_type: type[Page], label: Any, icon: str
) -> Action | None:
    home = f"/{home_slug(settings.LANGUAGE_CODE)}/"
    parent = parent_type.objects.filter(url_path__startswith=home).first()
    if parent is None or not parent.permissions_for_user(user).can_add_subpage():
        return None
    meta = child_type._meta
    url = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
    return Action(label, url, icon)


def _add_snippet(user: Any, app: str, model: str, label: Any, icon: str) -> Action | None:
    if not user.has_perm(f"{app}.add_{model}"):
        return None
    try:
        return Action(label, reverse(f"wagtailsnippets_{app}_{model}:add"), icon)
    except NoReverseMatch:
        return None


def _waiting(user: Any) -> Action | None:
    """What waits for this person's approval."""
    from wagtail.permissions import policy_registry

    policy = policy_registry.get_by_type(Page)
    if not policy.user_has_permission(user, "publish"):
        return None
    count = TaskState.objects.reviewable_by(user).count()
    url = reverse("wagtailadmin_reports:workflow") + "?status=in_progress&reviewable=true"
    return Action(_("Waiting for approval"), url, "tasks", count)
