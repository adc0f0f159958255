"""Signing up, changing, ending; making letters of a period or at once, and sending what waits.

Letters are rows. Each goes waiting -> claimed -> handed over -> sent, every step committed before
the next begins, so whatever is killed leaves a row that says what may be done with it:

* waiting, claimed: the mail server has surely not taken it; it is sent (again).
* handed over: the last dot was about to go out. The server may have it, so it is not sent again.

A claim is a random token. Who takes over the claim of a worker that seems dead replaces it, and
the other, should it be alive after all, can no longer note that it hands over, and hangs up.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import secrets
import time
import uuid
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from shared.audit.services import record
from shared.kernel import clock
from shared.subscriptions import bounces, letters, periods, selectors, topics, wishes
from shared.subscriptions.bounces import Report
from shared.subscriptions.enums import (
    CONTENT,
    DIGESTS,
    OPEN_STATES,
    OPEN_STEPS,
    EndReason,
    Frequency,
    Purpose,
    Rank,
    State,
    Step,
)
from shared.subscriptions.letters import CONFIRM_DAYS, Memory
from shared.subscriptions.mailbox import Mail
from shared.subscriptions.models import Announcement, Batch, Delivery, Interest, Subscription
from shared.subscriptions.periods import Period
from shared.subscriptions.topics import BadSelection
from shared.subscriptions.transport import (
    Refused,
    Transport,
    Unknown,
    Unreachable,
    open_transport,
)
from shared.subscriptions.wishes import Wish
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

logger = logging.getLogger(__name__)

#: Namespace of the advisory locks on addresses: "odbe" as a number.
ADDRESS_LOCK = 0x6F646265
LETTERS_PER_DAY = 4  # that strangers may cause for one address
MOST_REFUSALS = 3
RETURNS_WITHIN = dt.timedelta(days=60)
CONFIRM_WITHIN = dt.timedelta(days=CONFIRM_DAYS)
LETTER_WITHIN = dt.timedelta(days=1)
KEEP_ENDED = dt.timedelta(days=30)
KEEP_DELIVERIES = dt.timedelta(days=180)
#: What was told once is not told again when it is published anew within this time.
KEEP_ANNOUNCEMENTS = dt.timedelta(days=365)
#: After an outage what was new this long ago is still told at once; an urgent message for as long
#: as it holds.
USEFUL_AT_ONCE = dt.timedelta(hours=24)
#: Older things that are put on the web now, such as those of a former website, are no news.
STILL_NEWS = dt.timedelta(days=7)
#: A claim this old belongs to a dead worker. Longer than a letter takes with a slow server, and
#: were it not, the token keeps two from sending it.
LEASE = dt.timedelta(minutes=3)
#: Seconds until the next try, by the number of those that failed.
BACKOFF = (300, 900, 2_700, 7_200, 21_600)
BATCH = 1_000
_ADDRESS = re.compile(r"\S+@\S+")


# --- Subscribers ------------------------------------------------------------------------------


def request(
    site: Municipality, *, wish: Wish, email: str, frequency: Frequency, language: str
) -> None:
    """Ask an address whether it wants this. The caller learns nothing about the address.

    A second request before the confirmation replaces the first; one for what is subscribed already
    changes nothing and gets a link to the settings. No letter beyond LETTERS_PER_DAY.
    """
    now = clock.now()
    email = email.strip().lower()
    with transaction.atomic():
        _one_at_a_time(email)
        wanted = {"frequency": frequency, "language": language}
        subscription, created = Subscription.objects.select_for_update().get_or_create(
            municipality=site,
            email=email,
            state__in=sorted(OPEN_STATES),
            defaults={"state": State.PENDING, "requested_at": now, **wanted},
        )
        if selectors.letters_lately(email, now) >= LETTERS_PER_DAY:
            if created:
                subscription.delete()  # nobody will ever learn of it
            return
        is_known = subscription.state == State.ACTIVE
        if not is_known:
            for name, value in wanted.items():
                setattr(subscription, name, value)
            subscription.requested_at = now
            subscription.save()
            _store(subscription, wish)
        Delivery.objects.create(
            subscription=subscription,
            purpose=Purpose.KNOWN if is_known else Purpose.CONFIRM,
            rank=Rank.ASKED,
            period=now.isoformat(),
            wish=f"{wishes.query(site, wish)}&cetnost={frequency.value}" if is_known else "",
            made_at=now,
            due_at=now,
            expires_at=now + LETTER_WITHIN,
        )


def _one_at_a_time(email: str) -> None:
    """Until the end of the transaction, whatever sites are asked: letters are counted first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ADDRESS_LOCK, email])


