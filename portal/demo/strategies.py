"""Strategies for the demonstration.

The project and what it has promised are facts. That there are so many documents is one as well;
what stands in them here is invented, and each says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django_tenants.utils import schema_context, tenant_context

from portal.demo import pdf, people
from shared.kernel import clock
from shared.practices.models import Practice
from shared.published.enums import Kind
from shared.strategies.enums import Readers
from shared.strategies.models import Document, Project, Share
from shared.strategies.services import documents, outline, projects
from tenants.accounts.models import User
from tenants.registry.enums import State, Status
from tenants.registry.models import PUBLIC_SCHEMA, Municipality

UNION = "sever"
SAMPLE = (
    "Ukázkový text portálu. Cíle, částky ani termíny nejsou převzaty ze skutečného dokumentu; "
    "slouží jen k předvedení, jak se se strategií pracuje."
)
FOOTER = "Ukázkový dokument portálu svazku obcí. Nejde o úřední listinu."
OBCEPRO = "https://www.obcepro.cz/"
PROJECT: dict[str, Any] = {
    "title": "Strategické řízení v obcích DSO Sever",
    "number": "CZ.03.4.74/0.0/0.0/17_080/0009947",
    "call": "03_17_080",
    "fund": "Evropská unie, Evropský sociální fond, Operační program Zaměstnanost",
    "realised_by": "Svazek obcí Sever",
    "starts": dt.date(2019, 3, 1),
    "ends": dt.date(2021, 5, 31),
    "eligible_costs": Decimal("1555937.50"),
    "summary": "Projekt přinesl strategie obcí vložené do obcepro.cz, integrovanou strategii "
    "rozvoje území, rozvojové dokumenty a sdílený web.",
    "published": True,
}
OUTPUTS = (
    {"kind": "program", "promised": 12, "note": "strategie obcí vložené do obcepro.cz"},
    {"kind": "isru", "promised": 1, "note": ""},
    {"kind": "dokument", "promised": 4, "note": ""},
    {"kind": "web", "promised": 1, "note": "pro lepší komunikaci a sdílení dobré praxe"},
)
KEY_ACTIVITIES = (
    {
        "code": "KA1, KA2",
        "text": "audit rozvojových dokumentů a strategických plánů obcí, vložení do obcepro.cz",
    },
    {"code": "KA3", "text": "integrovaná strategie území a plán společných aktivit"},
    {"code": "KA4", "text": "dokumentace společných projektových aktivit"},
    {"code": "KA5", "text": "sdílený web"},
)


@dataclass(frozen=True)
class Line:
    """An activity; years count from the present one, money is in thousands of crowns."""

    title: str
    state: str
    first: int
    last: int
    responsible: str = "starosta"
    estimate: int | None = None
    spent: int | None = None
    secured: int = 0
    asked: int = 0
    indicator: tuple[str, str, int, int] | None = None  # name, unit, baseline, target
    readings: tuple[int, ...] = ()
    shares: tuple[tuple[str, int, bool], ...] = ()
    practice: str = ""


Goals = tuple[tuple[str, tuple[tuple[str, tuple[Line, ...]], ...]], ...]

STREETS = Line(
    "Obnova chodníku v centru", "bezi", -1, 1, "stavební technik", 1200, None, 600, 600,
    ("obnovený chodník", "m", 0, 400), (90, 210),
)  # fmt: skip
LIGHTS = Line("Úsporné veřejné osvětlení", "hotovo", -3, -1, "správce majetku", 800, 760, 800)
TREES = Line("Výsadba stromů podél cest", "planovano", 0, 2, "místostarosta", 150, None, 0, 150)
CLUBS = Line("Podpora spolků", "bezi", -2, 3, "kulturní komise", 300, 180, 300)
PLAYGROUND = Line("Hřiště u školy", "planovano", -1, 0, "starosta", 900, None, 0, 900)
WATER = Line("Zadržení vody v parku", "upusteno", -2, -1, "stavební technik", 400)
HOUSING = Line(
    "Byty pro starší občany", "planovano", 1, 4, "sociální komise", 5000, None, 1000, 4000
)

# Two of these for each municipality, one after the other.
PLACES: tuple[Goals, ...] = (
    (
        ("Bezpečná a upravená místa", (("Ulice a chodníky", (STREETS, LIGHTS)),)),
        ("Dobré sousedství", (("Spolky a setkávání", (CLUBS,)),)),
    ),
    (
        ("Zdravé prostředí", (("Zeleň a voda", (TREES, WATER)),)),
        ("Místo pro všechny generace", (("Děti", (PLAYGROUND,)), ("Senioři", (HOUSING,)))),
    ),
)
DEVELOPMENT = (
    "Společná doprava v regionu",
    "Cestovní ruch bez hranic",
    "Sociální služby v území",
    "Kultura a spolkový život",
)
JOINT: Goals = (
    (
        "Region, který o sobě ví",
        (
            (
                "Společná propagace",
                (
                    Line(
                        "Putovní výstava obcí, nové panely", "planovano", 0, 1, "předseda svazku",
                        240, None, 100, 140, ("obnovené panely", "ks", 0, 12), (),
                        (("lipova", 30, True), ("sluknov", 40, False), ("rumburk", 30, True)),
                        "Putovní výstava Krásy Severu",
                    ),
                    Line(
                        "Společný kalendář akcí", "bezi", -1, 2, "redakce webu", 60, 20, 60, 0,
                        ("obce, které do kalendáře zapisují", "obcí", 0, 12), (4, 9),
                    ),
                ),
            ),
        ),
    ),
    (
        "Služby, na které jedna obec nestačí",
        (
            (
                "Sdílené kapacity",
                (
                    Line(
                        "Společný pověřenec pro ochranu údajů", "hotovo", -3, -1,
                        "předseda svazku", 180, 172, 180,
                    ),
                    Line(
                        "Sdílená komunální technika", "planovano", -1, 2, "rada svazku", 1500,
                        None, 0, 1500, None, (),
                        (("lipova", 20, False), ("mikulasovice", 35, True), ("vilemov", 20, True)),
                    ),
                ),
            ),
        ),
    ),
)  # fmt: skip


def create() -> int:
    """Make what is not there yet, for owners with a clerk; returns how many documents are new."""
    with schema_context(PUBLIC_SCHEMA):
        union = Municipality.objects.filter(kind="union").first()
        if union is None or _clerk(UNION) is None:
            return 0
        sites = list(
            Municipality.objects.municipalities().filter(state=State.ACTIVE).order_by("sort_key")
        )
    project = _project(union)
    made = 0
    for number, site in enumerate(sites):
        word = "obce" if site.status == Status.OBEC else "města"
        title = f"Program rozvoje {word} {site.name} (ukázka)"
        made += _make(site, site.slug, "program", title, PLACES[number % 2], project)
    made += _make(
        union, UNION, "isru", "Integrovaná strategie rozvoje území (ukázka)", PLACES[0], project
    )
    for number, title in enumerate(DEVELOPMENT):
        goals = PLACES[number % 2][1:]
        made += _make(union, UNION, "dokument", f"{title} (ukázka)", goals, project)
    made += _make(union, UNION, "plan", "Plán společných aktivit (ukázka)", JOINT, None)
    _confirm()
    return made


def _clerk(slug: str) -> User | None:
    email = people.UNION if slug == UNION else f"{slug}@sever.example"
    with schema_context(PUBLIC_SCHEMA):
        return User.objects.filter(email=email, is_active=True).first()


@transaction.atomic
def _project(union: Municipality) -> Project:
    known = Project.objects.filter(number=PROJECT["number"]).first()
    if known is not None:
        return known
    editor = _clerk(UNION)
    assert editor is not None
    with tenant_context(union):
        return projects.save(PROJECT, outputs=OUTPUTS, key_activities=KEY_ACTIVITIES, actor=editor)


@transaction.atomic
def _make(
    site: Municipality, slug: str, kind: str, title: str, goals: Goals, project: Project | None
) -> bool:
    """One document with all that belongs to it, in one transaction; False if it is there."""
    clerk = _clerk(slug)
    if clerk is None or Document.objects.filter(municipality=site, title=title).exists():
        return False
    year = clock.today().year
    values = {
        "kind": kind,
        "title": title,
        "summary": "Ukázka: co chceme stihnout, kdo za to odpovídá a odkud budou peníze.",
        "text": SAMPLE,
        "first_year": year - 3,
        "last_year": year + 4,
        "state": "platny",
        "obcepro_url": OBCEPRO if kind == "program" else "",
        "project": project,
    }
    with tenant_context(site):
        made = documents.create(values, actor=clerk, demonstration=True)
        for number, (goal_title, measures) in enumerate(goals, 1):
            goal = outline.save_goal(
                made.pk, {"code": str(number), "title": goal_title}, actor=clerk
            )
            for place, (measure_title, lines) in enumerate(measures, 1):
                code = f"{number}.{place}"
                measure = outline.save_measure(
                    made.pk, goal.pk, {"code": code, "title": measure_title}, actor=clerk
                )
                for position, line in enumerate(lines, 1):
                    outline.save_activity(
                        made.pk, measure.pk, _values(line, f"{code}.{position}", year), actor=clerk
                    )
        data = pdf.make("Ukázka", title, (SAMPLE,), FOOTER)
        upload = SimpleUploadedFile("dokument.pdf", data)
        documents.add_file(made.pk, 1, "Text dokumentu (ukázka)", upload, actor=clerk)
        documents.open_to(made.pk, Readers.PUBLIC, actor=clerk)
    return True


def _values(line: Line, code: str, year: int) -> dict[str, Any]:
    def crowns(thousands: int | None) -> Decimal | None:
        return None if thousands is None else Decimal(thousands * 1000)

    values: dict[str, Any] = {
        "code": code,
        "title": line.title,
        "responsible": line.responsible,
        "state": line.state,
        "first_year": year + line.first,
        "last_year": year + line.last,
        "estimated_cost": crowns(line.estimate),
        "actual_cost": crowns(line.spent),
        "funding": [
            {"source": source, "amount": crowns(amount), "secured": secured}
            for source, amount, secured in (
                ("vlastní rozpočet", line.secured, True),
                ("dotace, o kterou žádáme", line.asked, False),
            )
            if amount
        ],
    }
    if line.indicator:
        name, unit, baseline, target = line.indicator
        values.update(indicator=name, unit=unit, baseline=Decimal(baseline))
        values.update(target=Decimal(target), target_year=year + line.last)
        values["readings"] = [
            {"day": dt.date(year + line.first, 6 + position, 30), "value": Decimal(value)}
            for position, value in enumerate(line.readings)
        ]
    if line.shares:
        members = set(Municipality.objects.members().values_list("slug", flat=True))
        values["shares"] = [
            {"municipality": slug, "percent": Decimal(percent)}
            for slug, percent, _agrees in line.shares
            if slug in members
        ]
    if line.practice:
        found = Practice.objects.filter(title=line.practice).first()
        values["links"] = [(Kind.PRACTICE, str(found.pk))] if found else []
    return values


def _confirm() -> None:
    """Some of the municipalities agree with their share; others have yet to answer."""
    agreed = {
        (line.title, slug)
        for _goal, measures in JOINT
        for _measure, lines in measures
        for line in lines
        for slug, _percent, agrees in line.shares
        if agrees
    }
    waiting = Share.objects.filter(confirmed_at=None, activity__document__demonstration=True)
    for share in waiting.select_related("municipality", "activity"):
        clerk = _clerk(share.municipality.slug)
        if clerk is not None and (share.activity.title, share.municipality.slug) in agreed:
            with tenant_context(share.municipality):
                outline.answer_share(
                    share.pk, agrees=True, seen=outline.offer_of(share), actor=clerk
                )


def delete() -> None:
    """Take away the documents that are marked as demonstration, and the project they belong to."""
    emails = [account.email for account in people.ACCOUNTS]
    for document in Document.objects.filter(demonstration=True).select_related("municipality"):
        with tenant_context(document.municipality), transaction.atomic():
            documents.withdraw_demonstration(document.pk)
    with schema_context(PUBLIC_SCHEMA), transaction.atomic():
        Project.objects.filter(created_by__email__in=emails, documents=None).delete()
