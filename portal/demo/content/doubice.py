"""Doubice: a small place in the woods; membership to be confirmed."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import FRIDAY, SATURDAY, SUNDAY, TUESDAY, advent, easter, fixed, nth

REGISTRY = t.Registry("Doubice", "obec", "530417", "407 47", "50.8887", "14.4617", confirmed=False)
OFFICE = "Obecní úřad Doubice"

SITE = t.Site(
    slug="doubice",
    registry=REGISTRY,
    tagline="Malá obec v lese, velký klid",
    intro="<p>Vítejte v Doubici. Domů je tu méně než pěšin, o víkendech bývá plno. Najdete tu, co se kde chystá, kam zaparkovat a jak se chovat v lese. Členství obce ve Svazku obcí Sever se potvrzuje.</p>",
    header_alt="Ilustrace: dřevěná rozhledna na kopci nad vesnicí za rozednění",
    pictures=(
        t.Picture("forest", "Doubický les", "Pěšina mezi vysokými stromy, u cesty rozcestník"),
        t.Picture("landmark", "Rozhledna", "Dřevěná rozhledna s ochozem na louce, u ní dva lidé"),
        t.Picture("village", "Chalupy v Doubici", "Podstávkové domy u cesty"),
        t.Picture("trail", "U rozcestníku", "Turisté u rozcestníku a opřené kolo"),
        t.Picture(
            "landmark_winter", "Rozhledna v zimě", "Rozhledna ve sněhu, kolem stromy s jinovatkou"
        ),
        t.Picture("feast", "Doubická pouť", "Večerní slavnost s pódiem a světly pod rozhlednou"),
        t.Picture("rocks", "Skály za obcí", "Pískovcové skály s borovicemi za rozednění"),
    ),
    news=(
        t.News(
            "rozhledna-zima",
            "Rozhledna je v zimě otevřená, schody jsou kluzké",
            "Vstup na vlastní nebezpečí, při námraze zavíráme.",
            (11, 11),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Dřevěné schody v zimě kloužou. Při námraze a silném větru věž zavíráme; aktuální stav visí u pokladničky a na webu.</p>"
                ),
                t.Callout(
                    "Nejezděte až nahoru",
                    "<p>K rozhledně vede jen pěší cesta. Parkujte u hřiště.</p>",
                    "warning",
                ),
            ),
            "landmark_winter",
            pinned_days=80,
        ),
        t.News(
            "les-odpady",
            "V lese jsou koše jen na zastávkách",
            "Odvážet odpad z lesa stojí víc než celá údržba cest.",
            (10, 14),
            "Životní prostředí",
            (
                t.Text(
                    "<p>Sáček do kapsy a zpátky do vesnice: to je celá prosba. Kontejnery stojí u parkoviště.</p>"
                ),
                t.Figure("forest", "Doubický les, ilustrace"),
            ),
            "forest",
        ),
        t.News(
            "pout-den",
            "Doubická pouť přilákala tisíc lidí",
            "Hrálo se na trávě, spalo se ve stanech.",
            (8, 17),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Děkujeme pořadatelům i sousedům, kteří přišli pomáhat s úklidem ještě před polednem.</p>"
                ),
            ),
            "feast",
        ),
        t.News(
            "vodovod",
            "Nový vodovod obslouží šest chalup",
            "Práce běžely celé léto, povrch cest je opět celý.",
            (6, 28),
            "Z úřadu",
            (
                t.Text(
                    "<p>Kdo se chce připojit, ať nás osloví do konce srpna. Projekt i cenu přípojky vám spočítáme zdarma.</p>"
                ),
            ),
            "village",
        ),
        t.News(
            "hostinske-tabule",
            "Otevírací doba hostinců na jednom místě",
            "Kdo se k nám vypraví, ví předem, kde dostane polévku.",
            (5, 5),
            "Kultura a sport",
            (
                t.Table(
                    "Kde se najíst (ukázka)",
                    ("Místo", "Otevřeno"),
                    (
                        ("hospoda u lípy", "čtvrtek až neděle"),
                        ("občerstvení u rozhledny", "sobota a neděle"),
                        ("pekárna", "středa a sobota ráno"),
                    ),
                ),
            ),
            "trail",
        ),
        t.News(
            "rozhledna-oprava",
            "Na rozhledně se vyměnily schody",
            "Dřevo z vlastního lesa, práce místních tesařů.",
            (2, 8),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Výměna trvala dva týdny. Staré schody poslouží jako lavičky podél cesty.</p>"
                ),
                t.Figure("landmark"),
            ),
            "landmark",
        ),
    ),
    events=(
        t.Event(
            "doubicka-pout",
            "Doubická pouť",
            "slavnosti",
            (nth(SATURDAY, 2, 8),),
            "12:00",
            "23:00",
            days=2,
            place="louka pod rozhlednou",
            text="<p>Hudba na trávě, pohádky, soutěže, v noci hvězdy. Stanovat lze přímo na louce.</p>",
            german="Doubitzer Fest: Musik auf der Wiese, Märchen und Sterne, Zelten ist möglich.",
            organiser="obec Doubice",
            scene="feast",
        ),
        t.Event(
            "advent",
            "Advent u lípy",
            "slavnosti",
            (advent(1),),
            "16:00",
            "18:00",
            place="náves",
            text="<p>Oheň, čaj, koledy, pečené jablko.</p>",
            german="Advent an der Linde mit Feuer, Tee und Bratapfel.",
            organiser="obec Doubice",
        ),
        t.Event(
            "vychod-slunce",
            "Východ slunce z rozhledny",
            "sport",
            (nth(SUNDAY, 2, 6),),
            "4:45",
            "6:30",
            place="rozhledna",
            text="<p>Čaj z termosky, buchty. Sraz je na parkovišti u hřiště.</p>",
            german="Sonnenaufgang auf dem Aussichtsturm mit Tee und Gebäck.",
            organiser="turisté",
            scene="landmark",
        ),
        t.Event(
            "vychazka-les",
            "Vycházka s lesníkem",
            "vzdelavani",
            (nth(SATURDAY, 3, 4), nth(SATURDAY, 3, 10)),
            "9:00",
            "12:00",
            place="sraz u parkoviště",
            text="<p>Co roste a proč se kácí. Dvě hodiny, vhodné pro děti.</p>",
            german="Waldspaziergang mit dem Förster, auch für Kinder.",
            organiser="lesníci",
            scene="forest",
        ),
        t.Event(
            "kolo",
            "Na kole k pískovcům",
            "sport",
            (nth(SATURDAY, 2, 5),),
            "9:00",
            "15:00",
            place="sraz u hřiště",
            text="<p>Třicet kilometrů, jedna hospoda. Přilby nutné.</p>",
            german="Radtour zu den Felsen, dreißig Kilometer.",
            organiser="cyklisté",
            scene="rocks",
        ),
        t.Event(
            "rozhledna-otevreni",
            "Zahájení sezony na rozhledně",
            "deti",
            (easter(1),),
            "10:00",
            "16:00",
            place="rozhledna",
            text="<p>Vstup zdarma, děti dostanou známku.</p>",
            german="Saisoneröffnung am Aussichtsturm, Eintritt frei.",
            organiser="obec Doubice",
            scene="landmark",
        ),
        t.Event(
            "beseda",
            "Jak se žije v lese: beseda",
            "seniori",
            (nth(FRIDAY, 2, 2), nth(FRIDAY, 2, 11)),
            "17:00",
            "19:00",
            place="hospoda u lípy",
            text="<p>Hosté, polévka a diskuse.</p>",
            organiser="obec Doubice",
        ),
        t.Event(
            "novorocni-vystup",
            "Novoroční výstup na rozhlednu",
            "sport",
            (fixed(1, 1),),
            "13:00",
            "15:30",
            place="sraz na návsi",
            text="<p>Nahoru i dolů, s přípitkem.</p>",
            german="Neujahrsaufstieg auf den Turm mit Anstoßen.",
            organiser="turisté",
            scene="landmark_winter",
        ),
        common.council(
            "obce",
            tuple(nth(TUESDAY, 2, month) for month in (3, 6, 9, 12)),
            "18:00",
            "zasedací místnost obecního úřadu",
            OFFICE,
        ),
        common.bulky_waste(
            (nth(SATURDAY, 2, 5), nth(SATURDAY, 4, 9)), "u hasičské zbrojnice", OFFICE
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O obci",
                "Doubice je malá obec s chalupami, lesem a rozhlednou.",
                (
                    t.Figure("village", "Chalupy v Doubici, ilustrace"),
                    t.Table(
                        "Doubice",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "obec"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 47"),
                            ("Rozloha", "neuvedeno"),
                            ("Počet obyvatel", "neuvedeno"),
                            ("Kód obce", "530417"),
                        ),
                    ),
                    t.Callout(
                        "Členství se potvrzuje",
                        "<p>Obec je v přehledu svazku mezi dvanácti, jeho součty ale odpovídají deseti. Proto ji vedeme jako nepotvrzenou.</p>",
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "Chalupy a dub ve jménu.",
                (
                    common.sample("Texty jsou ukázkové, letopočty chybí záměrně."),
                    t.Text(
                        "<p>Jméno obce napovídá, že tu rostly duby. Dnes kolem chalup převažují smrky a buky.</p>"
                    ),
                    t.Figure("landmark_winter", "Rozhledna v zimě, ilustrace"),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Hasiči, turisté, cyklisté, hostinští.",
                (
                    common.sample("Spolky jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            ("Hasiči", "<p>Jednotka a úklid po pouti.</p>"),
                            ("Turisté", "<p>Výstupy, východ slunce, značení.</p>"),
                            (
                                "Hostinští",
                                "<p>Společná tabule s otevírací dobou a jídelníčkem.</p>",
                            ),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Rozhledna, les, skály a jídlo.",
                (
                    t.Text(
                        "<ul><li><strong>Rozhledna:</strong> pěšky od hřiště půl hodiny.</li><li><strong>Skály:</strong> okruh 10 kilometrů, v zimě raději nechodit.</li><li><strong>Jídlo:</strong> hospody vaří jen do osmi.</li></ul>"
                    ),
                    t.Figure("forest", "Doubický les, ilustrace"),
                    t.Callout(
                        "Parkování", "<p>Jen u hřiště. Louky jsou soukromé a mokré.</p>", "warning"
                    ),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Obecní úřad",
                "Úřad u lípy, otevřeno dvakrát týdně.",
                (
                    t.People(("starosta", "účetní")),
                    t.Text("<p>Kdo úřední hodiny nestihne, ať se s námi domluví na jiný čas.</p>"),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("obecní úřad"),
            common.waste_page(
                "Odpad se sváží jednou za čtrnáct dní, na samotách jen v létě.",
                (
                    ("Směsný odpad", "středa v sudém týdnu", "popelnice u domu"),
                    ("Plasty, sklo, papír", "kdykoli", "kontejnery u hřiště"),
                    ("Bioodpad", "pátek, květen až říjen", "kompostárna"),
                ),
            ),
        ),
        town=False,
        lead="Les, rozhledna, chalupy a hosté.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "doubice",
        "Doubice ve čtyřech obdobích",
        "Šest kreseb od jara do zimy.",
        (9, 22),
        (
            ("village", "Chalupy"),
            ("forest", "Doubický les"),
            ("landmark", "Rozhledna"),
            ("rocks", "Skály"),
            ("feast", "Doubická pouť"),
            ("landmark_winter", "Rozhledna v zimě"),
        ),
    ),
    offices=(
        common.main_office(
            "doubice",
            OFFICE,
            "407 47 Doubice",
            common.hours("2", ("14:00", "18:00")) + common.hours("5", ("8:00", "12:00")),
        ),
    ),
    people=(
        t.Person("David Doubek (ukázková osoba)", "starosta", "starosta@doubice.example"),
        t.Person("Kateřina Bukovská (ukázková osoba)", "účetní", "ucetni@doubice.example"),
    ),
    quick_links=common.quick_links(
        t.QuickLink("Rozhledna", "/aktuality/rozhledna-zima/", "tourism", "Kdy je otevřeno"),
        t.QuickLink(
            "Kde se najíst", "/aktuality/hostinske-tabule/", "culture", "Otevírací doby hostinců"
        ),
    ),
    menu=common.menu(),
    notices=(
        *common.council_notices("obce", "v zasedací místnosti obecního úřadu"),
        t.Notice(
            "Záměr pronajmout občerstvení u rozhledny",
            "property_intent",
            -7,
            15,
            "<p>Pronájem na sezonu, podmínky na úřadě. Zveřejňuje se nejméně 15 dnů.</p>",
        ),
    ),
    documents=common.council_documents("obce Doubice", "obce"),
    forms=(
        common.fault_form(
            "doubice",
            "<p>Padlý strom, zavřená závora, chybějící směrovka: napište a my se ozveme.</p>",
        ),
    ),
    contacts_lead="Úřad najdete u lípy na návsi.",
)
