"""Publishing, changing, cancelling and withdrawing, seen in the public tables and the feeds."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import icalendar
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django_tenants.utils import tenant_context

from calendar_app.aggregate import services
from calendar_app.aggregate.models import Occurrence, PublishedEvent
from calendar_app.events import services as event_services
from calendar_app.events.models import Event
from shared.published import services as published
from shared.published.models import Item

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def vevent(feed: bytes, event: Any) -> icalendar.Event | None:
    for component in icalendar.Calendar.from_ical(feed).walk("VEVENT"):
        if str(component["UID"]).startswith(str(event.uuid)):
            return component
    return None


def republish(site: Any, event: Any, **changes: Any) -> None:
    with tenant_context(site):
        fresh = Event.objects.get(pk=event.pk)
        for name, value in changes.items():
            setattr(fresh, name, value)
        event_services.publish(fresh)
        event.refresh_from_db()


def stored(event: Any) -> PublishedEvent:
    return PublishedEvent.objects.get(uuid=event.uuid)


def test_published_event_is_in_both_feeds_at_once(
    lipova: Any, sluknov: Any, union: Any, make_event: Any, fetch: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    for site in (lipova, union):
        component = vevent(fetch(site), event)
        assert component is not None
        assert component["UID"] == f"{event.uuid}@sever.localhost"
        assert component["SEQUENCE"] == 0
    assert vevent(fetch(sluknov), event) is None
    item = Item.objects.get(kind="event", source_id=str(event.uuid))
    assert (item.municipality, item.title) == (lipova, "Pouť")
    assert Occurrence.objects.get(event=event.uuid).first_day == event.start_date


def test_the_union_has_events_of_its_own(
    union: Any, lipova: Any, make_event: Any, fetch: Any
) -> None:
    event = make_event(union, title="Setkání starostů")
    assert vevent(fetch(union), event) is not None
    assert vevent(fetch(lipova), event) is None


def test_a_rolled_back_publication_leaves_nothing(lipova: Any, make_event: Any) -> None:
    event = make_event(lipova, live=False)
    with tenant_context(lipova), pytest.raises(RuntimeError), transaction.atomic():
        event.get_latest_revision().publish()
        assert PublishedEvent.objects.filter(uuid=event.uuid).exists()
        raise RuntimeError
    assert not PublishedEvent.objects.exists()
    assert not Occurrence.objects.exists()
    assert not Item.objects.filter(kind="event").exists()


def test_a_draft_never_leaks(lipova: Any, union: Any, make_event: Any, fetch: Any) -> None:
    make_event(lipova, live=False, title="Tajný koncept", place="Utajené místo")
    shown = make_event(lipova, title="Veřejná akce")
    with tenant_context(lipova):  # a draft over something published
        shown.title = "Rozpracovaný název"
        shown.save_revision()
    for site in (lipova, union):
        feed = fetch(site).decode()
        assert "Veřejná akce" in feed
        assert "Tajný" not in feed and "Utajené" not in feed and "Rozpracovan" not in feed
    with tenant_context(lipova):
        services.rebuild()
    assert set(PublishedEvent.objects.values_list("title", flat=True)) == {"Veřejná akce"}


@pytest.mark.parametrize(
    ("change", "raises"),
    [
        ({"title": "Jiný název"}, 0),
        ({"text": "<p>Jiný text.</p>"}, 0),
        ({"category": "sport"}, 0),
        ({"start_time": dt.time(19)}, 1),
        ({"end_time": dt.time(22)}, 1),
        ({"place": "Hřiště"}, 1),
        ({"latitude": "51.01", "longitude": "14.36"}, 1),
        ({"all_day": True, "start_time": None}, 1),
    ],
)
def test_sequence_rises_with_time_place_and_state_only(
    lipova: Any, make_event: Any, change: dict[str, Any], raises: int
) -> None:
    event = make_event(lipova)
    before = stored(event)
    republish(lipova, event, **change)
    after = stored(event)
    assert after.sequence - before.sequence == raises
    assert after.changed_at > before.changed_at
    assert bytes(after.vevent) != bytes(before.vevent)
    assert event.sequence == after.sequence


def test_publishing_again_without_a_change_leaves_every_byte(lipova: Any, make_event: Any) -> None:
    event = make_event(lipova)
    before = stored(event)
    republish(lipova, event)
    after = stored(event)
    assert bytes(after.vevent) == bytes(before.vevent)
    assert after.changed_at == before.changed_at


def test_cancelling_is_announced_for_ninety_days_after_the_end(
    lipova: Any, union: Any, make_event: Any, fetch: Any, people: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    clerk = people.clerk("lipova")
    with tenant_context(lipova):
        event_services.cancel(event, clerk)
    component = vevent(fetch(union), event)
    assert component is not None
    assert component["STATUS"] == "CANCELLED"
    assert component["SUMMARY"] == "ZRUŠENO: Pouť"
    assert component["SEQUENCE"] == 1
    assert component["LOCATION"] == "Kulturní dům"
    assert Item.objects.get(source_id=str(event.uuid)).cancelled
    noon = dt.datetime.combine(event.start_date, dt.time(12), dt.UTC)
    with time_machine.travel(noon + dt.timedelta(days=90), tick=False):
        assert vevent(fetch(union), event) is not None
    with time_machine.travel(noon + dt.timedelta(days=91), tick=False):
        assert vevent(fetch(union), event) is None


def test_taking_a_cancellation_back(lipova: Any, make_event: Any, fetch: Any, people: Any) -> None:
    event = make_event(lipova, title="Pouť")
    clerk = people.clerk("lipova")
    with tenant_context(lipova):
        event_services.cancel(event, clerk)
        event_services.restore(event, clerk)
    component = vevent(fetch(lipova), event)
    assert component is not None
    assert (component["STATUS"], component["SUMMARY"]) == ("CONFIRMED", "Pouť")
    assert component["SEQUENCE"] == 2


def test_publishing_an_older_draft_does_not_revive_a_cancelled_event(
    lipova: Any, make_event: Any, people: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    with tenant_context(lipova):
        event.title = "Pouť s trhem"
        revision = event.save_revision()
        event_services.cancel(event, people.clerk("lipova"))
        revision.publish()
    row = stored(event)
    assert (row.state, row.title, row.sequence) == ("cancelled", "Pouť s trhem", 1)


def test_only_publishers_cancel(lipova: Any, make_event: Any, people: Any) -> None:
    event = make_event(lipova)
    for person in (people.author("lipova"), people.clerk("sluknov"), people.outsider()):
        with tenant_context(lipova), pytest.raises(PermissionDenied):
            event_services.cancel(event, type(person).objects.get(pk=person.pk))
    assert stored(event).state == "scheduled"


@pytest.mark.parametrize("way", ["unpublish", "delete"])
def test_withdrawing_leaves_the_dates_and_no_text(
    lipova: Any, union: Any, make_event: Any, fetch: Any, way: str
) -> None:
    event = make_event(
        lipova,
        title="Omylem zveřejněno",
        organiser="Jan Neveřejný",
        contact="412 000 111",
        german_summary="Geheim",
    )
    key = event.uuid
    with tenant_context(lipova), transaction.atomic():
        getattr(event, way)()
    feed = fetch(union)
    event.uuid = key
    component = vevent(feed, event)
    assert component is not None
    assert component["STATUS"] == "CANCELLED"
    assert component["SEQUENCE"] == 1
    assert "DESCRIPTION" not in component and "LOCATION" not in component
    for secret in ("Omylem", "Neveřejný", "412 000", "Geheim", "Kulturní dům"):
        assert secret not in feed.decode()
    row = PublishedEvent.objects.get(uuid=key)
    assert {row.title, row.body_html, row.place, row.organiser, row.search_text} == {""}
    assert not Occurrence.objects.filter(event=key).exists()
    assert not Item.objects.filter(source_id=str(key)).exists()


def test_publishing_after_a_withdrawal_goes_on_counting(
    lipova: Any, make_event: Any, fetch: Any
) -> None:
    event = make_event(lipova, title="Pouť")
    with tenant_context(lipova):
        Event.objects.get(pk=event.pk).unpublish()
        Event.objects.get(pk=event.pk).get_latest_revision().publish()
    component = vevent(fetch(lipova), event)
    assert component is not None
    assert (component["STATUS"], component["SEQUENCE"]) == ("CONFIRMED", 2)
    assert component["SUMMARY"] == "Pouť"


def test_the_key_of_another_municipality_is_refused(
    lipova: Any, sluknov: Any, make_event: Any
) -> None:
    event = make_event(lipova, title="Pouť v Lipové")
    with pytest.raises(services.ForeignEvent):
        make_event(sluknov, uuid=event.uuid, title="Cizí zápis")
    with tenant_context(sluknov), transaction.atomic(), pytest.raises(services.ForeignEvent):
        services.withdraw(event.uuid)
    row = stored(event)
    assert (row.municipality, row.title, row.state) == (lipova, "Pouť v Lipové", "scheduled")


def test_rebuild_gives_the_same_bytes(
    lipova: Any, make_event: Any, people: Any, fetch: Any
) -> None:
    plain = make_event(lipova, title="Koncert")
    changed = make_event(lipova, title="Trh")
    republish(lipova, changed, place="Náměstí")
    cancelled = make_event(lipova, title="Ples")
    withdrawn = make_event(lipova, title="Omyl")
    with tenant_context(lipova):
        event_services.cancel(cancelled, people.clerk("lipova"))
        Event.objects.get(pk=withdrawn.pk).unpublish()
        assert published.verify() == []
    before = dict(PublishedEvent.objects.values_list("uuid", "vevent"))

    live = [event.uuid for event in (plain, changed, cancelled)]
    PublishedEvent.objects.filter(uuid__in=live).delete()
    Item.objects.filter(kind="event").delete()
    with tenant_context(lipova):
        problems = {(drift.source_id, drift.problem) for drift in published.verify()}
        assert {(str(key), "missing") for key in live} <= problems
        published.rebuild()
        assert published.verify() == []
    after = dict(PublishedEvent.objects.values_list("uuid", "vevent"))
    assert {key: bytes(value) for key, value in after.items()} == {
        key: bytes(value) for key, value in before.items()
    }
    assert Occurrence.objects.count() == 3


def test_drift_of_every_kind_is_found_and_mended(lipova: Any, make_event: Any) -> None:
    event, orphan, bare = (make_event(lipova) for _ in range(3))
    PublishedEvent.objects.filter(uuid=event.uuid).update(title="Podvržený název")
    Occurrence.objects.filter(event=bare.uuid).delete()
    with tenant_context(lipova):
        Event.objects.filter(pk=orphan.pk)._raw_delete("default")
        kinds = {drift.source_id: drift.problem for drift in services.verify()}
        assert kinds == {
            str(event.uuid): "different",
            str(orphan.uuid): "orphaned",
            str(bare.uuid): "different",
        }
        published.rebuild()
        assert published.verify() == []
    assert stored(orphan).state == "withdrawn"


def test_scheduled_publication_is_not_public_before_its_time(lipova: Any, make_event: Any) -> None:
    event = make_event(lipova, live=False)
    with tenant_context(lipova):
        event.go_live_at = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
        event.save_revision().publish()
    assert not PublishedEvent.objects.filter(uuid=event.uuid).exists()


def test_an_unknown_key_withdraws_nothing(lipova: Any) -> None:
    with tenant_context(lipova), transaction.atomic():
        services.withdraw(uuid.uuid4())
    assert not PublishedEvent.objects.exists()


def test_stamps_are_stored_and_not_the_present(lipova: Any, make_event: Any, fetch: Any) -> None:
    event = make_event(lipova)
    first = fetch(lipova)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)):
        assert fetch(lipova) == first
    component = vevent(first, event)
    assert component is not None
    at = stored(event).changed_at.replace(microsecond=0)
    assert component.decoded("DTSTAMP") == component.decoded("LAST-MODIFIED") == at


def test_what_has_no_property_stands_in_the_description(
    lipova: Any, make_event: Any, fetch: Any
) -> None:
    event = make_event(
        lipova,
        doors_time=dt.time(17, 30),
        admission="dospělí 80 Kč, děti zdarma",
        registration_url="https://prihlasky.example/ples",
    )
    component = vevent(fetch(lipova), event)
    assert component is not None
    assert str(component["DESCRIPTION"]).startswith(
        "Srdečně zveme.\n\nVstup od 17:30\nVstupné: dospělí 80 Kč, děti zdarma\n"
        "Přihlášky: https://prihlasky.example/ples\n"
    )
    republish(lipova, event, admission="zdarma")
    assert stored(event).sequence == 0
