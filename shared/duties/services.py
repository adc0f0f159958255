from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shared.audit.services import record
from shared.duties import selectors
from shared.duties.models import Officer, OfficerUse, SiteState
from shared.duties.permissions import NotAllowed, edits_officer, keeps_duties
from shared.published import services as published
from tenants.accounts.models import User
from tenants.registry.selectors import current_site

OFFICER_FIELDS = ("name", "email", "phone", "data_box", "address", "note")


@transaction.atomic
def note(items: Mapping[str, str | None]) -> bool:
    """Note how the current site stands; True if that is news."""
    site = current_site()
    state = SiteState.objects.select_for_update().filter(pk=site.pk).first()
    if state is not None and state.items == items:
        return False
    SiteState.objects.update_or_create(pk=site.pk, defaults={"items": dict(items)})
    return True


# --- Officers -----------------------------------------------------------------------------------


@transaction.atomic
def save_officer(officer: Officer, values: Mapping[str, Any], *, actor: User) -> Officer:
    """Make or change a record of the current site; pages of all that name it follow.

    Raises NotAllowed, and ValidationError for an officer whom nobody could reach.
    """
    if officer.pk is None:
        officer.owner = current_site()
    if not edits_officer(actor, officer):
        raise NotAllowed
    for name in OFFICER_FIELDS:
        setattr(officer, name, values.get(name, ""))
    if not any((officer.email, officer.phone, officer.data_box, officer.address)):
        raise ValidationError(_("Write at least one way to reach the officer."))
    made = officer.pk is None
    officer.full_clean()
    officer.save()
    record("officer.made" if made else "officer.changed", officer, actor=actor)
    schemas = {site.schema_name for site in selectors.users_of(officer)}
    published.touch_sites(schemas | {current_site().schema_name})
    return officer


@transaction.atomic
def delete_officer(officer: Officer, *, actor: User) -> None:
    """Raises NotAllowed; ValidationError while a site names the officer."""
    if not edits_officer(actor, officer):
        raise NotAllowed
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    if users := selectors.users_of(officer):
        raise ValidationError(
            _("The officer is still named by: %(sites)s")
            % {"sites": ", ".join(site.name for site in users)}
        )
    record("officer.deleted", officer, actor=actor)
    officer.delete()


@transaction.atomic
def name_officer(officer: Officer | None, *, actor: User) -> None:
    """Say whom the current site names, or nobody. Raises NotAllowed."""
    site = current_site()
    if not keeps_duties(actor):
        raise NotAllowed
    if officer is None:
        OfficerUse.objects.filter(municipality=site).delete()
    elif not selectors.offered_to(site).filter(pk=officer.pk).exists():
        raise NotAllowed
    else:
        OfficerUse.objects.update_or_create(municipality=site, defaults={"officer": officer})
    record("officer.named", officer, actor=actor, detail={"site": site.slug})
    published.touch()
