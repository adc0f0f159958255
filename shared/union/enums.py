from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectState(models.TextChoices):
    PREPARED = "prepared", _("in preparation")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")


class PaperGroup(models.TextChoices):
    """The order in which groups of documents stand on the page."""

    FOUNDING = "founding", _("Foundation and statutes")
    BUDGET = "budget", _("Budget and final account")
    DECISIONS = "decisions", _("Resolutions and minutes")
    PROJECTS = "projects", _("Projects and strategies")
    FORMS = "forms", _("For municipalities")
    OTHER = "other", _("Other documents")
