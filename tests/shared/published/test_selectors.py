import datetime as dt

import pytest
import time_machine
from django.utils import translation

from shared.published import search, selectors, services
from shared.published.enums import Kind
from tenants.registry.enums import State
from tests.shared.published.factory import NOW, entry, event

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _may():
    with time_machine.travel(NOW, tick=False):
        yield


def titles(items):
    return [item.title for item in items]


def test_latest_of_a_site_has_its_pinned_items_first(sluknov, on):
    with on(sluknov):
        services.publish(entry("1", title="stará připnutá", published_at=NOW - DAY, pinned=True))
        services.publish(entry("2", title="nová"))
        services.publish(
            entry(
                "3",
                title="připnutá do včerejška",
                published_at=NOW - 2 * DAY,
                pinned=True,
                pinned_until=NOW - HOUR,
            )
        )
    own = titles(selectors.latest([Kind.NEWS], schema="sluknov"))
    assert own == ["stará připnutá", "nová", "připnutá do včerejška"]
    everywhere = titles(selectors.latest([Kind.NEWS]))
    assert everywhere == ["nová", "stará připnutá", "připnutá do včerejška"]


def test_latest_keeps_to_its_kinds_and_site(sluknov, lipova, on):
    with on(sluknov):
        services.publish(entry("1", title="cizí"))
    with on(lipova):
        services.publish(entry("1", title="vlastní"))
        services.publish(entry("2", title="stránka", kind=Kind.PAGE))
    assert titles(selectors.latest([Kind.NEWS], schema="lipova")) == ["vlastní"]


def test_a_translation_is_listed_for_its_readers_only(sluknov, on):
    with on(sluknov):
        services.publish(entry("1", title="česky"))
        services.publish(entry("2", title="deutsch", language="de", url_path="/de/aktuelles/"))
    assert titles(selectors.latest([Kind.NEWS])) == ["česky"]
    with translation.override("de"):
        assert sorted(titles(selectors.latest([Kind.NEWS]))) == ["deutsch", "česky"]


def test_sites_that_are_not_active_are_nowhere(sluknov, on):
    with on(sluknov):
        services.publish(entry())
        services.publish(event("2", NOW + DAY))
    sluknov.state = State.ARCHIVED
    sluknov.save()
    assert selectors.latest([Kind.NEWS]) == []
    assert selectors.upcoming_events() == []
    assert search.find("slavnosti").total == 0
    assert sum(selectors.counts().values()) == 0


def test_upcoming_events_by_start_with_those_under_way(sluknov, lipova, on):
    with on(sluknov):
        services.publish(event("1", NOW + 2 * DAY, title="pozítří"))
        services.publish(event("2", NOW - HOUR, ends_at=NOW + HOUR, title="právě teď"))
        services.publish(event("3", NOW - HOUR, title="už začalo a nemá konec"))
        services.publish(event("4", NOW - 9 * DAY, ends_at=NOW - DAY, title="skončilo"))
        services.publish(event("5", NOW - 60 * DAY, ends_at=NOW + 60 * DAY, title="výstava"))
    with on(lipova):
        midnight = dt.datetime(2026, 5, 3, 22, 0, tzinfo=dt.UTC)
        services.publish(event("1", midnight, all_day=True, title="dnes celý den"))
    assert titles(selectors.upcoming_events()) == [
        "dnes celý den",
        "výstava",
        "právě teď",
        "pozítří",
    ]
    assert titles(selectors.upcoming_events("lipova")) == ["dnes celý den"]


def test_counts_name_every_kind(sluknov, on):
    with on(sluknov):
        services.publish(entry("1"))
        services.publish(event("2", NOW + DAY))
    assert selectors.counts("sluknov") == {
        Kind.NEWS: 1,
        Kind.EVENT: 1,
        Kind.NOTICE: 0,
        Kind.PAGE: 0,
        Kind.DOCUMENT: 0,
        Kind.GALLERY: 0,
        Kind.PRACTICE: 0,
        Kind.STRATEGY: 0,
    }


@pytest.mark.parametrize("number", [1, 3, 12])
def test_lists_cost_as_many_queries_for_one_item_as_for_many(
    sluknov, lipova, on, django_assert_num_queries, number
):
    for site in (sluknov, lipova):
        with on(site):
            for n in range(number):
                services.publish(entry(f"{n}"))
                services.publish(event(f"e{n}", NOW + DAY))
    selectors.counts()
    with django_assert_num_queries(1):
        assert all(item.url for item in selectors.latest([Kind.NEWS], limit=20))
    with django_assert_num_queries(1):
        assert all(item.url for item in selectors.upcoming_events(limit=20))
    with django_assert_num_queries(1):
        selectors.counts()
    with django_assert_num_queries(2):
        found = search.find("slavnosti", first="lipova")
        assert all(hit.item.url for hit in found.hits)
