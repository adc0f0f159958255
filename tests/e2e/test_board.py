"""The board's kiosk without a network, and a clerk's way from a draft to the certificate."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.desk import CLERK, Desk
from tests.e2e.wire import Wire
from tests.portal_process import Portal, wait_for

pytestmark = pytest.mark.browser

KIOSK = "/uredni-deska/kiosek/"
KEPT = """async () => (await (await caches.open("kiosk-1")).keys()).map((key) => new URL(key.url).pathname)"""


def test_kiosk_keeps_the_last_state(chromium: Browser, portal: Portal) -> None:
    context = chromium.new_context(locale="cs-CZ")
    page = context.new_page()
    with Wire(portal.port) as wire:
        host = portal.url("lipova", "").replace(f":{portal.port}", f":{wire.port}").rstrip("/")
        page.goto(host + KIOSK)
        links = page.locator("[data-kiosk-keep]")
        hrefs = links.evaluate_all("links => links.map((link) => link.getAttribute('href'))")
        assert hrefs
        # Not wait_for_function, which takes a promise for a yes.
        wait_for(
            lambda: {KIOSK, *hrefs} <= set(page.evaluate(KEPT)), 20, "the worker to keep the board"
        )
        wire.cut()
        page.reload()
        expect(links).to_have_count(len(hrefs))
        expect(page.locator("[data-kiosk-offline]")).to_be_visible()
        page.goto(host + hrefs[0])  # never opened before
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("[data-kiosk-offline]")).to_be_visible()
        wire.mend()
        page.reload()
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("[data-kiosk-offline]")).to_be_hidden()
    context.close()


def test_from_the_draft_to_the_certificate(chromium: Browser, portal: Portal) -> None:
    def contexts(**options):
        return chromium.new_context(locale="cs-CZ", **options)

    desk = Desk.of(CLERK, "lipova", portal, contexts)
    page = desk.page
    desk.open("snippets/noticeboard/notice/add/")
    page.fill("[name=title]", "Vyhláška z prohlížeče")
    page.select_option("[name=kind]", "public_notice")
    page.fill("[name=planned_removal]", "01.01.2020")
    page.keyboard.press("Escape")
    page.locator("button[name=action-publish]").evaluate("button => button.click()")
    expect(
        page.locator("#panel-child-planned_removal-errors, .error-message").first
    ).to_be_visible()
    page.fill("[name=planned_removal]", "")
    page.keyboard.press("Escape")
    page.locator("button[name=action-publish]").evaluate("button => button.click()")
    page.wait_for_url(re.compile(r"/notice/$"))
    page.get_by_role("link", name="Vyhláška z prohlížeče").first.click()
    page.wait_for_url(re.compile(r"/edit/\d+/$"))
    number = re.search(r"/edit/(\d+)/", page.url).group(1)

    citizen = contexts().new_page()
    assert citizen.goto(portal.url("lipova", f"/uredni-deska/{number}/")).status == 200

    desk.open(f"snippets/noticeboard/notice/take-down/{number}/")
    page.fill("[name=reason]", "Zkouška z prohlížeče")
    page.locator("main button[type=submit], .nice-padding button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/notice/$"))
    desk.open(f"snippets/noticeboard/notice/certificate/{number}/")
    expect(page.locator("body")).to_contain_text("Zkouška z prohlížeče")
    expect(page.locator("[data-delivery]")).to_have_attribute("data-delivery", "early")
    citizen.context.close()
    page.context.close()
