"""Mails of which each has a row: written with what it tells, sent after the commit, sent once.

The row is the promise: whoever has a table of such rows queues each of them on commit and looks
again now and then for those that a broker has lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMessage
from django.db import models

from shared.kernel import clock
from shared.subscriptions.transport import (
    Refused,
    Transport,
    Unknown,
    Unreachable,
    open_transport,
)

logger = logging.getLogger(__name__)

#: Rows have these fields. `handed_at` is set in a transaction of its own right before the server is
#: told to take the mail: from then on nobody sends it again, unless the server has surely refused it.
DUE: dict[str, Any] = {"sent_at": None, "handed_at": None, "dropped_at": None}


def send(
    rows: models.QuerySet[Any],
    key: int,
    prepare: Callable[[int], EmailMessage | None],
    *,
    transport: Callable[[], Transport] = open_transport,
) -> None:
    """Send the mail of one row, however many workers try.

    `prepare` makes it, or returns None where there is nothing to send any more. Must not run inside
    a transaction. Raises Unreachable and Refused when the server has surely not taken it: then it
    is still due.
    """
    message = prepare(key)
    if message is None:
        return
    row = rows.filter(pk=key)
    due = row.filter(**DUE)
    with transport() as wire:
        try:
            wire.prepare(message)
        except Refused as error:
            if not error.permanent:
                raise
            due.update(dropped_at=clock.now())
            return
        if not due.update(handed_at=clock.now()):
            wire.abort()  # another worker was faster
            return
        try:
            wire.finish()
        except (Refused, Unreachable):
            row.update(handed_at=None)
            raise
        except Unknown:
            logger.warning("No answer for mail %s of %s: not sent again", key, rows.model._meta)
            return
    row.update(sent_at=clock.now())
