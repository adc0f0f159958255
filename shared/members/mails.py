"""Who of the members' people is told about meetings, minutes and tasks, and in which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from shared.kernel import clock, jobs
from shared.members.enums import News, TaskState
from shared.members.models import Mail, Meeting, Task
from shared.subscriptions import once
from shared.subscriptions.transport import Transport, open_transport
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA, Municipality
from tenants.roles.selectors import seats

#: How long before its day those who have promised a task are reminded.
AHEAD = dt.timedelta(days=3)


def _people(task: Task | None) -> set[int]:
    """Everybody who works at a member; of a task for one municipality, who works there."""
    found = seats().order_by()
    if task is not None and task.municipality_id is not None:
        found = found.filter(municipality=task.municipality_id)
    return set(found.values_list("user_id", flat=True))


def tell(
    news: News, actor: User, *, meeting: Meeting | None = None, task: Task | None = None
) -> None:
    """Write down and queue a mail to everybody concerned but the one who did it.

    Of the demonstration nobody is told: its people are invented.
    """
    about = meeting or task
    if about is None or about.demonstration:
        return
    rows = Mail.objects.bulk_create(
        Mail(user_id=user_id, news=news, meeting=meeting, task=task)
        for user_id in sorted(_people(task) - {actor.pk})
    )
    for row in rows:
        jobs.enqueue("members.send_mail", PUBLIC_SCHEMA, row.pk)


@transaction.atomic
def remind() -> list[int]:
    """Keys of new mails about open tasks whose day is near; of each day of a task once.

    What had its day long ago is not dug up: those it concerns see it marked in the area.
    """
    today = clock.today()
    near = Task.objects.filter(
        state=TaskState.OPEN, due__gte=today, due__lte=today + AHEAD, demonstration=False
    )
    rows = [
        Mail(user_id=user_id, news=News.DUE, task=task, due=task.due)
        for task in near
        for user_id in sorted(_people(task))
    ]
    before = set(
        Mail.objects.filter(news=News.DUE, task__in=near).values_list("user_id", "task_id", "due")
    )
    new = [row for row in rows if (row.user_id, row.task_id, row.due) not in before]
    Mail.objects.bulk_create(new, ignore_conflicts=True)
    wanted = Q(news=News.DUE, task__in=near, **once.DUE)
    return list(Mail.objects.filter(wanted).values_list("pk", flat=True))


# --- Sending ------------------------------------------------------------------------------------


def send(mail_id: int, *, transport: Callable[[], Transport] = open_transport) -> None:
    """Send one mail, once, however many workers try; see `once.send`.

    Who may know is decided now: the addressee may have left, or their municipality.
    """
    once.send(Mail.objects.all(), mail_id, _prepared, transport=transport)


@transaction.atomic
def _prepared(mail_id: int) -> EmailMessage | None:
    mail = (
        Mail.objects.select_for_update(of=("self",))
        .select_related("user", "meeting", "task__municipality")
        .filter(pk=mail_id, **once.DUE)
        .first()
    )
    if mail is None:
        return None
    if not _still_true(mail):
        mail.dropped_at = clock.now()
        mail.save(update_fields=["dropped_at"])
        return None
    with translation.override("cs"):
        return _message(mail)


def _still_true(mail: Mail) -> bool:
    if mail.user_id not in _people(mail.task):
        return False
    if mail.meeting is not None:
        return mail.meeting.cancelled == (mail.news == News.CANCELLED)
    assert mail.task is not None
    if mail.news == News.DUE and mail.task.due != mail.due:
        return False
    return mail.task.state == TaskState.OPEN


def _message(mail: Mail) -> EmailMessage:
    about = mail.meeting or mail.task
    assert about is not None
    subjects = {
        News.MEETING: gettext("Meeting: %(title)s"),
        News.CANCELLED: gettext("Called off: %(title)s"),
        News.MINUTES: gettext("Minutes: %(title)s"),
        News.TASK: gettext("Task: %(title)s"),
        News.DUE: gettext("Task is due: %(title)s"),
    }
    subject = subjects[News(mail.news)] % {"title": " ".join(about.title.split())}
    path = (
        reverse("members:meeting", args=[about.pk], urlconf=settings.PUBLIC_SCHEMA_URLCONF)
        if mail.meeting
        else reverse("members:task", args=[about.pk], urlconf=settings.PUBLIC_SCHEMA_URLCONF)
    )
    union = Municipality.objects.the_union()
    body = render_to_string(
        "shared/members/mail.txt",
        {
            "news": mail.news,
            "meeting": mail.meeting,
            "task": mail.task,
            "link": urljoin(union.url, path),
            "union": union,
        },
    )
    return EmailMessage(
        subject[:200],
        body,
        None,
        [mail.user.email],
        headers={"Message-ID": f"<members-{mail.pk}@{settings.PORTAL_DOMAIN}>"},
    )
