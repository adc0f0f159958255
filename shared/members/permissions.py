"""Named predicates. Who works at any member, or at the union, is a colleague and reads everything
here; writing is for whom it concerns. Seats decide, see docs/decisions/0021."""

from __future__ import annotations

from dataclasses import dataclass

from shared.members.models import Hold, Meeting, Paper, Task
from tenants.accounts.models import Seat, User
from tenants.registry.models import Municipality
from tenants.roles.enums import PUBLISHING_ROLES
from tenants.roles.permissions import NotAllowed

__all__ = ["Colleague", "NotAllowed"]


@dataclass(frozen=True)
class Colleague:
    """A person who may be here, with the sites for which they speak."""

    user: User
    seats: tuple[Seat, ...]

    @property
    def municipalities(self) -> list[Municipality]:
        return [seat.municipality for seat in self.seats]

    @property
    def ids(self) -> set[int]:
        return {seat.municipality_id for seat in self.seats}

    @property
    def edits(self) -> bool:
        """The union's editors, and operators: they call meetings and hand out tasks."""
        return self.user.is_superuser or any(
            seat.municipality.is_union and seat.role in PUBLISHING_ROLES for seat in self.seats
        )

    def speaks_for(self, municipality_id: int | None) -> bool:
        return self.edits or municipality_id in self.ids


def can_change(colleague: Colleague, record: Hold | Paper | Meeting) -> bool:
    """Holds and papers are their municipality's; meetings and all else the union's editors'."""
    if isinstance(record, Meeting):
        return colleague.edits
    return colleague.speaks_for(record.municipality_id)


def can_close(colleague: Colleague, task: Task) -> bool:
    """Whoever is to do it says when it is done; what is for all, anybody of them."""
    return task.municipality_id is None or colleague.speaks_for(task.municipality_id)
