from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice is; the law asks for different things of each (`periods`)."""

    PUBLIC_NOTICE = "public_notice", _("public notice")
    COUNCIL_MEETING = "council_meeting", _("council meeting")
    PROPERTY_INTENT = "property_intent", _("intention to sell or let property")
    BUDGET = "budget", _("budget")
    FINAL_ACCOUNT = "final_account", _("final account")
    BYLAW = "bylaw", _("bylaw")
    TENDER = "tender", _("tender")
    VACANCY = "vacancy", _("vacancy")
    ELECTION = "election", _("election")
    LOST_PROPERTY = "lost_property", _("lost and found")
    OTHER_OFFICE = "other_office", _("notice of another office")
    OTHER = "other", _("other announcement")


class Stage(models.TextChoices):
    """Where a notice is on its way; computed, never stored."""

    DRAFT = "draft", _("draft")
    HELD = "held", _("not posted: the law’s time would not be kept")
    WAITING = "waiting", _("waits for its time")
    ON_BOARD = "on_board", _("on the board")
    REMOVED = "removed", _("taken down")


class Act(models.TextChoices):
    """What the journal records. Values are part of what is hashed: never rename one."""

    POSTED = "posted", _("posted")
    REMOVED = "removed", _("taken down")
    REACHABLE = "reachable", _("reachable from outside")
    UNREACHABLE = "unreachable", _("not reachable from outside")
    UNCHECKED = "unchecked", _("not checked for a time")
    DAY = "day", _("checks of a day")
    ERASED = "erased", _("erased")
    EXTENDED = "extended", _("kept on the board for longer")
    FLAGGED = "flagged", _("marked as containing personal data")
