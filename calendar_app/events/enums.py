from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Whether the event takes place; whether it is public is Wagtail's `live`."""

    SCHEDULED = "scheduled", _("takes place")
    #: Not on its date, and there is no new one yet. With a new date it takes place again.
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Audience(models.TextChoices):
    """For whom the event is meant first of all; none means everybody."""

    CHILDREN = "deti", _("children")
    FAMILIES = "rodiny", _("families")
    YOUTH = "mladez", _("young people")
    SENIORS = "seniori", _("seniors")
    TOURISTS = "navstevnici", _("visitors and tourists")
    PROFESSIONALS = "odbornici", _("professionals and entrepreneurs")


class ExceptionKind(models.TextChoices):
    """What is different on one date of a series."""

    CHANGED = "changed", _("takes place differently")
    #: Announced: subscribers see it struck out.
    CANCELLED = "cancelled", _("is cancelled")
    #: Never announced: a holiday that the series was never meant to fall on.
    LEFT_OUT = "left_out", _("is left out")


class BarrierFree(models.TextChoices):
    UNKNOWN = "unknown", _("not known")
    YES = "yes", _("barrier-free")
    PARTLY = "partly", _("partly barrier-free")
    NO = "no", _("not barrier-free")


class SuggestionState(models.TextChoices):
    WAITING = "waiting", _("waits for a decision")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class DeclineReason(models.TextChoices):
    """Prepared answers; the sender reads them in her own language."""

    DUPLICATE = "duplicate", _("The event is in the calendar already.")
    ELSEWHERE = "elsewhere", _("The event takes place in another municipality; please turn there.")
    NOT_PUBLIC = "not_public", _("The calendar shows only events that are open to the public.")
    COMMERCIAL = "commercial", _("The calendar does not carry advertisements.")
    INCOMPLETE = (
        "incomplete",
        _("Something important is missing or does not fit; please send the suggestion once more."),
    )
    LATE = "late", _("The event is too soon or has already taken place.")
