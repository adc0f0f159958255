"""Jiříkov with Filipov, the place of pilgrimage."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import (
    FRIDAY,
    SATURDAY,
    SUNDAY,
    WEDNESDAY,
    advent,
    fixed,
    last,
    nearest,
    nth,
)

REGISTRY = t.Registry(
    "Jiříkov", "mesto", "562581", "407 53", "50.9935", "14.5684", 1332, 3900, "jirikov.cz"
)
OFFICE = "Městský úřad Jiříkov"

SITE = t.Site(
    slug="jirikov",
    registry=REGISTRY,
    tagline="Město na hranici a Filipov, kam se chodí před svítáním",
    intro="<p>Vítejte v Jiříkově. Každý rok 13. ledna ve čtyři ráno se ve Filipově scházejí poutníci z Čech, Saska i Polska. Po zbytek roku tu žije město se školou, hasiči a pestrým spolkovým životem.</p>",
    header_alt="Ilustrace: poutní kostel se dvěma věžemi nad městem v ranním světle",
    pictures=(
        t.Picture(
            "night_mass",
            "Filipovská pouť před svítáním",
            "Poutníci se svícemi jdou po sněhu k osvětlenému kostelu se dvěma věžemi",
        ),
        t.Picture(
            "landmark",
            "Poutní kostel ve Filipově",
            "Kostel se dvěma štíhlými věžemi a rozetou, kolem stromy",
        ),
        t.Picture(
            "stained_glass", "Okno v bazilice", "Barevné vitrážové okno, pod ním hořící svíce"
        ),
        t.Picture(
            "firefighters",
            "Soutěž hasičů",
            "Hasiči stříkají z proudnice na terč vedle červeného auta",
        ),
        t.Picture("market", "Trh na náměstí", "Stánky a lidé na městském trhu"),
        t.Picture("village", "Podstávkové domy v Jiříkově", "Dva podstávkové domy u cesty"),
        t.Picture("school", "Den otevřených dveří ve škole", "Školní budova s hřištěm plným dětí"),
        t.Picture("works", "Oprava mostku", "Bagr při opravě silnice mezi domy"),
    ),
    news=(
        t.News(
            "pout-doprava",
            "Filipovská pouť: jak se ve čtyři ráno dostat na místo",
            "Třináctého ledna posílíme dopravu a otevřeme vytápěnou čekárnu u baziliky.",
            (11, 17),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Poutní mše začíná každoročně 13. ledna ve 4 hodiny. Parkování bude na školním hřišti a u hasičské zbrojnice, odkud se jde ke kostelu deset minut po osvětleném chodníku.</p>"
                ),
                t.Heading("Dobré vědět"),
                t.Text(
                    "<ul><li>Vezměte si teplé oblečení, mše trvá asi hodinu a půl.</li><li>Po mši je na faře čaj a koláče.</li><li>Část čtení zazní v němčině.</li></ul>"
                ),
                t.Callout(
                    "Řidiči, pozor",
                    "<p>Od 2 do 7 hodin bude silnice u baziliky průjezdná jen pro autobusy a záchranáře.</p>",
                    "warning",
                ),
            ),
            "night_mass",
            pinned_days=60,
        ),
        t.News(
            "mostek-hotov",
            "Mostek u školy je zase průjezdný",
            "Oprava skončila podle plánu, autobusy se vracejí na původní zastávky.",
            (10, 8),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>Mostek má nové zábradlí a širší chodník, po kterém projede i kočárek. Kolaudace proběhla bez závad.</p>"
                ),
            ),
            "works",
        ),
        t.News(
            "hasici-vysledky",
            "Hasičskou soutěž vyhráli o setiny",
            "Mezi čtrnácti družstvy byla i dvě ze sousedního Saska.",
            (7, 20),
            "Kultura a sport",
            (
                t.Text(
                    "<p>V požárním útoku rozhodly o prvním místě setiny sekundy. Domácí skončili třetí, v disciplíně veteránů však vyhráli s velkým náskokem.</p>"
                ),
                t.Figure("firefighters", "Červencová soutěž, ilustrace"),
            ),
            "firefighters",
        ),
        t.News(
            "vitraz",
            "Okno v bazilice září po opravě původními barvami",
            "Sklenáři vyčistili a zasadili přes tisíc dílků.",
            (5, 18),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Vitráž byla rozebrána, očištěna a znovu zasazena do olova. Podívat se na ni můžete při nedělních prohlídkách od května do září.</p>"
                ),
                t.Figure("stained_glass", "Vitráž, ilustrace"),
            ),
            "stained_glass",
        ),
        t.News(
            "zapis-skola",
            "Zápis do první třídy přinesl 41 dětí",
            "Otevřeme dvě první třídy. Přípravka bude i letos.",
            (4, 24),
            "Školy a děti",
            (
                t.Text(
                    "<p>Rodiče dostanou rozhodnutí do konce května. První schůzka je v červnu ve školní jídelně.</p>"
                ),
            ),
            "school",
        ),
        t.News(
            "trhy-nova-mista",
            "Na trhu přibyla místa pro drobné pěstitele",
            "Kdo prodává jen přebytky ze zahrádky, neplatí nic.",
            (3, 12),
            "Z úřadu",
            (
                t.Text(
                    "<p>Stačí se v pátek před trhem ohlásit na podatelně a přinést si vlastní stolek.</p>"
                ),
            ),
            "market",
        ),
    ),
    events=(
        t.Event(
            "filipovska-pout",
            "Filipovská pouť: poutní mše svatá",
            "poute",
            (fixed(1, 13),),
            "4:00",
            "5:30",
            place="bazilika ve Filipově, Jiříkov",
            text="<p>Výroční poutní mše se koná každý rok 13. ledna ve 4 hodiny ráno. Přicházejí na ni poutníci z obou stran hranice. Po mši čaj a koláče na faře.</p>",
            german="Jährliche Wallfahrtsmesse am 13. Januar um 4 Uhr morgens in der Basilika in Filipov (Philippsdorf). Teile der Messe sind auf Deutsch; danach Tee im Pfarrhaus.",
            organiser="farnost Jiříkov-Filipov",
            scene="night_mass",
        ),
        t.Event(
            "hasicska-soutez",
            "Soutěž hasičských družstev",
            "spolky",
            (nth(SATURDAY, 2, 7),),
            "9:00",
            "17:00",
            place="louka u hasičské zbrojnice",
            text="<p>Požární útok mužů, žen a veteránů, odpoledne ukázky techniky a pěna pro děti.</p>",
            german="Feuerwehrwettkampf mit Mannschaften aus beiden Ländern, nachmittags Vorführungen und Schaum für Kinder.",
            organiser="hasiči Jiříkov",
            scene="firefighters",
        ),
        t.Event(
            "mesicni-pout",
            "Májová pobožnost ve Filipově",
            "poute",
            (nth(SUNDAY, 2, 5),),
            "15:00",
            "16:30",
            place="bazilika ve Filipově",
            text="<p>Zpívané litanie a průvod kolem baziliky.</p>",
            german="Maiandacht mit Prozession um die Basilika.",
            organiser="farnost Jiříkov-Filipov",
            scene="landmark",
        ),
        t.Event(
            "mestske-trhy",
            "Městský trh",
            "trhy",
            (nth(SATURDAY, 2, 5), nth(SATURDAY, 2, 9), nth(SATURDAY, 2, 12)),
            "8:00",
            "12:00",
            place="náměstí",
            text="<p>Zelenina, pečivo, textil a sazenice. V prosinci i kapři.</p>",
            german="Markt mit Gemüse, Gebäck und Setzlingen, im Dezember auch Karpfen.",
            organiser="město Jiříkov",
            scene="market",
        ),
        t.Event(
            "advent",
            "Rozsvícení stromu a adventní zpívání",
            "slavnosti",
            (advent(1, plus=-1),),
            "16:30",
            "18:30",
            place="náměstí",
            text="<p>Zpívají děti z mateřské i základní školy, hasiči vaří guláš.</p>",
            german="Anzünden des Weihnachtsbaums mit Kinderchören am Samstag vor dem ersten Advent.",
            organiser="město Jiříkov",
        ),
        t.Event(
            "svatojirska-jizda",
            "Svatojiřská jízda na kolech",
            "sport",
            (nearest(SATURDAY, 4, 24),),
            "9:30",
            "14:00",
            place="start na náměstí",
            text="<p>Okruh 22 kilometrů přes hranici a zpět, pro rodiny zkrácená trasa.</p>",
            german="Radtour zu Sankt Georg über die Grenze und zurück (22 km), kürzere Strecke für Familien.",
            organiser="cyklisté Jiříkov",
        ),
        t.Event(
            "prohlidky",
            "Den památek: prohlídky baziliky",
            "kultura",
            (nth(SATURDAY, 2, 9, plus=1),),
            "10:00",
            "17:00",
            place="bazilika ve Filipově",
            text="<p>Komentované prohlídky s výstupem na kůr, vitráže zblízka.</p>",
            german="Tag des offenen Denkmals: Führungen durch die Basilika, auch auf Deutsch.",
            organiser="farnost Jiříkov-Filipov",
            scene="stained_glass",
        ),
        t.Event(
            "ples-hasicu",
            "Hasičský ples",
            "spolky",
            (nth(FRIDAY, 1, 2),),
            "20:00",
            "2:00",
            days=2,
            place="kulturní dům",
            text="<p>Tombola, polonéza, půlnoční guláš.</p>",
            organiser="hasiči Jiříkov",
        ),
        common.council(
            "města",
            tuple(nth(WEDNESDAY, 3, month) for month in (2, 4, 6, 9, 12)),
            "17:00",
            "kulturní dům",
            OFFICE,
        ),
        common.bulky_waste(
            (nth(SATURDAY, 4, 4), nth(SATURDAY, 4, 9)), "náměstí, Filipov a sběrný dvůr", OFFICE
        ),
        t.Event(
            "mikulas",
            "Mikulášská nadílka",
            "deti",
            (fixed(12, 5),),
            "16:00",
            "18:00",
            place="od školy na náměstí",
            text="<p>Průvod s lucernami, nadílka pro děti, které umějí básničku.</p>",
            organiser="rodiče a škola",
        ),
        t.Event(
            "seniorky",
            "Odpoledne pro seniory",
            "seniori",
            (last(WEDNESDAY, 3), last(WEDNESDAY, 10)),
            "14:00",
            "17:00",
            place="kulturní dům",
            text="<p>Hudba, káva a beseda s lékařem.</p>",
            organiser="město Jiříkov",
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O městě",
                "Jiříkov leží na hranici se Saskem. K městu patří Filipov, známé poutní místo.",
                (
                    t.Figure("landmark", "Poutní kostel ve Filipově, ilustrace"),
                    t.Table(
                        "Jiříkov v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "město"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 53"),
                            ("Rozloha", "1 332 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "3 900"),
                            ("Kód obce", "562581"),
                        ),
                    ),
                    t.Text(
                        "<p>Hranice je tu blízko a lidé ji přecházejí denně: do práce, za nákupy i na koncerty. Dvojjazyčné cedule a společné soutěže hasičů jsou samozřejmostí.</p>"
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "Proč se ve Filipově vstává ve tři ráno.",
                (
                    common.sample(
                        "Stránka popisuje zvyk, nikoli doložené letopočty. Ty doplní kronikář a farnost."
                    ),
                    t.Heading("Třináctý leden"),
                    t.Text(
                        "<p>Každý rok 13. ledna ve čtyři ráno začíná v bazilice poutní mše. Poutníci přicházejí pěšky, autobusy i vlakem, za každého počasí. Svíčky, sníh a společný zpěv si návštěvníci pamatují na celý život.</p>"
                    ),
                    t.Figure("night_mass", "Pouť před svítáním, ilustrace"),
                    t.Heading("Hasičský červenec"),
                    t.Text(
                        "<p>V červenci se na louku u zbrojnice sjíždějí hasičská družstva z širokého okolí. Soutěž je zároveň městským svátkem.</p>"
                    ),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Hasiči, cyklisté, zpěváci a další.",
                (
                    common.sample("Údaje o spolcích jsou vymyšlené."),
                    t.Accordion(
                        (
                            (
                                "Hasiči Jiříkov",
                                "<p>Zásahová jednotka, družstva mužů a žen, třicet dětí v kroužku.</p>",
                            ),
                            (
                                "Cyklisté",
                                "<p>Svatojiřská jízda, údržba značení, opravna kol ve sklepě kulturního domu.</p>",
                            ),
                            (
                                "Chrámový sbor",
                                "<p>Zpívá při poutích a o svátcích. Zkoušky v pondělí na faře.</p>",
                            ),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Bazilika, podstávkové domy a cesty přes hranici.",
                (
                    t.Text(
                        "<ul><li><strong>Bazilika ve Filipově:</strong> prohlídky od května do září v neděli.</li><li><strong>Podstávkové domy:</strong> okruh městem na půldruhé hodiny.</li><li><strong>Přes hranici:</strong> pěší přechod, na kole do Saska za čtvrt hodiny.</li></ul>"
                    ),
                    t.Figure("village", "Podstávkové domy, ilustrace"),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Městský úřad",
                "Kdy máme otevřeno a s čím vám pomůžeme.",
                (
                    t.People(("starostka", "podatelna a matrika")),
                    t.Text(
                        "<p>Podatelna přijímá písemnosti v úředních hodinách, elektronicky kdykoli. Na matriku se objednejte, jde-li o svatbu.</p>"
                    ),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("městský úřad"),
            common.waste_page(
                "Svoz po ulicích, velkoobjemový odpad na jaře a na podzim.",
                (
                    ("Směsný odpad", "středa", "popelnice u domu"),
                    ("Plasty", "první a třetí pátek", "žlutý pytel"),
                    ("Papír", "druhý pátek", "modrý pytel"),
                    ("Bioodpad", "čtvrtek, duben až listopad", "hnědá nádoba"),
                ),
            ),
        ),
        town=True,
        lead="Město, Filipov, spolky a cesty přes hranici.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "rok-v-jirikove",
        "Od ledna do prosince",
        "Pouť, hasiči, trh a vitráže v šesti kresbách.",
        (10, 1),
        (
            ("night_mass", "Třináctý leden, čtyři ráno"),
            ("landmark", "Bazilika v létě"),
            ("stained_glass", "Vitráž po opravě"),
            ("firefighters", "Soutěž hasičů"),
            ("market", "Městský trh"),
            ("village", "Podstávkové domy"),
        ),
    ),
    offices=(
        common.main_office(
            "jirikov",
            OFFICE,
            "407 53 Jiříkov",
            common.hours("13", ("8:00", "12:00"), ("13:00", "17:00")),
        ),
        t.Office(
            "Farnost Jiříkov-Filipov (ukázkový kontakt)",
            "Filipov, 407 53 Jiříkov",
            "farnost@jirikov.example",
            hours=common.hours("5", ("15:00", "17:00")),
        ),
    ),
    people=(
        t.Person("Jiřina Filipská (ukázková osoba)", "starostka", "starostka@jirikov.example", "1"),
        t.Person(
            "Eva Podatelná (ukázková osoba)",
            "podatelna a matrika",
            "podatelna@jirikov.example",
            "2",
        ),
        t.Person("Tomáš Hasičský (ukázková osoba)", "velitel hasičů", "hasici@jirikov.example"),
    ),
    quick_links=common.quick_links(
        t.QuickLink(
            "Filipovská pouť", "/aktuality/pout-doprava/", "culture", "13. ledna ve 4 hodiny ráno"
        ),
        t.QuickLink("Doprava", "/aktuality/mostek-hotov/", "bus", "Uzavírky a zastávky"),
    ),
    menu=common.menu(town=True),
    notices=(
        *common.council_notices("města", "v kulturním domě"),
        t.Notice(
            "Uzavírka silnice u baziliky ve dnech poutě",
            "public_notice",
            -7,
            52,
            "<p>Přechodná úprava provozu 13. ledna od 2 do 7 hodin. Doručeno patnáctým dnem po vyvěšení.</p>",
        ),
    ),
    documents=common.council_documents("města Jiříkov", "města"),
    forms=(
        common.fault_form(
            "jirikov", "<p>Dotazy k pouti směřujte prosím na farnost, vše ostatní napište sem.</p>"
        ),
    ),
    translations=(
        t.Translation(
            "obec/pro-turisty",
            "fuer-besucher",
            "Für Besucher",
            "Basilika, Umgebindehäuser und Wege über die Grenze.",
            (
                t.Heading("Wallfahrt am 13. Januar"),
                t.Text(
                    "<p>Jedes Jahr am 13. Januar um 4 Uhr morgens beginnt in der Basilika in Filipov (Philippsdorf) die Wallfahrtsmesse. Pilger kommen aus Böhmen, Sachsen und Polen.</p>"
                ),
                t.Figure("night_mass", "Die Pilger vor Tagesanbruch, Illustration"),
                t.Text(
                    "<ul><li>Parken auf dem Schulsportplatz, zehn Minuten Fußweg.</li><li>Ein Teil der Messe ist auf Deutsch.</li><li>Danach Tee und Kuchen im Pfarrhaus.</li></ul>"
                ),
            ),
        ),
    ),
    contacts_lead="Městský úřad a farnost, každý má své hodiny.",
)
