"""Who may do what with events. Roles are fixed; the grants are written into every site."""

from typing import TYPE_CHECKING

from tenants.roles.enums import Role
from tenants.roles.registry import grant

if TYPE_CHECKING:
    from calendar_app.events.models import Event
    from tenants.accounts.models import User

PUBLISH = "events.publish_event"
_WRITE = ("events.add_event", "events.change_event")
_DECIDE = (PUBLISH, "events.delete_event", "events.lock_event", "events.unlock_event")


def grant_to_roles() -> None:
    grant(Role.ADMINISTRATOR, *_WRITE, *_DECIDE)
    grant(Role.EDITOR, *_WRITE, *_DECIDE)
    # Drafts only: Wagtail keeps an author's changes in a revision until an editor publishes it.
    grant(Role.AUTHOR, *_WRITE)


def user_can_cancel(user: "User", event: "Event") -> bool:
    """Cancelling is seen by the public at once, so it takes the right to publish."""
    return event.live and user.has_perm(PUBLISH)
