"""What a page may ask the database when no cache helps, as literal numbers.

Each page costs the same with one item in its lists and with three. Everything that Django sends
counts: the search path, the savepoint around the view and its release (outside tests the beginning
and the end of the transaction) and the rows of menu, union and urgent messages that stand on every page. The goal
for home pages is 15. A number that grows belongs into the review of the change that raised it.
"""

from __future__ import annotations

import pytest

from tests.benchmarks import content, queries

pytestmark = pytest.mark.django_db

SITE = {
    "home": 13,
    "news": 14,
    "news item": 8,
    "galleries": 13,
    "gallery": 11,
    "contacts": 14,
    "calendar, list": 9,
    "calendar, week": 9,
    "calendar, month": 9,
    "calendar, poster": 9,
    "calendar in a frame": 5,
    "subscription": 8,
    "event": 9,
    "search": 8,
    "notice board": 9,
}
UNION = {
    "home of the union": 13,
    "calendar of all": 8,
    "calendar of all, week": 8,
    "calendar of all, month": 8,
    "calendar of all, poster": 8,
    "members": 7,
    "what is new everywhere": 9,
}


@pytest.mark.parametrize("items", [1, 3])
def test_pages_of_a_municipality(lipova, items):
    content.fill(lipova, items)
    found = {name: queries.captured(lipova, path) for name, path in queries.SITE_PAGES.items()}
    assert {name: len(sent) for name, sent in found.items()} == SITE, _differing(found, SITE)


@pytest.mark.parametrize("items", [1, 3])
def test_pages_of_the_union(union, lipova, sluknov, items):
    for site in (union, lipova, sluknov):
        content.fill(site, items)
    found = {name: queries.captured(union, path) for name, path in queries.UNION_PAGES.items()}
    assert {name: len(sent) for name, sent in found.items()} == UNION, _differing(found, UNION)


def test_the_unions_home_page_with_a_hundred_members(union, lipova):
    from tests.benchmarks import sites

    content.fill(lipova, 3)
    with sites.more_members(4, 100):
        for name, path in queries.UNION_PAGES.items():
            assert len(queries.captured(union, path)) == UNION[name], name


def test_the_unions_month_asks_at_most_six_times(union, lipova, sluknov):
    """Beside the beginning and the end of the transaction, which ask nothing."""
    for site in (union, lipova, sluknov):
        content.fill(site, 3)
    sent = queries.captured(union, queries.UNION_PAGES["calendar of all, month"])
    asked = [sql for sql in sent if not sql.startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 6, asked


def _differing(found: dict[str, list[str]], expected: dict[str, int]) -> str:
    return "\n".join(
        f"{name}: {len(sent)} instead of {expected[name]}\n  " + "\n  ".join(sent)
        for name, sent in found.items()
        if len(sent) != expected[name]
    )
