from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from tenants.accounts.models import User
from tenants.roles import selectors as roles
from tenants.roles.enums import PUBLISHING_ROLES
from tenants.roles.permissions import NotAllowed

__all__ = ["NotAllowed"]


def can_alert(user: User | AnonymousUser) -> bool:
    """Nobody waits for an approval when water is cut off: whoever publishes here may."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or roles.role_of(user) in PUBLISHING_ROLES
