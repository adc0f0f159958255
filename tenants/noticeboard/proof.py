"""What can be proved about a notice: where the remote copy was up, when it was delivered, and that
nothing of it has been changed since."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from shared.kernel import clock
from shared.kernel.db import connection
from tenants.noticeboard import content, files, journal, periods
from tenants.noticeboard.enums import Act, NoticeKind
from tenants.noticeboard.models import JournalEntry, Notice, Watch

logger = logging.getLogger(__name__)


# --- Interruptions ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Interruption:
    """From the last moment at which the notice was known to be there to the next one."""

    since: dt.datetime
    until: dt.datetime | None  # None: it goes on
    failed: bool  # asked and not found; else nobody asked
    detail: str = ""

    def lasted(self, now: dt.datetime) -> dt.timedelta:
        return (self.until or now) - self.since


def interruptions(notice: Notice, watches: list[Watch] | None = None) -> list[Interruption]:
    """Times on the board in which the remote copy is not known to have been up, in order."""
    if notice.posted_at is None:
        return []
    if watches is None:
        watches = list(notice.watches.all())
    found: list[Interruption] = []
    known, down = notice.posted_at, None
    for watch in watches:
        if not watch.up:
            down = down or watch
            continue
        if down is not None or watch.since - known > periods.LONGEST_BETWEEN_CHECKS:
            found.append(
                Interruption(known, watch.since, down is not None, down.detail if down else "")
            )
        known, down = watch.until, None
    end = notice.removed_at or clock.now()
    if down is not None or end - known > periods.LONGEST_BETWEEN_CHECKS:
        found.append(
            Interruption(known, notice.removed_at, down is not None, down.detail if down else "")
        )
    return found


# --- Delivery ---------------------------------------------------------------------------------

PENDING, DELIVERED, INTERRUPTED, REMOVED_EARLY = "pending", "delivered", "interrupted", "early"


@dataclass(frozen=True)
class Delivery:
    """Of a public notice, § 25(2) of Act 500/2004: the 15th day after posting, if the remote copy
    was up all the time. A date is stated for `DELIVERED` alone."""

    day: dt.date
    state: str
    interruptions: tuple[Interruption, ...] = ()


def delivery(notice: Notice, found: list[Interruption] | None = None) -> Delivery | None:
    """None for a notice of another kind and for one that was never posted."""
    if notice.kind != NoticeKind.PUBLIC_NOTICE or notice.posted_at is None:
        return None
    day = periods.delivery_day(notice.posted_on)
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, clock.PRAGUE)
    if notice.removed_at is not None and notice.removed_at < midnight:
        return Delivery(day, REMOVED_EARLY)
    now = clock.now()
    end = min(midnight, now)
    if found is None:
        found = interruptions(notice)
    during = tuple(each for each in found if each.since < end)
    too_long = [
        each
        for each in during
        if min(each.until or end, end) - each.since > periods.TOLERATED_INTERRUPTION
    ]
    if too_long:
        return Delivery(day, INTERRUPTED, during)
    return Delivery(day, DELIVERED if now >= midnight else PENDING, during)


# --- The certificate --------------------------------------------------------------------------


def certificate(notice: Notice) -> dict[str, Any]:
    """What the printed certificate says. Five queries. Raises LookupError for an unposted notice."""
    if notice.posted_at is None:
        raise LookupError("never posted")
    watches = list(notice.watches.all())
    found = interruptions(notice, watches)
    entries = list(
        JournalEntry.objects.filter(
            notice_id=notice.pk, act__in=[Act.POSTED, Act.EXTENDED, Act.REMOVED]
        )
    )
    extensions = [entry for entry in entries if entry.act == Act.EXTENDED]
    as_posted = {"planned_removal": extensions[0].data["before"]} if extensions else {}
    return {
        "notice": notice,
        "attachments": list(notice.attachments.all()),
        "interruptions": found,
        "checks": sum(watch.checks for watch in watches),
        "failures": sum(watch.failures for watch in watches),
        "last_check": watches[-1].until if watches else None,
        "delivery": delivery(notice, found),
        "posted_entry": next((e for e in entries if e.act == Act.POSTED), None),
        "removed_entry": next((e for e in entries if e.act == Act.REMOVED), None),
        "extensions": [_extension(entry) for entry in extensions],
        "seal": content.seal(notice, **as_posted),
        "tolerated": periods.TOLERATED_INTERRUPTION,
        "made_at": clock.now(),
    }


def _extension(entry: JournalEntry) -> dict[str, Any]:
    before, until = (entry.data.get(name) for name in ("before", "until"))
    return {
        "entry": entry,
        "before": dt.date.fromisoformat(before) if before else None,
        "until": dt.date.fromisoformat(until) if until else None,
        "reason": entry.data.get("reason", ""),
    }


# --- Verifying --------------------------------------------------------------------------------


def problems() -> Iterator[str]:
    """Everything that is wrong with the current site's board; nothing for a whole one.

    The chain of the journal, each posted notice against what the journal says of it, and each
    file against its hash.
    """
    yield from journal.broken()
    said: dict[tuple[int | None, str], list[JournalEntry]] = {}
    acts = [Act.POSTED, Act.EXTENDED, Act.FLAGGED, Act.REMOVED, Act.ERASED]
    for entry in JournalEntry.objects.filter(act__in=acts).iterator(chunk_size=1000):
        said.setdefault((entry.notice_id, entry.act), []).append(entry)
    seen = set()
    posted = Notice.objects.exclude(posted_at=None).prefetch_related(
        "attachments", "subjects", "watches"
    )
    for notice in posted.order_by("pk").iterator(chunk_size=200):
        seen.add(notice.pk)
        yield from _of_notice(notice, said)
    for (notice_id, act), _entries in said.items():
        erased = (notice_id, Act.ERASED.value) in said
        if act == Act.POSTED and notice_id not in seen and not erased:
            yield f"notice {notice_id}: was posted and is gone"


def _of_notice(
    notice: Notice, said: dict[tuple[int | None, str], list[JournalEntry]]
) -> Iterator[str]:
    name = f"notice {notice.pk}"
    until = str(notice.planned_removal) if notice.planned_removal else None
    for extension in reversed(said.get((notice.pk, Act.EXTENDED.value), [])):
        if extension.data.get("until") != until:
            yield f"{name}: hangs until another day than it was extended to"
        until = extension.data.get("before")
    flagged = said.get((notice.pk, Act.FLAGGED.value), [])
    entries = said.get((notice.pk, Act.POSTED.value), [])
    if not notice.personal and (flagged or any(entry.data.get("personal") for entry in entries)):
        yield f"{name}: contained personal data and no longer does"
    if len(entries) != 1:
        yield f"{name}: the journal has {len(entries)} entries of its posting"
    elif entries[0].data.get("seal") != content.seal(notice, planned_removal=until):
        yield f"{name}: is not what was posted"
    elif not _same_moment(entries[0].data.get("posted_at"), notice.posted_at):
        yield f"{name}: was posted at another time"
    entries = said.get((notice.pk, Act.REMOVED.value), [])
    if len(entries) != (notice.removed_at is not None):
        yield f"{name}: the journal has {len(entries)} entries of its taking down"
    elif entries:
        if not _same_moment(entries[0].data.get("removed_at"), notice.removed_at):
            yield f"{name}: was taken down at another time"
        if entries[0].data.get("reason") != notice.removal_reason:
            yield f"{name}: was taken down for another reason"
        if entries[0].data.get("by") != notice.removed_by_id:
            yield f"{name}: was taken down by another person"
        watches = notice.watches.all()
        checked = [sum(each.checks for each in watches), sum(each.failures for each in watches)]
        if checked != [entries[0].data.get("checks"), entries[0].data.get("failures")]:
            yield f"{name}: its checks are not those of its time on the board"
    for part in notice.attachments.all():
        if wrong := files.problem(part.path, part.size, part.sha256):
            yield f"{name}: file {part.filename} {wrong}"


def _same_moment(text: Any, moment: dt.datetime | None) -> bool:
    try:
        return dt.datetime.fromisoformat(text) == moment
    except (TypeError, ValueError):
        return False


@transaction.atomic
def nightly() -> list[str]:
    """Seal the day's checks, note the journal's head outside the schema, look at everything."""
    day = str(clock.today())
    if not JournalEntry.objects.filter(act=Act.DAY, data__day=day).exists():
        totals: dict[str, list[int]] = {}
        for notice_id, checks, failures in Watch.objects.filter(
            notice__removed_at=None
        ).values_list("notice_id", "checks", "failures"):
            total = totals.setdefault(str(notice_id), [0, 0])
            total[0] += checks
            total[1] += failures
        if totals:
            journal.append(Act.DAY, None, {"day": day, "checks_and_failures_so_far": totals})
    found = list(problems())
    for problem in found:
        logger.error("Board of %s: %s", connection.schema_name, problem)
    journal.anchor()
    return found
