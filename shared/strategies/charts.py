"""Coordinates of the drawings. Pure; the templates draw them, and a table says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from shared.strategies.enums import ActivityState

# One unit is about a pixel on a telephone, where the drawings are narrowest.
WIDTH = 320
BAR = 18
STATES = (ActivityState.DONE, ActivityState.RUNNING, ActivityState.PLANNED)

TIMELINE_WIDTH = 640
ROW = 40
HEAD = 28
# A programme for a century would have years too narrow to be told apart.
MOST_YEARS = 40
LONGEST_LABEL = 70


@dataclass(frozen=True)
class Segment:
    kind: str
    x: int
    width: int
    text: str
    text_x: int


@dataclass(frozen=True)
class Bar:
    label: str
    y: int
    bar_y: int
    segments: list[Segment]
    note: str = ""


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    bars: list[Bar]


def _segments(parts: Sequence[tuple[str, Decimal, str]], whole: Decimal) -> list[Segment]:
    found, x = [], Decimal(0)
    for kind, value, text in parts:
        if value <= 0 or whole <= 0:
            continue
        width = value / whole * WIDTH
        start, end = round(x), round(x + width)
        x += width
        # A number that does not fit into its segment stands in the table only.
        shown = text if end - start >= 10 + 8 * len(text) else ""
        found.append(Segment(kind, start, max(end - start, 1), shown, (start + end) // 2))
    return found


def progress(done: int, running: int, total: int) -> list[Segment]:
    """One bar without words: done, running, and what is left of `total`."""
    parts = [("hotovo", Decimal(done), ""), ("bezi", Decimal(running), "")]
    return _segments(parts, Decimal(total))


def of_goal(tally: Any, money: Any = str) -> Chart:
    """How the goal's activities stand, and its money as far as any is known.

    `money` turns an amount into words.
    """
    counts = {
        ActivityState.DONE: tally.done,
        ActivityState.RUNNING: tally.running,
        ActivityState.PLANNED: tally.planned,
    }
    parts = [(str(state), Decimal(counts[state]), str(counts[state])) for state in STATES]
    y = 14
    bars = [
        Bar(_("Activities"), y, y + 6, _segments(parts, Decimal(tally.total)), str(tally.total))
    ]
    amounts = [
        (_("Estimated cost"), tally.estimated, "odhad"),
        (_("Promised in writing"), tally.secured, "zajisteno"),
        (_("Spent"), tally.actual, "utraceno"),
    ]
    most = max(amount for _label, amount, _kind in amounts)
    if most > 0:
        for label, amount, kind in amounts:
            y += 24 + BAR
            bars.append(Bar(label, y, y + 6, _segments([(kind, amount, "")], most), money(amount)))
    return Chart(WIDTH, y + 6 + BAR + 2, bars)


def towards_target(
    baseline: Decimal | None, target: Decimal | None, value: Decimal | None
) -> int | None:
    """Per cent of the way from the baseline (0 where none is known) to the target; 0 to 100.

    None while nothing has been measured, and where the target is where one began.
    """
    if target is None or value is None:
        return None
    start = baseline or Decimal(0)
    if target == start:
        return None
    return round(min(max((value - start) / (target - start) * 100, Decimal(0)), Decimal(100)))


def is_beyond(baseline: Decimal | None, target: Decimal | None, value: Decimal | None) -> bool:
    """Whether more was achieved than the target asks for; a target below the baseline is a fall."""
    if target is None or value is None or target == (start := baseline or Decimal(0)):
        return False
    return value > target if target > start else value < target


@dataclass(frozen=True)
class Line:
    activity: Any
    label: str
    y: int
    bar_y: int
    x: int
    width: int
    #: The end or the beginning is not known; the bar is open there.
    open: bool


@dataclass(frozen=True)
class Year:
    number: int
    x: int
    label: str


@dataclass(frozen=True)
class Timeline:
    width: int
    height: int
    years: list[Year]
    today: int | None
    lines: list[Line]


def timeline(activities: Sequence[Any], year: int) -> Timeline | None:
    """A line for each activity whose years are known; None where none are.

    What would lie beyond `MOST_YEARS` is cut at the edge.
    """
    known = [each for each in activities if each.first_year or each.last_year]
    if not known:
        return None
    first = min(each.first_year or each.last_year for each in known)
    last = max(each.last_year or each.first_year for each in known)
    last = min(max(last, first + 2), first + MOST_YEARS - 1)
    step = TIMELINE_WIDTH / (last - first + 1)
    every = max(1, round(44 / step + 0.49))  # room for the four digits of a year

    def at(number: int) -> int:
        return round(min(max(number - first, 0), last - first + 1) * step)

    lines = []
    for position, each in enumerate(known):
        begins = each.first_year or each.last_year
        ends = each.last_year or each.first_year
        label = str(each)
        if len(label) > LONGEST_LABEL:
            label = f"{label[: LONGEST_LABEL - 1].rstrip()}…"
        y = HEAD + position * ROW
        lines.append(
            Line(
                each,
                label,
                y + 14,
                y + 20,
                at(begins),
                max(at(ends + 1) - at(begins), 4),
                each.first_year is None or each.last_year is None,
            )
        )
    years = [
        Year(number, at(number), str(number) if (number - first) % every == 0 else "")
        for number in range(first, last + 1)
    ]
    return Timeline(
        TIMELINE_WIDTH,
        HEAD + len(known) * ROW + 4,
        years,
        round((year - first + 0.5) * step) if first <= year <= last else None,
        lines,
    )


@dataclass(frozen=True)
class Point:
    x: int
    y: int
    reading: Any


@dataclass(frozen=True)
class Curve:
    width: int
    height: int
    points: list[Point]
    path: str
    target_y: int | None
    baseline_y: int | None


def curve(
    readings: Sequence[Any], baseline: Decimal | None, target: Decimal | None
) -> Curve | None:
    """Readings in the order of their days; None for fewer than two."""
    if len(readings) < 2:
        return None
    height, margin = 140, 14
    values = [each.value for each in readings]
    values += [each for each in (baseline, target) if each is not None]
    low, high = min(values), max(values)
    first, last = readings[0].day, readings[-1].day
    span, days = (high - low) or Decimal(1), (last - first).days or 1

    def y_of(value: Decimal) -> int:
        return round(height - margin - (value - low) / span * (height - 2 * margin))

    points = [
        Point(
            round(margin + (each.day - first).days / days * (WIDTH - 2 * margin)),
            y_of(each.value),
            each,
        )
        for each in readings
    ]
    path = "M" + "L".join(f"{point.x} {point.y}" for point in points)
    return Curve(
        WIDTH,
        height,
        points,
        path,
        y_of(target) if target is not None else None,
        y_of(baseline) if baseline is not None else None,
    )
