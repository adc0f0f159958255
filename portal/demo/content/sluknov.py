"""Šluknov: the town with the chateau."""

from __future__ import annotations

from portal.demo.content import common
from portal.demo.content import types as t
from portal.demo.dates import FRIDAY, SATURDAY, SUNDAY, THURSDAY, advent, easter, fixed, last, nth

REGISTRY = t.Registry("Šluknov", "mesto", "562858", "407 77", "51.0038", "14.4527", 4749, 5566)
OFFICE = "Městský úřad Šluknov"

SITE = t.Site(
    slug="sluknov",
    registry=REGISTRY,
    tagline="Město se zámkem a parkem uprostřed Šluknovského výběžku",
    intro="<p>Vítejte ve Šluknově. Na těchto stránkách najdete zprávy z radnice, kalendář akcí na zámku i ve městě a vše, co potřebujete vyřídit na úřadě.</p>",
    header_alt="Ilustrace: zámek se štíty a věží uprostřed města, za ním zalesněné kopce",
    pictures=(
        t.Picture(
            "landmark", "Zámek v parku", "Zámek s věží a dvěma štíty, před ním cesta mezi keři"
        ),
        t.Picture(
            "feast",
            "Zámecké slavnosti večer",
            "Pódium před nasvíceným zámkem, pod řetězy světel tančí lidé",
        ),
        t.Picture(
            "market", "Farmářský trh", "Stánky s pruhovanými střechami a nakupující na náměstí"
        ),
        t.Picture(
            "square", "Náměstí s kašnou", "Barevné měšťanské domy kolem náměstí, uprostřed kašna"
        ),
        t.Picture(
            "school", "Školní zahrada", "Školní budova, před ní prolézačky a hrající si děti"
        ),
        t.Picture("landmark_winter", "Zámek v zimě", "Zámek pod sněhem, stromy s jinovatkou"),
        t.Picture("works", "Oprava chodníků", "Bagr a dělníci při opravě ulice, dopravní kužely"),
        t.Picture(
            "exhibition", "Výstava v zámecké galerii", "Návštěvníci před obrazy v zámecké galerii"
        ),
    ),
    news=(
        t.News(
            "zimni-zamek",
            "Zámek otevírá i v zimě, od středy do neděle",
            "Stálá expozice a galerie zůstanou přístupné po celou zimu. Poslední prohlídka začíná v půl čtvrté.",
            (11, 19),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Zimní provoz jsme prodloužili na základě loňských ohlasů. Prohlídky začínají každou celou hodinu a trvají tři čtvrtě hodiny. V adventu hraje v sále každou neděli jiný soubor.</p>"
                ),
                t.Table(
                    "Otevírací doba zámku v zimě (ukázková)",
                    ("Den", "Otevřeno"),
                    (
                        ("Středa až pátek", "10–16"),
                        ("Sobota a neděle", "10–17"),
                        ("Pondělí a úterý", "zavřeno"),
                    ),
                ),
                t.Figure("landmark_winter", "Zámek pod sněhem, ilustrace"),
            ),
            "landmark_winter",
            pinned_days=25,
        ),
        t.News(
            "chodniky-namesti",
            "Chodníky na náměstí jsou opravené, zbývá výsadba",
            "Stavbaři skončili o deset dní dříve. Stromy přijdou na řadu, jakmile to dovolí počasí.",
            (10, 29),
            "Doprava a uzavírky",
            (
                t.Text(
                    "<p>Nové chodníky jsou bezbariérové, u přechodů mají vodicí linie a snížené obrubníky. Parkovací místa pro osoby s postižením zůstala na stejném místě.</p>"
                ),
                t.Callout(
                    "Zbývající omezení",
                    "<p>Při výsadbě stromů bude po dva dny uzavřen pruh u kašny. Termín upřesníme.</p>",
                    "warning",
                ),
            ),
            "works",
        ),
        t.News(
            "skola-zahrada",
            "Školní zahrada dostala venkovní učebnu",
            "Altán s tabulí postavili rodiče a žáci sami. Učit se v něm bude od jara do podzimu.",
            (9, 10),
            "Školy a děti",
            (
                t.Text(
                    "<p>Dřevo věnovaly městské lesy, tabuli vyrobili žáci v dílnách. Ve čtvrtek odpoledne je zahrada otevřená i veřejnosti.</p>"
                ),
                t.Quote("Nejvíc se mi líbí, že při matematice slyšíme ptáky.", "žákyně páté třídy"),
            ),
            "school",
        ),
        t.News(
            "slavnosti-podekovani",
            "Zámecké slavnosti: děkujeme všem, kdo přiložili ruku k dílu",
            "Program na třech místech, desítky účinkujících a návštěvníci z obou stran hranice.",
            (7, 2),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Slavnosti se konají od roku 2007 vždy poslední červnovou sobotu. Letos poprvé zajížděl k parku kyvadlový autobus z nádraží, zůstaneme u něj i příště.</p>"
                ),
                t.Figure("feast", "Večer v zámeckém parku, ilustrace"),
                t.Text(
                    '<p>Náměty na další ročník nám napište do konce října formulářem <a href="/napiste-nam/">Napište nám</a>.</p>'
                ),
            ),
            "feast",
        ),
        t.News(
            "farmarsky-trh",
            "Farmářský trh rozšiřujeme na dvě soboty v měsíci",
            "První sobotu prodávají pěstitelé, třetí sobotu i řemeslníci.",
            (4, 22),
            "Kultura a sport",
            (
                t.Text(
                    "<p>O místo se hlaste na odboru kultury. Prodejci z členských obcí Svazku obcí Sever poplatek neplatí.</p>"
                ),
            ),
            "market",
        ),
        t.News(
            "psi-poplatek",
            "Poplatek ze psů můžete zaplatit převodem",
            "Složenky už nerozesíláme. Údaje k platbě dostanete e-mailem nebo v pokladně.",
            (2, 5),
            "Z úřadu",
            (
                t.Text(
                    '<p>Výši poplatku a úlevy stanoví obecně závazná vyhláška. Její znění najdete ve <a href="https://sbirkapp.gov.cz">Sbírce právních předpisů</a>.</p>'
                ),
            ),
            "square",
        ),
    ),
    drafts=(
        t.News(
            "masopust",
            "Masopustní průvod hledá masky",
            "Koncept: ověřit trasu s policií a doplnit místo srazu.",
            (11, 21),
            "Kultura a sport",
            (
                t.Text(
                    "<p>Průvod masek vyjde v sobotu před Popeleční středou od zámku na náměstí. Masku si můžete vyrobit na dílně v knihovně.</p>"
                ),
            ),
            "square",
        ),
    ),
    events=(
        t.Event(
            "zamecke-slavnosti",
            "Zámecké slavnosti",
            "slavnosti",
            (last(SATURDAY, 6),),
            "10:00",
            "23:00",
            place="zámek a zámecký park, Šluknov",
            text="<p>Historický jarmark, šermíři, divadlo pro děti, hudba na třech pódiích a ohňová show na závěr. Slavnosti se konají každoročně od roku 2007.</p><p>Z nádraží jezdí kyvadlový autobus.</p>",
            german="Schlossfest mit historischem Markt, Fechtern, Kindertheater und Musik auf drei Bühnen, immer am letzten Samstag im Juni. Besucher aus Sachsen sind herzlich willkommen; vom Bahnhof fährt ein Pendelbus.",
            organiser="město Šluknov",
            contact="kultura@sluknov.example",
            scene="feast",
        ),
        t.Event(
            "adventni-trh",
            "Adventní trh na zámku",
            "trhy",
            (advent(2, plus=-1),),
            "10:00",
            "18:00",
            days=2,
            place="zámek Šluknov",
            text="<p>Dva dny řemesel, koled a pečiva v zámeckých sálech. V sobotu v 16 hodin živý betlém, v neděli koncert pěveckého sboru.</p>",
            german="Adventsmarkt im Schloss: zwei Tage Handwerk, Lieder und Gebäck. Am Samstag um 16 Uhr lebende Krippe.",
            organiser="město Šluknov",
            scene="landmark_winter",
        ),
        t.Event(
            "farmarsky-trh",
            "Farmářský trh",
            "trhy",
            (nth(SATURDAY, 1, 5), nth(SATURDAY, 1, 6), nth(SATURDAY, 1, 9), nth(SATURDAY, 1, 10)),
            "8:00",
            "12:00",
            place="náměstí",
            text="<p>Zelenina, ovoce, sýry, uzeniny a sazenice od pěstitelů z výběžku.</p>",
            german="Bauernmarkt auf dem Marktplatz mit Gemüse, Käse und Setzlingen aus der Region.",
            organiser="město Šluknov",
            scene="market",
        ),
        t.Event(
            "noc-na-zamku",
            "Muzejní noc na zámku",
            "kultura",
            (nth(FRIDAY, 3, 5),),
            "18:00",
            "23:00",
            place="zámek Šluknov",
            text="<p>Prohlídky při svíčkách každou půlhodinu, v parku astronomové s dalekohledem.</p>",
            german="Museumsnacht mit Führungen bei Kerzenlicht, im Park Sternbeobachtung.",
            organiser="zámek Šluknov",
            scene="landmark",
        ),
        t.Event(
            "vystava",
            "Výstava: Krajina za humny",
            "kultura",
            (fixed(9, 12),),
            all_day=True,
            days=50,
            place="zámecká galerie",
            text="<p>Obrazy a grafiky krajiny Šluknovského výběžku. Otevřeno v provozní době zámku.</p>",
            german="Ausstellung „Landschaft vor der Tür“: Bilder und Grafiken aus dem Schluckenauer Zipfel.",
            organiser="zámecká galerie",
            scene="exhibition",
        ),
        t.Event(
            "velikonoce",
            "Velikonoce v podzámčí",
            "deti",
            (easter(-1),),
            "10:00",
            "16:00",
            place="nádvoří zámku",
            text="<p>Dílny pro děti, malované kraslice, soutěž o nejdelší pomlázku.</p>",
            german="Ostern am Schloss: Werkstätten für Kinder und bemalte Ostereier.",
            organiser="dům dětí",
            scene="landmark",
        ),
        t.Event(
            "den-deti",
            "Den dětí ve školní zahradě",
            "deti",
            (nth(SUNDAY, 1, 6),),
            "14:00",
            "18:00",
            place="školní zahrada",
            text="<p>Soutěže, pěna hasičů, skákací hrad. Vstup volný.</p>",
            organiser="základní škola a hasiči",
            scene="school",
        ),
        t.Event(
            "novorocni-koncert",
            "Novoroční koncert",
            "kultura",
            (fixed(1, 1),),
            "17:00",
            "18:30",
            place="kostel na náměstí",
            text="<p>Sbor a orchestr z regionu. Dobrovolné vstupné věnujeme hospicové péči.</p>",
            german="Neujahrskonzert von Chor und Orchester aus der Region, Eintritt frei.",
            organiser="město Šluknov",
            scene="square",
        ),
        common.council(
            "města",
            tuple(nth(THURSDAY, 3, month) for month in (2, 4, 6, 9, 12)),
            "16:00",
            "zasedací sál městského úřadu",
            OFFICE,
        ),
        common.bulky_waste(
            (nth(SATURDAY, 3, 4), nth(SATURDAY, 3, 10)), "sběrný dvůr a Královka", OFFICE
        ),
    ),
    pages=common.sections(
        (
            t.Page(
                "o-obci",
                "O městě",
                "Šluknov leží v nejsevernějším výběžku Čech. Dominantou je zámek s parkem.",
                (
                    t.Figure("landmark", "Zámek v parku, ilustrace"),
                    t.Heading("Město v číslech"),
                    t.Table(
                        "Šluknov v číslech",
                        ("Údaj", "Hodnota"),
                        (
                            ("Status", "město"),
                            ("Okres a kraj", "Děčín, Ústecký kraj"),
                            ("PSČ", "407 77"),
                            ("Rozloha", "4 749 ha"),
                            ("Počet obyvatel (údaj svazku obcí)", "5 566"),
                            ("Kód obce", "562858"),
                        ),
                    ),
                    t.Heading("Život ve městě"),
                    t.Text(
                        "<p>Město má školu, knihovnu, dům dětí, sportovní halu a bohatý spolkový život. Zámek slouží kultuře po celý rok: konají se v něm výstavy, koncerty, trhy i svatby.</p>"
                    ),
                ),
            ),
            t.Page(
                "historie",
                "Historie a tradice",
                "O zámku, slavnostech a společném jednání zastupitelstev.",
                (
                    common.sample(
                        "Stránka záměrně neuvádí letopočty, které nejsou doložené. Doplní je městský kronikář."
                    ),
                    t.Heading("Zámecké slavnosti"),
                    t.Text(
                        "<p>Od roku 2007 patří poslední červnová sobota Zámeckým slavnostem. Z jednoho odpoledne vyrostl celodenní svátek, na který přijíždějí i sousedé ze Saska.</p>"
                    ),
                    t.Heading("Setkání zastupitelstev"),
                    t.Text(
                        "<p>Ve Šluknově se 5. února 2002 společně sešla zastupitelstva obcí Svazku obcí Sever. Setkání se příliš nevydařilo, program byl obecný. Ponaučení z něj svazek používá dodnes: scházet se nad konkrétním tématem.</p>"
                    ),
                ),
            ),
            t.Page(
                "spolky",
                "Spolky",
                "Divadelníci, hasiči, sbor, turisté a další.",
                (
                    common.sample("Spolky na této stránce jsou vymyšlené pro ukázku."),
                    t.Accordion(
                        (
                            (
                                "Divadelní spolek Podzámčí",
                                "<p>Dvě premiéry ročně a pohádky na slavnostech. Zkoušky v úterý v kulturním domě.</p>",
                            ),
                            (
                                "Pěvecký sbor",
                                "<p>Zpívá při adventních koncertech a na Nový rok. Noty číst nemusíte, sluch se hodí.</p>",
                            ),
                            (
                                "Hasiči Šluknov",
                                "<p>Jednotka, sportovní družstvo a kroužek mladých hasičů od šesti let.</p>",
                            ),
                        )
                    ),
                ),
            ),
            t.Page(
                "pro-turisty",
                "Pro turisty",
                "Zámek, park a výlety na sever, západ i východ.",
                (
                    t.Heading("Co vidět"),
                    t.Text(
                        "<ul><li><strong>Zámek:</strong> expozice, galerie, výstup na věž.</li><li><strong>Zámecký park:</strong> staré stromy, jezírko, dětské hřiště.</li><li><strong>Náměstí:</strong> kašna, trhy, cukrárna.</li></ul>"
                    ),
                    t.Figure("square", "Náměstí s kašnou, ilustrace"),
                    t.Heading("Kam na kole"),
                    t.Table(
                        "Výlety na kole (ukázkové)",
                        ("Cíl", "Náročnost", "Čas tam a zpět"),
                        (
                            ("Lipová", "lehká", "2 hodiny"),
                            ("Velký Šenov", "lehká", "2 hodiny"),
                            ("Jiříkov-Filipov", "střední", "3 hodiny"),
                        ),
                    ),
                ),
            ),
        ),
        (
            t.Page(
                "obecni-urad",
                "Městský úřad",
                "Radnice na náměstí. Odbory, kanceláře a úřední hodiny.",
                (
                    t.People(("starosta", "odbor kultury", "matrika")),
                    t.Heading("Odbory"),
                    t.Accordion(
                        (
                            (
                                "Matrika a evidence obyvatel",
                                "<p>Rodné, oddací a úmrtní listy, ověřování, svatby na zámku, trvalý pobyt.</p>",
                            ),
                            (
                                "Odbor kultury",
                                "<p>Program zámku, farmářské trhy, granty spolkům.</p>",
                            ),
                            (
                                "Odbor výstavby a majetku",
                                "<p>Nájmy, prodeje, opravy komunikací, hřbitov.</p>",
                            ),
                        )
                    ),
                    t.Documents(
                        ("Návrh rozpočtu na příští rok", "Pravidla farmářského trhu (ukázka)")
                    ),
                ),
            ),
            common.situations_page("městský úřad"),
            common.waste_page(
                "Svoz ve městě i v místních částech, sběrný dvůr a kontejnery na bioodpad.",
                (
                    ("Směsný odpad", "každé úterý", "popelnice u domu"),
                    ("Plasty a kartony", "každé dva týdny ve středu", "žlutá nádoba"),
                    ("Papír", "jednou za měsíc ve čtvrtek", "modrá nádoba"),
                    ("Bioodpad", "pondělí, duben až listopad", "hnědá nádoba"),
                    ("Vše ostatní", "středa a sobota", "sběrný dvůr"),
                ),
            ),
        ),
        town=True,
        lead="Zámek, historie, spolky a tipy na výlety.",
        registry=REGISTRY,
    ),
    gallery=t.Gallery(
        "zamek-a-mesto",
        "Zámek a město během roku",
        "Šest ilustrací od jara do zimy.",
        (11, 5),
        (
            ("landmark", "Zámek z parku"),
            ("square", "Náměstí s kašnou"),
            ("market", "Farmářský trh"),
            ("feast", "Zámecké slavnosti"),
            ("exhibition", "Vernisáž v galerii"),
            ("landmark_winter", "První sníh"),
        ),
    ),
    offices=(
        common.main_office(
            "sluknov",
            OFFICE,
            "náměstí, 407 77 Šluknov",
            common.hours("13", ("8:00", "12:00"), ("13:00", "17:00"))
            + common.hours("2", ("8:00", "11:30")),
        ),
        t.Office(
            "Zámek Šluknov, pokladna",
            "zámek, 407 77 Šluknov",
            "zamek@sluknov.example",
            hours=common.hours("345", ("10:00", "16:00")) + common.hours("67", ("10:00", "17:00")),
        ),
    ),
    people=(
        t.Person("Štěpán Zámecký (ukázková osoba)", "starosta", "starosta@sluknov.example", "12"),
        t.Person("Šárka Zámecká (ukázková osoba)", "odbor kultury", "kultura@sluknov.example", "7"),
        t.Person("Marie Listinná (ukázková osoba)", "matrika", "matrika@sluknov.example", "3"),
        t.Person(
            "Ondřej Kastelán (ukázková osoba)",
            "správce zámku",
            "zamek@sluknov.example",
            office="Zámek Šluknov, pokladna",
        ),
    ),
    quick_links=common.quick_links(
        t.QuickLink("Zámek", "/obec/pro-turisty/", "tourism", "Prohlídky, galerie, výlety"),
        t.QuickLink("Škola", "/aktuality/skola-zahrada/", "school", "Co je nového ve škole"),
    ),
    menu=common.menu(town=True),
    notices=(
        *common.council_notices("města", "v zasedacím sále městského úřadu"),
        t.Notice(
            "Záměr prodat pozemek v místní části",
            "property_intent",
            -5,
            18,
            "<p>Město zveřejňuje záměr prodat pozemek o výměře do 600 m². Vyjádření a nabídky lze podat po dobu nejméně 15 dnů od vyvěšení. Parcelní číslo v ukázce neuvádíme.</p>",
        ),
        t.Notice(
            "Volné místo: průvodkyně nebo průvodce na zámku",
            "vacancy",
            -12,
            21,
            "<p>Hledáme kolegyni nebo kolegu na prohlídky v češtině a němčině. Nástup na jaře.</p>",
        ),
    ),
    documents=(
        *common.council_documents("města Šluknov", "města"),
        t.Document(
            "Pravidla farmářského trhu (ukázka)",
            "Pravidla farmářského trhu",
            (
                "1. Prodávají se vlastní výpěstky a výrobky.",
                "2. Stánek se staví od 6.30, prodej začíná v 8 hodin.",
                "3. Prodejci z obcí Svazku obcí Sever neplatí poplatek z místa.",
            ),
        ),
    ),
    forms=(
        common.fault_form(
            "sluknov",
            "<p>Dotaz na kterýkoli odbor, závada na ulici nebo námět na slavnosti: pište sem, rozdělíme si to.</p>",
        ),
    ),
    translations=(
        t.Translation(
            "",
            "",
            "Stadt Šluknov (Schluckenau)",
            "Die Stadt mit Schloss und Park in der Mitte des Schluckenauer Zipfels",
            intro="<p>Willkommen in Šluknov. Hier finden Sie Veranstaltungen im Schloss und in der Stadt, Hinweise für Besucher und den Weg zu uns. Amtliche Mitteilungen veröffentlichen wir auf Tschechisch.</p>",
            quick_links=(
                t.QuickLink(
                    "Für Besucher", "/de/obec/fuer-besucher/", "tourism", "Schloss, Park, Ausflüge"
                ),
                t.QuickLink("Veranstaltungen", "/de/kalendar/", "calendar", "Was bei uns los ist"),
                t.QuickLink("Kontakt", "/de/kontakty/", "telephone", "Rathaus und Schlosskasse"),
            ),
        ),
        t.Translation(
            "obec/pro-turisty",
            "fuer-besucher",
            "Für Besucher",
            "Schloss, Park und Ausflüge nach Norden, Westen und Osten.",
            (
                t.Heading("Sehenswert"),
                t.Text(
                    "<ul><li><strong>Schloss:</strong> Ausstellung, Galerie und Aufstieg auf den Turm.</li><li><strong>Schlosspark:</strong> alte Bäume, Teich und Spielplatz.</li><li><strong>Marktplatz:</strong> Brunnen, Märkte und Konditorei.</li></ul>"
                ),
                t.Figure("landmark", "Das Schloss im Park, Illustration"),
                t.Heading("Schlossfest"),
                t.Text(
                    "<p>Seit 2007 feiern wir am letzten Samstag im Juni das Schlossfest mit historischem Markt, Theater und Musik. Gäste aus Sachsen sind herzlich willkommen.</p>"
                ),
                t.Callout(
                    "Anreise",
                    "<p>Am bequemsten kommen Sie mit der Bahn. Bei großen Festen fährt vom Bahnhof ein Pendelbus.</p>",
                ),
            ),
        ),
    ),
    contacts_lead="Radnici najdete na náměstí, pokladnu zámku u hlavního vchodu z parku.",
)
