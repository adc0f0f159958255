"""The list in a frame: who may show it, and that caches keep to that."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import transaction

from shared.published import services as published
from tenants.registry.models import Municipality

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

PATH = "/kalendar/vlozit/"


def ancestors(answer: Any) -> str:
    (found,) = re.findall(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"])
    return str(found)


def test_only_listed_hosts_may_show_it(lipova: Any, make_event: Any, client_for: Any) -> None:
    make_event(lipova, title="Pouť")
    answer = client_for(lipova).get(PATH)
    assert ancestors(answer) == "'self'"
    Municipality.objects.filter(pk=lipova.pk).update(
        # The second got into the table past the form.
        embedding_hosts=["www.skola.cz", "a.cz; script-src *", "knihovna.cz:8443"]
    )
    from tenants.registry.middleware import hosts

    hosts.clear()
    answer = client_for(lipova).get(PATH)
    assert ancestors(answer) == "'self' www.skola.cz knihovna.cz:8443"
    assert "X-Frame-Options" not in answer
    assert "<script" not in answer.content.decode()
    # Nothing else of the site can be framed by them.
    other = client_for(lipova).get("/kalendar/")
    assert ancestors(other) == "'self'"
    assert other["X-Frame-Options"] == "SAMEORIGIN"


def test_the_page_cache_keeps_the_headers(
    lipova: Any, make_event: Any, client_for: Any, people: Any
) -> None:
    make_event(lipova, title="Pouť")
    first, second = (client_for(lipova).get(PATH) for _ in range(2))
    for name in ("Content-Security-Policy", "Cross-Origin-Resource-Policy", "Content-Type"):
        assert first[name] == second[name]
    assert "X-Frame-Options" not in second
    with transaction.atomic():
        Municipality.objects.filter(pk=lipova.pk).update(embedding_hosts=["www.skola.cz"])
        from django_tenants.utils import tenant_context

        with tenant_context(lipova):
            published.touch()
    from tenants.registry.middleware import hosts

    hosts.clear()
    assert ancestors(client_for(lipova).get(PATH)) == "'self' www.skola.cz"


def test_it_has_the_filters_and_a_number_of_events(
    lipova: Any, sluknov: Any, union: Any, make_event: Any, client_for: Any
) -> None:
    for number in range(3):
        make_event(lipova, title=f"Sport {number}", category="sport")
    make_event(sluknov, title="Koncert")
    browser = client_for(union)

    def titles(query: str) -> list[str]:
        page = browser.get(f"{PATH}?{query}").content.decode()
        return re.findall(r'class="row__title"><a [^>]*>([^<]*)<', page)

    assert len(titles("")) == 4
    assert titles("obec=sluknov") == ["Koncert"]
    assert len(titles("kategorie=sport&pocet=2")) == 2
    page = browser.get(f"{PATH}?kategorie=sport").content.decode()
    assert '<base target="_top">' in page
    assert f'href="{lipova.url}/kalendar/' in page


@pytest.mark.parametrize(
    ("query", "status"),
    [("kategorie=nesmysl", 404), ("pocet=0", 400), ("pocet=51", 400), ("pocet=x", 400)],
)
def test_a_filter_that_is_not_understood_is_said_in_the_frame(
    lipova: Any, client_for: Any, query: str, status: int
) -> None:
    answer = client_for(lipova).get(f"{PATH}?{query}")
    assert answer.status_code == status
    assert ancestors(answer) == "'self'"
    assert "<h1" in answer.content.decode()


def test_a_past_event_is_not_in_it(lipova: Any, make_event: Any, client_for: Any) -> None:
    make_event(lipova, title="Loni", start_date=dt.date(2020, 5, 5))
    assert "Loni" not in client_for(lipova).get(PATH).content.decode()
