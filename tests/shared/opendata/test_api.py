"""The JSON API: what it lists, page by page, and what it refuses."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from tests.shared.opendata.test_files import notice

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

MARKER = "7f3-not-open"
RESOURCES = ("events", "occurrences", "news", "notices", "practices", "municipalities")


def ask(client_for, site, address):
    answer = client_for(site).get(f"/api/v1/{address}")
    return answer.status_code, json.loads(answer.content)


def titles(client_for, site, address):
    status, page = ask(client_for, site, address)
    assert status == 200, page
    return [item["title"] for item in page["items"]]


def publish(site, number, *, kind="news", **fields):
    """Rows of the projection, as if the site had published so many items."""
    from shared.published import services
    from shared.published.items import ItemData

    for each in range(number):
        values = {
            "kind": kind,
            "source_id": str(each + 1),
            "title": f"{site.name} {each + 1}",
            "url_path": f"/aktuality/{each + 1}/",
            "published_at": timezone.now() - dt.timedelta(days=each),
        }
        services.publish(ItemData(**(values | fields)))


def test_pages_follow_each_other_and_nothing_is_missed(client_for, lipova, on):
    with on(lipova):
        publish(lipova, 7)
    seen, address = [], "news?limit=3"
    while address:
        _status, page = ask(client_for, lipova, address)
        seen += [item["id"] for item in page["items"]]
        address = (page["next"] or "").partition("/api/v1/")[2]
        if len(seen) == 3:
            with on(lipova):  # newer than all: no page that follows may move
                publish(lipova, 1, source_id="99", published_at=timezone.now())
    assert seen == [f"lipova:{number}" for number in range(1, 8)]


def test_items_of_one_moment_are_not_lost_between_pages(client_for, lipova, on):
    with on(lipova):
        publish(lipova, 5, published_at=timezone.now())
    _status, first = ask(client_for, lipova, "news?limit=3")
    _status, second = ask(client_for, lipova, first["next"].partition("/api/v1/")[2])
    assert len({item["id"] for item in (*first["items"], *second["items"])}) == 5


def test_the_union_lists_all_and_a_municipality_itself(client_for, union, lipova, sluknov, on):
    with on(lipova):
        publish(lipova, 1)
    with on(sluknov):
        publish(sluknov, 1)
    assert titles(client_for, lipova, "news") == ["Lipová 1"]
    assert set(titles(client_for, union, "news")) == {"Lipová 1", "Šluknov 1"}
    assert titles(client_for, union, "news?municipality=sluknov") == ["Šluknov 1"]
    assert titles(client_for, union, "news?municipality=nikde") == []
    assert ask(client_for, union, "news/sluknov:1")[1]["title"] == "Šluknov 1"
    assert ask(client_for, lipova, "news/sluknov:1")[0] == 404


def test_what_concerns_one_municipality_only_is_not_on_the_unions_list(
    client_for, union, lipova, on
):
    with on(lipova):
        publish(lipova, 1, local=True)
    assert titles(client_for, lipova, "news") == ["Lipová 1"]
    assert titles(client_for, union, "news") == []


def test_a_notice_that_came_down_with_personal_data_is_gone(client_for, lipova, on):
    from tenants.noticeboard import services

    with on(lipova):
        row = notice(f"Jana {MARKER}", personal=True)
    assert titles(client_for, lipova, "notices") == [f"Jana {MARKER}"]
    with on(lipova):
        assert services.take_down_by_plan(row)
    assert titles(client_for, lipova, "notices") == []
    assert ask(client_for, lipova, f"notices/lipova:{row.pk}")[0] == 404


def test_days_choose_what_was_published_then(client_for, lipova, on):
    with on(lipova):
        publish(lipova, 4)
    today = timezone.localdate()
    days = f"since={today - dt.timedelta(days=2)}&until={today - dt.timedelta(days=1)}"
    assert titles(client_for, lipova, f"news?{days}") == ["Lipová 2", "Lipová 3"]


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=x", "limit=", "limit=1&limit=2", "limit=%201", "limit=١"),
        *("since=yesterday", "since=20260101", "since=2026-W01-1", "until=2026-02-30", "since="),
        *("municipality=%00", "municipality=../x", "municipality=L", "nonsense=1", "cursor=%0a"),
        "since=2026-01-01%0a",
    ],
)
def test_what_is_not_understood_is_refused(client_for, lipova, query):
    answer = client_for(lipova).get(f"/api/v1/news?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "bnVsbA", "WyJ4IiwxXQ", "WzEsMV0", "WyIyMDI2LTAxLTAxIiwxXQ"),
        *("WyI5OTk5LTEyLTMxVDIzOjU5OjU5KzAwOjAwIiwxXQ", "W1siYSJdLHRydWVd", "e30"),
    ],
)
def test_a_cursor_that_was_made_up_is_no_page(client_for, lipova, cursor):
    assert ask(client_for, lipova, f"news?cursor={cursor}")[0] == 404
    # Any text may be the key of a name.
    assert ask(client_for, lipova, f"municipalities?cursor={cursor}")[0] in {200, 404}


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar(client_for, union, name, day):
    if name == "municipalities":
        return
    for parameter in ("since", "until"):
        assert ask(client_for, union, f"{name}?{parameter}={day}")[0] == 200


@pytest.mark.parametrize(
    "path", ["nothing", "news/", "news/x/y", "news/%00", "%ff", "news/" + "x" * 999]
)
def test_nothing_below_it_is_a_page_for_people(client_for, lipova, path):
    answer = client_for(lipova).get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_it_is_for_reading(client_for, lipova):
    client = client_for(lipova, enforce_csrf_checks=True)
    for method in (client.post, client.put, client.patch, client.delete, client.trace):
        answer = method("/api/v1/news")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.options("/api/v1/news").status_code == 204
    assert client.head("/api/v1/news").status_code == 200


def test_it_is_limited(client_for, lipova, monkeypatch):
    from shared.opendata import views

    monkeypatch.setattr(views, "LIMIT", 2)
    client = client_for(lipova)
    found = [client.get(f"/api/v1/news?limit={number}") for number in (1, 2, 3)]
    assert [each.status_code for each in found] == [200, 200, 429]
    assert found[-1]["Retry-After"] == "60"


def test_occurrences_are_single_dates(client_for, make_event, lipova, union):
    make_event(lipova, title="Cvičení", recurrence="FREQ=DAILY;COUNT=3")
    _status, page = ask(client_for, union, "occurrences?limit=2")
    assert [item["title"] for item in page["items"]] == ["Cvičení"] * 2
    _status, rest = ask(client_for, union, page["next"].partition("/api/v1/")[2])
    assert len(rest["items"]) == 1 and rest["next"] is None
    (event,) = ask(client_for, union, "events")[1]["items"]
    assert event["recurring"] and event["iri"] == rest["items"][0]["iri"]


@pytest.mark.parametrize("name", RESOURCES)
def test_queries_do_not_grow(
    client_for, make_event, union, lipova, on, name, django_assert_num_queries
):
    from shared.opendata.api import resources
    from shared.opendata.api.resources import Asked

    resource = resources.find(name)

    def fill(first, number):
        with on(lipova):
            for kind in ("news", "notice"):
                publish(lipova, number, kind=kind, source_id=f"{kind}{first}")
        for each in range(number):
            make_event(lipova, title=f"{first}{each}", recurrence="FREQ=DAILY;COUNT=3")

    fill("a", 1)
    with django_assert_num_queries(2):  # one of them chooses the schema
        resource.page(union, Asked(), "", 20)
    fill("b", 2)
    with django_assert_num_queries(2):  # one of them chooses the schema
        resource.page(union, Asked(), "", 20)


def test_the_description_is_of_what_is_sent(client_for, make_event, union, lipova, on):
    make_event(lipova)
    with on(lipova):
        publish(lipova, 1)
        notice("Rozpočet")
    _status, described = ask(client_for, union, "openapi.json")
    assert described["openapi"] == "3.1.0"
    for name in RESOURCES:
        schema = described["components"]["schemas"][name.capitalize()]
        for item in ask(client_for, union, name)[1]["items"]:
            assert set(item) == set(schema["properties"]) == set(schema["required"])
