"""Checks from outside, interruptions, delivery, the certificate."""

from __future__ import annotations

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import time_machine
from django.db import transaction

from tenants.noticeboard import proof, services, watch
from tenants.noticeboard.enums import Act
from tenants.noticeboard.models import JournalEntry, Notice, Watch
from tests.tenants.noticeboard.conftest import PRAGUE_NOON

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
QUARTER = 15 * MINUTE
DAY = dt.timedelta(days=1)


def checks(site, on, notice, *, start=PRAGUE_NOON, until, down=(), silent=()):
    """Rounds every 15 minutes; `down` and `silent` are spans (from, to) counted from posting."""

    def within(moment, spans):
        return any(a <= moment - PRAGUE_NOON < b for a, b in spans)

    with on(site), transaction.atomic():
        moment = start + MINUTE
        while moment < until:
            if not within(moment, silent):
                watch.note({notice.pk: "HTTP 503" if within(moment, down) else ""}, moment)
            moment += QUARTER


@pytest.fixture
def public_notice(lipova, hang):
    return hang(lipova, "Vyhláška", kind="public_notice")


def delivery_of(site, on, notice, at):
    with on(site), time_machine.travel(at, tick=False):
        return proof.delivery(Notice.objects.get(pk=notice.pk))


def test_delivered_on_the_fifteenth_day_when_it_was_up(lipova, on, public_notice):
    end = PRAGUE_NOON + 16 * DAY
    checks(lipova, on, public_notice, until=end)
    # 15 days on: the clocks have not gone forward yet; midnight in Prague is 23:00 UTC.
    assert delivery_of(lipova, on, public_notice, end - 13 * 60 * MINUTE).state == proof.PENDING
    found = delivery_of(lipova, on, public_notice, end)
    assert (found.state, found.day) == (proof.DELIVERED, dt.date(2026, 3, 25))
    with on(lipova):
        assert Watch.objects.count() == 1  # one stretch, however many rounds
        assert JournalEntry.objects.filter(act=Act.REACHABLE).count() == 1


@pytest.mark.parametrize(
    ("spans", "state"),
    [
        ({"down": [(5 * DAY, 5 * DAY + 3 * QUARTER)]}, proof.DELIVERED),  # 45 minutes
        ({"down": [(5 * DAY, 5 * DAY + 6 * QUARTER)]}, proof.INTERRUPTED),
        ({"silent": [(5 * DAY, 5 * DAY + 6 * QUARTER)]}, proof.INTERRUPTED),
        (
            {"down": [(15 * DAY + 14 * QUARTER * 4, 16 * DAY)]},
            proof.DELIVERED,
        ),  # after the 15th day
        ({"silent": [(dt.timedelta(0), 16 * DAY)]}, proof.INTERRUPTED),  # nobody ever looked
    ],
)
def test_interruptions_take_the_date_away(lipova, on, public_notice, spans, state):
    end = PRAGUE_NOON + 16 * DAY
    checks(lipova, on, public_notice, until=end, **spans)
    found = delivery_of(lipova, on, public_notice, end)
    assert found.state == state
    if spans != {"silent": [(dt.timedelta(0), 16 * DAY)]} and state == proof.INTERRUPTED:
        (only,) = found.interruptions
        assert only.failed is ("down" in spans)
        assert only.since <= PRAGUE_NOON + 5 * DAY + MINUTE < only.until


def test_interruption_is_in_the_journal_with_its_end(lipova, on, public_notice):
    span = (DAY, DAY + 4 * QUARTER)
    checks(lipova, on, public_notice, until=PRAGUE_NOON + 2 * DAY, down=[span])
    with on(lipova):
        acts = list(JournalEntry.objects.values_list("act", flat=True))
    assert acts == ["posted", "reachable", "unreachable", "reachable"]


def test_taken_down_before_the_fifteenth_day_there_is_no_delivery(
    lipova, on, people, public_notice
):
    with on(lipova), time_machine.travel(PRAGUE_NOON + 3 * DAY, tick=False):
        services.take_down(public_notice, people.clerk("lipova"), "Omyl")
    found = delivery_of(lipova, on, public_notice, PRAGUE_NOON + 20 * DAY)
    assert found.state == proof.REMOVED_EARLY


def test_round_told_twice_counts_once(lipova, on, public_notice):
    with on(lipova):
        for _again in range(2):
            watch.note({public_notice.pk: ""}, PRAGUE_NOON + QUARTER)
        assert Watch.objects.get().checks == 1


