"""What the letters say: plain text, and the same as HTML without pictures, styles or tracking."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from email.charset import QP, Charset
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from shared.kernel import clock
from shared.kernel.templatetags.portal_tags import NBSP, czdate, join_short_words
from shared.subscriptions import tokens, topics
from shared.subscriptions.enums import Frequency, Purpose
from shared.subscriptions.models import Delivery, Subscription
from shared.subscriptions.topics import BadSelection, Section, Topic, Window
from tenants.registry.models import Municipality

#: Unconfirmed subscriptions are deleted after this.
CONFIRM_DAYS = 3
_TEMPLATES = "shared/subscriptions/mail"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_BLANK_LINES = re.compile(r"\n{3,}")

# 7-bit on the way: a server without 8BITMIME would rewrite the text and break its signature.
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP


class NoTopic(BadSelection):
    """The package that this subscription was made for is not installed any more."""


def message_id(delivery: Delivery) -> str:
    """The same whenever the letter is made, so that a receiver could recognise it."""
    name = uuid.uuid5(delivery.subscription_id, delivery.period)
    return f"<{name}@{settings.PORTAL_DOMAIN}>"


def compose(
    delivery: Delivery, since: dt.datetime, today: dt.date
) -> EmailMultiAlternatives | None:
    """The letter, in the subscriber's language; None for a digest with nothing to tell.

    `since` is where the news begin; days before `today` are left out of a digest that is late.
    Raises BadSelection. Costs the topic's queries.
    """
    subscription = delivery.subscription
    site = subscription.municipality
    topic = topics.find(subscription.topic)
    if topic is None:
        raise NoTopic(subscription.topic)
    with tenant_context(site), translation.override(subscription.language):
        if delivery.purpose == Purpose.DIGEST:
            return _digest(delivery, site, topic, since, today)
        return _letter(delivery, site, topic)


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
    delivery: Delivery, site: Municipality, topic: Topic, since: dt.datetime, today: dt.date
) -> EmailMultiAlternatives | None:
    subscription = delivery.subscription
    assert delivery.first_day and delivery.last_day and delivery.until
    window = Window(max(delivery.first_day, today), delivery.last_day, since, delivery.until)
    sections = [one for one in topic.sections(site, subscription.selection, window) if one.items]
    if not sections:
        return None
    days = _days(delivery)
    context = {
        "days": days,
        "sections": sections,
        "lead": _lead(sections),
        "page_url": topic.page_url(site, subscription.selection),
        "manage_url": manage_url(subscription),
        "end_url": end_url(subscription),
        "is_daily": subscription.frequency == Frequency.DAILY,
    }
    subject = f"{topic.title()} – {site.display_name}: {days}"
    headers = {
        "List-Id": f"<{topic.name}.{site.host}>",
        "List-Unsubscribe": f"<{end_url(subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
    }
    return _message(delivery, site, topic, "digest", subject, context, headers)


def _letter(delivery: Delivery, site: Municipality, topic: Topic) -> EmailMultiAlternatives:
    subscription = delivery.subscription
    if delivery.purpose == Purpose.CONFIRM:
        name, subject = "confirm", _("Please confirm: %(what)s by e-mail")
        context = {"confirm_url": confirm_url(subscription), "days": CONFIRM_DAYS}
    else:
        name, subject = "known", _("You have this already: %(what)s by e-mail")
        context = {
            "manage_url": manage_url(subscription, delivery.wish),
            "end_url": end_url(subscription),
        }
    what = f"{topic.title()} – {site.display_name}"
    return _message(delivery, site, topic, name, subject % {"what": what}, context, {})


def _message(
    delivery: Delivery,
    site: Municipality,
    topic: Topic,
    template: str,
    subject: str,
    context: dict[str, Any],
    headers: dict[str, str],
) -> EmailMultiAlternatives:
    subscription = delivery.subscription
    context = {
        **context,
        "site": site,
        "topic": topic.title(),
        "chosen": _described(topic, site, subscription.selection),
        "frequency": Frequency(subscription.frequency).label,
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


def _described(topic: Topic, site: Municipality, selection: str) -> str:
    try:
        return topic.describe(site, selection)
    except BadSelection:
        return ""


def _days(delivery: Delivery) -> str:
    assert delivery.first_day and delivery.last_day
    if delivery.first_day == delivery.last_day:
        return czdate(delivery.first_day)
    return f"{czdate(delivery.first_day)} – {czdate(delivery.last_day)}"


def _lead(sections: list[Section]) -> str:
    """The first titles, which mail programs show beside the subject."""
    return ", ".join(item.title for section in sections for item in section.items[:3])[:150]


def one_line(text: str) -> str:
    """Fit for a header: whatever breaks or turns a line is a space."""
    return " ".join(_CONTROL.sub(" ", text).split())
