"""Records as they come out of the whole flow, without its views."""

from __future__ import annotations

from typing import Any

from django_tenants.utils import tenant_context

from shared.practices.models import Practice
from shared.practices.services import flow, records
from tenants.registry.models import Municipality
from tests.people import People

CONTENT: dict[str, Any] = {
    "title": "Putovní výstava",
    "summary": "Každá obec se představila na jednom panelu.",
    "topic": "volny-cas",
    "progress": "dokonceno",
    "problem": "Lidé znali jen vlastní obec.",
    "solution": "Dvanáct panelů stejné velikosti putovalo po obcích.",
    "results": [{"indicator": "panely", "before": "0", "after": "12", "unit": "ks"}],
    "cost": "66550",
    "funding": [{"source": "dotace kraje", "amount": "50000"}],
    "went_wrong": "Na instalaci bylo málo lidí.",
    "steps": [{"text": "Domluvit rozměr panelů"}, {"text": "Sehnat fotografie"}],
    "contact_email": "obec@test.example",
    "visibility": "public",
}


def draft(site: Municipality, **changes: Any) -> Practice:
    people = People()
    actor = people.clerk(site.schema_name if not site.is_union else "public")
    with tenant_context(site):
        practice = records.create(changes.get("title", CONTENT["title"]), actor=actor)
        practice.draft = {**CONTENT, **changes}
        practice.save()
    return practice


def submitted(site: Municipality, **changes: Any) -> Practice:
    practice = draft(site, **changes)
    actor = People().clerk(site.schema_name if not site.is_union else "public")
    with tenant_context(site):
        flow.submit(practice.pk, actor=actor)
    return Practice.objects.get(pk=practice.pk)


def published(site: Municipality, **changes: Any) -> Practice:
    practice = submitted(site, **changes)
    editor = People().union_editor()
    with tenant_context(Municipality.objects.the_union()):
        number = practice.versions.first().number  # type: ignore[union-attr]
        flow.publish(practice.pk, version=number, actor=editor)
    return Practice.objects.select_related("municipality", "version").get(pk=practice.pk)