def test_other_kinds_are_not_delivered(lipova, on, hang):
    assert delivery_of(lipova, on, hang(lipova, kind="budget"), PRAGUE_NOON + 20 * DAY) is None


# --- The real request -----------------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    body, status, asked = b"", 200, []

    def do_GET(self):
        type(self).asked.append((self.command, self.path, self.headers["Host"]))
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(self.body)

    do_HEAD = do_GET

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(watch, "SECOND_TRY_AFTER", 0)
    Site.asked, Site.status, Site.body = [], 200, b""
    running = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def test_asks_the_public_address_for_page_and_documents(
    lipova, on, hang, document, server, client_for
):
    notice = hang(lipova, documents=[document(lipova)])
    # The page as the portal itself serves it holds the mark that the visitor looks for.
    Site.body = client_for(lipova).get(notice.url).content
    visitor = watch.Visitor(f"http://lipova.sever.localhost:{server.server_port}")
    with on(lipova):
        (target,) = watch.targets()
        assert watch.ask([target], visitor) == {notice.pk: ""}
    assert [each[0] for each in Site.asked] == ["GET", "HEAD"]
    assert Site.asked[0][1:] == (notice.url, f"lipova.sever.localhost:{server.server_port}")
    assert "/soubory/" in Site.asked[1][1]


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (503, b"", "HTTP 503"),
        (302, b'data-notice="1"', "HTTP 302"),
        (200, b"another page", "the page does not show the notice"),
        (200, b'data-notice="12"', "the page does not show the notice"),
        (200, b'<div data-notice="1">', ""),
    ],
)
def test_what_counts_as_there(server, status, body, problem):
    Site.status, Site.body = status, body
    visitor = watch.Visitor(f"http://x.localhost:{server.server_port}")
    assert watch.ask([watch.Target(1, "/uredni-deska/1/")], visitor) == {1: problem}
    assert len(Site.asked) == (2 if problem else 1)  # what failed is asked once more


def test_server_that_is_away_is_an_interruption(lipova, on, public_notice, server, monkeypatch):
    server.shutdown()
    server.server_close()
    away = f"http://lipova.sever.localhost:{server.server_port}"
    monkeypatch.setattr(watch, "Visitor", lambda url, real=watch.Visitor: real(away))
    with on(lipova), transaction.atomic(), time_machine.travel(PRAGUE_NOON + QUARTER, tick=False):
        watch.check()
        assert Watch.objects.get().detail == "ConnectionRefusedError"
        (only,) = proof.interruptions(public_notice)
        assert only.failed and only.until is None


# --- The certificate ------------------------------------------------------------------------------


def test_certificate_states_delivery_only_when_it_is_certain(
    lipova, on, people, client_for, public_notice
):
    from django.urls import reverse

    address = reverse("wagtailsnippets_noticeboard_notice:certificate", args=[public_notice.pk])
    end = PRAGUE_NOON + 17 * DAY
    author = client_for(lipova, people.author("lipova"))
    with time_machine.travel(end, tick=False):
        assert 'data-delivery="interrupted"' in author.get(address).content.decode()
    checks(lipova, on, public_notice, until=end)
    with on(lipova), time_machine.travel(end, tick=False):
        services.take_down(public_notice, people.clerk("lipova"), "Lhůta uplynula")
    author = client_for(lipova, people.author("lipova"))
    with time_machine.travel(end + DAY, tick=False):
        html = author.get(address).content.decode()
    assert 'data-delivery="delivered"' in html
    assert "25. března 2026" in html.replace("\xa0", " ")
    assert "Lhůta uplynula" in html
    with on(lipova):
        for entry in JournalEntry.objects.filter(act__in=[Act.POSTED, Act.REMOVED]):
            assert entry.digest in html


def test_certificate_is_not_for_others(lipova, people, client_for, hang):
    from django.urls import reverse

    notice, draft = hang(lipova), hang(lipova, draft=True)
    name = "wagtailsnippets_noticeboard_notice:certificate"
    for person in (None, people.outsider(), people.clerk("sluknov")):
        response = client_for(lipova, person).get(reverse(name, args=[notice.pk]))
        assert response.status_code in (302, 403)
    clerk = client_for(lipova, people.clerk("lipova"))
    assert clerk.get(reverse(name, args=[draft.pk])).status_code in (302, 403)
