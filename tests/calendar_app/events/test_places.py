"""Places of a site: made once, chosen in the form, public wherever something happens there."""

from __future__ import annotations

from typing import Any

import pytest
from django_tenants.utils import schema_context, tenant_context

from calendar_app.aggregate.models import PublishedEvent, PublishedPlace
from calendar_app.events.models import Event, Place
from tests.calendar_app.events.forms import PUBLISH, filled

pytestmark = pytest.mark.django_db

PLACE = {
    "name": "Kulturní dům",
    "address": "Lipová 422",
    "barrier_free": "yes",
    "note": "",
    "latitude": "",
    "longitude": "",
}


@pytest.fixture
def browser(lipova: Any, people: Any, client_for: Any) -> Any:
    return client_for(lipova, people.clerk("lipova"))


def add(browser: Any, **changes: str) -> Place:
    answer = browser.post("/admin/mista/add/", PLACE | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    with schema_context("lipova"):
        return Place.objects.latest("pk")


def test_a_new_place_gets_its_slug_once(lipova: Any, browser: Any) -> None:
    place = add(browser)
    assert place.slug == "kulturni-dum"
    assert add(browser).slug == "kulturni-dum-2"
    changed = PLACE | {"name": "Společenský sál"}
    assert browser.post(f"/admin/mista/edit/{place.pk}/", changed).status_code == 302
    with tenant_context(lipova):
        place.refresh_from_db()
    assert (place.name, place.slug) == ("Společenský sál", "kulturni-dum")


def test_an_event_at_a_place_follows_its_changes(lipova: Any, browser: Any) -> None:
    place = add(browser)
    answer = browser.post("/admin/kalendar/add/", filled(venue=str(place.pk), place="", **PUBLISH))
    assert answer.status_code == 302, answer.context["form"].errors
    row = PublishedEvent.objects.get()
    assert (row.place, row.place_slug) == ("Kulturní dům, Lipová 422", "kulturni-dum")
    assert PublishedPlace.objects.get().name == "Kulturní dům"
    browser.post(
        f"/admin/mista/edit/{place.pk}/",
        PLACE | {"name": "Sál", "latitude": "51.011100", "longitude": "14.360300"},
    )
    fresh = PublishedEvent.objects.get()
    assert fresh.place == "Sál, Lipová 422"
    assert fresh.sequence == row.sequence + 1
    assert "Sál" in bytes(fresh.vevent).decode()
    assert str(fresh.latitude) == "51.011100"
    assert PublishedPlace.objects.get().name == "Sál"


def test_places_are_offered_in_czech_order(browser: Any) -> None:
    for name in ("Zámek", "Chalupa", "Hasičárna", "Cukrárna", "Čajovna"):
        add(browser, name=name, address="")
    form = browser.get("/admin/kalendar/add/").context["form"]
    offered = [label for value, label in form.fields["venue"].choices if value]
    assert offered == ["Cukrárna", "Čajovna", "Hasičárna", "Chalupa", "Zámek"]


def test_a_place_and_a_text_together_are_refused(browser: Any) -> None:
    place = add(browser)
    answer = browser.post(
        "/admin/kalendar/add/", filled(venue=str(place.pk), place="Zámek", **PUBLISH)
    )
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["place"]


def test_a_place_that_is_used_stays(lipova: Any, browser: Any, make_event: Any) -> None:
    place = add(browser)
    make_event(lipova, title="Ples", venue=place, place="", live=False)
    path = f"/admin/mista/delete/{place.pk}/"
    for answer in (browser.get(path), browser.post(path)):
        assert answer.status_code == 200
        assert answer.context["uses"] == 1
    with tenant_context(lipova):
        assert Place.objects.filter(pk=place.pk).exists()
        Event.objects.all().delete()
    assert browser.post(path).status_code == 302
    with tenant_context(lipova):
        assert not Place.objects.exists()


def test_nor_can_it_be_deleted_with_others(lipova: Any, browser: Any, make_event: Any) -> None:
    used, free = add(browser), add(browser, name="Hospoda")
    make_event(lipova, venue=used, place="", live=False)
    path = f"/admin/bulk/events/place/delete/?id={used.pk}&id={free.pk}"
    assert browser.get(path).status_code == 302
    assert browser.post(path).status_code == 302
    with tenant_context(lipova):
        assert Place.objects.count() == 2


def test_authors_and_strangers_change_no_place(
    lipova: Any, sluknov: Any, browser: Any, people: Any, client_for: Any
) -> None:
    place = add(browser)
    for site, person in (
        (lipova, people.author("lipova")),
        (lipova, people.clerk("sluknov")),
        (sluknov, people.clerk("sluknov")),
        (lipova, None),
    ):
        other = client_for(site, person)
        for path in (f"/admin/mista/edit/{place.pk}/", f"/admin/mista/delete/{place.pk}/"):
            answer = other.post(path, PLACE | {"name": "Cizí"})
            assert answer.status_code in (302, 403, 404)
    with tenant_context(lipova):
        assert Place.objects.get().name == "Kulturní dům"


def test_a_registration_is_on_the_web(browser: Any) -> None:
    answer = browser.post(
        "/admin/kalendar/add/", filled(registration_url="ftp://example.org/", **PUBLISH)
    )
    assert list(answer.context["form"].errors) == ["registration_url"]
    answer = browser.post(
        "/admin/kalendar/add/",
        filled(registration_url="https://example.org/", audience=["deti", "rodiny"], **PUBLISH),
    )
    assert answer.status_code == 302
    assert PublishedEvent.objects.get().audience == ["deti", "rodiny"]
