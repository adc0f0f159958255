"""When a source is looked at again; pure."""

from __future__ import annotations

import datetime as dt
import random

USUAL = dt.timedelta(hours=1)
LONGEST = dt.timedelta(days=1)
#: A queued fetch that nobody has carried out is queued again after this.
LEASE = dt.timedelta(minutes=15)
#: Unchanged or not, everything is read again after this: the window of series moves on.
REREAD = dt.timedelta(days=7)


def after_success(now: dt.datetime, refresh_hours: int | None = None) -> dt.datetime:
    """In an hour, or later where the calendar says that this is soon enough."""
    wanted = dt.timedelta(hours=min(max(refresh_hours or 1, 1), 24))
    return now + _jitter(max(USUAL, wanted))


def after_failure(now: dt.datetime, failures: int, retry_after: int | None = None) -> dt.datetime:
    """Twice as long after each failure, up to a day; not before the server allows."""
    wait = min(USUAL * 2 ** min(max(failures - 1, 0), 10), LONGEST)
    if retry_after is not None:
        wait = max(wait, min(dt.timedelta(seconds=retry_after), LONGEST))
        return now + wait + _jitter(dt.timedelta(minutes=5))
    return now + _jitter(wait)


def _jitter(length: dt.timedelta) -> dt.timedelta:
    """Up to a tenth more, so that the sources of all sites do not come due together."""
    return length * (1 + random.random() / 10)  # noqa: S311 - spreads load, guards nothing
