from calendar_app.events.permissions import PUBLISH
from tenants.accounts.models import User


def user_can_share(user: User) -> bool:
    """Whether a person may offer and accept in the name of the current site.

    Either changes at once what the public sees, so it takes the right to publish.
    """
    return bool(user.is_active and user.has_perm(PUBLISH))
