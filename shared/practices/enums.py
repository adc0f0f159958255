from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """The six fields in which the union's municipalities share what they have learned."""

    GOVERNANCE = "sprava", _("Public administration and strategic development")
    ENVIRONMENT = "prostredi", _("Environment")
    HEALTH = "zdravi", _("Healthy living")
    SOCIAL = "socialni", _("Social care and housing")
    LEISURE = "volny-cas", _("Leisure and social life")
    EDUCATION = "vzdelavani", _("Education")


class Progress(models.TextChoices):
    """What became of the thing itself. A failure teaches as much as a success."""

    RUNNING = "bezi", _("running")
    FINISHED = "dokonceno", _("finished")
    FAILED = "nezdar", _("did not work out")


class State(models.TextChoices):
    """Where the working text is. What the public sees is the published version, if there is one."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for the union's editor")
    RETURNED = "returned", _("returned with comments")
    PUBLISHED = "published", _("published")
    REVISED = "revised", _("published, being revised")
    ARCHIVED = "archived", _("archived")


EDITABLE = frozenset({State.DRAFT, State.RETURNED, State.PUBLISHED, State.REVISED})
SUBMITTABLE = frozenset({State.DRAFT, State.RETURNED, State.REVISED})


class Visibility(models.TextChoices):
    """From the widest to the narrowest."""

    PUBLIC = "public", _("everybody")
    MEMBERS = "members", _("people of the union's municipalities")
    CHOSEN = "chosen", _("chosen municipalities only")


WIDEST_FIRST = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.CHOSEN)


class FileKind(models.TextChoices):
    PICTURE = "picture", _("picture")
    ATTACHMENT = "attachment", _("attachment")


class Paper(models.TextChoices):
    """What an attachment is, so that others find what they can reuse."""

    CONTRACT = "contract", _("contract")
    BYLAW = "bylaw", _("bylaw")
    TENDER = "tender", _("tender documents")
    POSTER = "poster", _("poster")
    OTHER = "other", _("other")


class Licence(models.TextChoices):
    FREE = "cc0", _("CC0: may be used without any condition")
    BY = "cc-by", _("CC BY 4.0: may be used if the author is named")
    BY_SA = "cc-by-sa", _("CC BY-SA 4.0: named author, under the same conditions")
    OFFICIAL = "official", _("official work, not subject to copyright")
    MEMBERS = "members", _("for the use of the union's municipalities only")


class LinkKind(models.TextChoices):
    EVENT = "event", _("event")
    STRATEGY = "strategy", _("strategy")
    WEB = "web", _("other page")


class Uptake(models.TextChoices):
    WANTED = "wanted", _("want to take it over")
    DONE = "done", _("took it over")


class Verb(models.TextChoices):
    """What happened to a record; the words of its history and of the mails."""

    CREATED = "created", _("The record was started")
    EDITED = "edited", _("The text was changed")
    INVITED = "invited", _("A municipality was invited as co-author")
    JOINED = "joined", _("A municipality became co-author")
    LEFT = "left", _("A municipality is no longer co-author")
    SUBMITTED = "submitted", _("Submitted to the union's editor")
    TAKEN_BACK = "taken_back", _("Taken back from the union's editor")
    RETURNED = "returned", _("Returned with comments")
    PUBLISHED = "published", _("Published")
    NARROWED = "narrowed", _("Fewer people may see the record")
    ARCHIVED = "archived", _("Archived")
    RESTORED = "restored", _("Taken out of the archive")
    WANTED = "wanted", _("A municipality wants to take it over")
    ADOPTED = "adopted", _("A municipality took it over")
    DROPPED = "dropped", _("A municipality withdrew its note of taking over")
    ASKED = "asked", _("A question was asked")
    ANSWERED = "answered", _("A question was answered")
    HIDDEN = "hidden", _("A question was hidden")
    THANKED = "thanked", _("Somebody says thank you")


class Audience(models.TextChoices):
    """As whom somebody gets a mail; checked again when it is sent."""

    AUTHOR = "author", "author"
    EDITOR = "editor", "editor"
    INVITED = "invited", "invited"
    READER = "reader", "reader"
