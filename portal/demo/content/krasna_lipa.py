"""Krásná Lípa: membership to be confirmed."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import (
    SATURDAY,
    SUNDAY,
    THURSDAY,
    WEDNESDAY,
    advent,
    easter,
    fixed,
    nth,
)

REGISTRY = t.Registry(
    "Krásná Lípa", "mesto", "562611", "407 46", "50.9131", "14.5101", confirmed=False
)
OFFICE = "Městský úřad Krásná Lípa"

SITE = t.Site(
    slug="krasna-lipa",
    registry=REGISTRY,
    tagline="Město pod skalami, kde se spojují cesty",
    intro="<p>Vítejte v Krásné Lípě. Kdo k nám jede za skalami, obvykle zůstane i kvůli náměstí. Město patří do správního obvodu Rumburku; jeho členství ve Svazku obcí Sever se teprve potvrzuje.</p>",
    header_alt="Ilustrace: pískovcové skalní věže nad městem, v popředí louky a smrky",
    pictures=(
        t.Picture(
            "rocks",
            "Skalní věže",
            "Pískovcové věže nad lesem za rozednění, na nich rostou borovice",
        ),
        t.Picture("square", "Náměstí s lípou", "Náměstí s domy se štíty, kašna a chodci"),
        t.Picture("trail", "Rozcestník u města", "Turisté s batohem u rozcestníku, opodál kolo"),
        t.Picture("forest", "Skalní les", "Pěšina lesem mezi skalami"),
        t.Picture("market", "Farmářský trh", "Stánky s ovocem a pečivem na náměstí"),
        t.Picture("library", "Knihovna", "Knihovna s policemi, křeslem a čtoucími dětmi"),
        t.Picture("advent", "Advent na náměstí", "Rozsvícený strom a stánky ve sněhu"),
    ),
    news=(
        t.News(
            "skalni-kalendar",
            "Skalní stezky v zimě: co je otevřené",
            "Některé schody zledovatí, dbejte pokynů.",
            (11, 14),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Schody a žebříky mohou zledovatět. Otevřené zůstávají širší cesty; úzké soutěsky v zimě nedoporučujeme. Před cestou zavolejte do informačního centra.</p>"
                ),
                t.Table(
                    "Přehled (ukázka)",
                    ("Trasa", "Zimní stav"),
                    (
                        ("okruh kolem města", "otevřená"),
                        ("skalní soutěska", "neudržovaná"),
                        ("k vyhlídce", "po sněhu s nesmeky"),
                    ),
                ),
                t.Callout(
                    "Nesmeky půjčíme",
                    "<p>V informačním centru si je vypůjčíte proti záloze.</p>",
                    "success",
                ),
            ),
            "rocks",
            pinned_days=60,
        ),
        t.News(
            "trh-zavrsil",
            "Farmářský trh skončil sezonu rekordem",
            "Nejvíc se prodalo chleba, medu a dýní.",
            (10, 26),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Trh se vrátí v květnu. O místo se hlaste v únoru, přednost mají pěstitelé z okolních obcí.</p>"
                ),
                t.Figure("market", "Trh na náměstí, ilustrace"),
            ),
            "market",
        ),
        t.News(
            "clenstvi-svazek",
            "Členství ve Svazku obcí Sever se upřesňuje",
            "Svazek uvádí dvanáct obcí, souhrnné údaje odpovídají deseti.",
            (9, 30),
            "Z úřadu",
            (
                t.Text(
                    "<p>Krásná Lípa a Doubice jsou v přehledu svazku vedeny jako „k potvrzení“. Spolu s deseti potvrzenými obcemi tvoří správní obvod Rumburku. Až budou doklady, doplní se i datum vstupu.</p>"
                ),
            ),
            "square",
        ),
        t.News(
            "infocentrum",
            "Informační centrum má nové mapy i v němčině",
            "Nová mapa ukazuje cesty, vyhlídky i místa s pitnou vodou.",
            (6, 9),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Značí také zastávky a místa, kde se dá v dešti schovat. Stáhnout ji lze také do telefonu.</p>"
                ),
                t.Figure("trail"),
            ),
            "trail",
        ),
        t.News(
            "knihovna-cteni",
            "V knihovně se čte v pyžamech",
            "Jednou za čtvrt roku zůstává knihovna otevřená do večera.",
            (3, 22),
            "Školy a děti",
            (
                t.Text(
                    "<p>Děti si přinesou polštář, poslouchají pohádky a v osm jdou domů. Další večer bude v červnu.</p>"
                ),
            ),
            "library",
        ),
        t.News(
            "parkovani",
            "Parkování pro návštěvníky je nově přehledné",
            "Tři plochy, jedny značky, jednoduché zaplacení.",
            (5, 20),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>První hodina je zdarma. Domácí mají kartu na celý rok, vyřídí ji podatelna.</p>"
                ),
            ),
            "square",
        ),
    ),
    events=(
        t.Event(
            "advent",
            "Rozsvícení vánočního stromu",
            "slavnosti",
            (advent(1),),
            "17:00",
            "19:00",
            place="náměstí",
            text="<p>Sbor, čaj, svařené víno a jarmark.</p>",
            german="Anzünden des Weihnachtsbaums mit Chor und Markt.",
            organiser="město Krásná Lípa",
            scene="advent",
        ),
        t.Event(
            "trhy",
            "Farmářský trh",
            "trhy",
            (nth(SATURDAY, 1, 5), nth(SATURDAY, 1, 7), nth(SATURDAY, 1, 9)),
            "8:00",
            "12:00",
            place="náměstí",
            text="<p>Ovoce, chléb, sýry a květiny od pěstitelů.</p>",
            german="Bauernmarkt mit Obst, Brot, Käse und Blumen.",
            organiser="město Krásná Lípa",
            scene="market",
        ),
        t.Event(
            "pochod",
            "Pochod skalním městem",
            "sport",
            (nth(SATURDAY, 2, 5),),
            "8:00",
            "16:00",
            place="start u informačního centra",
            text="<p>Trasy 10, 20 a 35 kilometrů, razítka a medaile.</p>",
            german="Wanderung durch die Felsenwelt über 10, 20 oder 35 Kilometer.",
            organiser="turisté",
            scene="rocks",
        ),
        t.Event(
            "bezecky-zavod",
            "Běh lesem",
            "sport",
            (nth(SUNDAY, 3, 9),),
            "10:00",
            "13:00",
            place="start na náměstí",
            text="<p>Závod 8 kilometrů, děti mají kratší trasu.</p>",
            german="Waldlauf über 8 km, kürzere Strecke für Kinder.",
            organiser="běžci",
            scene="forest",
        ),
        t.Event(
            "divadelni-leto",
            "Divadlo na náměstí",
            "kultura",
            (nth(THURSDAY, 3, 7),),
            "20:00",
            "22:30",
            place="náměstí",
            text="<p>Ochotníci hrají pod širým nebem. Židle zajistí město.</p>",
            german="Freilichttheater auf dem Marktplatz.",
            organiser="ochotníci",
            scene="square",
        ),
        t.Event(
            "cteni",
            "Večer v knihovně",
            "deti",
            (nth(WEDNESDAY, 1, 6), nth(WEDNESDAY, 1, 12)),
            "16:00",
            "20:00",
            place="městská knihovna",
            text="<p>Čtení, tvoření, pyžama a polštáře. Přihlášení v knihovně.</p>",
            organiser="městská knihovna",
            scene="library",
        ),
        t.Event(
            "vystup-novorocni",
            "Novoroční výstup na vyhlídku",
            "sport",
            (fixed(1, 1),),
            "10:00",
            "14:00",
            place="sraz u informačního centra",
            text="<p>Zvládne ho každý, nesmeky s sebou.</p>",
            german="Neujahrsspaziergang zur Aussicht, Spikes mitbringen.",
            organiser="turisté",
            scene="rocks",
        ),
        t.Event(
            "velikonoce",
            "Velikonoční výstava kraslic",
            "kultura",
            (easter(-9),),
            all_day=True,
            days=14,
            place="městská knihovna",
            text="<p>Kraslice ze sbírek a od dětí.</p>",
            german="Osterausstellung bemalter Eier.",
            organiser="městská knihovna",
        ),
        common.council(
            "města",
            tuple(nth(WEDNESDAY, 3, month) for month in (3, 6, 9, 12)),
            "16:30",
            "jednací sál radnice",
            OFFICE,
        ),
        common.bulky_waste((nth(SATURDAY, 2, 5), nth(SATURDAY, 2, 10)), "sběrný dvůr", OFFICE),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O městě",
                "Krásná Lípa leží na okraji skalní krajiny; odtud vedou cesty do hor i do lesa.",
                (
                    t.Figure("square", "Náměstí, ilustrace"),
                    t.Table(
                        "Krásná Lípa",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "město"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 46"),
                            ("Rozloha", "neuvedeno"),
                            ("Počet obyvatel", "neuvedeno"),
                            ("Kód obce", "562611"),
                        ),
                    ),
                    t.Callout(
                        "Chybějící údaje",
                        "<p>Rozlohu a počet obyvatel svazek u této obce neuvádí, proto je ani my nedomýšlíme.</p>",
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "Cesty, skály a náměstí.",
                (
                    common.sample("Letopočty doplní kronikář."),
                    t.Text(
                        "<p>Jméno města připomíná strom a krajinu. Pískovcové skály v okolí lákají návštěvníky od nepaměti; cesty k nim dnes značí turisté.</p>"
                    ),
                    t.Figure("rocks", "Skalní věže, ilustrace"),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Turisté, běžci, ochotníci a knihovna.",
                (
                    common.sample("Spolky jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            ("Turisté", "<p>Značení cest, jarní pochod, zimní výstup.</p>"),
                            ("Běžci", "<p>Lesní běh a tréninky pro děti.</p>"),
                            ("Ochotníci", "<p>Divadlo na náměstí v létě, v zimě v sále.</p>"),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Skály, cesty a kde zaparkovat.",
                (
                    t.Heading("Než vyrazíte"),
                    t.Text(
                        "<ul><li>Na skalních cestách mějte pevnou obuv.</li><li>Nevstupujte do uzavřených soutěsek, ani když vypadají schůdně.</li><li>Odpadky vezměte zpět, popelnice v lese nejsou.</li></ul>"
                    ),
                    t.Figure("forest", "Skalní les, ilustrace"),
                    t.Heading("Parkování"),
                    t.Text(
                        "<p>U náměstí, u nádraží a na louce pod skalami. První hodina zdarma.</p>"
                    ),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Městský úřad",
                "Radnice na náměstí.",
                (
                    t.People(("starostka", "podatelna", "informační centrum")),
                    t.Text(
                        "<p>Informační centrum je otevřené i v sobotu, podatelna jen v úředních hodinách.</p>"
                    ),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("městský úřad"),
            common.waste_page(
                "Svozy ve čtvrtek, sběrný dvůr třikrát týdně.",
                (
                    ("Směsný odpad", "čtvrtek", "popelnice u domu"),
                    ("Plasty", "sudý pátek", "kontejnery"),
                    ("Papír", "lichý pátek", "kontejnery"),
                    ("Bioodpad", "středa, duben až listopad", "hnědá nádoba"),
                ),
            ),
        ),
        town=True,
        lead="Skály, cesty, náměstí a lidé, kteří je udržují.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "skaly",
        "Skály a město",
        "Kresby od prvního světla po advent.",
        (9, 18),
        (
            ("rocks", "Skalní věže"),
            ("square", "Náměstí"),
            ("trail", "Rozcestník"),
            ("forest", "Skalní les"),
            ("market", "Trh"),
            ("advent", "Advent"),
        ),
    ),
    offices=(
        common.main_office(
            "krasna-lipa",
            OFFICE,
            "náměstí, 407 46 Krásná Lípa",
            common.hours("13", ("8:00", "12:00"), ("13:00", "17:00")),
        ),
        t.Office(
            "Informační centrum",
            "náměstí, 407 46 Krásná Lípa",
            "info@krasna-lipa.example",
            hours=common.hours("12345", ("9:00", "16:00")) + common.hours("6", ("9:00", "12:00")),
        ),
    ),
    people=(
        t.Person("Klára Lípová (ukázková osoba)", "starostka", "starostka@krasna-lipa.example"),
        t.Person("Jakub Schránka (ukázková osoba)", "podatelna", "podatelna@krasna-lipa.example"),
        t.Person(
            "Monika Mapová (ukázková osoba)",
            "informační centrum",
            "info@krasna-lipa.example",
            office="Informační centrum",
        ),
    ),
    quick_links=common.quick_links(
        t.QuickLink(
            "Skalní cesty", "/aktuality/skalni-kalendar/", "tourism", "Co je v zimě otevřené"
        ),
        t.QuickLink("Parkování", "/aktuality/parkovani/", "bus", "Tři plochy a pravidla"),
    ),
    menu=common.menu(town=True),
    notices=(
        *common.council_notices("města", "v jednacím sále radnice"),
        t.Notice(
            "Záměr pronajmout plochu pro půjčovnu kol",
            "property_intent",
            -4,
            20,
            "<p>Plocha u informačního centra, přibližně 40 m². Nabídky na podatelnu.</p>",
        ),
    ),
    documents=common.council_documents("města Krásná Lípa", "města"),
    forms=(
        common.fault_form(
            "krasna-lipa",
            "<p>Závady na skalních cestách pište s popisem místa a směrem od rozcestníku.</p>",
        ),
    ),
    contacts_lead="Radnice a informační centrum sousedí na náměstí.",
)
