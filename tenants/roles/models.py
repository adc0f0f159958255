"""Membership: the one row that says what a person may do on this site."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Membership(models.Model):
    """A person's role on the site whose schema holds the row. At most one per person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        db_constraint=False,  # people live in public and are never deleted
        related_name="membership",
        verbose_name=_("person"),
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, verbose_name=_("role"))
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.user} ({self.group})"
