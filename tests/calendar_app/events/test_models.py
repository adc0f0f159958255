"""What an event may say: messages for the clerk, and the same rules in the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_tenants.utils import tenant_context

from calendar_app.events import selectors
from calendar_app.events.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

GOOD: dict[str, Any] = {
    "title": "Pouť",
    "category": "slavnosti",
    "start_date": dt.date(2026, 7, 26),
    "start_time": dt.time(10),
}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"start_time": None}, "start_time"),
    ({"all_day": True}, "start_time"),
    ({"end_date": dt.date(2026, 7, 25)}, "end_date"),
    ({"end_date": dt.date(2027, 7, 28)}, "end_date"),
    ({"end_time": dt.time(9)}, "end_time"),
    ({"end_time": dt.time(10)}, "end_time"),
    ({"latitude": "51.0"}, "longitude"),
    ({"longitude": "14.0"}, "latitude"),
    ({"latitude": "91", "longitude": "14"}, "latitude"),
    ({"start_date": dt.date(1, 1, 1)}, "start_date"),
    ({"start_date": dt.date(9999, 12, 31)}, "start_date"),
    ({"start_date": dt.date(2026, 3, 29), "start_time": dt.time(2, 30)}, "start_time"),
    ({"title": ""}, "title"),
    ({"category": "neznama"}, "category"),
]


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_the_form_says_what_is_wrong(lipova: Any, change: dict[str, Any], field: str) -> None:
    with tenant_context(lipova), pytest.raises(ValidationError) as caught:
        Event(**GOOD | change).full_clean()
    assert field in caught.value.message_dict


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"end_time": dt.time(16)},
        {"end_date": dt.date(2026, 7, 27), "end_time": dt.time(2)},
        {"all_day": True, "start_time": None, "end_date": dt.date(2027, 7, 27)},
        {"latitude": "51.0196", "longitude": "14.3143"},
        {"start_date": dt.date(2026, 10, 25), "start_time": dt.time(2, 30)},
    ],
)
def test_what_is_right_is_accepted(lipova: Any, change: dict[str, Any]) -> None:
    with tenant_context(lipova):
        event = Event(**GOOD | change)
        event.full_clean()
        event.save()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"start_time": None}, "event_with_times_has_a_start_time"),
        ({"all_day": True}, "event_of_all_day_has_no_times"),
        ({"end_date": dt.date(2026, 7, 25)}, "event_last_day_is_not_before_first_day"),
        ({"end_date": dt.date(2027, 7, 28)}, "event_lasts_at_most_a_year"),
        ({"end_time": dt.time(9)}, "event_ends_after_it_starts"),
        ({"latitude": "51.0"}, "event_has_both_coordinates_or_none"),
        ({"status": "maybe"}, "event_status_is_known"),
    ],
)
def test_the_database_refuses_it_too(lipova: Any, change: dict[str, Any], rule: str) -> None:
    with tenant_context(lipova), pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Event(**GOOD | change).save()


def test_a_picture_needs_words(lipova: Any) -> None:
    with tenant_context(lipova), pytest.raises(ValidationError) as caught:
        Event(**GOOD, picture_id=1).clean()
    assert "picture_alt" in caught.value.message_dict


def test_the_doubled_hour_is_warned_about(lipova: Any) -> None:
    event = Event(**GOOD | {"start_date": dt.date(2026, 10, 25), "start_time": dt.time(2, 30)})
    assert len(list(selectors.doubtful_times(event))) == 1
    assert list(selectors.doubtful_times(Event(**GOOD))) == []
