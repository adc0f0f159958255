from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    WORKING = "working", _("working document")
    INVITATION = "invitation", _("invitation and papers for a meeting")
    MINUTES = "minutes", _("minutes")


class Planned(models.TextChoices):
    """What the planning calendar is narrowed to."""

    ALL = "", _("everything")
    HELD = "drzene", _("held days and meetings")
    WEEKENDS = "vikendy", _("Fridays to Sundays")
    FREE = "volne", _("free days")


class News(models.TextChoices):
    """What members' people are mailed."""

    MEETING = "meeting", _("a meeting is called")
    CANCELLED = "cancelled", _("a meeting is called off")
    MINUTES = "minutes", _("minutes are written")
    TASK = "task", _("a task is given")
    DUE = "due", _("a task is due")


class TaskState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")
