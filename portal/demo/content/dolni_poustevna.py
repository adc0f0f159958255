"""Dolní Poustevna, a town on the border."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import (
    FRIDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    WEDNESDAY,
    advent,
    easter,
    last,
    nth,
)

REGISTRY = t.Registry(
    "Dolní Poustevna",
    "mesto",
    "562441",
    "407 82",
    "50.9826",
    "14.2870",
    1107,
    1744,
    "dolnipoustevna.cz",
)
OFFICE = "Městský úřad Dolní Poustevna"

SITE = t.Site(
    slug="dolni-poustevna",
    registry=REGISTRY,
    tagline="Město na západním okraji výběžku, krok od Saska",
    intro="<p>Vítejte v Dolní Poustevně. Vlak u nás překračuje hranici a s ním i pečivo, divadlo a kroužky. Na těchto stránkách hledejte spoje, akce i to, co vyřídíte na úřadě.</p>",
    header_alt="Ilustrace: kaple s věžičkou mezi domy u lesa, pod ní louky",
    pictures=(
        t.Picture(
            "railway", "Motorák přes hranici", "Motorový vůz na kamenném mostě nad hraniční říčkou"
        ),
        t.Picture("landmark", "Kaple v Dolní Poustevně", "Kaple s červenou střechou mezi stromy"),
        t.Picture("market", "Sousedský trh", "Stánky s barevnými střechami a nakupující"),
        t.Picture("trail", "Hraniční rozcestník", "Turisté u rozcestníku s třemi směrovkami"),
        t.Picture("school", "Školní hřiště", "Budova školy a hřiště plné dětí"),
        t.Picture("works", "Oprava silnice k hranici", "Dělníci a bagr při opravě vozovky"),
        t.Picture(
            "advent", "Sousedský advent", "Rozsvícený strom a stánky na zasněženém prostranství"
        ),
        t.Picture("forest", "Cesta k poustevně", "Lesní pěšina se slunečním světlem mezi stromy"),
    ),
    news=(
        t.News(
            "advent-spolecny",
            "Advent začneme v pátek, se sousedy z druhé strany",
            "Koledy česky i německy, jeden strom na každé straně hranice.",
            (11, 17),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Ve čtvrtek strojíme strom, v pátek ho rozsvítíme a v sobotu jedeme vlakem na trh k sousedům. Jízdenka pro skupinu je za zvýhodněnou cenu.</p>"
                ),
                t.Figure("advent", "Sousedský advent, ilustrace"),
            ),
            "advent",
            pinned_days=12,
        ),
        t.News(
            "silnice-hotova",
            "Silnice k hranici je opravená, zbývá vodorovné značení",
            "Objížďka končí v pátek ráno.",
            (10, 20),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>Nový povrch je tišší a má odvodnění. Chodník vede nově po obou stranách až k přejezdu.</p>"
                ),
                t.Callout(
                    "Ještě pozor",
                    "<p>Při malování čar bude provoz řídit kyvadlově policie.</p>",
                    "warning",
                ),
            ),
            "works",
        ),
        t.News(
            "vlak-prestup",
            "Přestup na vlak do Saska je nově garantovaný",
            "Vlaky na sebe počkají až deset minut.",
            (9, 7),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>Nástupiště je bezbariérové, jízdenku koupíte u průvodčího nebo v automatu v obou jazycích.</p>"
                ),
            ),
            "railway",
        ),
        t.News(
            "trh-kalendar",
            "Sousedský trh: termíny na celý rok",
            "Čtyři soboty, každá s jiným tématem.",
            (4, 9),
            "Kultura a sport",
            (
                t.Table(
                    "Témata trhů",
                    ("Termín", "Téma"),
                    (
                        ("duben", "sazenice"),
                        ("červen", "byliny a med"),
                        ("září", "houby a pečivo"),
                        ("prosinec", "betlémy a dárky"),
                    ),
                ),
            ),
            "market",
        ),
        t.News(
            "skola-cesko-nemecka",
            "Děti se učí sousedův jazyk od první třídy",
            "Němčinu hrou vede rodilá mluvčí jednou týdně.",
            (3, 5),
            "Školy a děti",
            (
                t.Text(
                    "<p>Na oplátku chodí česká lektorka za hranici. V červnu se děti sejdou na společném představení.</p>"
                ),
                t.Quote(
                    "Za měsíc už na mě volaly dobrý den na hřišti.", "lektorka (ukázková osoba)"
                ),
            ),
            "school",
        ),
        t.News(
            "studanka",
            "Studánka u lesní cesty má novou stříšku",
            "Brigádníci ji vyčistili a obložili kamenem.",
            (5, 30),
            "Životní prostředí",
            (
                t.Text(
                    "<p>Voda není kontrolovaná, pijte jen převařenou. Pod studánkou přibyla lavice.</p>"
                ),
                t.Figure("forest"),
            ),
            "forest",
        ),
    ),
    events=(
        t.Event(
            "sousedsky-trh",
            "Sousedský trh",
            "trhy",
            (nth(SATURDAY, 2, 4), nth(SATURDAY, 2, 6), nth(SATURDAY, 1, 9), nth(SATURDAY, 1, 12)),
            "9:00",
            "13:00",
            place="náměstí",
            text="<p>Pěstitelé, řemeslníci a pekaři z obou stran hranice. Téma každého trhu je v aktualitách.</p>",
            german="Nachbarschaftsmarkt mit Erzeugern von beiden Seiten der Grenze, jedes Mal mit eigenem Thema.",
            organiser="město Dolní Poustevna",
            scene="market",
        ),
        t.Event(
            "advent",
            "Rozsvícení stromu se sousedy",
            "slavnosti",
            (advent(1, plus=-2),),
            "16:30",
            "19:00",
            place="náměstí",
            text="<p>Koledy česky i německy, vánoční pečivo, ohniště. Strom rozsvítíme v 17 hodin.</p>",
            german="Gemeinsames Anzünden des Weihnachtsbaums am Freitag vor dem ersten Advent, Lieder auf Tschechisch und Deutsch.",
            organiser="město Dolní Poustevna",
            scene="advent",
        ),
        t.Event(
            "vylet-vlakem",
            "Výlet vlakem za sousedy",
            "sport",
            (nth(SATURDAY, 4, 5),),
            "8:30",
            "16:00",
            place="nádraží",
            text="<p>Společná cesta vlakem a procházka s průvodcem. Děti zdarma.</p>",
            german="Zugausflug zu den Nachbarn mit geführtem Spaziergang, Kinder fahren frei.",
            organiser="turistický spolek",
            scene="railway",
        ),
        t.Event(
            "hranicni-pochod",
            "Pochod kolem hranice",
            "sport",
            (nth(SUNDAY, 2, 6),),
            "9:00",
            "14:00",
            place="sraz u rozcestníku",
            text="<p>Trasy 6 a 14 kilometrů, čaj a razítko u každého kamene.</p>",
            german="Wanderung entlang der Grenze über 6 oder 14 Kilometer.",
            organiser="turistický spolek",
            scene="trail",
        ),
        t.Event(
            "deti-predstaveni",
            "Dětské představení ve dvou jazycích",
            "deti",
            (nth(THURSDAY, 2, 6),),
            "17:00",
            "18:30",
            place="kulturní dům",
            text="<p>Pohádku hrají děti z české i saské školy. Titulky vedle jeviště.</p>",
            german="Kindertheater in zwei Sprachen: Märchen von tschechischen und sächsischen Schulkindern.",
            organiser="základní škola",
            scene="school",
        ),
        t.Event(
            "kynologie",
            "Den psů na cvičišti",
            "spolky",
            (nth(SATURDAY, 3, 8),),
            "9:00",
            "15:00",
            place="cvičiště",
            text="<p>Ukázky výcviku, soutěž o nejlepší trik, občerstvení.</p>",
            german="Hundetag mit Vorführungen und Wettbewerb um den besten Trick.",
            organiser="kynologický klub",
        ),
        t.Event(
            "predvanocni",
            "Jak se slaví jinde: beseda",
            "vzdelavani",
            (last(WEDNESDAY, 2), last(WEDNESDAY, 10)),
            "18:00",
            "20:00",
            place="městská knihovna",
            text="<p>Setkání s někým, kdo žil ve světě. Vstup volný.</p>",
            organiser="městská knihovna",
        ),
        t.Event(
            "masopust",
            "Masopustní veselice",
            "slavnosti",
            (easter(-49),),
            "13:00",
            "18:00",
            place="průvod od školy na náměstí",
            text="<p>Masky, koblihy, jitrnice. Půjčovna masek v knihovně.</p>",
            german="Fasching mit Umzug, Krapfen und Würsten.",
            organiser="hasiči a škola",
        ),
        common.council(
            "města",
            tuple(nth(THURSDAY, 1, month) for month in (3, 6, 9, 12)),
            "16:30",
            "zasedací místnost městského úřadu",
            OFFICE,
        ),
        common.bulky_waste(
            (nth(SATURDAY, 3, 5), nth(SATURDAY, 3, 10)), "sběrné místo u hřiště", OFFICE
        ),
        t.Event(
            "seniori",
            "Odpoledne pro seniory",
            "seniori",
            (nth(FRIDAY, 1, 4), nth(FRIDAY, 1, 11)),
            "14:00",
            "16:00",
            place="klubovna",
            text="<p>Káva, karty, cvičení na židlích.</p>",
            organiser="klub seniorů",
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O městě",
                "Dolní Poustevna leží na západním okraji Šluknovského výběžku, přímo na hranici se Saskem.",
                (
                    t.Figure("landmark", "Kaple, ilustrace"),
                    t.Table(
                        "Dolní Poustevna v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "město"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 82"),
                            ("Rozloha", "1 107 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "1 744"),
                            ("Kód obce", "562441"),
                        ),
                    ),
                    t.Text(
                        "<p>Hranice je přirozenou součástí dne: na nákup, na vlak, na kroužek. Město proto dělá vše ve dvou jazycích, kde to dává smysl.</p>"
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "Poustevník ve jménu a trh na náměstí.",
                (
                    common.sample("Historii doplní kronikář. Letopočty v ukázce neuvádíme."),
                    t.Text(
                        "<p>Jméno města připomíná poustevníky. Jak to s nimi bylo doopravdy, říkají prameny různě; průvodci na trase k lesní kapli vyprávějí všechny verze.</p>"
                    ),
                    t.Figure("forest", "Cesta k lesní kapli, ilustrace"),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Turisté, kynologové, hasiči a divadlo.",
                (
                    common.sample("Spolky jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            (
                                "Turistický spolek",
                                "<p>Vede výlety vlakem a pochod kolem hranice.</p>",
                            ),
                            ("Kynologický klub", "<p>Výcvik psů, srpnový den psů na cvičišti.</p>"),
                            ("Hasiči", "<p>Jednotka, masopust, dětský den.</p>"),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Hranice, lesní kaple a vlak pro pěší.",
                (
                    t.Text(
                        "<ul><li><strong>Cesta k lesní kapli:</strong> hodinu mezi stromy, mírně do kopce.</li><li><strong>Hraniční okruh:</strong> 6 nebo 14 kilometrů.</li><li><strong>Vlakem:</strong> do Saska i do Rumburku bez auta.</li></ul>"
                    ),
                    t.Figure("railway", "Motorový vůz na mostě, ilustrace"),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Městský úřad",
                "Úřad na náměstí mluví česky, na pokladně i německy.",
                (
                    t.People(("starostka", "podatelna a pokladna")),
                    t.Text(
                        "<p>Na podatelně a pokladně vám rozumějí i německy. Delší jednání raději domluvte předem.</p>"
                    ),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("městský úřad"),
            common.waste_page(
                "Svoz jednou týdně, tříděný odpad do kontejnerů u nádraží a u školy.",
                (
                    ("Směsný odpad", "pátek", "popelnice u domu"),
                    ("Plasty", "lichá středa", "kontejnery"),
                    ("Papír", "sudá středa", "kontejnery"),
                    ("Bioodpad", "pondělí, duben až listopad", "hnědá nádoba"),
                ),
            ),
        ),
        town=True,
        lead="Hranice, lesní cesty a setkání se sousedy.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "na-hranici",
        "Na hranici",
        "Vlak, trh, rozcestník a advent ve dvou jazycích.",
        (9, 25),
        (
            ("railway", "Motorák přes hranici"),
            ("market", "Sousedský trh"),
            ("trail", "Rozcestník"),
            ("landmark", "Kaple"),
            ("school", "Hřiště"),
            ("advent", "Sousedský advent"),
        ),
    ),
    offices=(
        common.main_office(
            "dolni-poustevna",
            OFFICE,
            "náměstí, 407 82 Dolní Poustevna",
            common.hours("13", ("8:00", "12:00"), ("13:00", "16:30")),
        ),
    ),
    people=(
        t.Person(
            "Dana Poustevnická (ukázková osoba)",
            "starostka",
            "starostka@dolni-poustevna.example",
            "1",
        ),
        t.Person(
            "Ivana Pokladní (ukázková osoba)",
            "podatelna a pokladna",
            "pokladna@dolni-poustevna.example",
            "3",
        ),
    ),
    quick_links=common.quick_links(
        t.QuickLink("Vlaky", "/aktuality/vlak-prestup/", "bus", "Přestup do Saska"),
        t.QuickLink("Trh", "/aktuality/trh-kalendar/", "culture", "Termíny na celý rok"),
    ),
    menu=common.menu(town=True),
    notices=(
        *common.council_notices("města", "v zasedací místnosti městského úřadu"),
        t.Notice(
            "Oznámení o uzavírce přejezdu",
            "public_notice",
            -6,
            9,
            "<p>Přejezd bude dvě noci uzavřen kvůli výměně zabezpečení. Pěší projdou.</p>",
        ),
    ),
    documents=common.council_documents("města Dolní Poustevna", "města"),
    forms=(
        common.fault_form(
            "dolni-poustevna",
            "<p>Na německé zprávy odpovídáme německy. Auf deutsche Nachrichten antworten wir auf Deutsch.</p>",
        ),
    ),
    contacts_lead="Úřad na náměstí, pokladna v přízemí vpravo.",
)
