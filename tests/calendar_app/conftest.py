"""Events of the sites, made the way a clerk makes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_tenants.utils import tenant_context

TOMORROW = dt.timedelta(days=1)


@pytest.fixture
def make_event(db: None) -> Callable[..., Any]:
    """`make_event(lipova, title="Pouť")`: published on that site; `live=False` for a draft."""

    def make(site: Any, *, live: bool = True, user: Any = None, **fields: Any) -> Any:
        from calendar_app.events import services
        from calendar_app.events.models import Event
        from shared.kernel import clock

        values = {
            "title": f"Akce v {site.name}",
            "category": "kultura",
            "start_date": clock.today() + TOMORROW,
            "start_time": dt.time(18),
            "place": "Kulturní dům",
            "text": "<p>Srdečně zveme.</p>",
        } | fields
        if values.get("all_day"):
            values["start_time"] = None
        with tenant_context(site):
            event = Event(**values)
            if live:
                return services.publish(event, user=user)
            event.full_clean()
            event.live = False
            event.save()
            event.save_revision(user=user)
            return event

    return make


@pytest.fixture
def fetch(client_for: Callable[..., Client]) -> Callable[..., Any]:
    """`fetch(union, "kategorie=sport")`: the feed as bytes, checked by the lint."""

    def get(site: Any, query: str = "") -> bytes:
        from calendar_app.ical.lint import lint

        response = client_for(site).get(f"/kalendar.ics?{query}")
        assert response.status_code == 200, response.content[:500]
        assert lint(response.content) == []
        return bytes(response.content)

    return get
