from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    WEEKLY = "weekly", _("once a week, on Monday morning")
    DAILY = "daily", _("every morning")


class State(models.TextChoices):
    #: Waits for the click in the confirming letter.
    PENDING = "pending", _("not confirmed yet")
    ACTIVE = "active", _("active")
    #: The row stays for a month, without the address.
    ENDED = "ended", _("ended")


#: A subscription that has an address.
OPEN_STATES = frozenset({State.PENDING, State.ACTIVE})


class EndReason(models.TextChoices):
    SUBSCRIBER = "subscriber", _("ended by the subscriber")
    REFUSED = "refused", _("the address refuses our mail")


class Purpose(models.TextChoices):
    CONFIRM = "confirm", _("request to confirm")
    #: To somebody who asks again for what they have.
    KNOWN = "known", _("link to the settings")
    DIGEST = "digest", _("digest")


class Step(models.TextChoices):
    """How far a letter has come. Until `HANDED_OVER` the mail server surely has not taken it."""

    WAITING = "waiting", _("waiting")
    CLAIMED = "claimed", _("being sent")
    #: Everything but the final dot was sent. Whoever is killed now leaves it here, and nobody
    #: sends it again: the only moment in which the server may have it and we may not know.
    HANDED_OVER = "handed_over", _("handed over, no answer")
    SENT = "sent", _("sent")
    EMPTY = "empty", _("nothing to say")
    REFUSED = "refused", _("refused by the mail server")
    GIVEN_UP = "given_up", _("given up")


#: May still be sent.
OPEN_STEPS = frozenset({Step.WAITING, Step.CLAIMED})
#: What the subscriber has been told, or may have been.
TOLD = frozenset({Step.HANDED_OVER, Step.SENT, Step.EMPTY})
