"""The checklist on the desk: what is filled, missing or old, who answers, and what is kept."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from shared.audit.models import Entry
from shared.duties.enums import Standing
from shared.duties.permissions import NotAllowed
from tenants.contacts.models import Office, OpeningHours, Person
from tenants.mandatory import selectors, services, structure
from tenants.mandatory.models import Answer

pytestmark = pytest.mark.django_db

DESK = "/admin/povinne-informace/"


def item_path(key: str) -> str:
    return f"{DESK}polozka/{key}/"


def draftail(text: str) -> str:
    """What the rich text editor sends."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    block |= {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block] if text else [], "entityMap": {}})


def standing(on, site, key: str) -> Standing:
    with on(site):
        return selectors.shown(structure.BY_KEY[key], selectors.facts()).standing


def test_a_clerk_answers_an_item(lipova, people, client_for, on, noted):
    clerk = people.clerk("lipova")
    browser = client_for(lipova, clerk)
    assert browser.get(item_path("2")).status_code == 200
    response = browser.post(item_path("2"), {"text": draftail("Založena zákonem."), "seen": "0"})
    assert response.status_code == 302, response.content.decode()[-3000:]
    with on(lipova):
        answer = Answer.objects.get(key="2")
        assert "Založena zákonem." in answer.text
        assert answer.checked_by_id == clerk.pk
        today = answer.checked_on
    assert noted(lipova)["2"] == today.isoformat()
    entry = Entry.objects.filter(action="mandatory.answered").latest("pk")
    assert (entry.schema_name, entry.actor_id) == ("lipova", clerk.pk)
    assert "Založena" not in json.dumps(entry.detail)
    listed = browser.get(DESK).content.decode()
    assert str(clerk) in listed


def test_what_can_not_be_absent_takes_no_nothing(say, lipova):
    with pytest.raises(ValidationError):
        say(lipova, "2", nothing=True)
    with pytest.raises(ValidationError):
        say(lipova, "13.2", nothing=True, text="<p>a</p>")
    with pytest.raises(ValidationError):
        say(lipova, "6", text="<p>12345678</p>")


def test_nothing_and_a_text_together_are_refused_and_kept(lipova, people, client_for):
    browser = client_for(lipova, people.clerk("lipova"))
    given = {"text": draftail("Mame jednu."), "nothing": "on", "seen": "0"}
    response = browser.post(item_path("13.2"), given)
    assert response.status_code == 200
    assert "Mame jednu." in response.content.decode()


def test_two_clerks_do_not_overwrite_each_other(lipova, people, client_for, say, on):
    say(lipova, "2", text="<p>První.</p>", seen=0)
    browser = client_for(lipova, people.clerk("lipova"))
    response = browser.post(item_path("2"), {"text": draftail("Druhy text."), "seen": "0"})
    assert response.status_code == 200
    assert "Druhy text." in response.content.decode()
    with on(lipova):
        assert Answer.objects.get(key="2").text == "<p>První.</p>"
    # Told of it, she saves again what she still sees in the form.
    response = browser.post(item_path("2"), {"text": draftail("Druhy text."), "seen": "1"})
    assert response.status_code == 302
    with on(lipova):
        answer = Answer.objects.get(key="2")
        assert "Druhy text." in answer.text
        assert [version.text for version in answer.versions.all()] == ["<p>První.</p>"]
    assert "První." in browser.get(item_path("2")).content.decode()


def test_an_item_is_outdated_after_a_year(lipova, say, on):
    assert standing(on, lipova, "2") == Standing.MISSING
    with time_machine.travel(dt.datetime(2028, 2, 29, 9, tzinfo=dt.UTC), tick=False):
        say(lipova, "2", text="<p>Text.</p>")
    for day, expected in [
        (dt.datetime(2028, 12, 31, 12, tzinfo=dt.UTC), Standing.IN_ORDER),
        (dt.datetime(2029, 2, 28, 12, tzinfo=dt.UTC), Standing.IN_ORDER),
        (dt.datetime(2029, 3, 1, 12, tzinfo=dt.UTC), Standing.OUTDATED),
    ]:
        with time_machine.travel(day, tick=False):
            assert standing(on, lipova, "2") == expected, day


def test_what_is_filled_waits_to_be_checked(lipova, people, client_for, on, noted):
    with on(lipova), transaction.atomic():
        Person.objects.create(name="Jana Vymyšlená", function="starostka")
    assert standing(on, lipova, "3") == Standing.UNCHECKED
    assert noted(lipova)["3"] == ""
    browser = client_for(lipova, people.clerk("lipova"))
    # What is missing cannot be right, whoever ticks it.
    browser.post(DESK, {"key": ["3", "6", "nonsense"]})
    assert standing(on, lipova, "3") == Standing.IN_ORDER
    assert standing(on, lipova, "6") == Standing.MISSING
    assert Entry.objects.get(action="mandatory.checked").detail == {"keys": ["3"]}


@pytest.mark.parametrize("key", ["4.1", "4.3", "4.7", "4.8"])
def test_the_union_is_told_of_contacts_at_once(lipova, on, noted, key):
    assert noted(lipova)[key] is None
    with on(lipova), transaction.atomic():
        office = Office.objects.get(is_main=True)
        office.address, office.email, office.data_box = "Lipová 1", "a@lipova.example", "abcd123"
        office.save()
        OpeningHours.objects.create(office=office, weekday=1, opens=dt.time(8), closes=dt.time(9))
    assert noted(lipova)[key] == ""
    with on(lipova), transaction.atomic():
        office.delete()
    assert noted(lipova)[key] is None


