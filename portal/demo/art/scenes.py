"""Whole pictures, each a function that draws on a canvas; `SCENES` names them.

A scene takes nothing but the canvas: the municipality speaks through its palette, its landmark and
the seed of the random generator.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

from . import motifs as m
from .canvas import (
    AUTUMN,
    DAWN,
    DAY,
    DUSK,
    NIGHT,
    WINTER,
    WINTER_NIGHT,
    Canvas,
    Color,
    Light,
    darken,
    lighten,
    mix,
    rgb,
)

Ridge = Callable[[float], float]

WALLS = tuple(
    rgb(v) for v in ("#f3dfb4", "#e9c9a3", "#f4ece0", "#dfe3cf", "#e8b99a", "#cddbe0", "#f0d28c")
)
ROOFS = tuple(rgb(v) for v in ("#a4503c", "#8d4435", "#b8644a", "#5f6570"))


# -- shared ground -------------------------------------------------------------------------------


def _far(c: Canvas) -> Color:
    return mix(c.palette.far, c.light.sky_bottom, 0.55)


def _ground(c: Canvas) -> Color:
    base = rgb("#f4f6fa") if c.light.snow else c.palette.near
    return c.tint(base)


def _backdrop(c: Canvas, horizon: float, sun: tuple[float, float] | None = (0.78, 0.22)) -> Ridge:
    """Sky, sun or moon, three rows of hills with forests; returns the nearest row."""
    w, h = c.width, c.height
    c.sky(horizon + 0.12)
    if sun:
        if c.light.stars:
            c.moon(w * sun[0], h * sun[1], h * 0.04)
        else:
            c.sun(w * sun[0], h * sun[1], h * 0.05)
    if not c.light.stars:
        for _ in range(3):
            c.cloud(
                c.rng.uniform(0.05, 0.95) * w,
                c.rng.uniform(0.08, 0.3) * h,
                h * c.rng.uniform(0.035, 0.06),
                0.55,
            )
    snow = rgb("#eef3f9")
    far, mid, near = c.palette.far, mix(c.palette.far, c.palette.near, 0.5), c.palette.near
    if c.light.snow:
        far, mid, near = mix(far, snow, 0.45), mix(mid, snow, 0.6), mix(near, snow, 0.85)
    bottom = c.light.sky_bottom
    back = c.ridge(h * (horizon - 0.09), h * 0.055, 1.1)
    c.land(back, mix(c.tint(far), bottom, 0.62), mix(c.tint(far), bottom, 0.8))
    second = c.ridge(h * (horizon - 0.035), h * 0.045, 1.6)
    m.tree_line(c, second, 0, w, h * 0.022, mix(far, bottom, 0.4), 0.4)
    c.land(second, mix(c.tint(far), bottom, 0.38), mix(c.tint(mid), bottom, 0.6))
    c.mist(h * (horizon - 0.06), h * 0.16, mix(bottom, (255, 255, 255), 0.3), 0.35)
    third = c.ridge(h * (horizon + 0.025), h * 0.028, 2.1)
    m.tree_line(c, third, 0, w, h * 0.042, mix(darken(mid, 0.2), bottom, 0.12), 0.36)
    c.land(third, mix(c.tint(mid), bottom, 0.12), c.tint(near))
    return third


def _meadow(c: Canvas, base: float, amplitude: float = 0.02, strips: int = 4) -> Ridge:
    """The near meadow with strips of fields."""
    ridge = c.ridge(c.height * base, c.height * amplitude, 0.8)
    near = c.palette.near
    if c.light.snow:
        tones = [
            c.tint(mix(rgb("#f6f8fc"), c.light.ambient, 0.10 * (i % 2))) for i in range(strips)
        ]
    else:
        tints = (
            lighten(near, 0.16),
            mix(near, rgb("#d9c36a"), 0.35),
            near,
            darken(near, 0.1),
            mix(near, rgb("#8fae4f"), 0.3),
        )
        tones = [c.tint(tints[i % len(tints)]) for i in range(strips)]
    c.fields(ridge, tones, c.height * 0.035, 0.25)
    return ridge


def _flowers(c: Canvas, y0: float, y1: float, count: int) -> None:
    if c.light.snow:
        return
    dark = c.tint(darken(c.palette.near, 0.28))
    petals = (rgb("#ffffff"), c.palette.accent, rgb("#f2cf4f"), rgb("#d96a5a"))
    for _ in range(count):
        t = c.rng.random()
        x, y = c.rng.uniform(0, c.width), y0 + (y1 - y0) * t
        size = 5 + 12 * t
        c.line([(x, y), (x + c.rng.uniform(-2, 2), y - size * 1.6)], dark, 1.4)
        if c.rng.random() < 0.55:
            c.circle(x, y - size * 1.7, size * 0.24, c.tint(c.rng.choice(petals)))


def _path(c: Canvas, points: list[tuple[float, float, float]], color: Color) -> None:
    """A way given by points (x, y, width), smoothed."""
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for index in range(len(points) - 1):
        p0 = points[max(0, index - 1)]
        p1, p2 = points[index], points[index + 1]
        p3 = points[min(len(points) - 1, index + 2)]
        for step in range(12):
            t = step / 12
            value = [
                0.5
                * (
                    2 * b
                    + (-a + d) * t
                    + (2 * a - 5 * b + 4 * d - e) * t * t
                    + (-a + 3 * b - 3 * d + e) * t**3
                )
                for a, b, d, e in zip(p0, p1, p2, p3, strict=True)
            ]
            left.append((value[0] - value[2] / 2, value[1]))
            right.append((value[0] + value[2] / 2, value[1]))
    x, y, width = points[-1]
    left.append((x - width / 2, y))
    right.append((x + width / 2, y))
    c.poly([*left, *reversed(right)], color)


def _village(c: Canvas, ridge: Ridge, x0: float, x1: float, size: float, lift: float = 0.0) -> None:
    """Small houses along a ridge."""
    x = x0
    while x < x1:
        w = size * c.rng.uniform(0.75, 1.2)
        y = ridge(x) + lift + c.rng.uniform(0, size * 0.25)
        wall, roof = c.rng.choice(WALLS), c.rng.choice(ROOFS)
        if c.rng.random() < 0.6:
            m.house(c, x, y, w * 0.8, wall, roof)
        else:
            m.timber_house(c, x, y, w * 1.25, m.CREAM, c.palette.roof)
            x += w * 0.4
        if c.rng.random() < 0.55:
            m.leafy(
                c,
                x + w * 0.75,
                y + size * 0.1,
                size * 0.9,
                mix(c.palette.near, rgb("#3d6b3f"), 0.55),
            )
        x += w * c.rng.uniform(1.05, 1.6)


def _landmark(c: Canvas, kind: str, x: float, y: float, w: float) -> None:
    wall, roof = c.palette.wall, c.palette.roof
    if kind == "church":
        m.church(c, x, y, w, wall, roof)
    elif kind == "basilica":
        m.basilica(c, x, y, w * 0.8, wall)
    elif kind == "loreta":
        m.loreta(c, x, y, w * 1.25, wall, roof)
    elif kind == "castle":
        m.castle(c, x, y, w * 1.25, wall, roof)
    elif kind == "chapel":
        m.chapel(c, x, y, w * 0.4, wall, roof)
    elif kind == "timber":
        m.timber_house(c, x, y, w * 0.85, m.CREAM, roof)
    elif kind == "lookout":
        m.lookout(c, x, y, w * 0.8, m.TIMBER)
    elif kind == "rocks":
        m.rock(c, x - w * 0.22, y, w * 0.26, w * 0.62)
        m.rock(c, x + w * 0.12, y, w * 0.36, w * 0.82)
        m.rock(c, x + w * 0.42, y, w * 0.2, w * 0.5)
        m.conifer(c, x + w * 0.1, y - w * 0.8, w * 0.2, rgb("#3f6b45"))
        m.conifer(c, x - w * 0.22, y - w * 0.6, w * 0.16, rgb("#3f6b45"))
        m.conifer(c, x - w * 0.02, y + w * 0.02, w * 0.36, rgb("#355f40"))
    else:
        m.house(c, x, y, w * 0.4, wall, roof)


def _height(kind: str) -> float:
    """How much a landmark must shrink so that landmarks of one size are about equally tall."""
    shrink = {"church": 0.78, "basilica": 0.82, "castle": 0.92, "rocks": 0.9}
    grow = {"loreta": 1.08, "chapel": 1.1, "timber": 1.15, "lookout": 1.0}
    return shrink.get(kind) or grow.get(kind, 1.0)


# -- scenes --------------------------------------------------------------------------------------


def panorama(c: Canvas, landmark: str) -> None:
    """The header of a site: the landmark among houses and hills."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.5, (0.2 if c.rng.random() < 0.5 else 0.84, 0.24))
    c.birds(w * 0.55, h * 0.2, 5)
    ridge = _meadow(c, 0.66, 0.03, 5)
    center = w * 0.62
    _village(c, lambda x: third(x) + h * 0.06, w * 0.02, w * 0.98, h * 0.085)
    _village(c, ridge, w * 0.02, center - w * 0.2, h * 0.13, h * 0.01)
    _village(c, ridge, center + w * 0.22, w * 0.98, h * 0.13, h * 0.01)
    for x in (center - w * 0.165, center + w * 0.175):
        m.leafy(c, x, ridge(x) + h * 0.05, h * 0.24, mix(c.palette.near, rgb("#2f5d3a"), 0.6))
    _landmark(c, landmark, center, ridge(center) + h * 0.055, h * 0.62 * _height(landmark))
    x = -10.0
    green = mix(c.palette.near, rgb("#24492f"), 0.7)
    while x < w * 0.3:
        m.conifer(c, x, h * (0.99 + 0.05 * c.rng.random()), h * c.rng.uniform(0.2, 0.38), green)
        x += w * c.rng.uniform(0.025, 0.045)
    x = w * 0.8
    while x < w + 20:
        m.bush(c, x, h * 1.01, h * c.rng.uniform(0.04, 0.075), green)
        x += w * c.rng.uniform(0.03, 0.05)
    _flowers(c, h * 0.84, h * 1.02, 110)


