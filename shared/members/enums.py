from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    WORKING = "working", _("working document")
    INVITATION = "invitation", _("invitation and papers for a meeting")
    MINUTES = "minutes", _("minutes")


class TaskState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")
