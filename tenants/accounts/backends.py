from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from tenants.accounts.models import User


class LocalRightsBackend(ModelBackend):
    """Rights come from roles on the site alone.

    `user_permissions` is a table of the public schema: a right given there would hold on every
    site, so it is never read.
    """

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()
