"""Good practice for the demonstration.

The first two are documented: the union's own history tells of them, and nothing is added to it. The
others are invented and marked so. They go through the services, as clerks and editor would send
them; the mails that this would bring are dropped.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django_tenants.utils import schema_context, tenant_context

from portal.demo import pdf, people
from portal.demo.art import render
from shared.kernel import clock
from shared.practices.enums import FileKind, Uptake
from shared.practices.models import Mail, Practice
from shared.practices.services import flow, projection, records, reuse, talk
from tenants.accounts.models import User
from tenants.registry.enums import State
from tenants.registry.models import PUBLIC_SCHEMA, Municipality

UNION = "sever"
FOOTER = "Ukázkový dokument portálu svazku obcí. Nejde o úřední listinu."


@dataclass(frozen=True)
class Paper:
    name: str
    title: str
    kind: str
    licence: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    by: str
    uptake: Uptake
    day: dt.date | None
    note: str
    results: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Talk:
    by: str
    question: str
    answer: str


@dataclass(frozen=True)
class Entry:
    owner: str
    content: dict[str, Any]
    invented: bool = True
    picture: tuple[str, str] | None = None  # scene and alternative text
    papers: tuple[Paper, ...] = ()
    taken: tuple[Taken, ...] = ()
    talk: tuple[Talk, ...] = field(default=())
    co_author: str = ""


def _steps(*texts: str) -> list[dict[str, str]]:
    return [{"text": text} for text in texts]


def _result(indicator: str, before: str, after: str, unit: str) -> dict[str, str]:
    return {"indicator": indicator, "before": before, "after": after, "unit": unit}


ENTRIES: tuple[Entry, ...] = (
    Entry(
        UNION,
        {
            "title": "Putovní výstava Krásy Severu",
            "summary": "Každá obec se představila na jednom panelu fotografií a výstava putovala.",
            "topic": "volny-cas",
            "progress": "dokonceno",
            "started": "2004-01-01",
            "ended": "2004-12-31",
            "duration": "rok 2004; přesná data historie svazku neuvádí",
            "problem": "Představit region jako celek, nejen jednotlivé obce. Podrobnosti o tom, jak "
            "záměr vznikl, historie svazku neuvádí.",
            "solution": "Svazek připravil putovní výstavu. Každé obci patřil jeden panel fotografií.",
            "results_text": "Výstava se uskutečnila a svazek ji ve své historii hodnotí jako zdařilou. "
            "Počty návštěvníků historie svazku neuvádí.",
            "results": [_result("panel na obec", "0", "1", "ks")],
            "cost": "66550",
            "cost_note": "Z toho krajský grant 50 000 Kč; z čeho se platil zbytek, historie svazku neuvádí.",
            "funding": [{"source": "krajský grant", "amount": "50000"}],
            "steps": _steps(
                "Dát každé obci jeden panel",
                "Požádat kraj o grant",
                "Vystavovat postupně v jednotlivých obcích",
            ),
        },
        invented=False,
    ),
    Entry(
        UNION,
        {
            "title": "Společné zasedání zastupitelstev ve Šluknově",
            "summary": "Zastupitelstva se 5. února 2002 sešla společně; svazek to sám otevřeně "
            "hodnotí jako nezdar.",
            "topic": "sprava",
            "progress": "nezdar",
            "started": "2002-02-05",
            "ended": "2002-02-05",
            "problem": "Svést dohromady zastupitelstva obcí. Podrobnější důvod historie svazku neuvádí.",
            "solution": "Společné zasedání zastupitelstev se konalo 5. února 2002 ve Šluknově.",
            "went_wrong": "Program byl příliš obecný.",
            "conditions": "Sejít se nad konkrétním tématem, které se týká celého regionu a na "
            "kterém záleží, nebo při výročí.",
            "steps": _steps(
                "Najít konkrétní téma, na kterém záleží celému regionu",
                "Nebo setkání spojit s výročím",
            ),
        },
        invented=False,
    ),
    Entry(
        "lipova",
        {
            "title": "Zapůjčené kompostéry ke každému domu",
            "summary": "Domácnosti dostaly kompostér zdarma do výpůjčky a odpadu na svoz ubylo.",
            "topic": "prostredi",
            "progress": "dokonceno",
            "started": "2024-03-01",
            "ended": "2025-03-31",
            "problem": "V popelnicích končila skoro třetina bioodpadu a obec za každou tunu platila "
            "víc než loni.",
            "solution": "Obec koupila kompostéry a domácnostem je na pět let zapůjčila. Při předání "
            "dostal každý návod na jednu stránku.",
            "results_text": "Po roce se výdaje na svoz zastavily na stejné částce, ačkoli sazby rostly.",
            "results": [
                _result("směsný odpad", "142", "118", "t za rok"),
                _result("domácnosti s kompostérem", "31", "164", "domácností"),
            ],
            "cost": "486000",
            "funding": [
                {"source": "dotace (ukázka)", "amount": "413000"},
                {"source": "rozpočet obce", "amount": "73000"},
            ],
            "people": "Jedna úřednice asi 60 hodin, při výdeji pomohli hasiči.",
            "duration": "třináct měsíců",
            "went_wrong": "První návod měl osm stran a nikdo ho nečetl. Kompostéry bez dna lákaly "
            "hlodavce, druhá objednávka už byla se dnem.",
            "conditions": "Zahrady u domů a místo, kde lze půl roku skladovat sto beden.",
            "steps": _steps(
                "Zjistit anketou, kdo kompostér chce",
                "Vypsat zakázku na kompostéry se dnem",
                "Připravit smlouvu o výpůjčce",
                "Rozdat kompostéry ve dvou sobotách",
                "Po roce porovnat váhu svozu",
            ),
        },
        picture=("village", "Dva podstávkové domy u polní cesty, mezi nimi vzrostlá lípa"),
        papers=(
            Paper(
                "smlouva-o-vypujcce.pdf",
                "Vzor smlouvy o výpůjčce kompostéru",
                "contract",
                "cc0",
                ("Obec přenechává vypůjčiteli kompostér na pět let bezplatně.",),
            ),
            Paper(
                "navod-na-jednu-stranku.pdf",
                "Návod na kompostování na jednu stránku",
                "poster",
                "cc-by",
                ("Dole větve, pak střídat zelené a hnědé, občas přehodit.",),
            ),
        ),
        taken=(
            Taken(
                "sluknov",
                Uptake.DONE,
                dt.date(2026, 4, 18),
                "Začali jsme v místních částech, kde jsou zahrady.",
                (_result("domácnosti s kompostérem", "0", "220", "domácností"),),
            ),
            Taken("vilemov", Uptake.WANTED, None, "Čekáme na výzvu."),
            Taken("dolni-poustevna", Uptake.WANTED, None, ""),
        ),
        talk=(
            Talk(
                "mikulasovice",
                "Co děláte, když se dům s kompostérem prodá?",
                "Smlouva přechází na nového vlastníka, stačí dodatek na půl stránky.",
            ),
        ),
    ),
    Entry(
        "rumburk",
        {
            "title": "Počítačové odpoledne pro seniory",
            "summary": "Jednou týdně radí žáci seniorům s telefonem a s bankovnictvím.",
            "topic": "vzdelavani",
            "progress": "bezi",
            "started": "2025-10-01",
            "problem": "Na úřadě i v bance chtěli po lidech potvrzení v telefonu a ti neměli koho požádat.",
            "solution": "Knihovna otevřela učebnu a žáci osmých tříd tam jedno odpoledne v týdnu radí.",
            "results": [_result("návštěvy za měsíc", "0", "46", "návštěv")],
            "cost": "24000",
            "funding": [{"source": "rozpočet města", "amount": "24000"}],
            "people": "Knihovnice tři hodiny týdně, šest žáků po dvojicích.",
            "duration": "tři měsíce příprav",
            "went_wrong": "Kroužek ve večerních hodinách nikdo nenavštívil; pomohlo přesunout ho na 14 hodin.",
            "conditions": "Místnost s připojením, škola ochotná spolupracovat.",
            "steps": _steps(
                "Domluvit se se školou na dvojicích žáků",
                "Najít místnost dostupnou bez schodů",
                "Rozeslat pozvánku v místním zpravodaji",
                "Zapisovat, na co se lidé ptají",
            ),
        },
        taken=(Taken("jirikov", Uptake.DONE, dt.date(2026, 9, 7), "Radíme v infocentru."),),
        co_author="krasna-lipa",
    ),
    Entry(
        "stare-krecany",
        {
            "title": "Sdílený taxík k lékaři",
            "summary": "Objednávkový vůz pro seniory po půl roce skončil, protože si ho nikdo neobjednával.",
            "topic": "socialni",
            "progress": "nezdar",
            "started": "2025-01-15",
            "ended": "2025-07-31",
            "problem": "Z místních částí nejede k lékaři přímý spoj.",
            "solution": "Obec objednala vůz, který se dal telefonicky zamluvit den předem.",
            "results": [_result("jízdy za měsíc", "0", "4", "jízdy")],
            "cost": "98000",
            "funding": [{"source": "rozpočet obce", "amount": "98000"}],
            "people": "Objednávky přijímala podatelna.",
            "went_wrong": "Nikdo se předem nezeptal lidí. Ordinace objednávají na hodinu přesně "
            "a vůz jezdil jen dvakrát denně.",
            "conditions": "Nejdřív dohodnout časy s ordinacemi, potom jízdní řád.",
        },
    ),
    Entry(
        "mikulasovice",
        {
            "title": "Hřiště v jedné tabulce",
            "summary": "Evidence dětských hřišť s termíny kontrol nahradila složku s papíry.",
            "topic": "sprava",
            "progress": "dokonceno",
            "started": "2025-02-01",
            "ended": "2025-04-30",
            "problem": "Termíny revizí se hledaly v pořadačích a dvakrát se propásly.",
            "solution": "Jedna tabulka, v ní řádek na herní prvek, termín a fotografie závady.",
            "results": [_result("propásnuté revize za rok", "2", "0", "revizí")],
            "cost": "0",
            "people": "Správce majetku, dva dny.",
            "conditions": "Někdo, kdo tabulku jednou za měsíc otevře.",
            "steps": _steps(
                "Obejít hřiště s telefonem", "Doplnit termíny revizí", "Nastavit připomínku"
            ),
        },
    ),
    Entry(
        "sluknov",
        {
            "title": "Společný nákup elektřiny: co si pohlídat ve smlouvě",
            "summary": "Zkušenosti ze společné zakázky, s podmínkami dodavatele jen pro úřady svazku.",
            "topic": "sprava",
            "progress": "dokonceno",
            "started": "2025-05-01",
            "ended": "2025-12-31",
            "problem": "Každý nakupoval sám a v jinou dobu.",
            "solution": "Jedna zakázka, ceny za společný objem, smlouva s každým zvlášť.",
            "results": [_result("cena za silovou elektřinu", "3.9", "3.2", "Kč/kWh")],
            "cost": "35000",
            "went_wrong": "Dvě odběrná místa chyběla v soupisu a zůstala za starou cenu.",
            "steps": _steps("Sepsat odběrná místa", "Zadat společně", "Zkontrolovat první fakturu"),
            "visibility": "members",
        },
        papers=(
            Paper(
                "kontrolni-seznam.pdf",
                "Kontrolní seznam ke smlouvě",
                "tender",
                "members",
                ("Soupis odběrných míst. Odchylka odběru. Výpovědní lhůta.",),
            ),
        ),
    ),
)


def create() -> int:
    """Make the records whose municipalities have their demonstration clerk; returns how many are new."""
    with schema_context(PUBLIC_SCHEMA):
        editor = User.objects.filter(email=people.UNION, is_active=True).first()
        sites = {site.slug: site for site in Municipality.objects.filter(state=State.ACTIVE)}
        union = Municipality.objects.filter(kind="union").first()
    if editor is None or union is None:
        return 0
    sites[UNION] = union
    made = 0
    for entry in ENTRIES:
        with transaction.atomic():
            made += _make(entry, sites, union)
    return made


def _clerk(slug: str) -> User | None:
    email = people.UNION if slug == UNION else f"{slug}@sever.example"
    with schema_context(PUBLIC_SCHEMA):
        return User.objects.filter(email=email, is_active=True).first()


def _make(entry: Entry, sites: dict[str, Municipality], union: Municipality) -> bool:
    """One record with all that belongs to it, in one transaction; False if it is there already."""
    owner, clerk = sites.get(entry.owner), _clerk(entry.owner)
    editor = _clerk(UNION)
    if owner is None or clerk is None or editor is None:
        return False
    title = entry.content["title"]
    if Practice.objects.filter(municipality=owner, draft__title=title).exists():
        return False
    with tenant_context(owner):
        practice = records.create(title, actor=clerk)
        practice.draft = {
            "visibility": "public",
            **entry.content,
            "contact_name": f"podatelna, {owner.name}",
            "contact_email": owner.email or "obec@sever.example",
        }
        practice.demonstration = entry.invented
        practice.save()
        if entry.picture:
            scene, alt = entry.picture
            upload = SimpleUploadedFile(f"{scene}.jpg", render.picture(entry.owner, scene))
            details = {"alt": alt, "caption": "kreslená ilustrace"}
            records.add_file(practice.pk, FileKind.PICTURE, upload, details, actor=clerk)
        for paper in entry.papers:
            data = pdf.make("Ukázka", paper.title, paper.lines, FOOTER)
            records.add_file(
                practice.pk,
                FileKind.ATTACHMENT,
                SimpleUploadedFile(paper.name, data),
                {"title": paper.title, "paper": paper.kind, "licence": paper.licence},
                actor=clerk,
            )
        if entry.co_author in sites and _clerk(entry.co_author):
            records.invite(practice.pk, sites[entry.co_author], actor=clerk)
    if entry.co_author in sites and (other := _clerk(entry.co_author)):
        with tenant_context(sites[entry.co_author]):
            records.join(practice.pk, actor=other)
    with tenant_context(owner):
        version = flow.submit(practice.pk, actor=clerk)
    with tenant_context(union):
        flow.publish(practice.pk, version=version.number, actor=editor)
    _echo(entry, practice, sites, union)
    Mail.objects.filter(step__practice=practice).update(dropped_at=clock.now())
    return True


def _echo(
    entry: Entry, practice: Practice, sites: dict[str, Municipality], union: Municipality
) -> None:
    """What others said of it."""
    for taken in entry.taken:
        person = _clerk(taken.by)
        if taken.by in sites and person is not None:
            with tenant_context(union):
                reuse.adopt(
                    practice.pk,
                    sites[taken.by],
                    taken.uptake,
                    actor=person,
                    note=taken.note,
                    day=taken.day,
                    results=taken.results,
                )
                talk.thank(practice.pk, sites[taken.by], actor=person)
    for said in entry.talk:
        person, author = _clerk(said.by), _clerk(entry.owner)
        if said.by in sites and person is not None and author is not None:
            with tenant_context(union):
                question = talk.ask(practice.pk, sites[said.by], said.question, actor=person)
            with tenant_context(sites[entry.owner]):
                talk.answer(question.pk, said.answer, actor=author)


def delete() -> None:
    """Take away what the demonstration's people have started, with its files."""
    emails = [account.email for account in people.ACCOUNTS]
    with schema_context(PUBLIC_SCHEMA), transaction.atomic():
        for practice in Practice.objects.filter(created_by__email__in=emails):
            files = [(file.file.storage, file.file.name) for file in practice.files.all()]
            if practice.version_id:
                practice.state = "archived"
                practice.save(update_fields=["state"])
                projection.project(practice)
            practice.delete()
            for storage, name in files:
                storage.delete(name or "")
