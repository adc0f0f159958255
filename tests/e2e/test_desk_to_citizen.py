"""The portal's main job: a clerk publishes an event, and whoever has subscribed gets it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.desk import AUTHOR, CLERK, DAY, PRAGUE, Desk, Scheduled
from tests.portal_process import Answer, Portal

pytestmark = pytest.mark.browser

NewContext = Callable[..., BrowserContext]


def in_feed(answer: Answer, key: str) -> Any:
    assert answer.status == 200
    calendar = icalendar.Calendar.from_ical(answer.body)
    found = [event for event in calendar.walk("VEVENT") if str(event["UID"]).startswith(key)]
    assert len(found) <= 1
    return found[0] if found else None


def union_list(portal: Portal, title: str) -> str:
    """The page of the union's calendar that would show the event; read without a browser."""
    answer = portal.get("", f"/kalendar/?zobrazeni=seznam&od={DAY}&do={DAY}")
    assert answer.status == 200
    return answer.text


def test_scheduled_event_waits(scheduled: Scheduled, portal: Portal) -> None:
    """test_time.py sees it come out; the tests in between use up the time until then."""
    page, feed = union_list(portal, scheduled.title), portal.get("", "/kalendar.ics").text
    if dt.datetime.now(PRAGUE) < scheduled.due:
        assert scheduled.title not in page
        assert scheduled.title not in feed


def test_event_travels_from_the_clerk_to_subscribers(
    portal: Portal, new_context: NewContext, page: Page
) -> None:
    before = portal.get("", "/kalendar.ics")
    again = portal.get("", "/kalendar.ics", If_None_Match=before.headers["etag"])
    assert again.status == 304

    # The clerk writes and publishes.
    title = f"Zkouška sirén {time.time_ns() % 10**9}"
    desk = Desk.of(CLERK, "lipova", portal, new_context)
    desk.write_event(title, DAY, "18:00", "20:30", "kulturní dům, Lipová 422")
    desk.save_draft()
    assert desk.errors() == []
    key = desk.event_key()
    assert title not in union_list(portal, title)
    desk.publish()

    # A citizen sees it on the union's calendar and opens it.
    page.goto(portal.url("", f"/kalendar/?zobrazeni=seznam&od={DAY}&do={DAY}"))
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("main")).to_contain_text("18:00")

    # Whoever subscribed gets it, at the right hour.
    after = portal.get("", "/kalendar.ics", If_None_Match=before.headers["etag"])
    assert after.status == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert after.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "set-cookie" not in after.headers
    event = in_feed(after, key)
    assert str(event["SUMMARY"]) == title
    assert event["DTSTART"].params["TZID"] == "Europe/Prague"
    assert event["DTSTART"].dt.replace(tzinfo=None) == dt.datetime.combine(DAY, dt.time(18))
    assert event["DTEND"].dt.replace(tzinfo=None) == dt.datetime.combine(DAY, dt.time(20, 30))
    assert str(event["UID"]).endswith("@sever.localhost")
    published = int(event["SEQUENCE"])
    zones = icalendar.Calendar.from_ical(after.body).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Europe/Prague"]
    own = portal.get("lipova", f"/kalendar/{key}.ics")
    assert str(in_feed(own, key)["UID"]) == str(event["UID"])

    # She cancels it; nobody's telephone may go on showing it as it was.
    desk.open(f"kalendar/edit/{key}/")
    desk.follow("a[href*='/cancel/']")
    cancelled = portal.get("", "/kalendar.ics")
    event = in_feed(cancelled, key)
    assert cancelled.headers["etag"] != after.headers["etag"]
    assert str(event["STATUS"]) == "CANCELLED"
    assert str(event["SUMMARY"]) == f"ZRUŠENO: {title}"
    assert int(event["SEQUENCE"]) == published + 1
    page.reload()
    expect(page.locator("main .tag--cancelled").first).to_be_visible()

    # She takes it away; what stays says only that there is nothing.
    desk.open(f"kalendar/edit/{key}/")
    desk.follow("a[href*='/unpublish/']")
    withdrawn = in_feed(portal.get("", "/kalendar.ics"), key)
    assert str(withdrawn["STATUS"]) == "CANCELLED"
    assert title not in str(withdrawn["SUMMARY"])
    assert int(withdrawn["SEQUENCE"]) > published
    assert not {"LOCATION", "DESCRIPTION"} & set(withdrawn)
    assert portal.get("", f"/kalendar/{key}/").status == 410
    assert title not in union_list(portal, title)


def test_event_of_an_author_needs_an_editor(portal: Portal, new_context: NewContext) -> None:
    title = f"Návrh autorky {time.time_ns() % 10**9}"
    author = Desk.of(AUTHOR, "lipova", portal, new_context)
    author.write_event(title, DAY, "10:00", "11:00", "knihovna")
    author.save_draft()
    key = author.event_key()
    assert author.actions().locator("button[name=action-publish]").count() == 0
    author.submit_for_approval()
    assert author.actions().locator("button[name=action-publish]").count() == 0
    assert title not in union_list(portal, title)
    assert in_feed(portal.get("lipova", "/kalendar.ics"), key) is None

    # Nor does it help to ask for publishing behind the form's back.
    author.open(f"kalendar/edit/{key}/")
    status = author.page.evaluate(
        """async () => {
          const form = document.querySelector("main form[method=post], form#w-editor-form");
          const data = new FormData(form);
          data.set("action-publish", "action-publish");
          return (await fetch(form.action, {method: "POST", body: data})).status;
        }"""
    )
    assert status < 500
    assert title not in union_list(portal, title)

    editor = Desk.of(CLERK, "lipova", portal, new_context)
    editor.open()
    expect(editor.page.locator("main")).to_contain_text(title)  # awaits her on the first page
    editor.open(f"kalendar/edit/{key}/")
    editor._leave(
        editor.action("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])")
    )
    assert title in union_list(portal, title)
    assert str(in_feed(portal.get("", "/kalendar.ics"), key)["SUMMARY"]) == title


@pytest.mark.parametrize("site", ["sluknov", ""])
def test_clerk_of_lipova_is_turned_away_elsewhere(
    site: str, portal: Portal, new_context: NewContext
) -> None:
    desk = Desk.of(CLERK, "lipova", portal, new_context)
    elsewhere = Desk(desk.page, portal, site)
    for path in ("", "kalendar/", "kalendar/add/", "pages/", "images/", "lide/", "vzhled-a-udaje/"):
        elsewhere.open(path)
        assert elsewhere.is_turned_away, desk.page.url
    # And at home she still is at home.
    assert desk.open("kalendar/") == 200
    assert not desk.is_turned_away
