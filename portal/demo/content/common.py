"""What the sites share: forms, menus, notices and texts that differ in names only."""

from __future__ import annotations

from portal.demo.content.types import (
    Accordion,
    Callout,
    Document,
    Event,
    Form,
    FormField,
    Heading,
    Hours,
    MenuItem,
    Notice,
    Office,
    Page,
    QuickLink,
    Registry,
    Table,
    Text,
)
from portal.demo.dates import Rule

SAMPLE_HOURS = "ukázková doba"


# -- offices -------------------------------------------------------------------------------------


def hours(days: str, *parts: tuple[str, str]) -> tuple[Hours, ...]:
    """`hours("13", ("8:00", "12:00"))`: the same hours on Monday and Wednesday."""
    return tuple(
        Hours(int(day), opens, closes, SAMPLE_HOURS) for day in days for opens, closes in parts
    )


def main_office(slug: str, name: str, address: str, opening: tuple[Hours, ...]) -> Office:
    return Office(
        name=name,
        address=address,
        email=f"podatelna@{slug}.example",
        note="<p>Úřední hodiny, e-mail a osoby jsou ukázkové. Telefonní čísla proto neuvádíme.</p>",
        hours=opening,
        main=True,
    )


# -- events --------------------------------------------------------------------------------------


def council(body: str, when: tuple[Rule, ...], start: str, place: str, organiser: str) -> Event:
    """Meetings of a council; `body` says of what: „města“, „obce“."""
    return Event(
        key="zastupitelstvo",
        title=f"Veřejné zasedání zastupitelstva {body}",
        category="zastupitelstvo",
        when=when,
        start=start,
        place=place,
        organiser=organiser,
        text="<p>Zasedání je veřejné. Návrh programu vyvěšujeme na úřední desce nejméně sedm dní "
        "předem, podklady jsou k nahlédnutí na úřadě. Občané mohou vystoupit ke každému bodu "
        "programu i v závěrečné diskusi.</p>",
    )


def bulky_waste(when: tuple[Rule, ...], places: str, organiser: str) -> Event:
    return Event(
        key="velkoobjemovy-odpad",
        title="Svoz velkoobjemového a nebezpečného odpadu",
        category="odpady",
        when=when,
        all_day=True,
        place="stanoviště po celé obci",
        organiser=organiser,
        text=f"<p>Odpad přivezte na stanoviště až v den svozu a předejte ho obsluze: {places}.</p>"
        "<ul><li><strong>Přijímáme:</strong> nábytek, koberce, barvy, oleje, zářivky, baterie, "
        "vyřazené elektrospotřebiče.</li><li><strong>Nepřijímáme:</strong> stavební suť, "
        "eternit a pneumatiky.</li></ul>",
    )


# -- pages ---------------------------------------------------------------------------------------


def sample(what: str) -> Callout:
    return Callout("Ukázkové údaje", f"<p>{what}</p>")


def about_demo(registry: Registry) -> Page:
    """Says openly what on the site is a fact and what was made up."""
    facts = (
        ("Název", registry.name),
        ("Kód obce (ČSÚ, RÚIAN)", registry.csu_code or "neuvedeno"),
        ("PSČ", registry.postal_code or "neuvedeno"),
        ("Rozloha", f"{registry.area_ha} ha" if registry.area_ha else "neuvedeno"),
        ("Počet obyvatel", str(registry.population) if registry.population else "neuvedeno"),
    )
    return Page(
        "o-ukazkovych-datech",
        "O ukázkových datech",
        "Tyto stránky předvádějí, jak portál svazku obcí vypadá naplněný. Zde se dočtete, co je "
        "skutečné a co vymyšlené.",
        (
            Heading("Co je skutečné"),
            Text(
                "<p>Skutečné jsou údaje z rejstříku obcí v následující tabulce, členství ve "
                "Svazku obcí Sever v podobě, v jaké je doloženo, a opakované akce jako filipovská "
                "pouť, Anenská pouť, Loretánské nebo Zámecké slavnosti.</p>"
            ),
            Table(
                "Údaje z rejstříku obcí",
                ("Údaj", "Hodnota"),
                facts,
            ),
            Heading("Co je vymyšlené"),
            Text(
                "<p>Popisy obcí, aktuality, oznámení na úřední desce, úřední hodiny, jména osob a e-maily byly "
                "napsány pro předvedení portálu. Osoby jsou označeny slovy „(ukázková osoba)“ a "
                "e-maily končí na <strong>.example</strong>, takže na ně nelze psát. Emblémy "
                "nejsou skutečné znaky obcí a obrázky jsou kreslené ilustrace.</p>"
            ),
            Callout(
                "Není to úřední web",
                "<p>Na žádný údaj z těchto stránek se prosím nespoléhejte při jednání s úřady.</p>",
                "warning",
            ),
        ),
    )


