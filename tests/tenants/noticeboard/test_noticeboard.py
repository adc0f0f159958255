"""The board shows what hangs on it, from its minute to its last day, and the archive the rest."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import transaction

from shared.published import services as published
from shared.published.models import Item
from tenants.noticeboard import services
from tenants.noticeboard.models import Notice
from tests.tenants.noticeboard.conftest import PRAGUE_NOON, pdf

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 10)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def board(client, path="/uredni-deska/"):
    return client.get(path).content.decode()


def turn(site, on, at):
    with on(site), transaction.atomic(), time_machine.travel(at, tick=False):
        return services.turn()


def test_draft_is_nowhere(lipova, client_for, hang):
    notice = hang(lipova, "Koncept", draft=True)
    client = client_for(lipova)
    for path in ("/", "/uredni-deska/", "/uredni-deska/archiv/", "/uredni-deska/kiosek/"):
        assert "Koncept" not in board(client, path)
    assert client.get(f"/uredni-deska/{notice.pk}/").status_code == 404
    assert not Item.objects.filter(title="Koncept").exists()


def test_approved_and_due_hangs_at_once(lipova, client_for, hang):
    notice = hang(lipova, "Hned")
    assert notice.posted_at == PRAGUE_NOON
    client = client_for(lipova)
    for path in ("/", "/uredni-deska/", f"/uredni-deska/{notice.pk}/", "/uredni-deska/kiosek/"):
        assert "Hned" in board(client, path)
    assert Item.objects.filter(municipality=lipova, title="Hned").exists()


def test_posted_at_its_minute_and_taken_down_after_its_last_day(lipova, on, client_for, hang):
    notice = hang(lipova, "Plánovaná", post_at=PRAGUE_NOON + HOUR, planned_removal=TODAY + 3 * DAY)
    assert notice.posted_at is None and notice.live
    assert turn(lipova, on, PRAGUE_NOON + HOUR - dt.timedelta(seconds=1)) == 0
    assert "Plánovaná" not in board(client_for(lipova))
    assert turn(lipova, on, PRAGUE_NOON + HOUR) == 1
    assert "Plánovaná" in board(client_for(lipova))
    # The last day lasts until midnight in Prague.
    assert turn(lipova, on, dt.datetime(2026, 3, 13, 22, 59, tzinfo=dt.UTC)) == 0
    assert turn(lipova, on, dt.datetime(2026, 3, 13, 23, 0, tzinfo=dt.UTC)) == 1
    assert "Plánovaná" not in board(client_for(lipova))
    assert "Plánovaná" in board(client_for(lipova), "/uredni-deska/archiv/")
    with on(lipova), transaction.atomic():
        notice.refresh_from_db()
        assert notice.posted_at == PRAGUE_NOON + HOUR
        assert notice.removed_on == TODAY + 4 * DAY
        assert published.verify() == []


def test_an_outage_is_made_good_and_nothing_is_done_twice(lipova, on, hang):
    hang(lipova, "Přijde", post_at=PRAGUE_NOON + HOUR, planned_removal=TODAY + 30 * DAY)
    hang(lipova, "Odejde", planned_removal=TODAY + DAY)
    later = PRAGUE_NOON + 5 * DAY
    assert turn(lipova, on, later) == 2
    assert turn(lipova, on, later + HOUR) == 0
    with on(lipova):
        assert Notice.objects.get(title="Přijde").posted_at == later
        assert Notice.objects.get(title="Odejde").removed_at == later


def test_posted_late_it_hangs_as_long_as_the_law_wants(lipova, on, hang):
    notice = hang(
        lipova,
        "Záměr",
        kind="property_intent",
        post_at=PRAGUE_NOON + HOUR,
        planned_removal=TODAY + 15 * DAY,
    )
    turn(lipova, on, PRAGUE_NOON + 2 * DAY)
    with on(lipova):
        notice.refresh_from_db()
        assert notice.planned_removal == TODAY + 17 * DAY
        assert notice.planned_removal == notice.last_required_day


def test_personal_data_leave_with_the_notice(lipova, on, people, client_for, hang, document):
    paper = document(lipova, "rozhodnuti.pdf")
    notice = hang(lipova, "Exekuce pana X", personal=True, documents=[paper])
    with on(lipova):
        part = notice.attachments.all()[0]
        address = part.url
    client = client_for(lipova)
    assert client.get(address).status_code == 200
    assert client.get(paper.url).status_code == 200
    assert "Exekuce" in board(client, "/uredni-deska/rss/")
    assert 'content="noindex"' in board(client, f"/uredni-deska/{notice.pk}/")
    with on(lipova):
        services.take_down(notice, people.clerk("lipova"), "Splněno")
    for path in ("/", "/uredni-deska/", "/uredni-deska/archiv/", "/uredni-deska/rss/",
                 "/uredni-deska/kiosek/", "/hledat/?q=exekuce"):  # fmt: skip
        assert "pana X" not in board(client, path), path
    for path in (
        f"/uredni-deska/{notice.pk}/",
        f"/uredni-deska/kiosek/{notice.pk}/",
        address,
        paper.url,
    ):
        assert client.get(path).status_code == 404, path
    # Those who keep the board still reach the document.
    assert client_for(lipova, people.clerk("lipova")).get(paper.url).status_code == 200


def test_archive_keeps_the_rest_with_its_files(lipova, on, people, client_for, hang, document):
    notice = hang(lipova, "Rozpočet", documents=[document(lipova)])
    with on(lipova):
        services.take_down(notice, people.clerk("lipova"), "Schválen")
        address = notice.attachments.all()[0].url
    client = client_for(lipova)
    assert "Rozpočet" in board(client, "/uredni-deska/archiv/")
    assert client.get(f"/uredni-deska/{notice.pk}/").status_code == 200
    assert client.get(address).status_code == 200
    assert client.get(f"/uredni-deska/kiosek/{notice.pk}/").status_code == 404
    assert "Rozpočet" in board(client, "/hledat/?q=rozpocet")


def test_document_of_a_draft_is_not_to_be_guessed(lipova, client_for, hang, document):
    paper = document(lipova)
    hang(lipova, draft=True, documents=[paper])
    assert client_for(lipova).get(paper.url).status_code == 404


def test_page_shows_size_pages_hash_and_missing_text(lipova, client_for, hang, document):

    papers = [
        document(lipova, "text.pdf", pdf("Text dlouhy dost", 3)),
        document(lipova, "sken.pdf", pdf("")),
    ]
    notice = hang(lipova, documents=papers)
    html = board(client_for(lipova), f"/uredni-deska/{notice.pk}/")
    assert f"/uredni-deska/{notice.pk}/soubory/" in html and "/documents/" not in html
    with_text, scan = notice.attachments.all()
    assert (with_text.pages, with_text.has_text, scan.pages, scan.has_text) == (3, True, 1, False)
    assert with_text.sha256 in html and with_text.size == len(pdf("Text dlouhy dost", 3))


def test_what_is_no_pdf_has_no_facts_and_harms_nobody(lipova, hang, document):
    broken = document(lipova, "vadny.pdf", b"%PDF-1.4 nothing of the kind")
    part = hang(lipova, documents=[broken]).attachments.all()[0]
    assert part.pages is None and part.has_text is None and len(part.sha256) == 64


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kategorie=budget", {"Rozpočet"}),
        ("kategorie=budget,other", {"Rozpočet", "Dražba"}),
        ("kategorie=budget&kategorie=other", {"Rozpočet", "Dražba"}),
        ("puvodce=Exekutor", {"Dražba"}),
        ("q=rozpoctem", {"Rozpočet"}),
        ("q=rozpoctet", {"Rozpočet"}),
        ("q=OU%2012", {"Rozpočet"}),
        ("od=2026-03-10&do=2026-03-10", {"Rozpočet", "Dražba"}),
        ("od=2026-03-11", set()),
        ("do=2026-03-09", set()),
    ],
)
def test_filters(lipova, client_for, hang, query, found):
    hang(lipova, "Rozpočet", kind="budget", reference="OU 12/2026")
    hang(lipova, "Dražba", originator="Exekutor")
    html = board(client_for(lipova), f"/uredni-deska/?{query}")
    assert {name for name in ("Rozpočet", "Dražba") if f">{name}</a>" in html} == found


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kategorie=x", 400), ("strana=a", 400), ("strana=7", 404), ("od=31.2.2026", 400),
        ("od=0001-01-01", 400), ("q=%00", 200), ("puvodce=%00", 200), ("do=2026-02-31", 400),
    ],
)  # fmt: skip
def test_broken_filters(lipova, client_for, hang, query, status):
    hang(lipova)
    for path in ("/uredni-deska/", "/uredni-deska/archiv/"):
        assert client_for(lipova).get(f"{path}?{query}").status_code in (status, 404)


def test_rss_has_what_hangs_and_says_when_it_is_the_same(lipova, client_for, hang):
    hang(lipova, "Rozpočet <b>", kind="budget", text="<p>Návrh</p>")
    hang(lipova, "Dražba")
    client = client_for(lipova)
    response = client.get("/uredni-deska/rss/")
    assert "Rozpočet &lt;b&gt;" in response.content.decode()
    assert "Dražba" not in client.get("/uredni-deska/rss/?kategorie=budget").content.decode()
    again = client.get("/uredni-deska/rss/", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert client.get("/uredni-deska/rss/?kategorie=x").status_code == 400


def test_of_another_site_there_is_nothing(lipova, sluknov, client_for, hang, document):
    notice = hang(lipova, "Lipovská", documents=[document(lipova)])
    other = client_for(sluknov)
    assert other.get(notice.attachments.all()[0].url).status_code == 404
    for path in ("/uredni-deska/", f"/uredni-deska/{notice.pk}/", "/uredni-deska/rss/"):
        assert "Lipovská" not in board(other, path)


def test_kiosk_keeps_within_the_policy(lipova, client_for, hang, document):
    notice = hang(lipova, "Na obrazovku", documents=[document(lipova)])
    client = client_for(lipova)
    page = client.get("/uredni-deska/kiosek/")
    assert "script-src 'self'" in page["Content-Security-Policy"]
    worker = client.get("/uredni-deska/kiosek/sluzba.js")
    assert worker["Content-Type"].startswith("text/javascript")
    part = notice.attachments.all()[0]
    shown = client.get(f"/uredni-deska/kiosek/{notice.pk}/{part.pk}/{part.filename}")
    assert shown["Content-Disposition"].startswith("inline")
    assert client.get(part.url)["Content-Disposition"].startswith("attachment")
    assert "sandbox" in client.get(part.url)["Content-Security-Policy"]


def test_what_documents_say_is_found_except_of_persons(lipova, hang, document):
    from shared.published import search

    hang(lipova, "Rozpočet", documents=[document(lipova, content=pdf("Sklerotika hrazneho"))])
    hang(
        lipova,
        "Vyzva",
        personal=True,
        documents=[document(lipova, content=pdf("Tajnosnubny sklerotik"))],
    )
    assert [hit.item.title for hit in search.find("hrazneho").hits] == ["Rozpočet"]
    assert search.find("tajnosnubny").hits == []
