"""The items in the prescribed order: Annex 1 of decree 515/2020, and what other acts ask besides.

Keys are stored with answers and with the state of each site: never rename one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """One place of the list.

    `source` names what fills it by itself (`selectors.Facts`); `own` says whether a clerk may write
    something besides. `none` is the sentence of the page where there is nothing to publish; without
    one that is no possible answer.
    """

    key: str
    title: Any
    hint: Any
    source: str = ""
    own: bool = True
    none: Any = ""


@dataclass(frozen=True)
class Section:
    number: str
    title: Any
    items: tuple[Item, ...]

    @property
    def is_single(self) -> bool:
        """The section is its only item; no second heading below its own."""
        return len(self.items) == 1 and self.items[0].key == self.number


def _single(number: str, title: Any, hint: Any, **options: Any) -> Section:
    return Section(number, title, (Item(number, title, hint, **options),))


SECTIONS: tuple[Section, ...] = (
    _single(
        "1",
        _("Official name"),
        _("The name of the site is shown. Add the full name if it differs."),
        source="name",
    ),
    _single(
        "2",
        _("Reason and way of founding"),
        _("By which act or agreement it was founded, and what for. Two or three sentences."),
        source="founding",
    ),
    _single(
        "3",
        _("Organisational structure"),
        _("Offices and functions come from the contacts. Add bodies and who is above whom."),
        source="structure",
    ),
    Section(
        "4",
        _("How to get in touch"),
        (
            Item("4.1", _("Postal address"), _("From the main office."), source="address"),
            Item(
                "4.2",
                _("Address for visits"),
                _("From the main office. Add how to find it, or whether it is free of barriers."),
                source="address",
            ),
            Item("4.3", _("Office hours"), _("From the main office."), source="hours"),
            Item("4.4", _("Telephone numbers"), _("From offices and people."), source="phones"),
            Item(
                "4.5",
                _("Address of the website"),
                _("Known. Add further websites that you keep."),
                source="web",
            ),
            Item(
                "4.6",
                _("Address of the filing office"),
                _("From the main office. Write it here if the filing office is elsewhere."),
                source="address",
            ),
            Item(
                "4.7",
                _("Electronic address of the filing office"),
                _("The e-mail of the main office. Write it here if another one is meant."),
                source="email",
            ),
            Item("4.8", _("Data box of the office"), _("From the main office."), source="data_box"),
        ),
    ),
    _single(
        "5",
        _("Where payments can be sent"),
        _("Numbers of accounts, and what each of them is for."),
        none=_("No payments are taken."),
    ),
    _single(
        "6",
        _("Registration number"),
        _("From the data of the site, where an administrator writes it."),
        source="ico",
        own=False,
    ),
    _single(
        "7",
        _("Payer of value added tax"),
        _("The tax number (DIČ). Who is no payer has nothing to publish."),
        none=_("Not a payer of value added tax."),
    ),
    Section(
        "8",
        _("Documents of the office"),
        (
            Item(
                "8.1",
                _("Lists of main documents"),
                _(
                    "Public strategic documents are listed. Add other plans and concepts with links."
                ),
                source="strategies",
            ),
            Item(
                "8.2",
                _("Budget of this and the last year"),
                _(
                    "Budgets and final accounts come from the notice board, also after they were"
                    " taken down. Add a link where yours are elsewhere."
                ),
                source="budget",
            ),
        ),
    ),
    _single(
        "9",
        _("Requests for information"),
        _("Where and how one asks for information under Act 106/1999."),
        source="requests",
    ),
    _single(
        "10",
        _("Filings and suggestions"),
        _("Where and how one hands in a filing, a complaint or a suggestion."),
        source="requests",
    ),
    Section(
        "11",
        _("Legal rules"),
        (
            Item(
                "11.1",
                _("Most important rules applied"),
                _(
                    "Acts and other rules that the office mostly decides by, and where to read them."
                ),
            ),
            Item(
                "11.2",
                _("Regulations issued"),
                _("Those that you list are shown with their links to Sbírka právních předpisů."),
                source="regulations",
                none=_("No regulations in force have been issued."),
            ),
        ),
    ),
    Section(
        "12",
        _("Payments for information"),
        (
            Item(
                "12.1",
                _("Tariff of payments for information"),
                _("The tariff itself, or a link to the document."),
                none=_("Information is given free of charge."),
            ),
            Item(
                "12.2",
                _("Decisions of the superior body on payments"),
                _("Decisions on complaints about the amount of a payment, if there were any."),
                none=_("No such decision has been made."),
            ),
        ),
    ),
    Section(
        "13",
        _("Licence agreements"),
        (
            Item(
                "13.1",
                _("Models of licence agreements"),
                _("Under which terms information may be used, if an agreement is needed."),
                none=_("No licence agreement is needed to use the information."),
            ),
            Item(
                "13.2",
                _("Exclusive licences"),
                _("Exclusive licences granted under Act 106/1999."),
                none=_("No exclusive licence has been granted."),
            ),
        ),
    ),
    _single(
        "14",
        _("Annual report under Act 106/1999"),
        _("The report on the last year: how many requests, how they were dealt with."),
    ),
)

ACCESSIBILITY, PRIVACY, FILING, CONTRACTS = "accessibility", "privacy", "filing", "contracts"

FURTHER: tuple[Item, ...] = (
    Item(
        ACCESSIBILITY,
        _("Statement of accessibility"),
        _("Act 99/2019. Review it at least once a year and say so in the statement."),
        source="accessibility",
        own=False,
    ),
    Item(
        PRIVACY,
        _("Protection of personal data"),
        _(
            "Who your data protection officer is. Write for which purposes you process personal"
            " data and what rights people have."
        ),
        source="officer",
    ),
    Item(
        FILING,
        _("Electronic filing office"),
        _(
            "Decree 259/2012, § 2(3): address, hours, e-mail and data box come from the main office."
            " Write which formats of files and which media you accept."
        ),
        source="filing",
    ),
    Item(
        CONTRACTS,
        _("List of contracts"),
        _("The contracts that you list have a page and a table for download."),
        source="contracts",
        none=_("There are no contracts to publish."),
    ),
)


def all_items() -> Iterator[Item]:
    for section in SECTIONS:
        yield from section.items
    yield from FURTHER


BY_KEY: dict[str, Item] = {item.key: item for item in all_items()}