def panorama_union(c: Canvas, landmark: str) -> None:
    """Twelve places under one sky: the header of the union's site."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.46, (0.5, 0.2))
    c.birds(w * 0.66, h * 0.18, 7)
    _village(c, lambda x: third(x) + h * 0.05, 0, w, h * 0.07)
    ridge = _meadow(c, 0.62, 0.035, 5)
    marks = (
        ("church", 0.06, 0.22),
        ("timber", 0.155, 0.2),
        ("chapel", 0.235, 0.26),
        ("castle", 0.36, 0.36),
        ("timber", 0.475, 0.2),
        ("basilica", 0.56, 0.36),
        ("loreta", 0.70, 0.32),
        ("lookout", 0.805, 0.34),
        ("church", 0.88, 0.26),
        ("rocks", 0.965, 0.32),
    )
    for kind, at, size in marks:
        _landmark(c, kind, w * at, ridge(w * at) + h * 0.03, h * size)
    for at in (0.11, 0.2, 0.285, 0.435, 0.52, 0.61, 0.775, 0.84, 0.925):
        m.leafy(
            c,
            w * at,
            ridge(w * at) + h * 0.06,
            h * c.rng.uniform(0.11, 0.17),
            mix(c.palette.near, rgb("#2f5d3a"), 0.6),
        )
    way = c.tint(rgb("#efe2c4"))
    _path(
        c,
        [
            (w * 0.3, h * 1.02, 90),
            (w * 0.42, h * 0.9, 54),
            (w * 0.36, h * 0.81, 32),
            (w * 0.45, h * 0.74, 18),
            (w * 0.44, h * 0.68, 10),
        ],
        way,
    )
    _flowers(c, h * 0.82, h * 1.02, 150)
    green = mix(c.palette.near, rgb("#24492f"), 0.7)
    for at in (0.0, 0.035, 0.075, 0.93, 0.965, 1.0):
        m.conifer(c, w * at, h * 1.03, h * c.rng.uniform(0.22, 0.34), green)


def morning(c: Canvas, landmark: str) -> None:
    """Sunrise over misty hills."""
    w, h = c.width, c.height
    c.sky(0.62)
    c.sun(w * 0.5, h * 0.42, h * 0.075, 7)
    rows = 6
    for i in range(rows):
        t = i / (rows - 1)
        ridge = c.ridge(h * (0.46 + 0.1 * i), h * (0.05 - 0.004 * i), 0.9 + 0.35 * i)
        tone = mix(
            mix(c.tint(c.palette.far), c.light.sky_bottom, 0.62 * (1 - t)),
            c.tint(darken(c.palette.near, 0.28)),
            t * 0.85,
        )
        if i >= 1:
            m.tree_line(c, ridge, 0, w, h * (0.016 + 0.013 * i), tone, 0.42)
        c.land(ridge, tone, mix(tone, c.light.sky_bottom, 0.3))
        if i < rows - 1:
            c.mist(
                h * (0.47 + 0.1 * i), h * 0.12, mix(c.light.sky_bottom, (255, 255, 255), 0.35), 0.4
            )
        if i == 3:
            _landmark(c, landmark, w * 0.7, ridge(w * 0.7) + h * 0.02, h * 0.2)
    c.birds(w * 0.33, h * 0.22, 6)


def village(c: Canvas, landmark: str) -> None:
    """Timber-framed houses by a lane."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.42, (0.18, 0.18))
    _landmark(c, landmark, w * 0.5, third(w * 0.5) + h * 0.06, h * 0.24)
    _village(c, lambda x: third(x) + h * 0.08, w * 0.05, w * 0.95, h * 0.075)
    _meadow(c, 0.6, 0.015, 4)
    green = mix(c.palette.near, rgb("#2f5d3a"), 0.6)
    m.leafy(c, w * 0.5, h * 0.66, h * 0.32, green)
    m.timber_house(c, w * 0.25, h * 0.74, w * 0.38, m.CREAM, c.palette.roof)
    m.timber_house(c, w * 0.77, h * 0.71, w * 0.31, lighten(c.palette.wall, 0.25), rgb("#6a5148"))
    way = c.tint(rgb("#eee9e2") if c.light.snow else rgb("#dfcfae"))
    _path(
        c,
        [
            (w * 0.42, h * 1.05, 360),
            (w * 0.5, h * 0.88, 170),
            (w * 0.53, h * 0.77, 80),
            (w * 0.5, h * 0.68, 36),
            (w * 0.53, h * 0.62, 16),
        ],
        way,
    )
    for at in range(9):
        x = w * (0.02 + 0.045 * at)
        c.rect(x, h * 0.8, 7, h * 0.07, c.tint(rgb("#a98c6d")))
    c.rect(0, h * 0.815, w * 0.4, 7, c.tint(rgb("#a98c6d")))
    c.rect(0, h * 0.845, w * 0.4, 7, c.tint(rgb("#a98c6d")))
    m.bush(c, w * 0.93, h * 0.8, h * 0.05, green)
    m.bush(c, w * 0.63, h * 0.76, h * 0.032, green)
    _flowers(c, h * 0.88, h * 1.0, 60)


def square(c: Canvas, landmark: str) -> None:
    """A town square with gabled houses, a fountain and a few people."""
    w, h = c.width, c.height
    c.sky(0.7)
    if c.light.stars:
        c.moon(w * 0.16, h * 0.16, h * 0.035)
    else:
        c.sun(w * 0.15, h * 0.17, h * 0.045)
        c.cloud(w * 0.6, h * 0.12, h * 0.05)
        c.cloud(w * 0.86, h * 0.2, h * 0.035)
    hills = c.ridge(h * 0.42, h * 0.03, 1.4)
    c.land(hills, mix(_far(c), c.tint(c.palette.far), 0.4))
    _landmark(c, landmark, w * 0.48, h * 0.62, h * 0.52)
    x, index = -w * 0.02, c.rng.randrange(3)
    while x < w:
        width = w * c.rng.uniform(0.11, 0.15)
        if abs(x + width / 2 - w * 0.48) > w * 0.18:
            m.town_house(
                c,
                x + width / 2,
                h * 0.68,
                width,
                h * c.rng.uniform(0.25, 0.33),
                WALLS[index % len(WALLS)],
                ROOFS[index % len(ROOFS)],
                index % 3,
            )
        index += 1
        x += width
    pave = c.tint(rgb("#eef1f6") if c.light.snow else rgb("#cdbfa8"))
    c.shade_polygon([(0, h * 0.68), (w, h * 0.68), (w, h), (0, h)], darken(pave, 0.08), pave)
    for i in range(9):
        y = h * (0.70 + 0.0045 * (i + 1) ** 1.9)
        c.line([(0, y), (w, y)], darken(pave, 0.07), 1.6)
    for i in range(-9, 10):
        c.line([(w / 2 + i * 42, h * 0.68), (w / 2 + i * 190, h)], darken(pave, 0.06), 1.6)
    # fountain
    stone = c.tint(m.STONE)
    c.ellipse(w * 0.5, h * 0.84, w * 0.13, h * 0.04, darken(stone, 0.2))
    c.rect(w * 0.37, h * 0.8, w * 0.26, h * 0.04, darken(stone, 0.08))
    c.ellipse(w * 0.5, h * 0.8, w * 0.13, h * 0.035, stone)
    water = c.tint(rgb("#7fb6cf"))
    c.ellipse(w * 0.5, h * 0.8, w * 0.117, h * 0.027, water)
    c.rect(w * 0.488, h * 0.68, w * 0.024, h * 0.12, stone)
    c.ellipse(w * 0.5, h * 0.69, w * 0.05, h * 0.014, darken(stone, 0.1))
    c.circle(w * 0.5, h * 0.665, h * 0.018, stone)
    for side in (-1, 1):
        c.line(
            [
                (w * 0.5 + side * w * 0.045, h * 0.69),
                (w * 0.5 + side * w * 0.065, h * 0.73),
                (w * 0.5 + side * w * 0.072, h * 0.795),
            ],
            lighten(water, 0.45),
            3,
        )
    for x in (0.2, 0.8):
        m.lamp(c, w * x, h * 0.84, h * 0.26)
    m.crowd(c, w * 0.05, w * 0.33, h * 0.88, h * 0.12, 5, c.light.snow)
    m.crowd(c, w * 0.68, w * 0.96, h * 0.9, h * 0.13, 4, c.light.snow)


def forest(c: Canvas, landmark: str) -> None:
    """A sunlit path through a forest."""
    w, h = c.width, c.height
    light = mix(c.palette.near, rgb("#f2eeb8"), 0.62)
    c.image.paste(c.tint(light), (0, 0, c.image.width, c.image.height))
    c.glow(w * 0.53, h * 0.34, h * 0.62, rgb("#fffbe0"), 0.9)
    deep = mix(c.palette.near, rgb("#1f4a36"), 0.72)
    for layer in range(4):
        t = layer / 3
        tone = mix(light, deep, 0.28 + 0.62 * t)
        count = (22, 15, 10, 6)[layer]
        width = (7, 13, 23, 44)[layer]
        base = h * (0.58 + 0.07 * layer)
        c.land(c.ridge(base, h * 0.012, 1.2), c.tint(mix(tone, light, 0.25)))
        for i in range(count):
            x = w * (i + c.rng.uniform(0.15, 0.85)) / count
            gap = abs(x - w * 0.53)
            if gap < w * (0.07 + 0.045 * layer):
                continue
            c.poly(
                [
                    (x - width * 0.72, base + h * 0.02),
                    (x - width * 0.42, -5),
                    (x + width * 0.42, -5),
                    (x + width * 0.72, base + h * 0.02),
                ],
                c.tint(mix(tone, rgb("#4a3226"), 0.35)),
            )
            if layer < 3:
                for k in range(4):
                    y = h * (0.03 + 0.1 * k + 0.03 * c.rng.random())
                    reach = width * c.rng.uniform(3.0, 4.6)
                    c.poly(
                        [
                            (x - reach, y + reach * 0.45),
                            (x, y - reach * 0.35),
                            (x + reach, y + reach * 0.45),
                        ],
                        c.tint(mix(tone, c.palette.near, 0.12 * k)),
                    )
    floor = c.ridge(h * 0.8, h * 0.012, 1)
    c.land(floor, c.tint(mix(deep, c.palette.near, 0.5)), c.tint(deep))
    _path(
        c,
        [
            (w * 0.5, h * 1.04, 420),
            (w * 0.44, h * 0.86, 190),
            (w * 0.55, h * 0.74, 90),
            (w * 0.51, h * 0.66, 44),
            (w * 0.535, h * 0.6, 20),
        ],
        c.tint(rgb("#e3d0a2")),
    )
    fern = c.tint(mix(c.palette.near, rgb("#2c5f3b"), 0.5))
    for _ in range(34):
        x = c.rng.uniform(0, w)
        y = c.rng.uniform(h * 0.88, h * 1.02)
        if abs(x - w * 0.48) < w * 0.2:
            continue
        for k in range(-3, 4):
            c.line([(x, y), (x + k * 9, y - 34 + abs(k) * 6)], darken(fern, 0.05 * abs(k)), 3)
    if landmark == "rocks":
        m.rock(c, w * 0.16, h * 0.86, w * 0.2, h * 0.48)
        m.rock(c, w * 0.3, h * 0.84, w * 0.1, h * 0.28)
    m.signpost(c, w * 0.76, h * 0.88, h * 0.26)


