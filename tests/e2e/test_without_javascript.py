"""Everything public works where no script runs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.content import ALL_FIELDS
from tests.portal_process import Portal

pytestmark = pytest.mark.browser

TELEPHONE = {"width": 360, "height": 780}


@pytest.fixture
def plain(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(java_script_enabled=False, viewport=TELEPHONE).new_page()


def test_menu_opens_and_leads_somewhere(portal: Portal, plain: Page) -> None:
    plain.goto(portal.url("lipova", "/"))
    menu = plain.locator("details[data-menu]")
    link = menu.locator("a[href='/kalendar/']").first
    expect(link).not_to_be_visible()
    menu.locator("summary").first.click()
    expect(link).to_be_visible()
    link.click()
    expect(plain).to_have_url(portal.url("lipova", "/kalendar/"))


def test_submenu_opens_on_a_wide_screen(portal: Portal, plain: Page) -> None:
    plain.set_viewport_size({"width": 1280, "height": 900})
    plain.goto(portal.url("lipova", "/"))
    submenu = plain.locator("details[data-submenu]").first
    submenu.locator("summary").click()
    expect(submenu.locator("a").nth(1)).to_be_visible()


def test_search_finds(portal: Portal, plain: Page) -> None:
    plain.set_viewport_size({"width": 1280, "height": 900})
    plain.goto(portal.url("lipova", "/"))
    plain.locator("header input[name=q]:visible").fill("knihovna")
    plain.locator("header input[name=q]:visible").press("Enter")
    expect(plain.locator("main a", has_text="Knihovna nově otevírá").first).to_be_visible()


def test_calendar_is_filtered_and_paged_by_month(portal: Portal, plain: Page) -> None:
    plain.goto(portal.url("lipova", "/kalendar/?zobrazeni=seznam"))
    plain.locator("main .filterbox > summary").click()
    plain.locator("main .choice:has(input[name=kategorie]) > summary").click()
    plain.check("main input[name=kategorie][value=odpady]")
    plain.locator("main form.filters button").click()
    expect(plain).to_have_url(re.compile("kategorie=odpady"))
    rows = plain.locator("main li.row")
    assert rows.count() > 0
    plain.goto(portal.url("lipova", "/kalendar/?zobrazeni=mesic"))
    plain.locator("main a[href*='mesic=']").first.click()
    expect(plain.locator("main h1")).to_be_visible()


def test_form_says_what_is_wrong_and_is_sent(portal: Portal, plain: Page) -> None:
    plain.goto(portal.url("lipova", ALL_FIELDS))
    opened = time.monotonic()
    plain.locator("main form.form button").last.click()
    summary = plain.locator("main [role=alert], main .error-summary").first
    expect(summary).to_be_visible()
    # Each complaint leads to its field.
    summary.locator("a").first.click()
    target = plain.url.partition("#")[2]
    assert target
    expect(plain.locator(f"[id='{target}']")).to_have_count(1)
    assert plain.locator("main [aria-invalid=true]").count() >= 2

    plain.fill("main [name=pole_singleline]", "Božena")
    plain.fill("main [name=pole_email]", "bozena@test.example")
    plain.locator("main [name=pole_radio]").first.check()
    plain.locator("main [name=souhlas-udaje]").check()
    time.sleep(max(0.0, 2.2 - (time.monotonic() - opened)))  # nobody writes faster but robots
    plain.locator("main form.form button").last.click()
    expect(plain.locator("main [role=status]")).to_be_visible()
    expect(plain.locator("main")).to_contain_text("Děkujeme za odpověď.")


def test_accordion_opens(portal: Portal, plain: Page) -> None:
    plain.goto(portal.url("lipova", "/vsechny-bloky/"))
    item = plain.locator(".accordion details").first
    item.locator("summary").click()
    expect(item.locator("p")).to_be_visible()


def test_language_changes(portal: Portal, plain: Page) -> None:
    plain.goto(portal.url("lipova", "/kalendar/"))
    plain.locator("header a[lang=de]").click()
    expect(plain).to_have_url(portal.url("lipova", "/de/kalendar/"))
    assert plain.locator("html").get_attribute("lang") == "de"
