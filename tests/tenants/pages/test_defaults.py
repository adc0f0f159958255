"""What a new site starts with, and that starting again takes nothing away."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, Site, Workflow

from tenants.pages.models import HomePage, MainMenu, NewsCategory
from tenants.registry import provisioning

pytestmark = pytest.mark.django_db


EVERYWHERE = {"aktuality", "fotogalerie", "kontakty", "pristupnost", "povinne-informace"}


@pytest.mark.parametrize(
    ("slug", "own"), [("lipova", set()), ("union", {"organy", "projekty", "dokumenty"})]
)
def test_site_starts_with_the_pages_that_it_needs(slug, own, request, on):
    site = request.getfixturevalue(slug)
    with on(site):
        live = set(Page.objects.live().filter(depth=3).values_list("slug", flat=True))
        homes = dict(Page.objects.filter(depth=2).values_list("slug", "live"))
        row = Site.objects.get()
    assert live == EVERYWHERE | own
    assert homes == {"home": True, "home-de": False, "home-en": False}
    assert (row.hostname, row.is_default_site) == (site.host, True)


def test_roles_are_the_only_groups(lipova, on):
    with on(lipova):
        names = set(Group.objects.values_list("name", flat=True))
        assert names == {"administrator", "editor", "author"}
        assert Workflow.objects.filter(active=True).count() == 1


def test_starting_again_changes_nothing(lipova, on):
    def state():
        with on(lipova):
            return (
                list(Page.objects.order_by("pk").values_list("pk", "title", "url_path", "live")),
                list(NewsCategory.objects.values_list("pk", "name")),
                str(MainMenu.objects.get().items),
                HomePage.objects.get(slug="home").tagline,
            )

    with on(lipova):
        NewsCategory.objects.filter(slug="doprava").delete()
        home = HomePage.objects.get(slug="home")
        home.title, home.tagline = "Naše Lipová", "Vlastní věta"
        home.save()
        Page.objects.get(slug="fotogalerie", locale__language_code="cs").specific.delete()
        menu = MainMenu.objects.get()
        del menu.items[0]
        menu.save()
    before = state()
    lipova.provisioned_steps = [name for name in lipova.provisioned_steps if name != "pages"]
    lipova.save()
    provisioning.fill_defaults(lipova)
    after = state()
    assert after[1:] == before[1:]
    # Of the pages only the one that is missing has come back.
    assert [row for row in after[0] if row in before[0]] == before[0]
    assert [row[2] for row in after[0] if row not in before[0]] == ["/home/fotogalerie/"]


def test_first_menu_leads_to_pages_that_are_there(lipova, union, on, client_for):
    for site in (lipova, union):
        with on(site):
            items = MainMenu.objects.get().items
        entries = [entry.value for entry in items]
        paths = [link["url"] for entry in entries for link in (entry, *entry["children"])]
        assert {path: client_for(site).get(path).status_code for path in paths} == dict.fromkeys(
            paths, 200
        )
