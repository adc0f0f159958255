"""Reads. Public pages begin at `public`, desks at `of_site` and `overseen`; nothing else opens a
document, so what is not for somebody cannot be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from shared.kernel import clock
from shared.published import references, search
from shared.published.enums import Kind as ItemKind
from shared.published.models import Item
from shared.strategies.enums import (
    OPEN,
    ActivityState,
    DocumentKind,
    OutputKind,
    Readers,
    Trouble,
)
from shared.strategies.models import (
    Activity,
    Document,
    Funding,
    Goal,
    Link,
    Measure,
    Project,
    Reading,
    Share,
    StrategyFile,
    Version,
)
from tenants.registry.enums import Kind, State
from tenants.registry.models import Municipality

PER_PAGE = 25
MONEY: Any = DecimalField(max_digits=16, decimal_places=2)


def member_sites() -> QuerySet[Municipality]:
    """The union and today's members."""
    return Municipality.objects.members() | Municipality.objects.filter(kind=Kind.UNION)


# --- Documents ----------------------------------------------------------------------------------


def public(site: Municipality) -> QuerySet[Document]:
    """What everybody may read on this site: its own documents, on the union's those of all."""
    found = Document.objects.filter(readers=Readers.PUBLIC, municipality__state=State.ACTIVE)
    return found if site.is_union else found.filter(municipality=site)


def overseen() -> QuerySet[Document]:
    """What the union's editors may read: all that was opened to them."""
    return Document.objects.exclude(readers=Readers.OWN).filter(municipality__state=State.ACTIVE)


def of_site(site: Municipality) -> list[Document]:
    return list(
        tallied(Document.objects.filter(municipality=site)).order_by("kind", "title_key", "pk")
    )


