from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is on one site. The values are the names of the groups in its schema."""

    ADMINISTRATOR = "administrator", _("Administrator – people and settings of this site")
    EDITOR = "editor", _("Editor – writes and publishes")
    AUTHOR = "author", _("Author – writes drafts and submits them")


PUBLISHING_ROLES = frozenset({Role.ADMINISTRATOR, Role.EDITOR})
