"""The form of the desk, the editor's decision, and who gets to which page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared.practices.content import PARTS, mark_of
from shared.practices.enums import State
from shared.practices.models import Practice
from tests.shared.practices.factory import draft, published, submitted

pytestmark = pytest.mark.django_db
ROOT = "/admin/dobra-praxe/"


def part_url(practice, part):
    return f"{ROOT}{practice.pk}/cast/{part}/"


def test_from_the_first_word_to_the_publication(lipova, union, people, client_for):
    clerk = client_for(lipova, people.clerk("lipova"))
    first = clerk.post(ROOT, {"title": "Výstava"})
    practice = Practice.objects.get()
    assert first.headers["Location"] == part_url(practice, "v-kostce")
    filled = {
        "v-kostce": {
            "title": "Výstava", "summary": "Panely putovaly.", "topic": "volny-cas",
            "progress": "dokonceno", "started": "2004-03-01", "ended": "2004-11-30",
        },
        "problem-a-reseni": {"problem": "Nevíme o sobě.", "solution": "Dvanáct panelů."},
        "vysledky": {
            "results_text": "", "results-rows": "2", "results-0-indicator": "panely",
            "results-0-before": "0", "results-0-after": "12", "results-0-unit": "ks",
            "results-1-indicator": "", "results-1-before": "", "results-1-after": "", "results-1-unit": "",
        },
        "penize-a-lide": {
            "cost": "66 550,00 Kč", "cost_note": "", "people": "", "duration": "",
            "funding-rows": "1", "funding-0-source": "kraj", "funding-0-amount": "50 000",
        },
        "pouceni": {"went_wrong": "", "conditions": ""},
        "postup": {"steps-rows": "2", "steps-0-text": "Domluvit se", "steps-1-text": ""},
        "soubory": {},
        "kontakt-a-odkazy": {
            "contact_name": "Obecní úřad", "contact_role": "", "contact_email": "a@b.cz",
            "contact_phone": "", "related": "", "links-rows": "1", "links-0-kind": "web",
            "links-0-url": "https://example.cz/x", "links-0-title": "Zdroj",
        },
        "pro-koho": {"visibility": "public"},
    }  # fmt: skip
    slugs = list(PARTS)
    for number, (part, values) in enumerate(filled.items()):
        page = clerk.get(part_url(practice, part))
        assert page.status_code == 200
        seen = page.context["seen"]
        answer = clerk.post(part_url(practice, part), {**values, "seen": seen})
        after = (
            f"{ROOT}{practice.pk}/" if part == slugs[-1] else part_url(practice, slugs[number + 1])
        )
        assert answer.headers["Location"] == after
    practice.refresh_from_db()
    assert practice.draft["cost"] == "66550"
    assert practice.draft["funding"] == [{"source": "kraj", "amount": "50000"}]
    assert practice.draft["results"] == [
        {"indicator": "panely", "before": "0", "after": "12", "unit": "ks"}
    ]
    assert practice.draft["steps"] == [{"text": "Domluvit se"}]
    # "Chosen only" without anybody chosen would hide what is published from all; it is not stored.
    seen = clerk.get(part_url(practice, "pro-koho")).context["seen"]
    nobody = clerk.post(part_url(practice, "pro-koho"), {"visibility": "chosen", "seen": seen})
    assert nobody.status_code == 400 and b"data-autosave data" not in nobody.content
    practice.refresh_from_db()
    assert practice.draft["visibility"] == "public"
    assert clerk.get(f"{ROOT}{practice.pk}/nahled/").status_code == 200
    assert clerk.post(f"{ROOT}{practice.pk}/podat/").status_code == 302
    editor = client_for(union, people.union_editor())
    assert "Výstava" in editor.get(ROOT).content.decode()
    review = f"{ROOT}{practice.pk}/posouzeni/"
    assert editor.get(review).status_code == 200
    assert editor.post(review, {"return": "1", "comment": "", "version": "1"}).status_code == 400
    assert (
        editor.post(
            review, {"return": "1", "part-pouceni": "Co se nepovedlo?", "version": "1"}
        ).status_code
        == 302
    )
    assert "Co se nepovedlo?" in clerk.get(part_url(practice, "pouceni")).content.decode()
    assert "Co se nepovedlo?" in clerk.get(f"{ROOT}{practice.pk}/").content.decode()
    clerk.post(f"{ROOT}{practice.pk}/podat/")
    assert editor.post(review, {"publish": "1", "version": "2"}).status_code == 302
    practice.refresh_from_db()
    assert practice.state == State.PUBLISHED
    page = client_for(union).get(practice.path)
    assert page.status_code == 200
    for each in ("66&nbsp;550", "66\xa0550"):
        if each in page.content.decode():
            break
    else:
        pytest.fail("the cost is not on the page")


def test_a_wrong_field_loses_nothing(lipova, people, client_for):
    practice = draft(lipova)
    clerk = client_for(lipova, people.clerk("lipova"))
    answer = clerk.post(
        part_url(practice, "penize-a-lide"),
        {
            "seen": mark_of(practice.draft, "penize-a-lide"), "cost": "asi sto", "people": "dva lidé",
            "cost_note": "", "duration": "", "funding-rows": "1", "funding-0-source": "obec",
            "funding-0-amount": "mnoho",
        },
    )  # fmt: skip
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'value="asi sto"' in text
    assert 'value="mnoho"' in text
    practice.refresh_from_db()
    assert practice.draft["people"] == "dva lidé"  # what is right is saved
    assert practice.draft["cost"] == "66550"  # what was there stays


def test_the_script_saves_what_is_not_complete(lipova, people, client_for):
    practice = draft(lipova)
    clerk = client_for(lipova, people.clerk("lipova"))
    path = part_url(practice, "problem-a-reseni")
    seen = mark_of(practice.draft, "problem-a-reseni")
    answer = clerk.post(path, {"seen": seen, "problem": "nový"}, headers={"x-autosave": "1"})
    assert answer.json() == {"saved": True, "complete": True, "seen": answer.json()["seen"]}
    assert answer.json()["seen"] != seen
    late = clerk.post(path, {"seen": seen, "problem": "starý"}, headers={"x-autosave": "1"})
    assert late.status_code == 409
    shown = clerk.post(path, {"seen": seen, "problem": "můj text"})
    assert shown.status_code == 400
    assert "můj text" in shown.content.decode()
    assert "nový" in shown.content.decode()
    practice.refresh_from_db()
    assert practice.draft["problem"] == "nový"
    assert (
        clerk.post(path, {"seen": shown.context["seen"], "problem": "můj text"}).status_code == 302
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//zlo.cz", "https://a b", "http://[::1"]
)
def test_a_link_leads_to_the_web_only(url, lipova, people, client_for):
    practice = draft(lipova)
    clerk = client_for(lipova, people.clerk("lipova"))
    sent = {
        "seen": mark_of(practice.draft, "kontakt-a-odkazy"), "contact_email": "a@b.cz",
        "links-rows": "1", "links-0-kind": "web", "links-0-url": url, "links-0-title": "x",
    }  # fmt: skip
    assert clerk.post(part_url(practice, "kontakt-a-odkazy"), sent).status_code == 400
    practice.refresh_from_db()
    assert not practice.draft.get("links")


def test_files_are_what_they_say(lipova, people, client_for):
    practice = draft(lipova)
    clerk = client_for(lipova, people.clerk("lipova"))
    add = f"{ROOT}{practice.pk}/pridat/"
    wrong = clerk.post(
        f"{add}picture/", {"upload": SimpleUploadedFile("a.png", b"<svg/>"), "alt": "x"}
    )
    assert wrong.status_code == 400
    wrong = clerk.post(
        f"{add}attachment/",
        {
            "upload": SimpleUploadedFile("a.pdf", b"<html>"),
            "title": "x",
            "paper": "other",
            "licence": "cc0",
        },
    )
    assert wrong.status_code == 400
    assert clerk.post(f"{add}jine/", {}).status_code == 404
    assert practice.files.count() == 0
    right = clerk.post(
        f"{add}attachment/",
        {
            "upload": SimpleUploadedFile("../s.txt", b"text"),
            "title": "Vzor",
            "paper": "contract",
            "licence": "cc0",
        },
    )
    assert right.status_code == 302
    file = practice.files.get()
    assert file.name == "s.txt"
    assert clerk.post(f"{ROOT}{practice.pk}/odebrat/{file.pk}/").status_code == 302
    assert practice.files.count() == 0


def test_a_file_that_a_version_names_stays(lipova, union, people, client_for, on):
    from shared.practices.services import flow

    practice = draft(lipova)
    clerk = client_for(lipova, people.clerk("lipova"))
    clerk.post(
        f"{ROOT}{practice.pk}/pridat/attachment/",
        {
            "upload": SimpleUploadedFile("s.txt", b"text"),
            "title": "Vzor",
            "paper": "contract",
            "licence": "cc0",
        },
    )
    with on(lipova):
        flow.submit(practice.pk, actor=people.clerk("lipova"))
    with on(union):
        flow.publish(practice.pk, version=1, actor=people.union_editor())
    file = practice.files.get()
    clerk.post(f"{ROOT}{practice.pk}/odebrat/{file.pk}/")
    practice.refresh_from_db()
    assert practice.draft["attachments"] == []
    assert client_for(union).get(file.path).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_a_record_is_for_other_sites(method, lipova, sluknov, union, people, client_for):
    practice = submitted(lipova)
    before = Practice.objects.values().get()
    tails = ["", "cast/pouceni/", "nahled/", "verze/1/", "podat/", "vzit-zpet/", "archivovat/",
             "obnovit/", "posouzeni/", "prizvat/", "pripojit/", "odejit/", "pridat/picture/"]  # fmt: skip
    askers = [
        (sluknov, people.clerk("sluknov")),
        (sluknov, people.administrator("sluknov")),
        (sluknov, people.clerk("lipova")),
        (lipova, people.clerk("sluknov")),
        (lipova, people.outsider()),
        (lipova, None),
    ]
    for site, person in askers:
        browser = client_for(site, person)
        for tail in tails:
            data = {"publish": "1", "version": "1", "reason": "x", "municipality": "sluknov"}
            answer = getattr(browser, method)(f"{ROOT}{practice.pk}/{tail}", data)
            assert answer.status_code in {302, 403, 404, 405}, (site, person, tail)
            if answer.status_code == 302:
                assert (
                    "/login/" in answer.headers["Location"]
                    or answer.headers["Location"] == "/admin/"
                ), tail
    assert Practice.objects.values().get() == before


def test_the_desks_list_costs_the_same_with_one_record_and_with_three(lipova, people, client_for):
    browser = client_for(lipova, people.clerk("lipova"))
    numbers = []
    for more in (1, 2):
        for _each in range(more):
            published(lipova)
        browser.get(ROOT)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(ROOT).status_code == 200
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]
