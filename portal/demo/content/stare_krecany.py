"""Staré Křečany: a large area with many small places."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import (
    FRIDAY,
    SATURDAY,
    SUNDAY,
    WEDNESDAY,
    advent,
    easter,
    fixed,
    nth,
)

REGISTRY = t.Registry("Staré Křečany", "obec", "562823", "407 61", "50.9505", "14.4963", 3600, 1180)
OFFICE = "Obecní úřad Staré Křečany"

SITE = t.Site(
    slug="stare-krecany",
    registry=REGISTRY,
    tagline="Obec lesů, samot a podstávkových domů v srdci výběžku",
    intro="<p>Vítejte ve Starých Křečanech. Na třech a půl tisících hektarech žije necelých dvanáct set lidí, zbytek patří lesu, loukám a tichu. Kdo k nám jede poprvé, ať si stáhne mapu.</p>",
    header_alt="Ilustrace: podstávkový dům v podzimní krajině, kolem stavení a lesy",
    pictures=(
        t.Picture(
            "forest", "Křečanský les", "Pěšina mezi vysokými smrky, u ní turistický rozcestník"
        ),
        t.Picture("village", "Podstávky u cesty", "Dva podstávkové domy, mezi nimi košatý strom"),
        t.Picture("harvest", "Podzimní pole", "Balíky slámy a zbarvené stromy pod vesnicí"),
        t.Picture(
            "village_winter", "Zima na samotách", "Zasněžené podstávkové domy a cesta ve sněhu"
        ),
        t.Picture("pond", "Lesní rybník", "Rybník s odrazem stavení, rákosí a molo"),
        t.Picture("firefighters", "Cvičení hasičů", "Hasiči s proudnicí vedle cisterny"),
        t.Picture("bins", "Stanoviště odpadu", "Barevné nádoby na tříděný odpad"),
    ),
    news=(
        t.News(
            "zimni-cesty",
            "Které cesty v zimě udržujeme a které ne",
            "Mapa zimní údržby je na úřadě i na plakátech v každé místní části.",
            (11, 13),
            "Z úřadu",
            (
                t.Text(
                    "<p>V zimě udržujeme hlavní silnice mezi částmi obce a příjezdy k trvale obydleným domům. Lesní a polní cesty zůstávají bez údržby, vjezd je na vlastní nebezpečí.</p>"
                ),
                t.Callout(
                    "Samoty prosíme o kontakt",
                    "<p>Kdo bydlí mimo zástavbu, ať nám dá číslo, na které voláme, když se cesta zavře.</p>",
                ),
            ),
            "village_winter",
            pinned_days=100,
        ),
        t.News(
            "les-vysadba",
            "Na podzim jsme vysadili 4 000 stromků",
            "Buky, jedle a lípy. Pomohli školáci i chalupáři.",
            (10, 24),
            "Životní prostředí",
            (
                t.Text(
                    "<p>Sázelo se na třech holinách po kůrovci. Stromky chráníme oplocenkami, neotvírejte je prosím a psy mějte na vodítku.</p>"
                ),
                t.Figure("forest", "Křečanský les, ilustrace"),
            ),
            "forest",
        ),
        t.News(
            "mobilni-knihovna",
            "Knihobus jezdí i do místních částí",
            "Jednou za měsíc zastaví na čtyřech místech.",
            (9, 15),
            "Kultura a sport",
            (
                t.Table(
                    "Kde knihobus staví (ukázka)",
                    ("Místo", "Kdy"),
                    (
                        ("u obecního úřadu", "první středa 9.00"),
                        ("u hasičské zbrojnice", "první středa 10.30"),
                        ("u kapličky", "první středa 13.00"),
                        ("u zastávky", "první středa 14.30"),
                    ),
                ),
            ),
            "village",
        ),
        t.News(
            "hasici-cisterna",
            "Hasiči cvičili hašení lesního požáru",
            "Voda se vozila z rybníka dvanáct kilometrů.",
            (8, 28),
            "Z úřadu",
            (
                t.Text(
                    "<p>Cvičení se zúčastnilo šest jednotek. Výsledek: potřebujeme druhou požární nádrž, projednáme ji na zasedání.</p>"
                ),
            ),
            "firefighters",
        ),
        t.News(
            "houbari",
            "Houbaři, parkujte prosím jen na vyznačených místech",
            "Zavřené závory blokují hasiče.",
            (8, 1),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>V okolí obce je pět malých parkovišť. Za závorou nechte průjezd volný i o víkendu.</p>"
                ),
            ),
            "harvest",
        ),
        t.News(
            "podstavka-dotace",
            "Rada pro majitele podstávkových domů",
            "Jednou za měsíc poradí stavitel s opravou roubení.",
            (4, 6),
            "Z úřadu",
            (
                t.Text(
                    "<p>Přineste fotografie, poradna je zdarma. Nejčastěji se ptáte na vlhkost, hlínu a barvy.</p>"
                ),
                t.Figure("village"),
            ),
            "village",
        ),
    ),
    events=(
        t.Event(
            "advent",
            "Rozsvícení stromku u úřadu",
            "slavnosti",
            (advent(1, plus=-1),),
            "16:00",
            "18:00",
            place="před obecním úřadem",
            text="<p>Děti, koledy a polévka v hrnku. Odvoz z místních částí zajistí obecní minibus.</p>",
            german="Anzünden des Weihnachtsbaums mit Liedern und heißer Suppe.",
            organiser="obec Staré Křečany",
        ),
        t.Event(
            "sazeni",
            "Sázení stromů",
            "ostatni",
            (nth(SATURDAY, 2, 4), nth(SATURDAY, 3, 10)),
            "9:00",
            "13:00",
            place="sraz u závory",
            text="<p>Motyky máme, přineste rukavice a termosku. Po práci opékáme.</p>",
            german="Bäumepflanzen im Wald, Werkzeug wird gestellt.",
            organiser="obec a lesníci",
            scene="forest",
        ),
        t.Event(
            "velikonoce",
            "Velikonoční putování po kapličkách",
            "poute",
            (easter(-1),),
            "10:00",
            "16:00",
            place="start u kostela",
            text="<p>Dvanáct kilometrů po křížích a kapličkách, u každé zastavení s hudbou.</p>",
            german="Osterwanderung zu Kreuzen und Kapellen, zwölf Kilometer mit Musik.",
            organiser="farnost",
            scene="village",
        ),
        t.Event(
            "den-hasicu",
            "Hasičský den",
            "spolky",
            (nth(SATURDAY, 3, 6),),
            "13:00",
            "22:00",
            place="louka u zbrojnice",
            text="<p>Ukázky zásahu, jízda na cisterně, večer hudba.</p>",
            german="Feuerwehrtag mit Vorführungen, abends Musik.",
            organiser="hasiči Staré Křečany",
            scene="firefighters",
        ),
        t.Event(
            "houbarska-poradna",
            "Houbařská poradna a výstava hub",
            "vzdelavani",
            (nth(SATURDAY, 2, 9),),
            all_day=True,
            days=2,
            place="sál obecního úřadu",
            text="<p>Přes sto druhů, poradna od 10 do 16 hodin, smaženice pro hladové.</p>",
            german="Pilzausstellung mit Beratung, mehr als hundert Arten.",
            organiser="mykologové",
            scene="harvest",
        ),
        t.Event(
            "rybari",
            "Výlov lesního rybníka",
            "trhy",
            (nth(SATURDAY, 4, 10),),
            "7:00",
            "12:00",
            place="lesní rybník",
            text="<p>Prodej kaprů a línů, uzená makrela, čaj.</p>",
            german="Abfischen des Waldteichs mit Fischverkauf.",
            organiser="rybáři",
            scene="pond",
        ),
        t.Event(
            "noc-hvezd",
            "Večer pod hvězdami",
            "kultura",
            (nth(FRIDAY, 2, 8),),
            "20:30",
            "23:30",
            place="louka nad obcí",
            text="<p>Astronomové s dalekohledy, dětem vyprávíme o souhvězdích. Místo je tmavé, mějte baterky.</p>",
            german="Sternenabend mit Fernrohren, auch für Kinder.",
            organiser="hvězdáři",
        ),
        t.Event(
            "ples",
            "Chalupářský bál",
            "kultura",
            (nth(SATURDAY, 1, 2),),
            "20:00",
            "2:00",
            days=2,
            place="sál kulturního domu",
            text="<p>Pro místní i chalupáře, kapela a koláče.</p>",
            organiser="obec Staré Křečany",
        ),
        common.council(
            "obce",
            tuple(nth(WEDNESDAY, 2, month) for month in (2, 5, 9, 12)),
            "17:00",
            "zasedací místnost obecního úřadu",
            OFFICE,
        ),
        common.bulky_waste(
            (nth(SATURDAY, 4, 4), nth(SATURDAY, 2, 10)),
            "čtyři místní části, přesná místa na plakátech",
            OFFICE,
        ),
        t.Event(
            "tri-kralove",
            "Tříkrálový koncert",
            "kultura",
            (fixed(1, 6),),
            "17:00",
            "18:30",
            place="kostel",
            text="<p>Koledy smíšeného sboru, vstup dobrovolný.</p>",
            german="Dreikönigskonzert des gemischten Chors.",
            organiser="sbor",
        ),
        t.Event(
            "pochod-samoty",
            "Pochod po samotách",
            "sport",
            (nth(SUNDAY, 2, 5),),
            "9:00",
            "15:00",
            place="start u obecního úřadu",
            text="<p>Patnáct kilometrů, tři stanoviště s občerstvením u hospodářů.</p>",
            german="Wanderung zu den Einödhöfen, fünfzehn Kilometer.",
            organiser="turisté",
            scene="pond",
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O obci",
                "Staré Křečany mají na svou rozlohu málo obyvatel a mnoho cest.",
                (
                    t.Figure("village_winter", "Zima na samotách, ilustrace"),
                    t.Table(
                        "Staré Křečany v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "obec"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 61"),
                            ("Rozloha", "3 600 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "1 180"),
                            ("Kód obce", "562823"),
                        ),
                    ),
                    t.Text(
                        "<p>Na jednoho obyvatele tu připadají tři hektary. V zimě to znamená dlouhé prohrnování, v létě tolik místa, že se nikdo netlačí.</p>"
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "Křížky, kapličky a dlouhé cesty mezi nimi.",
                (
                    common.sample("Letopočty a prameny doplní kronikář."),
                    t.Text(
                        "<p>Obec spojuje řadu místních částí, které vznikaly kolem potoků a lesních cest. Nejvýraznější stopou minulosti jsou drobné památky: křížky, kapličky a podstávkové domy.</p>"
                    ),
                    t.Figure("village", "Podstávky, ilustrace"),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Hasiči, mykologové, rybáři, hvězdáři.",
                (
                    common.sample("Spolky jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            ("Hasiči", "<p>Cisterna, kroužek dětí, červnový hasičský den.</p>"),
                            ("Mykologové", "<p>Poradna a zářijová výstava hub.</p>"),
                            ("Sbor", "<p>Zpívá v kostele i na návsi, hledá tenory.</p>"),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Les, kapličky, houby a tma.",
                (
                    t.Text(
                        "<ul><li><strong>Okruh kapliček:</strong> 12 kilometrů, malé převýšení.</li><li><strong>Lesní rybník:</strong> koupání na vlastní nebezpečí, žádný poplatek.</li><li><strong>Tmavá obloha:</strong> za jasných nocí ideální k pozorování.</li></ul>"
                    ),
                    t.Figure("pond", "Lesní rybník, ilustrace"),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Obecní úřad",
                "Úřad a pošta pod jednou střechou.",
                (
                    t.People(("starosta", "podatelna")),
                    t.Text(
                        "<p>Listovní služby a úřad sídlí spolu. Kdo přijde pěšky z některé z místních částí, může tu počkat na autobus v teple.</p>"
                    ),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("obecní úřad"),
            common.waste_page(
                "V místních částech svážíme podle mapy, na samotách po dohodě.",
                (
                    ("Směsný odpad, středová část", "úterý", "popelnice u domu"),
                    ("Směsný odpad, samoty", "první úterý v měsíci", "svozové místo"),
                    ("Plasty a papír", "kdykoli", "kontejnery v šesti částech"),
                    ("Bioodpad", "kdykoli", "obecní kompostárna"),
                ),
            ),
        ),
        town=False,
        lead="Les, kapličky, spolky a cesty mezi samotami.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "krajina",
        "Křečanská krajina",
        "Les, rybník, podzim i zima.",
        (10, 28),
        (
            ("forest", "Křečanský les"),
            ("pond", "Lesní rybník"),
            ("harvest", "Podzimní pole"),
            ("village", "Podstávky"),
            ("firefighters", "Cvičení hasičů"),
            ("village_winter", "Zima"),
        ),
    ),
    offices=(
        common.main_office(
            "stare-krecany",
            OFFICE,
            "407 61 Staré Křečany",
            common.hours("13", ("8:00", "12:00"), ("13:00", "17:00")),
        ),
    ),
    people=(
        t.Person("Karel Potoční (ukázková osoba)", "starosta", "starosta@stare-krecany.example"),
        t.Person(
            "Olga Samotářová (ukázková osoba)", "podatelna", "podatelna@stare-krecany.example"
        ),
    ),
    quick_links=common.quick_links(
        t.QuickLink(
            "Cesty v zimě",
            "/aktuality/zimni-cesty/",
            "exclamation-triangle-fill",
            "Co udržujeme a co ne",
        ),
        t.QuickLink("Knihobus", "/aktuality/mobilni-knihovna/", "culture", "Kde a kdy staví"),
    ),
    menu=common.menu(),
    notices=(
        *common.council_notices("obce", "v zasedací místnosti obecního úřadu"),
        t.Notice(
            "Veřejná zakázka: výsadba stromů",
            "tender",
            -10,
            8,
            "<p>Poptávka výsadby 2 000 stromků na jaro. Nabídky do termínu na podatelnu.</p>",
        ),
        t.Notice(
            "Ztráta klíčů u lesního rybníka",
            "lost_property",
            -25,
            60,
            "<p>Nalezen svazek tří klíčů. Vyzvednete na úřadě.</p>",
        ),
    ),
    documents=common.council_documents("obce Staré Křečany", "obce"),
    forms=(
        common.fault_form(
            "stare-krecany",
            "<p>Uveďte místní část a nejbližší kapličku nebo rozcestník, podle domu se v lese těžko hledá.</p>",
        ),
    ),
    contacts_lead="Úřad a pošta jsou v jednom domě, naproti kostelu.",
)
