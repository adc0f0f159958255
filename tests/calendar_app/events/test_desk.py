"""The clerk's desk: who sees, writes, publishes and cancels events of which site."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django_tenants.utils import tenant_context

from calendar_app.aggregate.models import PublishedEvent
from calendar_app.events.models import Event
from tests.calendar_app.events.forms import filled

pytestmark = pytest.mark.django_db

FORM = filled()


def address(event: Any, view: str) -> str:
    return f"/admin/kalendar/{view}/{event.uuid}/"


def public(event: Any) -> PublishedEvent:
    return PublishedEvent.objects.get(uuid=event.uuid)


def test_a_clerk_publishes_in_one_go(lipova: Any, people: Any, client_for: Any) -> None:
    browser = client_for(lipova, people.clerk("lipova"))
    assert browser.get("/admin/kalendar/").status_code == 200
    assert browser.get("/admin/kalendar/add/").status_code == 200
    answer = browser.post("/admin/kalendar/add/", FORM | {"action-publish": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    row = PublishedEvent.objects.get(title="Koncert dechovky")
    assert row.municipality == lipova
    assert (row.start_date, row.start_time) == (dt.date(2027, 5, 8), dt.time(18))


def test_the_form_explains_a_mistake(lipova: Any, people: Any, client_for: Any) -> None:
    browser = client_for(lipova, people.clerk("lipova"))
    answer = browser.post(
        "/admin/kalendar/add/", FORM | {"end_time": "17:00", "action-publish": "1"}
    )
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"end_time"}
    assert not PublishedEvent.objects.exists()


def test_an_author_drafts_and_cannot_publish(lipova: Any, people: Any, client_for: Any) -> None:
    browser = client_for(lipova, people.author("lipova"))
    browser.post("/admin/kalendar/add/", FORM | {"action-publish": "1"})
    assert not PublishedEvent.objects.exists()
    browser.post("/admin/kalendar/add/", FORM)
    with tenant_context(lipova):
        assert not Event.objects.filter(live=True).exists()
        event = Event.objects.filter(live=False).latest("start_date")
    answer = browser.post(address(event, "edit"), FORM | {"action-submit": "1"})
    assert answer.status_code == 302
    with tenant_context(lipova):
        assert Event.objects.get(pk=event.pk).workflow_in_progress
    assert not PublishedEvent.objects.exists()


def test_an_author_cannot_touch_what_is_public(
    lipova: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    browser = client_for(lipova, people.author("lipova"))
    changed = FORM | {"title": "Změněno autorem"}
    for extra in ({}, {"action-publish": "1"}):
        browser.post(address(event, "edit"), changed | extra)
    browser.post(address(event, "copy"), changed)
    browser.post(address(event, "copy"), changed | {"action-publish": "1"})
    for view in ("unpublish", "delete", "cancel", "restore"):
        browser.post(address(event, view))
    with tenant_context(lipova):
        fresh = Event.objects.get(pk=event.pk)
        assert (fresh.title, fresh.live, fresh.status) == ("Pouť", True, "scheduled")
    row = public(event)
    assert (row.title, row.state, row.sequence) == ("Pouť", "scheduled", 0)
    assert PublishedEvent.objects.count() == 1


def test_cancelling_asks_first_and_can_be_taken_back(
    lipova: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    browser = client_for(lipova, people.clerk("lipova"))
    assert f"cancel/{event.uuid}/" in browser.get(address(event, "edit")).content.decode()
    assert f"cancel/{event.uuid}/" in browser.get("/admin/kalendar/").content.decode()
    assert browser.get(address(event, "cancel")).status_code == 200
    assert public(event).state == "scheduled"
    assert browser.post(address(event, "cancel")).status_code == 302
    assert public(event).state == "cancelled"
    assert f"restore/{event.uuid}/" in browser.get(address(event, "edit")).content.decode()
    browser.post(address(event, "restore"))
    assert public(event).state == "scheduled"


def test_editing_a_cancelled_event_keeps_it_cancelled(
    lipova: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    event = make_event(lipova)
    browser = client_for(lipova, people.clerk("lipova"))
    browser.post(address(event, "cancel"))
    answer = browser.post(address(event, "edit"), FORM | {"action-publish": "1"})
    assert answer.status_code == 302
    assert (public(event).state, public(event).title) == ("cancelled", "Koncert dechovky")


def test_a_copy_is_a_new_event(lipova: Any, people: Any, client_for: Any, make_event: Any) -> None:
    event = make_event(lipova, title="Pouť 2026")
    browser = client_for(lipova, people.clerk("lipova"))
    browser.post(address(event, "cancel"))
    form = browser.get(address(event, "copy")).context["form"]
    assert form["title"].value() == "Pouť 2026"
    browser.post(address(event, "copy"), FORM | {"title": "Pouť 2027", "action-publish": "1"})
    copy = PublishedEvent.objects.get(title="Pouť 2027")
    assert copy.uuid != event.uuid
    assert (copy.state, copy.sequence) == ("scheduled", 0)
    assert public(event).state == "cancelled"


def test_unpublishing_and_deleting_withdraw(
    lipova: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    browser = client_for(lipova, people.clerk("lipova"))
    for view in ("unpublish", "delete"):
        event = make_event(lipova)
        key = event.uuid
        assert browser.post(address(event, view)).status_code == 302
        assert PublishedEvent.objects.get(uuid=key).state == "withdrawn"


def test_the_neighbours_clerk_gets_nowhere(
    lipova: Any, sluknov: Any, union: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    strangers = [
        (lipova, people.clerk("sluknov")),
        (lipova, people.outsider()),
        (lipova, people.union_editor()),
        (lipova, None),
        (sluknov, people.clerk("sluknov")),
        (union, people.union_editor()),
    ]
    for site, person in strangers:
        browser = client_for(site, person)
        for view in ("edit", "copy", "history", "usage", "cancel", "unpublish", "delete"):
            for answer in (
                browser.get(address(event, view)),
                browser.post(address(event, view), FORM | {"action-publish": "1"}),
            ):
                assert answer.status_code in (302, 403, 404), (site, person, view)
                assert "Pouť" not in answer.content.decode()
    row = public(event)
    assert (row.title, row.state) == ("Pouť", "scheduled")
    assert PublishedEvent.objects.count() == 1


def test_the_preview_shows_the_draft_to_clerks_only(
    lipova: Any, sluknov: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    event = make_event(lipova, live=False, title="Tajný koncept")
    browser = client_for(lipova, people.clerk("lipova"))
    with tenant_context(lipova):
        revision = Event.objects.get(pk=event.pk).latest_revision_id
    path = f"/admin/kalendar/history/{event.uuid}/revisions/{revision}/view/"
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "Tajný koncept" in answer.content.decode()
    for person in (None, people.clerk("sluknov"), people.outsider()):
        answer = client_for(lipova, person).get(path)
        assert answer.status_code in (302, 403)
    answer = client_for(sluknov, people.clerk("sluknov")).get(path)
    assert answer.status_code == 404


def test_the_doubled_hour_brings_a_warning(lipova: Any, people: Any, client_for: Any) -> None:
    browser = client_for(lipova, people.clerk("lipova"))
    answer = browser.post(
        "/admin/kalendar/add/",
        FORM | {"start_date": "2026-10-25", "start_time": "02:30", "action-publish": "1"},
        follow=True,
    )
    assert any(message.level_tag == "warning" for message in answer.context["messages"])


def test_history_names_the_cancellation(
    lipova: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    event = make_event(lipova)
    browser = client_for(lipova, people.clerk("lipova"))
    browser.post(address(event, "cancel"))
    assert browser.get(address(event, "history")).status_code == 200
