"""The form without an account: what people send is kept, what programs send is not."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django_tenants.utils import tenant_context

from calendar_app.events.models import Suggestion
from calendar_app.suggestions import forms, services, tokens

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 10, 5, 9, 0, tzinfo=dt.UTC)
ADDRESS = "/kalendar/navrhnout/"
TYPED = {
    "title": "Hasičský bál",
    "category": "kultura",
    "start_date": "2026-11-14",
    "start_time": "19:00",
    "end_date": "",
    "end_time": "",
    "place": "Hasičárna",
    "text": "Hraje kapela.\n\nVstup je jednou botou.",
    "organiser": "SDH Lipová",
    "admission": "80 Kč",
    "contact": "412 000 000",
    "contact_consent": "on",
    "sender_name": "Jana Hasičová",
    "sender_email": "jana@hasici.example",
}


def stamp(html: str) -> str:
    found = re.search(rf'name="{forms.STAMP_FIELD}" value="([^"]+)"', html)
    assert found, html[:2000]
    return found[1]


def send(client: Any, *, wait: float = 60, opened: str | None = None, **changed: Any) -> Any:
    """Open the form, wait, and send it as a citizen would; None leaves a field out."""
    if opened is None:
        with time_machine.travel(NOW, tick=False):
            opened = stamp(client.get(ADDRESS).content.decode())
    data = TYPED | {forms.TRAP_FIELD: "", forms.STAMP_FIELD: opened} | changed
    with time_machine.travel(NOW + dt.timedelta(seconds=wait), tick=False):
        return client.post(ADDRESS, {k: v for k, v in data.items() if v is not None})


def kept(site: Any) -> list[Suggestion]:
    with tenant_context(site):
        return list(Suggestion.objects.all())


def test_what_a_club_sends_waits_for_the_clerk(lipova: Any, sluknov: Any, client_for: Any) -> None:
    answer = send(client_for(lipova))
    assert answer.status_code == 302
    assert answer["Location"] == "/kalendar/navrhnout/dekujeme/"
    assert client_for(lipova).get(answer["Location"]).status_code == 200
    (suggestion,) = kept(lipova)
    assert suggestion.is_waiting
    assert (suggestion.title, suggestion.start_date) == ("Hasičský bál", dt.date(2026, 11, 14))
    assert suggestion.start_time == dt.time(19)
    assert suggestion.text == "Hraje kapela.\n\nVstup je jednou botou."
    assert (suggestion.sender_name, suggestion.language) == ("Jana Hasičová", "cs")
    assert kept(sluknov) == []


def test_it_works_without_cookies_and_without_javascript(lipova: Any, client_for: Any) -> None:
    client = client_for(lipova, enforce_csrf_checks=True)
    answer = send(client)
    assert answer.status_code == 302
    assert not client.cookies
    assert len(kept(lipova)) == 1


def test_the_form_is_never_cached(lipova: Any, client_for: Any) -> None:
    for path in (ADDRESS, f"{ADDRESS}dekujeme/"):
        assert "no-store" in client_for(lipova).get(path)["Cache-Control"]


@pytest.mark.parametrize(
    ("wait", "changed"),
    [
        (60, {forms.TRAP_FIELD: "https://spam.example"}),
        (1, {}),
        (60, {forms.STAMP_FIELD: None}),
        (60, {forms.STAMP_FIELD: "abc:1tfake:signature"}),
        (60, {forms.STAMP_FIELD: "\x00"}),
    ],
)
def test_a_robot_is_thanked_and_forgotten(
    lipova: Any, client_for: Any, mailoutbox: Any, wait: float, changed: dict[str, Any]
) -> None:
    answer = send(client_for(lipova), wait=wait, **changed)
    assert (answer.status_code, answer["Location"]) == (302, "/kalendar/navrhnout/dekujeme/")
    # Mistakes tell it nothing either.
    answer = send(client_for(lipova), wait=wait, **changed, title="")
    assert answer.status_code == 302
    assert kept(lipova) == []
    assert mailoutbox == []


def test_a_stamp_of_another_site_is_worthless(lipova: Any, sluknov: Any, client_for: Any) -> None:
    with time_machine.travel(NOW, tick=False):
        foreign = stamp(client_for(sluknov).get(ADDRESS).content.decode())
    assert send(client_for(lipova), opened=foreign).status_code == 302
    assert kept(lipova) == kept(sluknov) == []


def test_a_form_sent_twice_is_one_suggestion(
    lipova: Any, client_for: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_for(lipova)
    with time_machine.travel(NOW, tick=False):
        opened = stamp(client.get(ADDRESS).content.decode())
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            assert send(client, opened=opened).status_code == 302
    assert len(kept(lipova)) == 1
    assert sum(TYPED["sender_email"] in message.to for message in mailoutbox) == 1


def test_a_form_open_for_too_long_keeps_what_was_typed(lipova: Any, client_for: Any) -> None:
    client, wait = client_for(lipova), tokens.LONGEST.total_seconds() + 60
    answer = send(client, wait=wait)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "error-summary" in html
    for typed in ("Hasičský bál", "Vstup je jednou botou.", "jana@hasici.example", "2026-11-14"):
        assert typed in html
    assert kept(lipova) == []
    # At once, because nothing is left to be done.
    assert send(client, opened=stamp(html), wait=wait + 1).status_code == 302
    assert len(kept(lipova)) == 1


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2026-11-04", dt.date(2026, 11, 4)),
        ("4. 11. 2026", dt.date(2026, 11, 4)),
        ("4.11.2026", dt.date(2026, 11, 4)),
        ("04.11.2026", dt.date(2026, 11, 4)),
        ("4.\u00a011.\u00a02026", dt.date(2026, 11, 4)),
    ],
)
def test_dates_as_czechs_write_them(
    lipova: Any, client_for: Any, typed: str, date: dt.date
) -> None:
    assert send(client_for(lipova), start_date=typed, start_time="18.30").status_code == 302
    (suggestion,) = kept(lipova)
    assert (suggestion.start_date, suggestion.start_time) == (date, dt.time(18, 30))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "Levně http://spam.example"}, "title"),
        ({"title": "<b>Sleva</b>"}, "title"),
        ({"category": "neznama"}, "category"),
        ({"start_date": "včera"}, "start_date"),
        ({"start_date": "2026-10-04"}, "start_date"),
        ({"start_date": "2062-11-14"}, "start_date"),
        ({"start_time": ""}, "start_time"),
        ({"all_day": "on"}, "start_time"),
        ({"start_date": "2027-03-28", "start_time": "02:30"}, "start_time"),
        ({"end_date": "2026-11-13"}, "end_date"),
        ({"end_time": "18:00"}, "end_time"),
        ({"place": ""}, "place"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "https://a.example https://b.example www.c.example"}, "text"),
        ({"text": '<a href="https://a.example">zde</a>'}, "text"),
        ({"text": "[url=https://a.example]zde[/url]"}, "text"),
        ({"contact_consent": None}, "contact_consent"),
        ({"sender_name": " "}, "sender_name"),
        ({"sender_email": "jana"}, "sender_email"),
        ({"sender_email": "a@b.example\nBcc: c@d.example"}, "sender_email"),
    ],
)
def test_a_mistake_is_explained_at_its_field(
    lipova: Any, client_for: Any, changed: dict[str, Any], field: str
) -> None:
    answer = send(client_for(lipova), **changed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    html = answer.content.decode()
    assert "error-summary" in html and f'href="#id_{field}"' in html
    assert kept(lipova) == []


def test_hostile_characters_come_out_as_plain_text(lipova: Any, client_for: Any) -> None:
    answer = send(
        client_for(lipova),
        title="Ples\r\nBcc: x@y.example \u202egnp\x00",
        text="Řádek & 5 < 6\u2028druhý\u202e",
        sender_name="Eva\nNováková",
    )
    assert answer.status_code == 302
    (suggestion,) = kept(lipova)
    assert suggestion.title == "Ples Bcc: x@y.example gnp"
    assert suggestion.text == "Řádek & 5 < 6\ndruhý"
    assert suggestion.sender_name == "Eva Nováková"


def test_what_was_typed_is_escaped(lipova: Any, client_for: Any) -> None:
    answer = send(client_for(lipova), place='"><script>alert(1)</script>')
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_one_address_cannot_flood_the_site(lipova: Any, client_for: Any) -> None:
    client = client_for(lipova)
    statuses = [send(client).status_code for _ in range(services.FROM_ONE_ADDRESS)]
    assert statuses == [302] * services.FROM_ONE_ADDRESS
    answer = send(client)
    assert answer.status_code == 429
    assert "Hasičský bál" in answer.content.decode()
    assert len(kept(lipova)) == services.FROM_ONE_ADDRESS


def test_many_addresses_cannot_flood_the_site(
    lipova: Any, sluknov: Any, client_for: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(services, "ON_ONE_SITE", 3)
    statuses = []
    for _ in range(4):
        cache.clear()
        statuses.append(send(client_for(lipova)).status_code)
    assert statuses == [302, 302, 302, 429]
    assert send(client_for(sluknov)).status_code == 302


def test_a_body_that_nobody_can_type_is_not_read(lipova: Any, client_for: Any) -> None:
    answer = send(client_for(lipova), text="x" * 70_000)
    assert answer.status_code == 413
    assert kept(lipova) == []


def test_the_unions_site_leads_to_the_municipalities(
    union: Any, lipova: Any, client_for: Any
) -> None:
    html = client_for(union).get(ADDRESS).content.decode()
    assert f'href="{lipova.url}/kalendar/navrhnout/"' in html
    assert send(client_for(union), opened="x").status_code == 200
    assert kept(union) == []


@pytest.mark.parametrize("language", ["cs", "de", "en"])
def test_the_sender_is_answered_in_her_language(
    lipova: Any, client_for: Any, language: str
) -> None:
    prefix = "" if language == "cs" else f"/{language}"
    client = client_for(lipova)
    with time_machine.travel(NOW, tick=False):
        opened = stamp(client.get(prefix + ADDRESS).content.decode())
    with time_machine.travel(NOW + dt.timedelta(minutes=1), tick=False):
        answer = client.post(prefix + ADDRESS, TYPED | {forms.STAMP_FIELD: opened})
    assert answer["Location"] == f"{prefix}{ADDRESS}dekujeme/"
    assert kept(lipova)[0].language == language


def test_the_calendar_leads_to_the_form(lipova: Any, union: Any, client_for: Any) -> None:
    for site in (lipova, union):
        for query in ("", "?zobrazeni=mesic"):
            html = client_for(site).get(f"/kalendar/{query}").content.decode()
            assert f'href="{ADDRESS}"' in html


def test_queries_do_not_grow_with_what_waits(
    lipova: Any, client_for: Any, django_assert_num_queries: Any
) -> None:
    client = client_for(lipova)
    client.get(ADDRESS)
    for count in (0, 3):
        with tenant_context(lipova):
            Suggestion.objects.all().delete()
            for _ in range(count):
                Suggestion.objects.create(
                    pk=uuid.uuid4(),
                    title="Ples",
                    category="kultura",
                    start_date=dt.date(2026, 11, 14),
                    all_day=True,
                    place="Sál",
                    sender_name="Eva",
                    sender_email="eva@test.example",
                )
        with django_assert_num_queries(8):
            client.get(ADDRESS)
