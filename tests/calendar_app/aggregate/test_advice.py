"""What a clerk is told of the neighbours' calendars, and what not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation
from django_tenants.utils import tenant_context

from calendar_app.events import selectors
from calendar_app.events.models import Event
from tests.calendar_app.events.forms import PUBLISH, filled

pytestmark = pytest.mark.django_db

DAY = dt.date(2027, 7, 24)  # a Saturday
# As the crow flies: Šluknov is seven kilometres from Lipová, Rumburk fifteen.
AT = {
    "lipova": ("51.011100", "14.360300"),
    "sluknov": ("51.003800", "14.452700"),
    "rumburk": ("50.953500", "14.555300"),
}


@pytest.fixture(autouse=True)
def _on_the_map(lipova: Any, sluknov: Any, rumburk: Any) -> None:
    for site in (lipova, sluknov, rumburk):
        site.latitude, site.longitude = AT[site.slug]
        site.save()
        site.refresh_from_db()


def told(site: Any, **fields: Any) -> list[str]:
    values: dict[str, Any] = {
        "title": "Anenská pouť",
        "category": "poute",
        "start_date": DAY,
        "start_time": dt.time(14),
        "end_time": dt.time(20),
    }
    with tenant_context(site), translation.override("en"):
        return [item.text for item in selectors.advice(Event(**values | fields))]


def other(make_event: Any, site: Any, **fields: Any) -> Any:
    values: dict[str, Any] = {
        "title": "Zámecké slavnosti",
        "category": "slavnosti",
        "start_date": DAY,
        "start_time": dt.time(17),
        "end_time": dt.time(23),
    }
    return make_event(site, **values | fields)


def test_a_fair_next_door_on_the_same_evening(lipova: Any, sluknov: Any, make_event: Any) -> None:
    event = other(make_event, sluknov)
    (text,) = told(lipova)
    assert "Zámecké slavnosti" in text
    assert "Šluknov" in text
    with tenant_context(lipova):
        (advice,) = selectors.advice(
            Event(title="Pouť", category="poute", start_date=DAY, all_day=True)
        )
    assert advice.url == f"{sluknov.url}/kalendar/{event.pk}/"


@pytest.mark.parametrize(
    "fields",
    [
        {"start_date": DAY + dt.timedelta(days=1)},
        {"start_time": dt.time(8), "end_time": dt.time(9)},
        {"category": "zastupitelstvo"},
        {"category": "odpady"},
        {"recurrence": "FREQ=WEEKLY;BYDAY=SA"},
        {"end_date": DAY + dt.timedelta(days=30), "end_time": None},
        {"on_union_calendar": False},
        {"live": False},
    ],
)
def test_what_takes_nobodys_evening_is_not_told(
    lipova: Any, sluknov: Any, make_event: Any, fields: dict[str, Any]
) -> None:
    other(make_event, sluknov, **fields)
    assert told(lipova) == []


def test_nor_is_what_is_far_away_or_called_off(
    lipova: Any, sluknov: Any, rumburk: Any, make_event: Any, people: Any
) -> None:
    from calendar_app.events import services

    other(make_event, rumburk)
    event = other(make_event, sluknov)
    with tenant_context(sluknov):
        services.cancel(event, people.clerk("sluknov"))
    assert told(lipova) == []


def test_councils_and_dustbins_get_no_warning(lipova: Any, sluknov: Any, make_event: Any) -> None:
    other(make_event, sluknov)
    assert told(lipova, category="odpady") == []
    assert told(lipova, category="zastupitelstvo") == []
    assert told(lipova, recurrence="FREQ=WEEKLY;BYDAY=SA") == []


def test_any_date_of_a_yearly_series_may_meet_another(
    lipova: Any, sluknov: Any, make_event: Any
) -> None:
    other(make_event, sluknov, start_date=dt.date(2028, 7, 22))
    rule = "FREQ=YEARLY;BYMONTH=7;BYDAY=4SA"
    assert len(told(lipova, recurrence=rule)) == 1
    assert told(lipova) == []


def test_the_same_event_twice_is_noticed_however_far_and_inflected(
    lipova: Any, rumburk: Any, make_event: Any
) -> None:
    other(make_event, rumburk, title="Pouť k svaté Anně – anenské poutě")
    assert told(lipova, title="Anenská pouť k sv. Anně")
    assert told(lipova, title="Turnaj v mariáši") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"category": "zastupitelstvo", "title": "Zasedání zastupitelstva"},
        {"category": "odpady", "title": "Svoz odpadu"},
        {"category": "seniori", "title": "Cvičení", "recurrence": "FREQ=WEEKLY;BYDAY=SA"},
    ],
)
def test_what_every_municipality_has_is_no_duplicate(
    lipova: Any, sluknov: Any, make_event: Any, fields: dict[str, Any]
) -> None:
    other(make_event, sluknov, **fields)
    assert told(lipova, **fields) == []


def test_a_duplicate_on_the_own_site(lipova: Any, make_event: Any) -> None:
    event = other(make_event, lipova, title="Anenská pouť 2027")
    assert len(told(lipova)) == 1
    assert told(lipova, uuid=event.pk) == []
    assert told(lipova, start_date=DAY + dt.timedelta(days=7)) == []


def test_the_warning_stands_in_the_preview_and_after_saving(
    lipova: Any, sluknov: Any, make_event: Any, people: Any, client_for: Any
) -> None:
    other(make_event, sluknov, title="Slavnosti <b>piva</b>")
    browser = client_for(lipova, people.clerk("lipova"))
    fields = {
        "title": "Pouť",
        "category": "poute",
        "start_date": "2027-07-24",
        "start_time": "18:00",
    }
    page = browser.post("/admin/kalendar/dates/", filled(**fields)).content.decode()
    assert "Slavnosti &lt;b&gt;piva" in page
    assert f"{sluknov.url}/kalendar/" in page
    answer = browser.post("/admin/kalendar/add/", filled(**fields, **PUBLISH), follow=True)
    warnings = [m for m in answer.context["messages"] if m.level_tag == "warning"]
    assert len(warnings) == 1
    assert "<b>" not in str(warnings[0])


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_little_however_many_there_are(
    lipova: Any, sluknov: Any, make_event: Any, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        other(make_event, sluknov, title=f"Slavnosti {number}")
    with tenant_context(lipova):
        event = Event(
            title="Pouť",
            category="poute",
            start_date=DAY,
            start_time=dt.time(18),
            recurrence="FREQ=MONTHLY;BYDAY=4SA",
        )
        with django_assert_num_queries(4):  # search path, exceptions, extra dates, occurrences
            assert len(selectors.advice(event)) == count
