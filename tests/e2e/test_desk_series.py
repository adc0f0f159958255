"""A clerk makes a weekly series: with a script she sees its dates while she writes, without it after."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.desk import CLERK, DAY, Desk
from tests.people import PASSWORD
from tests.portal_process import Portal

pytestmark = pytest.mark.browser

NewContext = Callable[..., BrowserContext]
DATES = "[data-event-dates] li.event-dates__date"


def begin(page: Page, title: str) -> None:
    page.fill("#id_title", title)
    page.select_option("#id_category", "trhy")
    page.fill("#id_start_date", DAY.isoformat())
    page.fill("#id_start_time", "08:00")
    page.fill("#id_end_time", "12:00")
    page.select_option("#id_repeats", "WEEKLY")


def test_the_dates_follow_what_is_written(portal: Portal, new_context: NewContext) -> None:
    title = f"Farmářský trh {time.time_ns() % 10**9}"
    desk = Desk.of(CLERK, "lipova", portal, new_context)
    desk.open("kalendar/add/")
    page = desk.page
    expect(page.locator("#id_repeat_count")).to_be_hidden()
    begin(page, title)
    expect(page.locator("#id_repeat_weekdays")).to_be_visible()
    expect(page.locator("#id_repeat_month")).to_be_hidden()
    page.fill("#id_repeat_count", "4")
    expect(page.locator(DATES)).to_have_count(4)
    page.fill("#id_repeat_every", "2")
    last = DAY + dt.timedelta(weeks=6)
    expect(page.locator(DATES).last).to_contain_text(f"{last.day}.")
    # A first day outside of its rule is explained at once, and nothing is lost.
    wrong = str((DAY.weekday() + 1) % 7)
    page.check(f"#id_repeat_weekdays input[value='{wrong}']")
    expect(page.locator("[data-event-dates] .error-message")).to_have_count(1)
    page.uncheck(f"#id_repeat_weekdays input[value='{wrong}']")
    expect(page.locator(DATES)).to_have_count(4)
    page.fill("#id_place", "náměstí")
    desk.save_draft()
    # The address alone says nothing: Wagtail saves drafts in the background as well.
    expect(page.locator(".messages .success")).to_be_visible()
    assert desk.errors() == []
    key = desk.event_key()
    desk.publish()
    feed = portal.get("lipova", f"/kalendar/{key}.ics").text
    assert "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=" in feed
    assert ";COUNT=4" in feed

    # One click on the list of dates, one question, and the date is called off for everybody.
    desk.open(f"kalendar/edit/{key}/")
    page.locator(DATES).nth(1).locator("a").click()
    page.fill("#id_note", "Stánkaři jedou jinam")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(DATES).nth(1).locator("s")).to_be_visible()
    assert "STATUS:CANCELLED" in portal.get("lipova", f"/kalendar/{key}.ics").text


def test_the_form_works_without_a_script(portal: Portal, new_context: NewContext) -> None:
    title = f"Trh bez skriptu {time.time_ns() % 10**9}"
    page = new_context(java_script_enabled=False).new_page()
    page.goto(portal.url("lipova", "/admin/login/"))
    page.fill("input[name=username]", CLERK)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(portal.url("lipova", "/admin/kalendar/add/"))
    for name in ("repeat_every", "repeat_month", "repeat_year", "repeat_until", "repeat_count"):
        expect(page.locator(f"#id_{name}")).to_be_visible()
    begin(page, title)
    page.fill("#id_repeat_count", "3")
    page.locator("footer button.action-save").first.click()
    page.wait_for_url("**/admin/kalendar/edit/**")
    expect(page.locator(DATES)).to_have_count(3)
    # Back to the form that was typed, with the reason, when something is wrong.
    page.fill("#id_repeat_count", "0")
    page.locator("footer button.action-save").first.click()
    expect(page.locator("#id_repeat_count")).to_have_value("0")
    expect(page.locator("#id_title")).to_have_value(title)
    expect(page.locator("[data-event-dates] .error-message")).to_have_count(1)
