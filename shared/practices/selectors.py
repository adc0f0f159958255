"""Reads. Everything that leaves here for a reader has gone through `visible`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from shared.kernel.text import lemmas, query_groups
from shared.practices.content import Record
from shared.practices.enums import (
    FileKind,
    Progress,
    State,
    Topic,
    Uptake,
    Visibility,
)
from shared.practices.models import (
    Adoption,
    CoAuthor,
    Follow,
    Practice,
    PracticeFile,
    Question,
    Thanks,
    Version,
)
from shared.published import references, search
from shared.published.selectors import LONGEST_WORD, cleaned_query, tsquery
from tenants.accounts.models import Seat, User
from tenants.registry import map as region_map
from tenants.registry.models import Municipality
from tenants.roles.enums import PUBLISHING_ROLES
from tenants.roles.selectors import member_sites, seats

PER_PAGE = 12
SIMILAR = 3
TERMS_COMPARED = 40
#: Letters of attached papers that search knows of, of all of a record together.
LONGEST_PAPERS = 200_000

# --- Who is asking ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Viewer:
    """A reader: nobody in particular, or a person with seats on member sites."""

    user_id: int | None = None
    operator: bool = False
    seats: tuple[Seat, ...] = ()

    @property
    def municipalities(self) -> list[Municipality]:
        return [seat.municipality for seat in self.seats]

    @property
    def ids(self) -> set[int]:
        return {seat.municipality_id for seat in self.seats}

    @property
    def is_member(self) -> bool:
        return self.operator or bool(self.seats)

    @property
    def sees_all(self) -> bool:
        """Operators, and the union's editors, who decide about every record."""
        return self.operator or any(
            seat.municipality.is_union and seat.role in PUBLISHING_ROLES for seat in self.seats
        )


STRANGER = Viewer()


def viewer_of(user: User | AnonymousUser) -> Viewer:
    """One query, none for a stranger."""
    if not user.is_authenticated or not user.is_active:
        return STRANGER
    return Viewer(user.pk, user.is_superuser, tuple(seats().filter(user_id=user.pk)))


# --- What they may see --------------------------------------------------------------------------


def visible(viewer: Viewer, *, archived: bool = False) -> QuerySet[Practice]:
    """Published records that the viewer may read; those in the archive only when asked for."""
    found = Practice.objects.filter(version__isnull=False)
    if not archived:
        found = found.exclude(state=State.ARCHIVED)
    if viewer.sees_all:
        return found
    allowed: Any = Q(visibility=Visibility.PUBLIC)
    if viewer.is_member:
        ids = viewer.ids
        allowed |= Q(visibility=Visibility.MEMBERS)
        allowed |= Q(municipality__in=ids)
        allowed |= Q(visibility=Visibility.CHOSEN) & Exists(
            Practice.chosen.through.objects.filter(
                practice_id=OuterRef("pk"), municipality_id__in=ids
            )
        )
        allowed |= Exists(
            CoAuthor.objects.filter(
                practice_id=OuterRef("pk"), municipality_id__in=ids, accepted_at__isnull=False
            )
        )
    return found.filter(allowed)


def _number_of(model: Any, **conditions: Any) -> Coalesce:
    counted = (
        model.objects.filter(practice_id=OuterRef("pk"), **conditions)
        .order_by()
        .values("practice_id")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)


