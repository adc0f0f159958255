from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from shared.kernel.db import connection
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA
from tenants.roles import selectors as roles
from tenants.roles.enums import PUBLISHING_ROLES
from tenants.roles.permissions import NotAllowed

__all__ = ["NotAllowed"]


def can_point_out(user: User | AnonymousUser) -> bool:
    """The union's editors, on the union's desk."""
    if connection.schema_name != PUBLIC_SCHEMA or not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or roles.role_of(user) in PUBLISHING_ROLES
