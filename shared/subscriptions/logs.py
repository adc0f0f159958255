"""Django logs the address of a request that fails; a token in it would open somebody's settings."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/odber/(?:potvrdit|nastaveni|zrusit)/)[^/?\s\"']+")


class HideTokens(logging.Filter):
    def filter(self, entry: logging.LogRecord) -> bool:
        if isinstance(entry.args, tuple):
            entry.args = tuple(
                hidden(value) if isinstance(value, str) else value for value in entry.args
            )
        if isinstance(entry.msg, str):
            entry.msg = hidden(entry.msg)
        return True


def hidden(text: str) -> str:
    return _TOKEN.sub(r"\1…", text)


def hide_tokens() -> None:
    for name in ("django.request", "django.server", "django.security.csrf"):
        logging.getLogger(name).addFilter(HideTokens())