def pond(c: Canvas, landmark: str) -> None:
    """A pond with the mirrored village."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.4, (0.74, 0.16))
    _village(c, lambda x: third(x) + h * 0.075, w * 0.04, w * 0.34, h * 0.085)
    _village(c, lambda x: third(x) + h * 0.075, w * 0.66, w * 0.96, h * 0.085)
    _landmark(c, landmark, w * 0.5, h * 0.53, h * 0.32)
    bank = c.ridge(h * 0.53, h * 0.008, 2)
    c.land(bank, c.tint(lighten(c.palette.near, 0.08)))
    green = mix(c.palette.near, rgb("#2f5d3a"), 0.6)
    for at in (0.06, 0.3, 0.68, 0.9):
        m.leafy(c, w * at, h * 0.56, h * c.rng.uniform(0.15, 0.22), green)
    # the water repeats what is above it, paler and blurred by ripples
    shore = round(h * 0.58) * c.scale
    depth = c.image.height - shore
    mirror = c.image.crop((0, shore - min(depth, shore), c.image.width, shore))
    mirror = mirror.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((c.image.width, depth))
    tone = Image.new("RGB", mirror.size, c.tint(mix(rgb("#4f8fae"), c.light.sky_top, 0.35)))
    c.image.paste(Image.blend(mirror, tone, 0.42), (0, shore))
    for i in range(34):
        t = (i + c.rng.random()) / 34
        y = h * (0.585 + 0.415 * t)
        x = c.rng.uniform(-0.1, 0.95) * w
        length = w * c.rng.uniform(0.04, 0.14) * (0.5 + t)
        c.rounded(
            x, y, length, 1.5 + 3 * t, 1, mix(c.light.sky_bottom, c.tint(rgb("#6aa3bf")), 0.4)
        )
    c.rounded(w * 0.66, h * 0.79, w * 0.5, h * 0.02, 3, c.tint(rgb("#8a6a50")))
    for i in range(6):
        c.rect(w * (0.68 + 0.058 * i), h * 0.8, 9, h * 0.06, c.tint(rgb("#6b4f3c")))
    m.person(c, w * 0.8, h * 0.79, h * 0.13, rgb("#b5483a"))
    m.person(c, w * 0.84, h * 0.79, h * 0.085, rgb("#d9a441"))
    reed = c.tint(mix(green, rgb("#b9a35a"), 0.3))
    for _ in range(70):
        x = abs(c.rng.gauss(0, w * 0.09))
        y = h * c.rng.uniform(0.9, 1.02)
        top = h * c.rng.uniform(0.1, 0.2)
        c.line([(x, y), (x + c.rng.uniform(-14, 14), y - top)], reed, 3)
        if c.rng.random() < 0.25:
            c.rounded(x - 4, y - top - 14, 8, 28, 4, c.tint(rgb("#6b4632")))


def advent(c: Canvas, landmark: str) -> None:
    """The lit tree on a snowy square."""
    w, h = c.width, c.height
    c.sky(0.8)
    c.moon(w * 0.84, h * 0.13, h * 0.035)
    hills = c.ridge(h * 0.46, h * 0.03, 1.4)
    c.land(hills, mix(c.light.sky_bottom, rgb("#cfdcf0"), 0.35))
    _landmark(c, landmark, w * 0.24, h * 0.66, h * 0.5)
    x, index = w * 0.5, 1
    while x < w:
        width = w * c.rng.uniform(0.12, 0.15)
        m.town_house(
            c,
            x + width / 2,
            h * 0.68,
            width,
            h * c.rng.uniform(0.24, 0.31),
            WALLS[(index * 2) % len(WALLS)],
            ROOFS[index % 3],
            index % 3,
        )
        x += width
        index += 1
    snow = c.tint(rgb("#f4f7fc"))
    c.shade_polygon(
        [(0, h * 0.67), (w, h * 0.67), (w, h), (0, h)], darken(snow, 0.12), lighten(snow, 0.12)
    )
    c.glow(w * 0.5, h * 0.82, h * 0.42, rgb("#ffd98a"), 0.45)
    m.stall(c, w * 0.16, h * 0.84, w * 0.15, c.palette.primary)
    m.stall(c, w * 0.83, h * 0.85, w * 0.16, rgb("#b5483a"))
    m.christmas_tree(c, w * 0.5, h * 0.86, h * 0.66)
    m.crowd(c, w * 0.28, w * 0.43, h * 0.92, h * 0.13, 5, True)
    m.crowd(c, w * 0.56, w * 0.72, h * 0.93, h * 0.13, 5, True)
    m.snowfall(c, 90)


def market(c: Canvas, landmark: str) -> None:
    """Stalls on the square."""
    w, h = c.width, c.height
    c.sky(0.6)
    c.sun(w * 0.82, h * 0.14, h * 0.045)
    c.cloud(w * 0.3, h * 0.12, h * 0.05)
    hills = c.ridge(h * 0.4, h * 0.03, 1.3)
    m.tree_line(c, hills, 0, w, h * 0.03, mix(c.palette.far, c.light.sky_bottom, 0.3))
    c.land(hills, mix(_far(c), c.tint(c.palette.far), 0.4))
    _landmark(c, landmark, w * 0.5, h * 0.57, h * 0.44)
    x, index = -w * 0.03, c.rng.randrange(4)
    while x < w:
        width = w * c.rng.uniform(0.12, 0.16)
        if abs(x + width / 2 - w * 0.5) > w * 0.17:
            m.town_house(
                c,
                x + width / 2,
                h * 0.6,
                width,
                h * c.rng.uniform(0.22, 0.29),
                WALLS[index % len(WALLS)],
                ROOFS[index % 3],
                index % 3,
            )
        x += width
        index += 1
    pave = c.tint(rgb("#d4c7b0"))
    c.shade_polygon(
        [(0, h * 0.6), (w, h * 0.6), (w, h), (0, h)], darken(pave, 0.08), lighten(pave, 0.08)
    )
    m.bunting(c, 0, h * 0.3, w * 0.5, h * 0.34, h * 0.05, 14)
    m.bunting(c, w * 0.5, h * 0.34, w, h * 0.28, h * 0.05, 14)
    stripes = (c.palette.primary, rgb("#b5483a"), c.palette.accent, rgb("#3f7d5c"))
    for i, at in enumerate((0.13, 0.38, 0.63, 0.88)):
        m.stall(c, w * at, h * 0.72, w * 0.19, stripes[i])
    m.crowd(c, w * 0.04, w * 0.96, h * 0.83, h * 0.15, 11)
    m.stall(c, w * 0.12, h * 1.02, w * 0.32, stripes[2])
    m.crowd(c, w * 0.36, w * 0.96, h * 0.99, h * 0.22, 5)


def feast(c: Canvas, landmark: str) -> None:
    """An evening feast: a stage, lights, people dancing before the landmark."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.46, (0.12, 0.36))
    _landmark(c, landmark, w * 0.6, third(w * 0.6) + h * 0.13, h * 0.6 * _height(landmark))
    ground = c.ridge(h * 0.64, h * 0.008, 1)
    c.land(ground, c.tint(lighten(c.palette.near, 0.05)), c.tint(darken(c.palette.near, 0.2)))
    # stage
    sx, sy, sw = w * 0.24, h * 0.78, w * 0.36
    c.glow(sx, sy - h * 0.13, h * 0.34, rgb("#ffd98a"), 0.65)
    c.poly(
        [
            (sx - sw * 0.55, sy - h * 0.25),
            (sx - sw * 0.4, sy - h * 0.33),
            (sx + sw * 0.4, sy - h * 0.33),
            (sx + sw * 0.55, sy - h * 0.25),
        ],
        c.tint(c.palette.primary),
    )
    c.rect(
        sx - sw * 0.45, sy - h * 0.25, sw * 0.9, h * 0.25, mix(rgb("#f2b45e"), c.light.ambient, 0.2)
    )
    for i in range(6):
        c.poly(
            [
                (sx - sw * 0.4 + sw * 0.16 * i, sy - h * 0.25),
                (sx - sw * 0.47 + sw * 0.16 * i, sy - h * 0.02),
                (sx - sw * 0.33 + sw * 0.16 * i, sy - h * 0.02),
            ],
            mix(rgb("#ffd98a"), c.light.ambient, 0.06),
        )
    for px in (-0.48, 0.45):
        c.rect(sx + sw * px, sy - h * 0.26, sw * 0.03, h * 0.26, c.tint(rgb("#4a3a34")))
    for i in range(4):
        m.person(c, sx - sw * 0.28 + sw * 0.19 * i, sy, h * 0.14, rgb(m.COATS[i]))
        c.line(
            [(sx - sw * 0.24 + sw * 0.19 * i, sy), (sx - sw * 0.24 + sw * 0.19 * i, sy - h * 0.09)],
            rgb("#3a3036"),
            2,
        )
    c.rect(sx - sw * 0.52, sy, sw * 1.04, h * 0.05, c.tint(rgb("#6b4c3a")))
    for y0, y1 in ((0.36, 0.3), (0.3, 0.42)):
        points = [
            (w * t / 20, h * (y0 + (y1 - y0) * t / 20) + h * 0.32 * (t / 20) * (1 - t / 20))
            for t in range(21)
        ]
        c.line(points, rgb("#3a3350"), 1.6)
        for px, py in points[::1]:
            c.glow(px, py + 5, 22, rgb("#ffdf9c"), 0.7)
            c.circle(px, py + 5, 4.5, rgb("#fff0c4"))
    m.crowd(c, w * 0.02, w * 0.98, h * 0.93, h * 0.17, 13)
    m.crowd(c, w * 0.0, w * 1.0, h * 1.04, h * 0.22, 9)


def firefighters(c: Canvas, landmark: str) -> None:
    """Firefighters: the engine and an arc of water."""
    w, h = c.width, c.height
    _backdrop(c, 0.46, (0.84, 0.16))
    _village(c, c.ridge(h * 0.56, h * 0.01, 1), w * 0.02, w * 0.95, h * 0.11)
    _meadow(c, 0.6, 0.008, 4)
    stone = c.tint(rgb("#bfb5a4"))
    c.shade_polygon([(0, h * 0.8), (w, h * 0.77), (w, h), (0, h)], stone, lighten(stone, 0.15))
    start = (w * 0.683, h * 0.755)
    for k, tone in ((0, 0.35), (1, 0.6), (2, 0.8)):
        pts = [
            (
                start[0] + (w * 0.25) * t / 20,
                start[1]
                - h * (2.0 - 0.03 * k) * (t / 20) * (1 - t / 20)
                - h * 0.11 * (t / 20)
                + 4 * k,
            )
            for t in range(21)
        ]
        c.line(pts, mix(rgb("#9fd0e6"), (255, 255, 255), tone), 9 - 3 * k)
    for _ in range(60):
        t = c.rng.uniform(0.3, 1)
        c.circle(
            start[0] + w * 0.25 * t + c.rng.uniform(-16, 16),
            start[1] - h * 2.0 * t * (1 - t) - h * 0.11 * t + c.rng.uniform(-14, 22),
            c.rng.uniform(1.5, 4.2),
            lighten(rgb("#9fd0e6"), 0.4),
        )
    for i in range(3):
        x = w * (0.935 + 0.0 * i)
        c.ellipse(x, h * 0.78, w * 0.03, h * 0.012, c.tint(rgb("#7a6a5a")))
    c.rect(w * 0.93, h * 0.62, 9, h * 0.16, c.tint(rgb("#6b4f3c")))
    c.circle(w * 0.934, h * 0.64, h * 0.036, c.tint(rgb("#f7f2e6")))
    c.circle(w * 0.934, h * 0.64, h * 0.024, c.tint(rgb("#c8281f")))
    c.circle(w * 0.934, h * 0.64, h * 0.011, c.tint(rgb("#f7f2e6")))
    m.fire_engine(c, w * 0.33, h * 0.86, w * 0.56)
    navy, helmet = rgb("#2b3a58"), rgb("#d94f2b")
    c.line(
        [(w * 0.6, h * 0.86), (w * 0.63, h * 0.9), (w * 0.68, h * 0.88), (w * 0.683, h * 0.755)],
        c.tint(rgb("#d8c9a8")),
        6,
    )
    for x, y, s in ((0.66, 0.86, 0.2), (0.715, 0.88, 0.205), (0.78, 0.87, 0.2)):
        m.person(c, w * x, h * y, h * s, navy, helmet)
        c.rect(
            w * x - h * s * 0.13, h * y - h * s * 0.48, h * s * 0.26, h * s * 0.035, rgb("#f3d24b")
        )
    m.bunting(c, 0, h * 0.12, w * 0.55, h * 0.16, h * 0.06, 14)


