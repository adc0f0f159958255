from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """How one item of the list stands on a day; computed, never stored. Worst first."""

    MISSING = "missing", _("missing")
    OUTDATED = "outdated", _("older than a year")
    UNCHECKED = "unchecked", _("not checked yet")
    IN_ORDER = "in_order", _("in order")
