from django.db import models
from django.utils.translation import gettext_lazy as _


class QuickLinkIcon(models.TextChoices):
    """Pictures that a quick link may carry; the names are those of the design's icon set."""

    NONE = "", _("without a picture")
    CALENDAR = "calendar", _("calendar")
    NEWS = "news", _("news")
    BOARD = "board", _("notice board")
    OFFICE = "office", _("office")
    CONTACT = "contact", _("contact")
    DOCUMENT = "document", _("document")
    WASTE = "waste", _("waste")
    CULTURE = "culture", _("culture")
    SCHOOL = "school", _("school")
    HEALTH = "health", _("health")
    TRANSPORT = "transport", _("transport")
    TOURISM = "tourism", _("tourism")
    MONEY = "money", _("money")
    FORM = "form", _("form")
    WARNING = "warning", _("warning")


class CalloutKind(models.TextChoices):
    INFO = "info", _("information")
    SUCCESS = "success", _("good news")
    WARNING = "warning", _("warning")
    ERROR = "error", _("danger")


class HeadingLevel(models.TextChoices):
    H2 = "h2", _("main heading")
    H3 = "h3", _("subheading")