def pilgrimage(c: Canvas, landmark: str) -> None:
    """A way winding up a hill to a chapel, with pilgrims."""
    w, h = c.width, c.height
    _backdrop(c, 0.52, (0.3, 0.2))
    c.birds(w * 0.24, h * 0.3, 4)

    def hill(x: float) -> float:
        t = (x / w - 0.62) / 0.36
        return h * (0.86 - 0.5 * math.exp(-t * t))

    near = c.palette.near
    m.tree_line(c, lambda x: hill(x), w * 0.0, w * 0.44, h * 0.06, darken(near, 0.35), 0.4)
    m.tree_line(c, lambda x: hill(x), w * 0.8, w, h * 0.06, darken(near, 0.35), 0.4)
    c.land(hill, c.tint(lighten(near, 0.14)), c.tint(darken(near, 0.12)))
    c.fields(
        lambda x: hill(x) + h * 0.15,
        [c.tint(v) for v in (near, mix(near, rgb("#d9c36a"), 0.3), darken(near, 0.08))],
        h * 0.07,
        0.3,
    )
    kind = landmark if landmark in {"basilica", "church", "chapel"} else "chapel"
    size = h * (0.29 if kind != "chapel" else 0.46)
    m.leafy(c, w * 0.5, h * 0.42, h * 0.2, mix(near, rgb("#2f5d3a"), 0.6))
    m.leafy(c, w * 0.76, h * 0.43, h * 0.22, mix(near, rgb("#2f5d3a"), 0.6))
    _landmark(c, kind, w * 0.63, h * 0.39, size)
    way = c.tint(rgb("#efe2c4"))
    points = [
        (w * 0.22, h * 1.04, 150.0),
        (w * 0.42, h * 0.9, 88.0),
        (w * 0.68, h * 0.8, 56.0),
        (w * 0.76, h * 0.7, 38.0),
        (w * 0.6, h * 0.6, 27.0),
        (w * 0.55, h * 0.52, 19.0),
        (w * 0.62, h * 0.44, 12.0),
        (w * 0.63, h * 0.39, 8.0),
    ]
    _path(c, points, way)
    for x, y in ((0.85, 0.72), (0.5, 0.63), (0.86, 0.9)):
        m.cross(c, w * x, h * y, h * 0.12 * (0.4 + y * 0.8))
    for x, y, s in (
        (0.6, 0.49, 0.035),
        (0.57, 0.515, 0.04),
        (0.555, 0.55, 0.045),
        (0.6, 0.6, 0.052),
        (0.64, 0.62, 0.056),
        (0.74, 0.68, 0.066),
        (0.76, 0.72, 0.07),
        (0.7, 0.79, 0.086),
        (0.64, 0.81, 0.09),
        (0.5, 0.87, 0.12),
        (0.44, 0.9, 0.135),
        (0.37, 0.94, 0.15),
        (0.29, 0.98, 0.17),
    ):
        m.person(c, w * x, h * y, h * s, rgb(c.rng.choice(m.COATS)), rgb(c.rng.choice(m.COATS)))
    c.line([(w * 0.315, h * 0.99), (w * 0.325, h * 0.68)], c.tint(m.TIMBER), 5)
    c.poly(
        [(w * 0.325, h * 0.685), (w * 0.405, h * 0.7), (w * 0.4, h * 0.775), (w * 0.322, h * 0.79)],
        c.tint(c.palette.primary),
    )
    c.poly(
        [
            (w * 0.345, h * 0.72),
            (w * 0.385, h * 0.725),
            (w * 0.383, h * 0.755),
            (w * 0.344, h * 0.757),
        ],
        c.tint(rgb("#f3d98a")),
    )
    _flowers(c, h * 0.9, h * 1.02, 60)


