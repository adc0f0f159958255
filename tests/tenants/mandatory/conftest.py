from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from shared.duties.models import SiteState


@pytest.fixture
def noted():
    """What the union is told of a site: `noted(lipova)["6"]`."""

    def read(site: Any) -> dict[str, str | None]:
        return SiteState.objects.get(pk=site.pk).items

    return read


@pytest.fixture
def say(on, people):
    """`say(lipova, "2", text="<p>…</p>")`, as the site's clerk."""
    from tenants.mandatory import services

    def answer(site: Any, key: str, **values: Any) -> Any:
        person = people.clerk(site.schema_name)
        with on(site), transaction.atomic():
            return services.answer(key, actor=person, **values)

    return answer


@pytest.fixture
def contract(on):
    import datetime as dt

    from tenants.mandatory.models import Contract

    def make(site: Any, subject: str = "Zimní údržba", **values: Any) -> Contract:
        fields = {"counterpart": "Dodavatel (ukázka)", "signed_on": dt.date(2026, 3, 1), **values}
        with on(site), transaction.atomic():
            return Contract.objects.create(subject=subject, **fields)

    return make
