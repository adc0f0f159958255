"""Who may do what with events. Roles are fixed; the grants are written into every site."""

from typing import TYPE_CHECKING

from tenants.roles.enums import Role
from tenants.roles.registry import grant

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from calendar_app.events.models import Event
    from tenants.accounts.models import User

PUBLISH = "events.publish_event"
_WRITE = ("events.add_event", "events.change_event")
_DECIDE = (PUBLISH, "events.delete_event", "events.lock_event", "events.unlock_event")
# A change of a place is public at once.
_PLACES = ("events.add_place", "events.change_place", "events.delete_place")


def grant_to_roles() -> None:
    grant(Role.ADMINISTRATOR, *_WRITE, *_DECIDE, *_PLACES)
    grant(Role.EDITOR, *_WRITE, *_DECIDE, *_PLACES)
    # Drafts only: Wagtail keeps an author's changes in a revision until an editor publishes it.
    grant(Role.AUTHOR, *_WRITE)


def user_can_cancel(user: "User | AnonymousUser", event: "Event") -> bool:
    """Cancelling is seen by the public at once, so it takes the right to publish."""
    return event.live and user.has_perm(PUBLISH)


def user_can_manage_places(user: "User") -> bool:
    return user.has_perm("events.change_place")


def user_can_write(user: "User | AnonymousUser", *, adds: bool) -> bool:
    """Drafts at least."""
    return user.has_perm("events.add_event" if adds else "events.change_event")