def night_mass(c: Canvas, landmark: str) -> None:
    """A lit church in the snow before dawn."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.52, (0.82, 0.14))
    _village(c, lambda x: third(x) + h * 0.09, 0, w * 0.26, h * 0.09)
    _village(c, lambda x: third(x) + h * 0.09, w * 0.76, w, h * 0.09)
    snow = c.ridge(h * 0.72, h * 0.015, 0.8)
    c.glow(w * 0.5, h * 0.5, h * 0.5, rgb("#ffd98a"), 0.4)
    kind = landmark if landmark in {"basilica", "church"} else "church"
    _landmark(c, kind, w * 0.5, h * 0.75, h * 0.78 if kind == "basilica" else h * 0.62)
    c.land(snow, c.tint(rgb("#e8eefa")), c.tint(rgb("#ffffff")))
    _path(
        c,
        [
            (w * 0.44, h * 1.05, 300),
            (w * 0.53, h * 0.9, 140),
            (w * 0.49, h * 0.8, 74),
            (w * 0.5, h * 0.74, 46),
        ],
        c.tint(rgb("#cfd8ea")),
    )
    c.glow(w * 0.5, h * 0.77, h * 0.2, rgb("#ffd98a"), 0.7)
    for x, y, s in (
        (0.46, 0.8, 0.09),
        (0.54, 0.81, 0.092),
        (0.5, 0.84, 0.1),
        (0.43, 0.88, 0.12),
        (0.57, 0.89, 0.125),
        (0.5, 0.94, 0.14),
        (0.36, 0.97, 0.15),
        (0.63, 0.98, 0.16),
    ):
        m.person(c, w * x, h * y, h * s, rgb(c.rng.choice(m.COATS)), rgb(c.rng.choice(m.COATS)))
        c.glow(w * x + h * s * 0.2, h * y - h * s * 0.42, h * s * 0.4, rgb("#ffdf9c"), 0.9)
        c.circle(w * x + h * s * 0.2, h * y - h * s * 0.42, h * s * 0.045, rgb("#fff2cc"))
    for x in (0.06, 0.13, 0.88, 0.95):
        m.conifer(
            c, w * x, h * c.rng.uniform(0.9, 1.0), h * c.rng.uniform(0.32, 0.46), rgb("#2c5a4a")
        )
    m.snowfall(c, 60)


def stained_glass(c: Canvas, landmark: str) -> None:
    """A church window in the colours of the municipality, light falling through it."""
    w, h = c.width, c.height
    wall = rgb("#3a3340")
    c.shade_polygon([(0, 0), (w, 0), (w, h), (0, h)], lighten(wall, 0.08), darken(wall, 0.35))
    c.glow(w / 2, h * 0.45, h * 0.72, rgb("#e8b877"), 0.4)
    for i in range(14):
        y = h * i / 13
        c.line([(0, y), (w, y)], darken(wall, 0.12), 1.5)
    cx, half, top, bottom = w / 2, w * 0.2, h * 0.3, h * 0.92

    def inside(x: float) -> float:
        d = min(1.0, abs(x - cx) / half)
        return top - math.sqrt(max(0.0, 1 - d * d)) * h * 0.24

    lead = rgb("#1d1a22")
    c.rect(cx - half - 22, top, half * 2 + 44, bottom - top + 22, rgb("#b8ab98"))
    c.ellipse(cx, top, half + 22, h * 0.24 + 22, rgb("#b8ab98"))
    c.rect(cx - half, top, half * 2, bottom - top, lead)
    c.ellipse(cx, top, half, h * 0.24, lead)
    mask = Image.new("L", c.image.size)
    pane = ImageDraw.Draw(mask)
    s = c.scale
    pane.rectangle(((cx - half) * s, top * s, (cx + half) * s, bottom * s), fill=255)
    pane.ellipse(
        ((cx - half) * s, (top - h * 0.24) * s, (cx + half) * s, (top + h * 0.24) * s), fill=255
    )
    surrounding = c.image.copy()
    p, a = c.palette.primary, c.palette.accent
    tones = [
        p,
        a,
        lighten(p, 0.35),
        lighten(a, 0.3),
        rgb("#f2cf6a"),
        rgb("#c4473a"),
        rgb("#5f9ac2"),
        rgb("#6aa36a"),
    ]
    columns, rows = 6, 14
    cell_w, cell_h = half * 2 / columns, (bottom - top + h * 0.24) / rows
    for col in range(columns):
        for row in range(rows):
            x0, y0 = cx - half + col * cell_w, top - h * 0.24 + row * cell_h
            quads = [
                [(x0, y0), (x0 + cell_w, y0), (x0 + cell_w / 2, y0 + cell_h / 2)],
                [(x0 + cell_w, y0), (x0 + cell_w, y0 + cell_h), (x0 + cell_w / 2, y0 + cell_h / 2)],
                [(x0, y0 + cell_h), (x0 + cell_w, y0 + cell_h), (x0 + cell_w / 2, y0 + cell_h / 2)],
                [(x0, y0), (x0, y0 + cell_h), (x0 + cell_w / 2, y0 + cell_h / 2)],
            ]
            for k, quad in enumerate(quads):
                mx = sum(q[0] for q in quad) / 3
                my = sum(q[1] for q in quad) / 3
                distance = math.hypot((mx - cx) / half, (my - h * 0.38) / (h * 0.34))
                index = int(distance * 3.2 + k * 0.5 + abs(col - 2.5)) % len(tones)
                glow = max(0.0, 0.45 - 0.28 * distance)
                pts = [(mx + (qx - mx) * 0.9, my + (qy - my) * 0.88) for qx, qy in quad]
                c.poly(
                    pts, mix(lighten(tones[index], glow), (255, 240, 200), 0.08 * c.rng.random())
                )
    c.image.paste(surrounding, (0, 0), ImageChops.invert(mask))
    # rosette
    for i in range(12):
        ang = math.tau * i / 12
        r = half * 0.42
        c.ellipse(
            cx + math.cos(ang) * r * 0.62,
            h * 0.38 + math.sin(ang) * r * 0.62,
            r * 0.27,
            r * 0.27,
            lead,
        )
        c.ellipse(
            cx + math.cos(ang) * r * 0.62,
            h * 0.38 + math.sin(ang) * r * 0.62,
            r * 0.23,
            r * 0.23,
            lighten(tones[i % 2 * 4], 0.15),
        )
    c.circle(cx, h * 0.38, half * 0.19, lead)
    c.circle(cx, h * 0.38, half * 0.165, rgb("#ffe9a8"))
    c.glow(cx, h * 0.38, half * 0.9, rgb("#fff3cf"), 0.5)
    for dx in (-half / 3, half / 3):
        c.rect(cx + dx - 3, inside(cx + dx), 6, bottom - inside(cx + dx), lead)
    for i in range(9):
        c.glow(
            cx + c.rng.uniform(-w * 0.3, w * 0.3),
            h * c.rng.uniform(0.93, 1.05),
            h * 0.12,
            lighten(tones[i % len(tones)], 0.2),
            0.4,
        )
    for side in (-1, 1):
        for k in range(3):
            x, y = cx + side * w * (0.29 + 0.05 * k), h * (0.93 - 0.03 * (k % 2))
            tall = h * (0.16 + 0.05 * ((k + 1) % 2))
            c.rounded(x - 9, y - tall, 18, tall + h * 0.1, 4, rgb("#efe4cd"))
            c.glow(x, y - tall - 14, 60, rgb("#ffdf9c"), 0.8)
            c.ellipse(x, y - tall - 13, 5.5, 13, rgb("#ffe9a8"))


def bins(c: Canvas, landmark: str) -> None:
    """Containers for sorted waste by a green hedge."""
    w, h = c.width, c.height
    _backdrop(c, 0.4, (0.8, 0.16))
    _village(c, c.ridge(h * 0.52, h * 0.01, 1), w * 0.02, w * 0.95, h * 0.12)
    _landmark(c, landmark, w * 0.2, h * 0.55, h * 0.24)
    _meadow(c, 0.54, 0.008, 3)
    green = mix(c.palette.near, rgb("#2f5d3a"), 0.6)
    for i in range(17):
        m.bush(c, w * i / 16, h * 0.72, h * c.rng.uniform(0.06, 0.08), green)
    pave = c.tint(rgb("#cfc7ba"))
    c.shade_polygon(
        [(0, h * 0.72), (w, h * 0.72), (w, h), (0, h)], darken(pave, 0.07), lighten(pave, 0.1)
    )
    kinds = (rgb("#e8bd2f"), rgb("#2f73b8"), rgb("#3c8f52"), rgb("#e6e9ea"), rgb("#8a5a3a"))
    for i, tone in enumerate(kinds):
        x, y, bw, bh = w * (0.12 + 0.19 * i), h * 0.88, w * 0.16, h * 0.27
        body = c.tint(tone)
        c.ellipse(x, y + 6, bw * 0.55, h * 0.018, darken(pave, 0.22))
        c.poly(
            [
                (x - bw * 0.46, y - bh),
                (x + bw * 0.46, y - bh),
                (x + bw * 0.4, y),
                (x - bw * 0.4, y),
            ],
            body,
        )
        c.poly(
            [
                (x + bw * 0.16, y - bh),
                (x + bw * 0.46, y - bh),
                (x + bw * 0.4, y),
                (x + bw * 0.14, y),
            ],
            darken(body, 0.08),
        )
        c.rounded(x - bw * 0.52, y - bh * 1.1, bw * 1.04, bh * 0.16, 10, darken(body, 0.14))
        c.rounded(x - bw * 0.2, y - bh * 0.92, bw * 0.4, bh * 0.09, 6, c.tint(rgb("#2b313d")))
        ink = (255, 255, 255) if i != 3 else c.tint(rgb("#3c4a56"))
        for k in range(3):
            a0 = math.tau * k / 3 - math.pi / 2
            r = bw * 0.16
            pts = [
                (x + math.cos(a0 + t * 0.24) * r, y - bh * 0.44 + math.sin(a0 + t * 0.24) * r)
                for t in range(6)
            ]
            c.line(pts, ink, 5)
            ex, ey = pts[-1]
            ang = a0 + 1.2 + math.pi / 2
            c.poly(
                [
                    (ex + math.cos(ang) * 15, ey + math.sin(ang) * 15),
                    (ex + math.cos(ang + 2.3) * 12, ey + math.sin(ang + 2.3) * 12),
                    (ex + math.cos(ang - 2.3) * 12, ey + math.sin(ang - 2.3) * 12),
                ],
                ink,
            )
        for wx in (-0.3, 0.3):
            c.circle(x + bw * wx, y, 9, c.tint(rgb("#2b313d")))
    m.person(c, w * 0.965, h * 0.94, h * 0.25, c.palette.primary)


def council(c: Canvas, landmark: str) -> None:
    """The council's room, the village behind its windows."""
    w, h = c.width, c.height
    wall = mix(rgb("#efe6d6"), c.palette.primary, 0.06)
    c.shade_polygon([(0, 0), (w, 0), (w, h), (0, h)], lighten(wall, 0.2), darken(wall, 0.06))
    outside = Canvas(round(w * 0.52), round(h * 0.42), c.light, c.palette, c.rng, c.scale)
    third = _backdrop(outside, 0.6, (0.8, 0.22))
    _village(
        outside,
        lambda x: third(x) + outside.height * 0.1,
        20,
        outside.width - 20,
        outside.height * 0.14,
    )
    _landmark(outside, landmark, outside.width * 0.5, outside.height * 0.86, outside.height * 0.5)
    _meadow(outside, 0.86, 0.01, 3)
    c.image.paste(outside.image, (round(w * 0.24 * c.scale), round(h * 0.1 * c.scale)))
    frame = rgb("#fffaf0")
    for i in range(4):
        c.rect(w * (0.24 + 0.52 * i / 3) - 8, h * 0.085, 16, h * 0.45, frame)
    for y in (0.085, 0.24, 0.52):
        c.rect(w * 0.24 - 8, h * y, w * 0.52 + 16, 14 if y != 0.24 else 8, frame)
    c.rect(w * 0.22, h * 0.535, w * 0.56, h * 0.02, darken(frame, 0.08))
    for x in (0.1, 0.9):
        c.rounded(w * x - w * 0.055, h * 0.14, w * 0.11, h * 0.28, 8, darken(wall, 0.1))
        c.rounded(w * x - w * 0.049, h * 0.15, w * 0.098, h * 0.26, 6, c.palette.primary)
        c.rect(w * x - w * 0.049, h * 0.25, w * 0.098, h * 0.06, c.palette.accent)
    floor = rgb("#b98f63")
    c.shade_polygon(
        [(0, h * 0.72), (w, h * 0.72), (w, h), (0, h)], darken(floor, 0.1), lighten(floor, 0.12)
    )
    for i in range(-8, 9):
        c.line([(w / 2 + i * 70, h * 0.72), (w / 2 + i * 190, h)], darken(floor, 0.16), 2)
    for i in range(7):
        x = w * (0.2 + 0.1 * i)
        c.rounded(x - w * 0.034, h * 0.52, w * 0.068, h * 0.2, 12, darken(c.palette.primary, 0.2))
        m.person(c, x, h * 0.78, h * 0.25, rgb(m.COATS[(i * 3 + 1) % len(m.COATS)]))
    table = rgb("#7d5437")
    c.poly(
        [(w * 0.12, h * 0.68), (w * 0.88, h * 0.68), (w * 0.97, h * 0.78), (w * 0.03, h * 0.78)],
        lighten(table, 0.14),
    )
    c.rect(w * 0.03, h * 0.78, w * 0.94, h * 0.15, table)
    for i in range(1, 8):
        c.rect(w * (0.03 + 0.94 * i / 8) - 2, h * 0.78, 4, h * 0.15, darken(table, 0.18))
    for i in range(7):
        x = w * (0.2 + 0.1 * i)
        c.poly(
            [(x - 30, h * 0.74), (x - 24, h * 0.705), (x + 20, h * 0.705), (x + 22, h * 0.74)],
            rgb("#fdfbf5"),
        )
        c.line([(x - 20, h * 0.717), (x + 14, h * 0.717)], rgb("#b8b0a4"), 2)
        c.line([(x - 22, h * 0.727), (x + 8, h * 0.727)], rgb("#b8b0a4"), 2)
        c.rect(x + 32, h * 0.7, 12, 26, rgb("#cfe3ea"))


def works(c: Canvas, landmark: str) -> None:
    """A street being mended: an excavator, cones, a new pavement."""
    w, h = c.width, c.height
    _backdrop(c, 0.42, (0.2, 0.16))
    base = c.ridge(h * 0.56, h * 0.006, 1)
    _village(c, base, w * 0.02, w * 0.55, h * 0.16)
    _landmark(c, landmark, w * 0.8, h * 0.57, h * 0.34)
    c.land(base, c.tint(lighten(c.palette.near, 0.08)))
    c.shade_polygon(
        [(0, h * 0.68), (w, h * 0.64), (w, h), (0, h)],
        c.tint(rgb("#8b8680")),
        c.tint(rgb("#a49d94")),
    )
    c.poly([(0, h * 0.64), (w, h * 0.6), (w, h * 0.65), (0, h * 0.69)], c.tint(rgb("#d9cfbe")))
    for i in range(16):
        x = w * i / 15
        c.line(
            [(x, h * 0.64 - h * 0.04 * i / 15), (x + 10, h * 0.69 - h * 0.04 * i / 15)],
            c.tint(rgb("#bfb4a2")),
            2,
        )
    c.poly(
        [(w * 0.5, h * 0.78), (w * 0.98, h * 0.74), (w, h * 0.86), (w * 0.52, h * 0.92)],
        c.tint(rgb("#6d5444")),
    )
    c.poly(
        [(w * 0.8, h * 0.77), (w * 0.87, h * 0.64), (w * 0.95, h * 0.76)], c.tint(rgb("#8a6b54"))
    )
    # excavator
    yel, dark = c.tint(rgb("#e9b02e")), c.tint(rgb("#343a44"))
    c.rounded(w * 0.2, h * 0.8, w * 0.26, h * 0.08, h * 0.04, dark)
    for i in range(5):
        c.circle(w * (0.235 + 0.0475 * i), h * 0.84, h * 0.022, c.tint(rgb("#8c949c")))
    c.rounded(w * 0.2, h * 0.68, w * 0.2, h * 0.115, 14, yel)
    c.rounded(w * 0.31, h * 0.55, w * 0.105, h * 0.2, 10, yel)
    c.rounded(w * 0.322, h * 0.57, w * 0.08, h * 0.1, 6, c.tint(rgb("#a9cbd9")))
    c.line(
        [(w * 0.4, h * 0.7), (w * 0.5, h * 0.48), (w * 0.64, h * 0.56), (w * 0.67, h * 0.72)],
        yel,
        26,
    )
    c.line([(w * 0.43, h * 0.66), (w * 0.5, h * 0.53)], dark, 8)
    c.poly(
        [(w * 0.63, h * 0.71), (w * 0.72, h * 0.71), (w * 0.71, h * 0.8), (w * 0.64, h * 0.8)], dark
    )
    for x, y in ((0.08, 0.93), (0.3, 0.96), (0.53, 0.97), (0.75, 0.95), (0.94, 0.92)):
        s = h * 0.11
        orange, white = c.tint(rgb("#e8622a")), rgb("#ffffff")
        c.rounded(w * x - s * 0.4, h * y - s * 0.08, s * 0.8, s * 0.12, 4, darken(orange, 0.2))
        c.poly(
            [
                (w * x - s * 0.3, h * y - s * 0.06),
                (w * x - s * 0.07, h * y - s),
                (w * x + s * 0.07, h * y - s),
                (w * x + s * 0.3, h * y - s * 0.06),
            ],
            orange,
        )
        c.poly(
            [
                (w * x - s * 0.22, h * y - s * 0.36),
                (w * x - s * 0.165, h * y - s * 0.58),
                (w * x + s * 0.165, h * y - s * 0.58),
                (w * x + s * 0.22, h * y - s * 0.36),
            ],
            white,
        )
    m.person(c, w * 0.14, h * 0.84, h * 0.2, rgb("#e8622a"), rgb("#f3d24b"))
    m.person(c, w * 0.86, h * 0.72, h * 0.14, rgb("#e8622a"), rgb("#ffffff"))


