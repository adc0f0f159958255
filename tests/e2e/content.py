"""What the browser finds: the demonstration on the union's site and in Lipová, and on top of it
what people write rarely. Šluknov and Rumburk stay as empty as they were provisioned, and so do
nine more members that bring the union to its twelve.

Run as a program, in the database that DATABASE_URL names.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

CANCELLED = uuid.UUID("00000000-0000-4000-8000-000000000001")
WITHDRAWN = uuid.UUID("00000000-0000-4000-8000-000000000002")
ORDINARY = uuid.UUID("00000000-0000-4000-8000-000000000003")
# Members beside Lipová, Šluknov and Rumburk.
OTHERS = 9
# Records of good practice, in the order in which the demonstration makes them.
FAILURE, PRACTICE = 2, 3
ALL_BLOCKS = "/vsechny-bloky/"
ALL_FIELDS = "/vsechna-pole/"
# A long word, which must not make a telephone's screen scroll sideways.
LONG = "Nejneobhospodařovávatelnějšíminajnepravděpodobnějšími-a-příliš-dlouhými-slovy"
# May show Lipová’s events in a frame; any other site may not.
EMBEDDER = "www.skola.test"


def fill() -> None:
    from django.db import transaction
    from django.utils import translation
    from django_tenants.utils import tenant_context

    from portal.demo import services as demo
    from tenants.registry import provisioning
    from tenants.registry.models import Municipality, UnionMembership
    from tests.people import People

    demo.create(print, only={"sever", "lipova"})
    people = People()
    people.outsider()
    people.union_editor()
    for slug in ("lipova", "sluknov"):
        people.administrator(slug), people.clerk(slug), people.author(slug)
    for number in range(1, OTHERS + 1):
        provisioning.provision_municipality(f"obec-{number}", f"Obec {number}")
    for slug in ("sluknov", "rumburk", *(f"obec-{number}" for number in range(1, OTHERS + 1))):
        site = Municipality.objects.get(slug=slug)
        UnionMembership.objects.get_or_create(municipality=site)
    lipova = Municipality.objects.get(slug="lipova")
    lipova.embedding_hosts = [EMBEDDER]
    lipova.save()
    with transaction.atomic(), translation.override("cs"), tenant_context(lipova):
        _add_pages()
        _add_events()


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _all_blocks() -> str:
    from tenants.contacts.models import Person
    from tenants.pages.models import SiteDocument, SiteImage

    image, other = SiteImage.objects.order_by("pk")[:2]
    documents = list(SiteDocument.objects.order_by("pk").values_list("pk", flat=True)[:2])
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:2])

    def figure(picture: Any, caption: str, decorative: bool = False) -> dict[str, Any]:
        alt = "" if decorative else "Kresba obce"
        chosen = {"image": picture.pk, "decorative": decorative, "alt_text": alt}
        return {"image": chosen, "caption": caption}

    blocks = [
        _block("heading", {"level": "h2", "text": "Nadpis"}),
        _block(
            "text",
            "<p>Odstavec <b>tučně</b>, <i>kurzívou</i> a s <a href='https://gov.cz/'>odkazem</a> "
            f"i s dlouhým slovem {LONG}.</p><ul><li>jedna</li><li>dvě</li></ul>"
            "<ol><li>první</li><li>druhá</li></ol>",
        ),
        _block("heading", {"level": "h3", "text": LONG}),
        _block("figure", figure(image, "S popiskem")),
        _block("figure", figure(other, "", decorative=True)),
        _block(
            "gallery",
            {
                "images": [
                    {"type": "item", "value": figure(image, "První"), "id": str(uuid.uuid4())},
                    {"type": "item", "value": figure(other, ""), "id": str(uuid.uuid4())},
                ]
            },
        ),
        _block(
            "table",
            {
                "table": {
                    "columns": [
                        {"type": kind, "heading": name}
                        for kind, name in (
                            ("text", "Poplatek"),
                            ("rich_text", "Za co se platí"),
                            ("number", "Sazba"),
                            ("text", "Splatnost"),
                            ("text", "Poznámka k úlevám a osvobozením"),
                        )
                    ],
                    "rows": [
                        {"values": ["Pes", "<p>první <b>pes</b></p>", "150", "31. 3.", "senioři"]},
                        {"values": ["Odpad", "<p>osoba</p>", "800", "30. 6.", LONG]},
                    ],
                    "caption": "Sazebník poplatků",
                },
                "first_column_is_header": True,
            },
        ),
        _block("documents", {"title": "Ke stažení", "documents": documents}),
        _block(
            "accordion",
            {
                "items": [
                    {"title": "Otázka", "text": "<p>Odpověď</p>"},
                    {"title": LONG, "text": f"<p>{LONG}</p>"},
                ]
            },
        ),
        _block("contact", {"title": "Kdo pomůže", "people": people}),
        _block("quote", {"text": "Řekl, co řekl.", "source": "Ukázková osoba"}),
    ]
    blocks += [
        _block("callout", {"kind": kind, "title": f"Sdělení: {kind}", "text": "<p>Text</p>"})
        for kind in ("info", "success", "warning", "error")
    ]
    return json.dumps(blocks)


def _add_pages() -> None:
    from wagtail.models import Page

    from tenants.pages.models import ContentPage, FormField, FormPage

    home = Page.objects.filter(depth=2, locale__language_code="cs").get()
    page = ContentPage(
        title="Všechny bloky",
        slug=ALL_BLOCKS.strip("/"),
        lead="Co umí stránka.",
        body=_all_blocks(),
    )
    form = FormPage(
        title="Všechna pole",
        slug=ALL_FIELDS.strip("/"),
        lead="Co umí formulář.",
        thanks="<p>Děkujeme za odpověď.</p>",
        consent_text="K čemu údaje slouží.",
    )
    kinds = (
        "singleline multiline email number checkbox checkboxes dropdown multiselect radio "
        "date datetime"
    )
    form.form_fields = [
        FormField(
            label=f"Pole {kind}",
            field_type=kind,
            required=kind in ("singleline", "email", "radio"),
            help_text=f"Nápověda k poli {kind}.",
            choices="Ano\nNe\nNevím"
            if kind in ("checkboxes", "dropdown", "multiselect", "radio")
            else "",
            sort_order=order,
        )
        for order, kind in enumerate(kinds.split())
    ]
    for each in (page, form):
        home.add_child(instance=each)
        each.save_revision().publish()


def _add_events() -> None:
    from calendar_app.events import services
    from calendar_app.events.models import Event
    from shared.kernel import clock
    from tenants.accounts.models import User

    clerk = User.objects.get(email="lipova@sever.example")
    soon = clock.today() + dt.timedelta(days=9)

    def event(key: uuid.UUID, title: str, last: dt.date | None = None) -> Event:
        return services.publish(
            Event(
                uuid=key,
                title=title,
                category="kultura",
                start_date=soon,
                start_time=dt.time(18),
                end_date=last,
                end_time=dt.time(20, 30),
                place=f"kulturní dům, {LONG}",
                latitude="51.011100",
                longitude="14.360300",
                text="<p>Text akce s <a href='/kontakty/'>odkazem</a>.</p>",
                german_summary="Zwei Sätze für die Nachbarn. Herzlich willkommen.",
                organiser="obec Lipová",
                contact="podatelna@lipova.example",
            ),
            user=clerk,
        )

    event(ORDINARY, "Obyčejná akce")
    # Two days with their hours, in long names of days: wider than a telephone on one line.
    weekend = event(CANCELLED, "Zrušená akce", last=soon + dt.timedelta(days=1))
    services.cancel(weekend, clerk)
    event(WITHDRAWN, "Stažená akce").unpublish(user=clerk)


if __name__ == "__main__":
    import django

    django.setup()
    fill()
