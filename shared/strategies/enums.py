from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """In the order in which the register shows them. The values stand in addresses."""

    PROGRAMME = "program", _("municipal development programme")
    INTEGRATED = "isru", _("integrated strategy of the territory (ISRÚ)")
    DEVELOPMENT = "dokument", _("development document")
    JOINT_PLAN = "plan", _("plan of joint activities")


class DocumentState(models.TextChoices):
    """What holds of the document itself, not of the record of it."""

    PREPARED = "priprava", _("being prepared")
    APPROVED = "platny", _("approved, in force")
    EXPIRED = "ukoncen", _("no longer in force")


class Readers(models.TextChoices):
    """From the narrowest to the widest."""

    OWN = "own", _("people of our office only")
    UNION = "union", _("our office and the union's editors")
    PUBLIC = "public", _("everybody")


class ActivityState(models.TextChoices):
    PLANNED = "planovano", _("planned")
    RUNNING = "bezi", _("running")
    DONE = "hotovo", _("done")
    DROPPED = "upusteno", _("abandoned")


# Still to be finished, so they can be late or lack money.
OPEN = frozenset({ActivityState.PLANNED, ActivityState.RUNNING})


class ShareNews(models.TextChoices):
    """What mails tell about a municipality's part in another's activity."""

    OFFERED = "offered", _("a share is offered")
    CONFIRMED = "confirmed", _("a share was confirmed")
    DECLINED = "declined", _("a share was declined")


class Trouble(models.TextChoices):
    LATE = "pozde", _("late")
    UNFUNDED = "bez-penez", _("without money")


class OutputKind(models.TextChoices):
    """What a project has promised: documents of the register by kind, or the web that they are on."""

    PROGRAMME = DocumentKind.PROGRAMME.value, _("municipal strategies")
    INTEGRATED = DocumentKind.INTEGRATED.value, _("integrated strategy of the territory")
    DEVELOPMENT = DocumentKind.DEVELOPMENT.value, _("development documents")
    JOINT_PLAN = DocumentKind.JOINT_PLAN.value, _("plan of joint activities")
    WEB = "web", _("shared web")