def library(c: Canvas, landmark: str) -> None:
    """Shelves, an armchair, a lamp and children with a book."""
    w, h = c.width, c.height
    wall = mix(rgb("#f0e4d0"), c.palette.accent, 0.12)
    c.shade_polygon([(0, 0), (w, 0), (w, h), (0, h)], lighten(wall, 0.1), darken(wall, 0.08))
    wood = rgb("#8d6242")
    c.rect(w * 0.05, h * 0.06, w * 0.62, h * 0.74, darken(wood, 0.22))
    tones = [
        c.palette.primary,
        c.palette.accent,
        rgb("#b5483a"),
        rgb("#d9a441"),
        rgb("#5d7f4e"),
        rgb("#f1e6d0"),
        rgb("#3d5a80"),
        rgb("#8a5a83"),
    ]
    for row in range(4):
        top = h * (0.08 + 0.18 * row)
        x = w * 0.065
        while x < w * 0.645:
            bw = w * c.rng.uniform(0.009, 0.02)
            bh = h * c.rng.uniform(0.105, 0.15)
            tone = c.rng.choice(tones)
            if c.rng.random() < 0.07:
                x += bw * 1.6
                continue
            c.rect(x, top + h * 0.16 - bh, bw, bh, tone)
            c.rect(
                x + bw * 0.18, top + h * 0.16 - bh * 0.82, bw * 0.64, bh * 0.07, lighten(tone, 0.5)
            )
            x += bw + 1.2
        c.rect(w * 0.05, top + h * 0.16, w * 0.62, h * 0.02, wood)
    for i in range(4):
        c.rect(w * (0.05 + 0.62 * i / 3) - 7, h * 0.05, 14, h * 0.75, wood)
    c.rect(w * 0.035, h * 0.04, w * 0.65, h * 0.025, lighten(wood, 0.1))
    # window with the landmark
    outside = Canvas(round(w * 0.2), round(h * 0.38), c.light, c.palette, c.rng, c.scale)
    third = _backdrop(outside, 0.6, (0.7, 0.2))
    _landmark(
        outside,
        landmark,
        outside.width * 0.5,
        third(outside.width * 0.5) + outside.height * 0.2,
        outside.height * 0.5,
    )
    _meadow(outside, 0.84, 0.01, 3)
    c.image.paste(outside.image, (round(w * 0.74 * c.scale), round(h * 0.12 * c.scale)))
    for dx, dw in ((0.735, 0.01), (0.835, 0.008), (0.936, 0.01)):
        c.rect(w * dx, h * 0.105, w * dw, h * 0.405, rgb("#fffaf0"))
    for y in (0.105, 0.3, 0.5):
        c.rect(w * 0.735, h * y, w * 0.211, h * 0.014, rgb("#fffaf0"))
    floor = rgb("#a97d57")
    c.shade_polygon(
        [(0, h * 0.8), (w, h * 0.8), (w, h), (0, h)], darken(floor, 0.08), lighten(floor, 0.1)
    )
    c.ellipse(w * 0.58, h * 0.93, w * 0.36, h * 0.065, mix(c.palette.primary, rgb("#ffffff"), 0.25))
    c.ellipse(w * 0.58, h * 0.93, w * 0.32, h * 0.055, c.palette.primary)
    # armchair and lamp
    chair = c.palette.accent
    c.rounded(w * 0.68, h * 0.55, w * 0.2, h * 0.3, 30, darken(chair, 0.12))
    c.rounded(w * 0.655, h * 0.69, w * 0.06, h * 0.2, 22, chair)
    c.rounded(w * 0.845, h * 0.69, w * 0.06, h * 0.2, 22, chair)
    c.rounded(w * 0.69, h * 0.74, w * 0.18, h * 0.13, 18, lighten(chair, 0.12))
    c.rect(w * 0.935, h * 0.42, 8, h * 0.48, rgb("#3a3340"))
    c.glow(w * 0.94, h * 0.46, h * 0.3, rgb("#ffe2a0"), 0.5)
    c.poly(
        [
            (w * 0.905, h * 0.34),
            (w * 0.972, h * 0.34),
            (w * 0.995, h * 0.46),
            (w * 0.882, h * 0.46),
        ],
        rgb("#f7e3b0"),
    )
    c.ellipse(w * 0.938, h * 0.9, w * 0.03, h * 0.012, rgb("#3a3340"))
    m.person(c, w * 0.42, h * 0.94, h * 0.26, rgb("#5d7f4e"))
    m.person(c, w * 0.5, h * 0.95, h * 0.2, rgb("#d9a441"))
    m.person(c, w * 0.57, h * 0.95, h * 0.18, rgb("#b5483a"))
    c.poly(
        [
            (w * 0.44, h * 0.82),
            (w * 0.465, h * 0.835),
            (w * 0.49, h * 0.82),
            (w * 0.49, h * 0.86),
            (w * 0.465, h * 0.875),
            (w * 0.44, h * 0.86),
        ],
        rgb("#fffdf5"),
    )


def school(c: Canvas, landmark: str) -> None:
    """A school with a playground."""
    w, h = c.width, c.height
    _backdrop(c, 0.44, (0.86, 0.15))
    _meadow(c, 0.6, 0.008, 4)
    wall, roof = c.tint(c.palette.wall), c.tint(c.palette.roof)
    white = c.tint(rgb("#fffaf0"))
    c.poly(
        [(w * 0.08, h * 0.33), (w * 0.14, h * 0.22), (w * 0.6, h * 0.22), (w * 0.66, h * 0.33)],
        roof,
    )
    c.rect(w * 0.1, h * 0.33, w * 0.54, h * 0.37, wall)
    c.rect(w * 0.09, h * 0.325, w * 0.56, h * 0.016, white)
    c.rect(w * 0.31, h * 0.27, w * 0.12, h * 0.43, lighten(wall, 0.2))
    c.poly([(w * 0.3, h * 0.275), (w * 0.37, h * 0.19), (w * 0.44, h * 0.275)], roof)
    m._windows(c, w * 0.125, h * 0.39, 3, 2, w * 0.036, h * 0.085, w * 0.06, h * 0.16)
    m._windows(c, w * 0.465, h * 0.39, 3, 2, w * 0.036, h * 0.085, w * 0.06, h * 0.16)
    c.circle(w * 0.37, h * 0.34, h * 0.034, white)
    c.circle(w * 0.37, h * 0.34, h * 0.027, c.tint(rgb("#2f3b4c")))
    c.arc_window(w * 0.343, h * 0.56, w * 0.054, h * 0.14, c.tint(c.palette.primary))
    for x in (0.05, 0.7):
        m.leafy(c, w * x, h * 0.72, h * 0.26, mix(c.palette.near, rgb("#2f5d3a"), 0.6))
    c.land(lambda x: h * 0.7, c.tint(lighten(c.palette.near, 0.12)), c.tint(c.palette.near))
    _path(
        c,
        [(w * 0.3, h * 1.05, 240), (w * 0.35, h * 0.86, 120), (w * 0.37, h * 0.7, 62)],
        c.tint(rgb("#e6d9bf")),
    )
    # climbing frame with a slide, swing
    red, blue, yel = c.tint(rgb("#c8473a")), c.tint(c.palette.primary), c.tint(rgb("#e9b02e"))
    for x in (0.74, 0.83):
        c.rect(w * x, h * 0.56, 12, h * 0.32, c.tint(rgb("#8a6a50")))
    c.rect(w * 0.735, h * 0.7, w * 0.11, 14, c.tint(rgb("#8a6a50")))
    c.poly([(w * 0.72, h * 0.57), (w * 0.79, h * 0.47), (w * 0.86, h * 0.57)], red)
    c.line(
        [(w * 0.845, h * 0.7), (w * 0.9, h * 0.78), (w * 0.96, h * 0.87), (w * 0.99, h * 0.875)],
        yel,
        20,
    )
    for i in range(5):
        c.line(
            [(w * 0.7 + i * 4, h * (0.86 - 0.035 * i)), (w * 0.735, h * (0.86 - 0.035 * i))],
            blue,
            6,
        )
    c.line(
        [(w * 0.5, h * 0.9), (w * 0.53, h * 0.66), (w * 0.63, h * 0.66), (w * 0.66, h * 0.9)],
        blue,
        10,
    )
    for x in (0.555, 0.605):
        c.line([(w * x, h * 0.66), (w * x - 14, h * 0.84)], c.tint(rgb("#55606e")), 3)
        c.rect(w * x - 34, h * 0.84, 40, 8, red)
    m.crowd(c, w * 0.12, w * 0.46, h * 0.92, h * 0.14, 6)
    m.person(c, w * 0.79, h * 0.7, h * 0.11, rgb("#7a4d7e"))
    m.person(c, w * 0.9, h * 0.97, h * 0.13, rgb("#2f6f8f"))
    _flowers(c, h * 0.93, h * 1.0, 50)


