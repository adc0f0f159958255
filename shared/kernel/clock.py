"""The portal's clock. Instants are aware and in UTC, days are those of Prague."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

PRAGUE = ZoneInfo("Europe/Prague")


def now() -> dt.datetime:
    """The current instant, aware, UTC."""
    return timezone.now()


def today() -> dt.date:
    """The current day in Prague, whatever time zone is active."""
    return now().astimezone(PRAGUE).date()
