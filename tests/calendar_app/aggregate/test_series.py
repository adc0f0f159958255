"""Series in the public tables and feeds: their dates, exceptions, counters and horizon."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
import time_machine
from django.db import transaction
from django_tenants.utils import schema_context, tenant_context

from calendar_app.aggregate import plan, selectors, services
from calendar_app.aggregate.models import Occurrence, PublishedEvent
from calendar_app.events import services as event_services
from calendar_app.events.models import Event, EventException, ExtraDate
from calendar_app.events.times import LAST_DAY
from shared.published import revisions
from shared.published import search as published_search
from shared.published import selectors as published_selectors
from shared.published import services as published
from shared.published.models import Item

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

#: A Monday; the series below begins on the day after.
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
FIRST = dt.date(2026, 11, 24)
WEEKLY = "FREQ=WEEKLY;BYDAY=TU"
DEC_1, DEC_8, DEC_15, DEC_22 = (dt.date(2026, 12, day) for day in (1, 8, 15, 22))


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def make_series(make_event: Callable[..., Any]) -> Callable[..., Any]:
    def make(site: Any, recurrence: str = WEEKLY, **fields: Any) -> Any:
        values = {
            "title": "Zkouška sboru",
            "start_date": FIRST,
            "start_time": dt.time(18),
            "end_time": dt.time(20),
            "recurrence": recurrence,
        }
        return make_event(site, **values | fields)

    return make


def change(site: Any, event: Any, **changes: Any) -> None:
    with tenant_context(site):
        fresh = Event.objects.get(pk=event.pk)
        for name, value in changes.items():
            setattr(fresh, name, value)
        event_services.publish(fresh)


def row(event: Any) -> PublishedEvent:
    return PublishedEvent.objects.get(pk=event.pk)


def days(event: Any) -> list[dt.date]:
    found = Occurrence.objects.filter(event=event.pk).order_by("starts_at")
    return list(found.values_list("first_day", flat=True))


def vevents(feed: bytes) -> dict[tuple[str, str], icalendar.Event]:
    """By the local part of the UID and the RECURRENCE-ID."""
    return {
        (
            str(component["UID"]).partition("@")[0],
            component["RECURRENCE-ID"].to_ical().decode() if "RECURRENCE-ID" in component else "",
        ): component
        for component in icalendar.Calendar.from_ical(feed).walk("VEVENT")
    }


def sequences(event: Any) -> dict[str, int]:
    stored = row(event)
    return {"": stored.sequence} | {
        key: record["sequence"] for key, record in stored.instances.items()
    }


def cancelled(day: dt.date, **fields: Any) -> EventException:
    return EventException(day=day, kind="cancelled", **fields)


def moved(day: dt.date, **fields: Any) -> EventException:
    return EventException(day=day, kind="changed", **fields)


def left_out(day: dt.date) -> EventException:
    return EventException(day=day, kind="left_out")


# --- Dates ------------------------------------------------------------------------------------


def test_an_open_series_has_dates_up_to_the_horizon(lipova: Any, make_series: Any) -> None:
    event = make_series(lipova)
    stored = row(event)
    assert stored.last_day == LAST_DAY
    assert stored.expanded_until == dt.date(2028, 11, 30)
    found = days(event)
    assert (found[0], found[-1], len(found)) == (FIRST, dt.date(2028, 11, 28), 106)


def test_a_series_that_ends_in_sight_is_complete(lipova: Any, make_series: Any) -> None:
    event = make_series(lipova, f"{WEEKLY};COUNT=3")
    assert days(event) == [FIRST, DEC_1, DEC_8]
    assert (row(event).last_day, row(event).expanded_until) == (DEC_8, LAST_DAY)


def test_a_daily_series_of_decades_stays_bounded(lipova: Any, make_series: Any) -> None:
    event = make_series(lipova, "FREQ=DAILY", start_date=dt.date(1990, 1, 1))
    found = days(event)
    assert (found[0], found[-1]) == (dt.date(2016, 1, 1), dt.date(2028, 11, 30))


def test_each_kind_of_exception_in_the_table_and_in_the_feed(
    lipova: Any, union: Any, make_series: Any, fetch: Any
) -> None:
    event = make_series(
        lipova,
        f"{WEEKLY};UNTIL=20261229",
        exceptions=[
            moved(
                DEC_1,
                start_date=dt.date(2026, 12, 2),
                start_time=dt.time(19),
                end_time=dt.time(21),
                place="Škola",
                note="Kulturní dům je obsazen.",
            ),
            cancelled(DEC_8, note="Dirigent je nemocný."),
            left_out(DEC_22),
        ],
        extra_dates=[ExtraDate(start_date=dt.date(2026, 12, 5), start_time=dt.time(15))],
        latitude="51.01",
        longitude="14.36",
    )
    table = {
        one.instance: (one.first_day, one.start_time, one.state, one.place, one.note)
        for one in Occurrence.objects.filter(event=event.pk).select_related("event")
    }
    usual, six = "Kulturní dům", dt.time(18)
    assert table == {
        "20261124": (FIRST, six, "scheduled", usual, ""),
        "20261201": (
            dt.date(2026, 12, 2), dt.time(19), "scheduled", "Škola", "Kulturní dům je obsazen."
        ),
        "20261208": (DEC_8, six, "cancelled", usual, "Dirigent je nemocný."),
        "20261215": (DEC_15, six, "scheduled", usual, ""),
        "20261229": (dt.date(2026, 12, 29), six, "scheduled", usual, ""),
        "+2026-12-05T15:00": (dt.date(2026, 12, 5), dt.time(15), "scheduled", usual, ""),
    }  # fmt: skip
    key = str(event.pk)
    extra = str(uuid.uuid5(event.pk, "extra:2026-12-05T15:00"))
    for site in (lipova, union):
        found = vevents(fetch(site))  # the fixture lints the bytes
        assert set(found) == {
            (key, ""), (key, "20261201T180000"), (key, "20261208T180000"), (extra, "")
        }  # fmt: skip
    master, away = found[key, ""], found[key, "20261201T180000"]
    off, added = found[key, "20261208T180000"], found[extra, ""]
    assert master["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261229T170000Z;BYDAY=TU"
    assert master["EXDATE"].dts[0].dt.date() == DEC_22
    assert away["DTSTART"].to_ical() == b"20261202T190000"
    assert away["DTEND"].to_ical() == b"20261202T210000"
    assert away["LOCATION"] == "Škola"
    assert "GEO" in master and "GEO" in off and "GEO" not in away
    assert away["DESCRIPTION"].startswith("Kulturní dům je obsazen.\n\nSrdečně")
    assert away["SUMMARY"] == master["SUMMARY"]
    assert (off["STATUS"], off["SUMMARY"]) == ("CANCELLED", "ZRUŠENO: Zkouška sboru")
    assert (added["STATUS"], added["DTEND"].to_ical()) == ("CONFIRMED", b"20261205T200000")


def test_all_day_of_several_days(lipova: Any, make_series: Any, fetch: Any) -> None:
    event = make_series(
        lipova,
        "FREQ=YEARLY;BYMONTH=12;BYDAY=1SA;COUNT=2",
        all_day=True,
        end_time=None,
        start_date=dt.date(2026, 12, 5),
        end_date=dt.date(2026, 12, 6),
        exceptions=[moved(dt.date(2027, 12, 4), start_date=dt.date(2027, 12, 11))],
        extra_dates=[ExtraDate(start_date=dt.date(2027, 6, 5))],
    )
    spans = Occurrence.objects.filter(event=event.pk).order_by("starts_at")
    assert list(spans.values_list("first_day", "last_day", "instance")) == [
        (dt.date(2026, 12, 5), dt.date(2026, 12, 6), "20261205"),
        (dt.date(2027, 6, 5), dt.date(2027, 6, 6), "+2027-06-05"),
        (dt.date(2027, 12, 11), dt.date(2027, 12, 12), "20271204"),
    ]
    found = vevents(fetch(lipova))
    assert found[str(event.pk), "20271204"]["DTSTART"].to_ical() == b"20271211"
    assert row(event).last_day == dt.date(2027, 12, 12)


def test_an_event_without_a_rule_can_have_extra_dates(
    lipova: Any, make_event: Any, fetch: Any
) -> None:
    event = make_event(
        lipova,
        start_date=FIRST,
        extra_dates=[ExtraDate(start_date=DEC_1), ExtraDate(start_date=dt.date(2026, 11, 20))],
    )
    assert days(event) == [dt.date(2026, 11, 20), FIRST, DEC_1]
    assert len(vevents(fetch(lipova))) == 3
    assert row(event).last_day == DEC_1


def test_exceptions_that_are_no_dates_of_the_rule_any_more_are_nowhere(
    lipova: Any, make_series: Any, fetch: Any
) -> None:
    event = make_series(lipova, f"{WEEKLY};COUNT=5", exceptions=[cancelled(DEC_8)])
    change(lipova, event, recurrence="FREQ=WEEKLY;INTERVAL=3;BYDAY=TU;COUNT=2")
    assert days(event) == [FIRST, DEC_15]
    assert set(vevents(fetch(lipova))) == {(str(event.pk), "")}


def test_an_end_before_the_start_does_not_stop_publishing(
    lipova: Any, make_series: Any, fetch: Any
) -> None:
    event = make_series(
        lipova, f"{WEEKLY};COUNT=3", exceptions=[moved(DEC_1, start_time=dt.time(21))]
    )
    assert "DTEND" not in vevents(fetch(lipova))[str(event.pk), "20261201T180000"]


# --- Counters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Zpívání"}, {"": 0, "20261201": 0, "+2026-12-05": 0}),
        ({"text": "<p>Jinak.</p>"}, {"": 0, "20261201": 0, "+2026-12-05": 0}),
        ({"start_time": dt.time(17)}, {"": 1, "20261201": 1, "+2026-12-05": 1}),
        ({"place": "Hřiště"}, {"": 1, "20261201": 1, "+2026-12-05": 1}),
        ({"recurrence": f"{WEEKLY};COUNT=9"}, {"": 1, "20261201": 1, "+2026-12-05": 0}),
    ],
)
def test_sequence_rises_with_time_rule_place_and_state_only(
    lipova: Any, make_series: Any, changes: dict[str, Any], expected: dict[str, int]
) -> None:
    event = make_series(
        lipova, exceptions=[cancelled(DEC_1)], extra_dates=[ExtraDate(start_date=dt.date(2026, 12, 5))]
    )  # fmt: skip
    before = row(event)
    change(lipova, event, **changes)
    assert sequences(event) == expected
    assert row(event).changed_at > before.changed_at
    assert bytes(row(event).vevent) != bytes(before.vevent)


def test_an_exception_raises_its_series_and_counts_by_itself(lipova: Any, make_series: Any) -> None:
    event = make_series(lipova)
    change(lipova, event, exceptions=[cancelled(DEC_1)])
    assert sequences(event) == {"": 1, "20261201": 1}
    change(lipova, event, exceptions=[cancelled(DEC_1, note="Nemoc")])
    assert sequences(event) == {"": 1, "20261201": 1}  # a text
    change(lipova, event, exceptions=[moved(DEC_1, place="Škola")])
    assert sequences(event) == {"": 2, "20261201": 2}
    change(lipova, event, exceptions=[])
    assert row(event).instances["20261201"]["gone"]
    assert sequences(event) == {"": 3, "20261201": 3}
    change(lipova, event, exceptions=[left_out(DEC_1)])
    assert sequences(event)[""] == 4
    change(lipova, event, exceptions=[cancelled(DEC_1)])
    assert sequences(event) == {"": 5, "20261201": 5}


def test_another_date_keeps_its_bytes(lipova: Any, make_series: Any, fetch: Any) -> None:
    event = make_series(lipova, exceptions=[cancelled(DEC_1)], extra_dates=[ExtraDate(start_date=DEC_15, start_time=dt.time(9), end_time=dt.time(10))])  # fmt: skip
    extra = str(uuid.uuid5(event.pk, "extra:2026-12-15T09:00"))
    before = vevents(fetch(lipova))[extra, ""]
    change(lipova, event, exceptions=[cancelled(DEC_1), cancelled(DEC_8)])
    assert vevents(fetch(lipova))[extra, ""].to_ical() == before.to_ical()


def test_publishing_again_without_a_change_leaves_every_byte(lipova: Any, make_series: Any) -> None:
    event = make_series(
        lipova,
        exceptions=[cancelled(DEC_1), left_out(DEC_8), moved(DEC_15, place="Škola")],
        extra_dates=[ExtraDate(start_date=dt.date(2026, 12, 5))],
        latitude="51.01",
        longitude="14.36",
    )
    before = row(event)
    change(lipova, event)
    after = row(event)
    assert bytes(after.vevent) == bytes(before.vevent)
    assert (after.changed_at, after.instances) == (before.changed_at, before.instances)
    assert after.sequence == 0


def test_an_extra_date_taken_back_stays_as_a_tombstone(
    lipova: Any, make_series: Any, fetch: Any
) -> None:
    event = make_series(
        lipova, extra_dates=[ExtraDate(start_date=dt.date(2026, 12, 5), note="Tajné")]
    )
    extra = str(uuid.uuid5(event.pk, "extra:2026-12-05"))
    change(lipova, event, extra_dates=[])
    feed = fetch(lipova)
    tombstone = vevents(feed)[extra, ""]
    assert (tombstone["STATUS"], tombstone["SEQUENCE"]) == ("CANCELLED", 1)
    assert tombstone["DTSTART"].to_ical() == b"20261205T180000"
    assert "DESCRIPTION" not in tombstone and "Tajné" not in feed.decode()
    assert dt.date(2026, 12, 5) not in days(event)
    change(lipova, event, extra_dates=[ExtraDate(start_date=dt.date(2026, 12, 5))])
    again = vevents(fetch(lipova))[extra, ""]
    assert (again["STATUS"], again["SEQUENCE"]) == ("CONFIRMED", 2)


def test_postponed_says_so_in_the_feed_and_in_the_table(
    lipova: Any, make_series: Any, fetch: Any
) -> None:
    event = make_series(lipova, exceptions=[cancelled(DEC_1)])
    with tenant_context(lipova):
        stored = Event.objects.get(pk=event.pk)
        stored.status = "postponed"
        stored.save(update_fields=["status"])
        services.project(stored)
    found = vevents(fetch(lipova))
    master, off = found[str(event.pk), ""], found[str(event.pk), "20261201T180000"]
    assert (master["STATUS"], master["SUMMARY"]) == ("TENTATIVE", "ODLOŽENO: Zkouška sboru")
    assert (off["STATUS"], master["SEQUENCE"]) == ("CANCELLED", 1)
    states = Occurrence.objects.filter(event=event.pk).values_list("instance", "state")
    assert dict(states)["20261124"] == "postponed"
    assert dict(states)["20261201"] == "cancelled"


# --- Complaints -------------------------------------------------------------------------------


def test_complaint_feed_times_are_not_an_hour_off_after_the_clock_change(
    lipova: Any, make_series: Any, fetch: Any
) -> None:
    event = make_series(lipova, start_date=dt.date(2026, 10, 20))
    instants = dict(Occurrence.objects.filter(event=event.pk).values_list("first_day", "starts_at"))
    assert instants[dt.date(2026, 10, 20)] == dt.datetime(2026, 10, 20, 16, tzinfo=dt.UTC)
    assert instants[dt.date(2026, 10, 27)] == dt.datetime(2026, 10, 27, 17, tzinfo=dt.UTC)
    assert instants[dt.date(2027, 3, 30)] == dt.datetime(2027, 3, 30, 16, tzinfo=dt.UTC)
    assert b"DTSTART;TZID=Europe/Prague:20261020T180000" in fetch(lipova)


def test_complaint_uids_do_not_collide(
    lipova: Any, sluknov: Any, union: Any, make_series: Any, fetch: Any
) -> None:
    extra = {"start_date": dt.date(2026, 12, 5)}
    keys = {
        make_series(site, exceptions=[cancelled(DEC_1)], extra_dates=[ExtraDate(**extra)]).pk
        for site in (lipova, lipova, sluknov)
    }
    found = vevents(fetch(union))
    assert len(found) == 9
    assert len({uid for uid, _ in found}) == 6
    assert {str(key) for key in keys} < {uid for uid, _ in found}


def test_complaint_cancelled_series_do_not_remain(
    lipova: Any, union: Any, make_series: Any, fetch: Any, people: Any, monday: Any
) -> None:
    event = make_series(lipova, exceptions=[moved(DEC_1, place="Škola")])
    clerk = people.clerk("lipova")
    with tenant_context(lipova):
        event_services.cancel(Event.objects.get(pk=event.pk), clerk)
    found = vevents(fetch(union))
    assert {str(part["STATUS"]) for part in found.values()} == {"CANCELLED"}
    assert found[str(event.pk), ""]["SEQUENCE"] == 1
    # It has no end, so it ended on the day it was called off.
    monday.move_to(NOW + dt.timedelta(days=90))
    assert vevents(fetch(union))
    monday.move_to(NOW + dt.timedelta(days=92))
    assert not vevents(fetch(union))
    assert selectors.last_change(lipova, dt.date(2027, 2, 23)) == dt.datetime(
        2027, 2, 21, 23, tzinfo=dt.UTC
    )


def test_a_withdrawn_series_keeps_its_dates_and_its_rule_only(
    lipova: Any, union: Any, make_series: Any, fetch: Any
) -> None:
    event = make_series(
        lipova,
        title="Omylem zveřejněno",
        exceptions=[
            moved(DEC_1, start_date=dt.date(2026, 12, 3), place="Utajená škola", note="Tajné"),
            left_out(DEC_8),
        ],
        extra_dates=[ExtraDate(start_date=dt.date(2026, 12, 5), note="Skryté")],
    )
    key, extra = str(event.pk), str(uuid.uuid5(event.pk, "extra:2026-12-05"))
    with tenant_context(lipova), transaction.atomic():
        Event.objects.get(pk=key).delete()
    feed = fetch(union)
    found = vevents(feed)
    assert set(found) == {(key, ""), (key, "20261201T180000"), (extra, "")}
    assert {str(part["STATUS"]) for part in found.values()} == {"CANCELLED"}
    assert {str(part["SUMMARY"]) for part in found.values()} == {"ZRUŠENO"}
    assert found[key, ""]["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU"
    assert found[key, ""]["EXDATE"].dts[0].dt.date() == DEC_8
    assert found[key, "20261201T180000"]["DTSTART"].to_ical() == b"20261203T180000"
    for secret in ("Omylem", "Utajená", "Tajné", "Skryté"):
        assert secret not in feed.decode()
    assert not Occurrence.objects.filter(event=key).exists()
    with tenant_context(lipova):
        assert published.verify() == []


def test_complaint_a_series_shows_its_next_date_and_not_its_first(
    lipova: Any, union: Any, make_series: Any, make_event: Any, monday: Any
) -> None:
    make_series(lipova, exceptions=[cancelled(DEC_8)])
    make_event(lipova, title="Koncert", start_date=dt.date(2026, 12, 3))
    seven = dt.timedelta(days=7)
    start = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)

    def coming() -> list[tuple[str, dt.datetime, bool]]:
        return [
            (item.title, item.starts_at, item.cancelled)
            for item in published_selectors.upcoming_events("lipova")
        ]

    concert = ("Koncert", dt.datetime(2026, 12, 3, 17, tzinfo=dt.UTC), False)
    assert coming() == [("Zkouška sboru", start, False), concert]
    monday.move_to(start + dt.timedelta(hours=2, seconds=-1), tick=False)
    assert coming() == [("Zkouška sboru", start, False), concert]
    # The minute after it has ended, without any task having run.
    monday.move_to(start + dt.timedelta(hours=2, seconds=1), tick=False)
    assert coming() == [("Zkouška sboru", start + seven, False), concert]
    monday.move_to(start + seven + dt.timedelta(hours=3), tick=False)
    assert coming() == [concert, ("Zkouška sboru", start + 2 * seven, True)]


def test_search_shows_the_next_date_of_a_series_too(
    lipova: Any, make_series: Any, monday: Any
) -> None:
    make_series(lipova)
    monday.move_to(dt.datetime(2027, 5, 5, tzinfo=dt.UTC), tick=False)
    (hit,) = published_search.find("zkouška").hits
    assert hit.item.starts_at == dt.datetime(2027, 5, 11, 16, tzinfo=dt.UTC)


def test_a_series_between_two_dates_far_apart_and_one_that_is_over(
    lipova: Any, make_series: Any, monday: Any
) -> None:
    make_series(lipova, f"{WEEKLY};COUNT=2")
    monday.move_to(dt.datetime(2026, 12, 1, 20, tzinfo=dt.UTC), tick=False)
    assert published_selectors.upcoming_events("lipova") == []


def test_next_dates_cost_one_query_however_many(
    lipova: Any, make_series: Any, django_assert_num_queries: Any
) -> None:
    for _ in range(4):
        make_series(lipova)
    published_selectors.upcoming_events("lipova")  # the connection may have to choose its schema
    for limit in (1, 3):
        with django_assert_num_queries(1):
            assert len(published_selectors.upcoming_events("lipova", limit)) == limit


def test_complaint_an_event_of_several_days_is_still_there_on_its_second_day(
    lipova: Any, make_series: Any, make_event: Any, monday: Any
) -> None:
    fair = make_series(
        lipova,
        "FREQ=MONTHLY;BYMONTHDAY=24;COUNT=2",
        title="Trh",
        all_day=True,
        end_time=None,
        end_date=dt.date(2026, 11, 26),
    )
    make_event(
        lipova, title="Výstava", start_date=FIRST, end_date=dt.date(2026, 12, 20), all_day=True
    )
    for day in (25, 26):
        monday.move_to(dt.datetime(2026, 11, day, 22, 30, tzinfo=dt.UTC), tick=False)
        today = dt.date(2026, 11, day)
        listed = selectors.occurrences(lipova, selectors.Selection(), today)
        assert {"Trh", "Výstava"} <= {one.event.title for one in listed if one.first_day <= today}
        items = {item.title: item for item in published_selectors.upcoming_events("lipova")}
        assert items["Trh"].starts_at == row(fair).starts_at
    monday.move_to(dt.datetime(2026, 11, 26, 23, 30, tzinfo=dt.UTC), tick=False)
    items = {item.title: item for item in published_selectors.upcoming_events("lipova")}
    assert items["Trh"].starts_at.date() == dt.date(2026, 12, 23)  # midnight in Prague
    assert items["Výstava"].starts_at == dt.datetime(2026, 11, 23, 23, tzinfo=dt.UTC)


# --- Windows ----------------------------------------------------------------------------------


def test_a_series_is_in_the_feed_if_one_of_its_dates_is_in_the_period(
    lipova: Any, make_series: Any, fetch: Any
) -> None:
    event = make_series(lipova, "FREQ=YEARLY;COUNT=2", exceptions=[])
    there, between = "od=2027-11-01&do=2027-11-30", "od=2027-01-01&do=2027-10-31"
    assert vevents(fetch(lipova, there))
    assert not vevents(fetch(lipova, between))
    change(lipova, event, extra_dates=[ExtraDate(start_date=dt.date(2027, 6, 6))])
    assert len(vevents(fetch(lipova, between))) == 2  # the whole series, for it is one


def test_a_withdrawn_series_reaches_whoever_may_have_had_it(
    lipova: Any, make_series: Any, fetch: Any
) -> None:
    event = make_series(lipova, "FREQ=YEARLY;COUNT=2")
    with tenant_context(lipova):
        Event.objects.get(pk=event.pk).unpublish()
    assert vevents(fetch(lipova, "od=2027-01-01&do=2027-10-31"))
    assert not vevents(fetch(lipova, "od=2028-01-01"))


def test_a_series_leaves_the_feed_a_year_after_its_last_date(
    lipova: Any, make_series: Any, fetch: Any, monday: Any
) -> None:
    make_series(lipova, f"{WEEKLY};COUNT=2")
    monday.move_to(dt.datetime(2027, 12, 1, 12, tzinfo=dt.UTC))
    assert vevents(fetch(lipova))
    monday.move_to(dt.datetime(2027, 12, 2, 12, tzinfo=dt.UTC))
    assert not vevents(fetch(lipova))


# --- Horizon ----------------------------------------------------------------------------------


def test_the_horizon_is_the_end_of_a_month() -> None:
    assert plan.horizon(dt.date(2026, 11, 23)) == dt.date(2028, 11, 30)
    assert plan.horizon(dt.date(2026, 2, 28)) == dt.date(2028, 2, 29)
    assert plan.horizon(dt.date(2026, 12, 31)) == dt.date(2028, 12, 31)


def extend(site: Any) -> int:
    with tenant_context(site):
        return services.extend_horizon()


def test_the_nightly_task_extends_the_horizon_and_says_so_to_pages(
    lipova: Any, make_series: Any, monday: Any, people: Any
) -> None:
    from calendar_app.aggregate.tasks import extend_horizon

    event = make_series(lipova, exceptions=[cancelled(dt.date(2028, 12, 5), note="Mikuláš")])
    stopped = make_series(lipova, title="Zrušená")
    finished = make_series(lipova, f"{WEEKLY};COUNT=2")
    with tenant_context(lipova):
        event_services.cancel(Event.objects.get(pk=stopped.pk), people.clerk("lipova"))
    before = {each.pk: (len(days(each)), row(each)) for each in (event, stopped, finished)}
    with schema_context("public"):
        revision = revisions.from_database("lipova")
    assert extend(lipova) == 0
    assert revisions.from_database("lipova") == revision  # nothing to see, so caches stay

    monday.move_to(dt.datetime(2026, 12, 1, 0, 5, tzinfo=dt.UTC))
    with tenant_context(lipova):
        assert [(drift.source_id, drift.fields) for drift in services.verify()] == []
    monday.move_to(dt.datetime(2026, 12, 2, 0, 5, tzinfo=dt.UTC))
    with tenant_context(lipova):
        assert [(drift.source_id, drift.fields) for drift in services.verify()] == [
            (str(event.pk), ("expanded_until",))
        ]
    extend_horizon.delay("lipova")
    assert revisions.from_database("lipova") > revision
    assert row(event).expanded_until == dt.date(2028, 12, 31)
    assert days(event)[-1] == dt.date(2028, 12, 26)
    assert Occurrence.objects.get(event=event.pk, instance="20281205").state == "cancelled"
    assert len(days(event)) == before[event.pk][0] + 4
    for each in (stopped, finished):
        assert len(days(each)) == before[each.pk][0]
        assert row(each).expanded_until == before[each.pk][1].expanded_until
    # What was published stays as it was: no new stamp, no new bytes.
    assert row(event).changed_at == before[event.pk][1].changed_at
    assert bytes(row(event).vevent) == bytes(before[event.pk][1].vevent)
    assert extend(lipova) == 0
    with tenant_context(lipova):
        assert published.verify() == []


def test_the_horizon_of_another_site_is_left_alone(
    lipova: Any, sluknov: Any, make_series: Any, monday: Any
) -> None:
    event = make_series(sluknov)
    monday.move_to(dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    assert extend(lipova) == 0
    assert row(event).expanded_until == dt.date(2028, 11, 30)
    assert extend(sluknov) > 0


# --- Verifying and rebuilding -----------------------------------------------------------------


def rich(make_series: Any, site: Any, **fields: Any) -> Any:
    return make_series(
        site,
        exceptions=[moved(DEC_1, start_time=dt.time(17)), cancelled(DEC_8), left_out(DEC_15)],
        extra_dates=[ExtraDate(start_date=dt.date(2026, 12, 5)), ExtraDate(start_date=DEC_22)],
        **fields,
    )


def test_rebuild_gives_the_same_bytes(lipova: Any, make_series: Any, monday: Any) -> None:
    event = rich(make_series, lipova)
    change(lipova, event, extra_dates=[ExtraDate(start_date=DEC_22)])
    change(lipova, event, exceptions=[cancelled(DEC_1), left_out(DEC_15)])
    before, dates = row(event), days(event)
    with tenant_context(lipova):
        assert published.verify() == []
    monday.move_to(NOW + dt.timedelta(days=2))
    for lost in ("row", "dates", "counters", "nothing"):
        if lost == "row":
            PublishedEvent.objects.filter(pk=event.pk).delete()
        elif lost == "dates":
            Occurrence.objects.filter(event=event.pk).delete()
        elif lost == "counters":
            PublishedEvent.objects.filter(pk=event.pk).update(instances={}, sequence=0)
        with tenant_context(lipova):
            assert bool(published.verify()) is (lost != "nothing"), lost
            services.rebuild()
            published.rebuild()
            assert published.verify() == []
        after = row(event)
        assert bytes(after.vevent) == bytes(before.vevent), lost
        assert (after.sequence, after.instances) == (before.sequence, before.instances)
        assert days(event) == dates


def test_missing_extra_and_wrong_dates_are_found_and_mended(lipova: Any, make_series: Any) -> None:
    missing, extra, wrong, beyond = (rich(make_series, lipova) for _ in range(4))
    plain = make_series(lipova)
    right = {each.pk: days(each) for each in (missing, extra, wrong, beyond, plain)}
    Occurrence.objects.get(event=missing.pk, instance="20261229").delete()
    one = Occurrence.objects.get(event=extra.pk, instance="20261229")
    one.pk, one.instance = None, "20261230"
    one.save()
    Occurrence.objects.filter(event=wrong.pk, instance="20261229").update(state="cancelled")
    PublishedEvent.objects.filter(pk=beyond.pk).update(expanded_until=dt.date(2090, 1, 1))
    with tenant_context(lipova):
        found = {drift.source_id: drift.fields for drift in services.verify()}
        assert found == {
            str(missing.pk): ("occurrences",),
            str(extra.pk): ("occurrences",),
            str(wrong.pk): ("occurrences",),
            str(beyond.pk): ("expanded_until",),
        }
        published.rebuild()
        assert published.verify() == []
    assert {key: days(Event(pk=key)) for key in right} == right


def test_the_public_way_back_from_withdrawn(lipova: Any, make_series: Any, fetch: Any) -> None:
    event = rich(make_series, lipova)
    before = days(event)
    with tenant_context(lipova):
        Event.objects.get(pk=event.pk).unpublish()
        Event.objects.get(pk=event.pk).get_latest_revision().publish()
    assert days(event) == before
    assert {part["SEQUENCE"] for part in vevents(fetch(lipova)).values()} == {2}
    with tenant_context(lipova):
        assert published.verify() == []


def test_the_item_of_a_series_is_the_same_on_every_day(
    lipova: Any, make_series: Any, monday: Any
) -> None:
    event = make_series(lipova)
    monday.move_to(dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
    extend(lipova)
    with tenant_context(lipova):
        assert published.verify() == []
    item = Item.objects.get(source_id=str(event.pk))
    assert item.recurring
    assert item.starts_at == row(event).starts_at
