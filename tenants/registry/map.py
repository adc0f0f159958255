"""Where members lie, as coordinates of a drawing. Pure."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tenants.registry.models import Municipality

WIDTH = 560
TALLEST = 560
MARGIN = 44
DOT = 11
# At the size that the stylesheet gives; a label is a box of this size for each character.
LETTER = 10.4
LINE = 24

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Place:
    municipality: Municipality
    x: int
    y: int
    label_x: int
    label_y: int
    anchor: str  # of the label: "start", "middle" or "end"


@dataclass(frozen=True)
class Map:
    width: int
    height: int
    places: list[Place]


def draw(municipalities: Sequence[Municipality]) -> Map | None:
    """Places of those whose coordinates are known; None for fewer than two."""
    known = [
        (each, float(each.longitude), float(each.latitude))
        for each in municipalities
        if each.longitude is not None and each.latitude is not None
    ]
    if len(known) < 2:
        return None
    west, east = (limit(x for _each, x, _y in known) for limit in (min, max))
    south, north = (limit(y for _each, _x, y in known) for limit in (min, max))
    # A degree of longitude is shorter than one of latitude; on a region's scale that is all.
    shrink = math.cos(math.radians((south + north) / 2))
    inner = WIDTH - 2 * MARGIN
    scale = min(
        inner / max((east - west) * shrink, 1e-6),
        (TALLEST - 2 * MARGIN) / max(north - south, 1e-6),
    )
    left = (WIDTH - (east - west) * shrink * scale) / 2
    height = round(2 * MARGIN + (north - south) * scale)
    dots = [
        (
            each,
            round(left + (longitude - west) * shrink * scale),
            round(MARGIN + (north - latitude) * scale),
        )
        for each, longitude, latitude in known
    ]
    labels = _labels(tuple((x, y, len(each.name)) for each, x, y in dots), height)
    places = [Place(*dot, *label) for dot, label in zip(dots, labels, strict=True)]
    return Map(WIDTH, height, places)


@functools.lru_cache(maxsize=16)
def _labels(dots: tuple[tuple[int, int, int], ...], height: int) -> list[tuple[int, int, str]]:
    """Each label goes where it covers least: dots, other labels, the edge of the drawing.

    Compares all with all, and towns do not move: hence remembered.
    """
    taken: list[Box] = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y, _letters in dots]
    labels = []
    for x, y, letters in dots:
        options = list(_options(x, y, letters * LETTER))
        costs = [_cost(box, taken, height) for *_label, box in options]
        label_x, label_y, anchor, box = options[costs.index(min(costs))]
        taken.append(box)
        labels.append((label_x, label_y, anchor))
    return labels


def _options(x: int, y: int, width: float) -> Iterator[tuple[int, int, str, Box]]:
    """Right of the dot, left of it, below and above: in the order of what reads best."""
    gap, half = DOT + 6, LINE / 2
    yield x + gap, y, "start", (x + gap, y - half, x + gap + width, y + half)
    yield x - gap, y, "end", (x - gap - width, y - half, x - gap, y + half)
    for below in (y + gap + 6, y - gap - 6):
        yield x, below, "middle", (x - width / 2, below - half, x + width / 2, below + half)


def _cost(box: Box, taken: list[Box], height: int) -> float:
    outside = max(0.0, -box[0], box[2] - WIDTH) * LINE + max(0.0, -box[1], box[3] - height) * 100
    covered = 0.0
    for other in taken:
        if box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]:
            width = min(box[2], other[2]) - max(box[0], other[0])
            covered += width * (min(box[3], other[3]) - max(box[1], other[1]))
    return outside + covered
