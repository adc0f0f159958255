"""Editors of the union point things out; what municipalities have published never changes by it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from shared.audit.models import Entry
from shared.highlights import selectors, services
from shared.highlights.enums import Mark
from shared.highlights.models import Highlight, PracticeOfMonth
from shared.highlights.permissions import NotAllowed
from shared.kernel import clock
from shared.published import services as published
from shared.published.enums import Kind
from shared.published.models import Item, SiteRevision
from tests.shared.published.factory import entry, event

TOMORROW = clock.today() + dt.timedelta(days=1)


@pytest.fixture
def items(lipova, sluknov, on):
    now = clock.now()
    with on(lipova):
        published.publish(entry("1", title="Stará zpráva", published_at=now - dt.timedelta(days=9)))
        published.publish(event("9", now + dt.timedelta(days=40), title="Pouť", published_at=now))
    with on(sluknov):
        for number in range(2, 9):
            at = now - dt.timedelta(hours=number)
            published.publish(entry(str(number), title=f"Zpráva {number}", published_at=at))
    return {item.source_id: item for item in Item.objects.all()}


@pytest.fixture
def editor(people):
    return people.union_editor()


def home(client_for, union) -> str:
    return client_for(union).get("/").content.decode().replace("\xa0", " ")


def test_a_pinned_item_is_first_on_the_home_page_and_the_item_stays_as_it_is(
    client_for, union, lipova, items, editor
):
    assert "Stará zpráva" not in home(client_for, union)
    before = model_to_dict(Item.objects.get(pk=items["1"].pk))
    numbers = dict(SiteRevision.objects.values_list("schema", "number"))
    services.point_out(items["1"].pk, Mark.PINNED, None, actor=editor)
    page = home(client_for, union)
    assert page.index("Stará zpráva") < page.index("Zpráva 2")
    assert "tag--pinned" in page
    assert model_to_dict(Item.objects.get(pk=items["1"].pk)) == before
    after = dict(SiteRevision.objects.values_list("schema", "number"))
    assert after.pop("public") == numbers.pop("public") + 1
    assert after == numbers
    assert "tag--pinned" not in client_for(lipova).get("/aktuality/").content.decode()


def test_a_highlighted_item_stays_in_its_place(client_for, union, items, editor):
    services.point_out(items["5"].pk, Mark.FEATURED, None, actor=editor)
    page = home(client_for, union)
    assert page.index("Zpráva 4") < page.index("Zpráva 5") < page.index("Zpráva 6")
    assert page.count("tag--accent") == 1


def test_cached_pages_of_strangers_follow(client_for, union, items, editor):
    browser = client_for(union)
    assert "tag--pinned" not in browser.get("/").content.decode()
    services.point_out(items["1"].pk, Mark.PINNED, None, actor=editor)
    assert "tag--pinned" in browser.get("/").content.decode()
    services.remove(Highlight.objects.get().pk, actor=editor)
    assert "tag--pinned" not in browser.get("/").content.decode()


def test_a_pinned_event_comes_before_earlier_ones(client_for, union, items, editor, sluknov, on):
    with on(sluknov):
        for number in range(20, 30):
            published.publish(event(str(number), clock.now() + dt.timedelta(days=1), title="Dnes"))
    assert "Pouť" not in home(client_for, union)
    services.point_out(items["9"].pk, Mark.PINNED, None, actor=editor)
    page = home(client_for, union)
    assert page.index("Pouť") < page.index("Dnes")


def test_a_mark_ends_after_its_last_day(items, editor):
    services.point_out(items["1"].pk, Mark.PINNED, clock.today(), actor=editor)
    assert len(selectors.Marks.today().found) == 1
    Highlight.objects.update(until=clock.today() - dt.timedelta(days=1))
    assert selectors.Marks.today().found == ()
    assert selectors.rows()[0].has_run_out


def test_what_its_municipality_withdraws_disappears(client_for, union, lipova, items, editor, on):
    services.point_out(items["1"].pk, Mark.PINNED, None, actor=editor)
    with on(lipova):
        published.withdraw(Kind.NEWS, "1")
    assert "Stará zpráva" not in home(client_for, union)
    assert selectors.rows()[0].item is None
    # Published again, it is pinned again: the mark names it as the projection does.
    with on(lipova):
        published.publish(entry("1", title="Stará zpráva"))
    assert "Stará zpráva" in home(client_for, union)


def test_editors_put_pins_in_order(items, editor):
    for key in ("2", "3", "4"):
        services.point_out(items[key].pk, Mark.PINNED, None, actor=editor)
    last = Highlight.objects.get(source_id="4")
    services.move(last.pk, up=True, actor=editor)
    services.move(last.pk, up=True, actor=editor)
    services.move(last.pk, up=True, actor=editor)  # it is first already
    assert [each.source_id for each in selectors.Marks.today().found] == ["4", "2", "3"]


@pytest.mark.parametrize("who", ["clerk", "author", "outsider"])
def test_nobody_else_may(items, people, union, client_for, who):
    person = {
        "clerk": lambda: people.administrator("lipova"),
        "author": lambda: people._with_role("public", "author"),
        "outsider": people.outsider,
    }[who]()
    for call in (
        lambda: services.point_out(items["1"].pk, Mark.PINNED, None, actor=person),
        lambda: services.choose_practice(clock.today(), "1", "", actor=person),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert client_for(union, person).get("/admin/vybirame/").status_code in (302, 403)
    assert not Highlight.objects.exists()


def test_the_unions_editor_may_not_on_the_desk_of_a_municipality(items, lipova, editor, on):
    with on(lipova), pytest.raises(NotAllowed):
        services.point_out(items["1"].pk, Mark.PINNED, None, actor=editor)


def test_local_items_and_guests_cannot_be_pointed_out(lipova, sluknov, on, editor):
    with on(lipova):
        published.publish(entry("1", local=True))
    local = Item.objects.get(local=True)
    with pytest.raises(Item.DoesNotExist):
        services.point_out(local.pk, Mark.PINNED, None, actor=editor)


def test_the_desk(client_for, union, items, editor):
    browser = client_for(union, editor)
    assert "Zpráva 2" in browser.get("/admin/vybirame/").content.decode()
    values = {"item": items["2"].pk, "mark": "pinned", "until": TOMORROW.isoformat()}
    assert browser.post("/admin/vybirame/oznacit/", values).status_code == 302
    mark = Highlight.objects.get()
    assert (mark.until, mark.chosen_by) == (TOMORROW, editor)
    page = browser.get("/admin/vybirame/?q=zprava&druh=news").content.decode()
    assert TOMORROW.isoformat() in page
    for verb in ("nahoru", "dolu", "odebrat"):
        assert browser.post(f"/admin/vybirame/{verb}/", {"mark": mark.pk}).status_code == 302
    assert not Highlight.objects.exists()
    assert browser.post("/admin/vybirame/odebrat/", {"mark": mark.pk}).status_code == 404
    assert browser.post("/admin/vybirame/jinak/", {}).status_code == 404
    assert (
        browser.post("/admin/vybirame/oznacit/", {"item": 999_999, "mark": "pinned"}).status_code
        == 404
    )
    assert browser.post("/admin/vybirame/oznacit/", {"item": "x", "mark": "y"}).status_code == 302
    assert browser.get("/admin/vybirame/oznacit/").status_code == 405
    assert Entry.objects.filter(action="highlights.pointed_out").count() == 1


# --- The practice of the month --------------------------------------------------------------------


def practice(number, months_ago, union, on):
    """First published in the middle of that month."""
    first = selectors.first_of(clock.today())
    for _step in range(months_ago):
        first = selectors.first_of(first - dt.timedelta(days=1))
    at = dt.datetime.combine(first + dt.timedelta(days=3), dt.time(9), tzinfo=clock.PRAGUE)
    with on(union):
        published.publish(
            entry(str(number), kind=Kind.PRACTICE, title=f"Praxe {number}", published_at=at)
        )


def monthly(day=None):
    with CaptureQueriesContext(connection) as captured:
        found = selectors.practice_of_month(day)
    assert sum("search_path" not in query["sql"] for query in captured.captured_queries) <= 2
    return found and found.item.source_id


def test_by_the_rule_the_newest_of_last_month(union, on):
    assert monthly() is None
    practice(1, 0, union, on)
    assert monthly() == "1"  # there is no other
    practice(2, 5, union, on)
    assert monthly() == "2"  # a record of this month waits for the next
    practice(3, 1, union, on)
    practice(4, 7, union, on)
    assert monthly() == "3"


def test_without_a_new_one_the_older_take_turns(union, on):
    for number in (1, 2, 3):
        practice(number, 10 + number, union, on)
    month, shown = selectors.first_of(clock.today()), []
    for _number in range(6):
        shown.append(monthly(month + dt.timedelta(days=17)))
        assert monthly(month) == shown[-1]
        month = selectors.first_of(month + dt.timedelta(days=31))
    assert shown[:3] == shown[3:]
    assert set(shown) == {"1", "2", "3"}


def test_the_editors_choice_goes_before_the_rule(client_for, union, on, editor):
    for number in (1, 2):
        practice(number, number, union, on)
    browser = client_for(union, editor)
    month = selectors.first_of(clock.today())
    values = {"month": month.isoformat(), "practice": "2", "note": "Pomůže i malým obcím."}
    assert browser.post("/admin/vybirame/praxe/", values).status_code == 302
    assert monthly() == "2"
    page = home(client_for, union)
    assert "Praxe 2" in page
    assert "Pomůže i malým obcím." in page
    with on(union):
        published.withdraw(Kind.PRACTICE, "2")
    assert monthly() == "1"  # what is not public any more is not shown
    assert browser.post("/admin/vybirame/praxe/", {**values, "practice": ""}).status_code == 302
    assert not PracticeOfMonth.objects.exists()
    wrong = {**values, "practice": "999"}
    assert browser.post("/admin/vybirame/praxe/", wrong).status_code == 302
    assert not PracticeOfMonth.objects.exists()


def test_marks_cost_one_query_and_pinned_items_another(items, editor):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            marks = selectors.Marks.today()
            marks.pinned_first([], [Kind.NEWS], 6)
            marks.pinned_first([], [Kind.EVENT, Kind.NOTICE], 6)
        return [
            query["sql"][:150]
            for query in captured.captured_queries
            if "search_path" not in query["sql"]
        ]

    assert len(cost()) == 1, cost()
    services.point_out(items["2"].pk, Mark.PINNED, None, actor=editor)
    assert len(cost()) == 2, cost()
    for key in ("3", "4"):
        services.point_out(items[key].pk, Mark.PINNED, None, actor=editor)
    assert len(cost()) == 2, cost()
