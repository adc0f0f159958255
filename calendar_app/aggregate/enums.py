from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    SCHEDULED = "scheduled", _("takes place")
    CANCELLED = "cancelled", _("cancelled")
    #: No longer public. The row stays without its texts, for feeds and for the 410 of its page.
    WITHDRAWN = "withdrawn", _("withdrawn")


#: Listed on pages.
SHOWN = frozenset({State.SCHEDULED, State.CANCELLED})
#: In feeds for a while only, so that subscribers' programs learn about it.
CALLED_OFF = frozenset({State.CANCELLED, State.WITHDRAWN})
