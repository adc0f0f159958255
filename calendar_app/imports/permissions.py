"""Who may do what with foreign calendars: those who may publish events."""

from django.contrib.auth.models import AnonymousUser

from tenants.accounts.models import User
from tenants.roles.enums import Role
from tenants.roles.registry import grant

MANAGE = "imports.change_source"


def grant_to_roles() -> None:
    for role in (Role.ADMINISTRATOR, Role.EDITOR):
        grant(role, "imports.add_source", MANAGE, "imports.delete_source", "imports.view_source")


def user_can_import(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.is_active and user.has_perm(MANAGE)
