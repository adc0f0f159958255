"""The same page with one and with three items costs the same, and not more than this.

Counted with everything around the view: search path, savepoint and its release (in production the
transaction itself, which is no query), the union's row, the menu.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tenants.contacts.models import Office, OpeningHours, Person
from tenants.noticeboard.models import Notice
from tenants.pages.models import ContentPage, GalleryPage, GalleryPicture

pytestmark = pytest.mark.django_db


def count(client, site, path):
    """Queries of an uncached page whose renditions exist."""
    from django_tenants.utils import tenant_context

    from shared.published import services

    client.get(path)
    caches["renditions"].clear()
    with tenant_context(site), transaction.atomic():
        services.touch()  # whole pages are cached by the site's revision
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("items", [1, 3])
def test_home_page(lipova, on, client_for, make_news, make_image, items):
    with on(lipova), transaction.atomic():
        from tenants.pages.models import HomePage, MainMenu

        office = Office.objects.get(is_main=True)
        for number in range(items):
            make_news(f"Zpráva {number}", image=make_image())
            OpeningHours.objects.create(
                office=office, weekday=number + 1, opens=dt.time(8), closes=dt.time(17)
            )
            notice = Notice.objects.create(title=f"Oznámení {number}")
            notice.save_revision().publish()
        home = HomePage.objects.get(slug="home")
        home.hero_image = make_image()
        home.quick_links = [
            ("link", {"title": "Stránka", "page": home, "url": ""}) for _ in range(items)
        ]
        home.save_revision().publish()
        menu = MainMenu.objects.get()
        menu.items = [
            ("item", {"title": "", "page": home, "url": "", "children": []}) for _ in range(items)
        ]
        menu.save()
    assert count(client_for(lipova), lipova, "/") == 16


@pytest.mark.parametrize("items", [1, 3])
def test_news_index(lipova, on, client_for, make_news, make_image, items):
    from tenants.pages.models import NewsCategory

    with on(lipova):
        category = NewsCategory.objects.first()
        for number in range(items):
            make_news(f"Zpráva {number}", image=make_image(), category=category)
    assert count(client_for(lipova), lipova, "/aktuality/") == 14


@pytest.mark.parametrize("items", [1, 3])
def test_news_item_with_pictures(lipova, on, client_for, make_news, make_image, items):
    with on(lipova):
        figures = [("figure", {"image": make_image(), "caption": ""}) for _ in range(items)]
        for _name, value in figures:
            value["image"].contextual_alt_text = "Popis"
        make_news("Zpráva", image=make_image(), body=figures)
    assert count(client_for(lipova), lipova, "/aktuality/zprava/") == 11


@pytest.mark.parametrize("items", [1, 3])
def test_gallery_index(lipova, on, client_for, publish_under, make_image, items):
    with on(lipova):
        for number in range(items):
            page = GalleryPage(title=f"Galerie {number}", slug=f"galerie-{number}")
            page.pictures = [GalleryPicture(image=make_image())]
            publish_under("fotogalerie", page)
    assert count(client_for(lipova), lipova, "/fotogalerie/") == 13


@pytest.mark.parametrize("items", [1, 3])
def test_gallery(lipova, on, client_for, publish_under, make_image, items):
    with on(lipova):
        page = GalleryPage(title="Galerie", slug="galerie")
        page.pictures = [GalleryPicture(image=make_image()) for _ in range(items)]
        publish_under("fotogalerie", page)
    assert count(client_for(lipova), lipova, "/fotogalerie/galerie/") == 11


@pytest.mark.parametrize("items", [1, 3])
def test_contacts(lipova, on, client_for, make_image, items):
    with on(lipova), transaction.atomic():
        for number in range(items):
            office = Office.objects.create(name=f"Knihovna {number}")
            OpeningHours.objects.create(
                office=office, weekday=1, opens=dt.time(8), closes=dt.time(17)
            )
            for owner in (office, None):
                Person.objects.create(name=f"Osoba {number}", office=owner, photo=make_image())
    assert count(client_for(lipova), lipova, "/kontakty/") == 14


@pytest.mark.parametrize("items", [1, 3])
def test_content_page(lipova, on, client_for, publish_under, items):
    with on(lipova):
        publish_under("home", ContentPage(title="Spolky", slug="spolky"))
        for number in range(items):
            page = ContentPage(title=f"Spolek {number}", slug=f"spolek-{number}")
            publish_under("spolky", page)
    assert count(client_for(lipova), lipova, "/spolky/") == 9


@pytest.mark.parametrize("items", [1, 3])
def test_board(lipova, on, client_for, items):
    with on(lipova), transaction.atomic():
        for number in range(items):
            notice = Notice.objects.create(title=f"Oznámení {number}")
            notice.save_revision().publish()
    assert count(client_for(lipova), lipova, "/uredni-deska/") == 9
