"""The board's journal: an append-only chain in which each entry holds the hash of the one before.

What is hashed: SHA-256 of the canonical JSON (keys sorted, no spaces, UTF-8) of
`[schema, number, instant in UTC with microseconds, act, notice, data, previous]`. The schema keeps
an entry from being moved to another site. Nobody can shorten the chain unseen either: every night
its head is noted in the audit of the public schema (`anchor`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from shared.audit.models import Entry as AuditEntry
from shared.audit.services import record
from shared.kernel import clock
from shared.kernel.db import connection
from tenants.noticeboard.enums import Act
from tenants.noticeboard.models import JournalEntry

FIRST = "0" * 64
ANCHOR = "noticeboard.journal_head"
LOCK = 0xB0A6D


class OutsideTransaction(RuntimeError):
    """An entry and what it tells of must stand or fall together."""


def digest(entry: JournalEntry) -> str:
    at = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    hashed = [connection.schema_name, entry.number, at, entry.act, entry.notice_id]
    text = json.dumps(
        [*hashed, entry.data, entry.previous],
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def append(act: Act, notice_id: int | None, data: dict[str, Any]) -> JournalEntry:
    """Add an entry; writers of one site wait for each other until they commit.

    `data` holds texts, whole numbers, truth values, lists and objects of them: a floating point
    number might come back from the database otherwise than it was hashed. Raises OutsideTransaction.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("Write the journal inside transaction.atomic()")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, connection.schema_name]
        )
    last = JournalEntry.objects.order_by("-number").first()
    entry = JournalEntry(
        number=last.number + 1 if last else 1,
        at=clock.now(),
        act=act.value,
        notice_id=notice_id,
        data=data,
        previous=last.digest if last else FIRST,
    )
    entry.digest = digest(entry)
    entry.save(force_insert=True)
    return entry


def anchor() -> None:
    """Note the head of the chain outside the site's schema, once for each head."""
    head = JournalEntry.objects.order_by("-number").first()
    if head is None:
        return
    detail = {"number": head.number, "digest": head.digest}
    last = AuditEntry.objects.filter(schema_name=connection.schema_name, action=ANCHOR).values_list(
        "detail", flat=True
    )
    if last.first() != detail:
        record(ANCHOR, detail=detail)


def broken() -> Iterator[str]:
    """What is wrong with the chain, entry by entry; nothing for a whole one."""
    expected, previous = 1, FIRST
    digests: dict[int, str] = {}
    for entry in JournalEntry.objects.order_by("number").iterator(chunk_size=1000):
        if entry.number != expected:
            yield f"journal: entries {expected} to {entry.number - 1} are missing"
        elif entry.previous != previous:
            yield f"journal: entry {entry.number} does not follow the one before it"
        if digest(entry) != entry.digest:
            yield f"journal: entry {entry.number} is not what was written"
        expected, previous = entry.number + 1, entry.digest
        digests[entry.number] = entry.digest
    for noted in (
        AuditEntry.objects.filter(schema_name=connection.schema_name, action=ANCHOR)
        .order_by("pk")
        .values_list("detail", flat=True)
    ):
        if digests.get(noted["number"]) != noted["digest"]:
            yield f"journal: entry {noted['number']} is not the one that was noted at night"
