from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    ADDRESS = "address", _("address on the internet")
    FILE = "file", _("uploaded file")


class State(models.TextChoices):
    ACTIVE = "active", _("works")
    FAILING = "failing", _("does not work")
    PAUSED = "paused", _("paused")


class Publishing(models.TextChoices):
    WAIT = "wait", _("wait until I publish them")
    DIRECT = "direct", _("are published at once")


class Result(models.TextChoices):
    """How a run ended."""

    RUNNING = "running", _("in progress")
    DONE = "done", _("done")
    NOTHING_NEW = "nothing_new", _("nothing new")
    FAILED = "failed", _("failed")
    INTERRUPTED = "interrupted", _("interrupted, repeated later")
    #: More than half of the events have disappeared, which an editor must decide about.
    WAITS = "waits", _("waits for your decision")
    ACCEPTED = "accepted", _("decided: events withdrawn")
    DECLINED = "declined", _("decided: events kept")
    SUPERSEDED = "superseded", _("settled by a later run")


class Fate(models.TextChoices):
    """What a run did with one item."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    RETURNED = "returned", _("back again")
    #: Something else on this site has its title and time; waits, whatever the source says.
    DUPLICATE = "duplicate", _("probably entered already")
    KEPT = "kept", _("your changes kept")
    CANCELLED = "cancelled", _("cancelled")
    SKIPPED = "skipped", _("left out")
    REFUSED = "refused", _("refused")
    ABSENT = "absent", _("missing in the calendar")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Standing(models.TextChoices):
    """Of an imported event, on our side; whether it is public is the event's `live`."""

    FOLLOWED = "followed", _("followed")
    #: Gone from the source; comes back if the source brings it back.
    WITHDRAWN = "withdrawn", _("withdrawn")
    #: A clerk did not want it; never offered again.
    DISMISSED = "dismissed", _("not wanted")
    #: A clerk kept what the source no longer has; it is the municipality's own now.
    KEPT = "kept", _("kept")


class Field(models.TextChoices):
    """Parts of an event that a clerk's change locks, each as a whole."""

    TITLE = "title", _("title")
    WHEN = "when", _("date and time")
    PLACE = "place", _("place")
    TEXT = "text", _("text")
    ORGANISER = "organiser", _("organiser")
    CONTACT = "contact", _("contact")
    CATEGORY = "category", _("category")
    STATUS = "status", _("state")