def trail(c: Canvas, landmark: str) -> None:
    """A signpost above the valley, walkers and a bicycle."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.48, (0.7, 0.2))
    c.birds(w * 0.6, h * 0.3, 5)
    _village(c, lambda x: third(x) + h * 0.08, w * 0.3, w * 0.98, h * 0.07)
    _landmark(c, landmark, w * 0.62, third(w * 0.62) + h * 0.11, h * 0.24)
    _meadow(c, 0.64, 0.025, 5)
    way = c.tint(rgb("#e9dcbc"))
    _path(
        c,
        [
            (w * 0.36, h * 1.05, 260),
            (w * 0.52, h * 0.88, 110),
            (w * 0.44, h * 0.78, 56),
            (w * 0.56, h * 0.7, 28),
            (w * 0.55, h * 0.65, 14),
        ],
        way,
    )
    m.signpost(c, w * 0.19, h * 0.95, h * 0.5)
    m.person(c, w * 0.46, h * 0.9, h * 0.22, rgb("#b5483a"), rgb("#3d5a80"))
    c.rounded(w * 0.46 - h * 0.055, h * 0.735, h * 0.05, h * 0.075, 8, c.tint(c.palette.accent))
    m.person(c, w * 0.53, h * 0.89, h * 0.2, rgb("#2f6f8f"))
    # bicycle
    bx, by, r = w * 0.78, h * 0.89, h * 0.06
    iron = c.tint(darken(c.palette.primary, 0.1))
    for dx in (-1.35, 1.35):
        c.circle(bx + dx * r, by, r, c.tint(rgb("#2b313d")))
        c.circle(bx + dx * r, by, r * 0.86, c.tint(lighten(c.palette.near, 0.05)))
        for k in range(6):
            a = math.pi * k / 6
            c.line(
                [
                    (bx + dx * r - math.cos(a) * r * 0.85, by - math.sin(a) * r * 0.85),
                    (bx + dx * r + math.cos(a) * r * 0.85, by + math.sin(a) * r * 0.85),
                ],
                c.tint(rgb("#9aa5ad")),
                1.4,
            )
    c.line(
        [
            (bx - 1.35 * r, by),
            (bx - 0.5 * r, by - 1.3 * r),
            (bx + 0.95 * r, by - 1.35 * r),
            (bx, by),
            (bx - 1.35 * r, by),
        ],
        iron,
        6,
    )
    c.line([(bx, by), (bx - 0.62 * r, by - 1.6 * r)], iron, 6)
    c.line(
        [(bx + 1.35 * r, by), (bx + 0.85 * r, by - 1.75 * r), (bx + 1.25 * r, by - 1.85 * r)],
        iron,
        6,
    )
    c.rounded(bx - 0.95 * r, by - 1.75 * r, 0.65 * r, 0.16 * r, 3, c.tint(rgb("#2b313d")))
    _flowers(c, h * 0.84, h * 1.02, 120)


def rocks(c: Canvas, landmark: str) -> None:
    """Sandstone towers above the forest."""
    w, h = c.width, c.height
    _backdrop(c, 0.5, (0.2, 0.2))
    c.birds(w * 0.3, h * 0.28, 5)
    green = mix(c.palette.near, rgb("#24492f"), 0.6)
    for x, y, rw, rh in (
        (0.9, 0.8, 0.2, 0.46),
        (0.48, 0.8, 0.11, 0.36),
        (0.72, 0.84, 0.24, 0.62),
        (0.57, 0.86, 0.12, 0.42),
    ):
        m.rock(c, w * x, h * y, w * rw, h * rh)
        for dx in (-0.22, 0.05, 0.25):
            m.conifer(
                c, w * (x + dx * rw), h * (y - rh * 0.985), h * c.rng.uniform(0.06, 0.1), green
            )
    for row, y in enumerate((0.84, 0.93, 1.04)):
        x = -w * 0.02
        while x < w * 1.02:
            tone = mix(green, c.light.sky_bottom, 0.22 - 0.1 * row)
            m.conifer(
                c,
                x,
                h * y + c.rng.uniform(-10, 14),
                h * c.rng.uniform(0.15, 0.24) * (1 + 0.2 * row),
                tone,
            )
            x += w * c.rng.uniform(0.035, 0.06)


def railway(c: Canvas, landmark: str) -> None:
    """A railcar on a stone bridge."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.46, (0.2, 0.18))
    _village(c, lambda x: third(x) + h * 0.08, w * 0.05, w * 0.9, h * 0.07)
    _landmark(c, landmark, w * 0.3, third(w * 0.3) + h * 0.1, h * 0.24)
    _meadow(c, 0.66, 0.015, 5)
    water = c.tint(rgb("#78aec6"))
    c.poly([(w * 0.42, h * 0.74), (w * 0.58, h * 0.74), (w * 0.78, h), (w * 0.28, h)], water)
    for i in range(8):
        y = h * (0.77 + 0.028 * i)
        c.rounded(w * (0.42 + 0.03 * (i % 3)), y, w * 0.1, 3, 1, lighten(water, 0.35))
    stone = c.tint(m.STONE)
    c.rect(0, h * 0.6, w, h * 0.075, stone)
    c.rect(0, h * 0.59, w, h * 0.014, darken(stone, 0.12))
    c.rect(0, h * 0.665, w, h * 0.2, darken(stone, 0.03))
    for i in range(5):
        x = w * (0.02 + 0.205 * i)
        c.arc_window(
            x, h * 0.69, w * 0.15, h * 0.25, c.tint(mix(c.palette.near, rgb("#8fb7b0"), 0.3))
        )
        c.rect(x, h * 0.83, w * 0.15, h * 0.12, c.tint(mix(c.palette.near, (0, 0, 0), 0.02)))
    c.land(
        c.ridge(h * 0.86, h * 0.01, 1.2),
        c.tint(c.palette.near),
        c.tint(darken(c.palette.near, 0.15)),
    )
    c.poly([(w * 0.4, h * 0.86), (w * 0.55, h * 0.86), (w * 0.74, h), (w * 0.3, h)], water)
    # railcar
    left, top, tw, th = w * 0.3, h * 0.45, w * 0.48, h * 0.125
    c.rounded(left, top, tw, th, 20, c.tint(rgb("#f6f1e4")))
    c.rect(left, top + th * 0.56, tw, th * 0.3, c.tint(c.palette.primary))
    c.rect(left, top + th * 0.86, tw, th * 0.06, c.tint(c.palette.accent))
    for i in range(8):
        c.rounded(
            left + tw * (0.115 + 0.098 * i),
            top + th * 0.16,
            tw * 0.08,
            th * 0.3,
            5,
            c.light.window if c.light.lit else c.tint(rgb("#51728a")),
        )
    for dx in (0.025, 0.92):
        c.rounded(left + tw * dx, top + th * 0.16, tw * 0.055, th * 0.3, 5, c.tint(rgb("#51728a")))
    c.rounded(left + tw * 0.04, top - 10, tw * 0.92, 12, 5, c.tint(rgb("#8c949c")))
    for dx in (0.12, 0.24, 0.76, 0.88):
        c.circle(left + tw * dx, top + th * 1.05, h * 0.02, c.tint(rgb("#2b313d")))
    c.rect(left + tw * 0.03, top + th * 0.92, tw * 0.94, th * 0.07, c.tint(rgb("#3a4048")))
    m.leafy(c, w * 0.1, h * 0.97, h * 0.26, mix(c.palette.near, rgb("#2f5d3a"), 0.6))
    m.leafy(c, w * 0.9, h * 0.98, h * 0.3, mix(c.palette.near, rgb("#2f5d3a"), 0.6))
    _flowers(c, h * 0.92, h * 1.0, 40)


def football(c: Canvas, landmark: str) -> None:
    """A tournament on the village pitch."""
    w, h = c.width, c.height
    _backdrop(c, 0.4, (0.8, 0.15))
    _village(c, c.ridge(h * 0.5, h * 0.008, 1), w * 0.02, w * 0.42, h * 0.11)
    _landmark(c, landmark, w * 0.68, h * 0.52, h * 0.26)
    green = mix(c.palette.near, rgb("#4f9a4a"), 0.55)
    for i in range(9):
        y0, y1 = h * (0.52 + 0.006 * i**2), h * (0.52 + 0.006 * (i + 1) ** 2)
        c.rect(0, y0, w, max(2, h if i == 8 else y1 - y0), c.tint(lighten(green, 0.07 * (i % 2))))
    for i in range(20):
        m.bush(c, w * i / 19, h * 0.53, h * 0.025, mix(c.palette.near, rgb("#2f5d3a"), 0.6))
    white = c.tint(rgb("#ffffff"))
    c.line([(0, h * 0.6), (w, h * 0.6)], white, 3)
    c.line([(w * 0.5, h * 0.6), (w * 0.42, h)], white, 5)
    c.draw.ellipse(
        (w * 0.3 * c.scale, h * 0.7 * c.scale, w * 0.62 * c.scale, h * 0.9 * c.scale),
        outline=white,
        width=5 * c.scale,
    )
    c.line(
        [(w * 0.86, h * 0.78), (w * 0.86, h * 0.56), (w * 0.99, h * 0.6), (w * 0.99, h * 0.86)],
        white,
        8,
    )
    for i in range(1, 6):
        c.line(
            [
                (w * (0.86 + 0.026 * i), h * (0.56 + 0.008 * i)),
                (w * (0.86 + 0.026 * i), h * (0.78 + 0.016 * i)),
            ],
            mix(white, green, 0.35),
            1.5,
        )
    for i in range(1, 5):
        c.line(
            [(w * 0.86, h * (0.56 + 0.045 * i)), (w * 0.99, h * (0.6 + 0.052 * i))],
            mix(white, green, 0.35),
            1.5,
        )
    one, two = c.palette.primary, rgb("#e9b02e")
    for x, y, s, shirt in (
        (0.2, 0.72, 0.14, one),
        (0.36, 0.68, 0.12, two),
        (0.52, 0.74, 0.15, one),
        (0.66, 0.7, 0.13, two),
        (0.3, 0.92, 0.23, two),
        (0.58, 0.95, 0.25, one),
        (0.78, 0.82, 0.18, one),
        (0.9, 0.8, 0.15, rgb("#5d7f4e")),
        (0.1, 0.88, 0.2, one),
    ):
        c.ellipse(w * x, h * y, h * s * 0.25, h * s * 0.05, c.tint(darken(green, 0.25)))
        m.person(c, w * x, h * y, h * s, shirt)
    c.circle(w * 0.465, h * 0.93, h * 0.028, white)
    for a in range(5):
        t = math.tau * a / 5
        c.circle(
            w * 0.465 + math.cos(t) * h * 0.017,
            h * 0.93 + math.sin(t) * h * 0.017,
            h * 0.006,
            rgb("#2b313d"),
        )
    m.bunting(c, 0, h * 0.14, w, h * 0.12, h * 0.06, 24)


def exhibition(c: Canvas, landmark: str) -> None:
    """A hall with panels, one for each municipality."""
    w, h = c.width, c.height
    wall = rgb("#f1ece2")
    c.shade_polygon(
        [(0, 0), (w, 0), (w, h * 0.76), (0, h * 0.76)], lighten(wall, 0.3), darken(wall, 0.05)
    )
    floor = rgb("#a98a6a")
    c.shade_polygon(
        [(0, h * 0.76), (w, h * 0.76), (w, h), (0, h)], darken(floor, 0.08), lighten(floor, 0.14)
    )
    kinds = ("church", "castle", "basilica", "loreta", "chapel", "timber", "rocks", "lookout")
    c.rect(0, h * 0.08, w, 8, rgb("#4a4650"))
    for i in range(4):
        x, pw, ph = w * (0.055 + 0.235 * i), w * 0.185, h * 0.46
        lit = (DAY, DUSK, AUTUMN, DAWN)[(i + c.rng.randrange(4)) % 4]
        panel = Canvas(round(pw), round(ph), lit, c.palette, c.rng, c.scale)
        third = _backdrop(panel, 0.56, (0.7, 0.2))
        _village(panel, lambda v, t=third, p=panel: t(v) + p.height * 0.1, 10, pw, ph * 0.12)  # type: ignore[misc]
        _landmark(panel, kinds[(i + c.rng.randrange(8)) % 8], pw * 0.5, ph * 0.84, pw * 0.62)
        _meadow(panel, 0.84, 0.01, 3)
        c.rect(x + 8, h * 0.2 + 10, pw, ph, darken(wall, 0.18))
        c.rect(x - 10, h * 0.2 - 10, pw + 20, ph + 20, rgb("#4a3b32"))
        c.rect(x - 4, h * 0.2 - 4, pw + 8, ph + 8, rgb("#fffdf7"))
        c.image.paste(panel.image, (round(x) * c.scale, round(h * 0.2) * c.scale))
        c.rect(x + pw * 0.25, h * 0.7, pw * 0.5, h * 0.03, rgb("#fffdf7"))
        c.poly(
            [
                (x + pw * 0.4, h * 0.09),
                (x + pw * 0.6, h * 0.09),
                (x + pw * 0.56, h * 0.13),
                (x + pw * 0.44, h * 0.13),
            ],
            rgb("#4a4650"),
        )
        c.glow(x + pw / 2, h * 0.3, pw * 0.8, rgb("#fff6d8"), 0.22)
    c.rounded(w * 0.36, h * 0.9, w * 0.28, h * 0.03, 6, rgb("#6b4c3a"))
    for x in (0.39, 0.6):
        c.rect(w * x, h * 0.92, 12, h * 0.06, rgb("#4a3b32"))
    m.crowd(c, w * 0.04, w * 0.34, h * 0.93, h * 0.27, 3)
    m.crowd(c, w * 0.68, w * 0.97, h * 0.94, h * 0.27, 3)


