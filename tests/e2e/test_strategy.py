"""A strategic document from the clerk's first line to the public page, with a table in between."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import audit
from tests.e2e.desk import CLERK, Desk
from tests.portal_process import Portal

pytestmark = pytest.mark.browser

SAVE = "main form[method=post] button.button[type=submit]"
TABLE = """cil;opatreni;cislo;aktivita;od;do;odhad_kc;stav
1 Doprava;1.1 Chodníky;1.1.2;Lávka přes potok;2025;2028;1 250 000,50;plánováno
1 Doprava;1.1 Chodníky;1.1.3;Chodník na hřiště;2030;2026;mnoho;bůhvíjak
"""


def test_written_filled_from_a_table_and_published(new_context, portal: Portal, page) -> None:
    clerk = Desk.of(CLERK, "lipova", portal, new_context)

    def save(**values: str) -> None:
        for name, value in values.items():
            clerk.page.fill(f"#id_{name}", value)
        clerk.page.locator(SAVE).last.click()

    clerk.open("strategie/novy/")
    save(title="Program rozvoje", first_year="2030", last_year="2024")
    expect(clerk.page.locator("[role=alert]")).to_be_visible()
    save(last_year="2034")
    expect(clerk.page).to_have_url(re.compile(r"/strategie/\d+/$"))
    root = re.search(r"strategie/\d+/", clerk.page.url)[0]
    clerk.page.click("a[href$='/cil/']")
    save(code="1", title="Doprava")
    clerk.page.click("a[href$='/opatreni/']")
    save(code="1.1", title="Chodníky")
    clerk.page.click("a[href$='/aktivita/']")
    clerk.page.fill("[name=funding-0-source]", "kraj")
    clerk.page.fill("[name=funding-0-amount]", "1 000 000")
    save(code="1.1.1", title="Chodník ke škole", estimated_cost="2 400 000")
    expect(clerk.page.get_by_role("rowheader", name="1.1.1 Chodník ke škole")).to_be_visible()

    clerk.page.click("a[href$='/tabulka/']")
    sent = {"name": "akce.csv", "mimeType": "text/csv", "buffer": TABLE.encode("cp1250")}
    clerk.page.set_input_files("#id_upload", sent)
    clerk.page.locator(SAVE).last.click()
    wrong = clerk.page.locator("tr", has_text="Chodník na hřiště")
    expect(wrong.locator("li")).to_have_count(3)
    clerk.page.click("button[name=take]")
    expect(clerk.page.get_by_role("rowheader", name="1.1.2 Lávka přes potok")).to_be_visible()
    expect(clerk.page.get_by_text("Chodník na hřiště")).to_have_count(0)

    public = portal.url("", f"/{root}")
    assert page.goto(public).status == 404
    clerk.page.check("input[name=readers][value=public]")
    clerk.page.click("form[action$='/ctenari/'] button")
    assert page.goto(public).status == 200
    expect(page.locator("h1")).to_have_text("Program rozvoje")
    audit.resize(page, 360)
    assert audit.overflow(page) == [] and audit.violations(page) == []
    expect(page.locator("svg.timeline")).to_be_visible()
    page.get_by_role("link", name="1.1.2 Lávka přes potok").first.click()
    expect(page.get_by_text("1 250 000,50 Kč".replace(" ", "\u00a0")).first).to_be_visible()
    page.goto(portal.url("lipova", "/strategie/"))
    expect(page.get_by_role("link", name="Program rozvoje", exact=True)).to_be_visible()
