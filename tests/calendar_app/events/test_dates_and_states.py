"""One date called off, an event postponed, an event copied: each with what the public sees."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django_tenants.utils import tenant_context

from calendar_app.aggregate.models import Occurrence, PublishedEvent
from calendar_app.events import services
from calendar_app.events.models import Event, EventAttachment, EventException, ExtraDate
from shared.audit.models import Entry
from tests.calendar_app.events.forms import PUBLISH, filled

pytestmark = pytest.mark.django_db

FIRST = dt.date(2027, 10, 14)
SECOND = dt.date(2027, 10, 21)


@pytest.fixture
def series(lipova: Any, make_event: Any) -> Any:
    return make_event(
        lipova, title="Trh", start_date=FIRST, recurrence="FREQ=WEEKLY;BYDAY=TH;COUNT=6"
    )


@pytest.fixture
def browser(lipova: Any, people: Any, client_for: Any) -> Any:
    return client_for(lipova, people.clerk("lipova"))


def address(event: Any, view: str, day: str = "20271021") -> str:
    return f"/admin/kalendar/dates/{event.pk}/{day}/{view}/"


def state(event: Any, day: dt.date) -> str:
    return Occurrence.objects.get(event=event.pk, instance=f"{day:%Y%m%d}").state


def row(event: Any) -> PublishedEvent:
    return PublishedEvent.objects.get(uuid=event.pk)


# -- one date ------------------------------------------------------------------------------------


def test_one_date_is_cancelled_with_one_click_and_a_question(
    lipova: Any, series: Any, browser: Any
) -> None:
    page = browser.get(f"/admin/kalendar/edit/{series.pk}/").content.decode()
    assert address(series, "cancel") in page
    assert browser.get(address(series, "cancel")).status_code == 200
    assert state(series, SECOND) == "scheduled"
    answer = browser.post(address(series, "cancel"), {"note": "Nemoc prodejce"})
    assert answer.status_code == 302
    assert state(series, SECOND) == "cancelled"
    assert Occurrence.objects.get(event=series.pk, first_day=SECOND).note == "Nemoc prodejce"
    assert state(series, FIRST) == "scheduled"
    assert Entry.objects.filter(action="calendar.date_cancelled", schema_name="lipova").count() == 1
    page = browser.get(f"/admin/kalendar/edit/{series.pk}/").content.decode()
    assert address(series, "restore") in page
    # Publishing the form afterwards does not revive the date: its exception is in the form.
    with tenant_context(lipova):
        exception = Event.objects.get(pk=series.pk).get_latest_revision_as_object().exceptions.get()
    rows = [{"id": str(exception.pk), "day": "2027-10-21", "kind": "cancelled", "note": "Nemoc"}]
    fields = {"title": "Trh", "start_date": "2027-10-14", "repeats": "WEEKLY", "repeat_count": "6"}
    answer = browser.post(
        f"/admin/kalendar/edit/{series.pk}/", filled(**fields, exceptions=rows, **PUBLISH)
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert state(series, SECOND) == "cancelled"
    assert browser.post(address(series, "restore")).status_code == 302
    assert state(series, SECOND) == "scheduled"


def test_a_waiting_draft_does_not_revive_the_date(lipova: Any, series: Any, browser: Any) -> None:
    with tenant_context(lipova):
        draft = Event.objects.get(pk=series.pk)
        draft.title = "Trh s hudbou"
        draft.save_revision()
    browser.post(address(series, "cancel"))
    with tenant_context(lipova):
        fresh = Event.objects.get(pk=series.pk)
        assert fresh.has_unpublished_changes
        revision = fresh.latest_revision
        assert revision.as_object().title == "Trh s hudbou"
        revision.publish()
    assert row(series).title == "Trh s hudbou"
    assert state(series, SECOND) == "cancelled"


def test_a_date_that_is_not_public_sends_back(series: Any, browser: Any) -> None:
    for day in ("20271022", "20270101"):
        answer = browser.post(address(series, "cancel", day), follow=True)
        assert any(message.level_tag == "warning" for message in answer.context["messages"])
    assert browser.get(address(series, "cancel", "nesmysl")).status_code == 404
    assert Occurrence.objects.filter(event=series.pk, state="cancelled").count() == 0
    browser.post(address(series, "cancel"))
    answer = browser.post(address(series, "cancel"), follow=True)
    assert any(message.level_tag == "warning" for message in answer.context["messages"])


def test_only_who_publishes_calls_a_date_off(
    lipova: Any, sluknov: Any, series: Any, people: Any, client_for: Any
) -> None:
    for site, person in (
        (lipova, None),
        (lipova, people.author("lipova")),
        (lipova, people.clerk("sluknov")),
        (sluknov, people.clerk("sluknov")),
    ):
        for view in ("cancel", "restore"):
            for method in ("get", "post"):
                answer = getattr(client_for(site, person), method)(address(series, view))
                assert answer.status_code in (302, 403, 404)
                assert "Trh" not in answer.content.decode()
    assert state(series, SECOND) == "scheduled"
    with tenant_context(lipova), pytest.raises(services.PermissionDenied):
        services.cancel_date(series, SECOND, people.author("lipova"))


# -- postponing ----------------------------------------------------------------------------------


def test_postponing_is_public_until_there_is_a_new_date(
    lipova: Any, browser: Any, make_event: Any
) -> None:
    event = make_event(lipova, title="Pouť", start_date=FIRST)
    path = f"/admin/kalendar/postpone/{event.pk}/"
    assert path in browser.get("/admin/kalendar/").content.decode()
    assert browser.get(path).status_code == 200
    assert row(event).state == "scheduled"
    browser.post(path)
    assert (row(event).state, row(event).sequence) == ("postponed", 1)
    same = {"title": "Pouť", "start_date": "2027-10-14", "start_time": "18:00"}
    edit = f"/admin/kalendar/edit/{event.pk}/"
    browser.post(edit, filled(**same, contact="Jinak", **PUBLISH))
    assert row(event).state == "postponed"
    browser.post(edit, filled(**same | {"start_date": "2027-10-28"}, **PUBLISH))
    assert row(event).state == "scheduled"
    with tenant_context(lipova):
        assert Event.objects.get(pk=event.pk).status == "scheduled"


def test_a_postponed_event_may_take_place_after_all(
    lipova: Any, browser: Any, make_event: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    browser.post(f"/admin/kalendar/postpone/{event.pk}/")
    page = browser.get(f"/admin/kalendar/edit/{event.pk}/").content.decode()
    assert f"/admin/kalendar/restore/{event.pk}/" in page
    assert f"/admin/kalendar/cancel/{event.pk}/" in page
    browser.post(f"/admin/kalendar/restore/{event.pk}/")
    assert row(event).state == "scheduled"


def test_an_author_postpones_nothing(
    lipova: Any, people: Any, client_for: Any, make_event: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    client_for(lipova, people.author("lipova")).post(f"/admin/kalendar/postpone/{event.pk}/")
    assert row(event).state == "scheduled"


# -- copies --------------------------------------------------------------------------------------


def test_a_copy_has_everything_but_its_days(lipova: Any, browser: Any, make_event: Any) -> None:
    from django.core.files.base import ContentFile

    from tenants.pages.models import SiteDocument

    with tenant_context(lipova):
        document = SiteDocument(title="Plakát")
        document.file.save("plakat.txt", ContentFile(b"Plakat"), save=False)
        document.file_size = 6
        document.save()
        event = make_event(
            lipova,
            title="Trh",
            start_date=FIRST,
            recurrence="FREQ=WEEKLY;BYDAY=TH",
            audience=["rodiny"],
            admission="zdarma",
            exceptions=[EventException(day=SECOND)],
            extra_dates=[ExtraDate(start_date=dt.date(2027, 10, 16))],
            attachments=[EventAttachment(document=document, title="Plakát")],
        )
    path = f"/admin/kalendar/copy/{event.pk}/"
    assert path in browser.get("/admin/kalendar/").content.decode()
    assert path in browser.get(f"/admin/kalendar/edit/{event.pk}/").content.decode()
    answer = browser.get(path)
    form = answer.context["form"]
    assert any(message.level_tag == "info" for message in answer.context["messages"])
    assert form["title"].value() == "Trh"
    assert form["start_date"].value() is None
    assert form["audience"].value() == ["rodiny"]
    assert form["repeats"].value() == "WEEKLY"
    assert len(form.formsets["exceptions"].forms) == 0
    assert len(form.formsets["attachments"].forms) == 1
    data = filled(
        title="Trh 2028",
        start_date="2028-10-12",
        repeats="WEEKLY",
        attachments=[{"document": str(document.pk), "title": "Plakát"}],
        **PUBLISH,
    )
    # As the browser sends it: a row that the form has shown, yet without a key.
    assert browser.post(path, data | {"attachments-INITIAL_FORMS": "1"}).status_code == 302
    copy = PublishedEvent.objects.get(title="Trh 2028")
    assert copy.uuid != event.pk
    assert [item["title"] for item in copy.attachments] == ["Plakát"]
    assert row(event).title == "Trh"
    assert [item["title"] for item in row(event).attachments] == ["Plakát"]