def waste_page(lead: str, rows: tuple[tuple[str, str, str], ...], extra: str = "") -> Page:
    body: list[Heading | Text | Table | Accordion] = [
        Heading("Kdy se co sváží"),
        Table("Svoz odpadu (ukázkový rozpis)", ("Druh odpadu", "Den svozu", "Kam s ním"), rows),
    ]
    if extra:
        body.append(Text(extra))
    body += [
        Heading("Co do které nádoby"),
        Accordion(
            (
                (
                    "Žlutá: plasty a nápojové kartony",
                    "<p>Sešlápnuté lahve, kelímky, fólie a sáčky, kartony od mléka a džusů. "
                    "<strong>Nepatří sem</strong> linoleum, novodurové trubky ani obaly od "
                    "nebezpečných látek.</p>",
                ),
                (
                    "Modrá: papír",
                    "<p>Noviny, letáky, sešity, rozložené krabice. <strong>Nepatří sem</strong> "
                    "mastný a mokrý papír ani použité kapesníky.</p>",
                ),
                (
                    "Zelená a bílá: sklo",
                    "<p>Barevné sklo do zelené, čiré do bílé nádoby. <strong>Nepatří sem</strong> "
                    "porcelán, zrcadla a autosklo.</p>",
                ),
                (
                    "Hnědá: bioodpad",
                    "<p>Tráva, listí, slupky, kávová sedlina. <strong>Nepatří sem</strong> maso, "
                    "kosti ani tekuté zbytky jídel.</p>",
                ),
            )
        ),
    ]
    return Page("odpady", "Odpady", lead, tuple(body))


def situations_page(office: str) -> Page:
    return Page(
        "zivotni-situace",
        "Životní situace",
        f"Nejčastější záležitosti, s nimiž {office} pomáhá: co k nim potřebujete a jak dlouho trvají.",
        (
            Accordion(
                (
                    (
                        "Přihlášení k trvalému pobytu",
                        "<p>Přijďte osobně s občanským průkazem a dokladem o vlastnictví bytu nebo "
                        "s nájemní smlouvou. Změnu zapíšeme na počkání.</p>",
                    ),
                    (
                        "Ověření podpisu nebo listiny",
                        "<p>S listinou a platným dokladem totožnosti přijďte v úředních hodinách. "
                        "Listinu podepište až na úřadě.</p>",
                    ),
                    (
                        "Místní poplatky",
                        "<p>Poplatek za odpady a za psa můžete zaplatit na pokladně nebo převodem. "
                        "Výši a splatnost stanoví obecně závazná vyhláška, kterou najdete ve "
                        '<a href="https://sbirkapp.gov.cz">Sbírce právních předpisů</a>.</p>',
                    ),
                    (
                        "Kácení stromů na soukromém pozemku",
                        "<p>Napište nám, o jaký strom jde, kde roste a proč má být pokácen. Přiložte "
                        "zákres. Místo si před rozhodnutím prohlédneme.</p>",
                    ),
                    (
                        "Žádost o informace podle zákona č. 106/1999 Sb.",
                        "<p>Žádost podejte písemně, ústně nebo elektronicky. Postup a sazebník jsou "
                        'na stránce <a href="/povinne-informace/">Povinně zveřejňované '
                        "informace</a>.</p>",
                    ),
                )
            ),
            Callout(
                "Nevíte si rady?",
                "<p>Zeptejte se nás. Poradíme i s tím, co vyřizuje jiný úřad. "
                '<a href="/kontakty/">Kontakty a úřední hodiny</a></p>',
            ),
        ),
    )