def _store(subscription: Subscription, wish: Wish) -> None:
    subscription.interests.exclude(topic__in=wish).delete()
    Interest.objects.bulk_create(
        (
            Interest(subscription=subscription, topic=topic, selection=selection)
            for topic, selection in wish.items()
        ),
        update_conflicts=True,
        unique_fields=["subscription", "topic"],
        update_fields=["selection"],
    )


def confirm(subscription: Subscription) -> None:
    """Begin. Confirming twice changes nothing; what has ended stays so."""
    now = clock.now()
    with transaction.atomic():
        stored = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if stored.state == State.PENDING:
            stored.state = State.ACTIVE
            stored.confirmed_at = stored.counts_from = now
            stored.save()
            stored.deliveries.filter(state=Step.WAITING).delete()
            _record("subscription.confirmed", stored)
    subscription.refresh_from_db()


def change(subscription: Subscription, *, wish: Wish, frequency: Frequency, language: str) -> None:
    """Other topics and filters, another rhythm. Of what has ended nothing can be changed."""
    with transaction.atomic():
        stored = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if stored.state != State.ACTIVE:
            return
        if stored.frequency != frequency:
            stored.counts_from = clock.now()
        stored.frequency, stored.language = frequency, language
        stored.save()
        _store(stored, wish)
        _record("subscription.changed", stored)
    subscription.refresh_from_db()


def end(subscription: Subscription, reason: EndReason = EndReason.SUBSCRIBER) -> None:
    """Delete the address and everything chosen, now. Safe to repeat.

    A letter whose text is on its way at this very moment is broken off unless its last dot has
    been announced.
    """
    with transaction.atomic():
        stored = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
        if stored is None or stored.state == State.ENDED:
            return
        stored.deliveries.filter(state__in=OPEN_STEPS).delete()
        stored.deliveries.update(wish="")
        _record("subscription.ended", stored, reason)
        stored.interests.all().delete()
        stored.email = ""
        stored.state, stored.end_reason, stored.ended_at = State.ENDED, reason, clock.now()
        stored.save()
    subscription.refresh_from_db()


def end_everywhere(subscription: Subscription) -> int:
    """End what this address has on every site of the portal; how many there were.

    The link that was opened came to the address, so whoever has it may speak for it.
    """
    with transaction.atomic():
        found = list(selectors.of_the_same_address(subscription))
        for one in found:
            end(one)
    subscription.refresh_from_db()
    return len(found)


def _record(action: str, subscription: Subscription, reason: str = "") -> None:
    """Into the audit of the site, without the address."""
    record(
        action,
        subscription,
        detail={
            "topics": sorted(subscription.interests.values_list("topic", flat=True)),
            "frequency": subscription.frequency,
            "reason": reason,
        },
        schema=subscription.municipality.schema_name,
    )


def forget() -> None:
    """Delete what was never confirmed, what ended a while ago, and old letters. Safe to repeat."""
    now = clock.now()
    with transaction.atomic():
        Subscription.objects.filter(
            state=State.PENDING, requested_at__lt=now - CONFIRM_WITHIN
        ).delete()
        ended = Subscription.objects.filter(state=State.ENDED)
        ended.exclude(end_reason=EndReason.MERGED).filter(ended_at__lt=now - KEEP_ENDED).delete()
        ended.filter(ended_at__lt=now - KEEP_DELIVERIES).delete()
        Delivery.objects.filter(made_at__lt=now - KEEP_DELIVERIES).delete()
        Announcement.objects.filter(made_at__lt=now - KEEP_ANNOUNCEMENTS).delete()
        Batch.objects.filter(announcements=None, made_at__lt=now - KEEP_ANNOUNCEMENTS).delete()


# --- The letters of a period ------------------------------------------------------------------


def make_due(now: dt.datetime | None = None) -> int:
    """Make the rows of the digests that are due; returns how many.

    Run as often as one likes: a subscription has one row per period, which the database sees to.
    After an outage the current period is made good while it is of use, none before it is.
    """
    now = now or clock.now()
    return sum(_make(frequency, periods.current(frequency, now), now) for frequency in DIGESTS)


