from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice is; the law asks for different things of each."""

    PUBLIC_NOTICE = "public_notice", _("public notice")
    COUNCIL_MEETING = "council_meeting", _("council meeting")
    PROPERTY_INTENT = "property_intent", _("intention to sell or let property")
    BUDGET = "budget", _("budget and final account")
    BYLAW = "bylaw", _("bylaw")
    TENDER = "tender", _("tender")
    VACANCY = "vacancy", _("vacancy")
    ELECTION = "election", _("election")
    LOST_PROPERTY = "lost_property", _("lost and found")
    OTHER = "other", _("other announcement")
