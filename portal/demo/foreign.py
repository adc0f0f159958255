"""A foreign calendar, uploaded as a file: what a clerk sees of one, without the network.

The club and its events are made up for the demonstration and say so. Everything waits for the clerk;
nothing of it is public.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django_tenants.utils import tenant_context

from calendar_app.aggregate.models import PublishedEvent
from calendar_app.imports import services
from calendar_app.imports.enums import Publishing
from calendar_app.imports.models import Run, Source
from shared.kernel import clock
from tenants.accounts.models import User
from tenants.registry.models import Municipality

SITE = "rumburk"
NAME = "Klub turistů (ukázkový kalendář)"
FILE = "klub-turistu-ukazka.ics"


def make(site: Municipality, clerk: User) -> bool:
    """Whether it was not there yet."""
    data = calendar(clock.today(), _of_a_neighbour(site))
    with tenant_context(site):
        if Source.objects.filter(name=NAME).exists():
            return False
        preview = services.preview_file(data, FILE, user=clerk)
        with transaction.atomic():
            source = services.add_source(
                preview, user=clerk, name=NAME, category="sport", publishing=Publishing.WAIT
            )
            # At once, for nobody may be there yet who works off messages.
            services.continue_run(Run.objects.get(source=source).pk)
    return True


def _of_a_neighbour(site: Municipality) -> PublishedEvent | None:
    """Something that another municipality has published: its twin in the file waits for a look."""
    found = PublishedEvent.objects.filter(
        title="Zámecké slavnosti", start_date__gte=clock.today(), on_union=True
    )
    return found.exclude(municipality=site).order_by("start_date").first()


def calendar(today: dt.date, twin: PublishedEvent | None) -> bytes:
    """One event, a series, one that is likely a neighbour's, and one that is refused."""
    walk, first = today + dt.timedelta(days=26), today + dt.timedelta(days=12)
    events = [
        ("pochod", f"{walk:%Y%m%d}T080000", "Zimní pochod (ukázka)", "LOCATION:Rumburk\\, nádraží"),
        ("schuzka", f"{first:%Y%m%d}T180000", "Klubový večer (ukázka)", "RRULE:FREQ=MONTHLY"),
        ("stopky", f"{first:%Y%m%d}T100000", "Stopky (ukázka)", "RRULE:FREQ=MINUTELY"),
    ]
    if twin is not None:
        events.append(
            ("slavnosti", f"{twin.start_date:%Y%m%d}T120000", twin.title, "LOCATION:Šluknov")
        )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//portal//ukazka//CS"]
    for key, start, title, more in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{key}@klub.example",
            f"DTSTART;TZID=Europe/Prague:{start}",
            f"SUMMARY:{title}",
            more,
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
