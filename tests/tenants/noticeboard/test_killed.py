"""A worker dies by SIGKILL at each step of posting, putting off and removing; nothing is lost or done twice.

One test for each deed, because each gets a fresh database; within it one notice for each step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from shared.boards.models import JointCopy, JointPosting
from shared.kernel import clock
from shared.published import services as published
from shared.published.models import Item
from tenants.noticeboard import proof, services
from tenants.noticeboard.enums import Act
from tenants.noticeboard.models import JournalEntry, Notice, NoticeAttachment
from tenants.registry.models import UnionMembership
from tests.nursery import Nursery, wait_for_end

pytestmark = pytest.mark.django_db(transaction=True)

POSTING = (
    *("began", "a-file-kept", "files-kept", "row-written", "journal-written"),
    *("projected", "before-the-commit", "committed"),
)
REMOVING = (
    "began",
    "row-written",
    "journal-written",
    "projected",
    "before-the-commit",
    "committed",
)
BOARDS = ("a-file-kept", "row-written", "noted", "committed")
DAY = dt.timedelta(days=1)


@pytest.fixture
def nursery(settings, monkeypatch) -> Iterator[Nursery]:
    # The broker loses every message of the union to its boards, here and in the workers.
    monkeypatch.setattr("shared.boards.services.enqueue", lambda *_message: None)
    media = {"TEST_MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    with Nursery("tests.tenants.noticeboard.workers", **media) as found:
        yield found


@pytest.fixture
def run(nursery):
    """`run(lipova, "turn", step="projected")`: a worker that does one task, or dies of it."""

    def one(site, task="turn", key=None, step="-"):
        line = f"noticeboard.{task} {site.schema_name} {key or '-'} {step}"
        wait_for_end(nursery.raise_one(line))

    return one


def due(site, on, hang, title, **fields):
    """Approved, and its minute has come while nobody was at work."""
    later = clock.now() + DAY
    notice = hang(site, title, at=clock.now(), post_at=later, **fields)
    with on(site):
        Notice.objects.filter(pk=notice.pk).update(post_at=clock.now() - dt.timedelta(minutes=5))
    return notice


def whole(site, on):
    """Board, journal, files and projection are of one mind."""
    with on(site):
        assert list(proof.problems()) == []
        assert published.verify() == []


def acts(notice):
    return list(
        JournalEntry.objects.filter(notice_id=notice.pk)
        .order_by("number")
        .values_list("act", flat=True)
    )


def test_at_each_step_of_posting(lipova, on, hang, document, run):
    for step in POSTING:
        papers = [document(lipova, f"{step}-{number}.pdf") for number in range(2)]
        notice = due(lipova, on, hang, step, documents=papers)
        run(lipova, step=step)
        whole(lipova, on)
        with on(lipova):
            notice.refresh_from_db()
            posted = step == "committed"
            assert notice.is_posted == posted, step
            assert acts(notice) == ([Act.POSTED] if posted else []), step
            assert Item.objects.filter(kind="notice", title=step).exists() == posted
        run(lipova)  # the next minute
        whole(lipova, on)
        with on(lipova):
            notice.refresh_from_db()
            assert notice.is_on_board and acts(notice) == [Act.POSTED], step
            parts = NoticeAttachment.objects.filter(notice=notice)
            assert all(default_storage.exists(part.path) for part in parts) and len(parts) == 2


def test_at_each_step_of_removing(lipova, on, hang, run):
    for step in REMOVING:
        began = clock.now() - 30 * DAY
        last = clock.today() - DAY
        notice = hang(lipova, step, at=began, planned_removal=last, personal=True)
        run(lipova, step=step)
        whole(lipova, on)
        with on(lipova):
            notice.refresh_from_db()
            removed = step == "committed"
            assert notice.is_on_board != removed, step
            # With personal data it is public exactly as long as it hangs.
            assert Item.objects.filter(kind="notice", title=step).exists() != removed
        run(lipova)
        whole(lipova, on)
        with on(lipova):
            assert acts(notice) == [Act.POSTED, Act.REMOVED], step


def test_at_each_step_of_the_unions_posting(union, lipova, on, hang, document, run):
    UnionMembership.objects.get_or_create(municipality=lipova)
    for step in ("announced", "before-the-commit", "committed"):
        paper = document(union, f"{step}.pdf")
        due(union, on, hang, step, kind="budget", everywhere=True, documents=[paper])
        run(union, step=step)
        made = JointPosting.objects.filter(title=step)
        assert made.exists() == (step == "committed"), step
        run(union)
        key = made.get().pk
        # A board's way is the same however the union's was.
        for dying in BOARDS if step == "committed" else ():
            run(lipova, "post_joint", key, dying)
            with on(lipova):
                hangs = Notice.objects.filter(joint_key=key).exists()
            assert hangs == (dying == "committed"), dying
        run(lipova)  # the next minute, and the message once more
        run(lipova, "post_joint", key)
        with on(lipova):
            assert acts(Notice.objects.get(joint_key=key)) == [Act.POSTED]
        assert JointCopy.objects.filter(posting=key).exclude(posted_at=None).count() == 1
    whole(union, on)
    whole(lipova, on)


def test_at_each_step_of_following_the_union(union, lipova, on, hang, people, run):
    """Put off and taken back on all boards; the message that says so dies with its worker."""
    UnionMembership.objects.get_or_create(municipality=lipova)
    last = clock.today() + 40 * DAY
    own = due(union, on, hang, "Rozpočet", kind="budget", everywhere=True, planned_removal=last)
    run(union)
    run(lipova)
    own.refresh_from_db()
    steps = ("row-written", "noted", "before-the-commit")
    editor = people.union_editor()
    for number, step in enumerate(steps, start=1):
        with on(union), transaction.atomic():
            services.extend(own, editor, last + number * DAY, "Déle")
        run(lipova, "extend_joint", own.joint_key, step)
        assert JointCopy.objects.get().planned_removal == last + (number - 1) * DAY
        run(lipova)
        assert JointCopy.objects.get().planned_removal == last + number * DAY
    with on(union), transaction.atomic():
        services.take_down(own, editor, "Chyba v číslech")
    for step in steps:
        run(lipova, "revoke_joint", own.joint_key, step)
        assert JointCopy.objects.get().removed_at is None, step
    run(lipova)
    for task in ("extend_joint", "revoke_joint"):  # messages that come late after all
        run(lipova, task, own.joint_key)
    with on(lipova):
        copy = Notice.objects.get()
        assert acts(copy) == [Act.POSTED, *[Act.EXTENDED] * len(steps), Act.REMOVED]
    assert JointCopy.objects.get().removal_reason == "Chyba v číslech"
    whole(union, on)
    whole(lipova, on)
