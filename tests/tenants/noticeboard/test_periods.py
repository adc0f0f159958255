"""The counting of days against a table written from the law, and what is refused and why."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.holidays import is_working_day
from tenants.noticeboard import periods
from tenants.noticeboard.enums import NoticeKind
from tests.tenants.noticeboard.conftest import PRAGUE_NOON

# Day of posting, kind, the last day that it must hang, the day of delivery of a public notice.
# Counted on a paper calendar: the day of posting is not counted.
TABLE = [
    ("2026-03-10", "2026-03-25", "2026-03-25"),  # an ordinary Tuesday to a Wednesday
    ("2026-03-06", "2026-03-23", "2026-03-21"),  # ends on a Saturday, so on Monday; delivered then
    ("2026-03-07", "2026-03-23", "2026-03-22"),  # ends on a Sunday
    ("2026-03-19", "2026-04-07", "2026-04-03"),  # Good Friday, weekend, Easter Monday: to Tuesday
    ("2026-03-20", "2026-04-07", "2026-04-04"),  # and the clocks go forward in between
    ("2026-10-13", "2026-10-29", "2026-10-28"),  # 28 October; the clocks go back in between
    ("2026-12-09", "2026-12-28", "2026-12-24"),  # Christmas Eve, both holidays, a Sunday
    ("2026-12-17", "2027-01-04", "2027-01-01"),  # New Year's Day is a Friday
    ("2026-02-13", "2026-03-02", "2026-02-28"),  # February of a common year
    ("2028-02-14", "2028-02-29", "2028-02-29"),  # the leap day counts
    ("2026-06-20", "2026-07-07", "2026-07-05"),  # 5 July a Sunday, 6 July a holiday
]
day = dt.date.fromisoformat


@pytest.mark.parametrize(("posted", "last", "delivered"), TABLE)
def test_table(posted, last, delivered):
    for kind in ("public_notice", "property_intent", "budget", "final_account", "bylaw"):
        assert periods.last_required_day(kind, day(posted)) == day(last)
        assert periods.earliest_removal(kind, day(posted)) == day(last) + dt.timedelta(days=1)
    assert periods.delivery_day(day(posted)) == day(delivered)


@given(st.dates(dt.date(2001, 1, 1), dt.date(2150, 1, 1)), st.sampled_from(NoticeKind.values))
def test_no_period_is_ever_shorter_than_the_law(posted, kind):
    last = periods.last_required_day(kind, posted)
    days = periods.period(kind).on_board
    if days is None:
        assert last is None
        return
    counted = [posted + dt.timedelta(days=n) for n in range(1, (last - posted).days + 1)]
    assert len(counted) >= days and posted not in counted
    assert is_working_day(last)
    # Not longer either than to the next working day.
    assert not any(is_working_day(each) for each in counted[days - 1 : -1])


@given(st.dates(dt.date(2001, 1, 1), dt.date(2150, 1, 1)))
def test_days_before_a_meeting(meeting):
    assert (meeting - periods.latest_posting("council_meeting", meeting)).days == 7
    assert (meeting - periods.latest_posting("council_meeting", meeting, exception=True)).days == 2
    assert (meeting - periods.latest_posting("budget", meeting)).days == 15


# --- What the form refuses ------------------------------------------------------------------------


def notice(**fields):
    from tenants.noticeboard.models import Notice

    return Notice(**{"title": "Oznámení", "post_at": PRAGUE_NOON, **fields})


def refused(**fields):
    with time_machine.travel(PRAGUE_NOON, tick=False), pytest.raises(ValidationError) as caught:
        notice(**fields).clean()
    return {name: " ".join(texts) for name, texts in caught.value.message_dict.items()}


def test_removal_too_early_is_explained():
    said = refused(kind="property_intent", planned_removal=day("2026-03-24"))["planned_removal"]
    assert "§ 39" in said and "15" in said
    assert "26. 3. 2026" in said.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("kind", "last", "fine"),
    [
        ("property_intent", "2026-03-25", True),
        ("public_notice", "2026-03-24", False),
        ("bylaw", "2026-03-25", True),
        ("other", "2026-03-10", True),
        ("other", "2026-03-09", False),
        ("tender", "2026-03-11", True),
    ],
)
def test_planned_removal(kind, last, fine):
    if fine:
        with time_machine.travel(PRAGUE_NOON, tick=False):
            notice(kind=kind, planned_removal=day(last)).clean()
    else:
        assert "planned_removal" in refused(kind=kind, planned_removal=day(last))


def test_until_revoked_needs_no_end():
    with time_machine.travel(PRAGUE_NOON, tick=False):
        notice(kind="public_notice").clean()


def test_invitation_seven_days_ahead():
    with time_machine.travel(PRAGUE_NOON, tick=False):
        notice(kind="council_meeting", meeting_on=day("2026-03-17")).clean()
    said = refused(kind="council_meeting", meeting_on=day("2026-03-16"))["meeting_on"]
    assert "§ 93" in said and "17. 3. 2026" in said.replace("\xa0", " ")
    assert "meeting_on" in refused(kind="council_meeting")


def test_named_exception_is_the_law_and_not_a_word():
    with time_machine.travel(PRAGUE_NOON, tick=False):
        notice(
            kind="council_meeting",
            meeting_on=day("2026-03-12"),
            exception="Stav nebezpečí, rozhodnutí hejtmana č. 3/2026",
        ).clean()
    assert "meeting_on" in refused(
        kind="council_meeting", meeting_on=day("2026-03-11"), exception="Stav nebezpečí"
    )
    # The law knows none for a budget.
    assert "meeting_on" in refused(
        kind="budget", meeting_on=day("2026-03-20"), exception="Spěchá to"
    )


def test_invitation_hangs_until_the_meeting():
    assert "planned_removal" in refused(
        kind="council_meeting", meeting_on=day("2026-03-20"), planned_removal=day("2026-03-19")
    )


def test_planned_minute_decides_and_not_the_minute_of_writing():
    night = dt.datetime(2026, 3, 10, 23, 30, tzinfo=dt.UTC)  # 11 March, 0:30 in Prague
    said = refused(kind="bylaw", post_at=night, planned_removal=day("2026-03-25"))
    assert "27. 3. 2026" in said["planned_removal"].replace("\xa0", " ")


# --- Instants and days ----------------------------------------------------------------------------

BEGIN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
instants = st.integers(0, 25 * 365 * 24 * 60).map(
    lambda n: BEGIN + dt.timedelta(minutes=n)
) | st.sampled_from(
    # The nights in which the clocks change, and the last minute of a day in summer and in winter.
    [
        dt.datetime(2026, 3, 29, 0, 59, 59, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 7, 1, 21, 59, 59, tzinfo=dt.UTC),
        dt.datetime(2026, 7, 1, 22, 0, tzinfo=dt.UTC),
        dt.datetime(2026, 12, 31, 22, 59, 59, tzinfo=dt.UTC),
        dt.datetime(2026, 12, 31, 23, 0, tzinfo=dt.UTC),
    ]
)


@given(instants, st.sampled_from([kind for kind in NoticeKind if kind in periods.PERIODS]))
def test_whole_days_in_prague_count_from_any_instant(instant, kind):
    """Between posting and the earliest removal lie as many whole days as the law asks."""
    found = notice(kind=kind, post_at=instant, posted_at=instant)
    prague = instant.astimezone(ZoneInfo("Europe/Prague"))
    assert found.posted_on == prague.date()
    days = periods.period(kind).on_board
    if days is None:
        assert found.earliest_removal is None
        return
    midnight = dt.datetime.combine(found.earliest_removal, dt.time.min, ZoneInfo("Europe/Prague"))
    # Counted by the calendar and not by hours: a day of 23 or of 25 hours is one day.
    whole = [
        prague.date() + dt.timedelta(days=n)
        for n in range(1, (found.earliest_removal - prague.date()).days)
    ]
    assert len(whole) >= days
    assert midnight.astimezone(dt.UTC) > instant
    # § 25(2): the 15th day after posting, which is among them for a public notice.
    if kind == NoticeKind.PUBLIC_NOTICE:
        assert whole[14] == periods.delivery_day(found.posted_on)


@given(instants, st.integers(1, 60))
def test_a_plan_is_refused_exactly_if_it_is_earlier_than_the_law(instant, planned):
    day = instant.astimezone(ZoneInfo("Europe/Prague")).date()
    found = notice(kind="bylaw", post_at=instant, planned_removal=day + dt.timedelta(days=planned))
    with time_machine.travel(instant - dt.timedelta(days=1), tick=False):
        refused_for = set()
        try:
            found.clean()
        except ValidationError as error:
            refused_for = set(error.message_dict)
    too_early = found.planned_removal < periods.last_required_day("bylaw", day)
    assert refused_for == ({"planned_removal"} if too_early else set())
