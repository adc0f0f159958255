"""Signing up, changing, ending; making the letters of a period and sending what waits.

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
import secrets
import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from shared.audit.services import record
from shared.kernel import clock
from shared.subscriptions import letters, periods, selectors
from shared.subscriptions.enums import (
    OPEN_STEPS,
    EndReason,
    Frequency,
    Purpose,
    State,
    Step,
)
from shared.subscriptions.letters import CONFIRM_DAYS
from shared.subscriptions.models import Delivery, Subscription
from shared.subscriptions.periods import Period
from shared.subscriptions.topics import BadSelection
from shared.subscriptions.transport import (
    Refused,
    Transport,
    Unknown,
    Unreachable,
    open_transport,
)
from tenants.registry.enums import State as SiteState
from tenants.registry.models import Municipality

logger = logging.getLogger(__name__)

LETTERS_PER_DAY = 4  # that strangers may cause for one address
LONGEST_SELECTION = 1_500
MOST_REFUSALS = 3
CONFIRM_WITHIN = dt.timedelta(days=CONFIRM_DAYS)
LETTER_WITHIN = dt.timedelta(days=1)
KEEP_ENDED = dt.timedelta(days=30)
KEEP_DELIVERIES = dt.timedelta(days=180)
#: A claim this old belongs to a dead worker. Longer than a letter takes with a slow server, and
#: were it not, the token keeps two from sending it.
LEASE = dt.timedelta(minutes=3)
#: Seconds until the next try, by the number of those that failed.
BACKOFF = (300, 900, 2_700, 7_200, 21_600)
BATCH = 1_000


# --- Subscribers ------------------------------------------------------------------------------


def request(
    site: Municipality,
    *,
    topic: str,
    email: str,
    selection: str,
    frequency: Frequency,
    language: str,
) -> None:
    """Ask an address whether it wants a digest. The caller learns nothing about the address.

    A second request before the confirmation replaces the first; one for what is subscribed already
    changes nothing and gets a link to the settings. No letter beyond LETTERS_PER_DAY.
    """
    now = clock.now()
    email = email.strip().lower()
    with transaction.atomic():
        wanted = {"selection": selection, "frequency": frequency, "language": language}
        subscription, created = Subscription.objects.select_for_update().get_or_create(
            municipality=site,
            topic=topic,
            email=email,
            state__in=[State.PENDING, State.ACTIVE],
            defaults={"state": State.PENDING, "requested_at": now, **wanted},
        )
        if not created and selectors.letters_lately(email, now) >= LETTERS_PER_DAY:
            return
        if created and selectors.letters_lately(email, now) >= LETTERS_PER_DAY:
            subscription.delete()  # nobody will ever learn of it
            return
        if subscription.state == State.PENDING and not created:
            for name, value in wanted.items():
                setattr(subscription, name, value)
            subscription.requested_at = now
            subscription.save()
        is_known = subscription.state == State.ACTIVE
        Delivery.objects.create(
            subscription=subscription,
            purpose=Purpose.KNOWN if is_known else Purpose.CONFIRM,
            period=now.isoformat(),
            wish=_wish(selection, frequency) if is_known else "",
            made_at=now,
            due_at=now,
            expires_at=now + LETTER_WITHIN,
        )


def _wish(selection: str, frequency: Frequency) -> str:
    return f"{selection}&cetnost={frequency.value}".lstrip("&")


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


def change(
    subscription: Subscription, *, selection: str, frequency: Frequency, language: str
) -> None:
    """Other filters, another rhythm. Of what has ended nothing can be changed."""
    with transaction.atomic():
        stored = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if stored.state != State.ACTIVE:
            return
        if stored.frequency != frequency:
            stored.counts_from = clock.now()
        stored.selection, stored.frequency, stored.language = selection, frequency, language
        stored.save()
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
        stored.email = stored.selection = ""
        stored.state, stored.end_reason, stored.ended_at = State.ENDED, reason, clock.now()
        stored.save()
        _record("subscription.ended", stored)
    subscription.refresh_from_db()


def _record(action: str, subscription: Subscription) -> None:
    """Into the audit of the site, without the address."""
    record(
        action,
        subscription,
        detail={
            "topic": subscription.topic,
            "frequency": subscription.frequency,
            "reason": subscription.end_reason,
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
        Subscription.objects.filter(state=State.ENDED, ended_at__lt=now - KEEP_ENDED).delete()
        Delivery.objects.filter(made_at__lt=now - KEEP_DELIVERIES).delete()


# --- The letters of a period ------------------------------------------------------------------


def make_due(now: dt.datetime | None = None) -> int:
    """Make the rows of the digests that are due; returns how many.

    Run as often as one likes: a subscription has one row per period, which the database sees to.
    After an outage the current period is made good while it is of use, none before it is.
    """
    now = now or clock.now()
    return sum(_make(frequency, periods.current(frequency, now), now) for frequency in Frequency)


def _make(frequency: Frequency, period: Period, now: dt.datetime) -> int:
    if now >= period.expires_at:
        return 0
    known = Delivery.objects.filter(subscription=OuterRef("pk"), period=period.key)
    due = (
        Subscription.objects.filter(
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
    with transport() as wire:
        while time.monotonic() < deadline:
            delivery = _claim()
            if delivery is None:
                return handled, False
            try:
                _send(delivery, wire)
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
            .select_related("subscription__municipality")
            .order_by("due_at", "pk")
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


def _send(delivery: Delivery, wire: Transport) -> None:
    """Raises Unreachable with the letter still claimed."""
    subscription = delivery.subscription
    try:
        message = letters.compose(
            delivery, selectors.told_until(subscription) or delivery.made_at, clock.today()
        )
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
    with transaction.atomic():
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
        if not changed or delivery.purpose != Purpose.DIGEST:
            return
        stored = Subscription.objects.select_for_update().get(pk=delivery.subscription_id)
        stored.refusals += 1
        stored.save(update_fields=["refusals"])
        if stored.refusals >= MOST_REFUSALS:
            end(stored, EndReason.REFUSED)


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
