from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from shared.boards.models import JointCopy, JointPosting
from shared.kernel import clock
from tenants.registry.models import Municipality


@dataclass(frozen=True)
class Overview:
    """One joint posting on all boards, for the union's page."""

    posting: JointPosting
    copies: list[JointCopy]

    @property
    def waiting(self) -> list[JointCopy]:
        return [copy for copy in self.copies if copy.posted_at is None]

    @property
    def removed_early(self) -> list[JointCopy]:
        return [copy for copy in self.copies if copy.removed_early]

    @property
    def hangs_everywhere(self) -> bool:
        return not self.waiting and all(copy.removed_at is None for copy in self.copies)

    @property
    def last_end(self) -> dt.date | None:
        """When the last of the least periods ends; None while a board still waits."""
        days = [copy.last_required_day for copy in self.copies if copy.last_required_day]
        return max(days) if days and not self.waiting else None

    @property
    def is_fulfilled(self) -> bool:
        """Every board has shown it for the whole least period."""
        return (
            self.last_end is not None and self.last_end < clock.today() and not self.removed_early
        )


def overview(key: UUID) -> Overview:
    """Raises JointPosting.DoesNotExist. Two queries."""
    posting = JointPosting.objects.get(pk=key)
    return Overview(posting, list(posting.copies.select_related("municipality")))


def overviews() -> list[Overview]:
    postings = JointPosting.objects.prefetch_related("copies__municipality")
    return [Overview(posting, list(posting.copies.all())) for posting in postings]


def waiting_for(site: Municipality) -> list[JointPosting]:
    """What the site has still to post on its board."""
    return list(
        JointPosting.objects.filter(
            copies__municipality=site, copies__posted_at=None, revoked_at=None
        )
    )


def revoked_for(site: Municipality) -> list[JointPosting]:
    """What hangs on the site's board although the union has taken it back."""
    return list(
        JointPosting.objects.filter(
            copies__municipality=site,
            copies__posted_at__isnull=False,
            copies__removed_at=None,
            revoked_at__isnull=False,
        )
    )


def extended_for(site: Municipality) -> list[JointPosting]:
    """What the union leaves for longer than it is planned to hang on the site's board."""
    return list(
        JointPosting.objects.filter(
            Q(planned_removal=None) | Q(planned_removal__gt=F("copies__planned_removal")),
            copies__municipality=site,
            copies__posted_at__isnull=False,
            copies__removed_at=None,
            copies__planned_removal__isnull=False,
            revoked_at=None,
        )
    )


def hangings(notices: Iterable[tuple[int, str]]) -> dict[tuple[int, str], UUID]:
    """Which of the notices, each a municipality's key and its own, are of a joint posting, and of
    which: the union's own and the copies. Three queries.
    """
    wanted = {(site, key) for site, key in notices if key.isdecimal()}
    keys = {int(key) for _site, key in wanted}
    copies = JointCopy.objects.filter(notice__in=keys).values_list(
        "municipality", "notice", "posting"
    )
    found = {(site, str(notice)): posting for site, notice, posting in copies}
    own = JointPosting.objects.filter(source_notice__in=keys).values_list("source_notice", "pk")
    union = Municipality.objects.the_union()
    found |= {(union.pk, str(notice)): posting for notice, posting in own}
    return {one: posting for one, posting in found.items() if one in wanted}


def hung_together(municipality_id: int, notice: str) -> list[tuple[int, str]]:
    """All notices of the joint posting that this one belongs to, the union's first, then in the
    order in which they were posted; empty for a notice of one board. At most six queries.
    """
    key = hangings([(municipality_id, notice)]).get((municipality_id, notice))
    if key is None:
        return []
    posting = JointPosting.objects.get(pk=key)
    copies = posting.copies.filter(notice__isnull=False).order_by("posted_at", "pk")
    first = (Municipality.objects.the_union().pk, str(posting.source_notice))
    others = [(site, str(notice)) for site, notice in copies.values_list("municipality", "notice")]
    return [first, *(one for one in others if one[0] != first[0])]