def counted(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """With `done`, `wanted` and `thanked`: how many took it over, want to, and say thank you."""
    return practices.annotate(
        done=_number_of(Adoption, uptake=Uptake.DONE),
        wanted=_number_of(Adoption, uptake=Uptake.WANTED),
        thanked=_number_of(Thanks),
    )


# --- Listing ------------------------------------------------------------------------------------

# From (exclusive of what comes before) to (inclusive), in crowns and inhabitants.
COSTS: dict[str, tuple[Any, Decimal | None, Decimal | None]] = {
    "bez-vydaju": (_("without any cost"), None, Decimal(0)),
    "do-50": (_("up to 50 thousand Kč"), Decimal(0), Decimal(50_000)),
    "do-250": (_("50 to 250 thousand Kč"), Decimal(50_000), Decimal(250_000)),
    "do-1000": (_("250 thousand to 1 million Kč"), Decimal(250_000), Decimal(1_000_000)),
    "nad-1000": (_("more than 1 million Kč"), Decimal(1_000_000), None),
}
SIZES: dict[str, tuple[Any, int, int | None]] = {
    "do-500": (_("up to 500 inhabitants"), 0, 500),
    "do-2000": (_("501 to 2,000 inhabitants"), 500, 2_000),
    "do-5000": (_("2,001 to 5,000 inhabitants"), 2_000, 5_000),
    "nad-5000": (_("more than 5,000 inhabitants"), 5_000, None),
}
ORDERS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "nejnovejsi": (_("newest first"), ("-first_published_at", "-pk")),
    "prevzate": (_("most taken over"), ("-done", "-wanted", "-first_published_at", "-pk")),
    "levne": (_("cheapest first"), (F("cost").asc(nulls_last=True), "-pk")),
    "nazev": (_("by title"), ("title_key", "pk")),
}
NEWEST = "nejnovejsi"


@dataclass(frozen=True)
class Selection:
    """What a list is narrowed to. Empty means everything."""

    q: str = ""
    topic: str = ""
    municipalities: tuple[str, ...] = ()
    cost: str = ""
    size: str = ""
    progress: str = ""
    adopted: str = ""  # "ano" or "ne"
    order: str = NEWEST

    @property
    def is_narrowed(self) -> bool:
        return self != Selection(order=self.order)


def select(
    practices: QuerySet[Practice], selection: Selection, wanted: SearchQuery | None = None
) -> QuerySet[Practice]:
    """What the selection leaves, in its order; `wanted` stands for the words that it has."""
    found: Any = counted(practices)
    if selection.topic:
        found = found.filter(topic=selection.topic)
    if selection.municipalities:
        written_too = CoAuthor.objects.filter(
            practice_id=OuterRef("pk"),
            municipality__slug__in=selection.municipalities,
            accepted_at__isnull=False,
        )
        found = found.filter(
            Q(municipality__slug__in=selection.municipalities) | Exists(written_too)
        )
    if selection.cost:
        _label, above, up_to = COSTS[selection.cost]
        if above is not None:
            found = found.filter(cost__gt=above)
        if up_to is not None:
            found = found.filter(cost__lte=up_to)
    if selection.size:
        _label, more_than, at_most = SIZES[selection.size]
        found = found.filter(municipality__population__gt=more_than)
        if at_most is not None:
            found = found.filter(municipality__population__lte=at_most)
    if selection.progress:
        found = found.filter(progress=selection.progress)
    if selection.adopted == "ano":
        found = found.filter(done__gt=0)
    elif selection.adopted == "ne":
        found = found.filter(done=0)
    order: tuple[Any, ...] = ORDERS[selection.order][1]
    if selection.q:
        wanted = wanted or full_text(selection.q)
        if wanted is None:
            return practices.none()
        found = found.filter(search=wanted)
        if selection.order == NEWEST:
            found = found.annotate(rank=SearchRank(F("search"), wanted))
            order = ("-rank", *order)
    narrowed: QuerySet[Practice] = found.order_by(*order)
    return narrowed


def full_text(q: str) -> SearchQuery | None:
    """The words in any of their forms, the last one perhaps unfinished; None without a word."""
    groups = [
        group
        for group in query_groups(cleaned_query(q))
        if all(len(term) <= LONGEST_WORD for term in group)
    ]
    if not groups:
        return None
    return SearchQuery(tsquery(groups), search_type="raw", config="simple")


