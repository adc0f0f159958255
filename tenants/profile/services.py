from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django_tenants.utils import schema_context

from shared.audit import services as audit
from shared.kernel.db import connection
from shared.published import services as published
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA, Municipality, UnionMembership
from tenants.roles import permissions

# Said of the union alone; a municipality's form does not offer them.
OF_THE_UNION = ("founded_on", "purpose", "members_source")
EDITABLE = (
    "office_address",
    "email",
    "phone",
    "data_box",
    "ico",
    "color_primary",
    "color_accent",
    "coat_of_arms",
    "header_image",
    "area_ha",
    "area_as_of",
    "area_source",
    "population",
    "population_as_of",
    "population_source",
    "embedding_hosts",
    *OF_THE_UNION,
)


@transaction.atomic
def update_profile(site: Municipality, changes: dict[str, Any], *, actor: User) -> list[str]:
    """Change what the site says of itself; returns the names of the fields that did change.

    Call it on the site's own schema. Raises NotAllowed; ValidationError for a value that is not
    valid. Name, slug and membership are not the site's to change.
    """
    if not permissions.can_change_settings(actor):
        raise permissions.NotAllowed
    row = Municipality.objects.select_for_update().get(pk=site.pk)
    changed = [name for name in EDITABLE if name in changes and getattr(row, name) != changes[name]]
    if not changed:
        return []
    for name in changed:
        setattr(row, name, changes[name])
    row.full_clean(exclude=["slug"] if row.is_union else None)
    with schema_context(PUBLIC_SCHEMA):
        row.save(update_fields=[*changed, "updated_at"])
    audit.record("site.profile_changed", row, actor=actor, detail={"fields": changed})
    published.touch()
    return changed


def can_change_memberships(actor: User) -> bool:
    """The union alone says who belongs to it; its administrators, on its own desk."""
    return connection.schema_name == PUBLIC_SCHEMA and permissions.can_change_settings(actor)


@transaction.atomic
def save_membership(
    membership: UnionMembership,
    *,
    since: dt.date | None,
    until: dt.date | None,
    confirmed: bool,
    evidence_note: str,
    csu_code: str,
    actor: User,
) -> UnionMembership:
    """Keep a period of membership, a new one or a changed one, and the municipality's code.

    Days are inclusive; None is a day that nobody knows, or a membership that lasts. Call it on the
    union's schema. Raises NotAllowed; ValidationError for a value that is not valid. Pages of the
    union and of the municipality follow by themselves (`shared.published.receivers`).
    """
    if not can_change_memberships(actor):
        raise permissions.NotAllowed
    owner = Municipality.objects.select_for_update().get(pk=membership.municipality_id)
    wanted = {
        "since": since,
        "until": until,
        "confirmed": confirmed,
        "evidence_note": evidence_note,
    }
    is_new = membership.pk is None
    row = (
        UnionMembership(municipality=owner)
        if is_new
        else UnionMembership.objects.select_for_update().get(pk=membership.pk)
    )
    changed = [name for name, value in wanted.items() if is_new or getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, wanted[name])
        row.full_clean()
        row.save()
    if owner.csu_code != csu_code:
        owner.csu_code = csu_code
        owner.full_clean()
        owner.save(update_fields=["csu_code", "updated_at"])
        changed.append("csu_code")
    if changed:
        detail = {"municipality": owner.slug, "fields": changed}
        audit.record("union.membership_changed", row, actor=actor, detail=detail)
    return row
