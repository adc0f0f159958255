"""Holds, minutes, papers and tasks reach members' people, and nobody and nothing else."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection

from shared.audit.models import Entry
from shared.members import tasks
from shared.members.models import Mail
from shared.published import services as published
from shared.published.models import Item
from tenants.registry.models import UnionMembership
from tests.shared.members.conftest import MARKER

PUBLIC = [
    *("/", "/obce/", "/obce/lipova/", "/kalendar/", "/kalendar.ics", "/kalendar/rss/"),
    *("/aktuality/", "/aktuality/rss/", "/dobra-praxe/", "/sitemap.xml", "/robots.txt"),
    *(f"/hledat/?q={MARKER}", "/hledat/?q=slavnost", "/kalendar/?zobrazeni=mesic"),
    *(
        "/hledat/naseptavac/?q=slavnost",
        "/hledat/naseptavac/?q=valna",
        "/z-obci/",
        "/z-obci/?q=ukol",
    ),
    *(
        "/opendata/",
        "/opendata/katalog.jsonld",
        "/api/v1/events",
        "/api/v1/notices",
        "/api/v1/news",
    ),
    *("/api/v1/municipalities", "/api/v1/practices", "/strategie/", "/strategie/aktivity/"),
]


def text(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace")


def test_colleagues_read_everything(client_for, union, people, paths):
    for person in (people.clerk("sluknov"), people.author("lipova"), people.union_editor()):
        browser = client_for(union, person)
        for path in paths:
            response = browser.get(path)
            assert response.status_code == 200, path
            assert MARKER in text(response), path
            assert response["Cache-Control"] == "private, no-store", path
            assert "noindex" in response["X-Robots-Tag"]


def test_strangers_are_sent_to_the_log_in_whatever_they_ask_for(client_for, union, paths):
    browser = client_for(union)
    for path in [*paths, "/clenove/ukoly/999999/", "/clenove/dokumenty/999999/soubor/x.pdf"]:
        for _again in range(2):  # the second would come from the page cache
            response = browser.get(path)
            assert response.status_code == 302, path
            assert "/admin/login/?next=" in response["Location"]
            assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["outsider", "rumburk"])
def test_people_of_no_member_are_refused(client_for, union, people, paths, who):
    person = people.outsider() if who == "outsider" else people.administrator("rumburk")
    browser = client_for(union, person)
    for path in paths:
        response = browser.get(path)
        assert response.status_code == 403, path
        assert MARKER not in text(response)


def test_a_municipality_that_left_loses_access_at_once(client_for, union, people, paths, sluknov):
    browser = client_for(union, people.clerk("sluknov"))
    assert browser.get("/clenove/").status_code == 200
    UnionMembership.objects.filter(municipality=sluknov).delete()
    assert browser.get("/clenove/").status_code == 403


def test_a_person_who_left_loses_access_at_once(client_for, union, people, paths, lipova, on):
    from tenants.roles.models import Membership

    person = people.clerk("lipova")
    browser = client_for(union, person)
    assert browser.get("/clenove/").status_code == 200
    with on(lipova):
        Membership.objects.filter(user=person).delete()
    assert browser.get("/clenove/").status_code == 403


def test_municipalities_have_no_such_addresses(client_for, lipova, people, paths):
    browser = client_for(lipova, people.clerk("lipova"))
    for path in paths:
        assert browser.get(path).status_code == 404, path


def test_nothing_reaches_pages_search_feeds_or_the_map_of_the_site(
    client_for, union, lipova, people, secrets
):
    for person in (None, people.clerk("lipova")):
        for site in (union, lipova):
            browser = client_for(site, person)
            for path in PUBLIC:
                response = browser.get(path)
                # What was asked for may be repeated; it must not be found.
                shown = text(response).replace(f'value="{MARKER}"', "")
                if f"q={MARKER}" in path:
                    assert f"Slavnost {MARKER}" not in shown
                else:
                    assert MARKER not in shown, (site, path)
    assert not Item.objects.filter(title__contains=MARKER).exists()


def test_nothing_is_projected_and_a_rebuild_changes_nothing(secrets):
    assert not [drift for drift in published.verify() if "members" in drift.kind]
    published.rebuild()
    assert not Item.objects.filter(title__contains=MARKER).exists()


def test_the_file_has_no_other_address(client_for, union, people, secrets):
    stored = secrets["paper"].file.name
    for person in (None, people.clerk("lipova")):
        browser = client_for(union, person)
        for path in (f"/media/{stored}", f"/media/_members/{stored}", f"/documents/1/{stored}"):
            assert browser.get(path).status_code in (302, 404), path
            assert MARKER not in text(browser.get(path)).replace(stored, "")


def test_a_file_comes_as_a_download_and_under_its_own_name_only(client_for, union, people, secrets):
    paper = secrets["paper"]
    browser = client_for(union, people.clerk("sluknov"))
    response = browser.get(f"/clenove/dokumenty/{paper.pk}/soubor/{paper.name}")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert browser.get(f"/clenove/dokumenty/{paper.pk}/soubor/jiny.txt").status_code == 404


def test_the_audit_knows_that_and_not_what(secrets):
    entries = list(Entry.objects.filter(action__startswith="members."))
    assert {entry.action for entry in entries} >= {
        *("members.meeting_called", "members.meeting_changed", "members.paper_added"),
        *("members.task_given", "members.hold_made"),
    }
    assert all(entry.actor_id for entry in entries)
    assert MARKER not in str([(e.target_label, e.detail) for e in entries])


def test_mails_reach_members_people_alone(
    people, secrets, lipova, sluknov, django_capture_on_commit_callbacks
):
    outside = {person.email for person in (people.outsider(), people.administrator("rumburk"))}
    mayor = people.clerk("sluknov")
    tasks.send_overdue()  # younger than ten minutes: those wait for their own message
    assert not mail.outbox
    Mail.objects.update(created_at="2020-01-01T00:00:00Z")
    tasks.send_overdue()
    told = {(each.to[0], each.subject.partition(":")[0]) for each in mail.outbox}
    assert not outside & {to for to, _subject in told}
    assert {to for to, _subject in told} >= {people.clerk("lipova").email}
    # Of the text nothing is told, and of Lipová's task nobody else.
    assert all(
        MARKER
        not in each.body.replace(secrets["task"].title, "").replace(secrets["meeting"].title, "")
        for each in mail.outbox
    )
    assert not [to for to, subject in told if subject in ("Úkol", "Task") and to == mayor.email]
    assert Session.objects.count() == 0


def test_the_tables_are_in_public_alone(lipova):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'members\\_%'"
        )
        assert cursor.fetchall() == [("public",)]
