"""The keyboard alone reaches everything, and shows where it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.content import ALL_BLOCKS, ALL_FIELDS
from tests.portal_process import Portal

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const outlined = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // A card shows the ring around all of it; the button inside a date field has the browser's own.
  const ring = outlined(one) || outlined(one, "::after") || outlined(one, "::before")
    || outlined(one.parentElement) || (one.type?.startsWith("date") && !one.matches(":focus-visible"));
  return {
    what: one.outerHTML.slice(0, 140),
    name: one.getAttribute("name") || "", href: one.getAttribute("href") || "",
    area: one.closest("header, main, footer")?.tagName || "BODY",
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth && getComputedStyle(one).visibility === "visible",
    ring,
  };
}"""


def walk(page: Page, limit: int = 400) -> list[dict[str, Any]]:
    """Tab through the page from its beginning until the browser's own controls come."""
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (stops and stop["what"] == stops[0]["what"] and len(stops) > 3):
            return stops
        stops.append(stop)
    raise AssertionError("the keyboard does not come to the end of the page")


@pytest.mark.parametrize(
    ("site", "path"),
    [
        ("lipova", "/"),
        ("lipova", ALL_BLOCKS),
        ("lipova", ALL_FIELDS),
        ("", "/"),
        ("lipova", "/kalendar/?zobrazeni=seznam"),
        ("", "/kalendar/?zobrazeni=mesic"),
        ("", "/kalendar/odber/"),
    ],
)
def test_every_stop_is_seen_and_in_order(site: str, path: str, portal: Portal, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")  # so that focus is not looked for while scrolling
    page.goto(portal.url(site, path))
    stops = walk(page)
    assert "skip-link" in stops[0]["what"]
    areas = [stop["area"] for stop in stops[1:]]
    assert areas == sorted(areas, key=["HEADER", "BODY", "MAIN", "FOOTER"].index)
    assert {"HEADER", "MAIN", "FOOTER"} <= set(areas)
    assert any(stop["name"] == "q" for stop in stops if stop["area"] == "HEADER")
    assert any(re.search("/kalendar/$", stop["href"]) for stop in stops if stop["area"] == "HEADER")
    hidden = [stop["what"] for stop in stops if not stop["seen"]]
    assert hidden == []
    without_ring = [stop["what"] for stop in stops if not stop["ring"]]
    assert without_ring == []


def test_skip_link_leads_to_the_content(portal: Portal, page: Page) -> None:
    page.goto(portal.url("lipova", "/aktuality/"))
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_menu_of_a_telephone_opens_and_closes(portal: Portal, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(portal.url("lipova", "/"))
    menu = page.locator("details[data-menu]")
    summary = menu.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('details[data-menu]') !== null")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_submenu_closes_when_the_focus_leaves_it(portal: Portal, page: Page) -> None:
    page.goto(portal.url("lipova", "/"))
    submenu = page.locator("details[data-submenu]").first
    submenu.locator("summary").focus()
    page.keyboard.press("Space")
    expect(submenu).to_have_attribute("open", "")
    links = submenu.locator("a").count()
    for _ in range(links + 1):
        page.keyboard.press("Tab")
    expect(submenu).not_to_have_attribute("open", "")


def test_suggestions_are_walked_by_arrows_and_closed_by_escape(portal: Portal, page: Page) -> None:
    page.goto(portal.url("lipova", "/hledat/"))
    box = page.locator("main #q")
    box.press_sequentially("knihov")
    options = page.locator("main .suggest [role=option]")
    expect(options.first).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("knihov")
    expect(box).to_be_focused()
    box.press_sequentially("n")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).not_to_have_url(re.compile("/hledat/"))
    expect(page.locator("main h1")).to_contain_text(re.compile("knihovn", re.IGNORECASE))
