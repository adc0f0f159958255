from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    SCHEDULED = "scheduled", _("takes place")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")
    #: No longer public. The row stays without its texts, for feeds and for the 410 of its page.
    WITHDRAWN = "withdrawn", _("withdrawn")


#: Listed on pages.
SHOWN = frozenset({State.SCHEDULED, State.POSTPONED, State.CANCELLED})
#: In feeds for a while only, so that subscribers' programs learn about it.
CALLED_OFF = frozenset({State.CANCELLED, State.WITHDRAWN})


class AdoptionState(models.TextChoices):
    """What became of an event that one municipality offered to another."""

    OFFERED = "offered", _("offered")
    #: The event is on the calendar of both.
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    #: Taken back by the one who offered, or given up by the one who had accepted.
    REVOKED = "revoked", _("revoked")
