"""The list of news, its filters and its feed."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ElementTree

import pytest
import time_machine
from django.db import transaction
from wagtail.models import PageViewRestriction

from tenants.pages import selectors
from tenants.pages.models import NewsCategory

pytestmark = pytest.mark.django_db


def titles(response):
    return [item.title for item in response.context["news"]]


def test_pinned_first_then_newest(lipova, on, client_for, make_news):
    with time_machine.travel(dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)):
        with on(lipova):
            make_news("Starší", date=dt.date(2026, 3, 1))
            make_news("Novější", date=dt.date(2026, 3, 5))
            make_news("Připnutá", date=dt.date(2026, 1, 1), pinned_until=dt.date(2026, 3, 10))
            make_news("Už nepřipnutá", date=dt.date(2026, 2, 1), pinned_until=dt.date(2026, 3, 9))
        response = client_for(lipova).get("/aktuality/?strana=1")
    assert titles(response) == ["Připnutá", "Novější", "Starší", "Už nepřipnutá"]


def test_filter_by_category(lipova, on, client_for, make_news):
    with on(lipova):
        for slug in ("doprava", "skoly", "varovani"):
            make_news(slug.title(), category=NewsCategory.objects.get(slug=slug))
    client = client_for(lipova)
    assert titles(client.get("/aktuality/?kategorie=doprava")) == ["Doprava"]
    both = {"Doprava", "Skoly"}
    assert set(titles(client.get("/aktuality/?kategorie=doprava,skoly"))) == both
    assert set(titles(client.get("/aktuality/?kategorie=doprava&kategorie=skoly"))) == both
    assert len(titles(client.get("/aktuality/?kategorie="))) == 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("strana=x", 400),
        ("strana=-1", 400),
        ("strana=1e9", 400),
        ("strana=99999999999999999999", 400),
        ("strana=²", 400),
        ("strana=0", 404),
        ("strana=2", 404),
        ("kategorie=neni", 400),
        ("kategorie=%00", 400),
        ("kategorie=doprava'--", 400),
    ],
)
@pytest.mark.parametrize("path", ["/aktuality/", "/aktuality/rss/", "/fotogalerie/"])
def test_broken_filters_are_explained(lipova, client_for, path, query, status):
    response = client_for(lipova).get(f"{path}?{query}")
    ignored = (path == "/fotogalerie/" and "kategorie" in query) or (
        path.endswith("rss/") and "strana" in query
    )
    assert response.status_code == (200 if ignored else status)


def test_restricted_and_draft_news_are_not_listed(lipova, on, client_for, make_news):
    with on(lipova), transaction.atomic():
        make_news("Koncept zprávy", live=False)
        page = make_news("Jen pro zastupitele")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    client = client_for(lipova)
    for path in ("/", "/aktuality/", "/aktuality/rss/", "/sitemap.xml"):
        text = client.get(path).content.decode()
        assert "Koncept zprávy" not in text and "koncept-zpravy" not in text
        assert "Jen pro zastupitele" not in text and "jen-pro-zastupitele" not in text


def test_long_list_has_pages(lipova, on, client_for, make_news):
    with on(lipova):
        for number in range(selectors.NEWS_ON_PAGE + 1):
            make_news(f"Zpráva {number}")
    client = client_for(lipova)
    assert 'href="?strana=2"' in client.get("/aktuality/").content.decode()
    assert len(titles(client.get("/aktuality/?strana=2"))) == 1


class TestFeed:
    def test_is_valid_and_absolute(self, lipova, on, client_for, make_news):
        with on(lipova):
            category = NewsCategory.objects.get(slug="doprava")
            make_news("Uzavírka & objížďka <Lipová>", date=dt.date(2026, 2, 3), category=category)
        response = client_for(lipova).get("/aktuality/rss/")
        assert response["Content-Type"].startswith("application/rss+xml")
        channel = ElementTree.fromstring(response.content).find("channel")
        assert channel.findtext("language") == "cs"
        item = channel.find("item")
        assert item.findtext("title") == "Uzavírka & objížďka <Lipová>"
        link = f"http://{lipova.host}/aktuality/uzavirka-objizdka-lipova/"
        assert item.findtext("link") == item.findtext("guid") == link
        assert item.findtext("category") == "Doprava a uzavírky"
        assert item.findtext("pubDate") == "Tue, 03 Feb 2026 00:00:00 +0100"

    def test_is_not_sent_twice(self, lipova, on, client_for, make_news):
        client = client_for(lipova)
        with on(lipova):
            make_news("První")
        first = client.get("/aktuality/rss/")
        again = client.get("/aktuality/rss/", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304 and again.content == b""
        with on(lipova):
            make_news("Druhá")
        changed = client.get("/aktuality/rss/", headers={"if-none-match": first["ETag"]})
        assert changed.status_code == 200

    def test_carries_one_site_only(self, lipova, sluknov, on, client_for, make_news):
        with on(sluknov):
            make_news("Zpráva ze Šluknova")
        assert "Šluknova" not in client_for(lipova).get("/aktuality/rss/").content.decode()


def test_sitemap_lists_public_pages_of_the_site_with_absolute_addresses(
    lipova, sluknov, on, client_for, make_news
):
    with on(lipova):
        make_news("Do mapy")
    text = client_for(lipova).get("/sitemap.xml").content.decode()
    assert f"http://{lipova.host}/aktuality/do-mapy/" in text
    assert f"http://{lipova.host}/kontakty/" in text
    assert "do-mapy" not in client_for(sluknov).get("/sitemap.xml").content.decode()
    assert (
        f"http://{lipova.host}/sitemap.xml"
        in client_for(lipova).get("/robots.txt").content.decode()
    )
