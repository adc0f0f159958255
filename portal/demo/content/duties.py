"""Mandatory information of the demonstration: general words about law, and samples that say so.

What nobody knows of a municipality stays missing: registration numbers, accounts, data boxes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# Items of which nobody has said anything for so many days, by site; the rest was looked at lately.
OLD = {
    "jirikov": {"2": 430, "8.1": 430, "11.1": 430, "14": 430},
    "lobendava": {"2": 500, "9": 500, "10": 500, "12.1": 500},
    "vilemov": {"14": 400},
    "stare-krecany": {"12.1": 720, "11.1": 720},
}
# Items that these sites have not got round to.
LACKING = {
    "lobendava": {"14", "filing", "8.1"},
    "vilemov": {"filing"},
    "krasna-lipa": {"8.1", "14", "12.1"},
    "doubice": {"2", "8.1", "9", "10", "11.1", "12.1", "14", "filing"},
    "dolni-poustevna": {"14"},
}
# Sites that have not looked at what was filled by itself.
UNCHECKED = {"doubice", "krasna-lipa", "vilemov"}
# Sites that name no officer yet.
WITHOUT_OFFICER = {"doubice", "rumburk"}
LATELY = 24

FILLED = ("1", "3", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "8.2")
NOTHING = ("12.2", "13.1", "13.2")

OFFICER = {
    "name": "Pověřenec svazku (ukázka)",
    "email": "poverenec@sever.example",
    "note": "Ukázkový záznam: kdo je pověřencem, svazek neuvádí.",
}

_RULES = (
    "<ul><li>zákon č. 128/2000 Sb., o obcích,</li><li>zákon č. 500/2004 Sb., správní řád,</li>"
    "<li>zákon č. 250/2000 Sb., o rozpočtových pravidlech územních rozpočtů,</li>"
    "<li>zákon č. 106/1999 Sb., o svobodném přístupu k informacím,</li>"
    "<li>zákon č. 99/2019 Sb., o přístupnosti internetových stránek.</li></ul>"
)
_COMMON = {
    "9": "<p>O informaci můžete požádat ústně i písemně, na papíře nebo elektronicky. Napište, koho se "
    "ptáte, na co se ptáte a kam máme odpovědět.</p>",
    "10": "<p>Podání přijímá podatelna v úředních hodinách, e-mailem i poštou.</p>",
    "11.1": _RULES,
    "12.1": "<p>Ukázkový sazebník, ne skutečné ceny: jedna strana kopie A4 2 Kč, poštovné podle "
    "ceníku pošty.</p>",
    "14": "<p>Ukázková výroční zpráva: v minulém roce nepřišla žádná žádost o informace podle zákona "
    "č. 106/1999 Sb.</p>",
    "filing": "<p>Ukázkový výčet. Soubory: PDF, PDF/A, DOCX, ODT, TXT, JPG a PNG.</p>"
    "<p>Nosiče: USB flash disk, CD a DVD.</p>",
    "privacy": "<p>Osobní údaje zpracováváme, když vyřizujeme vaše podání, vedeme evidence podle zákona a "
    "plníme smlouvy. Máte právo vědět, co o vás víme, a žádat opravu, výmaz nebo omezení. Stěžovat si "
    "můžete u Úřadu pro ochranu osobních údajů.</p>",
}
_MUNICIPALITY = _COMMON | {
    "2": "<p>Jsme územním samosprávným celkem podle zákona č. 128/2000 Sb., o obcích, který pečuje o "
    "rozvoj svého území a o potřeby svých občanů.</p>",
    "3": "<p>Samosprávu vykonává zastupitelstvo. Úřad vede starostka nebo starosta.</p>",
    "8.1": "<p>Ukázkový seznam: program rozvoje, územní plán, plán zimní údržby.</p>",
}
_UNION = _COMMON | {
    "2": "<p>Dobrovolný svazek obcí se ustavil 11. ledna 2000 v Lipové. Jeho předmětem je vzdělávání, "
    "sociální péče, zdravotnictví, kultura, čistota obcí a rozvoj regionu, s výjimkou výkonu státní "
    "správy.</p>",
    "3": "<p>Nejvyšším orgánem svazku je valná hromada členských obcí.</p>",
    "8.1": '<p>Projekt a jeho výstupy jsou na stránce <a href="/svazek/projekt-strategicke-rizeni/">'
    "Strategické řízení v obcích DSO Sever</a>.</p>",
}


@dataclass(frozen=True)
class Contract:
    """`signed` is so many days before the demonstration."""

    subject: str
    counterpart: str
    signed: int
    price: str | None = None
    note: str = ""
    number: str = ""
    is_person: bool = False
    lasts: int | None = None


CONTRACTS = (
    Contract(
        "Zimní údržba místních komunikací (ukázka)",
        "Ukázkový dodavatel služeb",
        70,
        "185000.00",
        "bez DPH, za jednu zimu",
        "U 12",
        lasts=365,
    ),
    Contract(
        "Oprava chodníku u školy (ukázka)",
        "Ukázková stavební firma",
        190,
        "412350.50",
        number="U 7",
    ),
    Contract(
        "Pronájem zahrádky (ukázka)", "Vzorová nájemnice", 320, "1200.00", "za rok", is_person=True
    ),
)
UNION_CONTRACTS = (
    Contract("Provoz společného webu (ukázka)", "Ukázkový provozovatel", 150, "48000.00", "za rok"),
)
REGULATIONS = (("ukázka 1", "O místním poplatku ze psů (ukázka)", dt.date(2025, 1, 1)),)


def texts(*, union: bool) -> dict[str, str]:
    return _UNION if union else _MUNICIPALITY