# -- forms ---------------------------------------------------------------------------------------


def fault_form(slug: str, intro: str) -> Form:
    return Form(
        slug="napiste-nam",
        title="Napište nám",
        lead="Ohlaste závadu, pošlete podnět nebo se zeptejte.",
        intro=intro,
        fields=(
            FormField(
                "Čeho se zpráva týká",
                "dropdown",
                choices=("Závada na majetku obce", "Podnět nebo návrh", "Dotaz", "Pochvala"),
            ),
            FormField("Místo", required=False, help="Ulice, číslo domu nebo popis místa."),
            FormField("Vaše zpráva", "multiline"),
            FormField("Vaše jméno", required=False),
            FormField("E-mail pro odpověď", "email", help="Odpovíme nejpozději do deseti dnů."),
        ),
        thanks="<p>Děkujeme, zprávu jsme přijali. Závady předáváme správci ještě týž pracovní den, "
        "na dotazy odpovídáme do deseti dnů.</p>",
        consent="Beru na vědomí, že uvedené osobní údaje použije úřad jen k vyřízení této zprávy "
        "a smaže je do jednoho roku.",
        to=f"podatelna@{slug}.example",
    )


# -- notices and documents -----------------------------------------------------------------------


def council_documents(name_genitive: str, body: str) -> tuple[Document, ...]:
    return (
        Document(
            f"Návrh programu zasedání zastupitelstva {body}",
            f"Návrh programu zasedání zastupitelstva {body}",
            (
                f"Starosta {name_genitive} (ukázková osoba) svolává veřejné zasedání zastupitelstva. "
                "Navržený program:",
                "1. Zahájení, určení ověřovatelů zápisu a schválení programu.",
                "2. Kontrola usnesení z minulého zasedání.",
                "3. Návrh rozpočtu na příští rok.",
                "4. Majetkové záležitosti a záměry.",
                "5. Spolupráce ve Svazku obcí Sever: sdílený kalendář akcí.",
                "6. Různé, diskuse, závěr.",
            ),
        ),
        Document(
            "Návrh rozpočtu na příští rok",
            f"Návrh rozpočtu {name_genitive} na příští rok",
            (
                "Návrh rozpočtu se zveřejňuje podle § 11 zákona č. 250/2000 Sb., o rozpočtových "
                "pravidlech územních rozpočtů, na internetových stránkách a na úřední desce.",
                "Připomínky lze uplatnit písemně do dne zasedání, nebo ústně přímo na zasedání.",
                "Čísla rozpočtu v této ukázce neuvádíme, aby nevznikl dojem skutečných údajů.",
            ),
        ),
    )


def council_notices(body: str, place: str) -> tuple[Notice, ...]:
    """Invitation and budget. `{zasedani}` is replaced by the day of the next meeting."""
    return (
        Notice(
            f"Pozvánka na zasedání zastupitelstva {body} {{zasedani}}",
            "council_meeting",
            -2,
            None,
            f"<p>Zasedání se koná <strong>{{zasedani}}</strong>, {place}. Je veřejné a zváni jsou "
            "všichni občané.</p><p>Návrh programu je v příloze.</p>",
            documents=(f"Návrh programu zasedání zastupitelstva {body}",),
        ),
        Notice(
            "Návrh rozpočtu na příští rok",
            "budget",
            -6,
            24,
            "<p>Návrh rozpočtu se zveřejňuje podle § 11 zákona č. 250/2000 Sb. Připomínky lze podat "
            "písemně na podatelně, nebo ústně na zasedání zastupitelstva.</p>",
            documents=("Návrh rozpočtu na příští rok",),
            department="finanční odbor",
        ),
        Notice(
            "Veřejná vyhláška: návrh přechodné úpravy provozu (ukázka)",
            "public_notice",
            -18,
            14,
            "<p>Návrh opatření obecné povahy o přechodné úpravě provozu po dobu opravy vozovky. Kdo je "
            "dotčen, může podat připomínky do 15 dnů ode dne zveřejnění.</p>",
            reference="UKÁZKA 118/2026",
            file_mark="SP UKÁZKA 21/2026",
            originator="Odbor dopravy, ukázkový úřad",
        ),
        Notice(
            "Výzva vlastníkům pozemku v ukázkovém řízení",
            "public_notice",
            -24,
            -2,
            "<p>Účastník řízení neznámého pobytu se vyzývá, aby si vyzvedl písemnost. Osoba i řízení jsou "
            "smyšlené; po sejmutí oznámení nezůstává v archivu.</p>",
            reference="UKÁZKA 97/2026",
            personal=True,
        ),
        Notice(
            "Schválený závěrečný účet za minulý rok",
            "final_account",
            -30,
            -1,
            "<p>Závěrečný účet byl schválen a je k nahlédnutí v kanceláři úřadu.</p>",
        ),
    )