def tallied(documents: QuerySet[Document]) -> QuerySet[Document]:
    """With `activities_number` (abandoned ones left out), and of these `running` and `done`."""

    def number(**conditions: Any) -> Coalesce:
        counted = (
            Activity.objects.filter(document_id=OuterRef("pk"), **conditions)
            .exclude(state=ActivityState.DROPPED)
            .order_by()
            .values("document_id")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return Coalesce(Subquery(counted), 0)

    return documents.annotate(
        activities_number=number(),
        running=number(state=ActivityState.RUNNING),
        done=number(state=ActivityState.DONE),
    ).select_related("municipality")


@dataclass(frozen=True)
class Selection:
    """What the register is narrowed to. Empty means everything."""

    kind: str = ""
    municipality: str = ""
    state: str = ""
    q: str = ""

    @property
    def is_narrowed(self) -> bool:
        return self != Selection()


@dataclass(frozen=True)
class Group:
    """Documents of one kind."""

    kind: DocumentKind
    documents: list[Document]


@dataclass(frozen=True)
class Register:
    groups: list[Group]
    #: What was typed and nothing has, with what was looked for in its place.
    corrected: list[tuple[str, str]]


def register(site: Municipality, selection: Selection) -> Register:
    """The register by kind, in each the union first and then in Czech order.

    One query, with words one more, and up to four further ones where nothing has them.
    """
    found = tallied(public(site))
    corrected: list[tuple[str, str]] = []
    if selection.q:
        schema = None if site.is_union else site.schema_name
        keys, corrected = search.listed(selection.q, ItemKind.STRATEGY, schema=schema)
        found = found.filter(pk__in=[int(key) for key in keys])
    if selection.kind:
        found = found.filter(kind=selection.kind)
    if selection.municipality:
        found = found.filter(municipality__slug=selection.municipality)
    if selection.state:
        found = found.filter(state=selection.state)
    rows = list(
        found.order_by("-municipality__kind", "municipality__sort_key", "title_key", "pk").defer(
            "text"
        )
    )
    groups = [
        Group(kind, [document for document in rows if document.kind == kind])
        for kind in DocumentKind
    ]
    return Register([group for group in groups if group.documents], corrected)


def readable(site: Municipality, number: int) -> Document | None:
    return public(site).select_related("municipality", "project").filter(pk=number).first()


def versions_of(document: Document) -> list[Version]:
    """Newest first, with their files. Two queries."""
    return list(document.versions.prefetch_related("files"))


def file_of(document: Document, file_id: int) -> StrategyFile | None:
    return StrategyFile.objects.filter(version__document=document, pk=file_id).first()


def unread_files() -> QuerySet[StrategyFile, tuple[str, int]]:
    """Owner's schema and number of each file whose words nobody has read yet."""
    unread = StrategyFile.objects.filter(
        words_state="", version__document__municipality__state=State.ACTIVE
    )
    return unread.order_by("-pk").values_list("version__document__municipality__schema_name", "pk")


# --- Activities ---------------------------------------------------------------------------------


def marked(activities: QuerySet[Activity], year: int | None = None) -> QuerySet[Activity]:
    """With `late`, `unfunded`, `found` and `secured` money, and their document and municipality.

    Late is what is open after its last year, or has not begun in its first one. Without money is
    what is open and costs something for which less is promised in writing than it will cost.
    """
    year = year or clock.today().year

    def money(**conditions: Any) -> Coalesce:
        summed = (
            Funding.objects.filter(activity_id=OuterRef("pk"), **conditions)
            .order_by()
            .values("activity_id")
            .annotate(total=Sum("amount"))
            .values("total")
        )
        return Coalesce(Subquery(summed), Value(Decimal(0)), output_field=MONEY)

    is_open = Q(state__in=OPEN)
    late = is_open & (Q(last_year__lt=year) | Q(state=ActivityState.PLANNED, first_year__lt=year))
    rows: Any = activities  # annotations that the model declares, which the type checker minds
    found: QuerySet[Activity] = (
        rows.annotate(found=money(), secured=money(secured=True))
        .annotate(
            late=Case(When(late, then=True), default=False, output_field=BooleanField()),
            unfunded=Case(
                When(is_open & Q(estimated_cost__gt=F("secured")), then=True),
                default=False,
                output_field=BooleanField(),
            ),
        )
        .select_related("document", "document__municipality", "measure", "measure__goal")
    )
    return found


@dataclass(frozen=True)
class ActivitySelection:
    municipality: str = ""
    state: str = ""
    trouble: str = ""
    joint: bool = False

    @property
    def is_narrowed(self) -> bool:
        return self != ActivitySelection()


def select(activities: QuerySet[Activity], selection: ActivitySelection) -> QuerySet[Activity]:
    found: Any = marked(activities)
    if selection.municipality:
        takes_part = Share.objects.filter(
            activity_id=OuterRef("pk"), municipality__slug=selection.municipality
        )
        found = found.filter(
            Q(document__municipality__slug=selection.municipality) | Exists(takes_part)
        )
    if selection.state:
        found = found.filter(state=selection.state)
    if selection.trouble == Trouble.LATE:
        found = found.filter(late=True)
    elif selection.trouble == Trouble.UNFUNDED:
        found = found.filter(unfunded=True)
    if selection.joint:
        found = found.filter(Exists(Share.objects.filter(activity_id=OuterRef("pk"))))
    ordered: QuerySet[Activity] = found.order_by(
        "-document__municipality__kind",
        "document__municipality__sort_key",
        "document__title_key",
        "document_id",
        *OUTLINE,
    )
    return ordered


OUTLINE = (
    *("measure__goal__position", "measure__goal_id", "measure__position", "measure_id"),
    *("position", "pk"),
)


def public_activities(site: Municipality) -> QuerySet[Activity]:
    """Of all public documents on the union's site; elsewhere the site's own and those in which it
    has a part."""
    found = Activity.objects.filter(
        document__readers=Readers.PUBLIC, document__municipality__state=State.ACTIVE
    )
    if site.is_union:
        return found
    takes_part = Share.objects.filter(activity_id=OuterRef("pk"), municipality=site)
    return found.filter(Q(document__municipality=site) | Exists(takes_part))


@dataclass
class Listing:
    activities: list[Activity]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def listing(activities: QuerySet[Activity], page: int = 1) -> Listing:
    """One page. Two queries, three when there are joint activities."""
    total = activities.count()
    start = (page - 1) * PER_PAGE
    rows = activities.prefetch_related(_shares())
    return Listing(list(rows[start : start + PER_PAGE]), total, page)


def _shares() -> Prefetch:
    return Prefetch("shares", Share.objects.select_related("municipality"))


@dataclass(frozen=True)
class Tally:
    """How activities stand. `total` and `percent` leave abandoned ones out."""

    planned: int = 0
    running: int = 0
    done: int = 0
    dropped: int = 0
    late: int = 0
    unfunded: int = 0
    estimated: Decimal = Decimal(0)
    secured: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)

    @property
    def total(self) -> int:
        return self.planned + self.running + self.done

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def tally(activities: Sequence[Activity]) -> Tally:
    """Of marked activities."""

    def number(state: ActivityState) -> int:
        return sum(activity.state == state for activity in activities)

    kept = [each for each in activities if each.state != ActivityState.DROPPED]
    return Tally(
        planned=number(ActivityState.PLANNED),
        running=number(ActivityState.RUNNING),
        done=number(ActivityState.DONE),
        dropped=number(ActivityState.DROPPED),
        late=sum(each.late for each in activities),
        unfunded=sum(each.unfunded for each in activities),
        estimated=sum((each.estimated_cost or Decimal(0) for each in kept), Decimal(0)),
        secured=sum((each.secured for each in kept), Decimal(0)),
        actual=sum((each.actual_cost or Decimal(0) for each in kept), Decimal(0)),
    )


@dataclass
class MeasureNode:
    measure: Measure
    activities: list[Activity] = field(default_factory=list)


@dataclass
class GoalNode:
    goal: Goal
    measures: list[MeasureNode] = field(default_factory=list)

    @property
    def activities(self) -> list[Activity]:
        return [activity for node in self.measures for activity in node.activities]

    @property
    def tally(self) -> Tally:
        return tally(self.activities)


