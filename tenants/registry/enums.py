from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    UNION = "union", _("Union of municipalities")
    MUNICIPALITY = "municipality", _("Municipality")


class Status(models.TextChoices):
    """Legal status of a municipality, § 3 of Act 128/2000."""

    OBEC = "obec", _("municipality (obec)")
    MESTYS = "mestys", _("market town (městys)")
    MESTO = "mesto", _("town (město)")


class State(models.TextChoices):
    PROVISIONING = "provisioning", _("being set up")
    ACTIVE = "active", _("active")
    ARCHIVED = "archived", _("archived")
