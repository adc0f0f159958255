"""Links in letters. A token is the subscription's key, signed for one purpose.

Nothing is stored that could be stolen from the database, and the link that ends a digest (which
mail programs and lists of filters pass on) does not open its settings.
"""

from __future__ import annotations

import base64
import binascii
import uuid

from django.core import signing

CONFIRM, MANAGE, END = "confirm", "manage", "end"


def _signer(purpose: str) -> signing.Signer:
    # A dot, because a colon in a path is escaped by some mail programs and not by others.
    return signing.Signer(salt=f"subscriptions.{purpose}", sep=".")


def make(purpose: str, key: uuid.UUID) -> str:
    text = base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")
    return _signer(purpose).sign(text)


def read(purpose: str, token: str) -> uuid.UUID | None:
    """The key; None for whatever we have not signed for this purpose."""
    try:
        text = _signer(purpose).unsign(token)
        return uuid.UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except (signing.BadSignature, ValueError, binascii.Error):
        return None
