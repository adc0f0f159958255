"""News at once: to each whom it concerns, one letter, whoever dies in between."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from shared.kernel import clock
from shared.published import services as published
from shared.published.enums import Kind
from shared.published.items import ItemData
from shared.subscriptions import services, tokens, wishes
from shared.subscriptions.enums import Frequency, State, Step
from shared.subscriptions.models import Announcement, Batch, Delivery, Interest, Subscription

pytestmark = pytest.mark.django_db

AT_ONCE = {"frequency": Frequency.AT_ONCE}


def news(title: str, number: int = 1, **fields: Any) -> None:
    with transaction.atomic():
        published.publish(
            ItemData(
                kind=Kind.NEWS,
                source_id=str(number),
                title=title,
                url_path=f"/aktuality/{number}/",
                summary="Celý článek je na webu.",
                published_at=fields.pop("published_at", clock.now()),
                **fields,
            )
        )


def test_what_appears_within_a_minute_is_one_letter_and_comes_once(
    lipova: Any, sluknov: Any, subscriber: Any, send: Any, on: Any, at: Any
) -> None:
    subscriber(lipova, wish={"aktuality": ""}, **AT_ONCE)
    subscriber(lipova, "tydne@test.example", wish={"aktuality": ""})
    subscriber(sluknov, "jan@test.example", wish={"aktuality": ""}, **AT_ONCE)
    with on(lipova):
        news("Nová lávka")
        news("Knihovna zavřena", 2)
    assert services.make_batches() == 1
    assert services.make_batches() == 0
    assert send() == 1
    (letter,) = mail.outbox
    assert letter.to == ["eva@test.example"]
    assert "Nová lávka" in letter.body and "Knihovna zavřena" in letter.body
    assert "Celý článek" in letter.body
    assert "/odber/nastaveni/" in letter.body and "?vse=1" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with on(lipova):
        news("Nová lávka, oprava")  # the same item, published again
        news("Nová lávka")
    assert services.make_batches() == 0
    with on(lipova):
        news("Z minulého webu", 3, published_at=clock.now() - dt.timedelta(days=400))
        news("Třetí zpráva", 4)
    assert services.make_batches() == 1
    send()
    assert mail.outbox[1].subject.startswith("Třetí zpráva")
    assert "Z minulého webu" not in mail.outbox[1].body


def test_what_was_withdrawn_before_the_letter_left_is_not_told(
    lipova: Any, subscriber: Any, send: Any, on: Any, at: Any
) -> None:
    subscriber(lipova, wish={"aktuality": ""}, **AT_ONCE)
    with on(lipova):
        news("Omylem")
    assert services.make_batches() == 1
    with on(lipova), transaction.atomic():
        published.withdraw(Kind.NEWS, "1")
    assert send() == 1
    assert mail.outbox == []
    assert Delivery.objects.get().state == Step.EMPTY


def test_nothing_is_told_of_what_was_rolled_back(
    lipova: Any, subscriber: Any, on: Any, at: Any
) -> None:
    subscriber(lipova, wish={"aktuality": ""}, **AT_ONCE)
    with on(lipova), contextlib.suppress(RuntimeError), transaction.atomic():
        news("Nikdy nebylo")
        raise RuntimeError
    assert not Announcement.objects.exists()


def test_the_union_tells_of_the_chosen_municipalities(
    union: Any, lipova: Any, sluknov: Any, subscriber: Any, send: Any, on: Any, at: Any
) -> None:
    subscriber(union, "vse@test.example", wish={"aktuality": ""}, **AT_ONCE)
    subscriber(union, "lipova@test.example", wish={"aktuality": "obec=lipova"}, **AT_ONCE)
    for site in (lipova, sluknov):
        with on(site):
            news(f"Obec {site.name} hlásí")
    assert services.make_batches() == 2
    send()
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "Obec Šluknov hlásí" in bodies["vse@test.example"]
    assert "Obec Šluknov hlásí" not in bodies["lipova@test.example"]
    assert "Obec Lipová hlásí" in bodies["lipova@test.example"]


def test_whoever_died_while_making_rows_left_none_out_and_doubles_none(
    lipova: Any, bulletin: Any, subscriber: Any, monkeypatch: Any, at: Any
) -> None:
    for number in range(30):
        subscriber(lipova, f"eva{number}@test.example", **AT_ONCE)
    monkeypatch.setattr(services, "BATCH", 10)
    services.announce(lipova, bulletin.kind, "a1", "new")
    known, calls = Delivery.objects.bulk_create, []

    def dies_later(*arguments: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return known(*arguments, **more)

    monkeypatch.setattr(Delivery.objects, "bulk_create", dies_later)
    with contextlib.suppress(SystemExit):
        services.make_batches()
    assert Delivery.objects.count() == 10
    assert services.make_batches() == 20
    assert Delivery.objects.count() == 30
    assert Batch.objects.get().done_at is not None


def test_urgent_messages_go_first_and_once_to_an_address(
    lipova: Any, union: Any, bulletin: Any, subscriber: Any, send: Any, monkeypatch: Any, at: Any
) -> None:
    bulletin.always_at_once = True
    for site in (lipova, union):
        subscriber(site, "eva@test.example")
    for _again in range(2):
        services.announce_urgently(lipova, bulletin.kind, "a9", clock.now() + dt.timedelta(hours=3))
    assert services.make_batches() == 1
    assert services.make_batches() == 0
    assert Batch.objects.count() == 1
    send()
    (letter,) = mail.outbox
    assert letter.extra_headers["Importance"] == "high"
    services.make_due()
    assert not Delivery.objects.filter(purpose="digest").exists(), "told at once already"


def test_an_address_gets_one_letter_with_all_its_topics(
    lipova: Any, bulletin: Any, subscriber: Any, send: Any, on: Any, at: Any
) -> None:
    subscriber(lipova, wish={"zpravodaj": "", "aktuality": "", "neni": "", "kalendar": "obec=x"})
    at.move_to(dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC))
    with on(lipova):
        news("Nová lávka přes potok")
    at.move_to(dt.datetime(2026, 11, 30, 5, tzinfo=dt.UTC))
    services.make_due()
    assert send() == 1
    body = mail.outbox[0].body
    assert "ZPRAVODAJ" in body and "Nová lávka přes potok" in body
    assert body.index("ZPRAVODAJ") < body.index("Nová lávka přes potok"), "in the form's order"


def test_all_data_are_erased_at_once_on_all_sites(
    lipova: Any, sluknov: Any, subscriber: Any, client_for: Any, at: Any
) -> None:
    here = subscriber(lipova, wish={"aktuality": ""})
    subscriber(sluknov, wish={"aktuality": ""}, active=False)
    other = subscriber(sluknov, "jan@test.example")
    path = f"/odber/zrusit/{tokens.make(tokens.END, here.pk)}/"
    page = client_for(lipova).get(f"{path}?vse=1").content.decode()
    assert "Šluknov" in page and "eva@" not in page
    assert Subscription.objects.exclude(email="").count() == 3, "looking changes nothing"
    answer = client_for(lipova).post(path, {"vse": "1"})
    assert answer.status_code == 200
    assert list(Subscription.objects.exclude(email="")) == [other]
    assert list(Interest.objects.values_list("subscription", flat=True)) == [other.pk]


def test_the_form_offers_everything_and_insists_on_something(
    lipova: Any, union: Any, client_for: Any
) -> None:
    page = client_for(union).get("/odber/").content.decode()
    for name in ("aktuality", "deska", "kalendar"):
        assert re.search(rf'name="co" value="{name}"', page)
    assert 'name="obec" value="lipova"' in page
    assert 'name="kalendar-kategorie"' in page and 'name="deska-kategorie"' in page
    assert "checked" not in page.split('name="co"')[1].split("cetnost")[0], "nothing is ticked"
    own = client_for(lipova).get("/odber/").content.decode()
    assert 'name="obec"' not in own and f"{union.url}/odber/" in own
    form = {"email": "eva@test.example", "cetnost": "at_once", "jazyk": "cs"}
    assert client_for(lipova).post("/odber/", form).status_code == 422
    form |= {"co": ["aktuality"], "deska-kategorie": "budget", "obec": ["lipova", "sluknov"]}
    assert client_for(union).post("/odber/", form).status_code == 302
    subscription = Subscription.objects.get()
    wish = wishes.of(subscription)
    assert wish == {
        "aktuality": "obec=lipova&obec=sluknov",
        "deska": "obec=lipova&obec=sluknov&kategorie=budget",
    }
    from django.http import QueryDict

    assert wishes.read(union, QueryDict(wishes.query(union, wish))) == wish


def test_subscriptions_of_before_become_one(lipova: Any, union: Any, at: Any) -> None:
    """The migration, on the tables as they are, without the rule that came after it."""
    migration = importlib.import_module("shared.subscriptions.migrations.0003_one_per_address")
    loader = MigrationLoader(connection)
    old = loader.project_state(("subscriptions", "0002_several_topics")).apps
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX subscription_one_per_address")
    model = old.get_model("subscriptions", "Subscription")
    rows = []
    for site, topic, frequency in (
        (lipova, "kalendar", "weekly"),
        (lipova, "deska", "daily"),
        (union, "deska", "weekly"),
    ):
        rows.append(
            model.objects.create(
                municipality_id=site.pk,
                topic=topic,
                selection="kategorie=sport" if topic == "kalendar" else "",
                email="eva@test.example",
                frequency=frequency,
                language="cs",
                state="active",
                confirmed_at=clock.now(),
                counts_from=clock.now(),
                requested_at=clock.now() + dt.timedelta(seconds=len(rows)),
            )
        )
    migration.join(old, None)
    kept = Subscription.objects.get(municipality=lipova, state=State.ACTIVE)
    assert wishes.of(kept) == {"kalendar": "kategorie=sport", "deska": ""}
    assert kept.frequency == "daily"
    from shared.subscriptions import selectors

    assert selectors.find(lipova, rows[1].pk) == kept, "links in old letters still work"
    assert wishes.of(Subscription.objects.get(municipality=union)) == {
        "deska": f"obec={union.slug}"
    }
