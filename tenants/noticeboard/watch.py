"""Was the notice there for everybody? Asked from outside: a real request to the public address.

A check goes through whatever stands before the portal: name, proxy, certificate, server. It reads
the page of every notice that hangs and the head of each of its documents. What it finds is kept as
stretches (`Watch`); where one begins the journal says so.
"""

from __future__ import annotations

import datetime as dt
import http.client
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.db import transaction

from shared.kernel import clock
from tenants.noticeboard import journal, periods
from tenants.noticeboard.enums import Act
from tenants.noticeboard.models import Notice, Watch
from tenants.registry.selectors import current_site

TIMEOUT = 5  # seconds for one answer
BUDGET = 40  # seconds for a whole round; the task's transaction may not idle for more than 60
SECOND_TRY_AFTER = 2
LARGEST = 4 * 1024 * 1024
AGENT = "board-check (availability of the notice board)"


@dataclass(frozen=True)
class Target:
    notice_id: int
    path: str
    documents: tuple[str, ...] = ()

    @property
    def mark(self) -> bytes:
        """What stands on the page of this notice and on no other."""
        return f'data-notice="{self.notice_id}"'.encode()


class Visitor:
    """A citizen's browser, as far as the board needs one. Follows no redirect: none is expected."""

    def __init__(self, site_url: str) -> None:
        address = urlsplit(site_url)
        self.secure = address.scheme == "https"
        self.host = address.hostname or ""
        self.port = address.port or (443 if self.secure else 80)
        self.header = address.netloc

    def problem(self, target: Target) -> str:
        """Why the notice is not to be seen; empty when it is."""
        try:
            status, body = self._ask("GET", target.path)
            if status != 200:
                return f"HTTP {status}"
            if target.mark not in body:
                return "the page does not show the notice"
            for path in target.documents:
                status, _body = self._ask("HEAD", path)
                if status != 200:
                    return f"document: HTTP {status}"
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        return ""

    def _ask(self, method: str, path: str) -> tuple[int, bytes]:
        # *.localhost is this machine for every browser; Python's resolver does not know it.
        here = self.host == "localhost" or self.host.endswith(".localhost")
        kind = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
        connection = kind("127.0.0.1" if here else self.host, self.port, timeout=TIMEOUT)
        try:
            connection.request(
                method, quote(path), headers={"Host": self.header, "User-Agent": AGENT}
            )
            response = connection.getresponse()
            return response.status, response.read(LARGEST)
        finally:
            connection.close()


def targets() -> list[Target]:
    """Everything that hangs. Two queries."""
    return [
        Target(notice.pk, notice.url, tuple(part.url for part in notice.attachments.all()))
        for notice in Notice.objects.on_board().prefetch_related("attachments").order_by("pk")
    ]


def ask(wanted: Iterable[Target], visitor: Visitor) -> dict[int, str]:
    """The problem of each notice, empty where there is none. What failed is asked once more.

    What time did not suffice for is left out: it is neither up nor down.
    """
    began = time.monotonic()
    found: dict[int, str] = {}
    failed = []
    for target in wanted:
        if time.monotonic() - began > BUDGET:
            return found
        found[target.notice_id] = visitor.problem(target)
        if found[target.notice_id]:
            failed.append(target)
    if failed:
        time.sleep(SECOND_TRY_AFTER)
    for target in failed:
        if time.monotonic() - began > BUDGET:
            break
        found[target.notice_id] = visitor.problem(target)
    return found


def check() -> None:
    """One round over the current site's board."""
    wanted = targets()
    if wanted:
        asked_at = clock.now()
        note(ask(wanted, Visitor(current_site().url)), asked_at)


@transaction.atomic
def note(found: dict[int, str], at: dt.datetime) -> None:
    """Keep what a round has found. A round told twice counts once."""
    # Locked, so that two rounds at once, or a round and a taking down, follow each other.
    hanging = Notice.objects.on_board().select_for_update(of=("self",)).filter(pk__in=found)
    notices = {notice.pk: notice for notice in hanging.order_by("pk")}
    latest = {
        watch.notice_id: watch
        for watch in Watch.objects.filter(notice__in=notices)
        .order_by("notice_id", "-since", "-pk")
        .distinct("notice_id")
    }
    for notice_id in notices:
        problem, last = found[notice_id], latest.get(notice_id)
        up = not problem
        if last is not None and at <= last.until:
            continue
        unseen = last is not None and at - last.until > periods.LONGEST_BETWEEN_CHECKS
        if last is not None and last.up is up and not unseen:
            last.until = at
            last.checks += 1
            last.failures += not up
            last.save(update_fields=["until", "checks", "failures"])
            continue
        Watch.objects.create(
            notice_id=notice_id,
            up=up,
            since=at,
            until=at,
            failures=int(not up),
            detail=problem[:200],
        )
        before = {"last_check": last.until.astimezone(dt.UTC).isoformat()} if last else {}
        if unseen:
            journal.append(Act.UNCHECKED, notice_id, {**before, "until": _iso(at)})
        act = Act.REACHABLE if up else Act.UNREACHABLE
        journal.append(act, notice_id, {"at": _iso(at), "detail": problem, **before})


def _iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat()
