"""Mikulášovice: the long town with Saint Nicholas."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    advent,
    easter,
    fixed,
    nearest,
    nth,
)

REGISTRY = t.Registry(
    "Mikulášovice", "mesto", "562751", "407 79", "50.9652", "14.3638", 2586, 2430, "mikulasovice.cz"
)
OFFICE = "Městský úřad Mikulášovice"

SITE = t.Site(
    slug="mikulasovice",
    registry=REGISTRY,
    tagline="Dlouhé město s Mikulášem ve jménu i v prosinci",
    intro="<p>Vítejte v Mikulášovicích. Od prvního domu k poslednímu se jde přes hodinu, takže se vyplatí vědět předem, kde se co koná. Tady to najdete.</p>",
    header_alt="Ilustrace: kostel s cibulovou věží v dlouhém městě mezi kopci",
    pictures=(
        t.Picture(
            "nicholas",
            "Mikuláš přichází",
            "Mikuláš s berlou, anděl a čert kráčejí zasněženou vsí s lucernami",
        ),
        t.Picture(
            "advent",
            "Rozsvícení stromu",
            "Vánoční strom se světly mezi stánky na zasněženém náměstí",
        ),
        t.Picture(
            "football", "Mikulášský turnaj", "Fotbalisté dvou družstev na hřišti, nad ním praporky"
        ),
        t.Picture(
            "landmark",
            "Kostel svatého Mikuláše",
            "Kostel s cibulovou věží a hodinami, kolem stromy",
        ),
        t.Picture("village", "Podstávky v dolní části", "Dva podstávkové domy u cesty"),
        t.Picture(
            "forest", "Lesní cesta k rozhledně", "Pěšina vysokým smrkovým lesem, u ní rozcestník"
        ),
        t.Picture("railway", "Vlak u zastávky", "Motorový vůz na mostě nad říčkou"),
        t.Picture("bins", "Nové kontejnery", "Barevné kontejnery na tříděný odpad v řadě"),
    ),
    news=(
        t.News(
            "strom-advent",
            "Strom rozsvítíme první adventní sobotu, letos s živým betlémem",
            "Sejdeme se v pět u kostela. Ovce přivezou místní zemědělci.",
            (11, 15),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Program začíná ve čtyři dílnami pro děti ve farní stodole. V pět zahrají žesťové nástroje z věže a společně rozsvítíme strom.</p>"
                ),
                t.Figure("advent", "Adventní náměstí, ilustrace"),
                t.Callout(
                    "Doprava",
                    "<p>Mezi dolním koncem a náměstím bude od 15.30 do 19.30 jezdit minibus, každou půlhodinu a zdarma.</p>",
                    "success",
                ),
            ),
            "advent",
            pinned_days=14,
        ),
        t.News(
            "turnaj-prihlasky",
            "Mikulášský turnaj: přihlášky do konce listopadu",
            "Hraje se v hale, družstva po pěti a jednom náhradníkovi.",
            (11, 6),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Turnaj je otevřený i neregistrovaným hráčům. Startovné se platí čokoládou do mikulášské nadílky.</p>"
                ),
                t.Table(
                    "Kategorie",
                    ("Kategorie", "Začátek", "Délka zápasu"),
                    (
                        ("Děti do 10 let", "9.00", "2 × 8 minut"),
                        ("Děti do 15 let", "11.00", "2 × 10 minut"),
                        ("Dospělí", "13.30", "2 × 12 minut"),
                    ),
                ),
            ),
            "football",
        ),
        t.News(
            "kontejnery",
            "Na tříděný odpad přibylo šest stanovišť",
            "Nejdelší cesta ke kontejneru je nově pět minut pěšky.",
            (9, 28),
            "Životní prostředí",
            (
                t.Text(
                    "<p>Město je protáhlé, proto kontejnery stojí nově po obou stranách údolí. Mapu stanovišť dostanete na úřadě.</p>"
                ),
            ),
            "bins",
        ),
        t.News(
            "rozhledna-cesta",
            "Lesní cesta k rozhledně je znovu průchozí",
            "Po vichřici ji pročistili dobrovolníci a lesníci.",
            (6, 11),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Cesta je vhodná i pro zdatnější kočárky. Na odpočívadle pod vrcholem přibyl stůl a lavice.</p>"
                ),
                t.Figure("forest", "Lesní cesta, ilustrace"),
            ),
            "forest",
        ),
        t.News(
            "skolni-jidelna",
            "Den otevřené jídelny ukázal, co děti jedí",
            "Rodiče ochutnali tři polévky a dvě hlavní jídla.",
            (3, 19),
            "Školy a děti",
            (
                t.Text(
                    "<p>Anketu o jídelníčku vyhrála čočka. Od dubna nabízí jídelna obědy i seniorům, s rozvozem.</p>"
                ),
            ),
            "village",
        ),
        t.News(
            "zastavka",
            "Vlak zastavuje i v neděli večer",
            "Spoj zavádíme na zkoušku do konce jízdního řádu.",
            (1, 15),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>Spoj ocení studenti, kteří se vracejí na internát. Zda zůstane, rozhodne obsazenost.</p>"
                ),
            ),
            "railway",
        ),
    ),
    events=(
        t.Event(
            "rozsviceni",
            "Rozsvícení vánočního stromu",
            "slavnosti",
            (advent(1, plus=-1),),
            "17:00",
            "19:30",
            place="u kostela, Mikulášovice",
            text="<p>Žestě z věže, živý betlém, stánky od 16 hodin. Minibus z dolního konce každou půlhodinu.</p>",
            german="Anzünden des Weihnachtsbaums mit Bläsern vom Turm und lebender Krippe, Stände ab 16 Uhr.",
            organiser="město Mikulášovice",
            scene="advent",
        ),
        t.Event(
            "mikulassky-turnaj",
            "Mikulášský turnaj ve fotbale",
            "sport",
            (nearest(SATURDAY, 12, 6),),
            "9:00",
            "18:00",
            place="sportovní hala",
            text="<p>Halový turnaj pro děti i dospělé. Startovné: čokoláda do nadílky.</p>",
            german="Nikolausturnier im Hallenfußball für Kinder und Erwachsene, Startgeld ist eine Tafel Schokolade.",
            organiser="fotbalisté Mikulášovice",
            scene="football",
        ),
        t.Event(
            "mikulas-pruvod",
            "Mikulášský průvod",
            "deti",
            (fixed(12, 5),),
            "17:00",
            "19:00",
            place="od školy ke kostelu",
            text="<p>Mikuláš, andělé a čerti jdou městem s lucernami. Nadílka u kostela.</p>",
            german="Nikolausumzug mit Laternen von der Schule zur Kirche.",
            organiser="město a škola",
            scene="nicholas",
        ),
        t.Event(
            "masopust",
            "Masopust",
            "slavnosti",
            (easter(-50),),
            "10:00",
            "16:00",
            place="průvod od dolního konce nahoru",
            text="<p>Průvod masek s koblihami projde celé město; přidat se můžete kdekoli.</p>",
            german="Faschingsumzug durch die ganze lange Stadt mit Krapfen.",
            organiser="hasiči a divadelníci",
        ),
        t.Event(
            "pout",
            "Pouť a trh u kostela",
            "trhy",
            (nth(SUNDAY, 2, 9),),
            "8:00",
            "15:00",
            place="okolí kostela",
            text="<p>Poutní mše v 9 hodin, trh řemesel a pečiva, odpoledne dechovka.</p>",
            german="Kirchweih mit Messe um 9 Uhr, Handwerksmarkt und Blasmusik.",
            organiser="farnost a město",
            scene="landmark",
        ),
        t.Event(
            "koncert-varhany",
            "Varhanní koncert",
            "kultura",
            (nth(SATURDAY, 3, 6),),
            "18:00",
            "19:15",
            place="kostel",
            text="<p>Skladby pro varhany a trubku. Vstupné dobrovolné.</p>",
            german="Orgelkonzert mit Trompete, Eintritt frei.",
            organiser="farnost",
            scene="landmark",
        ),
        t.Event(
            "tabor-hasicu",
            "Mladí hasiči: letní tábor",
            "deti",
            (nth(MONDAY, 2, 7),),
            all_day=True,
            days=6,
            place="hájovna nad městem",
            text="<p>Táborníci od 8 do 14 let. Přihlášky do konce května.</p>",
            organiser="hasiči Mikulášovice",
            scene="forest",
        ),
        t.Event(
            "beseda",
            "Beseda se záchranářem",
            "seniori",
            (nth(FRIDAY, 3, 2), nth(FRIDAY, 3, 11)),
            "14:00",
            "16:00",
            place="klub seniorů",
            text="<p>Co dělat, než přijede sanitka. Vyzkoušíte si resuscitaci na figuríně.</p>",
            organiser="klub seniorů",
        ),
        common.council(
            "města",
            tuple(nth(MONDAY, 2, month) for month in (2, 5, 9, 12)),
            "17:00",
            "zasedací síň městského úřadu",
            OFFICE,
        ),
        common.bulky_waste(
            (nth(SATURDAY, 2, 4), nth(SATURDAY, 2, 10)), "dolní konec, náměstí, horní konec", OFFICE
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O městě",
                "Město protáhlé údolím: proto máme dvě zastávky a tři stanoviště na všechno.",
                (
                    t.Figure("village", "Podstávky v dolní části, ilustrace"),
                    t.Table(
                        "Mikulášovice v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "město"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 79"),
                            ("Rozloha", "2 586 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "2 430"),
                            ("Kód obce", "562751"),
                        ),
                    ),
                    t.Text(
                        "<p>Kdo hledá adresu, ptá se na stranu údolí a na číslo zastávky. Číslovat domy od jednoho konce k druhému by dalo víc práce, než bychom ušetřili.</p>"
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "Mikuláš ve jménu, v kostele i v prosinci.",
                (
                    common.sample(
                        "Ověřené letopočty doplní kronikář. Popsané zvyky jsou v ukázce živé, historie se v ní nedomýšlí."
                    ),
                    t.Heading("Prosincové zvyky"),
                    t.Text(
                        "<p>Rozsvícení stromu v adventu a Mikulášský turnaj jsou zavedené akce města, na které jezdí i sousedé. Průvod s lucernami spojuje školu, hasiče a farnost.</p>"
                    ),
                    t.Figure("nicholas", "Mikuláš, anděl a čert, ilustrace"),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Fotbalisté, hasiči, klub seniorů a divadlo.",
                (
                    common.sample("Spolky jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            (
                                "Fotbalisté",
                                "<p>Muži, ženy a tři mládežnická družstva. Pořádají Mikulášský turnaj.</p>",
                            ),
                            ("Hasiči", "<p>Jednotka a kroužek; v červenci tábor na hájovně.</p>"),
                            ("Divadlo v boudě", "<p>Masopust, letní představení v přírodě.</p>"),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Lesní cesty, rozhledna a podstávkové domy.",
                (
                    t.Text(
                        "<ul><li><strong>Lesní okruh:</strong> 7 kilometrů, převýšení 220 metrů.</li><li><strong>Podstávková trasa:</strong> zastavení u domů s výkladem.</li><li><strong>Na kole:</strong> do Velkého Šenova po vedlejších cestách.</li></ul>"
                    ),
                    t.Figure("forest", "Lesní cesta, ilustrace"),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Městský úřad",
                "Úřad v polovině města, aby ho měli všichni stejně daleko.",
                (
                    t.People(("starosta", "podatelna")),
                    t.Text(
                        "<p>V pondělí a ve středu přijďte bez objednání, ve čtvrtek jen na objednávku. Poslední dvě hodiny ve středu jsou i pro zaměstnané.</p>"
                    ),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("městský úřad"),
            common.waste_page(
                "Svozy podle stran údolí, stanoviště kontejnerů na devíti místech.",
                (
                    ("Směsný odpad, jih", "pondělí", "popelnice u domu"),
                    ("Směsný odpad, sever", "středa", "popelnice u domu"),
                    ("Plasty", "sudý pátek", "kontejnery"),
                    ("Papír", "lichý pátek", "kontejnery"),
                    ("Sklo", "jednou za měsíc", "kontejnery"),
                ),
            ),
        ),
        town=True,
        lead="Prosincové zvyky, lesní cesty a lidé, kteří drží město pohromadě.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "mikulasovicky-rok",
        "Mikulášovický rok",
        "Od masopustu k Mikuláši v šesti kresbách.",
        (10, 6),
        (
            ("nicholas", "Mikuláš"),
            ("advent", "Rozsvícený strom"),
            ("football", "Turnaj"),
            ("landmark", "Kostel"),
            ("forest", "Cesta lesem"),
            ("village", "Podstávky"),
        ),
    ),
    offices=(
        common.main_office(
            "mikulasovice",
            OFFICE,
            "407 79 Mikulášovice",
            common.hours("13", ("8:00", "12:00"), ("13:00", "17:00"))
            + common.hours("4", ("8:00", "11:00")),
        ),
        t.Office(
            "Klub seniorů", "407 79 Mikulášovice", hours=common.hours("24", ("13:00", "16:00"))
        ),
    ),
    people=(
        t.Person("Mikuláš Hodný (ukázková osoba)", "starosta", "starosta@mikulasovice.example"),
        t.Person("Lenka Poštovní (ukázková osoba)", "podatelna", "podatelna@mikulasovice.example"),
    ),
    quick_links=common.quick_links(
        t.QuickLink("Advent", "/aktuality/strom-advent/", "culture", "Rozsvícení stromu a betlém"),
        t.QuickLink(
            "Turnaj", "/aktuality/turnaj-prihlasky/", "tourism", "Přihlášky na Mikulášský turnaj"
        ),
    ),
    menu=common.menu(town=True),
    notices=(
        *common.council_notices("města", "v zasedací síni městského úřadu"),
        t.Notice(
            "Záměr pronajmout část lesní cesty pro dřevěnou plastiku",
            "property_intent",
            -11,
            10,
            "<p>Zveřejňuje se podle § 39 odst. 1 zákona č. 128/2000 Sb. nejméně po dobu 15 dnů.</p>",
        ),
    ),
    documents=common.council_documents("města Mikulášovice", "města"),
    forms=(
        common.fault_form(
            "mikulasovice",
            "<p>Nezapomeňte napsat stranu údolí a nejbližší stanoviště, ušetříte nám hodinu hledání.</p>",
        ),
    ),
    contacts_lead="Úřad sídlí v polovině města, poznáte ho podle lip před vchodem.",
)