@dataclass
class Listing:
    practices: list[Practice]
    total: int
    number: int
    selection: Selection
    #: What was typed and nothing has, with what was looked for in its place.
    corrected: list[tuple[str, str]] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def listing(viewer: Viewer, selection: Selection, page: int = 1) -> Listing:
    """One page of the list. Two queries; three or four more where nothing has the words."""
    found, total, corrected = forgiving(viewer, selection)
    start = (page - 1) * PER_PAGE
    rows = found.select_related("municipality", "version").defer("draft", "search")
    return Listing(list(rows[start : start + PER_PAGE]), total, page, selection, corrected)


def forgiving(
    viewer: Viewer, selection: Selection
) -> tuple[QuerySet[Practice], int, list[tuple[str, str]]]:
    """What the selection leaves, how much it is, and which words were read otherwise than typed.

    Words are only ever corrected to those of public items, whoever asks: a guess cannot tell what
    a record for a few has in it.
    """
    found = select(visible(viewer), selection)
    total = found.count()
    if total or not selection.q or select(visible(viewer), Selection(q=selection.q)).exists():
        # Where it is the filters that leave nothing, the words are right as they are.
        return found, total, []
    groups, corrected = search.understood(selection.q)
    if corrected:
        wanted = SearchQuery(tsquery(groups), search_type="raw", config="simple")
        meant = select(visible(viewer), selection, wanted)
        if number := meant.count():
            return meant, number, corrected
    return found, total, []


def places(viewer: Viewer) -> list[Municipality]:
    """Members in Czech order, each with the `number` of its records that the viewer sees."""
    mine: Any = (
        visible(viewer)
        .filter(municipality_id=OuterRef("pk"))
        .order_by()
        .values("municipality_id")
        .annotate(records=Count("pk"))
        .values("records")
    )
    return list(
        member_sites().annotate(number=Coalesce(Subquery(mine), 0)).order_by("kind", "sort_key")
    )


def counts_map(members: list[Municipality]) -> region_map.Map | None:
    """All members, so that the region is recognised; None while nobody has a record."""
    if not any(each.number for each in members):
        return None
    return region_map.draw([each for each in members if not each.is_union])


# --- One record ---------------------------------------------------------------------------------


def readable(viewer: Viewer, number: int) -> Practice | None:
    """The record with its published version; None for what does not exist or is not for them."""
    return (
        counted(visible(viewer, archived=True))
        .select_related("municipality", "version")
        .prefetch_related(accepted_co_authors())
        .filter(pk=number)
        .first()
    )


def accepted_co_authors() -> Prefetch:
    return Prefetch(
        "co_author_rows",
        CoAuthor.objects.filter(accepted_at__isnull=False).select_related("municipality"),
        to_attr="accepted",
    )