def test_a_rolled_back_change_tells_nothing(lipova, on, noted):
    with on(lipova), pytest.raises(RuntimeError), transaction.atomic():
        Person.objects.create(name="Jana Vymyšlená")
        raise RuntimeError
    assert noted(lipova)["3"] is None


def test_a_registration_number_is_told_by_the_site_it_is_of(lipova, sluknov, noted):
    lipova.ico = "00000019"
    lipova.save()
    assert noted(lipova)["6"] == ""
    assert noted(sluknov)["6"] is None


def test_a_budget_keeps_its_item_in_order_for_a_year(lipova, on, noted):
    from tenants.noticeboard import services as board
    from tenants.noticeboard.models import Notice

    with on(lipova), transaction.atomic():
        notice = Notice.objects.create(title="Rozpočet", kind="budget", live=True)
        assert board.post(notice)
    assert noted(lipova)["8.2"] == timezone.localdate().isoformat()
    assert standing(on, lipova, "8.2") == Standing.IN_ORDER


def test_the_statement_of_accessibility_counts_from_its_review(lipova, on, noted):
    from tenants.pages.models import AccessibilityPage

    with on(lipova), transaction.atomic():
        page = AccessibilityPage.objects.get()
        page.prepared_on, page.reviewed_on = dt.date(2020, 1, 1), None
        page.save_revision().publish()
    assert noted(lipova)["accessibility"] == "2020-01-01"
    assert standing(on, lipova, "accessibility") == Standing.OUTDATED
    with on(lipova), transaction.atomic():
        page.reviewed_on = timezone.localdate()
        page.save_revision().publish()
    assert standing(on, lipova, "accessibility") == Standing.IN_ORDER


def test_one_button_says_that_the_statement_was_reviewed(lipova, people, client_for, on):
    from tenants.pages.models import AccessibilityPage

    browser = client_for(lipova, people.clerk("lipova"))
    author = client_for(lipova, people.author("lipova"))
    assert author.post(f"{DESK}pristupnost/").status_code in {302, 403}
    with on(lipova), transaction.atomic():
        assert AccessibilityPage.objects.get().reviewed_on is None
    assert browser.post(f"{DESK}pristupnost/").status_code == 302
    with on(lipova), transaction.atomic():
        page = AccessibilityPage.objects.get()
        assert page.reviewed_on == timezone.localdate()
        # A draft is nobody's to publish by the way.
        page.title = "Rozepsané prohlášení"
        page.save_revision()
        AccessibilityPage.objects.update(reviewed_on=None)
    browser.post(f"{DESK}pristupnost/")
    with on(lipova):
        page = AccessibilityPage.objects.get()
        assert (page.reviewed_on, page.title) == (None, "Prohlášení o přístupnosti")


def test_the_filing_office_says_what_is_still_missing(lipova, people, client_for, say):
    say(lipova, "filing", text="<p>PDF, na USB.</p>")
    html = client_for(lipova, people.clerk("lipova")).get(item_path("filing")).content.decode()
    lacks = html.split("</p>", 3)[2]
    assert lacks
    from shared.kernel.db import connection

    connection.set_tenant(lipova)
    lacking = selectors.facts().lacks(structure.BY_KEY["filing"])
    assert len(lacking) == 4  # all but the formats


@pytest.mark.parametrize("who", ["author", "nobody"])
def test_authors_and_outsiders_may_not(lipova, people, client_for, on, who):
    person = people.author("lipova") if who == "author" else people.clerk("sluknov")
    browser = client_for(lipova, person)
    for path in (DESK, item_path("2"), f"{DESK}poverenci/", f"{DESK}obce/"):
        assert browser.get(path).status_code in {302, 403}, path
        assert browser.post(path, {"key": ["1"], "seen": "0"}).status_code in {302, 403}
    with on(lipova), pytest.raises(NotAllowed), transaction.atomic():
        services.answer("2", text="<p>a</p>", actor=person)
    with on(lipova), pytest.raises(NotAllowed), transaction.atomic():
        services.check(["1"], actor=person)


def test_every_item_has_a_page_and_its_places(lipova, people, client_for):
    browser = client_for(lipova, people.administrator("lipova"))
    for item in structure.all_items():
        assert browser.get(item_path(item.key)).status_code == 200, item.key
    assert browser.get(item_path("15")).status_code == 404


def test_the_desk_reminds_until_all_is_there(lipova, people, client_for):
    html = client_for(lipova, people.clerk("lipova")).get("/admin/").content.decode()
    assert "mandatory-reminder" in html or 'id="duties-reminder"' in html
    html = client_for(lipova, people.author("lipova")).get("/admin/").content.decode()
    assert 'id="duties-reminder"' not in html


def test_hostile_html_of_an_editor_is_cleaned(lipova, people, client_for):
    browser = client_for(lipova, people.clerk("lipova"))
    browser.post(item_path("2"), {"text": draftail("<script>alert(1)</script>"), "seen": "0"})
    html = client_for(lipova).get("/povinne-informace/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_projection_verify_sees_and_mends_a_wrong_state(lipova, on, noted):
    from shared.duties.models import SiteState
    from tenants.mandatory import projection

    with on(lipova):
        assert list(projection.verify()) == []
        SiteState.objects.filter(pk=lipova.pk).update(items={"1": None})
        assert [str(drift) for drift in projection.verify()] == ["duties : different (items)"]
        with transaction.atomic():
            services.rebuild()
        assert list(projection.verify()) == []


def test_menu_of_the_desk(lipova, union, people, client_for):
    clerk = client_for(lipova, people.clerk("lipova")).get("/admin/").content.decode()
    assert DESK in clerk
    assert reverse("mandatory_all_sites") not in clerk
    editor = client_for(union, people.union_editor()).get("/admin/").content.decode()
    assert reverse("mandatory_all_sites") in editor
