"""Offering an event to other municipalities, accepting, declining, and ending it again.

Everything happens on the site of the connection, in its name. An adoption is a link to the
origin's public row: nothing is copied, so one change there is seen everywhere.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from calendar_app.aggregate.enums import AdoptionState, State
from calendar_app.aggregate.models import Adoption, PublishedEvent
from calendar_app.sharing import selectors
from calendar_app.sharing.permissions import user_can_share
from shared.audit.services import record
from shared.kernel import clock, jobs
from shared.published import services as published
from shared.published.enums import Kind
from tenants.accounts.models import User
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

#: What may be offered and accepted; nobody takes over what is called off.
_ON = frozenset({State.SCHEDULED, State.POSTPONED})


class NotPossible(Exception):
    """The other side was faster: there is no such offer any more, or no such event."""


@transaction.atomic
def offer(key: uuid.UUID, slugs: Collection[str], user: User) -> list[Adoption]:
    """Offer an event of the current site to municipalities; returns the new offers.

    To offer twice changes nothing; what was declined or ended may be offered again, three times in
    all (`Adoption.may_be_offered`). Raises
    PermissionDenied, PublishedEvent.DoesNotExist, Municipality.DoesNotExist and NotPossible.
    """
    site = _acting(user)
    # The lock makes two who offer the same event wait for each other.
    event = PublishedEvent.objects.select_for_update().get(uuid=key, municipality=site)
    if event.state not in _ON or event.last_day < clock.today():
        raise NotPossible
    recipients = list(selectors.recipients(site).filter(slug__in=slugs))
    if len(recipients) != len(set(slugs)):
        raise Municipality.DoesNotExist
    now = clock.now()
    known = {
        adoption.municipality_id: adoption
        for adoption in Adoption.objects.select_for_update().filter(event=event)
    }
    made = []
    for recipient in recipients:
        adoption = known.get(recipient.pk) or Adoption(event=event, municipality=recipient)
        if adoption.pk and not adoption.may_be_offered:
            continue
        adoption.offered_at = now
        adoption.times_offered += 1
        _step(adoption, AdoptionState.OFFERED, user, by_origin=True)
        made.append(adoption)
    return made


@transaction.atomic
def accept(adoption_id: int, user: User) -> Adoption:
    """Put an offered event onto the calendar of the current site.

    Raises PermissionDenied, Adoption.DoesNotExist (of another site's offers too) and NotPossible.
    """
    site = _acting(user)
    adoption = _locked(adoption_id, site, only_recipient=True)
    if adoption.state == AdoptionState.ACCEPTED:
        return adoption
    if adoption.state != AdoptionState.OFFERED or adoption.event.state not in _ON:
        raise NotPossible
    _step(adoption, AdoptionState.ACCEPTED, user, by_origin=False)
    _show_where_due(adoption)
    return adoption


@transaction.atomic
def decline(adoption_id: int, user: User) -> Adoption:
    """Turn an offer down. Raises PermissionDenied, Adoption.DoesNotExist and NotPossible."""
    site = _acting(user)
    adoption = _locked(adoption_id, site, only_recipient=True, is_seen=False)
    if adoption.state == AdoptionState.DECLINED:
        return adoption
    if adoption.state != AdoptionState.OFFERED:
        raise NotPossible
    _step(adoption, AdoptionState.DECLINED, user, by_origin=False)
    return adoption


@transaction.atomic
def revoke(adoption_id: int, user: User) -> Adoption:
    """End it: the origin takes the offer back, or the other gives an accepted event up.

    No tombstone follows, because the event takes place: a subscriber of both calendars would see
    it struck out in one of them. Raises PermissionDenied, Adoption.DoesNotExist and NotPossible.
    """
    site = _acting(user)
    adoption = _locked(adoption_id, site)
    if adoption.state == AdoptionState.REVOKED:
        return adoption
    by_origin = adoption.event.municipality_id == site.pk
    ends = (
        {AdoptionState.ACCEPTED, AdoptionState.OFFERED} if by_origin else {AdoptionState.ACCEPTED}
    )
    if adoption.state not in ends:
        raise NotPossible
    _step(adoption, AdoptionState.REVOKED, user, by_origin=by_origin)
    _show_where_due(adoption)
    return adoption


def _acting(user: User) -> Municipality:
    if not user_can_share(user):
        raise PermissionDenied
    return current_site()


def _locked(
    adoption_id: int, site: Municipality, *, only_recipient: bool = False, is_seen: bool = True
) -> Adoption:
    """The adoption, held until the transaction ends, of a site that it concerns.

    If visitors will see the step, both sites are touched first, in the order in which publishers
    wait for each other: what is read here cannot be published otherwise at the same time.
    """
    known = Adoption.objects.select_related("event__municipality", "municipality").get(
        pk=adoption_id
    )
    concerned = {known.municipality_id} | (
        set() if only_recipient else {known.event.municipality_id}
    )
    if site.pk not in concerned:
        raise Adoption.DoesNotExist
    if is_seen:
        published.touch_sites(
            [known.municipality.schema_name, known.event.municipality.schema_name]
        )
    return (
        Adoption.objects.select_for_update(of=("self",))
        .select_related("event__municipality", "municipality")
        .get(pk=adoption_id)
    )


def _step(adoption: Adoption, state: AdoptionState, user: User, *, by_origin: bool) -> None:
    """Note the step with both sites, and have the other one told."""
    adoption.state = state
    adoption.changed_at, adoption.by_origin, adoption.told_at = clock.now(), by_origin, None
    adoption.save()
    origin, recipient = adoption.event.municipality, adoption.municipality
    for here, there in ((origin, recipient), (recipient, origin)):
        record(
            f"sharing.{state.value}",
            adoption.event,
            actor=user,
            detail={"with": there.slug, "by": (origin if by_origin else recipient).slug},
            schema=here.schema_name,
        )
    told = recipient if by_origin else origin
    jobs.enqueue("sharing.tell_other_side", told.schema_name, adoption.pk)


def _show_where_due(adoption: Adoption) -> None:
    """Bring the lists of the adopting site in line."""
    event = adoption.event
    published.refresh_guests(event.municipality, Kind.EVENT, str(event.uuid))