def _make(frequency: Frequency, period: Period, now: dt.datetime) -> int:
    if now >= period.expires_at:
        return 0
    known = Delivery.objects.filter(subscription=OuterRef("pk"), period=period.key)
    told = Interest.objects.filter(subscription=OuterRef("pk")).exclude(topic__in=_at_once_only())
    due = (
        Subscription.objects.filter(
            Exists(told),
            state=State.ACTIVE,
            frequency=frequency,
            counts_from__lte=period.begins_at,
            municipality__state=SiteState.ACTIVE,
        )
        .exclude(Exists(known))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    keys = list(due)
    for start in range(0, len(keys), BATCH):
        Delivery.objects.bulk_create(
            (
                Delivery(
                    subscription_id=key,
                    purpose=Purpose.DIGEST,
                    rank=Rank.DIGEST,
                    period=period.key,
                    until=period.begins_at,
                    first_day=period.first_day,
                    last_day=period.last_day,
                    made_at=now,
                    due_at=now,
                    expires_at=period.expires_at,
                )
                for key in keys[start : start + BATCH]
            ),
            ignore_conflicts=True,
        )
    return len(keys)


def _at_once_only() -> list[str]:
    return [topic.name for topic in topics.everything() if topic.always_at_once]


# --- At once ----------------------------------------------------------------------------------


def announce(
    municipality: Municipality, kind: str, source_id: str, change: str, version: str = ""
) -> None:
    """Note that something has appeared. Must run in the transaction that publishes it.

    What is noted within a minute goes in one letter. The same thing is noted once.
    """
    Announcement.objects.bulk_create(
        [
            Announcement(
                municipality=municipality,
                kind=kind,
                source_id=source_id,
                change=change,
                version=version,
                made_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )


def announce_urgently(
    municipality: Municipality, kind: str, source_id: str, expires_at: dt.datetime
) -> None:
    """As `announce`, in letters of its own before all others, of use until `expires_at`.

    Call it again as often as you like.
    """
    with transaction.atomic():
        batch = Batch.objects.create(urgent=True, expires_at=expires_at, made_at=clock.now())
        _announcement, created = Announcement.objects.get_or_create(
            municipality=municipality,
            kind=kind,
            source_id=source_id,
            change="new",
            version="",
            defaults={"batch": batch, "made_at": clock.now()},
        )
        if not created:
            batch.delete()


def make_batches(now: dt.datetime | None = None) -> int:
    """Make the rows of letters that go at once; returns how many. Safe to kill and to repeat.

    What was announced since the last time becomes one batch; each subscription has one letter of
    it, which the database sees to. Rows are made a thousand at a time.
    """
    now = now or clock.now()
    with transaction.atomic():
        # The lock keeps two of us from making two batches of one minute.
        waiting = list(
            Announcement.objects.select_for_update(skip_locked=True)
            .filter(batch=None)
            .order_by("pk")
            .values_list("pk", flat=True)[:BATCH]
        )
        if waiting:
            batch = Batch.objects.create(made_at=now, expires_at=now + USEFUL_AT_ONCE)
            Announcement.objects.filter(pk__in=waiting).update(batch=batch)
    made = 0
    for open_batch in Batch.objects.filter(done_at=None).order_by("-urgent", "pk"):
        made += _make_batch(open_batch, now)
    return made


def _make_batch(batch: Batch, now: dt.datetime) -> int:
    made = 0
    if now < batch.expires_at:
        keys = _recipients(batch)
        for start in range(0, len(keys), BATCH):
            made += _make_rows(batch, keys[start : start + BATCH], now)
    Batch.objects.filter(pk=batch.pk, done_at=None).update(done_at=now)
    return made


def _wanted_by(batch: Batch) -> Q:
    """Interests whose selection has something of the batch: each distinct one is asked once."""
    wanted = Q(pk__in=[])
    memory = Memory()
    announced = list(batch.announcements.select_related("municipality"))
    for topic in topics.everything():
        told = [one for one in announced if topic.kind and one.kind == topic.kind]
        if not told:
            continue
        interests = Interest.objects.filter(
            topic=topic.name,
            subscription__state=State.ACTIVE,
            subscription__municipality__state=SiteState.ACTIVE,
        )
        rhythm = {} if topic.always_at_once else {"subscription__frequency": Frequency.AT_ONCE}
        interests = interests.filter(**rhythm)
        sites = {
            site.pk: site
            for site in Municipality.objects.filter(
                pk__in=interests.order_by().values("subscription__municipality").distinct()
            )
        }
        distinct = interests.order_by().values_list("subscription__municipality", "selection")
        for site_id, selection in distinct.distinct():
            if memory.items(sites[site_id], topic, selection, told):
                wanted |= Q(
                    topic=topic.name,
                    selection=selection,
                    subscription__municipality=site_id,
                    **rhythm,
                )
    return wanted


def _recipients(batch: Batch) -> list[uuid.UUID]:
    """Subscriptions without a letter of this batch yet. An urgent message comes once to an address,
    however many sites it has subscribed on.

    Two queries whose answers are compared here: the database would do it row by row.
    """
    interests = Interest.objects.filter(_wanted_by(batch), subscription=OuterRef("pk"))
    found = Subscription.objects.filter(
        Exists(interests), state=State.ACTIVE, confirmed_at__lte=batch.made_at
    )
    known = Delivery.objects.filter(batch=batch)
    told: set[object]
    if batch.urgent:
        told = set(known.values_list("subscription__email", flat=True))
        by_address: dict[str, uuid.UUID] = {}
        for key, address in found.order_by("requested_at", "pk").values_list("pk", "email"):
            by_address.setdefault(address, key)
        return [key for address, key in by_address.items() if address not in told]
    told = set(known.values_list("subscription", flat=True))
    return [key for key in found.order_by("pk").values_list("pk", flat=True) if key not in told]


def _make_rows(batch: Batch, keys: list[uuid.UUID], now: dt.datetime) -> int:
    rows = [
        Delivery(
            subscription_id=key,
            purpose=Purpose.URGENT if batch.urgent else Purpose.NEWS,
            rank=Rank.URGENT if batch.urgent else Rank.NEWS,
            batch=batch,
            period=f"batch-{batch.pk}",
            until=batch.made_at,
            made_at=now,
            due_at=now,
            expires_at=batch.expires_at,
        )
        for key in keys
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


# --- Sending ----------------------------------------------------------------------------------


def send_due(
    *, seconds: float = 40, transport: Callable[[], Transport] = open_transport
) -> tuple[int, bool]:
    """Send what waits, for at most about `seconds`; how many letters, and whether more may wait.

    Must not run inside a transaction: each step of a letter is committed by itself. Any number
    of processes may do it at once.
    """
    _give_up_the_overdue()
    deadline = time.monotonic() + seconds
    handled = 0
    memory = Memory()
    with transport() as wire:
        while time.monotonic() < deadline:
            delivery = _claim()
            if delivery is None:
                return handled, False
            try:
                _send(delivery, wire, memory)
            except Unreachable as error:
                # Nobody's fault but the server's: the next run tries them all again.
                logger.warning("The mail server cannot be reached: %s", error)
                _release(delivery, f"unreachable: {error}")
                return handled, False
            handled += 1
    return handled, True


def _give_up_the_overdue() -> None:
    now = clock.now()
    Delivery.objects.filter(
        Q(state=Step.WAITING) | Q(state=Step.CLAIMED, claimed_at__lt=now - LEASE),
        expires_at__lt=now,
    ).update(state=Step.GIVEN_UP, settled_at=now)


def _claim() -> Delivery | None:
    """The next letter, as this worker's own. Others skip its row and take the one behind it."""
    now = clock.now()
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(
                Q(state=Step.WAITING, due_at__lte=now)
                | Q(state=Step.CLAIMED, claimed_at__lt=now - LEASE)
            )
            .select_related("subscription__municipality", "batch")
            .order_by("rank", "due_at", "pk")
            .first()
        )
        if delivery is None:
            return None
        delivery.state, delivery.claim = Step.CLAIMED, secrets.token_hex(16)
        delivery.claimed_at = now
        delivery.save(update_fields=["state", "claim", "claimed_at"])
        return delivery


def _mine(delivery: Delivery, state: Step = Step.CLAIMED) -> Q:
    return Q(pk=delivery.pk, claim=delivery.claim, state=state)


def _send(delivery: Delivery, wire: Transport, memory: Memory | None = None) -> None:
    """Raises Unreachable with the letter still claimed."""
    subscription = delivery.subscription
    since = delivery.made_at
    if delivery.purpose == Purpose.DIGEST:
        since = selectors.told_until(subscription) or delivery.made_at
    try:
        message = letters.compose(delivery, since, clock.today(), memory)
    except BadSelection as error:
        _settle(delivery, Step.GIVEN_UP, f"selection: {error.message}"[:200])
        return
    except Exception as error:
        # One letter that cannot be written must not stop those behind it.
        logger.exception("Letter %s cannot be written", delivery.pk)
        _try_later(delivery, Step.CLAIMED, f"writing: {type(error).__name__}")
        return
    if message is None:
        _settle(delivery, Step.EMPTY)
        return
    try:
        wire.prepare(message)
    except Refused as error:
        _refused(delivery, Step.CLAIMED, error)
        return
    if not _hand_over(delivery):
        wire.abort()  # another has taken it over, or the subscriber has just ended it
        return
    try:
        wire.finish()
    except Refused as error:
        _refused(delivery, Step.HANDED_OVER, error)
    except Unreachable as error:
        _try_later(delivery, Step.HANDED_OVER, f"unreachable: {error}")
    except Unknown as error:
        logger.warning("No answer for letter %s: it is not sent again", delivery.pk)
        Delivery.objects.filter(_mine(delivery, Step.HANDED_OVER)).update(
            problem=f"no answer: {error}"[:200], settled_at=clock.now()
        )
    else:
        _sent(delivery)


def _hand_over(delivery: Delivery) -> bool:
    """Note that the dot comes next. One statement, and nothing between it and the dot."""
    wanted = State.PENDING if delivery.purpose == Purpose.CONFIRM else State.ACTIVE
    # No join: Django would move the conditions on the letter into a subquery, which PostgreSQL
    # does not ask again after it has waited for the worker that has just taken the letter over.
    still_wanted = Subscription.objects.filter(pk=OuterRef("subscription_id"), state=wanted)
    return bool(
        Delivery.objects.filter(_mine(delivery), Exists(still_wanted)).update(
            state=Step.HANDED_OVER, message_id=letters.message_id(delivery)
        )
    )


def _sent(delivery: Delivery) -> None:
    Delivery.objects.filter(_mine(delivery, Step.HANDED_OVER)).update(
        state=Step.SENT, settled_at=clock.now(), problem=""
    )
    if delivery.subscription.refusals:
        Subscription.objects.filter(pk=delivery.subscription_id).update(refusals=0)


def _settle(delivery: Delivery, state: Step, problem: str = "") -> None:
    Delivery.objects.filter(_mine(delivery)).update(
        state=state, problem=problem, settled_at=clock.now()
    )


def _refused(delivery: Delivery, step: Step, error: Refused) -> None:
    if not error.permanent:
        _try_later(delivery, step, error.text)
        return
    with transaction.atomic():
        changed = Delivery.objects.filter(_mine(delivery, step)).update(
            state=Step.REFUSED, problem=error.text, settled_at=clock.now()
        )
        if not changed or delivery.purpose not in CONTENT:
            return
        stored = Subscription.objects.select_for_update().get(pk=delivery.subscription_id)
        stored.refusals += 1
        stored.save(update_fields=["refusals"])
        if stored.refusals >= MOST_REFUSALS:
            end(stored, EndReason.REFUSED)


def returned(report: Report, now: dt.datetime | None = None) -> bool:
    """Note a report of a letter that came back; whether it was one of ours. Safe to repeat.

    Three letters returned for good within sixty days end the subscription, as three refusals do:
    one may be the fault of a server.
    """
    now = now or clock.now()
    known = Q()
    if report.message_id:
        known |= Q(message_id=report.message_id)
    if report.envelope:
        known |= Q(message_id=f"<{report.envelope}@{settings.PORTAL_DOMAIN}>")
    if not known:
        return False
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",))
            .filter(known, made_at__gt=now - KEEP_DELIVERIES)
            .first()
        )
        if delivery is None:
            return False
        problem = _ADDRESS.sub("<…>", f"returned: {report.status} {report.diagnostic}")[:200]
        if not report.permanent:
            Delivery.objects.filter(pk=delivery.pk).update(problem=problem)
            return True
        changed = Delivery.objects.filter(
            pk=delivery.pk, state__in=[Step.SENT, Step.HANDED_OVER]
        ).update(state=Step.RETURNED, problem=problem)
        if not changed:
            return True  # reported twice
        lately = Delivery.objects.filter(
            subscription=delivery.subscription_id,
            purpose__in=sorted(CONTENT),
            state=Step.RETURNED,
            made_at__gt=now - RETURNS_WITHIN,
        )
        if lately.count() >= MOST_REFUSALS:
            end(delivery.subscription, EndReason.REFUSED)
    return True


def read_returned(mails: Iterable[Mail]) -> tuple[int, int]:
    """Deal with each mail of a mailbox; how many there were, and how many were about our letters.

    A mail is marked as dealt with after its report has been committed.
    """
    seen = ours = 0
    for raw, done in mails:
        seen += 1
        report = bounces.read(raw)
        if report is not None and returned(report):
            ours += 1
        done()
    return seen, ours


def _try_later(delivery: Delivery, step: Step, problem: str) -> None:
    pause = BACKOFF[min(delivery.attempts, len(BACKOFF) - 1)]
    Delivery.objects.filter(_mine(delivery, step)).update(
        state=Step.WAITING,
        claim="",
        attempts=delivery.attempts + 1,
        due_at=clock.now() + dt.timedelta(seconds=pause),
        problem=problem[:200],
    )


def _release(delivery: Delivery, problem: str) -> None:
    Delivery.objects.filter(_mine(delivery)).update(
        state=Step.WAITING, claim="", problem=problem[:200]
    )
