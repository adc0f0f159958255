"""What the letters say: plain text, and the same as HTML without pictures, colours or tracking."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import uuid
from collections.abc import Callable
from email.charset import QP, Charset
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tenants.utils import tenant_context

from shared.kernel import clock
from shared.kernel.templatetags.portal_tags import NBSP, czdate, join_short_words
from shared.subscriptions import tokens, topics, wishes
from shared.subscriptions.enums import CONTENT, Frequency, Purpose
from shared.subscriptions.models import Announcement, Batch, Delivery, Interest, Subscription
from shared.subscriptions.topics import BadSelection, Item, Section, Topic, Window
from tenants.registry.models import Municipality

#: Unconfirmed subscriptions are deleted after this.
CONFIRM_DAYS = 3
_TEMPLATES = "shared/subscriptions/mail"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_BLANK_LINES = re.compile(r"\n{3,}")

# 7-bit on the way: a server without 8BITMIME would rewrite the text and break its signature.
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP


class NothingUnderstood(BadSelection):
    """No topic of the subscription is installed any more, or none of its filters means anything."""


@dataclasses.dataclass(frozen=True)
class Part:
    """One topic of a letter."""

    title: str
    sections: list[Section]
    page_url: str


class Memory:
    """What topics have said during one run: thousands of letters ask them the same.

    Made anew for each run, which is over within a minute, so what it says is that old at most.
    """

    LARGEST = 2_000

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Any] = {}

    def part(self, site: Municipality, interest: Interest, topic: Topic, window: Window) -> Part:
        """Raises BadSelection. In the active language and the schema of `site`."""
        key = (site.pk, topic.name, interest.selection, window, translation.get_language())
        return self._remembered(
            key,
            lambda: Part(
                topic.title(),
                [one for one in topic.sections(site, interest.selection, window) if one.items],
                topic.page_url(site, interest.selection),
            ),
        )

    def items(
        self, site: Municipality, topic: Topic, selection: str, announced: list[Announcement]
    ) -> list[Item]:
        """Those of the announcements that the selection has, as they stand now."""
        language = translation.get_language()
        numbers = tuple(one.pk for one in announced)

        def ask() -> list[Item]:
            with tenant_context(site):
                try:
                    found = [topic.item(site, selection, one) for one in announced]
                except BadSelection:
                    return []
            return [item for item in found if item is not None]

        key = (site.pk, topic.name, selection, numbers, language)
        return self._remembered(key, ask)

    def summary(self, site: Municipality, interests: list[Interest]) -> list[wishes.Summary]:
        chosen = tuple((one.topic, one.selection) for one in interests)
        key = ("summary", site.pk, chosen, translation.get_language())
        return self._remembered(key, lambda: wishes.summary(site, interests))

    def announced(self, batch: Batch) -> list[Announcement]:
        return self._remembered(
            ("batch", batch.pk),
            lambda: list(batch.announcements.select_related("municipality").order_by("pk")),
        )

    def _remembered(self, key: tuple[object, ...], ask: Callable[[], Any]) -> Any:
        if key not in self._known:
            if len(self._known) >= self.LARGEST:
                self._known.clear()
            self._known[key] = ask()
        return self._known[key]


def message_id(delivery: Delivery) -> str:
    """The same whenever the letter is made, so that a receiver could recognise it."""
    name = uuid.uuid5(delivery.subscription_id, delivery.period)
    return f"<{name}@{settings.PORTAL_DOMAIN}>"


def compose(
    delivery: Delivery, since: dt.datetime, today: dt.date, memory: Memory | None = None
) -> EmailMultiAlternatives | None:
    """The letter, in the subscriber's language; None where there is nothing to tell (any more).

    `since` is where the news of a digest begin; days before `today` are left out of one that is
    late. Raises BadSelection. Costs the topics' queries, unless `memory` knows the answers.
    """
    subscription = delivery.subscription
    site = subscription.municipality
    interests = list(subscription.interests.all())
    if not any(topics.find(one.topic) for one in interests):
        raise NothingUnderstood(", ".join(one.topic for one in interests))
    memory = memory or Memory()
    with tenant_context(site), translation.override(subscription.language):
        if delivery.purpose == Purpose.DIGEST:
            return _digest(delivery, site, interests, since, today, memory)
        if delivery.batch is not None:
            return _at_once(delivery, site, interests, delivery.batch, memory)
        return _letter(delivery, site, interests, memory)


def confirm_url(subscription: Subscription) -> str:
    return _url(subscription, "confirm", tokens.CONFIRM)


def manage_url(subscription: Subscription, query: str = "") -> str:
    url = _url(subscription, "manage", tokens.MANAGE)
    return f"{url}?{query}" if query else url


def end_url(subscription: Subscription) -> str:
    return _url(subscription, "end", tokens.END)


def _url(subscription: Subscription, name: str, purpose: str) -> str:
    token = tokens.make(purpose, subscription.pk)
    path = reverse(f"subscriptions:{name}", args=[token], urlconf=settings.ROOT_URLCONF)
    return f"{subscription.municipality.url}{path}"


def _digest(
    delivery: Delivery,
    site: Municipality,
    interests: list[Interest],
    since: dt.datetime,
    today: dt.date,
    memory: Memory,
) -> EmailMultiAlternatives | None:
    assert delivery.first_day and delivery.last_day and delivery.until
    window = Window(max(delivery.first_day, today), delivery.last_day, since, delivery.until)
    parts, problems = [], []
    for interest in interests:
        topic = topics.find(interest.topic)
        if topic is None or topic.always_at_once:
            continue
        try:
            parts.append(memory.part(site, interest, topic, window))
        except BadSelection as problem:
            problems.append(problem)  # the other topics are understood
    if problems and not parts:
        raise problems[0]
    parts = [part for part in parts if part.sections]
    if not parts:
        return None
    days = _days(delivery)
    subject = f"{site.display_name}: {days}"
    if len(parts) == 1:
        subject = f"{parts[0].title} – {subject}"
    context = {"days": days, "parts": parts, "lead": _lead(parts)}
    return _message(delivery, site, interests, "digest", subject, context, memory)


def _at_once(
    delivery: Delivery,
    site: Municipality,
    interests: list[Interest],
    batch: Batch,
    memory: Memory,
) -> EmailMultiAlternatives | None:
    announced = memory.announced(batch)
    parts = []
    for interest in interests:
        topic = topics.find(interest.topic)
        told = [one for one in announced if topic and topic.kind and one.kind == topic.kind]
        if topic is None or not told:
            continue
        if items := memory.items(site, topic, interest.selection, told):
            page_url = topic.page_url(site, interest.selection)
            parts.append(Part(topic.title(), [Section("", items)], page_url))
    items = [item for part in parts for section in part.sections for item in section.items]
    if not items:
        return None
    if batch.urgent:
        subject = ", ".join(item.title for item in items)
        if items[0].marks:
            subject = f"{items[0].marks[0].upper()}: {subject}"
    elif len(items) == 1:
        subject = items[0].title
    else:
        subject = ngettext("%(count)s piece of news", "%(count)s pieces of news", len(items)) % {
            "count": len(items)
        }
    subject = f"{subject} – {site.display_name}"
    context = {"days": "", "parts": parts, "lead": _lead(parts), "is_urgent": batch.urgent}
    message = _message(delivery, site, interests, "digest", subject, context, memory)
    if batch.urgent:
        message.extra_headers |= {"Importance": "high", "X-Priority": "1"}  # RFC 4021
    return message


def _letter(
    delivery: Delivery, site: Municipality, interests: list[Interest], memory: Memory
) -> EmailMultiAlternatives:
    subscription = delivery.subscription
    if delivery.purpose == Purpose.CONFIRM:
        name, subject = "confirm", _("Please confirm: news by e-mail from %(site)s")
        context = {"confirm_url": confirm_url(subscription), "days": CONFIRM_DAYS}
    else:
        name, subject = "known", _("You have this already: news by e-mail from %(site)s")
        context = {"wish_url": manage_url(subscription, delivery.wish)}
    subject = subject % {"site": site.display_name}
    return _message(delivery, site, interests, name, subject, context, memory)


def _message(
    delivery: Delivery,
    site: Municipality,
    interests: list[Interest],
    template: str,
    subject: str,
    context: dict[str, Any],
    memory: Memory,
) -> EmailMultiAlternatives:
    subscription = delivery.subscription
    headers = {}
    if delivery.purpose in CONTENT:
        headers = {
            "List-Id": f"<odber.{site.host}>",
            "List-Unsubscribe": f"<{end_url(subscription)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        }
    context = {
        **context,
        "site": site,
        "summary": memory.summary(site, interests),
        "frequency": Frequency(subscription.frequency).label,
        "rhythm": subscription.frequency,
        "manage_url": manage_url(subscription),
        "end_url": end_url(subscription),
        "erase_url": f"{end_url(subscription)}?vse=1",
        "language": translation.get_language(),
        "subject": subject,
    }
    text = render_to_string(f"{_TEMPLATES}/{template}.txt", context)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = EmailMultiAlternatives(
        subject=one_line(subject).replace(NBSP, " "),
        body=_BLANK_LINES.sub("\n\n", join_short_words(text)).strip() + "\n",
        from_email=formataddr((one_line(site.display_name), sender)),
        to=[subscription.email],
        reply_to=[one_line(site.email) or sender],
        headers={
            "Message-ID": message_id(delivery),
            "Date": format_datetime(clock.now()),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no absence notes, please
            "X-Auto-Response-Suppress": "All",  # the same for Exchange
            **headers,
        },
    )
    message.encoding = _UTF8
    message.attach_alternative(
        render_to_string(f"{_TEMPLATES}/{template}.html", context), "text/html"
    )
    return message


def _days(delivery: Delivery) -> str:
    assert delivery.first_day and delivery.last_day
    if delivery.first_day == delivery.last_day:
        return czdate(delivery.first_day)
    return f"{czdate(delivery.first_day)} – {czdate(delivery.last_day)}"


def _lead(parts: list[Part]) -> str:
    """The first titles, which mail programs show beside the subject."""
    sections = [section for part in parts for section in part.sections]
    return ", ".join(item.title for section in sections for item in section.items[:3])[:150]


def one_line(text: str) -> str:
    """Fit for a header: whatever breaks or turns a line is a space."""
    return " ".join(_CONTROL.sub(" ", text).split())
