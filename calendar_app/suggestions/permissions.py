from calendar_app.events.permissions import PUBLISH
from tenants.accounts.models import User


def user_can_decide(user: User) -> bool:
    """A decision is written to a citizen in the site's name, so it takes the right to publish.

    The same right reads suggestions: they hold personal data.
    """
    return bool(user.is_active and user.has_perm(PUBLISH))