def saint_nicholas(c: Canvas, landmark: str) -> None:
    """Saint Nicholas with an angel and a devil walking through the snowy village."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.5, (0.8, 0.15))
    _landmark(c, landmark, w * 0.66, third(w * 0.66) + h * 0.1, h * 0.36)
    _village(c, lambda x: third(x) + h * 0.09, 0, w, h * 0.1)
    c.land(c.ridge(h * 0.66, h * 0.012, 1), c.tint(rgb("#e8eefa")), c.tint(rgb("#ffffff")))
    m.timber_house(c, w * 0.14, h * 0.78, w * 0.32, m.CREAM, c.palette.roof)
    m.conifer(c, w * 0.92, h * 0.92, h * 0.42, rgb("#2c5a4a"))
    m.conifer(c, w * 0.99, h * 0.97, h * 0.36, rgb("#2c5a4a"))
    c.glow(w * 0.52, h * 0.8, h * 0.36, rgb("#ffd98a"), 0.5)
    white, gold, red = rgb("#fdfaf2"), rgb("#e3b84a"), rgb("#b9302c")

    def robe(x: float, y: float, size: float, tone: Color) -> None:
        c.poly(
            [
                (x - size * 0.2, y),
                (x - size * 0.09, y - size * 0.76),
                (x + size * 0.09, y - size * 0.76),
                (x + size * 0.2, y),
            ],
            tone,
        )
        c.poly(
            [
                (x + size * 0.03, y),
                (x + size * 0.02, y - size * 0.76),
                (x + size * 0.09, y - size * 0.76),
                (x + size * 0.2, y),
            ],
            darken(tone, 0.08),
        )
        c.circle(x, y - size * 0.85, size * 0.09, m.SKIN)

    x, y, s = w * 0.52, h * 0.94, h * 0.42
    robe(x, y, s, mix(white, c.light.ambient, 0.12))
    c.poly(
        [
            (x - s * 0.24, y - s * 0.06),
            (x - s * 0.1, y - s * 0.78),
            (x - s * 0.02, y - s * 0.78),
            (x - s * 0.05, y),
        ],
        red,
    )
    c.poly(
        [
            (x + s * 0.24, y - s * 0.06),
            (x + s * 0.1, y - s * 0.78),
            (x + s * 0.02, y - s * 0.78),
            (x + s * 0.05, y),
        ],
        darken(red, 0.1),
    )
    c.rect(x - s * 0.012, y - s * 0.74, s * 0.024, s * 0.74, gold)
    c.poly([(x - s * 0.08, y - s * 0.84), (x, y - s * 0.6), (x + s * 0.08, y - s * 0.84)], white)
    c.poly(
        [
            (x - s * 0.085, y - s * 0.9),
            (x - s * 0.095, y - s * 1.02),
            (x, y - s * 1.15),
            (x + s * 0.095, y - s * 1.02),
            (x + s * 0.085, y - s * 0.9),
        ],
        red,
    )
    c.rect(x - s * 0.012, y - s * 1.1, s * 0.024, s * 0.18, gold)
    c.rect(x - s * 0.05, y - s * 1.04, s * 0.1, s * 0.022, gold)
    c.line([(x + s * 0.3, y), (x + s * 0.3, y - s * 1.05)], gold, 7)
    c.draw.arc(
        (
            (x + s * 0.18) * c.scale,
            (y - s * 1.2) * c.scale,
            (x + s * 0.31) * c.scale,
            (y - s * 0.98) * c.scale,
        ),
        150,
        380,
        fill=gold,
        width=7 * c.scale,
    )
    ax, s2 = w * 0.36, h * 0.34
    for side in (-1, 1):
        c.ellipse(
            ax + side * s2 * 0.2,
            y - s2 * 0.56,
            s2 * 0.12,
            s2 * 0.26,
            mix(white, c.light.ambient, 0.18),
        )
    robe(ax, y, s2, white)
    c.draw.ellipse(
        (
            (ax - s2 * 0.1) * c.scale,
            (y - s2 * 1.06) * c.scale,
            (ax + s2 * 0.1) * c.scale,
            (y - s2 * 1.0) * c.scale,
        ),
        outline=gold,
        width=4 * c.scale,
    )
    dx = w * 0.69
    c.line(
        [
            (dx + s2 * 0.16, y - s2 * 0.1),
            (dx + s2 * 0.34, y - s2 * 0.05),
            (dx + s2 * 0.4, y - s2 * 0.24),
        ],
        rgb("#2a2026"),
        8,
    )
    robe(dx, y, s2, rgb("#3a2a2e"))
    c.circle(dx, y - s2 * 0.86, s2 * 0.1, rgb("#5a3a34"))
    for side in (-1, 1):
        c.poly(
            [
                (dx + side * s2 * 0.03, y - s2 * 0.93),
                (dx + side * s2 * 0.09, y - s2 * 1.08),
                (dx + side * s2 * 0.09, y - s2 * 0.9),
            ],
            rgb("#e6dcc8"),
        )
    c.circle(dx - s2 * 0.035, y - s2 * 0.87, 3, rgb("#ffd76a"))
    c.circle(dx + s2 * 0.035, y - s2 * 0.87, 3, rgb("#ffd76a"))
    for lx in (0.27, 0.44, 0.61):
        c.glow(w * lx, h * 0.87, h * 0.12, rgb("#ffdf9c"), 0.8)
        c.rounded(w * lx - 9, h * 0.85, 18, 28, 4, rgb("#ffe9a8"))
        c.rect(w * lx - 11, h * 0.842, 22, 6, rgb("#4a3b32"))
    m.snowfall(c, 100)


def harvest(c: Canvas, landmark: str) -> None:
    """Autumn fields with bales and an orchard."""
    w, h = c.width, c.height
    third = _backdrop(c, 0.44, (0.24, 0.2))
    _village(c, lambda x: third(x) + h * 0.08, w * 0.3, w * 0.98, h * 0.075)
    _landmark(c, landmark, w * 0.72, third(w * 0.72) + h * 0.1, h * 0.28)
    ridge = c.ridge(h * 0.6, h * 0.02, 0.9)
    straw = rgb("#dcb65a")
    tones = [
        straw,
        lighten(straw, 0.12),
        mix(straw, c.palette.near, 0.35),
        lighten(straw, 0.06),
        mix(straw, c.palette.near, 0.2),
    ]
    c.fields(ridge, [c.tint(t) for t in tones], h * 0.042, 0.3)
    for x, y, r in (
        (0.15, 0.7, 0.03),
        (0.36, 0.68, 0.026),
        (0.58, 0.72, 0.034),
        (0.82, 0.74, 0.038),
        (0.28, 0.86, 0.062),
        (0.68, 0.9, 0.07),
    ):
        tone = c.tint(rgb("#c79a43"))
        rr = h * r
        c.ellipse(w * x + rr * 0.5, h * y + rr * 0.95, rr * 1.6, rr * 0.2, c.tint(rgb("#a8843c")))
        c.rect(w * x, h * y - rr, rr * 1.1, rr * 2, tone)
        c.circle(w * x + rr * 1.1, h * y, rr, darken(tone, 0.1))
        c.circle(w * x, h * y, rr, lighten(tone, 0.16))
        for k in (0.74, 0.48, 0.24):
            c.circle(w * x, h * y, rr * k, lighten(tone, 0.1 if k != 0.48 else 0.2))
    for x, hue in ((0.04, "#c8702e"), (0.93, "#b8562e"), (0.99, "#d99a3a")):
        m.leafy(c, w * x, h * 0.98, h * 0.44, rgb(hue))
        for _ in range(9):
            c.circle(
                w * x + c.rng.uniform(-0.1, 0.1) * h,
                h * (0.72 + c.rng.uniform(-0.14, 0.1)),
                6,
                rgb("#c8281f"),
            )
    c.birds(w * 0.5, h * 0.24, 8)


def landmark_view(c: Canvas, landmark: str) -> None:
    """The landmark itself, large, in its garden."""
    w, h = c.width, c.height
    _backdrop(c, 0.52, (0.14, 0.16))
    c.birds(w * 0.2, h * 0.34, 4)
    green = mix(c.palette.near, rgb("#2f5d3a"), 0.6)
    ground = c.ridge(h * 0.72, h * 0.006, 1)
    for at in (0.03, 0.13, 0.87, 0.97):
        m.leafy(c, w * at, h * 0.75, h * c.rng.uniform(0.26, 0.36), green)
    _landmark(c, landmark, w * 0.5, h * 0.75, h * 0.72 * _height(landmark))
    near = rgb("#f4f7fc") if c.light.snow else c.palette.near
    c.land(ground, c.tint(lighten(near, 0.12)), c.tint(darken(near, 0.06)))
    _path(
        c,
        [(w * 0.5, h * 1.05, 300), (w * 0.49, h * 0.88, 130), (w * 0.5, h * 0.735, 60)],
        c.tint(rgb("#eef1f6") if c.light.snow else rgb("#e6d9bf")),
    )
    for side in (-1, 1):
        for k in range(4):
            x = w * 0.5 + side * w * (0.1 + 0.11 * k)
            m.bush(c, x, h * (0.81 + 0.03 * k), h * (0.024 + 0.008 * k), green)
    m.person(c, w * 0.57, h * 0.92, h * 0.13, rgb("#2f6f8f"))
    m.person(c, w * 0.605, h * 0.925, h * 0.12, rgb("#b5483a"))
    _flowers(c, h * 0.87, h * 1.02, 110)


@dataclass(frozen=True)
class Scene:
    draw: Callable[[Canvas, str], None]
    light: Light


SCENES: dict[str, Scene] = {
    "advent": Scene(advent, WINTER_NIGHT),
    "bins": Scene(bins, DAY),
    "council": Scene(council, DAY),
    "exhibition": Scene(exhibition, DAY),
    "feast": Scene(feast, DUSK),
    "firefighters": Scene(firefighters, DAY),
    "football": Scene(football, DAY),
    "forest": Scene(forest, DAY),
    "harvest": Scene(harvest, AUTUMN),
    "landmark": Scene(landmark_view, DAY),
    "landmark_dusk": Scene(landmark_view, DUSK),
    "landmark_winter": Scene(landmark_view, WINTER),
    "library": Scene(library, DAY),
    "market": Scene(market, DAY),
    "morning": Scene(morning, DAWN),
    "night_mass": Scene(night_mass, WINTER_NIGHT),
    "nicholas": Scene(saint_nicholas, WINTER_NIGHT),
    "panorama": Scene(panorama, DAY),
    "panorama_dawn": Scene(panorama, DAWN),
    "panorama_autumn": Scene(panorama, AUTUMN),
    "panorama_union": Scene(panorama_union, DAY),
    "pilgrimage": Scene(pilgrimage, DAY),
    "pond": Scene(pond, DAY),
    "railway": Scene(railway, DAY),
    "rocks": Scene(rocks, DAWN),
    "school": Scene(school, DAY),
    "square": Scene(square, DAY),
    "square_night": Scene(square, NIGHT),
    "stained_glass": Scene(stained_glass, DAY),
    "trail": Scene(trail, DAY),
    "village": Scene(village, DAY),
    "village_winter": Scene(village, WINTER),
    "works": Scene(works, DAY),
}
