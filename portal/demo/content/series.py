"""What comes again and again, and where: added to what each site says of itself.

Every municipality has a list of places, dustbins, a weekly club and its council; towns have a
market besides. The places and their coordinates are made up, near the middle of the municipality.
"""

from __future__ import annotations

import dataclasses

from portal.demo.content.types import Different, Event, Place, Site
from portal.demo.dates import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Rule,
    fixed,
    nth,
)

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
QUARTERS = (3, 6, 9, 12)

# -- places --------------------------------------------------------------------------------------

_HALL = ("Kulturní dům", "partly", "Bezbariérový vchod je z parkoviště za domem.")
_LIBRARY = ("Knihovna", "yes", "")
_SQUARE = ("Náměstí", "yes", "Parkování v okolních ulicích.")
_GREEN = ("Náves", "yes", "")

# The name that a site uses in its events, and the place it means.
PLACES: dict[str, dict[str, tuple[str, str, str]]] = {
    "dolni-poustevna": {
        "kulturní dům": _HALL,
        "městská knihovna": _LIBRARY,
        "náměstí": _SQUARE,
        "klubovna": ("Klubovna", "no", ""),
    },
    "jirikov": {
        "kulturní dům": _HALL,
        "náměstí": _SQUARE,
        "bazilika ve Filipově": ("Bazilika ve Filipově", "yes", "Parkoviště je za bazilikou."),
    },
    "lipova": {
        "sál kulturního domu": _HALL,
        "obecní knihovna": _LIBRARY,
        "náves u staré lípy": ("Náves u staré lípy", "yes", ""),
    },
    "lobendava": {
        "náves": _GREEN,
        "Annaberg, Lobendava": ("Annaberg", "no", "Od parkoviště se jde pěšky do kopce."),
    },
    "mikulasovice": {
        "sportovní hala": ("Sportovní hala", "yes", ""),
        "klub seniorů": ("Klub seniorů", "yes", ""),
    },
    "rumburk": {
        "kulturní dům": _HALL,
        "městská knihovna": _LIBRARY,
        "náměstí": _SQUARE,
        "Loreta": ("Loreta", "partly", "Do ambitu vede jeden schod."),
    },
    "stare-krecany": {
        "sál kulturního domu": _HALL,
        "kostel": ("Kostel", "partly", ""),
    },
    "sluknov": {
        "zámek Šluknov": ("Šluknovský zámek", "yes", "Výtah je v západním křídle."),
        "náměstí": _SQUARE,
        "zámecká galerie": ("Zámecká galerie", "yes", ""),
    },
    "velky-senov": {
        "sokolovna": ("Sokolovna", "partly", ""),
        "náměstí": _SQUARE,
        "knihovna": _LIBRARY,
    },
    "vilemov": {
        "náves": _GREEN,
        "tělocvična školy": ("Tělocvična školy", "yes", ""),
        "obecní klubovna": ("Obecní klubovna", "no", ""),
    },
    "krasna-lipa": {
        "městská knihovna": _LIBRARY,
        "náměstí": _SQUARE,
    },
    "doubice": {
        "náves": _GREEN,
        "rozhledna": ("Rozhledna", "no", "Na vrchol vede 120 schodů."),
    },
}
# In millionths of a degree from the middle of the municipality, some two hundred metres.
_AROUND = ((900, 1200), (-700, 600), (300, -1500), (-1100, -900))


def places(site: Site) -> tuple[Place, ...]:
    registry = site.registry
    if registry.latitude is None or registry.longitude is None:
        return ()
    return tuple(
        Place(
            name=name,
            alias=alias,
            address=registry.name,
            latitude=f"{float(registry.latitude) + north / 1e6:.6f}",
            longitude=f"{float(registry.longitude) + east / 1e6:.6f}",
            barrier_free=access,
            note=note,
        )
        for (alias, (name, access, note)), (north, east) in zip(
            PLACES.get(site.slug, {}).items(), _AROUND, strict=False
        )
    )


# -- series --------------------------------------------------------------------------------------

#: Which day the dustbins are emptied, and what the weekly club is.
WEEK: dict[str, tuple[int, str]] = {
    "dolni-poustevna": (TUESDAY, "cviceni"),
    "jirikov": (WEDNESDAY, "herna"),
    "lipova": (THURSDAY, "cviceni"),
    "lobendava": (THURSDAY, "sbor"),
    "mikulasovice": (FRIDAY, "cviceni"),
    "rumburk": (MONDAY, "nemcina"),
    "stare-krecany": (WEDNESDAY, "sbor"),
    "sluknov": (TUESDAY, "herna"),
    "velky-senov": (FRIDAY, "nemcina"),
    "vilemov": (THURSDAY, "cviceni"),
    "krasna-lipa": (MONDAY, "herna"),
    "doubice": (WEDNESDAY, "sbor"),
}
MARKETS = frozenset({"rumburk", "sluknov", "krasna-lipa", "velky-senov"})


def waste(weekday: int) -> Event:
    return Event(
        key="svoz-komunalniho-odpadu",
        title="Svoz komunálního odpadu",
        category="odpady",
        when=(_first(weekday),),
        rule=f"FREQ=WEEKLY;INTERVAL=2;BYDAY={DAYS[weekday]}",
        all_day=True,
        place="stanoviště po celé obci",
        text="<p>Nádoby přistavte večer předem. Známka na celý rok stojí na každé nádobě.</p>",
        union=False,
        different=(Different(2, "changed", shift=1, note="Kvůli svátku svážíme o den později."),),
    )


