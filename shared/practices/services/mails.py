"""Who is to know. A row for each mail is written with what it tells; `tasks` send them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from shared.kernel import clock, jobs
from shared.practices import selectors
from shared.practices.enums import Audience, Verb
from shared.practices.models import (
    CoAuthor,
    Follow,
    Mail,
    NoDigest,
    Practice,
    Question,
    Step,
    union_path,
)
from shared.subscriptions import once
from shared.subscriptions.once import DUE
from shared.subscriptions.transport import Transport, open_transport
from tenants.accounts.models import Seat
from tenants.registry.enums import Kind
from tenants.registry.models import PUBLIC_SCHEMA, Municipality
from tenants.roles.enums import PUBLISHING_ROLES

# What followers hear about; all else is between authors and the union.
FOR_READERS = frozenset({Verb.PUBLISHED, Verb.ADOPTED, Verb.ANSWERED})
WRITING = (Verb.CREATED, Verb.EDITED, Verb.SUBMITTED, Verb.JOINED)


def authors(practice: Practice) -> set[int]:
    """Who has written it and still works at the owner's or a co-author's; else who publishes there."""
    sites = {practice.municipality_id, *_co_authors(practice)}
    here = selectors.seats().filter(municipality__in=sites)
    wrote = set(
        practice.history.filter(verb__in=WRITING, actor__isnull=False).values_list(
            "actor_id", flat=True
        )
    )
    working = set(here.filter(user_id__in=wrote).values_list("user_id", flat=True))
    return working or publishers([practice.municipality_id])


def publishers(municipality_ids: Iterable[int]) -> set[int]:
    found = selectors.seats().filter(
        municipality__in=list(municipality_ids), role__in=PUBLISHING_ROLES
    )
    return set(found.values_list("user_id", flat=True))


def editors() -> set[int]:
    return publishers(Municipality.objects.filter(kind=Kind.UNION).values_list("pk", flat=True))


def followers(practice: Practice) -> set[int]:
    return set(Follow.objects.filter(practice=practice).values_list("user_id", flat=True))


def _co_authors(practice: Practice) -> set[int]:
    return set(
        CoAuthor.objects.filter(practice=practice, accepted_at__isnull=False).values_list(
            "municipality_id", flat=True
        )
    )


def tell(step: Step, **audiences: set[int]) -> None:
    """Mail `author`, `editor`, `invited` and `reader` about a step; nobody twice, nor its actor."""
    told = {step.actor_id}
    rows = []
    for name, people in audiences.items():
        for user_id in sorted(people - told):
            rows.append(Mail(user_id=user_id, audience=Audience(name), step=step))
        told |= people
    for mail in Mail.objects.bulk_create(rows, ignore_conflicts=False):
        jobs.enqueue("practices.send_mail", PUBLIC_SCHEMA, mail.pk)


# --- Sending ------------------------------------------------------------------------------------


def send(mail_id: int, *, transport: Callable[[], Transport] = open_transport) -> None:
    """Send one mail, once, however many workers try; see `once.send`.

    Who may know is decided now, not when the row was written: a record may have been narrowed,
    a person may have left.
    """
    once.send(Mail.objects.all(), mail_id, _prepared, transport=transport)


@transaction.atomic
def _prepared(mail_id: int) -> EmailMessage | None:
    """The text of a mail that is due; None where there is nothing to send, which is noted."""
    mail = (
        Mail.objects.select_for_update(of=("self",))
        .select_related("user", "step", "step__practice", "step__practice__municipality")
        .filter(pk=mail_id, **DUE)
        .first()
    )
    if mail is None:
        return None
    with translation.override("cs"):
        message = _digest(mail) if mail.month else _about(mail)
    if message is None:
        mail.dropped_at = clock.now()
        mail.save(update_fields=["dropped_at"])
        return None
    message.extra_headers["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notes, please
    message.extra_headers["Message-ID"] = f"<practice-{mail.pk}@{settings.PORTAL_DOMAIN}>"
    return message


def _union_url() -> str:
    return Municipality.objects.the_union().url


def _about(mail: Mail) -> EmailMessage | None:
    step = mail.step
    assert step is not None
    practice = step.practice
    viewer = selectors.viewer_of(mail.user)
    link = _link(mail, practice, viewer)
    if link is None:
        return None
    question = None
    if step.verb in (Verb.ASKED, Verb.ANSWERED) and step.comment.isdigit():
        question = Question.objects.filter(pk=int(step.comment), hidden_at=None).first()
        if question is None:
            return None
    reader = mail.audience == Audience.READER
    title = practice.title if reader else practice.working_title
    subject = gettext("Good practice: %(what)s – %(title)s") % {
        "what": Verb(step.verb).label,
        "title": " ".join(title.split()),
    }
    body = render_to_string(
        "shared/practices/mail.txt",
        {
            "step": step,
            "what": Verb(step.verb).label,
            "title": title,
            "municipality": step.municipality,
            "owner": practice.municipality,
            # Comments are for those who write; questions and answers are told by themselves.
            "comment": step.comment if not reader and question is None else "",
            "question": question,
            "reader": reader,
            "link": link,
        },
    )
    return EmailMessage(subject[:200], body, None, [mail.user.email])


def _link(mail: Mail, practice: Practice, viewer: selectors.Viewer) -> str | None:
    """Where the addressee reads on; None for who may not know of the record any more."""
    desk = f"/admin/dobra-praxe/{practice.pk}/"
    if not mail.user.is_active:
        return None
    if mail.audience == Audience.EDITOR:
        return f"{_union_url()}{desk}posouzeni/" if viewer.sees_all else None
    if mail.audience == Audience.INVITED:
        row = (
            CoAuthor.objects.filter(practice=practice, municipality__in=viewer.ids)
            .select_related("municipality")
            .first()
        )
        return f"{row.municipality.url}/admin/dobra-praxe/" if row else None
    if mail.audience == Audience.AUTHOR:
        writing = {practice.municipality_id, *_co_authors(practice)}
        site = next((each for each in viewer.municipalities if each.pk in writing), None)
        return f"{site.url}{desk}" if site else None
    if not selectors.visible(viewer).filter(pk=practice.pk).exists():
        return None
    return f"{_union_url()}{practice.path}"


# --- The monthly digest -------------------------------------------------------------------------


def month_before(day: dt.date) -> dt.date:
    """First day of the last month that is over."""
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def queue_digests() -> list[int]:
    """Rows for everybody with a seat who wants it; safe to repeat. Returns the mails not yet sent."""
    month = month_before(clock.today())
    people = (
        Seat.objects.filter(pk__in=selectors.seats().order_by().values("pk"))
        .exclude(user__in=NoDigest.objects.values("user"))
        .order_by("user_id")
        .values_list("user_id", flat=True)
        .distinct()
    )
    Mail.objects.bulk_create(
        [Mail(user_id=user_id, audience=Audience.READER, month=month) for user_id in people],
        ignore_conflicts=True,
    )
    due = Mail.objects.filter(month=month, **DUE)
    return list(due.values_list("pk", flat=True))


def _digest(mail: Mail) -> EmailMessage | None:
    """What was new in the month among what the addressee may see; None for nothing."""
    assert mail.month is not None
    viewer = selectors.viewer_of(mail.user)
    if not viewer.is_member or NoDigest.objects.filter(user=mail.user).exists():
        return None
    first = dt.datetime.combine(mail.month, dt.time.min, tzinfo=clock.PRAGUE)
    next_month = (mail.month + dt.timedelta(days=32)).replace(day=1)
    end = dt.datetime.combine(next_month, dt.time.min, tzinfo=clock.PRAGUE)
    news = selectors.new_in(viewer, first, end)
    if not any(news.values()):
        return None
    union = Municipality.objects.the_union()
    body = render_to_string(
        "shared/practices/digest.txt",
        {
            **news,
            "month": mail.month,
            "union": union,
            "listing": f"{union.url}{union_path('index')}",
            "desk": f"{(viewer.municipalities or [union])[0].url}/admin/dobra-praxe/",
        },
    )
    subject = gettext("Good practice in %(month)s") % {
        "month": f"{mail.month.month}/{mail.month.year}"
    }
    return EmailMessage(subject, body, None, [mail.user.email])
