from __future__ import annotations

from typing import Any

from django.db import transaction
from django_tenants.utils import schema_context

from shared.audit import services as audit
from shared.published import services as published
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA, Municipality
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