CLUBS: dict[str, Event] = {
    "cviceni": Event(
        key="cviceni-pro-seniory",
        title="Cvičení pro seniory",
        category="seniori",
        when=(nth(TUESDAY, 1, 9),),
        rule="FREQ=WEEKLY;BYDAY=TU;COUNT=40",
        start="9:30",
        end="10:30",
        text="<p>Protažení vsedě i vestoje pod vedením cvičitelky. Přijít může každý, "
        "kdykoli během roku.</p>",
        organiser="klub seniorů",
        audience=("seniori",),
        admission="20 Kč",
        different=(Different(1, "cancelled", note="Cvičitelka je nemocná."),),
    ),
    "herna": Event(
        key="herna",
        title="Herna pro rodiče s dětmi",
        category="deti",
        when=(nth(WEDNESDAY, 1, 9),),
        rule="FREQ=WEEKLY;BYDAY=MO,WE",
        start="9:00",
        end="11:30",
        text="<p>Hračky, písničky a káva pro dospělé. Přezůvky s sebou.</p>",
        german="Spielgruppe für Eltern mit Kindern, montags und mittwochs am Vormittag. "
        "Familien aus Sachsen sind willkommen.",
        organiser="rodinné centrum",
        audience=("deti", "rodiny"),
        admission="zdarma",
        different=(
            Different(1, "cancelled", note="Malujeme."),
            Different(3, "changed", start="14:00", end="16:30", note="Tentokrát odpoledne."),
        ),
    ),
    "sbor": Event(
        key="zkouska-sboru",
        title="Zkouška pěveckého sboru",
        category="spolky",
        when=(nth(THURSDAY, 1, 9),),
        rule="FREQ=WEEKLY;BYDAY=TH",
        start="18:00",
        end="19:30",
        text="<p>Nové hlasy vítáme, noty zapůjčíme. Zpíváme lidové i chrámové písně.</p>",
        organiser="pěvecký sbor",
        besides=2,
        besides_note="Zkouška navíc před koncertem.",
        union=False,
    ),
    "nemcina": Event(
        key="nemcina",
        title="Němčina u kávy",
        category="vzdelavani",
        when=(nth(MONDAY, 2, 9),),
        rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=18",
        start="17:00",
        end="18:30",
        text="<p>Povídání s rodilým mluvčím pro všechny, kdo už umějí pozdravit. "
        "Přihlášky předem, míst je dvanáct.</p>",
        german="Gesprächskreis Deutsch bei Kaffee: Muttersprachler zum Mitreden sind herzlich willkommen.",
        organiser="knihovna",
        admission="50 Kč včetně kávy",
        registration="https://prihlasky.example/nemcina",
        different=(Different(2, "left_out"),),
    ),
}


def market(place: str) -> Event:
    return Event(
        key="patecni-trh",
        title="Páteční farmářský trh",
        category="trhy",
        when=(nth(FRIDAY, 3, 3),),
        rule="FREQ=MONTHLY;BYDAY=3FR",
        start="13:00",
        end="17:00",
        place=place,
        text="<p>Zelenina, sýry, pečivo a med od pěstitelů z okolí i ze Saska.</p>",
        german="Bauernmarkt an jedem dritten Freitag im Monat: Gemüse, Käse, Brot und Honig aus der Region.",
        organiser="sdružení pěstitelů",
        admission="vstup volný",
        besides=8,
        besides_note="Mimořádný vánoční trh.",
    )


def _first(weekday: int) -> Rule:
    return nth(weekday, 1, 1)


def _club(site: Site) -> Event:
    club = CLUBS[WEEK[site.slug][1]]
    aliases = list(PLACES[site.slug])
    return dataclasses.replace(club, place=aliases[-1] if club.key == "nemcina" else aliases[0])


# -- what the sites say of themselves, with more of what the calendar can ----------------------------

#: One event a year that has no new date yet.
POSTPONED = {"jirikov": "ples-hasicu", "stare-krecany": "noc-hvezd"}


def _with_more(site: Site, event: Event) -> Event:
    changes: dict[str, object] = {}
    if event.category == "deti":
        changes["audience"] = ("deti", "rodiny")
    elif event.category == "seniori":
        changes["audience"] = ("seniori",)
    if event.key == "filipovska-pout":
        changes |= {"when": (fixed(1, 13),), "rule": "FREQ=YEARLY"}
    if event.category == "zastupitelstvo":
        changes["documents"] = tuple(
            document.title for document in site.documents if "program" in document.title
        )
        if (rule := _quarterly(event.when)) is not None:
            changes |= {"when": event.when[:1], "rule": rule}
    if event.key == "ples" and event.start:
        changes |= {
            "doors": "19:00",
            "admission": "150 Kč, v předprodeji 120 Kč",
            "registration": "https://vstupenky.example/ples",
        }
    if POSTPONED.get(site.slug) == event.key:
        changes["postpone_next"] = True
    return dataclasses.replace(event, **changes)  # type: ignore[arg-type]


def _quarterly(when: tuple[Rule, ...]) -> str | None:
    """The rule of a council that meets on the same weekday of each quarter's last month."""
    days = [rule(2026) for rule in when]
    shapes = {((day.day - 1) // 7 + 1, day.weekday()) for day in days}
    if tuple(day.month for day in days) != QUARTERS or len(shapes) != 1:
        return None
    ((ordinal, weekday),) = shapes
    return f"FREQ=MONTHLY;INTERVAL=3;BYDAY={ordinal}{DAYS[weekday]}"


def with_series(site: Site) -> Site:
    events = [_with_more(site, event) for event in site.events]
    if site.slug in WEEK:
        events += [waste(WEEK[site.slug][0]), _club(site)]
    if site.slug in MARKETS:
        events.append(market("náměstí"))
    return dataclasses.replace(site, events=tuple(events), places=places(site))
