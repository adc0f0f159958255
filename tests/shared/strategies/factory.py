"""Documents through the services, as a clerk's desk would make them."""

from __future__ import annotations

from typing import Any

from django_tenants.utils import tenant_context

from shared.strategies.enums import Readers
from shared.strategies.models import Activity, Document, Goal, Measure
from shared.strategies.services import documents, outline
from tenants.registry.models import Municipality
from tests.people import People

VALUES: dict[str, Any] = {
    "kind": "program",
    "title": "Program rozvoje",
    "summary": "Co chceme stihnout.",
    "first_year": 2024,
    "last_year": 2030,
    "state": "platny",
}


def clerk(site: Municipality) -> Any:
    return People().clerk(site.schema_name)


def document(site: Municipality, readers: str = Readers.PUBLIC, **values: Any) -> Document:
    with tenant_context(site):
        made = documents.create({**VALUES, **values}, actor=clerk(site))
        if readers != Readers.OWN:
            made = documents.open_to(made.pk, Readers(readers), actor=clerk(site))
    return Document.objects.select_related("municipality").get(pk=made.pk)


def measure(owner: Document, goal: str = "Doprava", title: str = "Chodníky") -> Measure:
    with tenant_context(owner.municipality):
        person = clerk(owner.municipality)
        found = Goal.objects.filter(document=owner, title=goal).first() or outline.save_goal(
            owner.pk, {"code": "1", "title": goal}, actor=person
        )
        return Measure.objects.filter(goal=found, title=title).first() or outline.save_measure(
            owner.pk, found.pk, {"code": "1.1", "title": title}, actor=person
        )


def activity(owner: Document, title: str = "Chodník ke škole", **values: Any) -> Activity:
    place = measure(owner)
    with tenant_context(owner.municipality):
        return outline.save_activity(
            owner.pk,
            place.pk,
            {"title": title, "state": "planovano", **values},
            actor=clerk(owner.municipality),
        )
