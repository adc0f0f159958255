"""The board's kiosk without a network, and a clerk's way from a draft to the certificate."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.desk import CLERK, DAY, Desk
from tests.e2e.wire import Wire
from tests.portal_process import Portal, wait_for

pytestmark = pytest.mark.browser

EDITOR = "editor-public@test.example"
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


def test_the_unions_budget_on_all_twelve_boards(new_context, portal: Portal, page) -> None:
    title, end = "Rozpočet svazku na všech deskách", DAY + dt.timedelta(days=25)
    union = Desk.of(EDITOR, "", portal, new_context)
    union.open("snippets/noticeboard/notice/add/")
    desk = union.page
    desk.fill("[name=title]", title)
    desk.select_option("[name=kind]", "budget")
    desk.fill("[name=planned_removal]", f"{end:%d.%m.%Y}")
    desk.keyboard.press("Escape")
    desk.check("[name=everywhere]")
    desk.locator("button[name=action-publish]").evaluate("button => button.click()")
    desk.wait_for_url(re.compile(r"/notice/$"))

    # The workers bring it to the boards; the page says where and since when it hangs.
    rows = desk.locator("section", has=desk.get_by_role("heading", name=title)).locator("tbody tr")

    def boards() -> int:
        union.open("snippets/noticeboard/notice/joint/")
        return rows.locator("th a").count()

    wait_for(lambda: boards() == 12, 60, "twelve boards")
    assert rows.count() == 12
    for link in rows.locator("th a").all():
        answer = page.goto(link.get_attribute("href"))
        assert answer is not None and answer.status == 200
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator("aside .tag")).to_be_visible()  # posted by the union

    # A municipality takes it down early, but not without saying why.
    clerk = Desk.of(CLERK, "lipova", portal, new_context)
    clerk.open("snippets/noticeboard/notice/")
    clerk.page.get_by_role("link", name=title).first.click()
    clerk.page.wait_for_url(re.compile(r"/edit/\d+/$"))
    number = re.search(r"/edit/(\d+)/", clerk.page.url)[1]
    clerk.open(f"snippets/noticeboard/notice/take-down/{number}/")
    submit = clerk.page.locator("form:has([name=reason]) button[type=submit]")
    submit.click()
    expect(clerk.page.locator("[name=reason]")).to_be_visible()
    clerk.page.fill("[name=reason]", "Vyvěšeno omylem dvakrát")
    submit.click()
    clerk.page.wait_for_url(re.compile(r"/notice/$"))
    union.open("snippets/noticeboard/notice/joint/")
    expect(rows.filter(has_text="Vyvěšeno omylem dvakrát")).to_have_count(1)

    # The meeting is put off, and with it the last day on the boards that still show it.
    later = end + dt.timedelta(days=7)
    own = re.search(r"/edit/(\d+)/", _address(union, title))[1]
    union.open(f"snippets/noticeboard/notice/extend/{own}/")
    desk.fill("[name=until]", f"{later:%d.%m.%Y}")
    desk.fill("[name=reason]", "Zasedání bylo odloženo")
    desk.keyboard.press("Escape")
    desk.locator("form:has([name=reason]) button[type=submit]").click()
    desk.wait_for_url(re.compile(r"/notice/$"))
    shown = f"{later.day}.\xa0{later.month}.\xa0{later.year}"

    def put_off() -> bool:
        boards()
        return rows.filter(has_text=shown).count() == 11

    wait_for(put_off, 60, "eleven boards with the later day")


def _address(desk: Desk, title: str) -> str:
    desk.open("snippets/noticeboard/notice/")
    return desk.page.get_by_role("link", name=title).first.get_attribute("href")
