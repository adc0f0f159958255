"""Lobendava below Annaberg."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import (
    FRIDAY,
    SATURDAY,
    SUNDAY,
    TUESDAY,
    advent,
    easter,
    fixed,
    nearest,
    nth,
)

REGISTRY = t.Registry(
    "Lobendava", "obec", "545708", "407 84", "51.0196", "14.3143", 1283, 330, "obeclobendava.cz"
)
OFFICE = "Obecní úřad Lobendava"

SITE = t.Site(
    slug="lobendava",
    registry=REGISTRY,
    tagline="Malá obec pod Annabergem, kam se putuje koncem července",
    intro="<p>Lobendava má 330 obyvatel, jeden poutní vrch a spoustu cest. Koncem července se tu scházejí čeští i němečtí poutníci na Anenské pouti.</p>",
    header_alt="Ilustrace: bílá kaple nad vesnicí za rozednění, kolem louky a lesy",
    pictures=(
        t.Picture(
            "pilgrimage",
            "Cesta na Annaberg",
            "Poutníci s praporem stoupají klikatou cestou ke kapli na vrchu",
        ),
        t.Picture(
            "landmark",
            "Kaple na Annabergu",
            "Kaple s červenou střechou a zlatým křížkem mezi stromy",
        ),
        t.Picture("morning", "Mlha pod Annabergem", "Vrstvy zamlžených kopců při východu slunce"),
        t.Picture("village", "Horní Lobendava", "Podstávkové domy u klikaté cesty"),
        t.Picture("trail", "Rozcestník na hranici", "Turisté u rozcestníku, opodál odpočívá kolo"),
        t.Picture("landmark_winter", "Kaple v lednu", "Kaple ve sněhu, stromy s jinovatkou"),
        t.Picture(
            "harvest", "Jablka a seno", "Balíky slámy na poli a stromy obsypané červenými jablky"
        ),
    ),
    news=(
        t.News(
            "voda-zima",
            "Zimní údržba: co prohrneme a co ne",
            "Obec má jeden traktor a dvacet kilometrů cest. Prosíme o trpělivost a průjezdné krajnice.",
            (11, 12),
            "Z úřadu",
            (
                t.Text(
                    "<p>Nejdřív prohrnujeme cestu ke škole a k autobusu, potom hlavní silnici v horním konci, nakonec polní cesty k samotám. Za běžného sněžení jsme hotovi do osmi hodin.</p>"
                ),
                t.Callout(
                    "Neparkujte prosím na krajnici",
                    "<p>Kde stojí auto, tam pluh neprojede. Sníh z vjezdů neházejte na silnici.</p>",
                    "warning",
                ),
            ),
            "landmark_winter",
            pinned_days=90,
        ),
        t.News(
            "mostarna",
            "Moštárna zpracovala pět tun jablek",
            "Z obecních stromů jsme vylisovali mošt pro školu a pro seniory.",
            (10, 17),
            "Životní prostředí",
            (
                t.Text(
                    "<p>Sezona skončila. Výlisky si odvezli myslivci, lahve přijímáme zpět na úřadě.</p>"
                ),
                t.Figure("harvest", "Podzim v sadech, ilustrace"),
            ),
            "harvest",
        ),
        t.News(
            "anenska-pout-podekovani",
            "Anenská pouť: sešli jsme se zase z obou stran hranice",
            "Mše pod širým nebem, zpěv v obou jazycích a koláče, které došly před polednem.",
            (7, 29),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Děkujeme farnosti, hasičům i sousedům ze Saska, kteří přinesli lavice a pomohli s parkováním. Příště napečeme víc.</p>"
                ),
                t.Figure("pilgrimage", "Cesta na Annaberg, ilustrace"),
            ),
            "pilgrimage",
        ),
        t.News(
            "cesta-annaberg",
            "Poutní cesta má opravené schody a lavičky",
            "Brigáda trvala tři soboty, kámen věnoval místní zemědělec.",
            (6, 20),
            "Z úřadu",
            (
                t.Text(
                    "<p>Nejstrmější úsek má nové schody a zábradlí. Pro kočárky vede pohodlnější cesta zprava, je delší o deset minut.</p>"
                ),
            ),
            "trail",
        ),
        t.News(
            "knizni-budka",
            "U zastávky stojí knižní budka",
            "Vezměte si knihu, přineste jinou. I německou.",
            (3, 28),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Budku vyrobil místní truhlář ze staré telefonní. Klíč nepotřebujete, stačí zavřít dvířka, ať nezatéká.</p>"
                ),
            ),
            "village",
        ),
        t.News(
            "hlaseni",
            "Obecní hlášení chodí i do telefonu",
            "Rozhlas neslyšíte? Přihlaste se k odběru zpráv.",
            (1, 25),
            "Z úřadu",
            (
                t.Text(
                    "<p>Stejný text, který hlásíme rozhlasem, posíláme e-mailem. Přihlásit se můžete na úřadě, stačí adresa.</p>"
                ),
            ),
            "morning",
        ),
    ),
    events=(
        t.Event(
            "anenska-pout",
            "Anenská pouť na Annabergu: slavná mše",
            "poute",
            (nearest(SUNDAY, 7, 26),),
            "10:00",
            "12:00",
            place="Annaberg, Lobendava",
            text="<p>Poutní mše pod širým nebem v češtině a němčině, po ní společný oběd a zpívání. Koná se v neděli nejblíže svátku svaté Anny 26. července.</p>",
            german="Sankt-Annen-Wallfahrt auf dem Annaberg am Sonntag nächst dem 26. Juli. Messe unter freiem Himmel auf Tschechisch und Deutsch um 10 Uhr, danach gemeinsames Mittagessen.",
            organiser="farnost a obec Lobendava",
            scene="pilgrimage",
        ),
        t.Event(
            "anenska-pout-vikend",
            "Anenská pouť: víkendový program",
            "slavnosti",
            (nearest(SUNDAY, 7, 26, plus=-1),),
            "15:00",
            "17:00",
            days=2,
            place="Annaberg a náves, Lobendava",
            text="<p>Sobota: od 15 hodin posvícenské odpoledne na návsi, v 19 hodin koncert v kapli, ve 21 hodin světelný průvod na Annaberg.</p><p>Neděle: v 10 hodin poutní mše, odpoledne muzika a dílny pro děti.</p>",
            german="Wallfahrtswochenende: Samstag ab 15 Uhr Dorffest, 19 Uhr Konzert in der Kapelle, 21 Uhr Lichterprozession; Sonntag 10 Uhr Messe und Musik am Nachmittag.",
            organiser="obec Lobendava",
            scene="landmark",
        ),
        t.Event(
            "krizova-cesta",
            "Křížová cesta na Annaberg",
            "poute",
            (easter(-2),),
            "15:00",
            "16:30",
            place="sraz u kostela",
            text="<p>Na Velký pátek, za každého počasí, v češtině a němčině.</p>",
            german="Kreuzweg auf den Annaberg am Karfreitag um 15 Uhr, Texte auf Tschechisch und Deutsch.",
            organiser="farnost",
            scene="landmark",
        ),
        t.Event(
            "advent",
            "Zpívání pod stromem",
            "slavnosti",
            (advent(1),),
            "16:00",
            "17:30",
            place="náves",
            text="<p>Koledy s harmonikou, horký mošt, pletýnky od místních hospodyň.</p>",
            german="Singen unter dem Baum am ersten Advent mit heißem Most und Gebäck.",
            organiser="obec Lobendava",
        ),
        t.Event(
            "vystup",
            "Novoroční výstup na Annaberg",
            "sport",
            (fixed(1, 1),),
            "11:00",
            "13:00",
            place="sraz na návsi",
            text="<p>Kdo dojde, dostane pamětní turistickou známku a čaj.</p>",
            german="Neujahrswanderung auf den Annaberg, oben gibt es Tee.",
            organiser="turisté",
            scene="trail",
        ),
        t.Event(
            "mosty",
            "Moštování pro veřejnost",
            "ostatni",
            (nth(SATURDAY, 4, 9), nth(SATURDAY, 2, 10)),
            "9:00",
            "16:00",
            place="moštárna u obecního úřadu",
            text="<p>Přivezte čistá jablka a vlastní nádoby, na termín se objednejte.</p>",
            german="Mostpressen: bringen Sie saubere Äpfel und eigene Behälter mit.",
            organiser="obec Lobendava",
            scene="harvest",
        ),
        t.Event(
            "stavba-maje",
            "Stavění máje",
            "slavnosti",
            (fixed(4, 30),),
            "18:00",
            "22:00",
            place="náves",
            text="<p>Máj stavějí hasiči ručně. Buřty na ohni, hudba, pálení čarodějnic.</p>",
            german="Maibaumsetzen mit Feuer und Musik.",
            organiser="hasiči Lobendava",
        ),
        t.Event(
            "prechod-hranic",
            "Přes hranici pěšky",
            "sport",
            (nth(SATURDAY, 3, 9),),
            "9:00",
            "14:00",
            place="sraz u rozcestníku",
            text="<p>Okruh po obou stranách hranice s průvodcem, 12 kilometrů.</p>",
            german="Grenzwanderung von 12 km mit Führung auf beiden Seiten.",
            organiser="obec Lobendava a sousedé",
            scene="trail",
        ),
        common.council(
            "obce",
            (*(nth(TUESDAY, 4, month) for month in (3, 6, 9, 11)), nth(TUESDAY, 3, 12)),
            "17:00",
            "zasedací místnost obecního úřadu",
            OFFICE,
        ),
        common.bulky_waste((nth(SATURDAY, 1, 5), nth(SATURDAY, 4, 10)), "u obecního úřadu", OFFICE),
        t.Event(
            "mikulas",
            "Mikuláš u kaple",
            "deti",
            (nearest(FRIDAY, 12, 5),),
            "16:30",
            "18:00",
            place="kaple na návsi",
            text="<p>Mikuláš přijde pěšky z lesa. Nadílku nechte den předem na úřadě.</p>",
            organiser="rodiče",
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O obci",
                "Lobendava je nejmenší z deseti potvrzených členských obcí svazku počtem obyvatel.",
                (
                    t.Figure("morning", "Lobendava v mlze, ilustrace"),
                    t.Table(
                        "Lobendava v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "obec"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 84"),
                            ("Rozloha", "1 283 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "330"),
                            ("Kód obce", "545708"),
                        ),
                    ),
                    t.Text(
                        "<p>Malá obec má výhodu: všichni se znají. Kdo zavolá na úřad, dovolá se přímo tomu, kdo jeho věc vyřídí.</p>"
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "Annaberg, pouť a soužití na hranici.",
                (
                    common.sample(
                        "Letopočty doplní kronikář. Popsané zvyky jsou doložené, ostatní text je ukázkový."
                    ),
                    t.Heading("Anenská pouť"),
                    t.Text(
                        "<p>V neděli nejblíže 26. července se na Annaberg scházejí poutníci z Čech i ze Saska. Program začíná v sobotu, hlavní mše je v neděli v deset hodin.</p>"
                    ),
                    t.Figure("pilgrimage", "Cesta na Annaberg, ilustrace"),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Pár lidí, hodně práce.",
                (
                    common.sample("Spolky jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            (
                                "Hasiči Lobendava",
                                "<p>Jednotka, máje, dětský den a pořádek při pouti.</p>",
                            ),
                            (
                                "Přátelé Annabergu",
                                "<p>Pečují o cestu, kapli a lavičky. Scházejí se první středu v měsíci.</p>",
                            ),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Annaberg, hraniční cesty a ticho.",
                (
                    t.Text(
                        "<ul><li><strong>Annaberg:</strong> poutní cesta nahoru trvá půl hodiny.</li><li><strong>Hraniční okruh:</strong> 12 kilometrů po obou stranách hranice.</li><li><strong>Noční obloha:</strong> svítí tu málo lamp, hvězd je vidět víc.</li></ul>"
                    ),
                    t.Figure("trail", "Rozcestník, ilustrace"),
                    t.Callout(
                        "Na Annabergu",
                        "<p>Kaple je otevřená při bohoslužbách a o pouti. Klíč půjčí úřad.</p>",
                    ),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Obecní úřad",
                "Jedna kancelář na všechno.",
                (
                    t.People(("starostka", "účetní")),
                    t.Text(
                        "<p>Úřad má jednu kancelář. Kdo nemůže přijít v úředních hodinách, domluví se s námi na jinou dobu.</p>"
                    ),
                    t.Documents(("Návrh rozpočtu na příští rok",)),
                ),
            ),
            common.situations_page("obecní úřad"),
            common.waste_page(
                "Popelnice jednou za čtrnáct dní, tříděný odpad do kontejnerů u úřadu.",
                (
                    ("Směsný odpad", "čtvrtek v sudém týdnu", "popelnice u domu"),
                    ("Plasty, papír, sklo", "kdykoli", "kontejnery u obecního úřadu"),
                    ("Bioodpad", "kdykoli", "kompost u moštárny"),
                ),
            ),
        ),
        town=False,
        lead="Annaberg, pouť, spolky a cesty po obou stranách hranice.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "annaberg",
        "Annaberg a okolí",
        "Šest kreseb od cesty přes kapli po zimu.",
        (8, 20),
        (
            ("pilgrimage", "Poutní cesta"),
            ("landmark", "Kaple"),
            ("morning", "Mlha v údolí"),
            ("village", "Horní konec"),
            ("trail", "Rozcestník na hranici"),
            ("landmark_winter", "Leden na Annabergu"),
        ),
    ),
    offices=(
        common.main_office(
            "lobendava",
            OFFICE,
            "407 84 Lobendava",
            common.hours("1", ("8:00", "11:30"), ("13:00", "17:00"))
            + common.hours("3", ("8:00", "11:30")),
        ),
    ),
    people=(
        t.Person("Anna Horská (ukázková osoba)", "starostka", "starostka@lobendava.example"),
        t.Person("Pavel Sadař (ukázková osoba)", "účetní", "ucetni@lobendava.example"),
    ),
    quick_links=common.quick_links(
        t.QuickLink("Anenská pouť", "/obec/historie/", "culture", "Neděle nejblíže 26. července"),
        t.QuickLink("Pro poutníky", "/obec/pro-turisty/", "tourism", "Jak na Annaberg"),
    ),
    menu=common.menu(),
    notices=(
        *common.council_notices("obce", "v zasedací místnosti obecního úřadu"),
        t.Notice(
            "Volné místo: údržba cest a zeleně",
            "vacancy",
            -15,
            30,
            "<p>Hledáme brigádníka s řidičským průkazem na traktor. Zájemci se hlaste na úřadě.</p>",
        ),
    ),
    documents=common.council_documents("obce Lobendava", "obce"),
    forms=(
        common.fault_form(
            "lobendava",
            "<p>Padlý strom na cestě, zhasnutá lampa, dotaz k pouti: napište, ozveme se.</p>",
        ),
    ),
    translations=(
        t.Translation(
            "",
            "",
            "Gemeinde Lobendava (Lobendau)",
            "Kleines Dorf unter dem Annaberg, Ziel der Sankt-Annen-Wallfahrt",
            intro="<p>Willkommen in Lobendava. Ende Juli treffen sich hier Pilger aus Böhmen und Sachsen auf dem Annaberg. Amtliche Mitteilungen veröffentlichen wir auf Tschechisch.</p>",
            quick_links=(
                t.QuickLink(
                    "Für Pilger und Wanderer",
                    "/de/obec/fuer-pilger/",
                    "tourism",
                    "Der Weg auf den Annaberg",
                ),
                t.QuickLink("Veranstaltungen", "/de/kalendar/", "calendar", "Wallfahrt und Feste"),
                t.QuickLink("Kontakt", "/de/kontakty/", "telephone", "Gemeindeamt"),
            ),
        ),
        t.Translation(
            "obec/pro-turisty",
            "fuer-pilger",
            "Für Pilger und Wanderer",
            "Der Annaberg, Wege entlang der Grenze und Stille.",
            (
                t.Heading("Sankt-Annen-Wallfahrt"),
                t.Text(
                    "<p>Am Sonntag nächst dem 26. Juli beginnt um 10 Uhr die Messe unter freiem Himmel, auf Tschechisch und Deutsch. Das Programm beginnt schon am Samstag.</p>"
                ),
                t.Figure("pilgrimage", "Der Weg auf den Annaberg, Illustration"),
                t.Heading("Wege"),
                t.Text(
                    "<ul><li><strong>Pilgerweg:</strong> eine halbe Stunde hinauf, der letzte Abschnitt über Stufen.</li><li><strong>Grenzrunde:</strong> 12 Kilometer auf beiden Seiten der Grenze.</li></ul>"
                ),
            ),
        ),
    ),
    contacts_lead="Jeden úřad, jedna kancelář, dva lidé. Dovoláte se vždycky.",
)
