"""The public pages: nobody learns who subscribes, and programs that follow links change nothing."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.utils import translation

from shared.audit.models import Entry
from shared.subscriptions import services, tokens, wishes
from shared.subscriptions.enums import Purpose, State, Step
from shared.subscriptions.models import Delivery, Interest, Subscription

pytestmark = pytest.mark.django_db

FORM = {"email": "Eva@Test.example", "cetnost": "weekly", "jazyk": "cs", "co": "zpravodaj"}
ADDRESS = "/odber/"


def link(text: str, page: str) -> str:
    found = re.search(rf"https?://[^/]+((?:/de|/en)?/odber/{page}/[^\s?]+(?:\?\S*)?)", text)
    assert found, text
    return found[1]


@pytest.fixture
def ask(lipova: Any, bulletin: Any, client_for: Any, send: Any) -> Any:
    """Fill in the form and let the letter leave; the answer and the letters so far."""

    def fill(site: Any = lipova, address: str = ADDRESS, **fields: Any) -> Any:
        answer = client_for(site).post(address, FORM | fields)
        send()
        return answer

    return fill


def test_from_the_form_to_the_first_digest_to_the_end(
    ask: Any, lipova: Any, client_for: Any, send: Any, at: Any
) -> None:
    answer = ask(**{"zpravodaj-druh": ["b", "a"]})
    assert answer.status_code == 302
    assert answer["Location"] == "/odber/odeslano/"
    assert client_for(lipova).get("/odber/odeslano/").status_code == 200
    (letter,) = mail.outbox
    assert letter.to == ["eva@test.example"]
    path = link(letter.body, "potvrdit")
    subscription = Subscription.objects.get()
    assert wishes.of(subscription) == {"zpravodaj": "druh=a&druh=b"}

    browser = client_for(lipova)
    for _ in range(3):  # a program that looks at every link in a mail
        assert b"<button" in browser.get(path).content
    subscription.refresh_from_db()
    assert subscription.state == State.PENDING
    confirmed = browser.post(path)
    assert confirmed.status_code == 200
    assert not confirmed.cookies
    subscription.refresh_from_db()
    assert subscription.state == State.ACTIVE
    assert browser.post(path).status_code == 200  # a second press

    services.make_due()
    assert send() == 0, "the period had begun before"
    at.move_to(dt.datetime(2026, 11, 30, 5, 1, tzinfo=dt.UTC))
    services.make_due()
    services.make_due()
    assert send() == 1
    digest = mail.outbox[1]
    assert "Nová lávka" in digest.body

    path = link(digest.body, "zrusit")
    assert b"<button" in browser.get(path).content
    assert Subscription.objects.get().state == State.ACTIVE
    assert browser.post(path).status_code == 200
    ended = Subscription.objects.get()
    assert (ended.state, ended.email, wishes.of(ended)) == (State.ENDED, "", {})
    actions = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["subscription.confirmed", "subscription.ended"]
    assert "eva" not in str(list(Entry.objects.values()))


def test_one_click_as_mail_programs_do_it(
    lipova: Any, subscriber: Any, client_for: Any, send: Any, at: Any
) -> None:
    """RFC 8058: a POST of one field, without cookies, and no redirect in the answer."""
    subscriber(lipova)
    services.make_due()
    send()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    assert url.startswith("http://lipova.sever.localhost")
    path = "/" + url.split("/", 3)[3]
    browser = client_for(lipova, enforce_csrf_checks=True)
    for _ in range(2):
        answer = browser.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    assert Subscription.objects.get().email == ""


def test_nobody_learns_who_subscribes(
    ask: Any, lipova: Any, subscriber: Any, client_for: Any
) -> None:
    subscriber(lipova, "znama@test.example")
    subscriber(lipova, "ceka@test.example", active=False)
    answers = [ask(email=f"{name}@test.example") for name in ("znama", "ceka", "nova", "nova")]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    assert {answer.content for answer in answers} == {b""}
    # They themselves do: each letter says what is the case.
    about = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "/odber/nastaveni/" in about["znama@test.example"]
    assert "/odber/potvrdit/" in about["ceka@test.example"]
    assert "/odber/potvrdit/" in about["nova@test.example"]


def test_asking_again_changes_nothing_until_its_owner_says_so(
    ask: Any, lipova: Any, subscriber: Any, client_for: Any
) -> None:
    subscription = subscriber(lipova, selection="druh=a")
    ask(**{"zpravodaj-druh": "b"}, cetnost="daily")
    subscription.refresh_from_db()
    assert (wishes.of(subscription), subscription.frequency) == (
        {"zpravodaj": "druh=a"},
        "weekly",
    )
    path = link(mail.outbox[0].body, "nastaveni")
    page = client_for(lipova).get(path).content.decode()
    assert re.search(r'value="b" checked', page)
    assert re.search(r'value="daily"[^>]*checked', page)
    saved = client_for(lipova).post(
        path.partition("?")[0], {"zpravodaj-druh": "b", "cetnost": "daily", "jazyk": "de"}
    )
    assert saved.status_code == 200
    subscription.refresh_from_db()
    subscription = Subscription.objects.get()
    assert wishes.of(subscription) == {"zpravodaj": "druh=b"}
    assert (subscription.frequency, subscription.language) == ("daily", "de")


def test_an_address_gets_few_letters_however_often_it_is_asked(
    ask: Any, lipova: Any, sluknov: Any, at: Any
) -> None:
    for site in (lipova, sluknov, lipova, sluknov, lipova, sluknov):
        ask(site)
        at.shift(60)
    assert len(mail.outbox) == services.LETTERS_PER_DAY
    at.shift(25 * 3600)
    ask()
    assert len(mail.outbox) == services.LETTERS_PER_DAY + 1


def test_one_client_asks_a_few_times_an_hour(ask: Any) -> None:
    answers = [ask(email=f"n{number}@test.example").status_code for number in range(21)]
    assert answers == [302] * 20 + [429]


def test_a_robot_thinks_that_all_is_well(ask: Any) -> None:
    answer = ask(web_adresa="https://spam.test")
    assert answer.status_code == 302
    assert mail.outbox == []
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "email",
    [
        "",
        "eva",
        "eva@",
        "eva@test.example\r\nBcc: all@test.example",
        "eva@test.example, other@test.example",
        "Eva <eva@test.example>",
        "e" * 250 + "@test.example",
    ],
)
def test_what_is_no_address_is_said_and_kept(ask: Any, email: str) -> None:
    answer = ask(email=email, cetnost="daily")
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert re.search(r'value="daily"[^>]*checked', answer.content.decode())
    assert not Subscription.objects.exists()


def test_nothing_chosen_is_said_beside_the_topics(ask: Any) -> None:
    answer = ask(co="")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#co-zpravodaj"' in page and 'id="co-error"' in page
    assert not Subscription.objects.exists()


def test_municipalities_of_all_topics_are_named_once(union: Any, lipova: Any, sluknov: Any) -> None:
    def words(*chosen: tuple[str, str]) -> list[tuple[str, str]]:
        interests = [Interest(topic=topic, selection=selection) for topic, selection in chosen]
        with translation.override("cs"):
            return [(one.title, one.chosen) for one in wishes.summary(union, interests)]

    obce = "obec=lipova&obec=sluknov"
    assert words(("deska", f"{obce}&kategorie=budget"), ("aktuality", obce)) == [
        ("Obce", "Lipová, Šluknov"),
        ("Aktuality", ""),
        ("Úřední deska", "rozpočet"),
    ]
    assert words(("deska", ""), ("aktuality", "obec=lipova")) == [
        ("Aktuality", "Lipová"),
        ("Úřední deska", ""),
    ]


def test_what_is_asked_for_besides_is_added_to_what_they_have(union: Any, lipova: Any) -> None:
    def joined(site: Any, known: Any, wanted: Any) -> Any:
        return wishes.joined(site, known, wanted)

    known = {"vystrahy": "obec=lipova", "deska": "obec=lipova&kategorie=budget"}
    assert joined(union, known, {"deska": "obec=rumburk"}) == {
        "vystrahy": "obec=lipova&obec=rumburk",
        "deska": "obec=lipova&obec=rumburk",
    }
    assert joined(union, known, {"aktuality": ""}) == {
        "vystrahy": "",
        "deska": "kategorie=budget",
        "aktuality": "",
    }
    assert joined(lipova, {"vystrahy": ""}, {"deska": "kategorie=budget"}) == {
        "vystrahy": "",
        "deska": "kategorie=budget",
    }


def test_international_domains_are_stored_as_mail_servers_write_them(ask: Any) -> None:
    ask(email="Eva@Šluknov.example")
    assert Subscription.objects.get().email == "eva@xn--luknov-9jb.example"


def test_filters_that_are_not_understood_say_so(
    lipova: Any, bulletin: Any, client_for: Any
) -> None:
    answer = client_for(lipova).get("/odber/?topic=zpravodaj&druh=zzz")
    assert answer.status_code == 404
    assert b"There is no kind zzz" in answer.content
    assert client_for(lipova).get("/odber/?topic=neni").status_code == 404


def test_unconfirmed_addresses_are_deleted(ask: Any, lipova: Any, client_for: Any, at: Any) -> None:
    ask()
    path = link(mail.outbox[0].body, "potvrdit")
    at.shift(3 * 86_400 + 60)
    assert client_for(lipova).post(path).status_code == 404, "too late, though not deleted yet"
    services.forget()
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exists()


def test_ended_ones_are_forgotten_and_their_links_stay_harmless(
    lipova: Any, subscriber: Any, client_for: Any, at: Any
) -> None:
    subscription = subscriber(lipova)
    path = f"/odber/zrusit/{tokens.make(tokens.END, subscription.pk)}/"
    services.end(subscription)
    at.shift(31 * 86_400)
    services.forget()
    assert not Subscription.objects.exists()
    assert client_for(lipova).post(path).status_code == 200
    assert client_for(lipova).get(path).status_code == 200


def test_a_token_is_good_for_its_purpose_and_site_alone(
    lipova: Any, sluknov: Any, subscriber: Any, client_for: Any
) -> None:
    subscription = subscriber(lipova)
    end = tokens.make(tokens.END, subscription.pk)
    manage = tokens.make(tokens.MANAGE, subscription.pk)
    for site, path in (
        (lipova, f"/odber/nastaveni/{end}/"),
        (lipova, f"/odber/potvrdit/{manage}/"),
        (lipova, f"/odber/nastaveni/{manage[:-1]}x/"),
        (sluknov, f"/odber/nastaveni/{manage}/"),
    ):
        assert client_for(site).get(path).status_code == 404, path
        assert client_for(site).post(path).status_code == 404, path
    client_for(sluknov).post(f"/odber/zrusit/{end}/")
    subscription.refresh_from_db()
    assert subscription.state == State.ACTIVE
    assert client_for(lipova).get(f"/odber/nastaveni/{manage}/").status_code == 200


def test_guessing_ends_soon_and_good_tokens_are_never_counted(
    lipova: Any, subscriber: Any, client_for: Any
) -> None:
    browser = client_for(lipova)
    good = f"/odber/zrusit/{tokens.make(tokens.END, subscriber(lipova).pk)}/"
    seen = [browser.get(f"/odber/zrusit/{number}.x/").status_code for number in range(40)]
    assert seen[0] == 404 and seen[-1] == 429
    assert browser.get(good).status_code == 200


def test_tokens_leave_no_trace(lipova: Any, subscriber: Any, client_for: Any, caplog: Any) -> None:
    token = tokens.make(tokens.MANAGE, subscriber(lipova).pk)
    answer = client_for(lipova).get(f"/odber/nastaveni/{token}/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
    with caplog.at_level(logging.WARNING):
        client_for(lipova).put(f"/odber/nastaveni/{token}/")
        client_for(lipova).get(f"/odber/potvrdit/{token}/")
        client_for(lipova).get(f"/odber/nastaveni/{token}/nic/")
    assert "/odber/nastaveni/…" in caplog.text
    assert token not in caplog.text


def test_the_pages_of_a_subscriber_in_german(ask: Any, lipova: Any, client_for: Any) -> None:
    ask(address="/de" + ADDRESS, jazyk="de")
    path = link(mail.outbox[0].body, "potvrdit")
    assert path.startswith("/de/odber/")
    assert 'lang="de"' in client_for(lipova).get(path).content.decode()


def test_ending_stops_a_letter_that_waits(lipova: Any, subscriber: Any, send: Any, at: Any) -> None:
    subscription = subscriber(lipova)
    services.make_due()
    services.end(subscription)
    assert send() == 0
    assert mail.outbox == []


# --- Numbers for administrators ---------------------------------------------------------------


def test_administrators_see_numbers_and_no_addresses(
    lipova: Any, sluknov: Any, union: Any, subscriber: Any, people: Any, client_for: Any, at: Any
) -> None:
    for number in range(3):
        subscriber(lipova, f"eva{number}@test.example")
    subscription = subscriber(sluknov, "jan@test.example", frequency="daily")
    Delivery.objects.create(
        subscription=subscription,
        purpose=Purpose.KNOWN,
        period="x",
        state=Step.REFUSED,
        problem="550 5.1.1 <…> unknown",
        expires_at=at and subscription.requested_at,
    )
    page = client_for(lipova, people.administrator("lipova")).get("/admin/odbery/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Zpravodaj" in text and "<td>3</td>" in text
    assert "test.example" not in text.replace("administrator-lipova@test.example", "")
    assert "550" not in text, "another site's"
    everything = client_for(union, people.operator()).get("/admin/odbery/").content.decode()
    assert "Šluknov" in everything and "550 5.1.1" in everything
    assert client_for(lipova, people.clerk("lipova")).get("/admin/odbery/").status_code in (
        302,
        403,
    )
