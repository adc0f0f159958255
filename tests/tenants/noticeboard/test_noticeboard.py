"""The board shows what hangs on it today, and nothing sooner or later."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from shared.published import services as published
from shared.published.models import Item
from tenants.noticeboard import services
from tenants.noticeboard.models import Notice, NoticeAttachment

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 10)
NOON = dt.datetime(2026, 3, 10, 11, tzinfo=dt.UTC)


@pytest.fixture
def hang(lipova, on):
    def make(title, posted=0, removal=None, *, live=True, **fields):
        with on(lipova), transaction.atomic(), time_machine.travel(NOON, tick=False):
            notice = Notice.objects.create(
                title=title,
                live=False,
                posted_on=TODAY + dt.timedelta(days=posted),
                planned_removal=None if removal is None else TODAY + dt.timedelta(days=removal),
                **fields,
            )
            if live:
                notice.save_revision().publish()
            notice.refresh_from_db()
        return notice

    return make


CASES = [
    ("vyvěšeno dnes, neurčitě", 0, None, True),
    ("vyvěšeno včera do dneška", -1, 0, True),
    ("vyvěšeno dnes do dneška", 0, 0, True),
    ("teprve zítra", 1, 5, False),
    ("sňato včera", -5, -1, False),
]


@pytest.mark.parametrize(("title", "posted", "removal", "shown"), CASES)
def test_time_on_the_board(lipova, client_for, hang, title, posted, removal, shown):
    notice = hang(title, posted, removal)
    client = client_for(lipova)
    with time_machine.travel(NOON, tick=False):
        for path in ("/uredni-deska/", "/"):
            assert (title in client.get(path).content.decode()) is shown
        detail = client.get(f"/uredni-deska/{notice.pk}/")
    assert detail.status_code == (200 if shown else 404)
    assert Item.objects.filter(municipality=lipova, title=title).exists() is shown


def test_day_begins_at_midnight_in_prague(lipova, on, hang):
    hang("Od zítřka", 1)
    with on(lipova):
        with time_machine.travel(dt.datetime(2026, 3, 10, 22, 59, tzinfo=dt.UTC), tick=False):
            assert not Notice.objects.on_board().exists()
        with time_machine.travel(dt.datetime(2026, 3, 10, 23, 1, tzinfo=dt.UTC), tick=False):
            assert Notice.objects.on_board().exists()


def test_draft_is_nowhere(lipova, client_for, hang):
    notice = hang("Koncept vyhlášky", live=False)
    client = client_for(lipova)
    with time_machine.travel(NOON, tick=False):
        for path in ("/", "/uredni-deska/"):
            assert "Koncept vyhlášky" not in client.get(path).content.decode()
        assert client.get(f"/uredni-deska/{notice.pk}/").status_code == 404
    assert not Item.objects.filter(title="Koncept vyhlášky").exists()


def test_night_brings_projection_in_step_with_the_board(lipova, on, hang):
    hang("Přijde zítra", 1)
    hang("Visí do dneška", -3, 0)
    hang("Visí dál", -3, 30)
    tomorrow = NOON + dt.timedelta(days=1)
    with on(lipova), transaction.atomic(), time_machine.travel(tomorrow, tick=False):
        services.turn_day()
        assert published.verify() == []
    titles = set(
        Item.objects.filter(municipality=lipova, kind="notice").values_list("title", flat=True)
    )
    assert titles == {"Přijde zítra", "Visí dál"}


def test_missed_nights_are_made_good(lipova, on, hang):
    hang("Přijde zítra", 1)
    later = NOON + dt.timedelta(days=5)
    with on(lipova), transaction.atomic(), time_machine.travel(later, tick=False):
        services.turn_day()
        assert published.verify() == []


def test_projection_says_what_the_board_says(lipova, on, hang):
    hang(
        "Záměr pachtu",
        kind="property_intent",
        reference="OÚ 12/2026",
        text="<p>Pole <b>u lesa</b>.</p>",
    )
    item = Item.objects.get(municipality=lipova, kind="notice")
    assert item.category
    assert item.summary.startswith("Pole u lesa")
    assert "OÚ 12/2026" in item.text
    assert item.url_path.startswith("/uredni-deska/")


def test_unpublished_and_deleted_leave(lipova, on, hang):
    first, second = hang("První"), hang("Druhá")
    with on(lipova), transaction.atomic():
        first.unpublish()
        second.delete()
    assert not Item.objects.filter(municipality=lipova, kind="notice").exists()


@pytest.mark.parametrize(
    ("query", "status"),
    [("kategorie=budget", 200), ("kategorie=x", 400), ("strana=a", 400), ("strana=7", 404)],
)
def test_filters(lipova, client_for, hang, query, status):
    hang("Rozpočet", kind="budget")
    hang("Dražba", kind="other")
    with time_machine.travel(NOON, tick=False):
        response = client_for(lipova).get(f"/uredni-deska/?{query}")
    assert response.status_code == status
    if status == 200:
        assert "Rozpočet" in response.content.decode() and "Dražba" not in response.content.decode()


def test_documents_are_offered_for_download(lipova, on, client_for, hang):
    from django.core.files.base import ContentFile

    from tenants.pages.models import SiteDocument

    notice = hang("Rozpočet")
    with on(lipova), transaction.atomic():
        document = SiteDocument(title="Návrh rozpočtu")
        document.file.save("navrh.pdf", ContentFile(b"%PDF-1.7"), save=False)
        document.save()
        NoticeAttachment.objects.create(notice=notice, document=document)
    with time_machine.travel(NOON, tick=False):
        html = client_for(lipova).get(f"/uredni-deska/{notice.pk}/").content.decode()
    assert "Návrh rozpočtu" in html and f"/documents/{document.pk}/navrh.pdf" in html


def test_one_board_is_not_another_s(lipova, sluknov, client_for, hang):
    notice = hang("Jen v Lipové")
    with time_machine.travel(NOON, tick=False):
        assert client_for(sluknov).get(f"/uredni-deska/{notice.pk}/").status_code == 404
        assert "Jen v Lipové" not in client_for(sluknov).get("/uredni-deska/").content.decode()


def test_removal_before_posting_is_refused_by_the_database(lipova, hang):
    with pytest.raises(IntegrityError, match="removed_after_posting"):
        hang("Pozpátku", 0, -1)


def form(**changed):
    return {
        "title": "Nové oznámení",
        "kind": "other",
        "reference": "",
        "posted_on": str(timezone.localdate()),
        "planned_removal": "",
        "text": "null",
        "attachments-TOTAL_FORMS": "0",
        "attachments-INITIAL_FORMS": "0",
        "attachments-MIN_NUM_FORMS": "0",
        "attachments-MAX_NUM_FORMS": "1000",
    } | changed


def test_editor_hangs_out_and_author_only_prepares(lipova, on, people, client_for):
    address = reverse("wagtailsnippets_noticeboard_notice:add")
    author = client_for(lipova, people.author("lipova"))
    author.post(address, form(**{"action-publish": "1"}))
    with on(lipova):
        assert not Notice.objects.filter(live=True).exists()
    author.post(address, form(title="Ke schválení", **{"action-submit": "1"}))
    with on(lipova):
        assert Notice.objects.get(title="Ke schválení").workflow_in_progress
    editor = client_for(lipova, people.clerk("lipova"))
    editor.post(address, form(title="Vyvěšeno", **{"action-publish": "1"}))
    with on(lipova):
        assert [n.title for n in Notice.objects.filter(live=True)] == ["Vyvěšeno"]
    assert "Vyvěšeno" in client_for(lipova).get("/uredni-deska/").content.decode()


def test_clerk_of_another_site_is_turned_away(lipova, people, client_for, hang):
    notice = hang("Naše")
    for person in (people.clerk("sluknov"), people.outsider(), None):
        response = client_for(lipova, person).get(
            reverse("wagtailsnippets_noticeboard_notice:edit", args=[notice.pk])
        )
        assert response.status_code in (302, 403)
