"""News from the clerk's form: the preview shows it, and publishing takes it to every list at once."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import audit
from tests.e2e.desk import Desk
from tests.portal_process import Portal

pytestmark = pytest.mark.browser


def test_news_travels_from_the_preview_to_every_list(
    portal: Portal, new_context: Callable[..., BrowserContext], page: Page
) -> None:
    word = f"zvonkohra{time.time_ns() % 10**9}"
    title = f"Na věži zní {word}"
    address = f"/aktuality/na-vezi-zni-{word}/"
    lists = [
        ("lipova", "/"),
        ("lipova", "/aktuality/"),
        ("lipova", "/aktuality/rss/"),
        ("lipova", f"/hledat/?q={word}"),
        ("", f"/hledat/?q={word}"),
        ("", "/"),
    ]
    for site, path in lists:  # in the cache before it is published
        assert address not in portal.get(site, path).text

    desk = Desk.of("editor-lipova@test.example", "lipova", portal, new_context)
    watch = audit.Watch(desk.page)
    desk.open(f"pages/add/pages/newspage/{desk.page_key('NewsIndexPage')}/")
    desk.page.fill("#id_title", title)
    desk.page.fill("#id_lead", "Hraje každou celou hodinu.")
    desk.page.locator("[data-side-panel-toggle=preview]:visible").click()
    preview = desk.page.frame_locator(
        "iframe[id*=preview]:visible, [data-side-panel=preview] iframe"
    )
    expect(preview.last.locator("h1")).to_contain_text(word)
    desk.page.locator("[data-side-panel-toggle=preview]:visible").click()
    desk.publish()
    assert desk.errors() == []
    assert watch.complaints == []

    for site, path in lists:
        answer = portal.get(site, path)
        assert answer.status == 200
        assert address in answer.text, (site, path)

    # A citizen comes to it from the union's home page, on the municipality's own site.
    page.goto(portal.url("", "/"))
    page.locator("main a", has_text=word).first.click()
    expect(page.locator("h1")).to_contain_text(word)
    assert page.url.startswith(portal.url("lipova", "/aktuality/"))
    # No draft of it, and no toolbar of the desk, is on the public page.
    assert page.locator("wagtail-userbar").count() == 0
