"""The page of mandatory information, as people read it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from shared.published.models import Item
from tenants.contacts.models import Office, OpeningHours, Person
from tenants.mandatory import structure
from tenants.mandatory.models import MandatoryPage, Regulation

pytestmark = pytest.mark.django_db

PATH = "/povinne-informace/"


def html_of(client) -> str:
    return client.get(PATH).content.decode()


def section(html: str, number: str) -> str:
    """What stands between an item's heading and the next one."""
    found = re.search(
        rf'id="bod-{re.escape(number)}">(.*?)(?=<h[23] id="bod-|<div class="aside)', html, re.S
    )
    assert found is not None, number
    return found[1]


def test_items_stand_in_the_prescribed_order(lipova, client_for):
    html = html_of(client_for(lipova))
    numbers = re.findall(r'<h[23] id="bod-([\d.]+)"', html)
    assert numbers == [
        *("1", "2", "3", "4", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8"),
        *("5", "6", "7", "8", "8.1", "8.2", "9", "10", "11", "11.1", "11.2"),
        *("12", "12.1", "12.2", "13", "13.1", "13.2", "14"),
    ]
    assert html.count("<h1") == 1


def test_it_is_filled_from_what_the_site_knows(lipova, on, client_for):
    with on(lipova), transaction.atomic():
        office = Office.objects.get(is_main=True)
        office.address, office.data_box = "Lipová 1", "abcd123"
        office.email, office.phone = "urad@lipova.example", "412 000 000"
        office.save()
        OpeningHours.objects.create(office=office, weekday=1, opens=dt.time(8), closes=dt.time(12))
        Person.objects.create(name="Jana Vymyšlená", function="starostka", phone="412 000 001")
    html = html_of(client_for(lipova))
    assert "Obec Lipová" in section(html, "1")
    assert "starostka: Jana Vymyšlená" in section(html, "3")
    for number in ("4.1", "4.2", "4.6"):
        assert "Lipová 1" in section(html, number)
    assert "8:00–12:00" in section(html, "4.3")
    assert section(html, "4.4").count("tel:") == 2
    assert "http://lipova.sever.localhost" in section(html, "4.5")
    assert "mailto:urad@lipova.example" in section(html, "4.7")
    assert "abcd123" in section(html, "4.8")


def test_an_office_without_details_takes_those_of_the_site(lipova, client_for):
    lipova.office_address = "Náves 2"
    lipova.save()
    assert "Náves 2" in section(html_of(client_for(lipova)), "4.1")


def test_what_is_unknown_is_said_to_be_missing(lipova, people, client_for):
    client = client_for(lipova)
    html = html_of(client)
    assert 'class="muted"' in section(html, "6")
    profile = client_for(lipova, people.administrator("lipova"))
    given = {"color_primary": "#204080", "color_accent": "#c8561b", "ico": "00000019"}
    assert profile.post("/admin/vzhled-a-udaje/", given).status_code == 302
    assert "00000019" in section(html_of(client), "6")


def test_words_of_the_clerk_and_nothing_to_publish(lipova, say, client_for):
    client = client_for(lipova)
    html_of(client)  # cached now
    say(lipova, "2", text="<p>Založena podle <b>zákona</b>.</p>")
    say(lipova, "13.2", nothing=True)
    html = html_of(client)
    assert "Založena podle" in section(html, "2")
    assert str(structure.BY_KEY["13.2"].none) in section(html, "13.2")


def test_budgets_come_from_the_board_also_from_the_archive(lipova, on, client_for):
    from django.utils import timezone

    from tenants.noticeboard import services as board
    from tenants.noticeboard.models import Notice

    with on(lipova), transaction.atomic():
        old = Notice.objects.create(
            title="Rozpočet loni", kind="budget", live=True, post_at=timezone.now()
        )
        secret = Notice.objects.create(
            title="Rozpočet s osobou", kind="budget", personal=True, live=True
        )
        waiting = Notice.objects.create(
            title="Rozpočet příště",
            kind="budget",
            live=True,
            post_at=timezone.now() + dt.timedelta(days=3),
        )
        other = Notice.objects.create(title="Ztracený pes", kind="lost_property", live=True)
        for notice in (old, secret, other):
            assert board.post(notice)
        assert not board.post(waiting)
        for notice in (old, secret):
            notice.refresh_from_db()
            assert board.take_down_by_plan(notice)
    part = section(html_of(client_for(lipova)), "8.2")
    assert "Rozpočet loni" in part
    assert not any(title in part for title in ("s osobou", "příště", "Ztracený"))


def test_public_documents_in_force_are_listed_by_the_site_that_keeps_them(
    lipova, union, on, people, noted, client_for
):
    from shared.strategies.enums import Readers
    from shared.strategies.services import documents

    clerk = people.clerk("lipova")
    client = client_for(lipova)
    html_of(client)  # cached now
    with on(lipova):
        plan, old, own = (
            documents.create({"title": title, "kind": "program", "state": state}, actor=clerk)
            for title, state in (
                ("Program rozvoje", "platny"),
                ("Minulý program", "ukoncen"),
                ("Koncept", "priprava"),
            )
        )
        assert noted(lipova)["8.1"] is None
        for document in (plan, old):
            documents.open_to(document.pk, Readers.PUBLIC, actor=clerk)
    part = section(html_of(client), "8.1")
    assert f'href="{lipova.url}{plan.path}"' in part
    assert not any(title in part for title in (old.title, own.title))
    assert plan.path not in html_of(client_for(union))
    assert noted(lipova)["8.1"] == ""
    with on(lipova):
        documents.open_to(plan.pk, Readers.OWN, actor=clerk)
    assert noted(lipova)["8.1"] is None
    assert plan.path not in html_of(client)


def test_the_union_says_why_it_was_founded(union, noted, client_for):
    union.founded_on = dt.date(2000, 1, 11)
    union.save(update_fields=["founded_on"])
    client = client_for(union)
    assert noted(union)["2"] is None
    assert "2000" not in section(html_of(client), "2")
    union.purpose = "Rozvoj <území>."
    union.save(update_fields=["purpose"])
    client.get("/")
    part = section(client.get(f"{PATH}?x=1").content.decode(), "2")
    assert "Rozvoj &lt;území&gt;." in part and "11.\xa01.\xa02000" in part
    assert noted(union)["2"] == ""


def test_regulations_in_force_link_to_the_collection(lipova, on, client_for):
    with on(lipova), transaction.atomic():
        Regulation.objects.create(
            number="1/2024", title="O odpadech <b>", url="https://sbirkapp.gov.cz/detail/X1"
        )
        Regulation.objects.create(
            number="2/2019",
            title="O psech",
            url="https://sbirkapp.gov.cz/detail/X2",
            repealed_on=dt.date(2020, 1, 1),
        )
    part = section(html_of(client_for(lipova)), "11.2")
    assert 'href="https://sbirkapp.gov.cz/detail/X1"' in part
    assert "O\xa0odpadech &lt;b&gt;" in part
    assert "psech" not in part


def test_other_sites_show_nothing_of_it(lipova, sluknov, union, say, client_for):
    say(lipova, "2", text="<p>jen-lipova</p>")
    for site in (sluknov, union):
        assert "jen-lipova" not in html_of(client_for(site))


def test_search_finds_the_words_of_the_page(lipova, say):
    say(lipova, "12.1", text="<p>Sazebník za kopírování.</p>")
    item = Item.objects.get(municipality=lipova, url_path=PATH)
    assert "Sazebník za kopírování" in item.text


def test_own_words_are_marked_as_czech_on_the_german_page(lipova, say, client_for):
    say(lipova, "2", text="<p>Založena zákonem.</p>")
    html = client_for(lipova).get(f"/de{PATH}").content.decode()
    assert re.search(r'<div class="prose" lang="cs"><p[^>]*>Založena', html)


@pytest.mark.parametrize("items", [1, 3])
def test_queries(lipova, on, say, client_for, items):
    with on(lipova), transaction.atomic():
        for number in range(items):
            Person.objects.create(
                name=f"Osoba {number}", function="referentka", phone=f"41{number}"
            )
            Regulation.objects.create(
                number=f"{number}/2024", title="O odpadech", url="https://sbirkapp.gov.cz/x"
            )
    for key in ("2", "5", "14")[:items]:
        say(lipova, key, text="<p>Text.</p>")
    client = client_for(lipova)
    client.get(f"{PATH}?mereni=1")
    with CaptureQueriesContext(connection) as context:
        assert client.get(f"{PATH}?mereni=2").status_code == 200
    sent = [query["sql"] for query in context.captured_queries]
    assert len(sent) == 18, "\n".join(sent)


# --- Sites that had a plain page before -----------------------------------------------------------


def plain_page(on, site, body):
    """As provisioned before there was a page type for it."""
    from tenants.pages.models import ContentPage

    with on(site), transaction.atomic():
        page = MandatoryPage.objects.get()
        home = page.get_parent()
        page.delete()
        home.refresh_from_db()
        plain = ContentPage(title="Povinné", slug="povinne-informace", locale_id=home.locale_id)
        plain.body = body
        home.add_child(instance=plain)
        plain.save_revision().publish()


def upgraded(on, site):
    from tenants.mandatory import defaults

    with on(site), transaction.atomic():
        defaults.create_mandatory(site)
        defaults.create_mandatory(site)  # changes nothing


def test_words_of_the_former_page_become_answers(lipova, on, client_for):
    from tenants.pages.models import ContentPage

    body = [
        ("heading", {"level": "h2", "text": "2. Důvod a způsob založení"}),
        ("text", "<p>Naše slova.</p>"),
        ("heading", {"level": "h2", "text": "8. Dokumenty"}),
        ("text", "<p>Seznam dokumentů.</p>"),
        ("heading", {"level": "h2", "text": "14. Výroční zpráva"}),
        ("text", "<p>Údaj doplní redakce webu.</p>"),
    ]
    plain_page(on, lipova, body)
    upgraded(on, lipova)
    html = html_of(client_for(lipova))
    assert "Naše slova." in section(html, "2")
    assert "Seznam dokumentů." in section(html, "8.1")
    assert "doplní redakce" not in html
    with on(lipova):
        former = ContentPage.objects.get(slug="povinne-informace-puvodni")
        assert not former.live


def test_an_untouched_former_page_goes(lipova, on, client_for):
    from tenants.pages.models import ContentPage

    plain_page(on, lipova, [("text", "<p>Údaj doplní redakce webu.</p>")])
    upgraded(on, lipova)
    with on(lipova):
        assert not ContentPage.objects.filter(slug__startswith="povinne-informace").exists()
    assert client_for(lipova).get(PATH).status_code == 200


def test_an_upgrade_gives_every_site_what_is_new(lipova, on):
    from tenants.registry import provisioning

    with on(lipova), transaction.atomic():
        MandatoryPage.objects.get().delete()
    with transaction.atomic():
        lipova.provisioned_steps = [s for s in lipova.provisioned_steps if s != "mandatory"]
        lipova.save(update_fields=["provisioned_steps"])
        provisioning.refresh_after_upgrade()
    with on(lipova):
        assert MandatoryPage.objects.count() == 1
