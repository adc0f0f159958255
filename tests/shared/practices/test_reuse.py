"""Taking over, checklists, archives, questions, thanks, following, the digest."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
import time_machine
from django.core import mail

from shared.kernel import clock
from shared.practices import tasks
from shared.practices.enums import Uptake
from shared.practices.models import Adoption, Follow, Mail, Practice, Question
from shared.practices.permissions import NotAllowed
from shared.practices.services import mails, reuse, talk
from tests.shared.practices.factory import published
from tests.shared.practices.test_visibility import MARKER, publish, with_files

pytestmark = pytest.mark.django_db


def test_taking_over_with_note_day_and_own_results(lipova, sluknov, union, people, on, client_for):
    for site, latitude, longitude in ((lipova, 51.0111, 14.3603), (sluknov, 51.0038, 14.4527)):
        site.latitude, site.longitude = latitude, longitude
        site.save()
    practice = published(lipova)
    browser = client_for(union, people.clerk("sluknov"))
    form = f"/dobra-praxe/{practice.pk}/prevzit/"
    assert browser.get(form).status_code == 200
    sent = {
        "municipality": "sluknov", "uptake": "done", "day": "2026-03-01", "note": "Menší panely",
        "results-rows": "1", "results-0-indicator": "panely", "results-0-before": "0",
        "results-0-after": "8,5", "results-0-unit": "ks",
    }  # fmt: skip
    assert browser.post(form, sent).status_code == 302
    adoption = Adoption.objects.get()
    assert adoption.municipality == sluknov
    assert adoption.results == [
        {"indicator": "panely", "before": "0", "after": "8.5", "unit": "ks"}
    ]
    assert [task.text for task in adoption.tasks.all()] == [
        "Domluvit rozměr panelů",
        "Sehnat fotografie",
    ]
    page = client_for(union).get(practice.path).content.decode()
    assert "Menší panely" in page
    assert "spread--done" in page
    assert "spread--owner" in page


def test_wanting_becomes_having_and_the_checklist_stays(lipova, sluknov, union, people, on):
    practice = published(lipova)
    clerk = people.clerk("sluknov")
    with on(union):
        adoption = reuse.adopt(practice.pk, sluknov, Uptake.WANTED, actor=clerk)
        reuse.tick(adoption.pk, {1: ""}, actor=clerk)
        again = reuse.adopt(practice.pk, sluknov, Uptake.DONE, actor=clerk)
    assert again.pk == adoption.pk
    assert again.day == clock.today()
    assert [task.done_at is not None for task in again.tasks.all()] == [True, False]


@pytest.mark.parametrize("who", ["own record", "for another", "outsider"])
def test_who_cannot_take_over(who, lipova, sluknov, rumburk, union, people, on):
    practice = published(lipova)
    person, site = {
        "own record": (people.clerk("lipova"), lipova),
        "for another": (people.clerk("sluknov"), rumburk),
        "outsider": (people.outsider(), sluknov),
    }[who]
    with on(union), pytest.raises(NotAllowed):
        reuse.adopt(practice.pk, site, Uptake.DONE, actor=person)
    with on(union), pytest.raises(NotAllowed):
        talk.thank(practice.pk, site if who != "own record" else sluknov, actor=person)


def test_the_checklist_is_on_the_adopters_desk_alone(
    lipova, sluknov, rumburk, union, people, on, client_for
):
    practice, _picture, _paper = with_files(lipova, people, on)
    publish(practice, lipova, union, people, on)
    with on(union):
        adoption = reuse.adopt(practice.pk, sluknov, Uptake.WANTED, actor=people.clerk("sluknov"))
    path = f"/admin/dobra-praxe/prevzeti/{adoption.pk}/"
    browser = client_for(sluknov, people.author("sluknov"))
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"done-2": "1", "note-1": "zítra"}).status_code == 302
    assert list(adoption.tasks.values_list("note", flat=True)) == ["zítra", ""]
    assert [task.done_at is not None for task in adoption.tasks.all()] == [False, True]
    archive = b"".join(browser.get(f"{path}balicek.zip").streaming_content)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == ["postup.txt", f"prilohy/01-{MARKER}.txt"]
        assert "[ ] 1. Domluvit" in opened.read("postup.txt").decode()
        assert opened.read(f"prilohy/01-{MARKER}.txt") == f"smlouva {MARKER}".encode()
    for site, person in (
        (lipova, people.clerk("lipova")),
        (rumburk, people.clerk("rumburk")),
        (union, people.union_editor()),
    ):
        stranger = client_for(site, person)
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"drop": "1"}).status_code == 404
        assert stranger.get(f"{path}balicek.zip").status_code == 404
    assert browser.post(path, {"drop": "1"}).status_code == 302
    assert not Adoption.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "C:\\x\\CON.txt", "a/../b.txt", "ž\u202etxt.txt"]
)
def test_names_in_the_archive_are_safe(name):
    from types import SimpleNamespace

    from shared.practices.archive import names

    (safe,) = names([{"file": SimpleNamespace(name=name)}])
    assert safe.startswith("01-")
    assert not set("/\\:\u202e") & set(safe)
    assert ".." not in safe


def test_a_question_and_its_answer(lipova, sluknov, union, people, on, client_for):
    practice = published(lipova)
    asker = people.clerk("sluknov")
    browser = client_for(union, asker)
    ask = f"/dobra-praxe/{practice.pk}/otazka/"
    assert browser.post(ask, {"municipality": "sluknov", "text": ""}).status_code == 400
    assert (
        browser.post(ask, {"municipality": "sluknov", "text": "Kdo to platil?"}).status_code == 302
    )
    question = Question.objects.get()
    answer = f"/admin/dobra-praxe/otazka/{question.pk}/"
    assert client_for(sluknov, asker).get(answer).status_code == 404
    assert client_for(union, people.union_editor()).post(answer, {"answer": "x"}).status_code == 404
    own = client_for(lipova, people.clerk("lipova"))
    assert "Kdo to platil?" in own.get("/admin/dobra-praxe/").content.decode()
    assert own.post(answer, {"answer": "Kraj a svazek."}).status_code == 302
    page = client_for(union).get(practice.path).content.decode()
    assert "Kdo to platil?" in page
    assert "Kraj a svazek." in page
    assert "Editor" not in page  # people are not named, municipalities are
    for row in Mail.objects.filter(sent_at=None, dropped_at=None):
        tasks.send_mail("public", row.pk)
    told = {message.to[0]: message.body for message in mail.outbox}
    assert "Kraj a svazek." in told[asker.email]
    with on(lipova):
        talk.hide(question.pk, actor=people.clerk("lipova"))
    assert "Kdo to platil?" not in client_for(union).get(practice.path).content.decode()


def test_members_only_ask_thank_and_follow(lipova, union, people, client_for):
    practice = published(lipova)
    for what in ("otazka", "podekovat", "sledovat"):
        path = f"/dobra-praxe/{practice.pk}/{what}/"
        data = {"municipality": "lipova", "text": "x", "follow": "1"}
        assert client_for(union).post(path, data).status_code == 403
        assert client_for(union, people.outsider()).post(path, data).status_code == 403
        assert client_for(union).get(path).status_code == 405
    assert client_for(union).get(f"/dobra-praxe/{practice.pk}/prevzit/").status_code == 403


def test_thanks_once_and_following(lipova, sluknov, union, people, client_for):
    practice = published(lipova)
    browser = client_for(union, people.clerk("sluknov"))
    for _twice in range(2):
        browser.post(f"/dobra-praxe/{practice.pk}/podekovat/", {"municipality": "sluknov"})
        browser.post(f"/dobra-praxe/{practice.pk}/sledovat/", {"follow": "1"})
    assert practice.thanks.count() == 1
    assert Follow.objects.count() == 1
    browser.post(f"/dobra-praxe/{practice.pk}/sledovat/", {"follow": "0"})
    assert not Follow.objects.exists()


# --- The digest ---------------------------------------------------------------------------------


def digests():
    return [message for message in mail.outbox if "/2026" in message.subject]


def test_the_digest_of_a_month_once_per_person_with_what_each_may_see(
    lipova, sluknov, union, people, on
):
    with time_machine.travel(dt.datetime(2026, 10, 12, 10, tzinfo=dt.UTC)):
        published(lipova, title="Veřejná věc")
        published(lipova, title="Členská věc", visibility="members")
        published(lipova, title="Vybraná věc", visibility="chosen", chosen=["sluknov"])
        people.clerk("rumburk"), people.clerk("sluknov"), people.outsider()
        silent = people.author("rumburk")
        talk.want_digest(False, actor=silent)
    Mail.objects.all().delete()
    with time_machine.travel(dt.datetime(2026, 11, 1, 7, tzinfo=dt.UTC)):
        tasks.queue_digests()
        tasks.queue_digests()
    with time_machine.travel(dt.datetime(2026, 11, 2, 7, tzinfo=dt.UTC)):
        tasks.queue_digests()
    told = {message.to[0]: message.body for message in digests()}
    assert len(told) == len(digests()) == 4  # Lipová, Rumburk, Šluknov, the union
    assert "Vybraná věc" in told["editor-sluknov@test.example"]
    assert "Vybraná věc" not in told["editor-rumburk@test.example"]
    assert "Členská věc" in told["editor-rumburk@test.example"]
    assert silent.email not in told
    assert "outsider@test.example" not in told


def test_a_month_without_news_sends_nothing(people):
    people.clerk("lipova")
    with time_machine.travel(dt.datetime(2026, 11, 1, 7, tzinfo=dt.UTC)):
        tasks.queue_digests()
    assert digests() == []
    assert Mail.objects.get().dropped_at is not None


def test_a_digest_that_a_killed_worker_left_is_sent(lipova, people, monkeypatch):
    with time_machine.travel(dt.datetime(2026, 10, 12, 10, tzinfo=dt.UTC)):
        published(lipova)
    Mail.objects.all().delete()
    with time_machine.travel(dt.datetime(2026, 11, 1, 7, tzinfo=dt.UTC)):
        due = mails.queue_digests()  # killed here, before anything was sent
        assert due
    with time_machine.travel(dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)):
        tasks.send_overdue()
        tasks.send_overdue()
    assert len(digests()) == len(due)


def test_december_follows_november():
    assert mails.month_before(dt.date(2027, 1, 5)) == dt.date(2026, 12, 1)
    assert mails.month_before(dt.date(2026, 3, 31)) == dt.date(2026, 2, 1)
    assert Practice.objects.count() == 0
