"""From a draft to the archive: who may do which step where, and who hears of it."""

from __future__ import annotations

import pytest
from django.core import mail

from shared.audit.models import Entry
from shared.practices import selectors
from shared.practices.content import mark_of
from shared.practices.enums import State
from shared.practices.models import CoAuthor, Mail, Practice
from shared.practices.permissions import NotAllowed
from shared.practices.services import flow, records
from shared.practices.services.records import Meanwhile, NotNow
from shared.published.models import Item
from tenants.accounts.models import Seat
from tests.shared.practices.factory import CONTENT, draft, published, submitted

pytestmark = pytest.mark.django_db


def test_a_clerk_starts_and_writes_on_her_own_desk(lipova, people, on):
    clerk = people.clerk("lipova")
    with on(lipova):
        practice = records.create("Výstava", actor=clerk)
        seen = mark_of(practice.draft, "problem-a-reseni")
        records.save_part(
            practice.pk, "problem-a-reseni", {"problem": "Nikdo nic", "solution": ""},
            seen=seen, actor=clerk,
        )  # fmt: skip
    practice.refresh_from_db()
    assert practice.draft["problem"] == "Nikdo nic"
    assert practice.municipality == lipova
    assert practice.state == State.DRAFT


@pytest.mark.parametrize("who", ["outsider", "clerk of Šluknov", "clerk of Lipová elsewhere"])
def test_people_of_other_sites_cannot_write(who, lipova, sluknov, people, on):
    practice = draft(lipova)
    person, site = {
        "outsider": (people.outsider(), lipova),
        "clerk of Šluknov": (people.clerk("sluknov"), sluknov),
        "clerk of Lipová elsewhere": (people.clerk("lipova"), sluknov),
    }[who]
    with on(site), pytest.raises(NotAllowed):
        records.save_part(practice.pk, "pouceni", {"went_wrong": "x"}, seen="", actor=person)
    with on(site), pytest.raises(NotAllowed):
        flow.submit(practice.pk, actor=person)


def test_not_even_the_unions_editor_reads_or_writes_a_draft(lipova, union, people, client_for):
    practice = draft(lipova)
    browser = client_for(union, people.union_editor())
    for path in ("", "posouzeni/", "nahled/", "cast/v-kostce/"):
        assert browser.get(f"/admin/dobra-praxe/{practice.pk}/{path}").status_code == 404, path


def test_what_is_missing_cannot_be_submitted(lipova, people, on):
    practice = draft(lipova, problem="")
    with on(lipova), pytest.raises(flow.Incomplete) as error:
        flow.submit(practice.pk, actor=people.clerk("lipova"))
    assert [part for part, _label in error.value.what] == ["problem-a-reseni"]


def test_a_failure_needs_no_results_but_says_what_went_wrong(lipova, people, on):
    practice = draft(lipova, progress="nezdar", results=[], went_wrong="")
    with on(lipova), pytest.raises(flow.Incomplete) as error:
        flow.submit(practice.pk, actor=people.clerk("lipova"))
    assert [part for part, _label in error.value.what] == ["pouceni"]
    practice.draft = {**practice.draft, "went_wrong": "Program byl příliš obecný."}
    practice.save()
    with on(lipova):
        flow.submit(practice.pk, actor=people.clerk("lipova"))


def test_what_is_submitted_waits_untouched(lipova, people, on):
    practice = submitted(lipova)
    with on(lipova), pytest.raises(NotNow):
        records.save_part(
            practice.pk, "pouceni", {"went_wrong": "x"},
            seen=mark_of(practice.draft, "pouceni"), actor=people.clerk("lipova"),
        )  # fmt: skip
    with on(lipova):
        flow.take_back(practice.pk, actor=people.clerk("lipova"))
    assert Practice.objects.get(pk=practice.pk).state == State.DRAFT


@pytest.mark.parametrize("who", ["clerk", "author of the union", "editor elsewhere"])
def test_only_the_unions_editor_on_the_unions_desk_decides(who, lipova, union, people, on):
    practice = submitted(lipova)
    person, site = {
        "clerk": (people.clerk("lipova"), lipova),
        "author of the union": (people.author("public"), union),
        "editor elsewhere": (people.union_editor(), lipova),
    }[who]
    with on(site), pytest.raises(NotAllowed):
        flow.publish(practice.pk, version=1, actor=person)
    with on(site), pytest.raises(NotAllowed):
        flow.send_back(practice.pk, actor=person, comment="Ne")


