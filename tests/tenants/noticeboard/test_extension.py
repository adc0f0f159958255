"""What may still change of a posted notice: it hangs for longer, or turns out to name people."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from shared.audit.models import Entry
from shared.boards.models import JointCopy
from shared.published.models import Item
from tenants.noticeboard import proof, services
from tenants.noticeboard.enums import Act
from tenants.noticeboard.models import JournalEntry, Notice
from tenants.registry.models import UnionMembership
from tests.tenants.noticeboard.conftest import PRAGUE_NOON

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LAST = dt.date(2026, 3, 25)
LATER = dt.date(2026, 4, 30)
PREFIX = "wagtailsnippets_noticeboard_notice"


@pytest.fixture
def posted(lipova, hang):
    return hang(lipova, "Záměr", kind="property_intent", planned_removal=LAST)


def noon(days=0):
    return time_machine.travel(PRAGUE_NOON + days * DAY, tick=False)


def test_it_hangs_until_the_later_day_and_the_proof_holds(lipova, on, people, posted):
    with on(lipova), transaction.atomic():
        clerk = people.clerk("lipova")
        with noon(3):
            services.extend(posted, clerk, LATER, "  Zájemci žádali\nvíce času ")
            services.extend(posted, clerk, LATER + 2 * DAY, "A ještě o víkend")
        assert posted.planned_removal == LATER + 2 * DAY
        assert list(proof.problems()) == []
        with noon(16):
            assert services.turn() == 0  # its first last day is over
        with noon(60):
            assert services.turn() == 1
            said = proof.certificate(Notice.objects.get())
        assert list(proof.problems()) == []
    assert [each["before"] for each in said["extensions"]] == [LAST, LATER]
    assert said["extensions"][0]["reason"] == "Zájemci žádali více času"
    assert said["seal"] == said["posted_entry"].data["seal"]
    assert Entry.objects.filter(action="notice.extended", actor=clerk).count() == 2


@pytest.mark.parametrize("until", [LAST, LAST - DAY, dt.date(2026, 3, 10)])
def test_never_to_an_earlier_day(lipova, on, people, posted, until):
    with on(lipova), noon(1), pytest.raises(ValidationError) as refused:
        services.extend(posted, people.clerk("lipova"), until, "Dříve")
    assert set(refused.value.message_dict) == {"until"}
    with on(lipova), pytest.raises(IntegrityError), transaction.atomic():
        services._let_through(services.EXTENDING, posted.pk)
        Notice.objects.filter(pk=posted.pk).update(planned_removal=until - DAY)
    with on(lipova):
        assert not JournalEntry.objects.filter(act=Act.EXTENDED).exists()


def test_until_revoked_is_the_latest_and_cannot_be_extended(lipova, on, people, posted):
    with on(lipova), noon(1):
        clerk = people.clerk("lipova")
        services.extend(posted, clerk, None, "Do odvolání")
        assert posted.planned_removal is None and list(proof.problems()) == []
        with pytest.raises(PermissionDenied):
            services.extend(posted, clerk, LATER, "Přece jen do dubna")


def test_missed_removal_may_be_extended_only_into_the_future(lipova, on, people, posted):
    """The worker was away in the night after the last day."""
    with on(lipova), noon(20):
        clerk = people.clerk("lipova")
        with pytest.raises(ValidationError):
            services.extend(posted, clerk, LAST + DAY, "Včera")
        services.extend(posted, clerk, LAST + 6 * DAY, "Do konce března")
        assert services.turn() == 0


def test_who_may(lipova, on, people, posted):
    for person in (people.author("lipova"), people.clerk("sluknov"), people.outsider()):
        with on(lipova), pytest.raises(PermissionDenied):
            services.extend(posted, person, LATER, "Proč ne")
    with on(lipova), noon(1):
        clerk = people.clerk("lipova")
        with pytest.raises(ValidationError):
            services.extend(posted, clerk, LATER, "  ")
        services.take_down(posted, clerk, "Konec")
        with pytest.raises(PermissionDenied):
            services.extend(posted, clerk, LATER, "Znovu")


@pytest.mark.parametrize(
    "change",
    ["planned_removal = '2026-05-01'", "planned_removal = NULL", "planned_removal = '2026-03-25'"],
)
def test_tampering_with_the_day_is_found_after_an_extension_too(lipova, on, people, posted, change):
    from tests.tenants.noticeboard.test_protection import tampered

    with on(lipova), transaction.atomic():
        with noon(1):
            services.extend(posted, people.clerk("lipova"), LATER, "Déle")
        tampered(f"UPDATE noticeboard_notice SET {change}")
        assert any("another day" in each for each in proof.problems())


def test_on_the_desk(lipova, on, people, posted, client_for):
    clerk = people.clerk("lipova")
    page = reverse(f"{PREFIX}:extend", args=[posted.pk])
    with noon(1):
        browser = client_for(lipova, clerk)
        assert 'name="until"' in browser.get(page).content.decode()
        answer = browser.post(page, {"until": "2026-03-20", "reason": "Dříve"})
        assert answer.status_code == 200 and answer.context["form"].errors["until"]
        assert browser.post(page, {"until": "2026-04-30", "reason": "Déle"}).status_code == 302
        certificate = browser.get(reverse(f"{PREFIX}:certificate", args=[posted.pk]))
        text = certificate.content.decode().replace("\xa0", " ")
        assert "Déle" in text and "30. 4. 2026" in text and "25. 3. 2026" in text
        form = browser.get(reverse(f"{PREFIX}:edit", args=[posted.pk])).content.decode()
        assert 'value="30.04.2026"' in form  # and not the day of a saved version
    assert client_for(lipova, people.author("lipova")).get(page).status_code in (302, 403)
    board = client_for(lipova).get(posted.url).content.decode().replace("\xa0", " ")
    assert "30. 4. 2026" in board


# --- On all boards --------------------------------------------------------------------------------


def test_the_unions_extension_reaches_every_board(union, lipova, sluknov, on, people, hang):
    for site in (lipova, sluknov):
        UnionMembership.objects.get_or_create(municipality=site)
    own = hang(union, "Rozpočet", kind="budget", everywhere=True, planned_removal=LAST)
    with on(lipova), transaction.atomic(), noon():
        services.turn()
    with on(union), transaction.atomic(), noon(15):
        services.extend(own, people.union_editor(), LATER, "Schůze byla odložena")
    # The message is lost, and the copy's own last day is over: it stays, and is put off.
    with on(lipova), transaction.atomic(), noon(16):
        assert services.turn() == 1
        assert services.turn() == 0
        copy = Notice.objects.get()
        assert copy.planned_removal == LATER and copy.is_on_board
        entry = JournalEntry.objects.get(act=Act.EXTENDED)
        assert entry.data["reason"] == "Schůze byla odložena"
        assert list(proof.problems()) == []
    # Who had not posted yet posts it with the later day.
    with on(sluknov), transaction.atomic(), noon(16):
        assert services.turn() == 1
        assert Notice.objects.get().planned_removal == LATER
    assert set(JointCopy.objects.values_list("planned_removal", flat=True)) == {LATER}


def test_a_board_may_leave_it_for_longer_than_the_union(union, lipova, on, people, hang):
    UnionMembership.objects.get_or_create(municipality=lipova)
    own = hang(union, "Rozpočet", kind="budget", everywhere=True, planned_removal=LAST)
    with on(lipova), transaction.atomic(), noon():
        services.turn()
        copy = Notice.objects.get()
        services.extend(copy, people.clerk("lipova"), LATER, "Na žádost občanů")
    with on(union), transaction.atomic(), noon(1):
        services.extend(own, people.union_editor(), LAST + DAY, "O den")
    with on(lipova), transaction.atomic(), noon(1):
        assert not services.extend_joint(own.joint_key)
        assert Notice.objects.get().planned_removal == LATER
    assert JointCopy.objects.get().planned_removal == LATER


# --- Personal data noticed afterwards -------------------------------------------------------------


def test_an_archived_notice_leaves_the_public_at_once(lipova, on, people, hang, client_for):
    notice = hang(lipova, "Doručení písemnosti", kind="public_notice")
    clerk = people.clerk("lipova")
    with on(lipova), noon(20):
        services.take_down(notice, clerk, "Doručeno")
    assert client_for(lipova).get(notice.url).status_code == 200
    page = reverse(f"{PREFIX}:flag", args=[notice.pk])
    browser = client_for(lipova, clerk)
    assert browser.post(page, {"reason": ""}).status_code == 200
    assert browser.post(page, {"reason": "Adresát je fyzická osoba"}).status_code == 302
    assert client_for(lipova).get(notice.url).status_code == 404
    assert not Item.objects.filter(kind="notice", source_id=str(notice.pk)).exists()
    assert browser.get(page).status_code in (302, 403)  # only once
    with on(lipova):
        assert list(proof.problems()) == []
        for person in (people.author("lipova"), people.clerk("sluknov")):
            with pytest.raises(PermissionDenied):
                services.flag_personal(notice, person, "x")


def test_personal_data_made_public_by_hand_are_found(lipova, on, people, hang):
    from tests.tenants.noticeboard.test_protection import tampered

    posted = hang(lipova, "Doručení", kind="public_notice", personal=True)
    later = hang(lipova, "Jiné", kind="public_notice")
    with on(lipova), transaction.atomic():
        services.flag_personal(later, people.clerk("lipova"), "Jméno v textu")
        tampered("UPDATE noticeboard_notice SET personal = false")
        found = [each for each in proof.problems() if "personal data" in each]
    assert len(found) == 2 and posted.pk != later.pk
