"""Every type of page that a visitor can come to."""

from __future__ import annotations

from dataclasses import dataclass

from tests.e2e import content


@dataclass(frozen=True)
class Place:
    name: str
    site: str  # slug; empty for the union
    path: str
    status: int = 200

    def __str__(self) -> str:
        return self.name


PLACES = [
    Place("home", "lipova", "/"),
    Place("home-of-an-empty-site", "sluknov", "/"),
    Place("home-in-german", "lipova", "/de/"),
    Place("home-in-english", "lipova", "/en/"),
    Place("news-list", "lipova", "/aktuality/"),
    Place("news-list-empty", "sluknov", "/aktuality/"),
    Place("news", "lipova", "/aktuality/knihovna-otevira-v-sobotu/"),
    Place("section", "lipova", "/obec/"),
    Place("content", "lipova", "/obec/o-obci/"),
    Place("all-blocks", "lipova", content.ALL_BLOCKS),
    Place("all-blocks-in-german", "lipova", f"/de{content.ALL_BLOCKS}"),
    Place("galleries", "lipova", "/fotogalerie/"),
    Place("gallery", "lipova", "/fotogalerie/rok-v-lipove/"),
    Place("contacts", "lipova", "/kontakty/"),
    Place("form", "lipova", "/napiste-nam/"),
    Place("all-fields", "lipova", content.ALL_FIELDS),
    Place("month", "lipova", "/kalendar/?zobrazeni=mesic"),
    Place("month-without-events", "sluknov", "/kalendar/?zobrazeni=mesic&mesic=2031-02"),
    Place("list", "lipova", "/kalendar/?zobrazeni=seznam"),
    Place("list-filtered", "lipova", "/kalendar/?zobrazeni=seznam&kategorie=kultura&q=ples"),
    Place("list-empty", "sluknov", "/kalendar/?zobrazeni=seznam"),
    Place("week", "lipova", "/kalendar/?zobrazeni=tyden"),
    Place("week-in-german", "lipova", "/de/kalendar/?zobrazeni=tyden"),
    Place("poster", "lipova", "/kalendar/?zobrazeni=plakat"),
    Place("frame", "lipova", "/kalendar/vlozit/"),
    Place("event", "lipova", f"/kalendar/{content.ORDINARY}/"),
    Place("event-in-german", "lipova", f"/de/kalendar/{content.ORDINARY}/"),
    Place("event-cancelled", "lipova", f"/kalendar/{content.CANCELLED}/"),
    Place("event-withdrawn", "lipova", f"/kalendar/{content.WITHDRAWN}/", 410),
    Place("subscribe", "lipova", "/kalendar/odber/"),
    Place("bad-filter", "lipova", "/kalendar/?od=nesmysl", 400),
    Place("unknown-category", "lipova", "/kalendar/?kategorie=nesmysl", 404),
    Place("search", "lipova", "/hledat/"),
    Place("search-found", "lipova", "/hledat/?q=knihovna"),
    Place("search-found-elsewhere", "lipova", "/hledat/?q=obec&obec=sluknov"),
    Place("search-corrected", "lipova", "/hledat/?q=knihvona"),
    Place("search-in-vain", "lipova", "/hledat/?q=hroznýš"),
    Place("search-wrong", "lipova", "/hledat/?q=obec&druh=nesmysl", 400),
    Place("notices", "lipova", "/uredni-deska/"),
    Place("notices-empty", "sluknov", "/uredni-deska/"),
    Place("notices-filtered", "lipova", "/uredni-deska/?kategorie=budget&q=rozpočet"),
    Place("notices-wrong-filter", "lipova", "/uredni-deska/?kategorie=nesmysl", 400),
    Place("notices-archive", "lipova", "/uredni-deska/archiv/"),
    Place("notice", "lipova", "/uredni-deska/1/"),
    # As the demonstration numbers them: the fourth held personal data and has come down.
    Place("notice-with-personal-data-gone", "lipova", "/uredni-deska/4/", 404),
    Place("notice-taken-down", "lipova", "/uredni-deska/5/"),
    Place("kiosk", "lipova", "/uredni-deska/kiosek/"),
    Place("kiosk-notice", "lipova", "/uredni-deska/kiosek/1/"),
    Place("mandatory", "lipova", "/povinne-informace/"),
    Place("mandatory-in-german", "lipova", "/de/povinne-informace/"),
    Place("filing-office", "lipova", "/podatelna/"),
    Place("data-protection", "lipova", "/ochrana-osobnich-udaju/"),
    Place("contracts", "lipova", "/smlouvy/"),
    Place("accessibility", "lipova", "/pristupnost/"),
    Place("not-found", "lipova", "/tu-nic-neni/", 404),
    Place("unknown-host", "atlantida", "/", 404),
    Place("invitation-invalid", "lipova", "/pozvanka/nesmysl/", 404),
    Place("login", "lipova", "/admin/login/"),
    Place("union-home", "", "/"),
    Place("union-members", "", "/obce/"),
    Place("union-member", "", "/obce/lipova/"),
    Place("union-newest", "", "/z-obci/"),
    Place("union-month", "", "/kalendar/?zobrazeni=mesic"),
    Place("union-week", "", "/kalendar/?zobrazeni=tyden"),
    Place("union-poster", "", "/kalendar/?zobrazeni=plakat"),
    Place("union-frame", "", "/kalendar/vlozit/?pocet=5"),
    Place("union-list", "", "/kalendar/?zobrazeni=seznam&obec=lipova"),
    Place("union-event", "", f"/kalendar/{content.ORDINARY}/"),
    Place("union-subscribe", "", "/kalendar/odber/?obec=lipova&kategorie=kultura"),
    Place("union-notices", "", "/uredni-deska/"),
    Place("union-search", "", "/hledat/?q=obec"),
    Place("strategies", "", "/strategie/"),
    Place("strategies-of-a-town", "sluknov", "/strategie/"),
    Place("strategies-in-german", "", "/de/strategie/?druh=plan"),
    Place("strategies-wrong", "", "/strategie/?druh=nesmysl", 400),
    Place("strategy-activities", "", "/strategie/aktivity/?potiz=bez-penez"),
    Place("practices", "", "/dobra-praxe/"),
    Place("practices-in-german", "", "/de/dobra-praxe/?razeni=levne"),
    Place("practices-in-vain", "", "/dobra-praxe/?q=hroznýš"),
    Place("practices-wrong", "", "/dobra-praxe/?tema=nesmysl", 400),
    Place("practice", "", f"/dobra-praxe/{content.PRACTICE}/"),
    Place("practice-that-failed", "", f"/dobra-praxe/{content.FAILURE}/"),
    Place("practice-missing", "", "/dobra-praxe/999/", 404),
    Place(
        "practices-compared", "", f"/dobra-praxe/porovnat/?z={content.PRACTICE}&z={content.FAILURE}"
    ),
    Place("union-not-found", "", "/tu-nic-neni/", 404),
]
