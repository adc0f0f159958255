"""Offices, opening hours and people, as a citizen looks for them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from shared.published.models import Item
from tenants.contacts import selectors
from tenants.contacts.models import Office, OpeningException, OpeningHours, Person

pytestmark = pytest.mark.django_db

MONDAY = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def office(lipova, on):
    with on(lipova), transaction.atomic():
        office = Office.objects.get(is_main=True)
        for weekday, opens, closes in [(1, 13, 17), (1, 8, 12), (3, 8, 17)]:
            OpeningHours.objects.create(
                office=office, weekday=weekday, opens=dt.time(opens), closes=dt.time(closes)
            )
    return office


def test_week_has_every_working_day_and_two_stretches_in_order(lipova, on, office):
    with on(lipova), time_machine.travel(MONDAY, tick=False):
        week = selectors.main_week()
    assert [day.weekday for day in week.days] == [1, 2, 3, 4, 5]
    assert [str(stretch.opens) for stretch in week.days[0].stretches] == ["08:00:00", "13:00:00"]
    assert [day.is_today for day in week.days] == [True, False, False, False, False]


def test_saturday_is_listed_only_with_hours(lipova, on, office):
    with on(lipova), transaction.atomic():
        OpeningHours.objects.create(office=office, weekday=6, opens=dt.time(9), closes=dt.time(11))
        assert [day.weekday for day in selectors.main_week().days] == [1, 2, 3, 4, 5, 6]


def test_today_is_that_of_prague(lipova, on, office):
    with on(lipova), time_machine.travel(dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)):
        assert selectors.main_week().days[0].is_today  # half past midnight on Monday in Prague


def test_exceptions_of_the_next_weeks_are_shown(lipova, on, office, client_for):
    with on(lipova), transaction.atomic(), time_machine.travel(MONDAY, tick=False):
        for day, note in [(2, "dnes"), (5, "školení"), (1, "včera")]:
            OpeningException.objects.create(office=office, date=dt.date(2026, 3, day), note=note)
        OpeningException.objects.create(office=office, date=dt.date(2026, 6, 1), note="daleko")
        week = selectors.main_week()
        assert [item.note for item in week.exceptions] == ["dnes", "školení"]
        assert week.exception_today.is_closed
    with time_machine.travel(MONDAY, tick=False):
        html = client_for(lipova).get("/").content.decode()
    assert "školení" in html and "daleko" not in html


def test_home_page_shows_hours_and_a_change_shows_at_once(lipova, on, office, client_for):
    client = client_for(lipova)
    assert "8:00–12:00" in client.get("/").content.decode()
    with on(lipova), transaction.atomic():
        hours = OpeningHours.objects.get(opens=dt.time(8), weekday=1)
        hours.opens = dt.time(7, 30)
        hours.save()
    assert "7:30–12:00" in client.get("/").content.decode()


def test_page_lists_people_by_office_and_the_rest(lipova, on, office, client_for):
    with on(lipova), transaction.atomic():
        Person.objects.create(
            name="Jana Vymyšlená",
            function="účetní",
            office=office,
            phone="412 000 000",
            email="ucetni@lipova.example",
        )
        Person.objects.create(name="Petr Bezúřadu")
    html = client_for(lipova).get("/kontakty/").content.decode()
    assert html.index("Jana Vymyšlená") < html.index("Petr Bezúřadu")
    assert 'href="tel:412000000"' in html
    assert 'href="mailto:ucetni@lipova.example"' in html


def test_people_are_found_by_search(lipova, on):
    with on(lipova), transaction.atomic():
        Person.objects.create(name="Jana Vymyšlená", function="matrikářka")
    text = Item.objects.get(municipality=lipova, url_path="/kontakty/").text
    assert "Jana Vymyšlená" in text and "matrikářka" in text


def test_contacts_of_one_site_are_not_on_another(lipova, sluknov, on, client_for):
    with on(sluknov), transaction.atomic():
        Person.objects.create(name="Karel Šluknovský")
    assert "Šluknovský" not in client_for(lipova).get("/kontakty/").content.decode()


@pytest.mark.parametrize(
    ("model", "fields", "rule"),
    [
        (OpeningHours, {"weekday": 1, "opens": dt.time(12), "closes": dt.time(8)}, "closes_after"),
        (OpeningHours, {"weekday": 8, "opens": dt.time(8), "closes": dt.time(9)}, "iso_day"),
        (OpeningException, {"date": dt.date(2026, 1, 1), "opens": dt.time(8)}, "closed_or_has"),
    ],
)
def test_impossible_hours_are_refused_by_the_database(lipova, on, office, model, fields, rule):
    with on(lipova), pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.create(office=office, **fields)


def test_there_is_one_municipal_office(lipova, on, office):
    with on(lipova), pytest.raises(IntegrityError, match="one_main"), transaction.atomic():
        Office.objects.create(name="Druhý úřad", is_main=True)


@pytest.mark.parametrize(
    ("role", "allowed"), [("clerk", True), ("administrator", True), ("author", False)]
)
def test_who_may_change_contacts(lipova, people, client_for, role, allowed):
    client = client_for(lipova, getattr(people, role)("lipova"))
    for model in ("office", "person"):
        response = client.get(reverse(f"wagtailsnippets_contacts_{model}:add"))
        assert (response.status_code == 200) is allowed


def test_contact_block_follows_the_contacts(lipova, on, client_for, publish_under):
    from tenants.pages.models import ContentPage

    with on(lipova), transaction.atomic():
        person = Person.objects.create(name="Jana Vymyšlená", phone="412 000 000")
        publish_under(
            "home",
            ContentPage(
                title="Poplatky",
                slug="poplatky",
                body=[("contact", {"title": "Kdo poradí", "people": [person]})],
            ),
        )
    client = client_for(lipova)
    assert "412 000 000" in client.get("/poplatky/").content.decode()
    with on(lipova), transaction.atomic():
        person.phone = "412 111 111"
        person.save()
    assert "412 111 111" in client.get("/poplatky/").content.decode()
    with on(lipova), transaction.atomic():
        person.delete()
    page = client.get("/poplatky/")
    assert page.status_code == 200
    assert not re.search("412 111 111", page.content.decode())
