"""When a digest is due. Days and hours are those of Prague, also when the clocks change."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.clock import PRAGUE
from shared.subscriptions import periods
from shared.subscriptions.enums import DIGESTS, Frequency

SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2026, 10, 25)


def prague(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=PRAGUE)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("now", "key", "first", "last"),
    [
        (prague(2026, 11, 23, 5), "2026-W48", (2026, 11, 23), (2026, 11, 29)),
        (prague(2026, 11, 23, 4, 59), "2026-W47", (2026, 11, 16), (2026, 11, 22)),
        (prague(2026, 11, 29, 23, 59), "2026-W48", (2026, 11, 23), (2026, 11, 29)),
        # The week that belongs to another year than most of its days.
        (prague(2027, 1, 1, 12), "2026-W53", (2026, 12, 28), (2027, 1, 3)),
    ],
)
def test_weeks(now: dt.datetime, key: str, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    period = periods.current(Frequency.WEEKLY, now)
    assert (period.key, period.first_day, period.last_day) == (
        key,
        dt.date(*first),
        dt.date(*last),
    )


def test_days_begin_at_five() -> None:
    before = periods.current(Frequency.DAILY, prague(2026, 11, 24, 4, 59))
    after = periods.current(Frequency.DAILY, prague(2026, 11, 24, 5))
    assert (before.key, after.key) == ("2026-11-23", "2026-11-24")
    assert after.first_day == after.last_day == dt.date(2026, 11, 24)
    assert after.begins_at == prague(2026, 11, 24, 5)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
@pytest.mark.parametrize("frequency", DIGESTS)
def test_at_five_by_the_clock_on_the_wall_when_the_clocks_change(
    day: dt.date, frequency: Frequency
) -> None:
    seen = {}
    start = prague(day.year, day.month, day.day).astimezone(dt.UTC) - dt.timedelta(days=2)
    for quarter in range(4 * 24 * 5):
        now = start + quarter * dt.timedelta(minutes=15)
        period = periods.current(frequency, now)
        seen.setdefault(period.key, now)
        assert period.begins_at <= now
        local = period.begins_at.astimezone(PRAGUE)
        assert (local.hour, local.minute) == (5, 0)
    # Each period is first seen at its own five o'clock, one a day or one a week.
    firsts = list(seen.values())[1:]
    assert all(at.astimezone(PRAGUE).time() == dt.time(5) for at in firsts)
    if frequency is Frequency.DAILY:
        assert len(seen) == 6
        assert len({at.astimezone(PRAGUE).date() for at in firsts}) == 5


@given(
    st.datetimes(
        min_value=dt.datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        max_value=dt.datetime(2060, 1, 1),  # noqa: DTZ001
        timezones=st.just(dt.UTC),
    ),
    st.sampled_from(DIGESTS),
)
def test_every_instant_lies_in_one_period(now: dt.datetime, frequency: Frequency) -> None:
    period = periods.current(frequency, now)
    following = periods.current(frequency, period.begins_at + dt.timedelta(days=7, hours=2))
    assert period.begins_at <= now
    assert period == periods.current(frequency, period.begins_at)
    assert following.key != period.key
    assert period.begins_at < period.expires_at <= following.begins_at + dt.timedelta(days=7)
    assert periods.next_begin(frequency, now) > period.first_day
