"""Events as open data: what the norm can say of a series, and what is told date by date."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

import pytest

from calendar_app import recurrence
from calendar_app.aggregate.plan import Date, Plan
from calendar_app.events.times import Span
from calendar_app.feeds.specification import specifications
from tests.shared.opendata.test_files import schema_errors

DAYS = "https://data.mvcr.gov.cz/zdroj/číselníky/dny-v-týdnu/položky"
EVERY = "http://publications.europa.eu/resource/authority/frequency"
WINTER = dt.date(2027, 1, 5)  # a Tuesday


def told(rule: str, span: Span, dates: Iterable[tuple[str, Span, bool]] = (), **changes):
    found = specifications(Plan(span, recurrence.parse(rule) if rule else None, **changes), dates)
    assert schema_errors("event", {"typ": "Událost", "doba_trvání": found}) == []
    return found


def evening(day=WINTER, **fields):
    return Span(day, dt.time(18), end_time=dt.time(20), **fields)


def test_a_single_event_is_an_interval_with_its_offset():
    (found,) = told("", evening())
    assert found["časový_interval"]["začátek"]["datum_a_čas"] == "2027-01-05T18:00:00+01:00"
    assert found["časový_interval"]["konec"]["datum_a_čas"] == "2027-01-05T20:00:00+01:00"


def test_whole_days_are_inclusive_and_an_open_end_is_a_moment():
    (one,) = told("", Span(WINTER, all_day=True))
    assert one["časový_okamžik"] == {"typ": "Časový okamžik", "datum": "2027-01-05"}
    (days,) = told("", Span(WINTER, end_date=dt.date(2027, 1, 7), all_day=True))
    assert days["časový_interval"]["konec"]["datum"] == "2027-01-07"
    (open_end,) = told("", Span(WINTER, dt.time(18)))
    assert open_end["časový_okamžik"]["datum_a_čas"] == "2027-01-05T18:00:00+01:00"


def test_a_short_weekly_series_tells_its_hours():
    (found,) = told("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6", evening())
    assert found["frekvence"] == [f"{EVERY}/WEEKLY"]
    assert found["den_v_týdnu"] == [f"{DAYS}/úterý", f"{DAYS}/čtvrtek"]
    assert found["počet_opakování"] == 6
    assert found["časový_interval"]["konec"]["datum"] == "2027-01-21"
    assert found["časová_doba"] == [
        {"typ": "Časová doba", "od": "18:00:00+01:00", "do": "20:00:00+01:00"}
    ]


def test_over_a_change_of_the_clocks_no_offset_is_right_and_none_is_told():
    (found,) = told("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270601", evening())
    assert "časová_doba" not in found
    assert found["specifická_frekvence"] == [
        {"typ": "Specifická frekvence", "hodina": 18, "minuta": 0}
    ]
    (endless,) = told("FREQ=YEARLY", Span(WINTER, all_day=True))
    assert endless["časový_interval"]["konec"] == {
        "typ": "Časový okamžik",
        "nespecifikovaný": True,
    }


def test_exceptions_and_further_dates_are_specifications_of_their_own():
    left_out, moved, off = (WINTER + dt.timedelta(weeks=n) for n in (1, 2, 3))
    elsewhere = evening(moved + dt.timedelta(days=1))
    changed = {
        moved: Date("20270119", elsewhere, moved),
        off: Date("20270126", evening(off), off),
    }
    extra = (Date("+2027-02-20", Span(dt.date(2027, 2, 20), all_day=True)),)
    dates = [("20270119", elsewhere, False), ("20270126", evening(off), True)]
    series, once, more = told(
        "FREQ=WEEKLY;BYDAY=TU;COUNT=5",
        evening(),
        dates,
        left_out=(left_out,),
        changed=changed,
        extra=extra,
    )
    days = [each["časový_okamžik"]["datum"] for each in series["výjimka"]]
    assert days == ["2027-01-12", "2027-01-19", "2027-01-26"]
    assert once["časový_interval"]["začátek"]["datum_a_čas"] == "2027-01-20T18:00:00+01:00"
    assert more["časový_okamžik"]["datum"] == "2027-02-20"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;INTERVAL=4;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=1TU",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
    ],
)
def test_what_the_norm_has_no_words_for_is_told_date_by_date(rule):
    second = evening(WINTER + dt.timedelta(weeks=4))
    dates = [("20270105", evening(), False), ("20270202", second, False), ("x", evening(), True)]
    found = told(rule, evening(), dates)
    assert [set(each) for each in found] == [{"typ", "časový_interval"}] * 2


@pytest.mark.django_db
def test_events_of_sites_and_of_the_union(client_for, make_event, lipova, sluknov, union, on):
    from calendar_app.events import services

    own = make_event(lipova, title="Pouť", german_summary="Kirmes", admission="zdarma")
    make_event(lipova, title="Tajný koncept", live=False)
    make_event(lipova, title="Jen pro Lipovou", on_union_calendar=False)
    off = make_event(sluknov, title="Zrušená", recurrence="FREQ=DAILY;COUNT=3")
    with on(sluknov):
        services.cancel(off, user=None)

    def titles(site):
        found = json.loads(client_for(site).get("/opendata/udalosti.jsonld").content)
        assert schema_errors("events", found) == []
        return {each["název"]["cs"]: each for each in found}

    assert set(titles(lipova)) == {"Pouť", "Jen pro Lipovou"}
    everything = titles(union)
    assert set(everything) == {"Pouť", "Zrušená"}
    fair = everything["Pouť"]
    assert fair["popis"]["de"] == "Kirmes"
    assert fair["iri"] == f"{lipova.url}/zdroj/udalost/{own.pk}"
    assert "zneplatněno" not in fair and "pořadatel" not in fair
    assert everything["Zrušená"]["stav"] == "zrušeno"
    assert "datum_a_čas" in everything["Zrušená"]["zneplatněno"]
    path = f"/zdroj/udalost/{own.pk}"
    assert json.loads(client_for(lipova).get(path).content)["název"] == {"cs": "Pouť"}
    assert client_for(sluknov).get(path).status_code == 404


@pytest.mark.django_db
def test_queries_do_not_grow(make_event, lipova, on, django_assert_num_queries):
    from calendar_app.feeds import opendata

    last_days = {"recurrence": "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3"}
    make_event(lipova, start_date=dt.date(2027, 1, 31), **last_days)
    with on(lipova), django_assert_num_queries(4):  # one of them chooses the schema
        assert len(opendata.build(lipova)) == 1
    for _more in range(2):
        make_event(lipova, start_date=dt.date(2027, 2, 28), **last_days)
    with on(lipova), django_assert_num_queries(4):  # one of them chooses the schema
        assert len(opendata.build(lipova)) == 3
