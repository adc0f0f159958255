"""The signed stamp of an opened form: which form of which site it is, and since when it is open.

It names the suggestion that the form will become, so that a form sent twice is still one.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
import uuid

from django.core import signing

from shared.kernel.db import connection

#: Nobody reads and fills in the form in less; programs do.
FASTEST = dt.timedelta(seconds=4)
LONGEST = dt.timedelta(hours=12)


@dataclasses.dataclass(frozen=True)
class Opened:
    key: uuid.UUID
    age: dt.timedelta

    @property
    def is_too_fast(self) -> bool:
        return self.age < FASTEST

    @property
    def is_expired(self) -> bool:
        return self.age > LONGEST


def issue(*, at: float | None = None) -> str:
    """A stamp for a form of the current site that is opened now, or was at the time `at`."""
    return _signer(at).sign(uuid.uuid4().hex)


def renew() -> str:
    """A stamp for a form that has been open for long: it may be sent again at once."""
    return issue(at=time.time() - FASTEST.total_seconds() - 1)


def read(stamp: str) -> Opened | None:
    """None for a stamp that this site has never given out."""
    try:
        key = uuid.UUID(_signer().unsign(stamp))
        since = signing.b62_decode(stamp.rsplit(":", 2)[1])
    except (signing.BadSignature, ValueError):
        return None
    return Opened(key, dt.timedelta(seconds=time.time() - since))


class _Signer(signing.TimestampSigner):
    at: float | None = None

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time() if self.at is None else self.at))


def _signer(at: float | None = None) -> _Signer:
    # A stamp of one site is worthless on another.
    signer = _Signer(salt=f"calendar.suggestion:{connection.schema_name}")
    signer.at = at
    return signer
