"""Velký Šenov: the town where the union first met."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import (
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    advent,
    easter,
    fixed,
    last,
    nth,
)

REGISTRY = t.Registry("Velký Šenov", "mesto", "562912", "407 78", "50.9909", "14.3744", 2327, 1999)
OFFICE = "Městský úřad Velký Šenov"

SITE = t.Site(
    slug="velky-senov",
    registry=REGISTRY,
    tagline="Město, kde se obce výběžku sešly poprvé",
    intro="<p>Vítejte ve Velkém Šenově. Právě tady se 21. září 1999 poprvé sešly obce, z nichž vznikl Svazek obcí Sever. Dnes tu najdete školu, divadlo, trh a spoustu dobrých nápadů.</p>",
    header_alt="Ilustrace: kostel v podzimní krajině, kolem domy a zbarvené stromy",
    pictures=(
        t.Picture(
            "square",
            "Náměstí ve Velkém Šenově",
            "Domy se štíty kolem náměstí s kašnou, lidé na ulici",
        ),
        t.Picture("harvest", "Dožínky", "Zlatá pole s balíky slámy a ovocné stromy"),
        t.Picture("market", "Šenovský trh", "Stánky a nakupující mezi domy"),
        t.Picture("landmark", "Kostel", "Kostel s cibulovou věží mezi stromy"),
        t.Picture("football", "Zápas na hřišti", "Fotbalisté na hřišti, v pozadí kostel"),
        t.Picture("council", "Zasedání zastupitelstva", "Zastupitelé u stolu, za oknem náměstí"),
        t.Picture("pond", "Koupaliště", "Rybník s molem a odrazem domů"),
        t.Picture("square_night", "Silvestr na náměstí", "Náměstí v noci, rozsvícená okna a lampy"),
    ),
    news=(
        t.News(
            "silvestr-zrusen",
            "Silvestrovský výšlap se letos nekoná",
            "Cesta na vyhlídku je po vichřici zavřená. Scházíme se jen na náměstí.",
            (11, 22),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Vyhlídkovou cestu zavřeli lesníci kvůli polomu a do konce roku se neotevře. Místo výšlapu otevřeme klub na náměstí a společný přípitek bude u kašny.</p>"
                ),
                t.Callout(
                    "Zrušeno je v kalendáři",
                    "<p>Akce je v kalendáři přeškrtnutá. Kdo kalendář odebírá, dostane změnu automaticky.</p>",
                    "warning",
                ),
                t.Figure("square_night", "Náměstí v noci, ilustrace"),
            ),
            "square_night",
            pinned_days=38,
        ),
        t.News(
            "divadlo-premiera",
            "Ochotníci mají premiéru, vstupenky rychle mizí",
            "Nová hra se hraje v sobotu a v neděli, repríza v únoru.",
            (10, 27),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Hra vypráví o prvním setkání obcí, ze kterého svazek vznikl. Humor je neškodný, postavy vymyšlené.</p>"
                ),
            ),
            "square",
        ),
        t.News(
            "trh-v-zari",
            "Zářijový trh: nejvíc lidí za posledních pět let",
            "Prodejci ocenili novou plochu, chybí už jen stín.",
            (9, 18),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Na jaře zasadíme čtyři stromy. Do té doby si vystačíme s plachtami.</p>"
                ),
                t.Figure("market", "Šenovský trh, ilustrace"),
            ),
            "market",
        ),
        t.News(
            "dozinky",
            "Dožínky zakončily sklizeň",
            "Průvod s věncem, divadlo, chléb z nové mouky.",
            (8, 24),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Chléb upekli v obecní peci podle receptu, který přinesla jedna pamětnice. Recept najdete na úřadě.</p>"
                ),
            ),
            "harvest",
        ),
        t.News(
            "koupaliste",
            "Na koupališti přibylo molo pro plavce",
            "Nejhlubší část je nově vyznačená.",
            (6, 25),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Koupání je na vlastní nebezpečí, plavčík bývá v neděli. Voda je čistá.</p>"
                ),
                t.Figure("pond"),
            ),
            "pond",
        ),
        t.News(
            "zastupitelstvo-mlade",
            "Zastupitelstvo pozvalo žáky osmých tříd",
            "Děti se ptaly na odpadkové koše, cyklostezku a osvětlení.",
            (3, 14),
            "Z úřadu",
            (
                t.Text(
                    "<p>Odpovědi budou vyvěšené na nástěnce ve škole. Zastupitelé slíbili, že na jeden dotaz odpoví opravou do měsíce.</p>"
                ),
            ),
            "council",
        ),
    ),
    events=(
        t.Event(
            "silvestr",
            "Silvestrovský výšlap na vyhlídku",
            "sport",
            (fixed(12, 31),),
            "13:00",
            "17:00",
            place="sraz na náměstí",
            text="<p>Společný výstup s čajem a přípitkem na vyhlídce. Letos zrušeno kvůli polomu, cesta je zavřená.</p>",
            german="Silvesterwanderung zur Aussicht. In diesem Jahr fällt sie wegen Windbruchs aus.",
            organiser="turisté",
            scene="square_night",
            cancel_next=True,
        ),
        t.Event(
            "senovsky-trh",
            "Šenovský trh",
            "trhy",
            (last(SATURDAY, 5), nth(SATURDAY, 3, 9), nth(SATURDAY, 2, 12)),
            "8:00",
            "13:00",
            place="náměstí",
            text="<p>Výrobky a potraviny z regionu, v prosinci i stromky.</p>",
            german="Markt mit regionalen Produkten, im Dezember auch Weihnachtsbäume.",
            organiser="město Velký Šenov",
            scene="market",
        ),
        t.Event(
            "dozinky",
            "Dožínky",
            "slavnosti",
            (nth(SATURDAY, 4, 8),),
            "13:00",
            "22:00",
            place="náměstí a sokolovna",
            text="<p>Průvod s věncem, divadlo, chléb z obecní pece, večer tancovačka.</p>",
            german="Erntefest mit Umzug, Theater, Brot aus dem Gemeindeofen und Tanz am Abend.",
            organiser="zemědělci a ochotníci",
            scene="harvest",
        ),
        t.Event(
            "novorocni-koncert",
            "Novoroční koncert v kostele",
            "kultura",
            (fixed(1, 2),),
            "16:00",
            "17:30",
            place="kostel",
            text="<p>Sbor a žestě, vstupné dobrovolné.</p>",
            german="Neujahrskonzert mit Chor und Blechbläsern.",
            organiser="farnost",
            scene="landmark",
        ),
        t.Event(
            "divadlo",
            "Ochotníci hrají",
            "kultura",
            (nth(SATURDAY, 3, 2), nth(SATURDAY, 1, 11)),
            "19:00",
            "21:30",
            place="sokolovna",
            text="<p>Představení místních ochotníků. Vstupenky na úřadě nebo hodinu předem na místě.</p>",
            organiser="ochotníci",
        ),
        t.Event(
            "turnaj",
            "Turnaj v malé kopané",
            "sport",
            (nth(SATURDAY, 2, 5),),
            "9:00",
            "17:00",
            place="hřiště",
            text="<p>Přihlášky do čtvrtka, hraje se v šesti.</p>",
            german="Kleinfeldturnier, gespielt wird zu sechst.",
            organiser="fotbalisté",
            scene="football",
        ),
        t.Event(
            "koupaliste",
            "Zahájení letní sezony na koupališti",
            "deti",
            (nth(SATURDAY, 3, 6),),
            "10:00",
            "18:00",
            place="koupaliště",
            text="<p>Plavecké závody dětí, plavčík po celý den.</p>",
            german="Saisoneröffnung im Freibad mit Schwimmwettkämpfen für Kinder.",
            organiser="město Velký Šenov",
            scene="pond",
        ),
        t.Event(
            "velikonocni-pec",
            "Velikonoční pečení v obecní peci",
            "ostatni",
            (easter(-6),),
            "9:00",
            "15:00",
            place="u pece",
            text="<p>Přineste těsto v misce a utěrku, pec roztopíme už v noci.</p>",
            german="Osterbacken im Gemeindeofen, bringen Sie Ihren Teig mit.",
            organiser="spolek Pec",
        ),
        common.council(
            "města",
            tuple(nth(TUESDAY, 3, month) for month in (2, 4, 6, 9, 12)),
            "16:30",
            "zasedací místnost radnice",
            OFFICE,
        ),
        common.bulky_waste(
            (nth(SATURDAY, 3, 4), nth(SATURDAY, 1, 10)), "hala technických služeb", OFFICE
        ),
        t.Event(
            "advent",
            "Rozsvícení stromu",
            "slavnosti",
            (advent(1),),
            "16:30",
            "18:30",
            place="náměstí",
            text="<p>Koledy, čaj, teplé cukroví.</p>",
            german="Anzünden des Weihnachtsbaums mit Liedern.",
            organiser="město Velký Šenov",
        ),
        t.Event(
            "beseda-svazek",
            "Jak vznikl svazek: beseda k výročí",
            "vzdelavani",
            (nth(THURSDAY, 3, 9),),
            "17:00",
            "19:00",
            place="knihovna",
            text="<p>Při výročí 21. září 1999, kdy se obce u nás sešly poprvé. Ukázky z archivu svazku, diskuse.</p>",
            german="Vortrag zum Jahrestag des ersten Treffens der Gemeinden am 21. September 1999.",
            organiser="knihovna a Svazek obcí Sever",
            scene="council",
        ),
        t.Event(
            "seniorky",
            "Setkání seniorů u kávy",
            "seniori",
            (nth(SUNDAY, 1, 3), nth(SUNDAY, 1, 11)),
            "14:30",
            "17:00",
            place="sokolovna",
            text="<p>Zahraje harmonika, ke kávě budou domácí zákusky.</p>",
            organiser="město Velký Šenov",
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O městě",
                "Velký Šenov leží mezi Šluknovem a Dolní Poustevnou, s výhledem na rovinu i na kopce.",
                (
                    t.Figure("square", "Náměstí, ilustrace"),
                    t.Table(
                        "Velký Šenov v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "město"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 78"),
                            ("Rozloha", "2 327 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "1 999"),
                            ("Kód obce", "562912"),
                        ),
                    ),
                    t.Text(
                        "<p>Město má školu, sokolovnu, koupaliště a jednu z nejlepších obecních pecí v regionu.</p>"
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "První setkání obcí, dožínky a obecní pec.",
                (
                    t.Heading("První setkání obcí"),
                    t.Text(
                        "<p>Ve Velkém Šenově se 21. září 1999 poprvé sešly obce, které se rozhodly spolupracovat. Svazek se ustavil 11. ledna 2000 v Lipové.</p>"
                    ),
                    common.sample("Ostatní údaje na stránce jsou ukázkové."),
                    t.Figure("harvest", "Dožínky, ilustrace"),
                    t.Text(
                        "<p>Dožínky se slaví v srpnu s průvodem a věncem, o chléb se stará spolek Pec.</p>"
                    ),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Ochotníci, fotbalisté, pec a harmonika.",
                (
                    common.sample("Spolky jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            ("Ochotníci", "<p>Dvě premiéry ročně v sokolovně.</p>"),
                            ("Fotbalisté", "<p>Muži, žáci a přípravka.</p>"),
                            ("Spolek Pec", "<p>Obnovil obecní pec a drží ji v provozu.</p>"),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Výhledy, koupaliště a cesty k sousedům.",
                (
                    t.Text(
                        "<ul><li><strong>Vyhlídková cesta:</strong> po uzavírce až na jaře.</li><li><strong>Koupaliště:</strong> čistá voda a stromy kolem.</li><li><strong>Do Lipové:</strong> pěšky hodina a půl, zpět autobusem.</li></ul>"
                    ),
                    t.Figure("pond", "Koupaliště, ilustrace"),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Městský úřad",
                "Radnice na náměstí, přízemí pro veřejnost.",
                (
                    t.People(("starostka", "podatelna a matrika")),
                    t.Text(
                        "<p>Matrika přijímá v pondělí a ve středu, svatby se domlouvají i na jiné dny. Ostatní vyřídí podatelna.</p>"
                    ),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("městský úřad"),
            common.waste_page(
                "Popelnice ve čtvrtek, kontejnery na čtyřech místech, sběr olejů u koupaliště.",
                (
                    ("Směsný odpad", "čtvrtek", "popelnice u domu"),
                    ("Plasty", "sudé úterý", "kontejner"),
                    ("Papír", "liché úterý", "kontejner"),
                    ("Jedlé oleje", "kdykoli", "nádoba u koupaliště"),
                ),
            ),
        ),
        town=True,
        lead="První setkání obcí, dožínky a výhledy.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "senov",
        "Velký Šenov od jara do Silvestra",
        "Trh, dožínky, koupaliště, náměstí.",
        (9, 1),
        (
            ("square", "Náměstí"),
            ("market", "Šenovský trh"),
            ("pond", "Koupaliště"),
            ("harvest", "Dožínky"),
            ("football", "Na hřišti"),
            ("square_night", "Noc na náměstí"),
        ),
    ),
    offices=(
        common.main_office(
            "velky-senov",
            OFFICE,
            "náměstí, 407 78 Velký Šenov",
            common.hours("13", ("8:00", "12:00"), ("13:00", "17:00")),
        ),
        t.Office(
            "Sokolovna",
            "407 78 Velký Šenov",
            "sokolovna@velky-senov.example",
            hours=common.hours("25", ("16:00", "20:00")),
        ),
    ),
    people=(
        t.Person(
            "Věra Klasová (ukázková osoba)", "starostka", "starostka@velky-senov.example", "1"
        ),
        t.Person(
            "Josef Pecka (ukázková osoba)",
            "podatelna a matrika",
            "podatelna@velky-senov.example",
            "2",
        ),
    ),
    quick_links=common.quick_links(
        t.QuickLink("Divadlo", "/aktuality/divadlo-premiera/", "culture", "Vstupenky na premiéru"),
        t.QuickLink("Koupaliště", "/aktuality/koupaliste/", "tourism", "Co je nového"),
    ),
    menu=common.menu(town=True),
    notices=(
        *common.council_notices("města", "v zasedací místnosti radnice"),
        t.Notice(
            "Záměr prodat vyřazený mobiliář",
            "property_intent",
            -6,
            14,
            "<p>Prodej stolů, židlí a skříní ze staré sokolovny. Seznam na úřadě.</p>",
        ),
    ),
    documents=common.council_documents("města Velký Šenov", "města"),
    forms=(
        common.fault_form(
            "velky-senov",
            "<p>Závady řešíme do deseti dnů, u cest po bouřce déle. Díky za upozornění.</p>",
        ),
    ),
    contacts_lead="Radnici najdete na náměstí, sokolovna je za rohem.",
)
