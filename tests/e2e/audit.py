"""Looks over a visitor's shoulder: what the browser complains about, and where it asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.portal_process import DOMAIN

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (360, 1440)
HEIGHT = 900
_axe = Axe()


@dataclass
class Watch:
    """Everything that one page's browser said and asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        # The browser mentions the status of the very page that was asked for, such as 404.
        same = message.location.get("url", "").partition("#")[0] == self.page.url.partition("#")[0]
        if same and "the server responded with a status of" in message.text:
            return
        self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        # The union shows its members' pictures from their own addresses.
        ours = f".{parts.hostname}".endswith(f".{DOMAIN}")
        if parts.scheme not in ("data", "blob") and not ours:
            self.strangers.append(request.url)


def violations(page: Page, context: Any = None, *, without: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds, one line for each place."""
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in without},
    }
    # A message that is still fading in has no contrast yet.
    page.evaluate(
        """() => document.getAnimations().forEach((one) => {
            if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish();
        })"""
    )
    page.wait_for_timeout(50)
    result = _axe.run(page, context=context, options=options).response
    return [
        f"{rule['id']}: {rule['help']} → {node['target']} {node['html'][:160]} "
        f"{node.get('failureSummary', '')}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """Elements that stick out of the screen, if it can be scrolled sideways."""
    found: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.scrollingElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > width + 0.5)
            .slice(0, 8)
            .map((one) => `${one.tagName}.${one.className} reaches ` +
              `${Math.round(one.getBoundingClientRect().right)} of ${width} px`)
            .concat([`the page is ${document.scrollingElement.scrollWidth} px wide`]);
        }"""
    )
    return found


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
