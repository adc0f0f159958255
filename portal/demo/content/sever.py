"""The union's own site: Svazek obcí Sever."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from portal.demo.content import common
from portal.demo.content.types import (
    Accordion,
    Callout,
    Document,
    Documents,
    Event,
    Figure,
    Gallery,
    Heading,
    MenuItem,
    News,
    Notice,
    Office,
    Page,
    People,
    Person,
    Picture,
    QuickLink,
    Quote,
    Registry,
    Site,
    Table,
    Text,
)
from portal.demo.dates import FRIDAY, SATURDAY, THURSDAY, TUESDAY, fixed, nth


@dataclass(frozen=True)
class Project:
    title: str
    number: str
    fund: str
    summary: str


PROJECT = Project(
    "Strategické řízení v obcích DSO Sever",
    "CZ.03.4.74/0.0/0.0/17_080/0009947",
    "Evropská unie, Evropský sociální fond, Operační program Zaměstnanost",
    "Projekt trval od 1. března 2019 do 31. května 2021. Přinesl 12 strategií obcí vložených do "
    "obcepro.cz, integrovanou strategii rozvoje území, čtyři rozvojové dokumenty a jeden společný web.",
)


@dataclass(frozen=True)
class JointProject:
    """Days, costs and outputs stand here only where a source says them."""

    slug: str
    title: str
    lead: str
    state: str
    started: dt.date | None = None
    ended: dt.date | None = None
    period: str = ""
    cost: Decimal | None = None
    funding: str = ""
    number: str = ""
    eu_funded: bool = False
    source: str = ""
    body: str = ""
    outputs: tuple[tuple[str, Decimal, str], ...] = ()
    partners: tuple[tuple[str, str], ...] = ()


PROJECTS_LEAD = (
    "Co obce svazku připravují, dělají a dokončily společně, a kam se můžete přijít podívat."
)
PROJECTS = (
    JointProject(
        "strategicke-rizeni",
        PROJECT.title,
        "Audit rozvojových dokumentů, strategie obcí, integrovaná strategie území a společný web.",
        "finished",
        dt.date(2019, 3, 1),
        dt.date(2021, 5, 31),
        cost=Decimal("1555937.50"),
        funding=PROJECT.fund,
        number=PROJECT.number,
        eu_funded=True,
        source="údaje svazku o projektu; částka jsou způsobilé výdaje",
        body="<p>Projekt uskutečnil Svazek obcí Sever ve výzvě 03_17_080. Zahrnul audit rozvojových "
        "dokumentů a strategické plány obcí vložené do obcepro.cz, integrovanou strategii území s plánem "
        "společných aktivit, dokumentaci společných projektových aktivit a společný web pro lepší "
        "komunikaci a sdílení dobré praxe.</p>",
        outputs=(
            ("strategie obcí vložené do obcepro.cz", Decimal(12), ""),
            ("integrovaná strategie rozvoje území (ISRÚ)", Decimal(1), ""),
            ("rozvojové dokumenty", Decimal(4), ""),
            ("sdílený web", Decimal(1), ""),
        ),
    ),
    JointProject(
        "krasy-severu",
        "Putovní výstava Krásy Severu",
        "Jeden fotografický panel za každou obec, výstava putovala po regionu.",
        "finished",
        period="2004",
        cost=Decimal(66550),
        funding="z toho dotace kraje 50 000 Kč",
        source="údaje svazku",
        body="<p>Výstava se vydařila. Co se z ní dá převzít, popisuje záznam v části Dobrá praxe.</p>",
    ),
    JointProject(
        "nove-panely",
        "Nové putovní panely (ukázka)",
        "Ukázkový záznam: obce obnovují výstavní panely a domlouvají jejich zastávky.",
        "running",
        period="ukázka, bez skutečných termínů",
        body="<p>Tento projekt je vymyšlený. Předvádí, jak vypadá společný projekt, který právě běží.</p>",
        partners=(
            ("lipova", "půjčuje sál"),
            ("sluknov", "sklad panelů"),
            ("velky-senov", ""),
        ),
    ),
)
ORGANS_LEAD = "Ukázka: orgány svazku a osoby v nich zatím nejsou doložené, jména jsou vymyšlená."
# Name, task, whether every member sends somebody, people with their functions.
ORGANS = (
    (
        "Valná hromada (ukázka)",
        "<p>Ukázkový text: schvaluje rozpočet, závěrečný účet a společné projekty.</p>",
        True,
        (),
    ),
    (
        "Předseda svazku (ukázka)",
        "<p>Ukázkový text: svazek zastupuje navenek a svolává valnou hromadu.</p>",
        False,
        (("Jan Severský (ukázková osoba)", "předseda svazku"),),
    ),
)
PAPERS_LEAD = "Soubory jsou ukázkové a nejde o úřední listiny."
PAPERS = (
    ("budget", "Návrh rozpočtu svazku (ukázka)"),
    ("forms", "Pravidla společného kalendáře (ukázka)"),
)
FIGURES = (
    ("obyvatel", Decimal(29835), "", "údaj svazku, odpovídá součtu deseti potvrzených obcí"),
    ("členských obcí", Decimal(12), "", "údaj svazku, deset potvrzených a dvě k potvrzení"),
    ("rozloha", Decimal(21143), "ha", "údaj svazku, odpovídá součtu deseti potvrzených obcí"),
)
REGISTRY = Registry("Svazek obcí Sever", area_ha=21143, population=29835)

SITE = Site(
    slug="sever",
    registry=REGISTRY,
    tagline="Dvanáct obcí Šluknovského výběžku, jeden kalendář a společné plány",
    intro="<p>Svazek obcí Sever je dobrovolný svazek obcí v okrese Děčín v Ústeckém kraji se sídlem "
    "v Lipové. Ustavil se 11. ledna 2000. Obce v něm spolupracují ve vzdělávání, sociální péči, "
    "zdravotnictví a kultuře, pečují o čistotu obcí a společně plánují rozvoj regionu. Výkon státní "
    "správy svazku nepřísluší.</p>",
    header_alt="Ilustrace: kopce Šluknovského výběžku s kostely, zámkem, rozhlednou a podstávkovými domy",
    pictures=(
        Picture(
            "morning",
            "Ráno ve Šluknovském výběžku",
            "Východ slunce nad zamlženými kopci s vesnicí v údolí",
        ),
        Picture(
            "council", "Valná hromada svazku", "Zástupci obcí u společného stolu, za oknem krajina"
        ),
        Picture(
            "exhibition",
            "Výstava Krásy Severu",
            "Návštěvníci výstavy si prohlížejí čtyři panely s krajinami",
        ),
        Picture(
            "trail",
            "Společné značení tras",
            "Turisté u rozcestníku nad údolím, vedle stojí jízdní kolo",
        ),
        Picture("market", "Regionální trh", "Stánky s pruhovanými střechami na náměstí plném lidí"),
        Picture("railway", "Motorák na mostě", "Motorový vůz přejíždí kamenný most nad říčkou"),
        Picture("library", "Čtení pro děti", "Děti s knihou před plnými policemi knihovny"),
        Picture("bins", "Třídění odpadu", "Pět barevných nádob na tříděný odpad před živým plotem"),
    ),
    news=(
        News(
            "spolecny-kalendar",
            "Kalendář svazku spojuje akce všech členských obcí",
            "Pouť v Lobendavě, trh ve Šluknově i schůze zastupitelstva v Lipové: vše na jednom místě, "
            "s odběrem do telefonu.",
            (11, 16),
            "Z úřadu",
            (
                Text(
                    "<p>Obec zapíše akci jednou, na svém webu. Ve stejné chvíli ji vidí návštěvníci "
                    "společného kalendáře i ti, kdo si ho odebírají v telefonu. Změní-li se čas nebo se "
                    "akce zruší, dozvědí se to také.</p>"
                ),
                Heading("Jak kalendář odebírat"),
                Text(
                    '<ol><li>Otevřete <a href="/kalendar/">kalendář</a> a zvolte odběr.</li>'
                    "<li>Vyberte obce a druhy akcí, které vás zajímají.</li>"
                    "<li>Odkaz potvrďte ve svém telefonu nebo počítači.</li></ol>"
                ),
                Callout(
                    "I pro sousedy ze Saska",
                    "<p>U akcí, na které zveme i německé sousedy, najdete krátké shrnutí v němčině.</p>",
                ),
            ),
            "morning",
            pinned_days=30,
        ),
        News(
            "krasy-severu-znovu",
            "Krásy Severu: fotografie z obcí se po letech vydají na cesty",
            "Navazujeme na putovní výstavu z roku 2004, v níž měla každá obec svůj panel.",
            (10, 22),
            "Kultura a sport",
            (
                Text(
                    "<p>Původní výstava Krásy Severu vyšla na 66 550 Kč, z toho 50 000 Kč zaplatila "
                    "dotace kraje. Každá obec se představila jedním fotografickým panelem a výstava "
                    "putovala regionem. Patří k tomu, co se svazku povedlo.</p>"
                ),
                Figure("exhibition", "Panely s krajinami, ilustrace"),
                Text(
                    "<p>Tentokrát mohou fotografovat i děti. Zapojit se lze přes obecní úřady.</p>"
                ),
            ),
            "exhibition",
        ),
        News(
            "setkani-k-odpadum",
            "Starostové se sešli nad jediným tématem: odpady",
            "Místo dlouhého programu jedna otázka: jak společně zlevnit svoz tříděného odpadu.",
            (9, 24),
            "Životní prostředí",
            (
                Text(
                    "<p>Před lety, 5. února 2002, se zastupitelstva sešla ve Šluknově a setkání se "
                    "nepovedlo: program byl příliš obecný. Vzali jsme si z toho ponaučení a scházíme se "
                    "nad konkrétní věcí, která trápí celý region.</p>"
                ),
                Quote(
                    "Za dvě hodiny jsme měli seznam nádob, které si obce mohou půjčovat. Víc jsme "
                    "nepotřebovali.",
                    "Redakce svazku",
                ),
            ),
            "bins",
        ),
        News(
            "vlakem-na-slavnosti",
            "Na slavnosti jeďte vlakem",
            "U každé velké akce nově uvádíme, jak se na ni dostat bez auta.",
            (6, 8),
            "Doprava a uzavírky",
            (
                Text(
                    "<p>Letní akce v regionu přitáhnou tisíce lidí a parkovat pak není kde. Pořadatele "
                    "prosíme, aby k místu konání připsali i nejbližší zastávku. V kalendáři ji najdete v "
                    "popisu akce.</p>"
                ),
            ),
            "railway",
        ),
        News(
            "trasy",
            "Obce sjednocují směrovky pěších a cyklistických tras",
            "Stejné tabulky od Dolní Poustevny po Doubici. Kde směrovka chybí, dejte nám vědět.",
            (4, 14),
            "Kultura a sport",
            (
                Text(
                    "<p>Soupis rozcestníků připravují knihovny a turistické spolky. Závady hlaste "
                    'formulářem <a href="/napiste-nam/">Napište nám</a>, předáme je správci trasy.</p>'
                ),
                Figure("trail", "Rozcestník nad údolím, ilustrace"),
            ),
            "trail",
        ),
        News(
            "knihovny",
            "Jeden čtenářský průkaz pro knihovny v regionu",
            "Knihovny členských obcí zkoušejí výměnné soubory knih. Začíná se dětskou četbou.",
            (2, 19),
            "Školy a děti",
            (
                Text(
                    "<p>Dvacet knih putuje každý měsíc z obce do obce. Děti si je vypůjčí bez ohledu na to, "
                    "kde bydlí. Po půl roce vyhodnotíme, které knihy se četly nejvíc.</p>"
                ),
            ),
            "library",
        ),
    ),
    events=(
        Event(
            "valna-hromada",
            "Valná hromada Svazku obcí Sever",
            "zastupitelstvo",
            (nth(THURSDAY, 2, 4), nth(THURSDAY, 2, 12)),
            "14:00",
            "17:00",
            place="obecní úřad Lipová",
            text="<p>Jednání zástupců členských obcí je veřejné. Program a návrh rozpočtu vyvěšujeme na "
            "úřední desce svazku i všech členských obcí.</p>",
            organiser="Svazek obcí Sever",
            scene="council",
        ),
        Event(
            "krasy-severu",
            "Krásy Severu: putovní výstava fotografií",
            "kultura",
            (fixed(5, 4),),
            all_day=True,
            days=27,
            place="Šluknov, zámek",
            text="<p>Každá obec svazku se představuje jedním panelem fotografií. Vstup volný, pro školy po "
            "domluvě s výkladem.</p>",
            german="Wanderausstellung „Schönheiten des Nordens“: Jede Mitgliedsgemeinde stellt sich mit "
            "einer Fototafel vor. Eintritt frei.",
            organiser="Svazek obcí Sever",
            scene="exhibition",
        ),
        Event(
            "setkani-knihoven",
            "Setkání knihovnic a knihovníků",
            "vzdelavani",
            (nth(TUESDAY, 3, 3), nth(TUESDAY, 3, 10)),
            "9:30",
            "12:30",
            place="Rumburk, městská knihovna",
            text="<p>Výměnné soubory, čtení s dětmi, společné nákupy. Host: lektorka tvůrčího psaní "
            "(ukázková osoba).</p>",
            organiser="Svazek obcí Sever",
            scene="library",
        ),
        Event(
            "regionalni-trh",
            "Regionální trh Severu",
            "trhy",
            (nth(SATURDAY, 3, 5), nth(SATURDAY, 1, 12)),
            "9:00",
            "15:00",
            place="Rumburk, náměstí",
            text="<p>Med, sýry, pečivo, keramika a krajky od výrobců z členských obcí.</p>",
            german="Regionalmarkt mit Honig, Käse, Gebäck, Keramik und Spitze aus den Mitgliedsgemeinden.",
            organiser="Svazek obcí Sever a město Rumburk",
            scene="market",
        ),
        Event(
            "pochod",
            "Pochod Severem",
            "sport",
            (nth(SATURDAY, 2, 6),),
            "8:00",
            "17:00",
            place="start Velký Šenov, cíl Lipová",
            text="<p>Trasy 8, 15 a 30 kilometrů, občerstvení na každé trase. Přihlášení na startu od 7 "
            "hodin.</p>",
            german="Wanderung durch den Norden auf drei Strecken (8, 15 und 30 km). Anmeldung am Start ab "
            "7 Uhr in Velký Šenov.",
            organiser="Svazek obcí Sever a turisté",
            scene="trail",
        ),
        Event(
            "skoleni",
            "Školení redaktorů obecních webů",
            "vzdelavani",
            (nth(THURSDAY, 1, 2), nth(THURSDAY, 1, 11)),
            "9:00",
            "12:00",
            place="obecní úřad Lipová",
            text="<p>Jak psát srozumitelně, popisovat obrázky a zapisovat akce do společného kalendáře.</p>",
            organiser="Svazek obcí Sever",
        ),
        Event(
            "den-na-kolejich",
            "Den regionu na kolejích",
            "deti",
            (nth(SATURDAY, 3, 9),),
            "10:00",
            "16:00",
            place="nádraží Rumburk",
            text="<p>Prohlídka motorového vozu, výtvarná dílna, soutěže pro děti. Přijeďte vlakem.</p>",
            organiser="Svazek obcí Sever",
            scene="railway",
        ),
        Event(
            "socialni-sluzby",
            "Kulatý stůl k sociálním službám",
            "seniori",
            (nth(FRIDAY, 3, 1), nth(FRIDAY, 2, 10)),
            "10:00",
            "12:00",
            place="Rumburk, městský úřad",
            text="<p>Obce, poskytovatelé služeb a lékaři společně o péči doma: kdo ji nabízí a kde chybí.</p>",
            organiser="Svazek obcí Sever",
            scene="council",
        ),
    ),
    pages=(
        Page(
            "svazek",
            "O svazku",
            "Kdo jsme, proč spolupracujeme a co se podařilo.",
            section=True,
            children=(
                Page(
                    "kdo-jsme",
                    "Kdo jsme",
                    "Dobrovolný svazek obcí v okrese Děčín v Ústeckém kraji se sídlem v Lipové.",
                    (
                        Heading("Proč svazek vznikl"),
                        Text(
                            "<p>Obce se spojily, aby společně zajistily to, na co by jednotlivě nestačily: "
                            "vzdělávání, sociální péči, zdravotnictví a kulturu, vyjma výkonu státní správy. "
                            "K tomu čistotu obcí a rozvoj regionu, tedy jeho koncepci a postupné "
                            "uskutečňování.</p>"
                        ),
                        Heading("Členské obce"),
                        Text(
                            "<p>Svazek uvádí dvanáct obcí, 29 835 obyvatel a 21 143 hektarů. Tyto součty "
                            "přesně odpovídají deseti obcím. U zbývajících dvou, Krásné Lípy a Doubice, je "
                            "proto členství vedeno jako „k potvrzení“. Přehled najdete na stránce "
                            '<a href="/obce/">Obce</a>.</p>'
                        ),
                        Figure("morning", "Šluknovský výběžek za rozednění, ilustrace"),
                        People(("předseda svazku", "redakce webu")),
                    ),
                ),
                Page(
                    "historie",
                    "Historie svazku",
                    "Od prvního setkání ve Velkém Šenově po společný web.",
                    (
                        Table(
                            "Důležité okamžiky",
                            ("Kdy", "Co se stalo"),
                            (
                                ("21. září 1999", "První setkání obcí ve Velkém Šenově"),
                                ("11. ledna 2000", "Ustavení svazku v Lipové"),
                                ("5. února 2002", "Společné jednání zastupitelstev ve Šluknově"),
                                ("2004", "Putovní výstava Krásy Severu"),
                                ("2019–2021", "Projekt Strategické řízení v obcích DSO Sever"),
                            ),
                        ),
                        Heading("Co se povedlo a co ne"),
                        Accordion(
                            (
                                (
                                    "Krásy Severu (2004): úspěch",
                                    "<p>Putovní výstava, v níž měla každá obec jeden fotografický panel. Stála "
                                    "66 550 Kč, z toho 50 000 Kč činila dotace kraje.</p>",
                                ),
                                (
                                    "Společné jednání zastupitelstev (2002): neúspěch",
                                    "<p>Program byl příliš obecný. Ponaučení: scházet se nad konkrétním tématem, "
                                    "které je důležité pro celý region, nebo při výročí.</p>",
                                ),
                            )
                        ),
                    ),
                ),
                Page(
                    "projekt-strategicke-rizeni",
                    "Projekt Strategické řízení v obcích DSO Sever",
                    "Projekt z Operačního programu Zaměstnanost, díky němuž mají obce své strategie.",
                    (
                        Callout(
                            "Evropská unie, Evropský sociální fond, Operační program Zaměstnanost",
                            "<p>Registrační číslo projektu: CZ.03.4.74/0.0/0.0/17_080/0009947</p>",
                        ),
                        Table(
                            "Projekt v kostce",
                            ("Údaj", "Hodnota"),
                            (
                                ("Název", "Strategické řízení v obcích DSO Sever"),
                                ("Výzva", "03_17_080"),
                                ("Období", "1. 3. 2019 – 31. 5. 2021"),
                                ("Způsobilé výdaje", "1 555 937,50 Kč"),
                                ("Realizátor", "Svazek obcí Sever"),
                            ),
                        ),
                        Heading("Výstupy"),
                        Text(
                            "<ul><li>12 strategií obcí vložených do obcepro.cz</li><li>1 integrovaná strategie "
                            "rozvoje území (ISRÚ)</li><li>4 rozvojové dokumenty</li><li>1 sdílený web</li></ul>"
                        ),
                        Heading("Klíčové aktivity"),
                        Accordion(
                            (
                                (
                                    "KA1 a KA2: audit dokumentů",
                                    "<p>Audit rozvojových dokumentů a strategické plány obcí, vložené do "
                                    "obcepro.cz.</p>",
                                ),
                                (
                                    "KA3: integrovaná strategie",
                                    "<p>Integrovaná strategie území a plán společných aktivit.</p>",
                                ),
                                (
                                    "KA4: dokumentace",
                                    "<p>Dokumentace společných projektových aktivit.</p>",
                                ),
                                (
                                    "KA5: sdílený web",
                                    "<p>Společný web pro lepší komunikaci a sdílení dobré praxe.</p>",
                                ),
                            )
                        ),
                    ),
                ),
            ),
        ),
        Page(
            "pro-obce",
            "Pro členské obce",
            "Podklady pro starosty, úředníky a redaktory webů.",
            (
                Heading("Jak zapsat akci do společného kalendáře"),
                Text(
                    "<ol><li>Přihlaste se na webu své obce.</li><li>Založte akci v části Kalendář.</li>"
                    "<li>Zveřejněte ji. Ve společném kalendáři je hned.</li></ol>"
                ),
                Documents(("Pravidla společného kalendáře (ukázka)",)),
            ),
        ),
        Page(
            "o-ukazkovych-datech",
            "O ukázkových datech",
            "Tyto stránky předvádějí portál naplněný daty. Zde je řečeno, co je skutečné a co vymyšlené.",
            (
                Text(
                    "<p>Skutečné jsou údaje o svazku a jeho obcích, o projektu Strategické řízení, o výstavě "
                    "Krásy Severu a opakované akce v obcích. <strong>Vymyšlené</strong> jsou aktuality, oznámení, "
                    "termíny setkání, jména osob, e-maily končící na .example a emblémy, které nejsou "
                    "skutečnými znaky obcí.</p>"
                ),
                Callout(
                    "Není to úřední web",
                    "<p>Na žádný údaj z těchto stránek se prosím nespoléhejte při jednání s úřady.</p>",
                    "warning",
                ),
            ),
        ),
    ),
    gallery=Gallery(
        "svazek-v-obrazech",
        "Svazek v obrazech",
        "Šest kreseb o tom, co obce dělají společně.",
        (11, 3),
        (
            ("morning", "Krajina, kterou sdílíme"),
            ("council", "Valná hromada v Lipové"),
            ("exhibition", "Výstava Krásy Severu"),
            ("trail", "Na společných trasách"),
            ("market", "Regionální trh"),
            ("railway", "Vlakem za sousedy"),
        ),
    ),
    offices=(
        Office(
            "Kancelář svazku",
            "Obecní úřad Lipová, 407 81 Lipová",
            "kancelar@sever.example",
            note="<p>Úřední hodiny, e-mail a osoby jsou ukázkové. Telefonní čísla proto neuvádíme.</p>",
            hours=common.hours("24", ("9:00", "12:00"), ("13:00", "15:00")),
            main=True,
        ),
    ),
    people=(
        Person("Jan Severský (ukázková osoba)", "předseda svazku", "predseda@sever.example"),
        Person("Redakce Svazku (ukázková osoba)", "redakce webu", "redakce@sever.example"),
    ),
    quick_links=(
        QuickLink("Členské obce", "/obce/", "tourism"),
        QuickLink("Společný kalendář", "/kalendar/", "calendar"),
    ),
    menu=(
        MenuItem(
            "O svazku",
            "Verband",
            "The union",
            "/svazek/",
            (
                MenuItem("Kdo jsme", "Wer wir sind", "Who we are", "/svazek/kdo-jsme/"),
                MenuItem("Historie svazku", "Geschichte", "History", "/svazek/historie/"),
                MenuItem(
                    "Projekt Strategické řízení",
                    "EU-Projekt",
                    "EU project",
                    "/svazek/projekt-strategicke-rizeni/",
                ),
                MenuItem("Orgány a lidé", "Organe", "Organs and people", "/organy/"),
                MenuItem("Společné projekty", "Projekte", "Joint projects", "/projekty/"),
                MenuItem("Dokumenty", "Dokumente", "Documents", "/dokumenty/"),
                MenuItem("Strategie", "Strategien", "Strategies", "/strategie/"),
                MenuItem("Pro členské obce", "Für Mitglieder", "For members", "/pro-obce/"),
                MenuItem(
                    "Povinné informace",
                    "Pflichtangaben",
                    "Mandatory information",
                    "/povinne-informace/",
                ),
            ),
        ),
        MenuItem("Obce", "Gemeinden", "Municipalities", "/obce/"),
        MenuItem("Dobrá praxe", "Gute Praxis", "Good practice", "/dobra-praxe/"),
        MenuItem("Aktuality", "Aktuelles", "News", "/aktuality/"),
        MenuItem("Kalendář", "Kalender", "Calendar", "/kalendar/"),
        MenuItem("Úřední deska", "Amtstafel", "Notice board", "/uredni-deska/"),
        MenuItem("Fotogalerie", "Fotogalerie", "Photographs", "/fotogalerie/"),
        MenuItem("Kontakty", "Kontakt", "Contacts", "/kontakty/"),
    ),
    notices=(
        Notice(
            "Pozvánka na valnou hromadu {zasedani}",
            "council_meeting",
            -3,
            None,
            "<p>Valná hromada Svazku obcí Sever se koná <strong>{zasedani}</strong> v Lipové. Program: "
            "návrh rozpočtu, společné akce, sdílený web.</p>",
        ),
        Notice(
            "Návrh rozpočtu Svazku obcí Sever na příští rok",
            "budget",
            -4,
            26,
            "<p>Návrh rozpočtu svazku se zveřejňuje podle § 39 zákona č. 250/2000 Sb. ve všech členských "
            "obcích po dobu nejméně 15 dnů.</p>",
            documents=("Návrh rozpočtu svazku (ukázka)",),
            everywhere=True,
        ),
        Notice(
            "Výběr dodavatele putovních panelů",
            "tender",
            -14,
            10,
            "<p>Svazek poptává výrobu dvanácti výstavních panelů. Nabídky přijímá kancelář svazku.</p>",
        ),
    ),
    documents=(
        Document(
            "Návrh rozpočtu svazku (ukázka)",
            "Návrh rozpočtu Svazku obcí Sever na příští rok",
            (
                "Návrh rozpočtu se zveřejňuje podle § 39 zákona č. 250/2000 Sb. na úřední desce svazku a "
                "na úředních deskách všech členských obcí.",
                "Čísla v této ukázce neuvádíme, aby nevznikl dojem skutečných údajů.",
            ),
        ),
        Document(
            "Pravidla společného kalendáře (ukázka)",
            "Pravidla společného kalendáře",
            (
                "1. Akci zapisuje obec, na jejímž území se koná. Společnou akci zapisuje ten, kdo ji pořádá.",
                "2. U akcí pro návštěvníky ze Saska připojí obec dvě věty v němčině.",
                "3. Zrušená akce se nemaže, ale označí jako zrušená, aby se o tom dozvěděli odběratelé.",
            ),
        ),
    ),
    forms=(
        common.fault_form(
            "sever",
            "<p>Napište nám, co ve společném kalendáři nebo na webu chybí či nefunguje. Dotazy na "
            "jednotlivé obce předáme jejich úřadům.</p>",
        ),
    ),
    contacts_lead="Kancelář svazku sídlí na obecním úřadě v Lipové.",
)
