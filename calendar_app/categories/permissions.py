"""The list is the union's: its own editors change it, on the union's desk and nowhere else."""

from django.contrib.auth.models import AnonymousUser

from shared.kernel.db import connection
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA
from tenants.roles.enums import PUBLISHING_ROLES
from tenants.roles.selectors import role_of


def user_can_manage_categories(user: User | AnonymousUser) -> bool:
    if connection.schema_name != PUBLIC_SCHEMA or not user.is_authenticated:
        return False
    return user.is_active and (user.is_superuser or role_of(user) in PUBLISHING_ROLES)
