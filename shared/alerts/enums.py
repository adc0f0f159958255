from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    OUTAGE = "outage", _("Outage or restriction")
    WARNING = "warning", _("Warning")
    DANGER = "danger", _("Danger to life or property")

    @property
    def look(self) -> str:
        """The kind of the component `alert`."""
        return "error" if self is Severity.DANGER else "warning"
