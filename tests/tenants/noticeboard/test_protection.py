"""Once posted, nothing changes: not by the model, not by the service, not by SQL."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from shared.audit.models import Entry
from tenants.noticeboard import journal, proof, services
from tenants.noticeboard.enums import Act
from tenants.noticeboard.models import FrozenNotice, JournalEntry, Notice, NoticeSubject, Watch
from tests.tenants.noticeboard.conftest import PRAGUE_NOON

pytestmark = pytest.mark.django_db

CHANGES = {
    "title": "Jiný",
    "kind": "tender",
    "reference": "x",
    "file_mark": "x",
    "originator": "x",
    "department": "x",
    "text": "<p>jiný</p>",
    "post_at": "2026-03-01T08:00Z",
    "planned_removal": "2027-01-01",
    "meeting_on": "2027-01-01",
    "exception": "x",
    "joint_key": str(uuid.uuid4()),
    "posted_at": "2026-03-10T12:00Z",
    "live": False,
}


@pytest.fixture
def posted(lipova, hang, document):
    return hang(lipova, "Vyhláška", text="<p>Text</p>", documents=[document(lipova)])


@pytest.mark.parametrize("name", CHANGES)
def test_database_keeps_each_column(lipova, on, posted, name):
    with on(lipova), pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=posted.pk).update(**{name: CHANGES[name]})


@pytest.mark.parametrize("name", ["title", "text", "post_at", "posted_at", "planned_removal"])
def test_model_keeps_it_before_the_database_has_to(lipova, on, posted, name):
    with on(lipova):
        stored = Notice.objects.get(pk=posted.pk)
        setattr(stored, name, CHANGES[name])
        with pytest.raises(FrozenNotice):
            stored.save()
        with pytest.raises(FrozenNotice):
            stored.unpublish()


def test_documents_persons_and_the_notice_itself_stay(lipova, on, posted, document):
    other = document(lipova, "jiny.pdf")
    with on(lipova):
        part = posted.attachments.all()[0]
        for act in (
            lambda: type(part).objects.filter(pk=part.pk).update(sha256="0" * 64),
            lambda: type(part).objects.filter(pk=part.pk).update(document=other),
            lambda: type(part).objects.filter(pk=part.pk).delete(),
            lambda: type(part).objects.create(notice=posted, document=other),
            lambda: NoticeSubject.objects.create(notice=posted, name="Kdosi"),
            lambda: Notice.objects.filter(pk=posted.pk).delete(),
            lambda: (
                Notice.objects.filter(pk=posted.pk).update(personal=True)
                and Notice.objects.filter(pk=posted.pk).update(personal=False)
            ),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                act()


def test_replaced_or_deleted_in_the_library_it_still_hangs_as_posted(
    lipova, on, client_for, posted
):
    from django.core.files.base import ContentFile

    part = posted.attachments.all()[0]
    with on(lipova), transaction.atomic():
        paper = part.document
        paper.file = ContentFile(b"%PDF-1.4 another", name="jiny.pdf")
        paper.save()
        assert list(proof.problems()) == []
        paper.delete()
        assert list(proof.problems()) == []
    response = client_for(lipova).get(part.url)
    assert response.status_code == 200
    assert len(b"".join(response.streaming_content)) == part.size


def test_removal_is_told_once_and_with_a_reason(lipova, on, people, posted):
    with on(lipova):
        clerk = people.clerk("lipova")
        with pytest.raises(ValidationError):
            services.take_down(posted, clerk, "  ")
        for person in (people.author("lipova"), people.clerk("sluknov"), people.outsider()):
            with on(lipova), pytest.raises(PermissionDenied):
                services.take_down(posted, person, "Proč ne")
        services.take_down(posted, clerk, "Zrušeno soudem")
        assert posted.removal_reason == "Zrušeno soudem" and posted.removed_by_id == clerk.pk
        with pytest.raises(PermissionDenied):
            services.take_down(posted, clerk, "Znovu")
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.filter(pk=posted.pk).update(removal_reason="Jinak")
        assert JournalEntry.objects.filter(act=Act.REMOVED).count() == 1
    assert Entry.objects.filter(action="notice.taken_down", actor=clerk).count() == 1


def test_new_sites_have_the_same_triggers(lipova):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, count(*) FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = r.relnamespace"
            " WHERE t.tgname LIKE 'noticeboard_keep_%' GROUP BY 1"
        )
        found = dict(cursor.fetchall())
    assert set(found) >= {"public", "template_site", "lipova", "sluknov"}
    assert set(found.values()) == {5}


def test_erased_from_the_archive_the_journal_remembers(lipova, on, people, posted):
    from django.core.files.storage import default_storage

    path = posted.attachments.all()[0].path
    with on(lipova):
        clerk = people.clerk("lipova")
        with pytest.raises(PermissionDenied):
            services.erase(posted, clerk, "Ještě visí")
        services.take_down(posted, clerk, "Konec")
        services.erase(posted, clerk, "Skartační lhůta uplynula")
        assert not Notice.objects.exists()
        assert list(proof.problems()) == []
        assert default_storage.exists(path)  # deleted on commit, which a test never reaches
        acts = list(JournalEntry.objects.values_list("act", flat=True))
    assert acts == ["posted", "removed", "erased"]


# --- The journal ----------------------------------------------------------------------------------


def tampered(sql, *parameters):
    """As somebody with the database's owner rights would do it."""
    tables = [
        f"noticeboard_{name}"
        for name in ("notice", "noticeattachment", "noticesubject", "journalentry")
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, parameters)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_journal_only_grows(lipova, on, posted):
    with on(lipova):
        for sql in (
            "UPDATE noticeboard_journalentry SET act = 'removed'",
            "DELETE FROM noticeboard_journalentry",
            "TRUNCATE noticeboard_journalentry",
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                connection.cursor().execute(sql)


@pytest.mark.parametrize(
    "change",
    [
        "act = 'removed'",
        "at = at + interval '1 second'",
        "notice_id = notice_id + 1",
        'data = data || \'{"title": "Jiný"}\'',
        "previous = repeat('1', 64)",
        "digest = repeat('1', 64)",
        "number = 9",
    ],
)
def test_tampering_with_each_field_of_the_journal_is_found(lipova, on, people, posted, change):
    with on(lipova), transaction.atomic():
        services.take_down(posted, people.clerk("lipova"), "Konec")
        assert list(proof.problems()) == []
        tampered(f"UPDATE noticeboard_journalentry SET {change} WHERE number = 1")
        assert list(journal.broken())


def test_deleted_entries_are_missed_at_the_end_too(lipova, on, people, posted):
    with on(lipova), transaction.atomic():
        services.take_down(posted, people.clerk("lipova"), "Konec")
        proof.nightly()
        tampered("DELETE FROM noticeboard_journalentry WHERE number >= 2")
        assert any("noted at night" in each for each in journal.broken())


@pytest.mark.parametrize("name", [name for name in CHANGES if name not in {"live", "joint_key"}])
def test_tampering_with_a_notice_is_found(lipova, on, posted, name):
    with on(lipova), transaction.atomic():
        tampered(f"UPDATE noticeboard_notice SET {name} = %s", CHANGES[name])
        assert list(proof.problems())


def test_tampering_with_files_is_found_by_the_command(lipova, on, posted, capsys):
    from django.conf import settings

    call_command("board", "verify", "--site", "lipova")
    assert "whole" in capsys.readouterr().out
    path = f"{settings.MEDIA_ROOT}/lipova/{posted.attachments.all()[0].path}"
    with open(path, "r+b") as file:  # noqa: PTH123
        file.seek(20)
        file.write(b"X")
    with pytest.raises(CommandError):
        call_command("board", "verify", "--site", "lipova")
    assert "is not what was posted" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("board", "verify", "--site", "atlantida")


def test_nights_are_noted_once(lipova, on, posted):
    with on(lipova), time_machine.travel(PRAGUE_NOON, tick=False):
        for _again in range(2):
            assert proof.nightly() == []
    assert Entry.objects.filter(action=journal.ANCHOR).count() == 1


def test_rolled_back_posting_leaves_nothing(lipova, on, hang, document, monkeypatch):
    """A worker killed at the last step of posting: the next minute does it all, once."""
    waiting = hang(
        lipova, "Čeká", post_at=PRAGUE_NOON.replace(hour=12), documents=[document(lipova)]
    )
    later = PRAGUE_NOON.replace(hour=13)
    steps = ["project", "_freeze"]
    for step in steps:
        with on(lipova), time_machine.travel(later, tick=False), monkeypatch.context() as patch:
            patch.setattr(services, step, lambda *a, **k: 1 / 0)
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                services.turn()
            waiting.refresh_from_db()
            assert waiting.posted_at is None and not JournalEntry.objects.exists()
    with on(lipova), transaction.atomic(), time_machine.travel(later, tick=False):
        assert services.turn() == 1
        assert services.turn() == 0
        assert JournalEntry.objects.count() == 1
        assert list(proof.problems()) == []


def test_missing_document_holds_back_its_notice_alone(lipova, on, hang, document):
    broken = document(lipova, "ztraceny.pdf")
    hang(lipova, "Bez souboru", post_at=PRAGUE_NOON.replace(hour=12), documents=[broken])
    hang(lipova, "V pořádku", post_at=PRAGUE_NOON.replace(hour=12))
    with on(lipova), transaction.atomic():
        broken.file.storage.delete(broken.file.name)
        with time_machine.travel(PRAGUE_NOON.replace(hour=13), tick=False):
            assert services.turn() == 1
        assert [n.title for n in Notice.objects.on_board()] == ["V pořádku"]


def test_a_change_not_approved_in_time_is_too_late(lipova, on, hang, people, client_for):
    """Approved for tomorrow, changed by an author today; what was approved hangs and is locked."""
    notice = hang(lipova, "Schválené", post_at=PRAGUE_NOON.replace(hour=12))
    with on(lipova), transaction.atomic():
        author = people.author("lipova")
        notice.title = "Neschválené"
        revision = notice.save_revision(user=author)
        Notice.objects.get(pk=notice.pk).get_workflow().start(notice, author)
        with time_machine.travel(PRAGUE_NOON.replace(hour=13), tick=False):
            assert services.turn() == 1
        stored = Notice.objects.get(pk=notice.pk)
        assert stored.title == "Schválené" and not stored.has_unpublished_changes
        assert stored.current_workflow_state is None
        assert stored.latest_revision == stored.live_revision
        with pytest.raises(FrozenNotice), transaction.atomic():
            revision.publish(skip_permission_checks=True)
        assert list(proof.problems()) == []
    address = reverse("wagtailsnippets_noticeboard_notice:edit", args=[notice.pk])
    clerk = client_for(lipova, people.clerk("lipova"))
    form = clerk.get(address).content.decode()
    assert "Schválené" in form and "Neschválené" not in form
    answer = clerk.post(address, {"title": "Neschválené", "action-publish": "1"})
    assert answer.status_code < 500
    with on(lipova):
        assert Notice.objects.get(pk=notice.pk).title == "Schválené"


@pytest.mark.parametrize(
    "change",
    [
        "noticeboard_noticeattachment SET title = 'Jiný'",
        "noticeboard_noticeattachment SET sha256 = repeat('0', 64)",
        "noticeboard_noticeattachment SET size = size + 1",
        "noticeboard_noticeattachment SET path = 'uredni-deska/jinde.pdf'",
        "noticeboard_noticesubject SET name = 'Někdo jiný'",
        "noticeboard_noticesubject SET is_person = false",
        "noticeboard_notice SET joint_key = gen_random_uuid()",
        "noticeboard_notice SET personal = false",
        "noticeboard_notice SET removed_at = removed_at + interval '1 second'",
        "noticeboard_notice SET removed_at = NULL",
        "noticeboard_notice SET removal_reason = 'Jiný důvod'",
        "noticeboard_notice SET removed_by_id = removed_by_id + 1",
        "noticeboard_watch SET failures = 0",
        "noticeboard_watch SET checks = checks + 1",
    ],
)
def test_tampering_with_what_belongs_to_a_notice_is_found(
    lipova, on, people, hang, document, change
):
    draft = hang(lipova, "Doručení", draft=True, documents=[document(lipova)])
    with on(lipova), transaction.atomic():
        draft.subjects = [NoticeSubject(name="Testovací osoba", is_person=True)]
        with time_machine.travel(PRAGUE_NOON, tick=False):
            draft.save_revision().publish()
        Watch.objects.create(
            notice=draft, up=False, since=PRAGUE_NOON, until=PRAGUE_NOON, checks=3, failures=3
        )
        services.take_down(Notice.objects.get(), people.clerk("lipova"), "Konec")
        assert list(proof.problems()) == []
        tampered(f"UPDATE {change}")
        assert list(proof.problems())
