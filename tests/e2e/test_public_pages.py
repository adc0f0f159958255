"""Every type of public page, on a telephone and on a wide screen, as everybody must be able to use it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e import audit
from tests.e2e.places import PLACES, Place
from tests.portal_process import Portal

pytestmark = pytest.mark.browser

# Wagtail's own page, with our texts in it.
WAGTAILS = {"login": ("region", "landmark-one-main", "page-has-heading-one")}


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_page_is_accessible_fits_and_asks_nobody_else(
    place: Place, portal: Portal, page: Page
) -> None:
    watch = audit.Watch(page)
    audit.resize(page, audit.WIDTHS[0])
    response = page.goto(portal.url(place.site, place.path))
    assert response is not None
    assert response.status == place.status

    found: list[str] = []
    for width in audit.WIDTHS:
        audit.resize(page, width)
        without = WAGTAILS.get(place.name, ())
        found += [f"{width} px: {line}" for line in audit.violations(page, without=without)]
        found += [f"{width} px: {line}" for line in audit.overflow(page)]
    audit.resize(page, 320)  # WCAG 1.4.10: 1280 px at a zoom of 400 %
    found += [f"320 px: {line}" for line in audit.overflow(page)]

    found += [f"console: {line}" for line in watch.complaints]
    found += [f"asks a third party: {line}" for line in watch.strangers]
    if found:
        pytest.fail("\n".join(found), pytrace=False)
