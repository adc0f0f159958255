from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("at once, as it appears")
    WEEKLY = "weekly", _("once a week, on Monday morning")
    DAILY = "daily", _("every morning")


#: Come in letters of a period.
DIGESTS = (Frequency.WEEKLY, Frequency.DAILY)


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
    #: Two of one address became one; the row only knows where its links lead now.
    MERGED = "merged", _("joined with another one")


class Purpose(models.TextChoices):
    CONFIRM = "confirm", _("request to confirm")
    #: To somebody who asks again for what they have.
    KNOWN = "known", _("link to the settings")
    DIGEST = "digest", _("digest")
    #: What has appeared just now, to those who want it at once.
    NEWS = "news", _("at once")
    #: An urgent message; goes before everything that waits.
    URGENT = "urgent", _("urgent message")


#: What somebody has subscribed to, unlike letters about the subscription itself.
CONTENT = frozenset({Purpose.DIGEST, Purpose.NEWS, Purpose.URGENT})


class Rank(models.IntegerChoices):
    """Which of the letters that wait goes first."""

    URGENT = 0, _("urgent")
    ASKED = 1, _("asked for just now")
    NEWS = 2, _("at once")
    DIGEST = 3, _("digest")


class Change(models.TextChoices):
    """Why an item is told to those who want it at once."""

    NEW = "new", _("new")
    CANCELLED = "cancelled", _("cancelled")
    MOVED = "moved", _("at another time")


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
    #: Taken by our mail server, and returned later by the one behind it (RFC 3464).
    RETURNED = "returned", _("returned as undeliverable")


#: May still be sent.
OPEN_STEPS = frozenset({Step.WAITING, Step.CLAIMED})
#: What the subscriber has been told, or may have been.
TOLD = frozenset({Step.HANDED_OVER, Step.SENT, Step.EMPTY, Step.RETURNED})
