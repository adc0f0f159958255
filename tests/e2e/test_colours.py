"""People who set their own colours lose nothing; pictures of it are for eyes, this is the smoke."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e import audit
from tests.portal_process import Portal

pytestmark = pytest.mark.browser

# Buttons without a border, marks without words: what a fixed background used to say.
LOST = """() => [...document.querySelectorAll(
  "main .btn, main button, header summary, .tag, .alert, input:not([type=hidden]), select, textarea")]
  .filter((one) => one.checkVisibility() && one.offsetWidth > 1)
  .filter((one) => !["checkbox", "radio"].includes(one.type))
  .filter((one) => {
    const style = getComputedStyle(one);
    const bordered = ["Top", "Bottom"].some((side) => parseFloat(style[`border${side}Width`]) > 0);
    const inside = one.parentElement.closest(".search, .field, form");
    return !bordered && !one.textContent.trim() && !inside;
  })
  .map((one) => one.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize(
    ("site", "path"),
    [
        ("lipova", "/"),
        ("lipova", "/vsechny-bloky/"),
        ("lipova", "/vsechna-pole/"),
        ("", "/"),
        ("lipova", "/kalendar/?zobrazeni=mesic"),
        ("lipova", "/kalendar/?zobrazeni=seznam"),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours(
    scheme: Any, site: str, path: str, portal: Portal, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(forced_colors="active", color_scheme=scheme).new_page()
    watch = audit.Watch(page)
    page.goto(portal.url(site, path))
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    # Contrast is the person's own choice here, everything else must hold as always.
    assert audit.violations(page, without=("color-contrast",)) == []
    assert page.evaluate(LOST) == []
    # Icons that stand alone take the colour of the text around them, not of a lost background.
    lost_icons = page.evaluate(
        """() => [...document.querySelectorAll("button:not(:has(span)) > svg, a > svg:only-child")]
          .filter((one) => one.checkVisibility())
          .filter((one) => getComputedStyle(one).color === getComputedStyle(one).backgroundColor)
          .length"""
    )
    assert lost_icons == 0
    assert watch.complaints == []