def outline(document: Document) -> list[GoalNode]:
    """Goals, their measures and activities in their order. Four queries, however many there are."""
    goals = {goal.pk: GoalNode(goal) for goal in document.goals.order_by("position", "pk")}
    measures: dict[int, MeasureNode] = {}
    for measure in Measure.objects.filter(goal__document=document).order_by("position", "pk"):
        measures[measure.pk] = MeasureNode(measure)
        goals[measure.goal_id].measures.append(measures[measure.pk])
    activities = marked(Activity.objects.filter(document=document)).prefetch_related(_shares())
    for activity in activities.order_by("position", "pk"):
        measures[activity.measure_id].activities.append(activity)
    return list(goals.values())


def whole(activities: QuerySet[Activity]) -> list[Activity]:
    """With everything that stands below them, for a page or an export. Five queries."""
    return list(
        activities.prefetch_related(
            _shares(),
            "funding",
            Prefetch("readings", Reading.objects.order_by("day")),
            "links",
        )
    )


def activity_in(document: Document, activity_id: int) -> Activity | None:
    """An activity of the document with all that belongs to it."""
    found = whole(marked(Activity.objects.filter(document=document, pk=activity_id)))
    return found[0] if found else None


def linked(activity: Activity) -> list[Item]:
    """Practices and events that it names, as far as they are public now. One query or none."""
    found = references.items((link.kind, link.key) for link in activity.links.all())
    return sorted(found.values(), key=lambda item: (item.kind, item.title_key))


def pointing(kind: str, key: str) -> list[str]:
    """Numbers of the documents whose activities name an item; see `references`."""
    numbers = Link.objects.filter(kind=kind, key=key).values_list(
        "activity__document_id", flat=True
    )
    return [str(number) for number in set(numbers)]


# --- The union's overview -----------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How one municipality stands with its own activities."""

    municipality: Municipality
    documents: int
    in_force: int
    activities: int
    running: int
    done: int
    late: int
    unfunded: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.activities) if self.activities else 0


def standings(documents: QuerySet[Document]) -> list[Standing]:
    """A line for the union and each member, also those without any document. Three queries."""
    counted: dict[int, Any] = {
        row["municipality_id"]: row
        for row in documents.order_by()
        .values("municipality_id")
        .annotate(documents=Count("pk"), in_force=Count("pk", filter=Q(state="platny")))
    }
    activities: Any = marked(
        Activity.objects.filter(document__in=documents.order_by().values("pk"))
    ).exclude(state=ActivityState.DROPPED)
    progress: dict[int, Any] = {
        row["document__municipality_id"]: row
        for row in activities.order_by()
        .values("document__municipality_id")
        .annotate(
            activities=Count("pk"),
            running=Count("pk", filter=Q(state=ActivityState.RUNNING)),
            finished=Count("pk", filter=Q(state=ActivityState.DONE)),
            late_number=Count("pk", filter=Q(late=True)),
            unfunded_number=Count("pk", filter=Q(unfunded=True)),
        )
    }
    rows = []
    for site in member_sites().order_by("-kind", "sort_key"):
        mine, does = counted.get(site.pk, {}), progress.get(site.pk, {})
        rows.append(
            Standing(
                site,
                mine.get("documents", 0),
                mine.get("in_force", 0),
                does.get("activities", 0),
                does.get("running", 0),
                does.get("finished", 0),
                does.get("late_number", 0),
                does.get("unfunded_number", 0),
            )
        )
    return rows


def shares_of(site: Municipality) -> list[Share]:
    """Parts that the site has, or is to have, in others' activities; what waits comes first."""
    return list(
        Share.objects.filter(municipality=site)
        .exclude(activity__document__municipality=site)
        .exclude(activity__document__readers=Readers.OWN)
        .select_related("activity", "activity__document", "activity__document__municipality")
        .order_by(F("confirmed_at").asc(nulls_first=True), "activity__position")
    )


# --- Projects -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """An output as it was promised, and what the register holds of it."""

    kind: str
    label: str
    promised: int
    note: str
    documents: list[Document]
    counted: int

    @property
    def is_met(self) -> bool:
        return self.counted >= self.promised


def projects() -> list[Project]:
    return list(Project.objects.filter(published=True).order_by("-starts", "pk"))


def project(number: int) -> Project | None:
    return Project.objects.filter(published=True, pk=number).first()


def results(project: Project) -> list[Result]:
    """Outputs counted from what is public: documents, and the web by the sites that serve it now.

    Three queries.
    """
    documents = list(
        Document.objects.filter(
            project=project, readers=Readers.PUBLIC, municipality__state=State.ACTIVE
        )
        .select_related("municipality")
        .order_by("municipality__kind", "municipality__sort_key", "title_key")
    )
    found = []
    for output in project.outputs.all():
        of_kind = [each for each in documents if each.kind == output.kind]
        web = output.kind == OutputKind.WEB
        counted = (
            Municipality.objects.filter(kind=Kind.UNION, state=State.ACTIVE).count()
            if web
            else len(of_kind)
        )
        found.append(
            Result(
                output.kind,
                str(output.get_kind_display()),
                output.promised,
                output.note,
                of_kind,
                counted,
            )
        )
    return found
