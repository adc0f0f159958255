from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a site publishes. The order is that of the filters on the search page."""

    NEWS = "news", _("News")
    EVENT = "event", _("Events")
    NOTICE = "notice", _("Official notices")
    PAGE = "page", _("Pages")
    DOCUMENT = "document", _("Documents")
    GALLERY = "gallery", _("Galleries")
    PRACTICE = "practice", _("Good practice")
    STRATEGY = "strategy", _("Strategies")
