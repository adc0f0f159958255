"""The clerk's desk: what each role sees and may do."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from tenants.pages.models import ContentPage, HomePage, MainMenu, NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db


def add_news(client, index, **fields):
    data = {
        "title": "Nová zpráva",
        "slug": "nova-zprava",
        "date": "2026-02-03",
        "lead": "Krátce.",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    } | fields
    return client.post(
        reverse("wagtailadmin_pages:add", args=["pages", "newspage", index.pk]), data
    )


@pytest.fixture
def index(lipova, on):
    with on(lipova):
        return NewsIndexPage.objects.get(slug="aktuality")


def test_desk_offers_what_clerks_come_for(lipova, people, client_for):
    html = client_for(lipova, people.clerk("lipova")).get("/admin/").content.decode()
    assert "/admin/pages/add/pages/newspage/" in html
    assert "/admin/snippets/noticeboard/notice/add/" in html
    assert "reviewable=true" in html
    assert "/admin/settings/pages/mainmenu/" in html


def test_desk_hides_the_machinery_from_clerks(lipova, people, client_for):
    html = client_for(lipova, people.administrator("lipova")).get("/admin/").content.decode()
    for address in ("/admin/locales/", "/admin/sites/", "guide.wagtail.org", "/admin/groups/"):
        assert address not in html


def test_author_is_offered_drafts_but_no_approval(lipova, people, client_for):
    html = client_for(lipova, people.author("lipova")).get("/admin/").content.decode()
    assert "/admin/pages/add/pages/newspage/" in html
    assert "reviewable=true" not in html
    assert "/admin/settings/pages/mainmenu/" not in html


def test_editor_publishes(lipova, index, people, client_for):
    response = add_news(
        client_for(lipova, people.clerk("lipova")), index, **{"action-publish": "1"}
    )
    assert response.status_code == 302
    assert client_for(lipova).get("/aktuality/nova-zprava/").status_code == 200


def test_author_s_text_waits_for_approval(lipova, on, index, people, client_for):
    author, editor = people.author("lipova"), people.clerk("lipova")
    client = client_for(lipova, author)
    add_news(client, index, **{"action-publish": "1"})
    assert client_for(lipova).get("/aktuality/nova-zprava/").status_code == 404
    add_news(client, index, slug="druha", **{"action-submit": "1"})
    with on(lipova):
        page = NewsPage.objects.get(slug="druha")
        assert not page.live and page.workflow_in_progress
        task = page.current_workflow_task_state
    editors = client_for(lipova, editor)
    waiting = editors.get(reverse("wagtailadmin_reports:workflow") + "?reviewable=true")
    assert "Nová zpráva" in waiting.content.decode()
    editors.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]),
        {"comment": ""},
    )
    assert client_for(lipova).get("/aktuality/druha/").status_code == 200


def test_author_edits_own_drafts_only(lipova, index, people, client_for, on, make_news):
    author = client_for(lipova, people.author("lipova"))
    add_news(author, index)
    with on(lipova):
        own = NewsPage.objects.get(slug="nova-zprava")
        others = make_news("Cizí zpráva")
    assert author.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    response = author.get(reverse("wagtailadmin_pages:edit", args=[others.pk]))
    assert response.status_code in (302, 403)


@pytest.mark.parametrize("role", ["clerk", "administrator", "operator"])
def test_pages_that_the_site_needs_stay(lipova, on, people, client_for, role):
    person = people.operator() if role == "operator" else getattr(people, role)("lipova")
    client = client_for(lipova, person)
    with on(lipova):
        pages = [page for page in Page.objects.filter(depth__gt=1).specific() if page.is_protected]
        assert {"home", "aktuality", "kontakty", "pristupnost"} <= {page.slug for page in pages}
    for page in pages:
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    with on(lipova):
        assert Page.objects.filter(pk__in=[page.pk for page in pages], live=True).count() == len(
            pages
        )


def test_nobody_adds_pages_beside_the_home_page(lipova, on, people, client_for):
    with on(lipova):
        root = Page.get_first_root_node()
        assert not ContentPage.can_create_at(root)
        assert not HomePage.can_create_at(root)


def test_preview_of_a_draft_works_and_is_not_public(lipova, on, people, client_for, make_news):
    with on(lipova):
        page = make_news("Rozepsaná", live=False)
    clerk = client_for(lipova, people.clerk("lipova"))
    assert clerk.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert client_for(lipova).get(address).status_code == 302
    assert client_for(lipova, people.clerk("sluknov")).get(address).status_code in (302, 403)
    assert client_for(lipova).get("/aktuality/rozepsana/").status_code == 404


@pytest.mark.parametrize(
    "model",
    [
        "homepage",
        "contentpage",
        "sectionpage",
        "formpage",
        "galleryindexpage",
        "newsindexpage",
        "accessibilitypage",
        "galleryindexpage",
    ],
)
def test_every_page_type_has_a_form(lipova, on, people, client_for, model):
    client = client_for(lipova, people.operator())
    with on(lipova):
        home = HomePage.objects.get(slug="home")
        existing = Page.objects.filter(content_type__model=model).first()
    if existing is None:
        address = reverse("wagtailadmin_pages:add", args=["pages", model, home.pk])
    else:
        address = reverse("wagtailadmin_pages:edit", args=[existing.pk])
    assert client.get(address).status_code == 200


def test_menu_is_changed_by_the_clerk(lipova, on, people, client_for):
    with on(lipova):
        contacts = Page.objects.get(slug="kontakty")
    client = client_for(lipova, people.clerk("lipova"))
    prefix = "items-0-value"
    response = client.post(
        reverse("wagtailsettings:edit", args=["pages", "mainmenu"]) + "1/",
        {
            "items-count": "1",
            "items-0-deleted": "",
            "items-0-order": "0",
            "items-0-type": "item",
            "items-0-id": "",
            f"{prefix}-title": "Kde nás najdete",
            f"{prefix}-title_de": "So finden Sie uns",
            f"{prefix}-title_en": "",
            f"{prefix}-page": str(contacts.pk),
            f"{prefix}-url": "",
            f"{prefix}-children-count": "1",
            f"{prefix}-children-0-deleted": "",
            f"{prefix}-children-0-order": "0",
            f"{prefix}-children-0-type": "item",
            f"{prefix}-children-0-id": "",
            f"{prefix}-children-0-value-title": "Kalendář",
            f"{prefix}-children-0-value-title_de": "",
            f"{prefix}-children-0-value-title_en": "",
            f"{prefix}-children-0-value-page": "",
            f"{prefix}-children-0-value-url": "/kalendar/",
        },
    )
    assert response.status_code == 302, response.content.decode()[:2000]
    assert "Kde nás najdete" in client_for(lipova).get("/").content.decode()
    german = client_for(lipova).get("/de/").content.decode()
    assert "So finden Sie uns" in german and 'href="/de/kalendar/"' in german


def test_empty_menu_shows_pages_marked_for_menus(lipova, on, client_for, publish_under):
    with on(lipova), transaction.atomic():
        publish_under("home", ContentPage(title="Spolky", slug="spolky", show_in_menus=True))
        publish_under("home", ContentPage(title="Skryté", slug="skryte"))
        menu = MainMenu.objects.get()
        menu.items = []
        menu.save()
    html = client_for(lipova).get("/pristupnost/").content.decode()
    assert "Spolky" in html and "Skryté" not in html


def test_redirects_are_kept_by_editors(lipova, on, people, client_for):
    with on(lipova):
        contacts = Page.objects.get(slug="kontakty")
    client = client_for(lipova, people.clerk("lipova"))
    assert client.get(reverse("wagtailredirects:index")).status_code == 200
    client.post(
        reverse("wagtailredirects:add"),
        {"old_path": "/stara-adresa/", "is_permanent": "on", "redirect_page": str(contacts.pk)},
    )
    response = client_for(lipova).get("/stara-adresa/")
    assert (response.status_code, response["Location"]) == (301, "/kontakty/")
