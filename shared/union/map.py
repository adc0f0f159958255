"""Where members lie, as coordinates of a drawing. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tenants.registry.models import Municipality

WIDTH = 800
MARGIN = 70
TALLEST = 700
LABEL_WIDTH = 8.2  # of one character, at the size that the stylesheet gives


@dataclass(frozen=True)
class Place:
    municipality: Municipality
    x: int
    y: int
    label_left: bool  # the label stands before the dot, where it would leave the drawing

    @property
    def label_x(self) -> int:
        return self.x - 18 if self.label_left else self.x + 18

    @property
    def label_y(self) -> int:
        return self.y + 6


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
    west, east = (f(x for _each, x, _y in known) for f in (min, max))
    south, north = (f(y for _each, _x, y in known) for f in (min, max))
    # A degree of longitude is shorter than one of latitude; on a region's scale that is all.
    shrink = math.cos(math.radians((south + north) / 2))
    inner = WIDTH - 2 * MARGIN
    scale = min(
        inner / max((east - west) * shrink, 1e-6),
        (TALLEST - 2 * MARGIN) / max(north - south, 1e-6),
    )
    used = (east - west) * shrink * scale
    left = (WIDTH - used) / 2
    places = []
    for each, longitude, latitude in known:
        x = round(left + (longitude - west) * shrink * scale)
        y = round(MARGIN + (north - latitude) * scale)
        places.append(Place(each, x, y, x + 20 + len(each.name) * LABEL_WIDTH > WIDTH))
    return Map(WIDTH, round(2 * MARGIN + (north - south) * scale), places)
