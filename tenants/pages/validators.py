from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}


def validate_link(value: str) -> None:
    """An address that only leads somewhere: a path on this site, a web page, mail or telephone."""
    message = _("Write a path such as /kalendar/, or a whole address with https://")
    if any(ord(char) < 33 for char in value):
        raise ValidationError(message, code="link")
    if value.startswith("/"):
        # "//other.example" would leave the site while looking like a path on it.
        if value.startswith(("//", "/\\")):
            raise ValidationError(message, code="link")
        return
    parts = urlsplit(value)
    if parts.scheme.lower() not in ALLOWED_SCHEMES:
        raise ValidationError(message, code="link")
    if parts.scheme.lower() in {"http", "https"} and not parts.hostname:
        raise ValidationError(message, code="link")
