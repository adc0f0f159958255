from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.http import Http404, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shared.duties import selectors as duties
from shared.duties.enums import Standing
from shared.duties.models import Officer
from shared.kernel import clock
from shared.kernel.cms import plain_text
from shared.strategies import selectors as strategies
from shared.strategies.enums import DocumentState
from shared.strategies.models import Document
from tenants.contacts import selectors as contacts
from tenants.contacts.models import Office, Person
from tenants.mandatory import structure
from tenants.mandatory.models import Answer, Contract, Regulation
from tenants.mandatory.structure import Item, Section
from tenants.noticeboard.enums import NoticeKind
from tenants.noticeboard.models import Notice
from tenants.pages.models import AccessibilityPage
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site

BUDGETS = (NoticeKind.BUDGET, NoticeKind.FINAL_ACCOUNT)
MOST_BUDGETS = 6
MOST_DOCUMENTS = 20
ON_PAGE = 25
MOST_IN_CSV = 10_000


@dataclass(frozen=True)
class Reach:
    """How to reach the main office; what its record lacks comes from the data of the site."""

    name: str
    address: str
    phone: str
    email: str
    data_box: str


@dataclass
class Facts:
    """What the site knows of what the items ask for."""

    site: Municipality
    reach: Reach
    week: contacts.Week | None
    offices: list[Office]
    people: list[Person]
    budgets: list[Notice]
    documents: list[Document]
    regulations: list[Regulation]
    contracts: int
    statement: AccessibilityPage | None
    officer: Officer | None
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def phones(self) -> list[tuple[str, str]]:
        """Whose telephone it is, and the number; the main office first, each number once."""
        found = [(self.reach.name, self.reach.phone)]
        found += [(office.name, office.phone) for office in self.offices if not office.is_main]
        found += [(person.function or person.name, person.phone) for person in self.people]
        numbers: dict[str, str] = {}
        for name, phone in found:
            if phone:
                numbers.setdefault(phone, name)
        return [(name, phone) for phone, name in numbers.items()]

    @property
    def has_hours(self) -> bool:
        return self.week is not None and self.week.has_hours

    def fills(self, source: str) -> bool:
        """Whether the source says all that its item asks for, without a word of a clerk."""
        match source:
            case "name" | "web":
                return True
            case "founding":
                return bool(self.site.founded_on and self.site.purpose.strip())
            case "structure":
                return bool(self.people)
            case "address":
                return bool(self.reach.address)
            case "hours":
                return self.has_hours
            case "phones":
                return bool(self.phones)
            case "email":
                return bool(self.reach.email)
            case "data_box":
                return bool(self.reach.data_box)
            case "ico":
                return bool(self.site.ico)
            case "budget":
                return bool(self.budgets)
            case "strategies":
                return bool(self.documents)
            case "regulations":
                return bool(self.regulations)
            case "contracts":
                return self.contracts > 0
            case "officer":
                return self.officer is not None
            case "accessibility":
                return self.statement is not None
        return False

    def day_of(self, source: str) -> dt.date | None:
        """The day of what fills the item, where it has one of its own."""
        if source == "budget" and self.budgets:
            return self.budgets[0].posted_on
        if source == "accessibility" and self.statement is not None:
            days = [self.statement.prepared_on, self.statement.reviewed_on]
            return max((day for day in days if day is not None), default=None)
        return None

    def lacks(self, item: Item) -> list[str]:
        """What of several parts is not known, for the clerk."""
        if item.key != structure.FILING:
            return []
        answer = self.answers.get(item.key)
        parts = [
            (self.reach.address, _("address")),
            (self.has_hours, _("opening hours")),
            (self.reach.email, _("e-mail")),
            (self.reach.data_box, _("data box")),
            (answer is not None and answer.text, _("accepted formats and media")),
        ]
        return [str(name) for there, name in parts if not there]


def facts() -> Facts:
    """Of the current site. Ten queries, nine without opening hours."""
    site = current_site()
    offices = list(Office.objects.all())
    main = next((office for office in offices if office.is_main), None)
    return Facts(
        site=site,
        reach=Reach(
            name=main.name if main else site.display_name,
            address=(main.address if main else "") or site.office_address,
            phone=(main.phone if main else "") or site.phone,
            email=(main.email if main else "") or site.email,
            data_box=(main.data_box if main else "") or site.data_box,
        ),
        week=contacts.main_week(),
        offices=offices,
        people=list(Person.objects.select_related("office")),
        budgets=list(
            Notice.objects.public()
            .filter(kind__in=BUDGETS)
            .defer("text")
            .order_by("-posted_at", "-pk")[:MOST_BUDGETS]
        ),
        # The register of the union's site holds those of all; here each answers for itself.
        documents=list(
            strategies.public(site)
            .filter(municipality=site)
            .exclude(state=DocumentState.EXPIRED)
            .select_related("municipality")
            .defer("text")
            .order_by("kind", "title_key", "pk")[:MOST_DOCUMENTS]
        ),
        regulations=list(in_force()),
        contracts=Contract.objects.count(),
        statement=AccessibilityPage.objects.live().order_by("path").first(),
        officer=duties.officer_of(site),
        answers={
            answer.key: answer for answer in Answer.objects.select_related("checked_by").all()
        },
    )


def in_force() -> QuerySet[Regulation]:
    return Regulation.objects.filter(
        Q(repealed_on__isnull=True) | Q(repealed_on__gt=clock.today())
    ).order_by(F("in_force_from").desc(nulls_last=True), "-pk")