# -- navigation ----------------------------------------------------------------------------------


def menu(more: tuple[MenuItem, ...] = (), town: bool = False) -> tuple[MenuItem, ...]:
    """The menu of a municipality; `more` comes under the first item."""
    place = ("Město", "Stadt", "Town") if town else ("Obec", "Gemeinde", "Village")
    return (
        MenuItem(
            *place,
            "/obec/",
            (
                MenuItem("O městě" if town else "O obci", "Über uns", "About", "/obec/o-obci/"),
                MenuItem("Historie a tradice", "Geschichte", "History", "/obec/historie/"),
                MenuItem("Spolky", "Vereine", "Clubs", "/obec/spolky/"),
                MenuItem("Pro turisty", "Für Besucher", "For visitors", "/obec/pro-turisty/"),
                *more,
            ),
        ),
        MenuItem(
            "Úřad",
            "Rathaus",
            "Office",
            "/urad/",
            (
                MenuItem(
                    "Obecní úřad" if not town else "Městský úřad",
                    "Amt",
                    "The office",
                    "/urad/obecni-urad/",
                ),
                MenuItem("Životní situace", "Anliegen", "Services", "/urad/zivotni-situace/"),
                MenuItem("Odpady", "Abfall", "Waste", "/urad/odpady/"),
                MenuItem("Strategie", "Strategien", "Strategies", "/strategie/"),
                MenuItem(
                    "Povinné informace",
                    "Pflichtangaben",
                    "Mandatory information",
                    "/povinne-informace/",
                ),
                MenuItem("Napište nám", "Schreiben Sie uns", "Write to us", "/napiste-nam/"),
            ),
        ),
        MenuItem("Aktuality", "Aktuelles", "News", "/aktuality/"),
        MenuItem("Kalendář", "Kalender", "Calendar", "/kalendar/"),
        MenuItem("Úřední deska", "Amtstafel", "Notice board", "/uredni-deska/"),
        MenuItem("Fotogalerie", "Fotogalerie", "Photographs", "/fotogalerie/"),
        MenuItem("Kontakty", "Kontakt", "Contacts", "/kontakty/"),
    )


def quick_links(*own: QuickLink) -> tuple[QuickLink, ...]:
    return (
        QuickLink("Úřední deska", "/uredni-deska/", "board", "Oznámení, záměry a rozpočet"),
        QuickLink("Kalendář akcí", "/kalendar/", "calendar", "Co se u nás chystá"),
        QuickLink("Odpady", "/urad/odpady/", "waste", "Kdy se co sváží"),
        QuickLink("Životní situace", "/urad/zivotni-situace/", "office", "Co u nás vyřídíte"),
        *own,
        QuickLink("Napište nám", "/napiste-nam/", "form", "Ohlaste závadu, zeptejte se"),
    )


def sections(
    about: tuple[Page, ...], office: tuple[Page, ...], *, town: bool, lead: str, registry: Registry
) -> tuple[Page, ...]:
    """The two signposts that every municipality has, and the page about what is made up."""
    return (
        Page("obec", "Město" if town else "Obec", lead, children=about, section=True),
        Page(
            "urad",
            "Úřad",
            "Kdy a kam přijít, co vyřídíte a kam s odpadem.",
            children=office,
            section=True,
        ),
        about_demo(registry),
    )
