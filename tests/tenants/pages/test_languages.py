"""German and English: the interface always, the text where somebody has written it."""

from __future__ import annotations

import pytest
from django.db import transaction
from wagtail.models import Locale

from tenants.pages.models import ContentPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def castle(lipova, on, publish_under):
    """A Czech page and its German translation, below a German home page that is a draft."""
    with on(lipova), transaction.atomic():
        page = publish_under(
            "home",
            ContentPage(title="Zámek", slug="zamek", body=[("text", "<p>Starý zámek.</p>")]),
        )
        german = page.copy_for_translation(Locale.objects.get(language_code="de"))
        german.title, german.slug = "Schloss", "schloss"
        german.save_revision().publish()
    return page


def test_czech_page_under_german_interface_says_so(lipova, client_for):
    html = client_for(lipova).get("/de/pristupnost/").content.decode()
    assert '<html lang="de">' in html
    assert '<article class="prose" lang="cs">' in html
    assert "alert--info" in html


def test_czech_page_says_nothing_in_czech(lipova, client_for):
    html = client_for(lipova).get("/pristupnost/").content.decode()
    assert 'lang="cs">' in html and '<article class="prose">' in html


def test_translated_page_is_served_under_a_draft_home(lipova, castle, client_for):
    response = client_for(lipova).get("/de/schloss/")
    assert response.status_code == 200
    assert "Schloss" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "sent_to"),
    [("/de/zamek/", "/de/schloss/"), ("/schloss/", "/zamek/"), ("/en/schloss/", None)],
)
def test_address_of_another_language_leads_to_the_translation(
    lipova, castle, client_for, asked, sent_to
):
    response = client_for(lipova).get(asked)
    if sent_to is None:
        assert response.status_code == 200  # no English text: whatever there is
    else:
        assert (response.status_code, response["Location"]) == (302, sent_to)


def test_draft_translation_stays_hidden(lipova, on, publish_under, client_for):
    with on(lipova), transaction.atomic():
        page = publish_under("home", ContentPage(title="Kostel", slug="kostel"))
        german = page.copy_for_translation(Locale.objects.get(language_code="de"))
        german.title, german.slug = "Kirche im Entwurf", "kirche"
        german.save_revision()
    client = client_for(lipova)
    assert client.get("/de/kirche/").status_code == 404
    assert "Kirche im Entwurf" not in client.get("/de/kostel/").content.decode()


def test_links_in_the_menu_keep_the_language(lipova, client_for):
    html = client_for(lipova).get("/de/kontakty/").content.decode()
    assert 'href="/de/aktuality/"' in html
    assert "Kalender" in html
