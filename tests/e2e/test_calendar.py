"""The calendar in a browser: filters without a new page, frames on others' sites, the sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.content import EMBEDDER
from tests.portal_process import Portal

pytestmark = pytest.mark.browser


def test_a_filter_changes_the_list_and_not_the_page(portal: Portal, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(portal.url("lipova", "/kalendar/"))
    page.evaluate("window.same = true")
    everything = page.locator("main li.row").count()
    page.locator(".choice:has(input[name=kategorie]) > summary").click()
    page.check("input[name=kategorie][value=odpady]")
    expect(page).to_have_url(re.compile("kategorie=odpady"))
    expect(page.locator(".chip").first).to_be_visible()
    assert 0 < page.locator("main li.row").count() < everything
    # The list of boxes stays open, and somebody who cannot see it hears how many there are.
    expect(page.locator("input[name=kategorie][value=odpady]")).to_be_visible()
    expect(page.locator("[data-live-status]")).not_to_be_empty()
    page.keyboard.press("Escape")
    page.locator(".chip").first.click()
    expect(page.locator("main li.row")).to_have_count(everything)
    expect(page.locator("input[name=kategorie][value=odpady]")).not_to_be_checked()
    page.go_back()
    expect(page).to_have_url(re.compile("kategorie=odpady"))
    expect(page.locator(".chip").first).to_be_visible()
    assert page.evaluate("window.same")


def test_the_next_month_keeps_the_filter(portal: Portal, page: Page) -> None:
    page.goto(portal.url("", "/kalendar/?zobrazeni=mesic&mesic=2026-12&kategorie=sport"))
    page.locator("a[data-live-link][href*='mesic=2027-01']").first.click()
    expect(page).to_have_url(re.compile("kategorie=sport.*mesic=2027-01"))
    expect(page.locator("table.cal")).to_be_visible()
    # What is sent by the form next has the month that is shown.
    value = page.locator("input[name=mesic]").first.get_attribute("value")
    assert value == "2027-01"


def test_on_a_telephone_the_filter_is_folded(portal: Portal, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(portal.url("lipova", "/kalendar/"))
    box = page.locator("#q-kalendar")
    expect(box).not_to_be_visible()
    page.locator(".filterbox > summary").click()
    expect(box).to_be_visible()


@pytest.mark.parametrize(("slug", "shown"), [("lipova", True), ("sluknov", False)])
def test_a_frame_shows_only_on_sites_that_are_listed(
    portal: Portal, new_context: Callable[..., BrowserContext], slug: str, shown: bool
) -> None:
    page = new_context().new_page()
    frame = portal.url(slug, "/kalendar/vlozit/?pocet=3")

    def school(route: Route) -> None:
        body = f'<!doctype html><title>Škola</title><iframe src="{frame}" title="Akce"></iframe>'
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(f"http://{EMBEDDER}/**", school)
    page.goto(f"http://{EMBEDDER}/")
    heading = page.frame_locator("iframe").locator("h1.embed__title")
    if not shown:
        page.wait_for_timeout(500)
        assert heading.count() == 0
        return
    expect(heading).to_be_visible()
    # Its links leave the frame.
    heading.locator("a").click()
    expect(page).to_have_url(re.compile(re.escape(portal.url(slug, "/kalendar/"))))


def test_a_poster_is_one_sheet(portal: Portal, page: Page) -> None:
    for site in ("", "lipova"):
        page.goto(portal.url(site, "/kalendar/?zobrazeni=plakat&mesic=2026-12"))
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
