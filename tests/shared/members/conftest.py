from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile

from shared.kernel import clock
from shared.members import selectors, services
from shared.members.enums import PaperKind
from tenants.registry.models import UnionMembership

MARKER = "jen-pro-cleny-4711"


@pytest.fixture(autouse=True)
def memberships(lipova, sluknov, rumburk):
    """Lipová and Šluknov are members, Rumburk is not."""
    UnionMembership.objects.all().delete()
    for site in (lipova, sluknov):
        UnionMembership.objects.create(municipality=site, confirmed=True, evidence_note="statutes")


@pytest.fixture
def colleague(people):
    def find(person: Any) -> Any:
        found = selectors.colleague_of(person)
        assert found is not None
        return found

    return find


@pytest.fixture
def secrets(people, colleague, lipova):
    """One row of each kind, each with a marker that nobody outside may ever see."""
    editor = colleague(people.union_editor())
    clerk = colleague(people.clerk("lipova"))
    soon = clock.now() + dt.timedelta(days=2)
    meeting = services.call_meeting(
        {"title": f"Valná hromada {MARKER}", "starts_at": soon, "programme": MARKER},
        colleague=editor,
    )
    services.change_meeting(meeting.pk, {"minutes": f"Zápis {MARKER}"}, colleague=editor)
    paper = services.add_paper(
        ContentFile(f"Návrh {MARKER}".encode(), name="navrh.txt"),
        {
            "title": f"Návrh {MARKER}",
            "kind": PaperKind.MINUTES,
            "municipality": lipova,
            "meeting": meeting,
        },
        colleague=clerk,
    )
    task = services.give_task(
        {"title": f"Úkol {MARKER}", "municipality": lipova, "text": MARKER}, colleague=editor
    )
    day = clock.today() + dt.timedelta(days=3)
    hold = services.hold(
        {
            "title": f"Slavnost {MARKER}",
            "municipality": lipova,
            "first_day": day,
            "last_day": day,
            "note": MARKER,
        },
        colleague=clerk,
    )
    return {"meeting": meeting, "paper": paper, "task": task, "hold": hold}


@pytest.fixture
def paths(secrets):
    """Every address under which a row of `secrets` stands."""
    paper, month = secrets["paper"], secrets["hold"].first_day
    return [
        "/clenove/",
        "/clenove/jednani/",
        f"/clenove/jednani/{secrets['meeting'].pk}/",
        "/clenove/dokumenty/",
        f"/clenove/dokumenty/{paper.pk}/soubor/{paper.name}",
        "/clenove/ukoly/",
        f"/clenove/ukoly/{secrets['task'].pk}/",
        f"/clenove/planovani/?mesic={month:%Y-%m}",
    ]
