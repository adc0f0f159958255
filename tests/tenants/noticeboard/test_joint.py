"""The union posts one document on all boards; each board does it by a job of its own."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from shared.boards import selectors as boards
from shared.boards.models import JointCopy, JointPosting
from shared.published.models import Item as Published
from shared.subscriptions import topics
from shared.subscriptions.models import Announcement
from shared.subscriptions.topics import Window
from tenants.noticeboard import proof, services
from tenants.noticeboard.models import Notice
from tenants.registry.models import UnionMembership
from tests.tenants.noticeboard.conftest import PRAGUE_NOON

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LAST = dt.date(2026, 3, 25)


@pytest.fixture
def members(lipova, sluknov):
    """Rumburk is no member and must get nothing."""
    for site in (lipova, sluknov):
        UnionMembership.objects.get_or_create(municipality=site)
    return [lipova, sluknov]


@pytest.fixture
def posted(union, members, hang, document):
    return hang(
        union,
        "Rozpočet svazku",
        kind="budget",
        everywhere=True,
        planned_removal=LAST + 5 * DAY,
        text="<p>Návrh</p>",
        documents=[document(union, "rozpocet.pdf")],
    )


def turn(site, on, at=PRAGUE_NOON):
    with on(site), transaction.atomic(), time_machine.travel(at, tick=False):
        return services.turn()


def test_hangs_on_every_members_board_and_nowhere_else(posted, members, rumburk, on, client_for):
    assert JointCopy.objects.count() == 2
    assert boards.overview(posted.joint_key).waiting
    for site in members:
        assert turn(site, on) == 1
        assert turn(site, on) == 0
        with on(site):
            copy = Notice.objects.get()
            assert copy.title == "Rozpočet svazku" and copy.is_joint_copy
            assert copy.originator == "Svazek obcí Sever"
            part = copy.attachments.get()
            assert part.sha256 == posted.attachments.all()[0].sha256
            assert list(proof.problems()) == []
            address = part.url
        assert client_for(site).get(address).status_code == 200
    assert turn(rumburk, on) == 0
    with on(rumburk):
        assert not Notice.objects.exists()


def test_lists_of_all_sites_show_it_once(posted, members, union, on, client_for):
    for site in members:
        turn(site, on)
    newest = client_for(union).get("/z-obci/").content.decode()
    assert newest.count("Rozpočet svazku") == 1
    for site in (union, *members):
        board = client_for(site).get("/uredni-deska/").content.decode()
        assert board.count("Rozpočet svazku") == 1


def test_subscribers_of_the_union_are_told_of_it_once(union, posted, members, on, hang):
    _lipova, sluknov = members
    for site in members:
        turn(site, on)
        hang(site, "Návrh rozpočtu", kind="budget", planned_removal=LAST + 5 * DAY)
    topic = topics.find("deska")
    window = Window(PRAGUE_NOON.date(), PRAGUE_NOON.date(), PRAGUE_NOON - DAY, PRAGUE_NOON + DAY)
    rows = list(Published.objects.filter(kind="notice").order_by("pk"))
    assert len(rows) == 5
    for selection, own in (("", union), ("obec=sluknov", sluknov)):
        with on(union):
            (section,) = topic.sections(union, selection, window)
            told = [
                topic.item(
                    union,
                    selection,
                    Announcement(municipality_id=row.municipality_id, source_id=row.source_id),
                )
                for row in rows
            ]
        for items in (section.items, [item for item in told if item is not None]):
            joint = [item for item in items if item.title == "Rozpočet svazku"]
            assert [item.where for item in joint] == [own.name]
            # Two boards with a document of the same name: two documents.
            names = {item.where for item in items if item.title == "Návrh rozpočtu"}
            assert names == ({"Lipová", "Šluknov"} if own is union else {"Šluknov"})


def test_a_site_that_was_away_posts_later_and_its_period_runs_from_then(posted, members, on):
    lipova, sluknov = members
    turn(lipova, on)
    turn(sluknov, on, PRAGUE_NOON + 9 * DAY)
    with time_machine.travel(PRAGUE_NOON + 10 * DAY, tick=False):
        found = boards.overview(posted.joint_key)
        assert found.hangs_everywhere and not found.is_fulfilled
        # 19 March + 15 days is Good Friday; the next working day is Tuesday 7 April.
        assert found.last_end == dt.date(2026, 4, 7)
    with on(sluknov):
        assert Notice.objects.get().planned_removal == dt.date(2026, 4, 7)
    with time_machine.travel(dt.datetime(2026, 4, 8, 8, tzinfo=dt.UTC), tick=False):
        assert boards.overview(posted.joint_key).is_fulfilled


def test_killed_in_the_middle_nothing_is_doubled(posted, members, on, monkeypatch):
    lipova = members[0]
    for module, step in ((services, "project"), (services.joint, "note_posted")):
        with on(lipova), monkeypatch.context() as patch:
            patch.setattr(module, step, lambda *a, **k: 1 / 0)
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                services.post_joint(posted.joint_key)
            assert not Notice.objects.exists()
    assert turn(lipova, on) == 1
    with on(lipova), transaction.atomic():
        assert services.post_joint(posted.joint_key) is None
        assert Notice.objects.count() == 1


def test_municipality_takes_it_down_early_only_with_a_reason_that_the_union_sees(
    posted, members, on, people, client_for, union
):
    lipova = members[0]
    turn(lipova, on)
    clerk = people.clerk("lipova")
    with on(lipova):
        copy = Notice.objects.get()
    browser = client_for(lipova, clerk)
    address = reverse("wagtailsnippets_noticeboard_notice:take-down", args=[copy.pk])
    with time_machine.travel(PRAGUE_NOON + 2 * DAY, tick=False):
        client_for(lipova, clerk)
        browser.force_login(clerk, backend="tenants.accounts.backends.LocalRightsBackend")
        assert browser.post(address, {"reason": ""}).status_code == 200
        assert JointCopy.objects.filter(removed_at=None).count() == 2
        assert browser.post(address, {"reason": "Omylem dvakrát"}).status_code == 302
        connection.set_schema_to_public()
        row = JointCopy.objects.get(municipality=lipova)
        assert row.removed_early and row.removal_reason == "Omylem dvakrát"
        assert not boards.overview(posted.joint_key).is_fulfilled
        desk = client_for(union, people.union_editor())
        page = desk.get(
            reverse("wagtailsnippets_noticeboard_notice:joint-one", args=[posted.pk])
        ).content.decode()
    assert "Omylem dvakrát" in page and "Obec Lipová" in page and "Město Šluknov" in page


def test_union_takes_it_back_everywhere_with_its_reason(posted, members, on, people, union):
    lipova, sluknov = members
    turn(lipova, on)
    with on(union), transaction.atomic(), time_machine.travel(PRAGUE_NOON + DAY, tick=False):
        services.take_down(posted, people.union_editor(), "Chybná čísla")
    assert turn(lipova, on, PRAGUE_NOON + DAY) == 1
    assert turn(sluknov, on, PRAGUE_NOON + DAY) == 0  # never hung there
    with on(lipova):
        assert Notice.objects.get().removal_reason == "Chybná čísla"
    assert JointPosting.objects.get().revoked_reason == "Chybná čísla"


def test_only_the_union_can(lipova, on, people, client_for, hang, members):
    notice = hang(lipova, "Naše", kind="budget", everywhere=True)
    assert notice.is_posted and not JointPosting.objects.exists()
    browser = client_for(lipova, people.clerk("lipova"))
    assert browser.get(reverse("wagtailsnippets_noticeboard_notice:joint")).status_code == 404
    form = browser.get(reverse("wagtailsnippets_noticeboard_notice:add")).content.decode()
    assert 'name="everywhere"' not in form
    with on(lipova), pytest.raises(PermissionDenied):
        services.take_down(notice, people.union_editor(), "Cizí deska")
