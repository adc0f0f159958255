"""What comes out at a time that a clerk has set: beat, the broker and the worker do it together."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.e2e.desk import DAY, PRAGUE, Scheduled
from tests.portal_process import Portal, wait_for

pytestmark = pytest.mark.browser


def test_scheduled_event_comes_out_by_itself(scheduled: Scheduled, portal: Portal) -> None:
    left = (scheduled.due - dt.datetime.now(PRAGUE)).total_seconds()
    wait_for(
        lambda: scheduled.title in portal.get("", "/kalendar.ics").text,
        max(left, 0) + 75,  # beat asks once a minute; the worker may be busy
        lambda: f"the scheduled event:\n{portal.output[-3000:]}",
        pause=0.5,
    )
    assert dt.datetime.now(PRAGUE) >= scheduled.due
    answer = portal.get("", f"/kalendar/?zobrazeni=seznam&od={DAY}&do={DAY}")
    assert scheduled.title in answer.text
