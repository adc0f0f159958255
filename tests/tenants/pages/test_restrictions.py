"""Pages that not everybody may read, and pages that appear and vanish by the clock."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from wagtail.models import PageViewRestriction

from shared.published.models import Item
from tenants.pages.models import ContentPage, NewsPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def restricted(lipova, on, publish_under):
    def make(restriction_type, **fields):
        with on(lipova), transaction.atomic():
            page = publish_under(
                "home",
                ContentPage(title="Pro zastupitele", slug="pro-zastupitele", lead="Tajný obsah"),
            )
            publish_under("pro-zastupitele", ContentPage(title="Tajný zápis", slug="zapis"))
            PageViewRestriction.objects.create(
                page=page, restriction_type=restriction_type, **fields
            )
        return page

    return make


@pytest.mark.parametrize("path", ["/pro-zastupitele/", "/pro-zastupitele/zapis/"])
def test_page_for_people_who_logged_in(lipova, restricted, people, client_for, path):
    restricted("login")
    response = client_for(lipova).get(path)
    assert response.status_code == 302 and "login" in response["Location"]
    assert client_for(lipova, people.outsider()).get(path).status_code == 200


def test_login_for_pages_is_the_one_of_the_desk(lipova, restricted, client_for):
    restricted("login")
    client = client_for(lipova)
    first = client.get("/pro-zastupitele/")["Location"]
    second = client.get(first)["Location"]
    assert second == "/admin/login/?next=/pro-zastupitele/"


def test_page_with_a_password(lipova, restricted, client_for):
    page = restricted("password", password="lipa2026")
    client = client_for(lipova)
    response = client.get("/pro-zastupitele/")
    html = response.content.decode()
    assert "Tajný obsah" not in html and 'name="password"' in html
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]
    address = html.split('action="')
    action = next(part.split('"')[0] for part in address if "_util/authenticate" in part)
    client.post(action, {"password": "spatne", "return_url": "/pro-zastupitele/"})
    assert "Tajný obsah" not in client.get("/pro-zastupitele/").content.decode()
    client.post(action, {"password": "lipa2026", "return_url": "/pro-zastupitele/"})
    assert "Tajný obsah" in client.get("/pro-zastupitele/").content.decode()
    assert "Tajný obsah" not in client_for(lipova).get("/pro-zastupitele/").content.decode()
    assert page.slug == "pro-zastupitele"


def test_password_of_one_page_leads_to_no_other_site(lipova, restricted, client_for):
    restricted("password", password="lipa2026")
    client = client_for(lipova)
    html = client.get("/pro-zastupitele/").content.decode()
    action = next(part.split('"')[0] for part in html.split('action="') if "_util/auth" in part)
    response = client.post(action, {"password": "lipa2026", "return_url": "https://evil.example/"})
    assert "evil.example" not in response["Location"]


def test_restricted_page_stays_out_of_lists_and_search(lipova, restricted, client_for):
    restricted("login")
    assert not Item.objects.filter(municipality=lipova, title="Tajný zápis").exists()
    for path in ("/sitemap.xml", "/hledat/?q=zastupitele"):
        assert "pro-zastupitele" not in client_for(lipova).get(path).content.decode()


def test_scheduled_page_appears_and_vanishes_with_its_projection(lipova, on, client_for, make_news):
    morning = dt.datetime(2026, 3, 10, 6, tzinfo=dt.UTC)
    with on(lipova), transaction.atomic(), time_machine.travel(morning, tick=False):
        page = make_news("Od desíti do dvou", live=False)
        page.go_live_at = morning + dt.timedelta(hours=3)
        page.expire_at = morning + dt.timedelta(hours=7)
        page.save_revision(approved_go_live_at=page.go_live_at).publish()
    seen = []
    for hour in (6, 10, 14):
        with on(lipova), transaction.atomic():
            with time_machine.travel(morning.replace(hour=hour), tick=False):
                call_command("publish_scheduled", verbosity=0)
            live = NewsPage.objects.get(pk=page.pk).live
        projected = Item.objects.filter(municipality=lipova, title="Od desíti do dvou").exists()
        served = client_for(lipova).get("/aktuality/od-desiti-do-dvou/").status_code == 200
        seen.append((live, projected, served))
    assert seen == [(False,) * 3, (True,) * 3, (False,) * 3]


def test_clerk_begins_a_translation(lipova, on, people, client_for):
    from django.urls import reverse
    from wagtail.models import Locale, Page

    with on(lipova):
        page = Page.objects.get(slug="kontakty")
        german = Locale.objects.get(language_code="de")
    response = client_for(lipova, people.clerk("lipova")).post(
        reverse("simple_translation:submit_page_translation", args=[page.pk]),
        {"locales": [german.pk]},
    )
    assert response.status_code == 302
    with on(lipova):
        copy = page.get_translation(german)
        assert not copy.live and copy.url_path.startswith("/home-de/")
    assert 'lang="cs"' in client_for(lipova).get("/de/kontakty/").content.decode()
