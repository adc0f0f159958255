"""How somebody comes to work on a site, and how she leaves every device at once."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.desk import Desk
from tests.portal_process import Portal, wait_for

pytestmark = pytest.mark.browser

NewContext = Callable[..., BrowserContext]
PASSWORD = "tulipány-na-návsi-1999"


def mail_to(portal: Portal, address: str) -> str | None:
    """The text of a mail that the portal has sent to the address."""
    for file in sorted((portal.data_dir / "mail").glob("*.log")):
        raw = file.read_bytes().strip()
        message = email.message_from_bytes(raw, policy=email.policy.default)
        if address in str(message["To"]):
            body = message.get_body(("plain",))
            assert body is not None
            return str(body.get_content())
    return None


def test_invited_author_starts_to_work(portal: Portal, new_context: NewContext) -> None:
    address = f"nova-{time.time_ns()}@test.example"
    administrator = Desk.of("administrator-lipova@test.example", "lipova", portal, new_context)
    administrator.open("lide/")
    page = administrator.page
    page.fill("main input[name=email]", address)
    page.select_option("main select[name=role]", "author")
    page.locator("main form:has(input[name=email]) button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(address)

    text = wait_for(
        lambda: mail_to(portal, address), 60, lambda: f"the mail:\n{portal.output[-3000:]}"
    )
    link = re.search(r"http://\S+/pozvanka/\S+", text)
    assert link is not None, text
    assert link[0].startswith(portal.url("lipova", "/pozvanka/"))

    # The link of Lipová says nothing on another site.
    newcomer = new_context().new_page()
    elsewhere = newcomer.goto(link[0].replace("//lipova.", "//sluknov."))
    assert elsewhere is not None
    assert elsewhere.status == 404

    newcomer.goto(link[0])
    newcomer.fill("input[name=first_name]", "Nová")
    newcomer.fill("input[name=last_name]", "Kolegyně")
    newcomer.fill("input[name=password]", "krátké")
    newcomer.locator("main form button[type=submit]").click()
    expect(newcomer.locator("main")).to_contain_text(address)  # still there, and says why
    assert "/pozvanka/" in newcomer.url
    for field in newcomer.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    newcomer.locator("main form button[type=submit]").click()
    expect(newcomer).to_have_url(portal.url("lipova", "/admin/"))

    # She has the author's rights and no others, and the link is used up.
    desk = Desk(newcomer, portal, "lipova")
    assert desk.open("kalendar/add/") == 200
    assert desk.actions().locator("button[name=action-publish]").count() == 0
    desk.open("lide/")
    assert newcomer.locator("main input[name=email]").count() == 0
    used = newcomer.goto(link[0])
    assert used is not None
    assert used.status == 404


def test_log_out_everywhere_ends_the_other_session_too(
    portal: Portal, new_context: NewContext
) -> None:
    person = "author-sluknov@test.example"
    office = Desk.of(person, "sluknov", portal, new_context)
    lost = Desk.of(person, "sluknov", portal, new_context)
    assert lost.open("kalendar/") == 200
    assert not lost.is_turned_away

    office.open("odhlasit-vsude/")
    office.page.locator("main form button[type=submit]").click()
    expect(office.page).to_have_url(re.compile("/admin/login/"))

    for desk in (office, lost):
        desk.open("kalendar/")
        assert desk.is_turned_away


def test_outsider_has_no_desk_anywhere(portal: Portal, new_context: NewContext) -> None:
    page = new_context().new_page()
    for site in ("lipova", ""):
        desk = Desk(page, portal, site)
        desk.open("login/")
        page.fill("input[name=username]", "outsider@test.example")
        page.fill("input[name=password]", "correct horse battery")
        page.click("main button[type=submit]")
        page.wait_for_load_state()
        assert desk.is_turned_away
        desk.open("kalendar/")
        assert desk.is_turned_away