def test_the_whole_way(lipova, union, people, on):
    practice = submitted(lipova)
    editor, clerk = people.union_editor(), people.clerk("lipova")
    with on(union):
        flow.send_back(practice.pk, actor=editor, comment="Doplňte", comments={"pouceni": "Co?"})
    practice.refresh_from_db()
    assert practice.state == State.RETURNED
    assert not selectors.visible(selectors.STRANGER).exists()
    with on(lipova):
        records.save_part(
            practice.pk, "pouceni", {"went_wrong": "Málo lidí"},
            seen=mark_of(practice.draft, "pouceni"), actor=clerk,
        )  # fmt: skip
        flow.submit(practice.pk, actor=clerk)
    with on(union):
        flow.publish(practice.pk, version=2, actor=editor)
    practice.refresh_from_db()
    assert practice.state == State.PUBLISHED
    assert practice.slug == "putovni-vystava"
    assert selectors.visible(selectors.STRANGER).get() == practice
    # Revised: the published text stays until the next decision.
    with on(lipova):
        records.save_part(
            practice.pk, "v-kostce", {"title": "Jiný název"},
            seen=mark_of(practice.draft, "v-kostce"), actor=clerk,
        )  # fmt: skip
    practice.refresh_from_db()
    assert practice.state == State.REVISED
    assert practice.title == "Putovní výstava"
    with on(lipova):
        flow.submit(practice.pk, actor=clerk)
    assert selectors.visible(selectors.STRANGER).get().title == "Putovní výstava"
    with on(union):
        flow.publish(practice.pk, version=3, actor=editor)
    assert selectors.visible(selectors.STRANGER).get().title == "Jiný název"
    assert [version.number for version in practice.versions.all()] == [3, 2, 1]
    with on(lipova):
        flow.archive(practice.pk, actor=clerk, reason="Zastaralo")
    assert not selectors.visible(selectors.STRANGER).exists()
    assert selectors.visible(selectors.STRANGER, archived=True).exists()
    assert not Item.objects.filter(kind="practice").exists()
    verbs = list(practice.history.order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        *("created", "submitted", "returned", "edited", "submitted", "published"),
        *("edited", "submitted", "published", "archived"),
    ]
    audited = Entry.objects.filter(action__startswith="practice.").order_by("pk")
    assert [entry.action.partition(".")[2] for entry in audited] == verbs
    assert "Málo lidí" not in str([entry.detail for entry in audited])
    # Nobody has written on: it comes back as it was, and not as something to submit again.
    with on(lipova):
        flow.restore(practice.pk, actor=clerk)
    practice.refresh_from_db()
    assert practice.state == State.PUBLISHED
    assert selectors.visible(selectors.STRANGER).exists()


def test_the_editor_publishes_what_she_has_read(lipova, union, people, on):
    practice = submitted(lipova)
    with on(lipova):
        flow.take_back(practice.pk, actor=people.clerk("lipova"))
        flow.submit(practice.pk, actor=people.clerk("lipova"))
    with on(union), pytest.raises(NotNow):
        flow.publish(practice.pk, version=1, actor=people.union_editor())


def test_two_people_write_the_same_part(lipova, people, on):
    practice = draft(lipova)
    seen = mark_of(practice.draft, "pouceni")
    with on(lipova):
        records.save_part(
            practice.pk, "pouceni", {"went_wrong": "první"}, seen=seen, actor=people.clerk("lipova")
        )
        with pytest.raises(Meanwhile):
            records.save_part(
                practice.pk, "pouceni", {"went_wrong": "druhá"}, seen=seen,
                actor=people.author("lipova"),
            )  # fmt: skip
        # Another part is nobody's business.
        records.save_part(
            practice.pk, "problem-a-reseni", {"problem": "jiný"},
            seen=mark_of(practice.draft, "problem-a-reseni"), actor=people.author("lipova"),
        )  # fmt: skip
    practice.refresh_from_db()
    assert practice.draft["went_wrong"] == "první"
    assert practice.draft["problem"] == "jiný"


# --- Co-authors ---------------------------------------------------------------------------------


def test_a_co_author_writes_on_its_own_desk_once_it_has_agreed(lipova, sluknov, people, on):
    practice = draft(lipova)
    clerk, other = people.clerk("lipova"), people.clerk("sluknov")
    with on(lipova):
        records.invite(practice.pk, sluknov, actor=clerk)
    write = {"seen": mark_of(practice.draft, "pouceni"), "actor": other}
    with on(sluknov):
        with pytest.raises(NotAllowed):
            records.save_part(practice.pk, "pouceni", {"went_wrong": "x"}, **write)
        with pytest.raises(NotAllowed):
            records.join(practice.pk, actor=people.author("sluknov"))
        records.join(practice.pk, actor=other)
        records.save_part(practice.pk, "pouceni", {"went_wrong": "x"}, **write)
        with pytest.raises(NotAllowed):
            flow.submit(practice.pk, actor=other)  # the owner's people decide when
        assert practice in selectors.of_site(sluknov)
        records.leave(practice.pk, sluknov, actor=other)
    assert not CoAuthor.objects.exists()


def test_nobody_joins_without_an_invitation(lipova, sluknov, people, on):
    practice = draft(lipova)
    with on(sluknov), pytest.raises(CoAuthor.DoesNotExist):
        records.join(practice.pk, actor=people.clerk("sluknov"))


# --- Mails --------------------------------------------------------------------------------------


def addressees():
    return sorted(to for message in mail.outbox for to in message.to)