def files_of(
    practice: Practice, record: Record, *, desk: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """Pictures and attachments that the text names, in its order, each with `file` and `url`.

    The address is that of the union's site, or with `desk` that of the desk. One query.
    """
    found = PracticeFile.objects.defer("words").in_bulk(record.file_ids)
    chosen: dict[str, list[dict[str, Any]]] = {"pictures": [], "attachments": []}
    for key, rows in (
        ("pictures", record.content.get("pictures") or []),
        ("attachments", record.attachments),
    ):
        for row in rows:
            file = found.get(row["file"])
            if file is not None and file.practice_id == practice.pk:
                url = f"/admin{file.path}" if desk else file.path
                chosen[key].append({**row, "file": file, "url": url})
    return chosen


def words_of(practice: Practice, record: Record) -> str:
    """What the attached papers of a text say, in its order, as far as it has been read.

    One query, or none.
    """
    numbers = [row["file"] for row in record.attachments]
    if not numbers:
        return ""
    read = dict(
        PracticeFile.objects.filter(practice=practice, pk__in=numbers)
        .exclude(words="")
        .values_list("pk", "words")
    )
    texts = "\n".join(read[number] for number in numbers if number in read)
    return texts[:LONGEST_PAPERS]


def unread_papers() -> QuerySet[PracticeFile, int]:
    """Numbers of attached papers that nobody has read yet, the latest first."""
    unread = PracticeFile.objects.filter(kind=FileKind.ATTACHMENT, words_state="")
    return unread.order_by("-pk").values_list("pk", flat=True)


def related_to(viewer: Viewer, record: Record) -> list[Practice]:
    """Records that the text names, as far as the viewer may see them. One query or none."""
    numbers = record.related
    if not numbers:
        return []
    return list(
        visible(viewer).filter(pk__in=numbers).select_related("municipality").order_by("pk")
    )


def links_of(record: Record) -> list[dict[str, Any]]:
    """Links of the text; those to something of ours by its present address.

    What is ours and not public now is left out. One query or none.
    """
    named = {row["ref"]: tuple(row["ref"].split(":", 1)) for row in record.links if row.get("ref")}
    public = references.items((kind, key) for kind, key in named.values())
    found = []
    for row in record.links:
        if not row.get("ref"):
            found.append(row)
        elif (item := public.get(named[row["ref"]])) is not None:
            found.append({**row, "title": row.get("title") or item.title, "url": item.url})
    return found


def pointing(kind: str, key: str) -> list[str]:
    """Numbers of records for everybody whose published text names an item; see `references`."""
    naming = visible(STRANGER).filter(version__content__links__contains=[{"ref": f"{kind}:{key}"}])
    return [str(number) for number in naming.values_list("pk", flat=True)]


def similar(viewer: Viewer, practice: Practice, record: Record) -> list[Practice]:
    """Others with the same words in title, summary or topic, the closest first. One query."""
    terms = [
        term
        for term in dict.fromkeys(lemmas(f"{record.title} {record.summary}").split())
        if 3 < len(term) <= LONGEST_WORD
    ][:TERMS_COMPARED]
    others = visible(viewer).exclude(pk=practice.pk)
    close = Q(topic=practice.topic)
    rank: Any = None
    if terms:
        wanted = SearchQuery(
            " | ".join(f"'{term}'" for term in terms), search_type="raw", config="simple"
        )
        rank = SearchRank(F("search"), wanted)
        close |= Q(search=wanted)
        others = others.annotate(rank=rank)
    return list(
        others.filter(close)
        .select_related("municipality")
        .defer("draft", "search")
        .order_by(*(["-rank"] if rank is not None else []), "-first_published_at")[:SIMILAR]
    )


def adoptions_of(practice: Practice) -> list[Adoption]:
    """Who took it over, the earliest first, then who wants to. One query."""
    return list(
        practice.adoptions.select_related("municipality").order_by("uptake", "day", "created_at")
    )


def spread(practice: Practice, adoptions: Collection[Adoption]) -> region_map.Map | None:
    """All members on the map; the owner, adopters and those who want to have `mark`s. One query."""
    marks = {adoption.municipality_id: str(adoption.uptake) for adoption in adoptions}
    marks.update({row.municipality_id: "owner" for row in getattr(practice, "accepted", [])})
    marks[practice.municipality_id] = "owner"
    members = list(Municipality.objects.members())
    for member in members:
        member.mark = marks.get(member.pk, "none")
    return region_map.draw(members)


def questions_of(practice: Practice) -> list[Question]:
    return list(
        practice.questions.filter(hidden_at=None).select_related("municipality", "answering")
    )


def versions_of(practice: Practice) -> list[Version]:
    """Those that have been published, newest first, without their texts."""
    return list(practice.versions.filter(published_at__isnull=False).defer("content"))


@dataclass(frozen=True)
class Ties:
    """What the viewer has to do with a record."""

    follows: bool = False
    thanked: bool = False
    adoptions: Mapping[int, Adoption] = field(default_factory=dict)


def ties(viewer: Viewer, practice: Practice, adoptions: Collection[Adoption]) -> Ties:
    """Two queries for people, none for strangers."""
    if viewer.user_id is None:
        return Ties()
    mine = {row.municipality_id: row for row in adoptions if row.municipality_id in viewer.ids}
    return Ties(
        Follow.objects.filter(practice=practice, user_id=viewer.user_id).exists(),
        Thanks.objects.filter(practice=practice, user_id=viewer.user_id).exists(),
        mine,
    )


def file_for(viewer: Viewer, number: int, file_id: int) -> PracticeFile | None:
    """A file of a record's published version, if the record is the viewer's to read."""
    practice = visible(viewer, archived=True).select_related("version").filter(pk=number).first()
    if practice is None or file_id not in practice.text.file_ids:
        return None
    return PracticeFile.objects.filter(practice=practice, pk=file_id).first()


def attachments_for(practice: Practice) -> list[dict[str, Any]]:
    return [
        row
        for row in files_of(practice, practice.text)["attachments"]
        if row["file"].kind == FileKind.ATTACHMENT
    ]


def latest(viewer: Viewer, limit: int = 20) -> list[Practice]:
    return list(
        visible(viewer)
        .select_related("municipality", "version")
        .defer("draft", "search")
        .order_by("-first_published_at", "-pk")[:limit]
    )


def new_in(viewer: Viewer, first: dt.datetime, end: dt.datetime) -> dict[str, list[Any]]:
    """What a digest tells: records, takings-over and answers of a period. Three queries."""
    seen = visible(viewer)
    return {
        "practices": list(
            seen.filter(first_published_at__gte=first, first_published_at__lt=end)
            .select_related("municipality")
            .defer("draft", "search")
            .order_by("first_published_at")
        ),
        "adoptions": list(
            Adoption.objects.filter(
                practice__in=seen.order_by().values("pk"),
                created_at__gte=first,
                created_at__lt=end,
            )
            .select_related("municipality", "practice")
            .order_by("created_at")
        ),
        "answers": list(
            Question.objects.filter(
                practice__in=seen.order_by().values("pk"),
                hidden_at=None,
                answered_at__gte=first,
                answered_at__lt=end,
            )
            .select_related("practice", "municipality")
            .order_by("answered_at")
        ),
    }


# --- The desk -----------------------------------------------------------------------------------


def of_site(site: Municipality) -> list[Practice]:
    """Records of the site and those it writes with others, last changed first."""
    together = CoAuthor.objects.filter(
        practice_id=OuterRef("pk"), municipality=site, accepted_at__isnull=False
    )
    return list(
        Practice.objects.filter(Q(municipality=site) | Exists(together))
        .select_related("municipality")
        .defer("search")
        .order_by("-changed_at")
    )


def invitations_of(site: Municipality) -> list[CoAuthor]:
    return list(
        CoAuthor.objects.filter(municipality=site, accepted_at=None)
        .select_related("practice", "practice__municipality")
        .order_by("invited_at")
    )


def waiting() -> list[Practice]:
    """What the union's editor has to read, the longest waiting first."""
    return list(
        Practice.objects.filter(state=State.SUBMITTED)
        .select_related("municipality")
        .defer("search")
        .order_by("changed_at")
    )


def adoptions_by(site: Municipality) -> list[Adoption]:
    """What the site takes over; records it may no longer see are left out."""
    viewer = Viewer(0, seats=(Seat(municipality=site, role=""),))
    return list(
        Adoption.objects.filter(
            municipality=site,
            practice__in=visible(viewer, archived=True).order_by().values("pk"),
        )
        .select_related("practice", "practice__municipality")
        .annotate(
            tasks_all=Count("tasks"),
            tasks_done=Count("tasks", filter=Q(tasks__done_at__isnull=False)),
        )
        .order_by("-changed_at")
    )


def unanswered_for(site: Municipality) -> list[Question]:
    return list(
        Question.objects.filter(practice__municipality=site, answer="", hidden_at=None)
        .select_related("practice", "municipality")
        .order_by("asked_at")
    )


def topics() -> list[tuple[str, Any]]:
    return list(Topic.choices)


def progresses() -> list[tuple[str, Any]]:
    return list(Progress.choices)
