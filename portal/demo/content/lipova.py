"""Lipová, the seat of the union."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content.types import (
    Accordion,
    Callout,
    Document,
    Documents,
    Event,
    Figure,
    Gallery,
    Heading,
    News,
    Notice,
    Page,
    People,
    Person,
    Picture,
    QuickLink,
    Quote,
    Registry,
    Site,
    Table,
    Text,
)
from portal.demo.dates import (
    FRIDAY,
    SATURDAY,
    SUNDAY,
    WEDNESDAY,
    advent,
    easter,
    fixed,
    last,
    nth,
)

REGISTRY = Registry(
    "Lipová",
    "obec",
    "562661",
    "407 81",
    "51.0111",
    "14.3603",
    1282,
    680,
)
OFFICE = "Obecní úřad Lipová"

SITE = Site(
    slug="lipova",
    registry=REGISTRY,
    tagline="Obec mezi lípami a podstávkovými domy, sídlo Svazku obcí Sever",
    intro="<p>Vítejte v Lipové. Najdete tu, co se v obci děje, kdy máme otevřeno a kam s čím přijít. "
    'V Lipové sídlí i <a href="/obec/svazek/">Svazek obcí Sever</a>.</p>',
    header_alt="Ilustrace: podstávkový dům mezi stromy, za ním vesnice a zalesněné kopce",
    pictures=(
        Picture(
            "village",
            "Cesta mezi podstávkovými domy",
            "Dva podstávkové domy u polní cesty, mezi nimi vzrostlá lípa",
        ),
        Picture(
            "pond",
            "Rybník pod návsí",
            "Rybník, v němž se zrcadlí domy; na mole stojí dospělý s dítětem",
        ),
        Picture(
            "morning", "Ráno nad Lipovou", "Východ slunce nad zamlženými kopci, v údolí stavení"
        ),
        Picture(
            "advent",
            "Adventní náves",
            "Rozsvícený vánoční strom na zasněžené návsi, kolem lidé a stánky",
        ),
        Picture(
            "football", "Obecní turnaj", "Hráči dvou družstev na travnatém hřišti pod kostelem"
        ),
        Picture(
            "harvest", "Konec léta", "Sklizené pole s balíky slámy a stromy v podzimních barvách"
        ),
        Picture(
            "council", "Zasedání zastupitelstva", "Zastupitelé u dlouhého stolu, za oknem náves"
        ),
        Picture("library", "Obecní knihovna", "Děti s knihou před policemi obecní knihovny"),
    ),
    news=(
        News(
            "advent-na-navsi",
            "Adventní neděle začneme společně u lípy",
            "Stromek rozsvítíme první adventní neděli v pět odpoledne. Přineste si hrnek, čaj a svařené "
            "víno zajistí hasiči.",
            (11, 18),
            "Kultura a sport",
            (
                Text(
                    "<p>Sejdeme se na návsi u staré lípy. Děti ze školky zazpívají tři koledy, potom "
                    "společně odpočítáme rozsvícení stromku. Stánky s cukrovím a perníčky otevřou už "
                    "ve čtyři hodiny.</p>"
                ),
                Callout(
                    "Přineste si hrnek",
                    "<p>Kelímky na jedno použití letos nekupujeme. Kdo přijde s vlastním hrnkem, má "
                    "první čaj zdarma.</p>",
                    "success",
                ),
                Text("<p>Parkujte prosím u hřiště, náves bude od 15 do 20 hodin bez aut.</p>"),
            ),
            "advent",
            pinned_days=20,
        ),
        News(
            "podzimni-uklid",
            "Děkujeme za pomoc při podzimním úklidu",
            "Šestatřicet dobrovolníků shrabalo listí kolem rybníka a opravilo dvě lavičky.",
            (11, 7),
            "Životní prostředí",
            (
                Text(
                    "<p>Začali jsme v devět, v poledne bylo hotovo. Listí skončilo v obecní "
                    "kompostárně a na jaře se vrátí na záhony v podobě kompostu, který si může "
                    "každý odvézt.</p>"
                ),
                Quote(
                    "Přišli i lidé, kteří se sem přistěhovali teprve letos. To mě těší nejvíc.",
                    "Ludmila Lipovská (ukázková osoba), starostka",
                ),
                Figure("harvest", "Podzim u Lipové"),
            ),
            "harvest",
        ),
        News(
            "sdileny-kalendar",
            "Akce z okolních obcí najdete v jednom kalendáři",
            "Kalendář na našich stránkách umí zobrazit akce celého Svazku obcí Sever a posílat je přímo "
            "do telefonu.",
            (10, 12),
            "Z úřadu",
            (
                Text(
                    "<p>Když vyhlásíme akci v Lipové, uvidí ji i sousedé. A naopak: u nás se dozvíte o "
                    "pouti v Lobendavě nebo o trhu ve Šluknově. Stačí v "
                    '<a href="/kalendar/">kalendáři</a> zvolit odběr a potvrdit ho v telefonu.</p>'
                ),
                Heading("Jak na to", "h3"),
                Text(
                    "<ol><li>Otevřete kalendář a zvolte „Odebírat“.</li><li>Vyberte obce, které vás "
                    "zajímají.</li><li>Potvrďte přidání ve svém kalendáři. Změny a zrušené akce se "
                    "potom projeví samy.</li></ol>"
                ),
            ),
            "morning",
        ),
        News(
            "knihovna-otevira-v-sobotu",
            "Knihovna nově otevírá i v sobotu dopoledne",
            "Od září si můžete knihy vypůjčit také v sobotu od devíti do jedenácti.",
            (9, 3),
            "Kultura a sport",
            (
                Text(
                    "<p>Sobotní hodiny zavádíme na zkoušku do konce roku. Knihovnice připravila i "
                    "polici s knihami v němčině a koutek pro nejmenší. Registrace je pro děti do "
                    "patnácti let zdarma.</p>"
                ),
                Table(
                    "Výpůjční doba (ukázková)",
                    ("Den", "Dopoledne", "Odpoledne"),
                    (("Úterý", "–", "14–17"), ("Čtvrtek", "–", "14–18"), ("Sobota", "9–11", "–")),
                ),
            ),
            "library",
        ),
        News(
            "uzavirka-u-mostku",
            "Uzavírka silnice u mostku potrvá dva týdny",
            "Kvůli opravě zábradlí bude mostek u rybníka průjezdný jen jedním pruhem, v noci vůbec.",
            (6, 15),
            "Doprava a uzavírky",
            (
                Text(
                    "<p>Objízdná trasa vede přes horní konec obce. Autobusy staví u hasičské zbrojnice "
                    "místo u obchodu. Chodci projdou po celou dobu opravy.</p>"
                ),
            ),
            "pond",
        ),
        News(
            "turnaj-vysledky",
            "Turnaj ulic vyhrál horní konec",
            "O pořadí rozhodly až penalty. Děkujeme všem, kdo hráli, fandili a pekli.",
            (5, 25),
            "Kultura a sport",
            (
                Text(
                    "<p>Letos se přihlásilo osm družstev, dvě z nich ze Saska. Pohár putuje na horní "
                    "konec, cenu za nejlepší koláč získalo družstvo zahrádkářů.</p>"
                ),
                Figure("football"),
            ),
            "football",
        ),
    ),
    drafts=(
        News(
            "ples-obce",
            "Obecní ples bude v únoru, předprodej začne po Novém roce",
            "Návrh článku: doplnit cenu vstupenek a telefon na předprodej.",
            (11, 20),
            "Kultura a sport",
            (
                Text(
                    "<p>Ples se koná druhou sobotu v únoru v sále kulturního domu. Hrát bude kapela "
                    "z regionu, předtančení nacvičují místní děti.</p>"
                ),
            ),
            "council",
        ),
    ),
    events=(
        Event(
            "rozsviceni",
            "Rozsvícení vánočního stromu",
            "slavnosti",
            (advent(1),),
            "17:00",
            "19:30",
            place="náves u staré lípy",
            text="<p>Koledy dětí ze školky, stánky od 16 hodin, čaj a svařené víno od hasičů. Vezměte si "
            "vlastní hrnek.</p>",
            german="Am ersten Advent zünden wir um 17 Uhr gemeinsam den Weihnachtsbaum auf dem Dorfplatz an. "
            "Stände öffnen um 16 Uhr, Nachbarn aus Sachsen sind herzlich willkommen.",
            organiser="obec Lipová a hasiči",
            scene="advent",
        ),
        Event(
            "ples",
            "Obecní ples",
            "kultura",
            (nth(SATURDAY, 2, 2),),
            "20:00",
            "2:00",
            days=2,
            place="sál kulturního domu",
            text="<p>K tanci i poslechu, předtančení, tombola. Vstupenky v předprodeji na obecním úřadě.</p>",
            organiser="obec Lipová",
        ),
        Event(
            "uklid",
            "Jarní úklid obce",
            "ostatni",
            (nth(SATURDAY, 2, 4),),
            "9:00",
            "12:00",
            place="sraz u rybníka",
            text="<p>Rukavice a pytle dostanete na místě, po práci opečeme buřty.</p>",
            organiser="obec Lipová a myslivci",
            scene="pond",
        ),
        Event(
            "velikonocni-dilna",
            "Velikonoční dílna",
            "deti",
            (easter(-8),),
            "14:00",
            "17:00",
            place="obecní knihovna",
            text="<p>Pletení pomlázek, zdobení vajíček voskem, pečení mazanců. Děti do deseti let v "
            "doprovodu dospělého.</p>",
            organiser="obecní knihovna",
            scene="library",
        ),
        Event(
            "turnaj-ulic",
            "Turnaj ulic v malé kopané",
            "sport",
            (nth(SATURDAY, 4, 5),),
            "10:00",
            "17:00",
            place="hřiště",
            text="<p>Šestičlenná družstva, přihlášky do středy před turnajem na obecním úřadě. Startovné je "
            "koláč.</p>",
            german="Fußballturnier der Straßen mit sechs Spielern je Mannschaft. Auch Mannschaften aus den "
            "sächsischen Nachbargemeinden können mitspielen, das Startgeld ist ein Kuchen.",
            organiser="sportovci Lipová",
            scene="football",
        ),
        Event(
            "lipovy-den",
            "Lipový den",
            "trhy",
            (nth(SATURDAY, 1, 7),),
            "9:00",
            "16:00",
            place="náves",
            text="<p>Trh medu, bylin a řemesel v době, kdy kvetou lípy. Ukázky podstávkového stavitelství, "
            "loutkové divadlo, odpoledne dechovka.</p>",
            german="Markt mit Honig, Kräutern und Handwerk zur Lindenblüte, dazu Vorführungen zum "
            "Umgebindehaus und Puppentheater.",
            organiser="obec Lipová",
            scene="village",
        ),
        Event(
            "drakiada",
            "Drakiáda",
            "deti",
            (nth(SATURDAY, 2, 10),),
            "14:00",
            "17:00",
            place="louka nad rybníkem",
            text="<p>Ceny za nejvyšší let i nejhezčího draka. Když nebude foukat, budeme péct brambory.</p>",
            organiser="rodiče a škola",
            scene="harvest",
        ),
        Event(
            "seniori",
            "Setkání seniorů s programem",
            "seniori",
            (nth(FRIDAY, 2, 12),),
            "15:00",
            "18:00",
            place="sál kulturního domu",
            text="<p>Vystoupení dětí, beseda o zdraví, občerstvení. Odvoz zajistíme, stačí zavolat na úřad.</p>",
            organiser="obec Lipová",
        ),
        Event(
            "vystava-krasy-severu",
            "Krásy Severu: výstava fotografií z členských obcí",
            "kultura",
            (nth(SATURDAY, 3, 9),),
            all_day=True,
            days=23,
            place="obecní knihovna a přilehlá chodba",
            text="<p>Panely s fotografiemi z obcí svazku, jako v roce 2004, kdy stejnojmenná výstava "
            "putovala regionem poprvé.</p>",
            german="Wanderausstellung mit Fotografien aus den Mitgliedsgemeinden des Verbandes Sever.",
            organiser="Svazek obcí Sever",
            scene="village",
        ),
        common.council(
            "obce",
            tuple(nth(WEDNESDAY, 2, month) for month in (3, 6, 9, 12)),
            "17:30",
            "zasedací místnost obecního úřadu",
            OFFICE,
        ),
        common.bulky_waste(
            (last(SATURDAY, 4), last(SATURDAY, 10)),
            "u hasičské zbrojnice a na horním konci",
            OFFICE,
        ),
        Event(
            "tri-kralove",
            "Tříkrálový průvod",
            "poute",
            (fixed(1, 6),),
            "16:00",
            "18:00",
            place="od školky na náves",
            text="<p>Průvod tří králů s koledou, u betlému zahřejeme čajem.</p>",
            organiser="škola a obec Lipová",
        ),
        Event(
            "koncert",
            "Nedělní koncert v přírodě",
            "kultura",
            (nth(SUNDAY, 3, 8),),
            "15:00",
            "17:00",
            place="louka u rybníka",
            text="<p>Dechová hudba a komorní sbor z regionu. Deku s sebou.</p>",
            german="Sonntagskonzert im Freien mit Blasmusik und Kammerchor, Decke mitbringen.",
            organiser="obec Lipová",
            scene="pond",
        ),
    ),
    pages=common.sections(
        (
            Page(
                "o-obci",
                "O obci",
                "Lipová leží ve Šluknovském výběžku, v okrese Děčín. Je sídlem Svazku obcí Sever.",
                (
                    Figure("morning", "Lipová za rozednění"),
                    Heading("Základní údaje"),
                    Table(
                        "Lipová v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "obec"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 81"),
                            ("Rozloha", "1 282 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "680"),
                            ("Kód obce", "562661"),
                        ),
                    ),
                    Heading("Jak se tu žije"),
                    Text(
                        "<p>Obec tvoří dlouhá zástavba podél potoka s podstávkovými domy, loukami a "
                        "lesy. Denní život se točí kolem návsi, školky, knihovny a hřiště. Za většími "
                        "nákupy i na úřad s rozšířenou působností jezdíme do Rumburku.</p>"
                    ),
                ),
            ),
            Page(
                "historie",
                "Historie a tradice",
                "Co v obci přetrvává a co o ní vyprávějí kroniky. Letopočty doplní kronikář.",
                (
                    common.sample(
                        "Stránka ukazuje, jak může vypadat obecní historie. Letopočty, které "
                        "nejsou doložené, na ní schválně chybějí."
                    ),
                    Heading("Sídlo svazku"),
                    Text(
                        "<p>V Lipové se 11. ledna 2000 ustavil dobrovolný svazek, k němuž se obce "
                        "domluvily na prvním setkání 21. září 1999 ve Velkém Šenově. Od té doby tu má "
                        "své sídlo.</p>"
                    ),
                    Heading("Podstávkové domy"),
                    Text(
                        "<p>Roubené přízemí, hrázděné patro a mezi nimi podstávka, která nese váhu "
                        "střechy. Domy tohoto druhu znají lidé po obou stranách hranice; sousedé jim "
                        "říkají Umgebindehaus.</p>"
                    ),
                    Figure("village", "Podstávkové domy, kresba"),
                ),
            ),
            Page(
                "spolky",
                "Spolky",
                "Kdo u nás pořádá, cvičí, zpívá a pomáhá.",
                (
                    common.sample("Spolky a kontakty jsou vymyšlené pro ukázku."),
                    Accordion(
                        (
                            (
                                "Hasiči Lipová",
                                "<p>Jednotka, mladí hasiči a pořadatelé rozsvícení stromku. Schůzky v pátek "
                                "od 17 hodin ve zbrojnici.</p>",
                            ),
                            (
                                "Zahrádkáři",
                                "<p>Moštárna, výměna sazenic a rady, jak řezat staré jabloně.</p>",
                            ),
                            (
                                "Sportovci",
                                "<p>Oddíl malé kopané a stolního tenisu. Hřiště je volné každému, když se "
                                "zrovna nehraje zápas.</p>",
                            ),
                        )
                    ),
                ),
            ),
            Page(
                "pro-turisty",
                "Pro turisty",
                "Tipy na procházky, kola a zastavení v Lipové a okolí.",
                (
                    Heading("Procházka na odpoledne"),
                    Text(
                        "<ul><li><strong>Kolem rybníka:</strong> nenáročný okruh i s kočárkem.</li>"
                        "<li><strong>Mezi podstávkami:</strong> od návsi na horní konec a loukami zpět.</li>"
                        "<li><strong>K sousedům:</strong> pěšky do Velkého Šenova, zpět autobusem.</li></ul>"
                    ),
                    Figure("pond", "Rybník pod návsí"),
                    Callout(
                        "Ohleduplně",
                        "<p>Louky se sečou pro krmení. Choďte prosím po cestách a psy mějte na vodítku.</p>",
                    ),
                ),
            ),
            Page(
                "svazek",
                "Lipová a Svazek obcí Sever",
                "Proč je Lipová sídlem svazku a co z toho obec má.",
                (
                    Text(
                        "<p>Svazek sdružuje obce Šluknovského výběžku kvůli vzdělávání, sociální péči, "
                        "zdravotnictví, kultuře, čistotě obcí a rozvoji regionu. Členské obce spolu mimo "
                        "jiné sdílejí tento web a kalendář akcí.</p>"
                    ),
                    Text(
                        '<p>Více na <a href="/kontakty/">kontaktech</a> a na stránkách svazku.</p>'
                    ),
                ),
            ),
        ),
        (
            Page(
                "obecni-urad",
                "Obecní úřad",
                "Úřad sídlí na návsi. V úředních hodinách přijďte bez objednání, jindy se domluvte předem.",
                (
                    People(("starostka", "účetní a pokladna")),
                    Heading("Co u nás vyřídíte"),
                    Text(
                        "<ul><li>ověření podpisu a listiny, výpisy Czech POINT,</li>"
                        "<li>poplatky za odpady, psy a pronájem sálu,</li>"
                        "<li>hlášení závad a podněty.</li></ul>"
                    ),
                    Documents(("Návrh rozpočtu na příští rok", "Ceník pronájmu sálu (ukázka)")),
                ),
            ),
            common.situations_page("obecní úřad"),
            common.waste_page(
                "Popelnice v liché týdny, plasty a papír jednou měsíčně, velkoobjemový odpad dvakrát do roka.",
                (
                    ("Směsný odpad", "pondělí v lichém týdnu", "popelnice u domu"),
                    ("Plasty", "první úterý v měsíci", "žlutý pytel nebo nádoba"),
                    ("Papír", "druhé úterý v měsíci", "modrá nádoba"),
                    ("Bioodpad", "středa, duben až listopad", "hnědá nádoba"),
                    (
                        "Velkoobjemový a nebezpečný",
                        "poslední sobota v dubnu a říjnu",
                        "u zbrojnice",
                    ),
                ),
                "<p>Kompost z obecní kompostárny si občané odvezou zdarma každou sobotu v dubnu.</p>",
            ),
        ),
        town=False,
        lead="Kde žijeme, co držíme v paměti a kam vás rádi zavedeme.",
        registry=REGISTRY,
    ),
    gallery=Gallery(
        "rok-v-lipove",
        "Rok v Lipové",
        "Šest obrázků, které ukazují obec od jara do adventu.",
        (11, 10),
        (
            ("village", "Mezi podstávkovými domy"),
            ("football", "Květnový turnaj ulic"),
            ("pond", "Léto u rybníka"),
            ("harvest", "Po žních"),
            ("morning", "Podzimní mlhy"),
            ("advent", "První adventní neděle"),
        ),
    ),
    offices=(
        common.main_office(
            "lipova",
            "Obecní úřad Lipová",
            "407 81 Lipová",
            common.hours("13", ("8:00", "12:00"), ("13:00", "17:00")),
        ),
    ),
    people=(
        Person("Ludmila Lipovská (ukázková osoba)", "starostka", "starostka@lipova.example", "1"),
        Person(
            "Petr Lužický (ukázková osoba)", "místostarosta", "mistostarosta@lipova.example", "1"
        ),
        Person("Hana Účetní (ukázková osoba)", "účetní a pokladna", "ucetni@lipova.example", "2"),
    ),
    quick_links=common.quick_links(
        QuickLink(
            "Knihovna", "/aktuality/knihovna-otevira-v-sobotu/", "culture", "Otevřeno i v sobotu"
        ),
        QuickLink("Svazek obcí", "/obec/svazek/", "tourism", "Lipová je jeho sídlem"),
    ),
    menu=common.menu(),
    notices=(
        *common.council_notices("obce", "v zasedací místnosti obecního úřadu"),
        Notice(
            "Záměr pronajmout sál kulturního domu",
            "property_intent",
            -9,
            12,
            "<p>Obec zveřejňuje záměr pronajmout sál pro pravidelné cvičení. Zájemci se mohou vyjádřit "
            "a předložit nabídky po dobu nejméně 15 dnů od vyvěšení.</p>",
        ),
        Notice(
            "Nalezené jízdní kolo",
            "lost_property",
            -20,
            40,
            "<p>U rybníka bylo nalezeno dětské kolo. Vyzvednout si ho lze na úřadě po popisu.</p>",
        ),
    ),
    documents=(
        *common.council_documents("obce Lipová", "obce"),
        Document(
            "Ceník pronájmu sálu (ukázka)",
            "Ceník pronájmu sálu kulturního domu",
            (
                "Ceník je ukázkový; částky doplní úřad podle platného usnesení zastupitelstva.",
                "Místní spolky mají sál jednou ročně zdarma.",
            ),
        ),
    ),
    forms=(
        common.fault_form(
            "lipova",
            "<p>Nesvítí lampa, je vyvrácený strom, chybí lavička? Napište nám. Spěchá-li to, zavolejte "
            "raději na úřad.</p>",
        ),
    ),
    contacts_lead="Obecní úřad najdete na návsi. Nemůžete-li přijít, stačí zavolat a domluvíme se.",
)
