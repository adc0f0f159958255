"""Seats are a projection like any other: verified against the memberships of each site."""

from __future__ import annotations

from collections.abc import Iterable

from shared.published.projectors import Drift
from tenants.accounts.models import Seat
from tenants.registry.selectors import current_site
from tenants.roles.models import Membership


def _memberships() -> dict[int, str]:
    return dict(Membership.objects.values_list("user_id", "group__name"))


def verify() -> Iterable[Drift]:
    stored = dict(Seat.objects.filter(municipality=current_site()).values_list("user_id", "role"))
    wanted = _memberships()
    for user_id in {*stored, *wanted}:
        if stored.get(user_id) != wanted.get(user_id):
            problem = "missing" if user_id not in stored else "orphaned"
            if user_id in stored and user_id in wanted:
                problem = "different"
            yield Drift("seat", str(user_id), problem)


def rebuild() -> None:
    site = current_site()
    wanted = _memberships()
    Seat.objects.filter(municipality=site).exclude(user_id__in=wanted).delete()
    for user_id, role in wanted.items():
        Seat.objects.update_or_create(user_id=user_id, municipality=site, defaults={"role": role})
