"""Rumburk: the town with extended powers and the Loreto."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    advent,
    easter,
    last,
    nth,
)

REGISTRY = t.Registry("Rumburk", "mesto", "562777", "408 01", "50.9535", "14.5553", 2470, 10980)
OFFICE = "Městský úřad Rumburk"

SITE = t.Site(
    slug="rumburk",
    registry=REGISTRY,
    tagline="Město s Loretou, obec s rozšířenou působností",
    intro="<p>Vítejte v Rumburku, největším městě Šluknovského výběžku. Úřad s rozšířenou působností tu vyřizuje záležitosti pro celé okolí; kultura se točí kolem Lorety, muzea a knihovny.</p>",
    header_alt="Ilustrace: Loreta s ambity a kupolemi uprostřed města, za ní modré kopce",
    pictures=(
        t.Picture(
            "landmark", "Loreta", "Loretánská kaple obklopená ambity se čtyřmi rohovými kupolemi"
        ),
        t.Picture(
            "feast", "Loretánské slavnosti", "Pódium a tanec pod světly, v pozadí nasvícená Loreta"
        ),
        t.Picture("square", "Náměstí", "Náměstí s barevnými domy, kašnou a lampami"),
        t.Picture("square_night", "Večerní náměstí", "Náměstí v noci, v oknech domů se svítí"),
        t.Picture("library", "Městská knihovna", "Police s knihami, křeslo u okna a čtoucí děti"),
        t.Picture(
            "railway", "Motorový vůz u Rumburku", "Motorový vůz jede po kamenném mostě nad říčkou"
        ),
        t.Picture("advent", "Advent v Rumburku", "Rozsvícený strom a stánky na zasněženém náměstí"),
        t.Picture(
            "council", "Zasedání zastupitelstva", "Zastupitelé u společného stolu v jednacím sále"
        ),
    ),
    news=(
        t.News(
            "advent-program",
            "Advent v Rumburku: čtyři neděle, čtyři místa",
            "Každou adventní neděli v pět zní koledy jinde: na náměstí, v Loretě, v knihovně a na nádraží.",
            (11, 20),
            "Kultura a sport",
            (
                t.Table(
                    "Adventní neděle",
                    ("Neděle", "Místo", "Kdo účinkuje"),
                    (
                        ("První", "náměstí", "děti základních škol"),
                        ("Druhá", "Loreta", "komorní sbor"),
                        ("Třetí", "městská knihovna", "čtení a loutky"),
                        ("Čtvrtá", "nádraží", "žesťový kvintet"),
                    ),
                ),
                t.Text(
                    "<p>První neděli rozsvítíme strom. Parkoviště pod náměstím bude po celý advent zdarma.</p>"
                ),
                t.Figure("advent", "Advent na náměstí, ilustrace"),
            ),
            "advent",
            pinned_days=30,
        ),
        t.News(
            "objednani-obcanka",
            "Na občanky a pasy se můžete objednat přes internet",
            "Přepážky pro doklady mají nově objednací systém. Přijít bez objednání lze dál.",
            (11, 4),
            "Z úřadu",
            (
                t.Text(
                    "<p>Rumburk vyřizuje doklady pro celý správní obvod. Objednané klienty bereme na čas, ostatní podle pořadí. Nejméně lidí bývá v úterý dopoledne.</p>"
                ),
                t.Callout(
                    "S čím přijít",
                    "<p>K žádosti o občanský průkaz stačí dosavadní průkaz, fotografii pořídíme na místě.</p>",
                ),
            ),
            "council",
        ),
        t.News(
            "loretanske-slavnosti-ohlednuti",
            "Loretánské slavnosti zaplnily ambity i náměstí",
            "Dva dny hudby, jarmark a noční prohlídky. Děkujeme za návštěvu i sousedům ze Saska.",
            (9, 21),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Slavnosti se konají od roku 1997 a patří k září stejně jako začátek školy. Největší zájem byl o noční prohlídky ambitů při svíčkách.</p>"
                ),
                t.Figure("feast", "Večer u Lorety, ilustrace"),
            ),
            "feast",
        ),
        t.News(
            "nadrazi-vlaky",
            "Nový jízdní řád: víkendové spoje ráno a večer",
            "Přibyl ranní spoj v sobotu a večerní v neděli.",
            (6, 14),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>Návaznost autobusů do okolních obcí se nemění. Jízdní řády visí na nádraží a v informačním centru.</p>"
                ),
            ),
            "railway",
        ),
        t.News(
            "knihovna-noc",
            "Noc s Andersenem: děti přespaly mezi regály",
            "Pětadvacet dětí, tři pohádkáři a jeden medvěd v životní velikosti.",
            (4, 2),
            "Školy a děti",
            (
                t.Text(
                    "<p>Četlo se do půlnoci, potom se jen šeptalo. Snídani přinesli rodiče, čtenářské průkazy si odneslo devět nováčků.</p>"
                ),
            ),
            "library",
        ),
        t.News(
            "bezpecne-prechody",
            "Přechody u škol mají nové osvětlení",
            "Světla reagují na chodce a šetří elektřinu.",
            (2, 11),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>Osvětlení se rozjasní, jakmile se chodec přiblíží k přechodu. Vyzkoušíme ho do léta a potom rozhodneme o dalších místech.</p>"
                ),
            ),
            "square_night",
        ),
    ),
    events=(
        t.Event(
            "loretanske-slavnosti",
            "Loretánské slavnosti",
            "slavnosti",
            (nth(SATURDAY, 3, 9),),
            "10:00",
            "20:00",
            days=2,
            place="Loreta a náměstí, Rumburk",
            text="<p>Tradiční slavnosti konané od roku 1997: poutní mše, jarmark, koncerty v ambitech, noční prohlídky, pohádky pro děti.</p><p>Přesný program zveřejníme měsíc předem. Termín v ukázce je jen přibližný.</p>",
            german="Loretofest, seit 1997 jedes Jahr im September: Jahrmarkt, Konzerte im Kreuzgang, Nachtführungen und Märchen für Kinder. Gäste aus Sachsen sind herzlich willkommen.",
            organiser="město Rumburk",
            contact="kultura@rumburk.example",
            scene="feast",
        ),
        t.Event(
            "rozsviceni",
            "Rozsvícení vánočního stromu",
            "slavnosti",
            (advent(1),),
            "17:00",
            "19:00",
            place="náměstí, Rumburk",
            text="<p>Koledy, stánky a společné odpočítání. Od 15 hodin dílny pro děti v knihovně.</p>",
            german="Der Weihnachtsbaum wird angezündet, mit Liedern, Ständen und ab 15 Uhr Basteln in der Bibliothek.",
            organiser="město Rumburk",
            scene="advent",
        ),
        t.Event(
            "advent-loreta",
            "Adventní koncert v Loretě",
            "kultura",
            (advent(2),),
            "17:00",
            "18:15",
            place="Loreta",
            text="<p>Komorní sbor zpívá roráty a koledy. Kaple není vytápěná, oblečte se teple.</p>",
            german="Adventskonzert in der Loreto-Kapelle. Die Kapelle ist nicht geheizt, bitte warm anziehen.",
            organiser="Loreta Rumburk",
            scene="landmark",
        ),
        t.Event(
            "jarni-trh",
            "Jarní trh",
            "trhy",
            (nth(SATURDAY, 2, 4),),
            "8:00",
            "13:00",
            place="náměstí",
            text="<p>Sazenice, med, velikonoční zboží, ukázky řemesel.</p>",
            german="Frühlingsmarkt mit Setzlingen, Honig und Handwerk.",
            organiser="město Rumburk",
            scene="square",
        ),
        t.Event(
            "noc-kostelu",
            "Noc v Loretě",
            "poute",
            (easter(54),),
            "18:00",
            "23:00",
            place="Loreta",
            text="<p>Prohlídky ambitů při svíčkách, varhany každou hodinu, výklad v češtině i němčině.</p>",
            german="Nacht in der Loreto: Führungen bei Kerzenlicht auf Tschechisch und Deutsch, jede Stunde Orgelmusik.",
            organiser="Loreta Rumburk",
            scene="landmark",
        ),
        t.Event(
            "beh",
            "Běh ulicemi města",
            "sport",
            (nth(SUNDAY, 2, 5),),
            "10:00",
            "13:00",
            place="start na náměstí",
            text="<p>Tratě 1, 5 a 10 km. Dětské kategorie od 9.30.</p>",
            german="Stadtlauf über 1, 5 und 10 km, Kinder starten um 9.30 Uhr.",
            organiser="atletický oddíl",
            scene="square",
        ),
        t.Event(
            "prednaska",
            "Univerzita třetího věku: dějiny regionu",
            "vzdelavani",
            (nth(MONDAY, 2, 2), nth(MONDAY, 2, 3), nth(MONDAY, 2, 10), nth(MONDAY, 2, 11)),
            "14:00",
            "16:00",
            place="městská knihovna",
            text="<p>Cyklus přednášek pro seniory i ostatní zájemce. Přihlášení v knihovně.</p>",
            organiser="městská knihovna",
            scene="library",
        ),
        t.Event(
            "ples",
            "Městský ples",
            "kultura",
            (last(FRIDAY, 1),),
            "19:30",
            "2:00",
            days=2,
            place="kulturní dům",
            text="<p>Taneční orchestr, cimbál v přísálí, půlnoční překvapení.</p>",
            organiser="město Rumburk",
        ),
        t.Event(
            "vystava-mest",
            "Výstava: Město na starých pohlednicích",
            "kultura",
            (nth(SATURDAY, 1, 3),),
            all_day=True,
            days=44,
            place="městská knihovna",
            text="<p>Pohlednice ze sbírek čtenářů. Přineste i své, naskenujeme je.</p>",
            german="Ausstellung alter Ansichtskarten aus privaten Sammlungen.",
            organiser="městská knihovna",
            scene="square_night",
        ),
        common.council(
            "města",
            tuple(nth(THURSDAY, 2, month) for month in (2, 4, 6, 9, 11, 12)),
            "16:00",
            "jednací sál městského úřadu",
            OFFICE,
        ),
        common.bulky_waste(
            (nth(SATURDAY, 2, 4), nth(SATURDAY, 2, 10)),
            "sběrný dvůr a tři stanoviště ve městě",
            OFFICE,
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O městě",
                "Rumburk je největší město Šluknovského výběžku a obec s rozšířenou působností.",
                (
                    t.Figure("square", "Náměstí, ilustrace"),
                    t.Table(
                        "Rumburk v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "město, obec s rozšířenou působností"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "408 01"),
                            ("Rozloha", "2 470 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "10 980"),
                            ("Kód obce", "562777"),
                        ),
                    ),
                    t.Heading("Co město zajišťuje pro okolí"),
                    t.Text(
                        "<p>Městský úřad vykonává státní správu pro správní obvod Rumburku: doklady, živnosti, stavební řád, sociální služby. Patří k němu i Krásná Lípa a Doubice.</p>"
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "Loreta, slavnosti a společná paměť města.",
                (
                    common.sample(
                        "Text je ukázkový. Letopočty, které nejsou v doložených podkladech, neuvádíme."
                    ),
                    t.Heading("Loreta"),
                    t.Text(
                        "<p>Ambity kolem Svaté chýše patří k nejznámějším místům regionu. Dnes v nich zní hudba a procházejí jimi poutníci i školní výlety.</p>"
                    ),
                    t.Heading("Loretánské slavnosti"),
                    t.Text(
                        "<p>Konají se od roku 1997, vždy v září. Spojují poutní tradici s městským svátkem.</p>"
                    ),
                    t.Figure("landmark", "Loreta, ilustrace"),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Sport, hudba, historie a pomoc druhým.",
                (
                    common.sample("Názvy spolků jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            (
                                "Přátelé Lorety",
                                "<p>Průvodcovská služba, sbírky na opravy, péče o zahradu.</p>",
                            ),
                            (
                                "Atletický oddíl",
                                "<p>Tréninky dětí od šesti let, pořádá květnový běh městem.</p>",
                            ),
                            ("Komorní sbor", "<p>Duchovní i lidová hudba, adventní koncerty.</p>"),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Loreta, náměstí a výlety vlakem.",
                (
                    t.Text(
                        "<ul><li><strong>Loreta:</strong> prohlídky s průvodcem, v létě denně kromě pondělí.</li><li><strong>Náměstí a uličky:</strong> okruh starým městem na hodinu.</li><li><strong>Výlety vlakem:</strong> motoráky jezdí do všech stran.</li></ul>"
                    ),
                    t.Figure("railway", "Motorový vůz na mostě, ilustrace"),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Městský úřad",
                "Odbory úřadu s rozšířenou působností a jejich úřední hodiny.",
                (
                    t.People(("starosta", "tajemnice úřadu", "odbor dokladů")),
                    t.Heading("Kde co vyřídíte"),
                    t.Table(
                        "Odbory (ukázkový přehled)",
                        ("Záležitost", "Odbor", "Podlaží"),
                        (
                            ("občanský průkaz, pas", "odbor dokladů", "přízemí"),
                            ("živnost", "živnostenský úřad", "1. patro"),
                            ("stavba", "stavební úřad", "2. patro"),
                            ("sociální dávky a služby", "sociální odbor", "přízemí"),
                        ),
                    ),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("městský úřad"),
            common.waste_page(
                "Popelnice každý týden, tříděný odpad podle čtvrtí, sběrný dvůr šest dní v týdnu.",
                (
                    ("Směsný odpad", "podle čtvrti, pondělí až čtvrtek", "popelnice u domu"),
                    ("Plasty", "každý pátek", "kontejnery ve čtvrti"),
                    ("Papír", "každou středu", "kontejnery ve čtvrti"),
                    ("Sklo", "jednou za měsíc", "zvony"),
                    ("Bioodpad", "úterý, duben až listopad", "hnědá nádoba"),
                ),
                "<p>Sběrný dvůr přijímá odpad od občanů Rumburku zdarma po předložení občanského průkazu.</p>",
            ),
        ),
        town=True,
        lead="Loreta, náměstí, spolky a výlety.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "rumburk-v-kresbach",
        "Rumburk v kresbách",
        "Loreta, náměstí, vlak i knihovna.",
        (10, 15),
        (
            ("landmark", "Loreta ve dne"),
            ("feast", "Loretánské slavnosti"),
            ("square", "Náměstí s kašnou"),
            ("square_night", "Náměstí po setmění"),
            ("railway", "Motorák na mostě"),
            ("advent", "Rozsvícený strom"),
        ),
    ),
    offices=(
        common.main_office(
            "rumburk",
            OFFICE,
            "náměstí, 408 01 Rumburk",
            common.hours("13", ("8:00", "12:00"), ("13:00", "17:00"))
            + common.hours("24", ("8:00", "12:00")),
        ),
        t.Office(
            "Městská knihovna",
            "408 01 Rumburk",
            "knihovna@rumburk.example",
            hours=common.hours("124", ("9:00", "12:00"), ("13:00", "17:00")),
        ),
        t.Office(
            "Sběrný dvůr",
            "408 01 Rumburk",
            "sberny-dvur@rumburk.example",
            hours=common.hours("12345", ("8:00", "16:00")) + common.hours("6", ("8:00", "12:00")),
        ),
    ),
    people=(
        t.Person("Radim Ambitský (ukázková osoba)", "starosta", "starosta@rumburk.example", "201"),
        t.Person(
            "Radka Loretánská (ukázková osoba)",
            "tajemnice úřadu",
            "tajemnice@rumburk.example",
            "203",
        ),
        t.Person(
            "Jitka Průkazná (ukázková osoba)", "odbor dokladů", "doklady@rumburk.example", "5"
        ),
        t.Person(
            "Blanka Knižní (ukázková osoba)",
            "vedoucí knihovny",
            "knihovna@rumburk.example",
            office="Městská knihovna",
        ),
    ),
    quick_links=common.quick_links(
        t.QuickLink(
            "Občanky a pasy", "/aktuality/objednani-obcanka/", "office", "Objednejte se na přepážku"
        ),
        t.QuickLink("Loreta", "/obec/pro-turisty/", "culture", "Prohlídky a koncerty"),
    ),
    menu=common.menu(town=True),
    notices=(
        *common.council_notices("města", "v jednacím sále městského úřadu"),
        t.Notice(
            "Veřejná vyhláška: opatření obecné povahy o dopravním značení",
            "public_notice",
            -8,
            14,
            "<p>Návrh místní úpravy provozu u škol. Připomínky lze podat ve lhůtě uvedené v návrhu. Doručeno patnáctým dnem po vyvěšení.</p>",
        ),
        t.Notice(
            "Oznámení o vydání obecně závazné vyhlášky o místním poplatku",
            "bylaw",
            -3,
            20,
            '<p>Úplné znění je vyhlášeno ve <a href="https://sbirkapp.gov.cz">Sbírce právních předpisů územních samosprávných celků</a>.</p>',
        ),
    ),
    documents=common.council_documents("města Rumburk", "města"),
    forms=(
        common.fault_form(
            "rumburk",
            "<p>Ohlaste závadu na chodníku, osvětlení nebo v parku, případně se zeptejte úřadu. Žádosti o doklady tímto formulářem podat nelze.</p>",
        ),
    ),
    contacts_lead="Úřad sídlí na náměstí. Na doklady se můžete objednat, ostatní přepážky fungují podle pořadí.",
)