def test_every_step_is_mailed_to_whom_it_concerns(
    lipova, union, sluknov, people, on, django_capture_on_commit_callbacks
):
    people.clerk("sluknov")
    editor = people.union_editor()
    with django_capture_on_commit_callbacks(execute=True):
        practice = submitted(lipova)
    assert addressees() == [editor.email]
    assert f"{union.url}/admin/dobra-praxe/{practice.pk}/posouzeni/" in mail.outbox[0].body
    mail.outbox.clear()
    with on(union), django_capture_on_commit_callbacks(execute=True):
        flow.send_back(practice.pk, actor=editor, comment="Doplňte čísla.")
    assert addressees() == ["editor-lipova@test.example"]
    assert "Doplňte čísla." in mail.outbox[0].body
    assert f"{lipova.url}/admin/dobra-praxe/{practice.pk}/" in mail.outbox[0].body
    assert not Mail.objects.filter(sent_at=None).exists()


def test_a_mail_is_sent_once_and_a_lost_one_is_found(lipova, people):
    from shared.practices import tasks

    people.union_editor()
    submitted(lipova)  # nothing is committed here, so nothing was sent
    row = Mail.objects.get()
    tasks.send_mail("public", row.pk)
    tasks.send_mail("public", row.pk)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<practice-{row.pk}@")
    # One that a worker had handed over when it was killed is not sent again …
    Mail.objects.update(sent_at=None, created_at="2020-01-01T00:00:00Z")
    tasks.send_overdue()
    assert len(mail.outbox) == 1
    # … one that no worker got is.
    Mail.objects.update(handed_at=None)
    tasks.send_overdue()
    tasks.send_overdue()
    assert len(mail.outbox) == 2


def test_what_the_server_has_surely_not_taken_is_tried_again(lipova, people):
    from shared.practices.services import mails
    from shared.subscriptions.transport import Refused, Unknown, Unreachable

    class Wire:
        def __init__(self, at_prepare=None, at_finish=None):
            self.at_prepare, self.at_finish = at_prepare, at_finish

        def __enter__(self):
            return self

        def __exit__(self, *args):
            pass

        def prepare(self, message):
            if self.at_prepare:
                raise self.at_prepare

        def finish(self):
            if self.at_finish:
                raise self.at_finish

        def abort(self):
            pass

    people.union_editor()
    submitted(lipova)
    key = Mail.objects.get().pk
    for wire in (
        Wire(at_prepare=Unreachable("away")),
        Wire(at_prepare=Refused(451, "later", about_address=False)),
        Wire(at_finish=Unreachable("away")),
    ):
        with pytest.raises((Unreachable, Refused)):
            mails.send(key, transport=lambda wire=wire: wire)
        assert Mail.objects.filter(pk=key, **mails.DUE).exists()
    mails.send(key, transport=lambda: Wire(at_finish=Unknown("broken")))
    assert not Mail.objects.filter(pk=key, **mails.DUE).exists()
    assert Mail.objects.get(pk=key).sent_at is None


def test_who_has_left_gets_no_mail(lipova, union, people, on):
    from shared.practices import tasks
    from tenants.roles.models import Membership

    editor = people.union_editor()
    submitted(lipova)
    with on(union):
        Membership.objects.filter(user=editor).delete()
    tasks.send_mail("public", Mail.objects.get().pk)
    assert mail.outbox == []
    assert Mail.objects.get().dropped_at is not None


# --- Seats --------------------------------------------------------------------------------------


def test_seats_follow_the_memberships_of_each_site(lipova, sluknov, people, on):
    from shared.published import services as published_services
    from tenants.roles.models import Membership

    clerk = people.clerk("lipova")
    people.author("sluknov")
    assert Seat.objects.get(user=clerk).municipality == lipova
    with on(lipova):
        assert [d for d in published_services.verify() if d.kind == "seat"] == []
        Membership.objects.filter(user=clerk).delete()
    assert not Seat.objects.filter(user=clerk).exists()
    Seat.objects.all().delete()
    with on(sluknov):
        assert [d.problem for d in published_services.verify() if d.kind == "seat"] == ["missing"]
        published_services.rebuild()
    assert Seat.objects.get().municipality == sluknov


def test_the_search_over_all_sites_knows_public_records(lipova, union, on):
    from shared.published import services as published_services

    practice = published(lipova)
    item = Item.objects.get(kind="practice")
    assert item.municipality == union
    assert item.path == practice.path
    with on(union):
        assert [d for d in published_services.verify() if d.kind == "practice"] == []


def test_a_content_key_of_every_part_has_a_form():
    from shared.practices.content import PARTS
    from shared.practices.forms import PART_FORMS

    for part, (_label, keys) in PARTS.items():
        if part == "soubory":
            continue
        form = PART_FORMS[part]
        assert set(form.lists) | set(form.base_fields) == set(keys), part
    assert set(CONTENT) <= {key for _label, keys in PARTS.values() for key in keys}
