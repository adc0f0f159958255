"""The clerks' desk, as a person's hands reach it. Finds things by name, not by the words on them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.people import PASSWORD
from tests.portal_process import Portal

PRAGUE = ZoneInfo("Europe/Prague")
CLERK, AUTHOR = "editor-lipova@test.example", "author-lipova@test.example"
DAY = dt.datetime.now(PRAGUE).date() + dt.timedelta(days=20)
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True)
class Scheduled:
    """An event that a clerk has told to appear at a full minute."""

    title: str
    due: dt.datetime


@dataclass
class Desk:
    """One person's browser on the desk of one site."""

    page: Page
    portal: Portal
    site: str

    @classmethod
    def of(
        cls,
        person: str,
        site: str,
        portal: Portal,
        new_context: Callable[..., BrowserContext],
        password: str = PASSWORD,
    ) -> Desk:
        desk = cls(new_context(viewport={"width": 1280, "height": 1000}).new_page(), portal, site)
        desk.log_in(person, password)
        return desk

    def url(self, path: str = "") -> str:
        return self.portal.url(self.site, f"/admin/{path}")

    def open(self, path: str = "") -> int:
        response = self.page.goto(self.url(path))
        assert response is not None
        return response.status

    def log_in(self, person: str, password: str) -> None:
        self.open("login/")
        self.page.fill("input[name=username]", person)
        self.page.fill("input[name=password]", password)
        self.page.click("main button[type=submit]")
        expect(self.page).to_have_url(self.url())

    @property
    def is_turned_away(self) -> bool:
        return "/admin/login/" in self.page.url

    # -- forms -----------------------------------------------------------------------------------

    def write_event(self, title: str, day: dt.date, start: str, end: str, place: str) -> None:
        """The form of a new event, filled in and not saved."""
        self.open("kalendar/add/")
        page = self.page
        page.fill("#id_title", title)
        page.select_option("#id_category", "kultura")
        for name, value in (
            ("start_date", day.isoformat()),
            ("start_time", start.zfill(5)),
            ("end_time", end.zfill(5)),
        ):
            page.fill(f"#id_{name}", value)
            page.press(f"#id_{name}", "Tab")  # closes the picker
        page.fill("#id_place", place)

    def schedule(self, due: dt.datetime) -> None:
        """Let what is open in the form appear at a time to come."""
        page = self.page
        page.locator("[data-side-panel-toggle=status]:visible").click()
        page.locator("[data-a11y-dialog-show^=schedule-publishing]:visible").click()
        page.fill("#id_go_live_at", f"{due:%d.%m.%Y %H:%M}")
        with page.expect_navigation(wait_until="load"):  # the picker keeps the mouse away
            page.locator("#schedule-publishing-dialog button[type=submit]:visible").press("Enter")
        assert self.errors() == []
        self.publish()

    def save_draft(self) -> None:
        self._leave(self.page.locator("footer button.action-save").first)

    def publish(self) -> None:
        self._leave(self.action("button[name=action-publish]"))

    def submit_for_approval(self) -> None:
        self._leave(self.action("button[name=action-submit]"))

    def actions(self) -> Locator:
        return self.page.locator("footer")

    def action(self, selector: str) -> Locator:
        """A button at the bottom of the form; the list with the others is opened for it."""
        found = self.actions().locator(selector)
        expect(found).to_have_count(1)
        if not found.is_visible():
            self.actions().locator(".w-dropdown__toggle").click()
        return found

    def follow(self, selector: str) -> None:
        """A link among the actions, and the question that it leads to."""
        self._leave(self.action(selector))
        self._leave(self.page.locator("main form button[type=submit]").last)

    def _leave(self, button: Locator) -> None:
        with self.page.expect_navigation(wait_until="load"):
            button.click()

    def page_key(self, kind: str) -> str:
        """Number of the Czech page of a type of which a site has one."""
        pages: list[dict[str, Any]] = self.page.evaluate(
            "async (kind) => (await (await fetch("
            "`/admin/api/main/pages/?type=pages.${kind}&fields=locale`)).json()).items",
            kind,
        )
        named = f"pages.{kind}"
        return str(
            next(
                page["id"]
                for page in pages
                if page["meta"]["type"] == named and page["meta"]["locale"] == "cs"
            )
        )

    def event_key(self) -> str:
        found = re.search(UUID, self.page.url)
        assert found is not None, self.page.url
        return found[0]

    def errors(self) -> list[str]:
        return self.page.locator(".error-message, .messages .error").all_inner_texts()
