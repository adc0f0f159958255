"""A cut-off of water from the desk to the banner and the letters, and away again by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from shared.alerts import selectors, services
from shared.alerts.models import Alert
from shared.alerts.permissions import NotAllowed
from shared.alerts.services import Message
from shared.audit.models import Entry
from shared.kernel import clock
from shared.published.models import SiteRevision
from shared.subscriptions import services as subscriptions
from shared.subscriptions.models import Announcement, Delivery, Subscription

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 25, 8, tzinfo=clock.PRAGUE)
HOUR = dt.timedelta(hours=1)
FORM = {
    "severity": "outage",
    "title": "Dnes od 8 do 14 neteče voda <b>v Dlouhé</b>",
    "text": "Cisterna stojí u školy.",
    "ends_at": "2026-11-25T14:00",
}


@pytest.fixture
def at() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def message(title: str = "Neteče voda", **fields: Any) -> Message:
    values = {"severity": "outage", "text": "", "everywhere": False}
    moments = {"starts_at": clock.now(), "ends_at": clock.now() + 3 * HOUR}
    return Message(title=title, **(values | moments | fields))


@pytest.fixture
def issue(on: Any, people: Any) -> Any:
    def put_out(site: Any, title: str = "Neteče voda", **fields: Any) -> Alert:
        with on(site):
            return services.issue(message(title, **fields), actor=people.operator())

    return put_out


def subscribe(site: Any, email: str, selection: str = "") -> None:
    subscriptions.request(
        site,
        wish={"vystrahy": selection},
        email=email,
        frequency=subscriptions.Frequency.WEEKLY,
        language="cs",
    )
    for one in Subscription.objects.filter(state="pending"):
        subscriptions.confirm(one)


def shows(client: Client, title: str, path: str = "/upozorneni/") -> bool:
    banner = client.get(path).content.decode().partition('<section class="alerts')[2]
    return title in banner.partition("</section>")[0]


def revision(site: Any) -> int:
    row = SiteRevision.objects.filter(pk=site.schema_name).first()
    return row.number if row else 0


def test_from_the_desk_to_the_banner_and_away_by_itself(
    lipova: Any, sluknov: Any, union: Any, people: Any, client_for: Any, at: Any
) -> None:
    desk = client_for(lipova, people.clerk("lipova"))
    assert desk.get("/admin/upozorneni/nova/").status_code == 200
    assert desk.post("/admin/upozorneni/nova/", FORM).status_code == 302
    title = "neteče voda &lt;b&gt;"
    assert shows(client_for(lipova), title)
    assert shows(client_for(lipova), title, "/kalendar/"), "on every page"
    assert not shows(client_for(sluknov), "neteče")
    assert not shows(client_for(union), "neteče")
    before = revision(lipova)
    at.move_to(NOW + 6 * HOUR)
    services.turn()
    assert revision(lipova) > before, "pages that were kept are thrown away"
    assert not shows(client_for(lipova), "neteče")
    assert "neteče" in client_for(lipova).get("/upozorneni/").content.decode(), "what held lately"
    before = revision(lipova)
    services.turn()
    assert revision(lipova) == before
    assert Entry.objects.filter(action="alert.issued").count() == 1


def test_one_to_come_begins_by_beat_and_its_letters_leave_then(
    lipova: Any, issue: Any, at: Any
) -> None:
    subscribe(lipova, "eva@test.example")
    issue(lipova, starts_at=NOW + HOUR)
    services.turn()
    assert not Announcement.objects.exists() and selectors.banner(lipova) == []
    before = revision(lipova)
    at.move_to(NOW + HOUR)
    services.turn()
    services.turn()
    assert revision(lipova) > before
    assert [alert.title for alert in selectors.banner(lipova)] == ["Neteče voda"]
    assert subscriptions.make_batches() == 1
    subscriptions.send_due(seconds=5)
    (letter,) = [one for one in mail.outbox if "Neteče voda" in one.subject]
    assert letter.to == ["eva@test.example"]
    assert letter.extra_headers["Importance"] == "high"


def test_what_concerns_all(
    union: Any, lipova: Any, sluknov: Any, issue: Any, client_for: Any, at: Any
) -> None:
    issue(lipova, "Povodeň na Křinici", everywhere=True, severity="danger")
    issue(union, "Smogová situace", everywhere=True)
    issue(union, "Kancelář svazku zavřena")
    found = {
        site.slug: [alert.title for alert in selectors.banner(site)]
        for site in (union, lipova, sluknov)
    }
    assert found[union.slug] == ["Povodeň na Křinici", "Smogová situace", "Kancelář svazku zavřena"]
    assert found["lipova"] == ["Povodeň na Křinici", "Smogová situace"]
    assert found["sluknov"] == ["Smogová situace"], "what a neighbour says is the neighbour's"


def test_letters_go_to_whom_it_concerns_once_to_an_address(
    union: Any, lipova: Any, sluknov: Any, issue: Any, at: Any
) -> None:
    subscribe(lipova, "eva@test.example")
    subscribe(union, "eva@test.example")
    subscribe(union, "jan@test.example", "obec=sluknov")
    subscribe(union, "iva@test.example", "obec=lipova")
    subscribe(sluknov, "cizi@test.example")
    subscriptions.send_due(seconds=5)
    mail.outbox.clear()
    at.shift(60)
    issue(lipova)
    subscriptions.make_batches()
    subscriptions.send_due(seconds=5)
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        *("eva@test.example", "iva@test.example"),
    ]
    mail.outbox.clear()
    issue(lipova, "Povodeň", everywhere=True)
    subscriptions.make_batches()
    subscriptions.send_due(seconds=5)
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        *("eva@test.example", "iva@test.example", "jan@test.example"),
    ]


def test_withdrawn_is_gone_from_pages_and_from_letters_that_wait(
    lipova: Any, issue: Any, on: Any, people: Any, at: Any
) -> None:
    subscribe(lipova, "eva@test.example")
    subscriptions.send_due(seconds=5)
    mail.outbox.clear()
    alert = issue(lipova)
    subscriptions.make_batches()
    with on(lipova):
        services.withdraw(alert.pk, actor=people.clerk("lipova"))
        with pytest.raises(services.Over):
            services.withdraw(alert.pk, actor=people.clerk("lipova"))
    assert selectors.banner(lipova) == []
    subscriptions.send_due(seconds=5)
    assert mail.outbox == []
    assert set(Delivery.objects.filter(purpose="urgent").values_list("state", flat=True)) == {
        "empty"
    }


def test_who_may(lipova: Any, sluknov: Any, issue: Any, on: Any, people: Any, at: Any) -> None:
    alert = issue(lipova)
    for person in (people.author("lipova"), people.clerk("sluknov")):
        with on(lipova), pytest.raises(NotAllowed):
            services.issue(message(), actor=person)
    with on(sluknov), pytest.raises(Alert.DoesNotExist):
        services.withdraw(alert.pk, actor=people.clerk("sluknov"))


def test_a_neighbours_desk_does_not_know_it(
    lipova: Any, sluknov: Any, issue: Any, people: Any, client_for: Any, at: Any
) -> None:
    alert = issue(lipova, "Jen Lipová ví")
    desk = client_for(sluknov, people.clerk("sluknov"))
    assert "Jen Lipová" not in desk.get("/admin/upozorneni/").content.decode()
    assert desk.get(f"/admin/upozorneni/{alert.pk}/").status_code == 404
    assert desk.post(f"/admin/upozorneni/{alert.pk}/odvolat/").status_code == 404
    assert client_for(lipova, people.author("lipova")).get("/admin/upozorneni/").status_code in (
        *(302, 403),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_at": "2026-11-25T07:00"},
        {"ends_at": ""},
        {"ends_at": "2027-11-25T07:00"},
        {"starts_at": "2026-11-25T15:00"},
        {"title": ""},
        {"severity": "nic"},
    ],
)
def test_what_is_wrong_is_said_and_kept(
    fields: dict[str, str], lipova: Any, people: Any, client_for: Any, at: Any
) -> None:
    desk = client_for(lipova, people.clerk("lipova"))
    answer = desk.post("/admin/upozorneni/nova/", FORM | fields)
    assert answer.status_code == 422
    assert "Cisterna stojí u školy." in answer.content.decode()
    assert not Alert.objects.exists()


def test_a_correction_shows_at_once_and_sends_nothing_again(
    lipova: Any, issue: Any, on: Any, people: Any, client_for: Any, at: Any
) -> None:
    alert = issue(lipova)
    desk = client_for(lipova, people.clerk("lipova"))
    changed = {"title": "Voda až do 16 hodin", "starts_at": "2026-11-25T13:00"}
    answer = desk.post(f"/admin/upozorneni/{alert.pk}/", FORM | changed)
    assert answer.status_code == 302
    alert.refresh_from_db()
    assert alert.starts_at == NOW, "what has begun cannot begin again: its letters have left"
    assert shows(client_for(lipova), "Voda až do 16\u00a0hodin")
    assert Announcement.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_banner_costs_one_query(
    number: int, lipova: Any, issue: Any, at: Any, django_assert_num_queries: Any
) -> None:
    for _each in range(number):
        issue(lipova)
    assert Alert.objects.count() == number  # the search path is set
    with django_assert_num_queries(1):
        assert [alert.url for alert in selectors.banner(lipova)]
