"""The members' area for the demonstration. All of it is invented and says so."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django_tenants.utils import schema_context

from portal.demo import pdf, people
from shared.kernel import clock
from shared.members import selectors, services
from shared.members.enums import PaperKind, TaskState
from shared.members.models import Hold, Meeting, Paper, Task
from shared.members.permissions import Colleague
from tenants.accounts.models import User
from tenants.registry.models import PUBLIC_SCHEMA, Municipality

FOOTER = "Ukázkový dokument portálu svazku obcí. Nejde o úřední listinu."
MINUTES = (
    "Ukázkový zápis, jednání se nekonalo.\n\n"
    "1. Zástupci obcí se shodli na termínech letních slavností, aby se nepřekrývaly.\n"
    "2. Obce projdou návrh společného nákupu a do měsíce sdělí, zda se přidají.\n"
    "3. Kancelář svazku připraví putovní výstavu a rozešle rozpis zastávek."
)


def create() -> int:
    """Make what is missing; returns how many meetings, papers, tasks and holds are new."""
    with schema_context(PUBLIC_SCHEMA), transaction.atomic():
        person = User.objects.filter(email=people.UNION, is_active=True).first()
        editor = selectors.colleague_of(person) if person else None
        if editor is None or Meeting.objects.filter(demonstration=True).exists():
            return 0
        sites = {site.slug: site for site in Municipality.objects.active()}
        union = Municipality.objects.the_union()
        meeting = _meetings(editor)
        return sum(
            [
                2,
                _papers(editor, union, meeting),
                _tasks(editor, sites, meeting),
                _holds(editor, sites),
            ]
        )


def _at(in_days: int, hour: int) -> dt.datetime:
    day = clock.today() + dt.timedelta(days=in_days)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=clock.PRAGUE)


def _meetings(editor: Colleague) -> Meeting:
    """One that is over, with minutes, and one to come; returns the former."""
    services.call_meeting(
        {
            "title": "Valná hromada svazku (ukázka)",
            "starts_at": _at(18, 15),
            "place": "Lipová",
            "programme": "1. Návrh rozpočtu\n2. Plán společných aktivit\n3. Různé",
            "demonstration": True,
        },
        colleague=editor,
    )
    return services.call_meeting(
        {
            "title": "Porada starostů (ukázka)",
            "starts_at": _at(-24, 14),
            "place": "Lipová, zasedací místnost",
            "programme": "1. Termíny letních slavností\n2. Společný nákup\n3. Putovní výstava",
            "minutes": MINUTES,
            "demonstration": True,
        },
        colleague=editor,
    )


def _papers(editor: Colleague, union: Municipality, meeting: Meeting) -> int:
    papers = (
        ("Zápis z porady starostů (ukázka)", PaperKind.MINUTES, meeting, MINUTES.split("\n")),
        (
            "Pracovní verze rozpisu výstavy (ukázka)",
            PaperKind.WORKING,
            None,
            ["Pořadí zastávek navrhne každá obec. Čísla a termíny tu záměrně nejsou."],
        ),
    )
    for title, kind, given, lines in papers:
        data = pdf.make("Ukázka", title, tuple(line for line in lines if line), FOOTER)
        values = {
            "title": title,
            "kind": kind,
            "meeting": given,
            "municipality": union,
            "demonstration": True,
        }
        services.add_paper(SimpleUploadedFile("ukazka.pdf", data), values, colleague=editor)
    return len(papers)


def _tasks(editor: Colleague, sites: dict[str, Municipality], meeting: Meeting) -> int:
    made = 0
    for slug, title, in_days, done in (
        ("", "Sdělit, zda se obec přidá ke společnému nákupu (ukázka)", 6, False),
        ("lipova", "Připravit sál na valnou hromadu (ukázka)", 15, False),
        ("sluknov", "Zaslat podklady k putovní výstavě (ukázka)", -2, False),
        ("rumburk", "Ověřit možnost zapůjčení pódia (ukázka)", -10, True),
    ):
        if slug and slug not in sites:
            continue
        task = services.give_task(
            {
                "title": title,
                "municipality": sites.get(slug),
                "due": clock.today() + dt.timedelta(days=in_days),
                "meeting": meeting,
                "demonstration": True,
            },
            colleague=editor,
        )
        if done:
            services.close_task(task.pk, TaskState.DONE, "Pódium je volné.", colleague=editor)
        made += 1
    return made


def _holds(editor: Colleague, sites: dict[str, Municipality]) -> int:
    made = 0
    for slug, title, in_days, length in (
        ("velky-senov", "Zvažovaný termín městských slavností (ukázka)", 33, 2),
        ("lipova", "Sál rezervován pro školení redaktorů (ukázka)", 9, 1),
        ("mikulasovice", "Možný termín turnaje (ukázka)", 47, 1),
    ):
        if slug not in sites:
            continue
        first = clock.today() + dt.timedelta(days=in_days)
        values = {
            "title": title,
            "municipality": sites[slug],
            "first_day": first,
            "last_day": first + dt.timedelta(days=length - 1),
            "demonstration": True,
        }
        services.hold(values, colleague=editor)
        made += 1
    return made


def delete() -> None:
    """Take away what the demonstration has made, files included."""
    with schema_context(PUBLIC_SCHEMA), transaction.atomic():
        for paper in Paper.objects.filter(demonstration=True):
            for name in (str(paper.file.name), *paper.former.values_list("file", flat=True)):
                transaction.on_commit(partial(paper.file.storage.delete, name))
        for model in (Hold, Task, Paper, Meeting):
            model._default_manager.filter(demonstration=True).delete()
