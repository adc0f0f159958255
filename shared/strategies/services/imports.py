"""Activities out of a table: first shown with what would become of each line, then taken over.

The table is kept as it was read. What it would do is worked out anew each time it is shown and
once more when it is confirmed, so nobody takes over something other than what they have seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shared.kernel.text import fold
from shared.kernel.uploads import safe_filename
from shared.strategies import selectors, sheets
from shared.strategies.models import Activity, Document, Goal, Measure, Upload
from shared.strategies.services import mails, outline
from shared.strategies.services.documents import changed, note, writable
from tenants.accounts.models import User

# Columns, the fields that they fill, and how their text is read.
_READ: dict[str, tuple[str, Any]] = {
    "cislo": ("code", lambda text: text[:20]),
    "aktivita": ("title", lambda text: text[:250]),
    "popis": ("text", lambda text: text[:6_000]),
    "odpovida": ("responsible", lambda text: text[:150]),
    "od": ("first_year", sheets.year),
    "do": ("last_year", sheets.year),
    "odhad_kc": ("estimated_cost", sheets.cost),
    "skutecnost_kc": ("actual_cost", sheets.cost),
    "stav": ("state", sheets.state),
    "zdroje": ("funding", sheets.funding),
    "ukazatel": ("indicator", lambda text: text[:150]),
    "jednotka": ("unit", lambda text: text[:30]),
    "vychozi": ("baseline", sheets.amount),
    "cilova": ("target", sheets.amount),
    "cilovy_rok": ("target_year", sheets.year),
    "mereni": ("readings", sheets.readings),
}
MOST_WAITING = 5


@dataclass
class Row:
    line: int
    title: str
    goal: str
    measure: str
    values: dict[str, Any]
    errors: list[str] = field(default_factory=list)
    activity: Activity | None = None
    #: Names of the columns in which the line says something else than the register.
    differs: list[str] = field(default_factory=list)

    @property
    def written(self) -> dict[str, Any]:
        """Values to write: of a known activity only those that differ.

        A table has no notes, so rows that it repeats keep theirs, and what stays is not written.
        """
        if self.activity is None:
            return self.values
        names = {_READ[column][0] for column in self.differs if column in _READ}
        names |= {"shares"} if "podily" in self.differs else set()
        found = {name: self.values[name] for name in names}
        for name, key, kept in (
            ("readings", "day", {each.day: each.note for each in self.activity.readings.all()}),
            (
                "shares",
                "municipality",
                {each.municipality.slug: each.note for each in self.activity.shares.all()},
            ),
        ):
            if name in found:
                found[name] = [{**each, "note": kept.get(each[key], "")} for each in found[name]]
        return found

    @property
    def action(self) -> str:
        if self.errors:
            return "wrong"
        if self.activity is None:
            return "new"
        return "changed" if self.differs else "same"


@dataclass
class Plan:
    rows: list[Row]

    def number(self, action: str) -> int:
        return sum(row.action == action for row in self.rows)

    @property
    def new(self) -> int:
        return self.number("new")

    @property
    def changed(self) -> int:
        return self.number("changed")

    @property
    def same(self) -> int:
        return self.number("same")

    @property
    def wrong(self) -> int:
        return self.number("wrong")

    @property
    def effective(self) -> int:
        return self.new + self.changed

    @property
    def mark(self) -> str:
        """Changes when the table would do something else than before."""
        told = [[row.line, row.action, row.differs, row.errors] for row in self.rows]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


class Otherwise(Exception):
    """The register has changed since the preview, so the table would do something else now."""


@transaction.atomic
def receive(document_id: int, upload: Any, *, actor: User) -> tuple[Upload, list[str]]:
    """Read a table and keep it until it is confirmed; also says which columns were left aside.

    Raises NotAllowed, ValidationError.
    """
    document = writable(document_id, actor)
    sheet = sheets.read(upload, upload.name, upload.size)
    document.uploads.filter(created_by=actor).delete()
    if document.uploads.count() >= MOST_WAITING:
        oldest = document.uploads.order_by("pk").first()
        assert oldest is not None
        oldest.delete()
    kept = Upload.objects.create(
        document=document, name=safe_filename(upload.name), rows=sheet.rows, created_by=actor
    )
    note("table_received", document, actor, lines=len(sheet.rows))
    return kept, sheet.unknown


def plan(upload: Upload) -> Plan:
    """What each line would do now. Seven queries, however many lines there are."""
    document = upload.document
    existing = selectors.whole(
        selectors.marked(Activity.objects.filter(document=document)).order_by("pk")
    )
    by_code = {activity.code: activity for activity in existing if activity.code}
    by_place = {
        (goal, measure, fold(activity.title)): activity
        for activity in existing
        for goal in _names(activity.measure.goal)
        for measure in _names(activity.measure)
    }
    known = {
        key: site.slug for site in selectors.member_sites() for key in (fold(site.name), site.slug)
    }
    seen: dict[Any, int] = {}
    return Plan(
        [
            _row(each, above, by_code, by_place, known, seen)
            for each, above in zip(upload.rows, _above(upload.rows), strict=True)
        ]
    )


def _above(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """For each line the goal and the measure that it stands under.

    Merged cells have their text in the first line only, and people write it only once, too.
    """
    goal = measure = ""
    for cells in rows:
        if cells.get("cil") and fold(cells["cil"]) != fold(goal):
            goal, measure = cells["cil"], ""
        measure = cells.get("opatreni") or measure
        yield goal[:270], measure[:270]


def _row(
    cells: Mapping[str, Any],
    above: tuple[str, str],
    by_code: Mapping[str, Activity],
    by_place: Mapping[Any, Activity],
    known: Mapping[str, str],
    seen: dict[Any, int],
) -> Row:
    row = Row(
        cells["line"],
        cells.get("aktivita", "")[:250],
        cells.get("cil", "")[:270],
        cells.get("opatreni", "")[:270],
        {},
    )
    for column, (name, reader) in _READ.items():
        if column not in cells or (column == "stav" and not cells[column]):
            continue
        try:
            row.values[name] = reader(cells[column])
        except ValueError as error:
            row.errors.append(f"{sheets.COLUMNS[column]}: {error}")
    if "podily" in cells:
        try:
            row.values["shares"] = sheets.shares(cells["podily"], known)
            outline.check_shares(row.values["shares"])
        except ValueError as error:
            row.errors.append(f"{sheets.COLUMNS['podily']}: {error}")
        except ValidationError as error:
            row.errors += error.messages
    if not row.title:
        row.errors.append(_("The activity has no name."))
    code = row.values.get("code", "")
    if code not in by_code:
        # A known number without a goal stays where it is.
        row.goal, row.measure = above
    place = (fold(row.goal), fold(row.measure), fold(row.title))
    row.activity = by_code.get(code) if code else by_place.get(place)
    key = code or place
    if key in seen:
        row.errors.append(_("The same activity is on line %(line)s.") % {"line": seen[key]})
    seen.setdefault(key, row.line)
    if row.activity is None and not (row.goal and row.measure):
        row.errors.append(_("A new activity needs a goal and a measure."))
    first = row.values.get("first_year", getattr(row.activity, "first_year", None))
    last = row.values.get("last_year", getattr(row.activity, "last_year", None))
    if first and last and last < first:
        row.errors.append(_("It ends before it starts."))
    if row.activity is not None and not row.errors:
        row.differs = _differing(row.activity, row, cells)
    return row


def _differing(activity: Activity, row: Row, cells: Mapping[str, Any]) -> list[str]:
    """Columns, compared as they would be exported, so that a table sent back changes nothing."""
    now = sheets.row_of(activity)
    found = []
    for column in sheets.COLUMNS:  # in their order: the database keeps that of `cells` no more
        if column not in cells or (column == "stav" and not cells[column]):
            continue
        if column in ("cil", "opatreni"):
            above = activity.measure.goal if column == "cil" else activity.measure
            same = not cells[column] or fold(cells[column]) in _names(above)
        elif column == "podily":
            same = {(each["municipality"], each["percent"]) for each in row.values["shares"]} == {
                (share.municipality.slug, share.percent) for share in activity.shares.all()
            }
        else:
            name, reader = _READ[column]
            same = reader(now[column]) == row.values[name]
        if not same:
            found.append(column)
    return found


@transaction.atomic
def take_over(upload_id: int, *, seen: str, actor: User) -> Plan:
    """Write what the preview has shown; lines with errors are left out. All of it or nothing.

    `seen` is the plan's mark. Raises NotAllowed, Upload.DoesNotExist (also when it has been taken
    over already), Otherwise, ValidationError when there are too many activities.
    """
    upload = Upload.objects.select_related("document").get(pk=upload_id)
    document = writable(upload.document_id, actor)
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
    upload.document = document
    found = plan(upload)
    if found.mark != seen:
        raise Otherwise
    also: set[str] = set()
    for row in found.rows:
        if row.action not in ("new", "changed"):
            continue
        activity = row.activity
        place = _measure(document, row) if row.goal and row.measure else None
        if activity is None:
            assert place is not None
            activity = outline.start(document, place)
        else:
            also.update(share.municipality.schema_name for share in activity.shares.all())
            if place is not None and activity.measure_id != place.pk:
                activity.measure, activity.position = place, outline.last_place(place)
        outline.fill(activity, row.written)
    upload.delete()
    note("table", document, actor, new=found.new, changed=found.changed, left_out=found.wrong)
    mails.offer(document)
    changed(document, also=tuple(also))
    return found


def _measure(document: Document, row: Row) -> Measure:
    """The measure that the line names, made with its goal where there is none yet."""
    goal = _named(document.goals.all(), row.goal)
    if goal is None:
        code, title = _split(row.goal)
        goal = Goal.objects.create(
            document=document, position=outline.next_place(document.goals), code=code, title=title
        )
    measure = _named(goal.measures.all(), row.measure)
    if measure is None:
        code, title = _split(row.measure)
        measure = Measure.objects.create(
            goal=goal, position=outline.next_place(goal.measures), code=code, title=title
        )
    return measure


def _named(rows: Any, name: str) -> Any:
    wanted = fold(name)
    return next((row for row in rows if wanted in _names(row)), None)


def _names(row: Goal | Measure) -> set[str]:
    """With its number and without it: people write it either way."""
    return {fold(str(row)), fold(row.title)}


def _split(name: str) -> tuple[str, str]:
    """ "1.2 Doprava" is number 1.2 and the title Doprava."""
    head, _space, rest = name.partition(" ")
    if rest.strip() and len(head) <= 20 and head[0].isalnum() and any(c.isdigit() for c in head):
        return head, rest.strip()[:250]
    return "", name.strip()[:250]


@transaction.atomic
def discard(upload_id: int, *, actor: User) -> None:
    """Raises NotAllowed, Upload.DoesNotExist."""
    upload = Upload.objects.get(pk=upload_id)
    document = writable(upload.document_id, actor)
    upload.delete()
    note("table_discarded", document, actor)
