from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.TextChoices):
    PINNED = "pinned", _("pinned at the top")
    FEATURED = "featured", _("highlighted in its place")
