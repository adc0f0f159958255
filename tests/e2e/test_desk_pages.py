"""Our own pages of the desk, under the same rules of accessibility as the public ones."""

from __future__ import annotations

import pytest

from tests.e2e import audit
from tests.e2e.content import ORDINARY, PRACTICE
from tests.e2e.desk import Desk
from tests.portal_process import Portal

pytestmark = pytest.mark.browser

PATHS = [
    "",
    "lide/",
    "odhlasit-vsude/",
    "vzhled-a-udaje/",
    "kalendar/",
    "kalendar/add/",
    f"kalendar/edit/{ORDINARY}/",
    f"kalendar/cancel/{ORDINARY}/",
    f"kalendar/postpone/{ORDINARY}/",
    f"kalendar/copy/{ORDINARY}/",
    "mista/",
    "mista/add/",
    f"kalendar/unpublish/{ORDINARY}/",
    "snippets/noticeboard/notice/",
    "snippets/noticeboard/notice/add/",
    "snippets/noticeboard/notice/edit/1/",
    "snippets/noticeboard/notice/take-down/1/",
    "snippets/noticeboard/notice/certificate/3/",
    "snippets/noticeboard/notice/journal/3/",
    "snippets/contacts/office/add/",
    "snippets/contacts/person/add/",
    "snippets/pages/newscategory/add/",
    "pages/",
    "pages/{home}/edit/",
    "pages/add/pages/newspage/{news}/",
    "pages/add/pages/contentpage/{home}/",
    "pages/add/pages/formpage/{home}/",
    "settings/pages/mainmenu/1/",
    "forms/",
    "dobra-praxe/",
    f"dobra-praxe/{PRACTICE}/",
    f"dobra-praxe/{PRACTICE}/cast/v-kostce/",
    f"dobra-praxe/{PRACTICE}/cast/vysledky/",
    f"dobra-praxe/{PRACTICE}/cast/soubory/",
    f"dobra-praxe/{PRACTICE}/cast/pro-koho/",
    f"dobra-praxe/{PRACTICE}/nahled/",
]
# Draft.js gives its editing area no name of its own; Wagtail's field around it has one.
WAGTAILS = [[".Draftail-Editor [contenteditable]"]]


@pytest.fixture(scope="module")
def desk(chromium, portal: Portal) -> Desk:
    context = chromium.new_context(locale="cs-CZ")
    context.set_default_timeout(15_000)
    yield Desk.of("administrator-lipova@test.example", "lipova", portal, lambda **_options: context)
    context.close()


@pytest.fixture(scope="module")
def page_keys(desk: Desk) -> dict[str, str]:
    """Numbers of the home page and of the news' list, as the desk's own interface tells them."""
    desk.open()
    return {"home": desk.page_key("HomePage"), "news": desk.page_key("NewsIndexPage")}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.strip("/") or "dashboard")
def test_page_of_the_desk_is_accessible(path: str, page_keys: dict[str, str], desk: Desk) -> None:
    watch = audit.Watch(desk.page)
    assert desk.open(path.format(**page_keys)) == 200
    assert not desk.is_turned_away
    found = audit.violations(desk.page, {"include": [["main"]], "exclude": WAGTAILS})
    found += [f"console: {line}" for line in watch.complaints]
    found += [f"asks a third party: {line}" for line in watch.strangers]
    if found:
        pytest.fail("\n".join(found), pytrace=False)