# --- How the items stand ------------------------------------------------------------------------


def is_present(item: Item, facts: Facts) -> bool:
    """Whether the page says what the item asks for, or that there is nothing to say."""
    if item.key == structure.FILING:
        return not facts.lacks(item)
    if item.key == structure.PRIVACY:
        return facts.officer is not None
    answer = facts.answers.get(item.key)
    return (
        facts.fills(item.source)
        or (item.own and answer is not None and bool(answer.text))
        or (bool(item.none) and answer is not None and answer.nothing)
    )


def noted(item: Item, facts: Facts) -> str | None:
    """How the item stands, in the words of `shared.duties.models.SiteState.items`."""
    if not is_present(item, facts):
        return None
    answer = facts.answers.get(item.key)
    days = [facts.day_of(item.source), answer.checked_on if answer else None]
    return max((day.isoformat() for day in days if day is not None), default="")


def state(facts: Facts) -> dict[str, str | None]:
    return {item.key: noted(item, facts) for item in structure.all_items()}


@dataclass(frozen=True)
class Shown:
    """An item with what the site has to say to it."""

    item: Item
    facts: Facts
    standing: Standing
    day: dt.date | None

    @property
    def answer(self) -> Answer | None:
        return self.facts.answers.get(self.item.key)

    @property
    def is_filled(self) -> bool:
        return self.facts.fills(self.item.source)

    @property
    def text(self) -> str:
        return self.answer.text if self.answer is not None and self.item.own else ""

    @property
    def nothing(self) -> str:
        """The sentence that there is nothing, unless meanwhile there is something."""
        said = self.answer is not None and self.answer.nothing and not self.is_filled
        return str(self.item.none) if said else ""

    @property
    def is_missing(self) -> bool:
        return self.standing == Standing.MISSING

    @property
    def can_be_checked(self) -> bool:
        """A statement says itself when it was reviewed."""
        return not self.is_missing and self.item.key != structure.ACCESSIBILITY

    @property
    def lacks(self) -> list[str]:
        return self.facts.lacks(self.item)


def shown(item: Item, facts: Facts) -> Shown:
    text = noted(item, facts)
    day = dt.date.fromisoformat(text) if text else None
    return Shown(item, facts, duties.standing(text, clock.today()), day)


@dataclass(frozen=True)
class ShownSection:
    section: Section
    items: list[Shown]


def sections(facts: Facts) -> list[ShownSection]:
    """The page and the checklist: every item, in the prescribed order."""
    return [
        ShownSection(section, [shown(item, facts) for item in section.items])
        for section in structure.SECTIONS
    ]


def further(facts: Facts) -> list[Shown]:
    return [shown(item, facts) for item in structure.FURTHER]


def counts(rows: Iterator[Shown] | list[Shown]) -> dict[Standing, int]:
    found = dict.fromkeys(Standing, 0)
    for row in rows:
        found[row.standing] += 1
    return found


def searchable_text() -> str:
    """What clerks have written, and the regulations; the rest is found where it is kept."""
    parts = [plain_text(answer.text) for answer in Answer.objects.exclude(text="").order_by("key")]
    parts += [str(regulation) for regulation in in_force()]
    return " ".join(parts)


# --- Contracts ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ContractFilter:
    query: str = ""
    year: int | None = None

    @classmethod
    def of(cls, params: QueryDict) -> ContractFilter:
        """Raises BadRequest for a year that is none."""
        text = params.get("rok", "")
        if text and not (text.isascii() and text.isdigit() and 1990 <= int(text[:5]) <= 2200):
            raise BadRequest(_("“%(value)s” is not a year.") % {"value": text[:40]})
        query = " ".join(params.get("q", "").replace("\x00", "").split())[:200]
        return cls(query, int(text) if text else None)

    @property
    def any(self) -> bool:
        return bool(self.query or self.year)

    @property
    def as_query(self) -> str:
        """For the addresses of further pages: empty or ending with an ampersand."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [("rok", str(self.year))] if self.year else []
        return f"{urlencode(pairs)}&" if pairs else ""

    def apply(self, contracts: QuerySet[Contract]) -> QuerySet[Contract]:
        if self.year:
            contracts = contracts.filter(signed_on__year=self.year)
        for word in self.query.split():
            # A name that is not shown must not be found either.
            contracts = contracts.filter(
                Q(subject__icontains=word)
                | Q(number__icontains=word)
                | Q(counterpart_ico=word)
                | Q(counterpart__icontains=word, is_person=False)
            )
        return contracts


def contract_list(params: QueryDict) -> dict[str, Any]:
    """One page of the list; three queries, however many contracts.

    Raises BadRequest for a broken filter, Http404 behind the last page.
    """
    chosen = ContractFilter.of(params)
    number = params.get("strana") or "1"
    if not (number.isascii() and number.isdigit()) or len(number) > 6:
        raise BadRequest(_("“%(value)s” is not a number of a page.") % {"value": number[:40]})
    try:
        page = Paginator(chosen.apply(Contract.objects.all()), ON_PAGE).page(int(number))
    except InvalidPage as error:
        raise Http404(_("There is no such page of the list.")) from error
    years = (
        Contract.objects.annotate(year=ExtractYear("signed_on"))
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()
    )
    return {"contracts": page, "filters": chosen, "years": list(years)}


def contracts_for_table(params: QueryDict) -> QuerySet[Contract]:
    return ContractFilter.of(params).apply(Contract.objects.all())[:MOST_IN_CSV]
