from __future__ import annotations

from typing import Any

from tenants.noticeboard.models import Notice


def user_can_take_down(user: Any, notice: Notice) -> bool:
    """Who may hang out may also take down."""
    return notice.is_on_board and user.has_perm("noticeboard.publish_notice")


def user_can_extend(user: Any, notice: Notice) -> bool:
    """Who may take down may also leave it there. Without a planned end there is nothing to extend."""
    return notice.planned_removal is not None and user_can_take_down(user, notice)


def user_can_flag(user: Any, notice: Notice) -> bool:
    """Saying afterwards that a notice contains personal data. Never taken back."""
    return notice.is_posted and not notice.personal and user.has_perm("noticeboard.publish_notice")


def user_can_see_proof(user: Any) -> bool:
    """The certificate and the journal name people and interruptions: for those who keep the board."""
    return bool(user.has_perm("noticeboard.view_notice"))


def user_can_erase(user: Any, notice: Notice) -> bool:
    """Taking a notice out of the archive altogether, e.g. after its retention period."""
    return notice.removed_at is not None and user.has_perm("noticeboard.delete_notice")
