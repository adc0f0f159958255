"""Vilémov: small in area, dense in life."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import FRIDAY, MONDAY, SATURDAY, SUNDAY, advent, easter, fixed, nth

REGISTRY = t.Registry("Vilémov", "obec", "562947", "407 80", "50.9906", "14.3354", 407, 1026)
OFFICE = "Obecní úřad Vilémov"

SITE = t.Site(
    slug="vilemov",
    registry=REGISTRY,
    tagline="Malá rozlohou, živá každý den",
    intro="<p>Vítejte ve Vilémově. Na 407 hektarech tu bydlí přes tisíc lidí, takže kamkoli dojdete pěšky. Dozvíte se tu, co se chystá, co se opravuje a kdy se sváží odpad.</p>",
    header_alt="Ilustrace: kostel uprostřed vesnice, za ním modravé kopce",
    pictures=(
        t.Picture("railway", "Most a motorák", "Motorový vůz přejíždí kamenný most s oblouky"),
        t.Picture("school", "Škola s hřištěm", "Škola s hodinami, prolézačky a děti"),
        t.Picture(
            "firefighters", "Hasičské auto na návsi", "Červené hasičské auto a hasiči s proudnicí"
        ),
        t.Picture("pond", "U potoka a tůně", "Vodní hladina s odrazem kostela, molo a rákosí"),
        t.Picture("market", "Výměnný bazar", "Stánky na návsi a lidé s taškami"),
        t.Picture("bins", "Sběrné místo", "Řada barevných nádob na tříděný odpad"),
        t.Picture("village_winter", "Vilémov pod sněhem", "Zasněžené podstávkové domy a cesta"),
    ),
    news=(
        t.News(
            "lavky",
            "Nová lávka přes potok je otevřená",
            "Školáci to mají do školy o deset minut blíž.",
            (11, 9),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>Lávka je z akátového dřeva, má protiskluzný povrch a zábradlí pro děti i dospělé. V zimě ji budeme sypat pískem, ne solí.</p>"
                ),
                t.Callout(
                    "Kola prosíme vést",
                    "<p>Lávka je široká metr dvacet. Dvě kola se na ní nevyhnou.</p>",
                ),
            ),
            "railway",
            pinned_days=21,
        ),
        t.News(
            "bazar",
            "Výměnný bazar našel majitele pro tři sta věcí",
            "Co zbylo, odvezla charita.",
            (10, 4),
            "Životní prostředí",
            (
                t.Text(
                    "<p>Nejrychleji mizely dětské brusle a zavařovací sklenice. Příští bazar bude na jaře, věci noste jen čisté a funkční.</p>"
                ),
                t.Figure("market", "Výměnný bazar, ilustrace"),
            ),
            "market",
        ),
        t.News(
            "skola-rok",
            "Škola začala rok s novou tělocvičnou",
            "Podlaha pruží, míče se vracejí.",
            (9, 2),
            "Školy a děti",
            (
                t.Text(
                    "<p>Odpoledne si tělocvičnu mohou pronajmout spolky. Rozvrh visí na dveřích a na webu školy.</p>"
                ),
            ),
            "school",
        ),
        t.News(
            "sberne-misto",
            "Sběrné místo má delší otevírací dobu",
            "Od května i ve středu do sedmi večer.",
            (5, 4),
            "Životní prostředí",
            (
                t.Table(
                    "Sběrné místo (ukázková doba)",
                    ("Den", "Otevřeno"),
                    (("Středa", "15–19"), ("Sobota", "8–12")),
                ),
                t.Text(
                    "<p>Přijímáme kovy, elektro, objemný odpad a bioodpad. Občanům z obce zdarma.</p>"
                ),
            ),
            "bins",
        ),
        t.News(
            "potok",
            "Potok jsme vyčistili za jediné dopoledne",
            "Sešlo se čtyřicet lidí a dvě traktorové vlečky.",
            (4, 13),
            "Životní prostředí",
            (
                t.Text(
                    "<p>Nejvíc se našlo plastů a starých pneumatik; nalezené klíče čekají na majitele na úřadě.</p>"
                ),
                t.Figure("pond"),
            ),
            "pond",
        ),
        t.News(
            "zima-chodniky",
            "Chodníky: kdo je uklízí a kdo odpovídá",
            "Za schůdnost odpovídá obec, o pomoc prosíme sousedy.",
            (1, 12),
            "Z úřadu",
            (
                t.Text(
                    "<p>Nejdřív uklízíme cestu ke škole, k lékaři a na zastávku. Na sypání používáme písek, na úřadě si můžete vzít kbelík i pro sebe.</p>"
                ),
            ),
            "village_winter",
        ),
    ),
    events=(
        t.Event(
            "rozsviceni",
            "Rozsvícení stromu a vánoční jarmark",
            "slavnosti",
            (advent(1, plus=-1),),
            "15:00",
            "18:30",
            place="náves u školy",
            text="<p>Jarmark školních výrobků, v 17 hodin rozsvícení stromu.</p>",
            german="Weihnachtsmarkt der Schule, um 17 Uhr wird der Baum angezündet.",
            organiser="škola a obec Vilémov",
        ),
        t.Event(
            "bazar",
            "Výměnný bazar",
            "trhy",
            (nth(SATURDAY, 1, 4), nth(SATURDAY, 1, 10)),
            "9:00",
            "12:00",
            place="tělocvična školy",
            text="<p>Přineste, co nepotřebujete, odneste si, co se hodí. Prosíme o čisté a funkční věci.</p>",
            german="Tauschbasar: bringen Sie saubere, funktionierende Dinge mit.",
            organiser="obec Vilémov",
            scene="market",
        ),
        t.Event(
            "den-skoly",
            "Školní zahradní slavnost",
            "deti",
            (nth(FRIDAY, 2, 6),),
            "15:00",
            "19:00",
            place="školní hřiště",
            text="<p>Vystoupení tříd, stezka odvahy, skákání v pytli.</p>",
            german="Gartenfest der Schule mit Spielen für Kinder.",
            organiser="základní škola",
            scene="school",
        ),
        t.Event(
            "hasici-noc",
            "Hasičská noční soutěž",
            "spolky",
            (nth(FRIDAY, 4, 8),),
            "20:00",
            "23:30",
            place="náves",
            text="<p>Požární útok za tmy, světla jen na přilbách. Občerstvení u zbrojnice.</p>",
            german="Nächtlicher Feuerwehrwettkampf mit Stirnlampen.",
            organiser="hasiči Vilémov",
            scene="firefighters",
        ),
        t.Event(
            "uklid-potoka",
            "Úklid potoka",
            "ostatni",
            (nth(SATURDAY, 2, 4),),
            "8:30",
            "12:00",
            place="u lávky",
            text="<p>Holínky s sebou, na konci polévka.</p>",
            organiser="rybáři",
            scene="pond",
        ),
        t.Event(
            "posviceni",
            "Vilémovské posvícení",
            "slavnosti",
            (nth(SUNDAY, 4, 9),),
            "9:00",
            "22:00",
            place="náves a sál",
            text="<p>Mše, oběd v hospodě, odpoledne hudba a koláče.</p>",
            german="Kirchweihfest mit Messe, Musik und Kuchen.",
            organiser="obec Vilémov",
        ),
        t.Event(
            "beseda-zdravi",
            "Zdravotní poradna a beseda",
            "seniori",
            (nth(MONDAY, 1, 3), nth(MONDAY, 1, 10)),
            "14:00",
            "16:30",
            place="obecní klubovna",
            text="<p>Měření tlaku a cukru, jak zvládat léky.</p>",
            organiser="klub seniorů",
        ),
        t.Event(
            "carodejnice",
            "Čarodějnice a lampionový průvod",
            "deti",
            (fixed(4, 30),),
            "18:00",
            "21:30",
            place="hřiště",
            text="<p>Průvod s lampiony, hranice, písničky.</p>",
            german="Laternenumzug und Hexenfeuer.",
            organiser="hasiči Vilémov",
        ),
        common.council(
            "obce",
            tuple(nth(MONDAY, 3, month) for month in (3, 6, 9, 12)),
            "17:00",
            "zasedací místnost obecního úřadu",
            OFFICE,
        ),
        common.bulky_waste((nth(SATURDAY, 3, 5), nth(SATURDAY, 4, 10)), "sběrné místo", OFFICE),
        t.Event(
            "velikonoce",
            "Velikonoční zajíc",
            "deti",
            (easter(-2),),
            "10:00",
            "12:00",
            place="park u školy",
            text="<p>Hledání vajíček v parku, děti do sedmi let.</p>",
            german="Ostereiersuche für Kinder bis sieben Jahre.",
            organiser="rodiče",
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O obci",
                "Vilémov má nejmenší rozlohu z deseti potvrzených členů svazku.",
                (
                    t.Figure("railway", "Most a motorák, ilustrace"),
                    t.Table(
                        "Vilémov v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "obec"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 80"),
                            ("Rozloha", "407 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "1 026"),
                            ("Kód obce", "562947"),
                        ),
                    ),
                    t.Text(
                        "<p>Krátké vzdálenosti jsou náš největší přepych: do školy, na hřiště i k lékaři je to pár minut.</p>"
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "Potok, most a posvícení.",
                (
                    common.sample("Doložené letopočty doplní kronikář."),
                    t.Text(
                        "<p>Obec vyrostla kolem potoka a cesty. Dodnes je na návsi vše podstatné: škola, úřad, zbrojnice i hospoda.</p>"
                    ),
                    t.Figure("village_winter", "Vilémov pod sněhem, ilustrace"),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Hasiči, rybáři, sportovci a klub seniorů.",
                (
                    common.sample("Spolky jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            ("Hasiči", "<p>Jednotka a kroužek, noční soutěž v srpnu.</p>"),
                            ("Rybáři", "<p>Úklid potoka, výlov, dětské závody.</p>"),
                            ("Klub seniorů", "<p>Beseda jednou za měsíc, cvičení a výlety.</p>"),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Most, potok a procházka kolem obce.",
                (
                    t.Text(
                        "<ul><li><strong>Most:</strong> výhled na celou obec, vlak jezdí několikrát denně.</li><li><strong>Potoční okruh:</strong> 4 kilometry, bez převýšení.</li><li><strong>Na kole:</strong> do Velkého Šenova po cyklostezce.</li></ul>"
                    ),
                    t.Figure("pond", "U potoka, ilustrace"),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Obecní úřad",
                "Na návsi vedle školy.",
                (
                    t.People(("starosta", "podatelna")),
                    t.Text(
                        "<p>V pondělí máme otevřeno do šesti, aby stihli i ti, kdo jezdí z práce.</p>"
                    ),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("obecní úřad"),
            common.waste_page(
                "Svoz v jednom dni, sběrné místo dvakrát týdně.",
                (
                    ("Směsný odpad", "sudá středa", "popelnice u domu"),
                    ("Plasty", "lichá středa", "žlutá nádoba"),
                    ("Papír", "první sobota v měsíci", "modrá nádoba"),
                    ("Bioodpad", "pondělí, duben až říjen", "hnědá nádoba"),
                ),
            ),
        ),
        town=False,
        lead="Most, potok, posvícení a krátké cesty.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "vilemov",
        "Vilémov v šesti kresbách",
        "Most, škola, hasiči, potok, bazar a zima.",
        (11, 1),
        (
            ("railway", "Most a motorák"),
            ("school", "Škola"),
            ("firefighters", "Hasiči na návsi"),
            ("pond", "Potok"),
            ("market", "Bazar"),
            ("village_winter", "Pod sněhem"),
        ),
    ),
    offices=(
        common.main_office(
            "vilemov",
            OFFICE,
            "407 80 Vilémov",
            common.hours("1", ("8:00", "12:00"), ("13:00", "18:00"))
            + common.hours("3", ("8:00", "12:00")),
        ),
        t.Office(
            "Sběrné místo",
            "407 80 Vilémov",
            hours=common.hours("3", ("15:00", "19:00")) + common.hours("6", ("8:00", "12:00")),
        ),
    ),
    people=(
        t.Person("Vilém Mostecký (ukázková osoba)", "starosta", "starosta@vilemov.example"),
        t.Person("Petra Sčítačka (ukázková osoba)", "podatelna", "podatelna@vilemov.example"),
    ),
    quick_links=common.quick_links(
        t.QuickLink("Sběrné místo", "/aktuality/sberne-misto/", "waste", "Kdy je otevřeno"),
        t.QuickLink("Škola", "/aktuality/skola-rok/", "school", "Tělocvična a kroužky"),
    ),
    menu=common.menu(),
    notices=(
        *common.council_notices("obce", "v zasedací místnosti obecního úřadu"),
        t.Notice(
            "Nalezen dětský batoh u lávky",
            "lost_property",
            -18,
            40,
            "<p>Modrý batoh s lahví a sešitem. Vyzvedněte ho na úřadě.</p>",
        ),
    ),
    documents=common.council_documents("obce Vilémov", "obce"),
    forms=(
        common.fault_form(
            "vilemov", "<p>Nesvítí lampa, překáží větev, chybí značka? Stačí věta a místo.</p>"
        ),
    ),
    contacts_lead="Úřad je vedle školy, podatelna vpravo u dveří.",
)
