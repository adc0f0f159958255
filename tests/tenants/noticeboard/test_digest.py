"""Notices by e-mail, by kind."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import translation

from shared.subscriptions import topics
from shared.subscriptions.topics import BadSelection, Window
from tenants.noticeboard import services
from tests.tenants.noticeboard.conftest import PRAGUE_NOON

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
TODAY = PRAGUE_NOON.date()


def told(site, query="", until=PRAGUE_NOON + DAY):
    topic = topics.find("deska")
    selection = topic.canonical(site, QueryDict(query))
    sections = topic.sections(site, selection, Window(TODAY, TODAY, until - 7 * DAY, until))
    return [item.title for section in sections for item in section.items]


def test_what_was_posted_since_the_last_one(lipova, sluknov, hang):
    hang(lipova, "Rozpočet", kind="budget")
    hang(lipova, "Dražba")
    hang(lipova, "Koncept", draft=True)
    hang(lipova, "Zítra", post_at=PRAGUE_NOON + DAY)
    hang(sluknov, "Šluknovská")
    assert told(lipova) == ["Dražba", "Rozpočet"]
    assert told(lipova, "kategorie=budget&q=cokoli&od=2026-01-01") == ["Rozpočet"]
    assert told(lipova, until=PRAGUE_NOON + 9 * DAY) == []
    assert told(sluknov) == ["Šluknovská"]


def test_what_has_come_down_is_told_to_nobody(lipova, on, people, hang):
    notice = hang(lipova, "Osobní", personal=True)
    with on(lipova):
        services.take_down(notice, people.clerk("lipova"), "Omyl")
    assert told(lipova) == []


def test_kinds_are_offered_described_and_checked(lipova, client_for):
    topic = topics.find("deska")
    with translation.override("cs"):
        assert topic.describe(lipova, topic.canonical(lipova, QueryDict("kategorie=tender,budget")))
    (choice,) = topic.choices(lipova, "kategorie=budget")
    assert [option.value for option in choice.options if option.chosen] == ["budget"]
    with pytest.raises(BadSelection):
        topic.canonical(lipova, QueryDict("kategorie=nesmysl"))
    page = client_for(lipova).get("/odber/?topic=deska&kategorie=budget")
    assert page.status_code == 200 and 'value="budget"' in page.content.decode()
    assert "topic=deska" in client_for(lipova).get("/uredni-deska/").content.decode()
