"""Czech dates, no-break spaces and addresses in the visitor's language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.urls import is_valid_path
from django.utils import formats, timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

NBSP = "\u00a0"
# One-letter prepositions and conjunctions never end a line, a number keeps its unit, and the
# parts of a date stay together (ČSN 01 6910).
_SHORT_WORD = re.compile(r"(?<![\w])([kosuvzaiKOSUVZAI]) (?=\w)")
_NUMBER_AND_NEXT = re.compile(r"(\d\.?) (?=(?:Kč|%|ha|km|m|h|hod|let|obyvatel|\d|[a-zá-ž]{4,9}\b))")


def join_short_words(text: str) -> str:
    return _NUMBER_AND_NEXT.sub(rf"\1{NBSP}", _SHORT_WORD.sub(rf"\1{NBSP}", text))


@register.filter(is_safe=True)
def nbsp(value: Any) -> SafeString:
    """Put no-break spaces where Czech typography wants them; text outside HTML tags only."""
    parts = re.split(r"(<[^>]*>)", conditional_escape(value))
    return mark_safe(  # noqa: S308 - conditional_escape above
        "".join(part if part.startswith("<") else join_short_words(part) for part in parts)
    )


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """What the mapping has under a key that only the template knows; the key where it has nothing."""
    return mapping.get(key, key)


@register.filter
def czdate(value: dt.date | dt.datetime | None, style: str = "") -> str:
    """A day: "4. 11. 2025", or with "long" "úterý 4. listopadu 2025" in the active language."""
    if not value:
        return ""
    pattern = {
        "": {"cs": "j. n. Y", "de": "j. n. Y", "en": "j F Y"},
        "long": {"cs": "l j. E Y", "de": "l, j. F Y", "en": "l j F Y"},
        "day": {"cs": "j. E", "de": "j. F", "en": "j F"},
    }[style]
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    text = formats.date_format(_local(value), pattern.get(language, pattern["en"]))
    return text.replace(" ", NBSP)


@register.filter
def czdatetime(value: dt.datetime | None, style: str = "") -> str:
    """A day and time in Prague: "4. 11. 2025 17:05"."""
    if not value:
        return ""
    local = _local(value)
    return f"{czdate(local, style)}{NBSP}{formats.date_format(local, 'G:i')}"


@register.filter
def cznumber(value: float | None) -> str:
    """A number with no-break spaces between thousands and a decimal comma: 1 555 937,50."""
    if value is None:
        return ""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    text = f"{value:,}"
    if language == "en":
        return text
    return text.replace(",", NBSP).replace(".", ",")


@register.filter
def localurl(path: str) -> str:
    """The site's path in the visitor's language: /kontakty/ becomes /de/kontakty/."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    if language == settings.LANGUAGE_CODE or not path.startswith("/"):
        return path
    if path.split("/", 2)[1] in dict(settings.LANGUAGES):
        return path  # a translated page has its own prefix
    if is_valid_path(urlsplit(path).path):
        return path  # answered as it stands: a document, a picture, a feed has no language
    return f"/{language}{path}"
