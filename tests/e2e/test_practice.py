"""The whole life of a record of good practice with three people, and its taking over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import CLERK, Desk
from tests.portal_process import Portal

pytestmark = pytest.mark.browser

EDITOR, ADOPTER = "editor-public@test.example", "editor-sluknov@test.example"
TITLE = "Pojízdná knihovna"


def test_written_returned_published_and_taken_over(new_context, portal: Portal, page) -> None:
    clerk = Desk.of(CLERK, "lipova", portal, new_context)
    clerk.open("dobra-praxe/")
    clerk.page.fill("input[name=title]", TITLE)
    clerk.page.press("input[name=title]", "Enter")
    number = re.search(r"dobra-praxe/(\d+)/", clerk.page.url)[1]

    def write(part: str, **values: str) -> None:
        clerk.open(f"dobra-praxe/{number}/cast/{part}/")
        for name, value in values.items():
            field = clerk.page.locator(f"form[data-autosave] [name='{name.replace('__', '-')}']")
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        clerk.page.click("form[data-autosave] button[name=to][value=overview]")
        expect(clerk.page).to_have_url(clerk.url(f"dobra-praxe/{number}/"))

    write("v-kostce", summary="Knihy jezdí za lidmi.", topic="vzdelavani", progress="bezi")
    write("problem-a-reseni", problem="Do knihovny je daleko.", solution="Dodávka s regály.")
    write(
        "vysledky",
        results__0__indicator="výpůjčky",
        results__0__before="0",
        results__0__after="310",
    )
    write("postup", steps__0__text="Sehnat dodávku")
    write("kontakt-a-odkazy", contact_email="podatelna@lipova.example")
    public = portal.url("", f"/dobra-praxe/{number}/")
    assert page.goto(public).status == 404
    clerk.page.click("form[action$='/podat/'] button")

    editor = Desk.of(EDITOR, "", portal, new_context)
    editor.open("dobra-praxe/")
    editor.page.click(f"a[href$='/{number}/posouzeni/']")
    editor.page.fill("textarea[name=comment]", "Napište, co se nepovedlo.")
    editor.page.click("button[name=return]")
    clerk.open(f"dobra-praxe/{number}/")
    expect(clerk.page.get_by_text("Napište, co se nepovedlo.")).to_be_visible()
    write("pouceni", went_wrong="V zimě dodávka nevyjela do kopce.")
    clerk.page.click("form[action$='/podat/'] button")
    editor.open(f"dobra-praxe/{number}/posouzeni/")
    editor.page.click("button[name=publish]")
    assert page.goto(public).status == 200
    expect(page.locator("h1")).to_have_text(TITLE)

    adopter = Desk.of(ADOPTER, "sluknov", portal, new_context)
    adopter.page.goto(public)
    adopter.page.click("a[href$='/prevzit/']")
    adopter.page.check("input[name=uptake][value=done]")
    adopter.page.fill("textarea[name=note]", "Jezdíme o víkendech.")
    adopter.page.click("main form button[type=submit]")
    page.goto(public)
    expect(page.get_by_text("Jezdíme o víkendech.")).to_be_visible()
    adopter.open("dobra-praxe/")
    adopter.page.click("a[href*='/dobra-praxe/prevzeti/']")
    adopter.page.check("input[name=done-1]")
    adopter.page.click("form:has(input[name=done-1]) button[type=submit]")
    expect(adopter.page.locator("input[name=done-1]")).to_be_checked()


def test_what_is_written_is_saved_by_itself(new_context, portal: Portal) -> None:
    clerk = Desk.of(CLERK, "lipova", portal, new_context)
    clerk.open("dobra-praxe/")
    clerk.page.fill("input[name=title]", "Rozepsaný záznam")
    clerk.page.press("input[name=title]", "Enter")
    address = clerk.page.url.replace("v-kostce", "pouceni")
    clerk.page.goto(address)
    with clerk.page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        clerk.page.fill("textarea[name=went_wrong]", "Nikdo nepřišel.")
    assert saved.value.json()["saved"]
    clerk.page.goto(address)
    expect(clerk.page.locator("textarea[name=went_wrong]")).to_have_value("Nikdo nepřišel.")
    # What could not be saved is not lost: the next visit has it again, with a word about it.
    clerk.page.route(
        "**/pouceni/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    clerk.page.fill("textarea[name=went_wrong]", "Přišli tři.")
    clerk.page.goto(address)
    expect(clerk.page.locator("textarea[name=went_wrong]")).to_have_value("Přišli tři.")
    expect(clerk.page.locator("[data-autosave-state]")).not_to_be_empty()
