"""Reports of mail servers that a letter could not be delivered after all (RFC 3464).

Our own mail server takes a letter and the one behind it sends it back, as a mail to the sender. Such
a report names the letter by the header that it returns (RFC 3462), or by the envelope's number
(RFC 3461). A letter's Message-ID is made of the subscription's secret key, so nobody who has not got
the letter can end a subscription with a forged report; addresses in a report mean nothing.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage, Message

#: More is no report.
LARGEST = 5 * 1024 * 1024
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,190}>")


@dataclass(frozen=True)
class Report:
    #: With its angle brackets; empty if the report returns no header.
    message_id: str
    #: `ENVID` as we gave it; empty if the servers in between do not know it.
    envelope: str
    status: str
    #: What the other server said, on one line.
    diagnostic: str
    #: For good, and because of the address: not what is late, nor a judgement about the sender.
    permanent: bool


def read(raw: bytes) -> Report | None:
    """The report in a mail; None for whatever is none, such as an absence note."""
    if len(raw) > LARGEST:
        return None
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        return _read(message)
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return None  # a mail that the parser of the standard library cannot make sense of


def _read(message: EmailMessage) -> Report | None:
    status_part = _part(message, "message/delivery-status", "message/global-delivery-status")
    if status_part is None:
        return None
    fields = _blocks(status_part)
    failed = [block for block in fields if "action" in block]
    if not failed:
        return None
    recipient = next((one for one in failed if one["action"] == "failed"), failed[0])
    found = _STATUS.search(recipient.get("status", ""))
    status = found[1] if found else ""
    envelope = next(
        (one["original-envelope-id"] for one in fields if "original-envelope-id" in one), ""
    )
    return Report(
        message_id=_original_id(message) or _answered(message),
        envelope=envelope,
        status=status,
        diagnostic=" ".join(recipient.get("diagnostic-code", "").split())[:200],
        permanent=(
            recipient["action"] == "failed"
            and status.startswith("5.")
            # 5.7 is about us (policy, reputation), 5.2.2 a mailbox that is full today.
            and not status.startswith("5.7.")
            and status != "5.2.2"
        ),
    )


def _part(message: Message, *types: str) -> Message | None:
    return next((part for part in message.walk() if part.get_content_type() in types), None)


def _blocks(part: Message) -> list[dict[str, str]]:
    """Groups of fields: first those of the mail, then those of each recipient, in lower case.

    The parser makes a message of each group; some servers encode the part, and get plain text.
    """
    payload = part.get_payload()
    coding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if isinstance(payload, list) and coding not in ("base64", "quoted-printable"):
        groups = [
            [(str(key), str(value)) for key, value in one.items()]
            for one in payload
            if isinstance(one, Message)
        ]
    else:
        lines = "".join(map(str, payload)) if isinstance(payload, list) else payload
        plain = Message()
        plain["Content-Transfer-Encoding"] = coding
        plain.set_payload(str(lines))
        text = plain.get_payload(decode=True)
        decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(lines)
        groups = [
            list(email.message_from_string(block.strip()).items())
            for block in re.split(r"\r?\n\s*\r?\n", decoded)
            if block.strip()
        ]
    return [
        {
            key.lower(): value.strip().lower() if key.lower() == "action" else value.strip()
            for key, value in group
        }
        for group in groups
    ]


def _answered(message: EmailMessage) -> str:
    """Exchange answers the letter where it does not return its header whole."""
    found = _MESSAGE_ID.search(str(message.get("In-Reply-To", "")))
    return found[0] if found else ""


def _original_id(message: EmailMessage) -> str:
    """Message-ID of what is returned, whole or as its header alone."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            inner = part.get_payload()
            header = inner[0].get("Message-ID", "") if isinstance(inner, list) else ""  # type: ignore[union-attr]
        elif kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            text = part.get_payload(decode=True)
            if isinstance(text, bytes):
                header = email.message_from_bytes(text).get("Message-ID", "")
            else:
                inner = part.get_payload()
                header = inner[0].get("Message-ID", "") if isinstance(inner, list) else ""  # type: ignore[union-attr]
        else:
            continue
        if found := _MESSAGE_ID.search(str(header)):
            return found[0]
    return ""
