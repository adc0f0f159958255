"""Things that stand in the landscape: trees, houses, towers, people.

Each takes the canvas, the point on the ground where it stands (its middle) and a size.
"""

from __future__ import annotations

import math

from .canvas import Canvas, Color, darken, lighten, mix, rgb

CREAM = rgb("#f6ead2")
TIMBER = rgb("#5b3d2e")
SLATE = rgb("#55606e")
STONE = rgb("#cfc6b6")
TRUNK = rgb("#6b4c3a")
SNOW = rgb("#fbfcfe")
SKIN = rgb("#e8bf9c")


# -- trees ---------------------------------------------------------------------------------------


def conifer(c: Canvas, x: float, y: float, h: float, color: Color) -> None:
    color = c.tint(color)
    shade = darken(color, 0.16)
    w = h * 0.42
    c.rect(x - h * 0.025, y - h * 0.12, h * 0.05, h * 0.12, c.tint(TRUNK))
    for low, high, half in ((0.08, 0.48, 0.5), (0.3, 0.72, 0.4), (0.54, 1.0, 0.29)):
        left, top = (x - w * half, y - h * low), (x, y - h * high)
        right = (x + w * half, y - h * low)
        c.poly([left, top, right], color)
        c.poly([(x + w * half * 0.08, y - h * low), top, right], shade)
        if c.light.snow:
            snow = c.tint(SNOW)
            c.poly(
                [
                    top,
                    (x - w * half * 0.52, y - h * (high + low * 1.0) / 2),
                    (x - w * half * 0.15, y - h * (high * 0.62 + low * 0.38)),
                    (x + w * half * 0.18, y - h * (high * 0.5 + low * 0.5)),
                ],
                snow,
            )


def leafy(c: Canvas, x: float, y: float, h: float, color: Color) -> None:
    if c.light.snow:  # hoarfrost instead of leaves
        color = mix(color, rgb("#e6edf4"), 0.72)
    trunk = c.tint(TRUNK)
    c.poly(
        [
            (x - h * 0.035, y),
            (x - h * 0.02, y - h * 0.5),
            (x + h * 0.02, y - h * 0.5),
            (x + h * 0.035, y),
        ],
        trunk,
    )
    base, shade, light = c.tint(color), darken(c.tint(color), 0.14), lighten(c.tint(color), 0.14)
    c.ellipse(x + h * 0.04, y - h * 0.6, h * 0.31, h * 0.34, shade)
    c.ellipse(x - h * 0.04, y - h * 0.63, h * 0.29, h * 0.33, base)
    c.ellipse(x - h * 0.11, y - h * 0.74, h * 0.13, h * 0.15, light)
    c.line([(x, y - h * 0.3), (x + h * 0.09, y - h * 0.5)], trunk, h * 0.02)
    c.line([(x, y - h * 0.38), (x - h * 0.08, y - h * 0.55)], trunk, h * 0.018)


def birch(c: Canvas, x: float, y: float, h: float, color: Color) -> None:
    bark = c.tint(rgb("#f3efe6"))
    c.poly(
        [(x - h * 0.02, y), (x - h * 0.008, y - h), (x + h * 0.008, y - h), (x + h * 0.02, y)], bark
    )
    for i in range(7):
        yy = y - h * (0.08 + i * 0.11)
        c.rect(x - h * 0.012, yy, h * 0.016, h * 0.012, c.tint(rgb("#4a4441")))
    leaf = c.tint(color)
    for i in range(9):
        t = 0.45 + i * 0.065
        side = -1 if i % 2 else 1
        c.ellipse(
            x + side * h * 0.07 * (1.25 - t),
            y - h * t,
            h * 0.085,
            h * 0.06,
            mix(leaf, (255, 255, 255), 0.05 * (i % 3)),
        )


def tree_line(
    c: Canvas, ridge: object, x0: float, x1: float, h: float, color: Color, step: float = 0.5
) -> None:
    """A forest along a ridge: many slender points, cheap enough to draw by the hundred."""
    assert callable(ridge)
    color = c.tint(color)
    x = x0
    while x < x1:
        size = h * c.rng.uniform(0.6, 1.15)
        y = ridge(x) + h * 0.15
        tone = mix(color, (0, 0, 0), c.rng.uniform(0.0, 0.13))
        c.poly([(x - size * 0.22, y), (x, y - size), (x + size * 0.22, y)], tone)
        if c.light.snow and c.rng.random() < 0.5:
            c.poly(
                [
                    (x - size * 0.1, y - size * 0.5),
                    (x, y - size),
                    (x + size * 0.05, y - size * 0.6),
                ],
                c.tint(mix(SNOW, color, 0.25)),
            )
        x += size * step * c.rng.uniform(0.55, 1.1)


def bush(c: Canvas, x: float, y: float, r: float, color: Color) -> None:
    if c.light.snow:
        color = mix(color, rgb("#eaf0f6"), 0.75)
    base = c.tint(color)
    for dx, dy, s, tone in (
        (-0.7, -0.3, 0.6, 0.0),
        (0.65, -0.28, 0.58, 0.12),
        (0.0, -0.55, 0.8, 0.05),
    ):
        c.circle(x + dx * r, y + dy * r, s * r, darken(base, tone))


# -- houses --------------------------------------------------------------------------------------


def _windows(
    c: Canvas, x: float, y: float, columns: int, rows: int, w: float, h: float, dx: float, dy: float
) -> None:
    frame = c.tint(lighten(CREAM, 0.5))
    for column in range(columns):
        for row in range(rows):
            left, top = x + column * dx, y + row * dy
            lit = c.light.lit and c.rng.random() < 0.72
            glass = (
                c.light.window
                if lit
                else c.tint(rgb("#41586b") if not c.light.lit else rgb("#2a3450"))
            )
            c.rect(left - w * 0.14, top - w * 0.14, w * 1.28, h + w * 0.28, frame)
            c.rect(left, top, w, h, glass)
            c.rect(left + w * 0.46, top, w * 0.08, h, frame)
            c.rect(left, top + h * 0.42, w, w * 0.08, frame)


def _roof_snow(c: Canvas, x: float, y: float, half: float, rise: float) -> None:
    if c.light.snow:
        c.poly(
            [
                (x - half * 0.97, y - rise * 0.03),
                (x, y - rise * 1.04),
                (x + half * 0.97, y - rise * 0.03),
                (x + half * 0.62, y - rise * 0.2),
                (x + half * 0.4, y - rise * 0.34),
                (x + half * 0.1, y - rise * 0.52),
                (x - half * 0.25, y - rise * 0.34),
                (x - half * 0.6, y - rise * 0.22),
            ],
            c.tint(SNOW),
        )


def house(c: Canvas, x: float, y: float, w: float, wall: Color, roof: Color) -> None:
    """A plain house with its gable to us."""
    wall, roof = c.tint(wall), c.tint(roof)
    h = w * 0.62
    c.rect(x + w * 0.18, y - h - w * 0.5, w * 0.09, w * 0.3, darken(roof, 0.25))
    c.rect(x - w / 2, y - h, w, h, wall)
    c.poly(
        [(x + w * 0.1, y), (x + w * 0.5, y), (x + w * 0.5, y - h), (x + w * 0.1, y - h)],
        darken(wall, 0.035),
    )
    c.poly([(x - w / 2, y - h), (x, y - h - w * 0.46), (x + w / 2, y - h)], darken(wall, 0.05))
    c.line(
        [(x - w * 0.57, y - h + w * 0.05), (x, y - h - w * 0.49), (x + w * 0.57, y - h + w * 0.05)],
        roof,
        w * 0.07,
    )
    _roof_snow(c, x, y - h + w * 0.02, w * 0.56, w * 0.53)
    _windows(c, x - w * 0.33, y - h * 0.8, 3, 1, w * 0.13, w * 0.19, w * 0.265, 0)
    _windows(c, x - w * 0.07, y - h - w * 0.22, 1, 1, w * 0.13, w * 0.15, 0, 0)
    c.rect(x - w * 0.08, y - h * 0.42, w * 0.16, h * 0.42, c.tint(TIMBER))


def timber_house(c: Canvas, x: float, y: float, w: float, wall: Color, roof: Color) -> None:
    """A podstávkový dům: a boarded ground floor behind arches, half-timbering above."""
    wall, roof_c, wood = c.tint(wall), c.tint(roof), c.tint(TIMBER)
    ground, upper = w * 0.24, w * 0.23
    left = x - w / 2
    # ground floor: dark boards, light joints
    c.rect(left, y - ground, w, ground, mix(wood, (0, 0, 0), 0.1))
    for i in range(1, 5):
        c.rect(left, y - ground * i / 5, w, max(0.8, w * 0.005), mix(wood, wall, 0.35))
    c.rect(left, y - w * 0.03, w, w * 0.03, c.tint(STONE))
    _windows(c, left + w * 0.13, y - ground * 0.72, 3, 1, w * 0.075, w * 0.09, w * 0.15, 0)
    door = left + w * 0.68
    c.rect(door - w * 0.012, y - ground * 0.84, w * 0.134, ground * 0.84, c.tint(STONE))
    c.rect(door, y - ground * 0.78, w * 0.11, ground * 0.78, c.tint(c.palette.primary))
    # the posts and arches that carry the upper floor
    for i in range(6):
        px = left + w * i / 5
        c.rect(px - w * 0.012, y - ground, w * 0.024, ground, wood)
    for i in range(5):
        px = left + w * (i + 0.5) / 5
        c.line(
            [
                (px - w * 0.09, y - ground * 0.74),
                (px - w * 0.055, y - ground * 0.93),
                (px, y - ground * 0.985),
                (px + w * 0.055, y - ground * 0.93),
                (px + w * 0.09, y - ground * 0.74),
            ],
            wood,
            w * 0.018,
        )
    # half-timbered floor
    top = y - ground - upper
    c.rect(left - w * 0.01, top, w * 1.02, upper, wall)
    c.rect(left - w * 0.02, y - ground - w * 0.018, w * 1.04, w * 0.03, wood)
    c.rect(left - w * 0.01, top, w * 1.02, w * 0.02, wood)
    c.rect(left - w * 0.01, top + upper * 0.55, w * 1.02, w * 0.013, wood)
    for i in range(9):
        px = left + w * i / 8
        c.rect(px - w * 0.009, top, w * 0.018, upper, wood)
    for a, b in ((0, 1), (2, 1), (6, 7), (8, 7)):
        c.line(
            [(left + w * a / 8, y - ground), (left + w * b / 8, top + w * 0.01)], wood, w * 0.015
        )
    _windows(c, left + w * 0.275, top + upper * 0.2, 2, 1, w * 0.065, w * 0.085, w * 0.125, 0)
    _windows(c, left + w * 0.66, top + upper * 0.2, 1, 1, w * 0.065, w * 0.085, 0, 0)
    # half-hipped roof with dormer
    rise = w * 0.34
    c.rect(x + w * 0.16, top - rise - w * 0.05, w * 0.06, w * 0.16, c.tint(rgb("#8c5a48")))
    c.poly(
        [
            (left - w * 0.055, top + w * 0.012),
            (left + w * 0.15, top - rise),
            (left + w * 0.85, top - rise),
            (left + w * 1.055, top + w * 0.012),
        ],
        roof_c,
    )
    for i in range(1, 6):
        t = i / 6
        c.rect(
            left - w * 0.055 + w * 0.205 * t,
            top + (w * 0.012) - (rise + w * 0.012) * t,
            w * 1.11 - w * 0.41 * t,
            max(0.8, w * 0.006),
            darken(roof_c, 0.12),
        )
    if c.light.snow:
        c.poly(
            [
                (left + w * 0.0, top - rise * 0.3),
                (left + w * 0.145, top - rise * 1.05),
                (left + w * 0.855, top - rise * 1.05),
                (left + w * 1.0, top - rise * 0.3),
                (left + w * 0.82, top - rise * 0.42),
                (left + w * 0.6, top - rise * 0.26),
                (left + w * 0.4, top - rise * 0.45),
                (left + w * 0.2, top - rise * 0.28),
            ],
            c.tint(SNOW),
        )
    dormer = x - w * 0.07
    c.rect(dormer - w * 0.09, top - rise * 0.58, w * 0.18, rise * 0.4, wall)
    _windows(c, dormer - w * 0.055, top - rise * 0.5, 2, 1, w * 0.045, w * 0.06, w * 0.066, 0)
    c.poly(
        [
            (dormer - w * 0.12, top - rise * 0.56),
            (dormer, top - rise * 0.88),
            (dormer + w * 0.12, top - rise * 0.56),
        ],
        darken(roof_c, 0.14),
    )


def town_house(
    c: Canvas, x: float, y: float, w: float, h: float, wall: Color, roof: Color, gable: int
) -> None:
    """A house of a town square: shops below, two rows of windows, one of three gables."""
    wall, roof = c.tint(wall), c.tint(roof)
    left = x - w / 2
    white = c.tint(rgb("#fffaf0"))
    if gable == 0:
        c.poly([(left - w * 0.03, y - h), (x, y - h - w * 0.62), (left + w * 1.03, y - h)], roof)
        _roof_snow(c, x, y - h, w * 0.5, w * 0.6)
    elif gable == 1:
        for i, (half, rise) in enumerate(((0.5, 0.2), (0.36, 0.4), (0.2, 0.58))):
            c.rect(
                x - w * half, y - h - w * rise, w * half * 2, w * rise, mix(wall, white, 0.12 * i)
            )
            c.rect(
                x - w * half - w * 0.02,
                y - h - w * rise,
                w * (half * 2 + 0.04),
                w * 0.035,
                c.tint(SNOW) if c.light.snow else white,
            )
        c.circle(x, y - h - w * 0.62, w * 0.045, white)
    else:
        c.poly(
            [
                (left - w * 0.03, y - h),
                (left + w * 0.13, y - h - w * 0.36),
                (left + w * 0.87, y - h - w * 0.36),
                (left + w * 1.03, y - h),
            ],
            roof,
        )
        if c.light.snow:
            c.poly(
                [
                    (left + w * 0.06, y - h - w * 0.2),
                    (left + w * 0.13, y - h - w * 0.38),
                    (left + w * 0.87, y - h - w * 0.38),
                    (left + w * 0.94, y - h - w * 0.2),
                    (left + w * 0.6, y - h - w * 0.14),
                    (left + w * 0.35, y - h - w * 0.22),
                ],
                c.tint(SNOW),
            )
        c.rect(x - w * 0.09, y - h - w * 0.27, w * 0.18, w * 0.2, wall)
        c.poly(
            [
                (x - w * 0.12, y - h - w * 0.26),
                (x, y - h - w * 0.38),
                (x + w * 0.12, y - h - w * 0.26),
            ],
            darken(roof, 0.2),
        )
    c.rect(left, y - h, w, h, wall)
    c.rect(left - w * 0.015, y - h, w * 1.03, w * 0.045, white)
    c.rect(left, y - h * 0.34, w, w * 0.03, white)
    _windows(c, left + w * 0.13, y - h * 0.88, 3, 2, w * 0.14, h * 0.13, w * 0.3, h * 0.26)
    shop = c.light.window if c.light.lit else c.tint(rgb("#50697c"))
    for i in (0, 2):
        sx = left + w * (0.08 + 0.31 * i)
        c.rect(sx, y - h * 0.25, w * 0.24, h * 0.25, darken(wall, 0.25))
        c.rect(sx + w * 0.02, y - h * 0.22, w * 0.2, h * 0.17, shop)
    c.arc_window(
        left + w * 0.4, y - h * 0.27, w * 0.2, h * 0.27, c.tint(darken(c.palette.primary, 0.1))
    )


# -- landmarks -----------------------------------------------------------------------------------


def onion(c: Canvas, x: float, y: float, w: float, color: Color) -> None:
    """A baroque cupola with a lantern and a cross, standing on y."""
    pts: list[tuple[float, float]] = []
    profile = (
        (0.5, 0.0),
        (0.56, 0.12),
        (0.6, 0.28),
        (0.55, 0.45),
        (0.4, 0.6),
        (0.24, 0.72),
        (0.15, 0.82),
    )
    pts += [(x - w * px, y - w * py) for px, py in profile]
    pts += [(x + w * px, y - w * py) for px, py in reversed(profile)]
    c.poly(pts, color)
    c.poly(
        [(x + w * px * 0.25, y - w * py) for px, py in profile]
        + [(x + w * px, y - w * py) for px, py in reversed(profile)],
        darken(color, 0.14),
    )
    c.rect(x - w * 0.12, y - w * 1.06, w * 0.24, w * 0.26, c.tint(CREAM))
    c.rect(
        x - w * 0.04,
        y - w * 1.02,
        w * 0.08,
        w * 0.18,
        c.light.window if c.light.lit else c.tint(rgb("#41586b")),
    )
    c.poly([(x - w * 0.16, y - w * 1.05), (x, y - w * 1.42), (x + w * 0.16, y - w * 1.05)], color)
    gold = c.tint(rgb("#d9a83c"))
    c.rect(x - w * 0.018, y - w * 1.72, w * 0.036, w * 0.34, gold)
    c.rect(x - w * 0.09, y - w * 1.63, w * 0.18, w * 0.036, gold)
    c.circle(x, y - w * 1.4, w * 0.045, gold)


def church(c: Canvas, x: float, y: float, w: float, wall: Color, roof: Color) -> None:
    """A baroque village church: a nave with round windows and a tower at its left."""
    wall, roof = c.tint(wall), c.tint(roof)
    shade, white = darken(wall, 0.07), c.tint(rgb("#fffaf0"))
    glass = c.light.window if c.light.lit else c.tint(rgb("#41586b"))
    nave_h = w * 0.36
    left = x - w * 0.22
    c.poly(
        [
            (left - w * 0.02, y - nave_h),
            (left + w * 0.06, y - nave_h - w * 0.3),
            (left + w * 0.62, y - nave_h - w * 0.3),
            (left + w * 0.74, y - nave_h),
        ],
        roof,
    )
    if c.light.snow:
        c.poly(
            [
                (left + w * 0.03, y - nave_h - w * 0.18),
                (left + w * 0.06, y - nave_h - w * 0.31),
                (left + w * 0.62, y - nave_h - w * 0.31),
                (left + w * 0.7, y - nave_h - w * 0.13),
                (left + w * 0.5, y - nave_h - w * 0.2),
                (left + w * 0.3, y - nave_h - w * 0.13),
            ],
            c.tint(SNOW),
        )
    c.rect(left, y - nave_h, w * 0.6, nave_h, wall)
    c.poly(
        [
            (left + w * 0.6, y),
            (left + w * 0.6, y - nave_h),
            (left + w * 0.72, y - nave_h),
            (left + w * 0.72, y),
        ],
        shade,
    )
    c.rect(left, y - nave_h, w * 0.72, w * 0.02, white)
    for i in range(3):
        wx = left + w * (0.2 + i * 0.145)
        c.arc_window(wx - w * 0.012, y - nave_h * 0.78, w * 0.094, nave_h * 0.56, white)
        c.arc_window(wx, y - nave_h * 0.75, w * 0.07, nave_h * 0.5, glass)
    # lantern over the nave
    ridge_x = left + w * 0.46
    c.rect(ridge_x - w * 0.02, y - nave_h - w * 0.38, w * 0.04, w * 0.09, wall)
    c.poly(
        [
            (ridge_x - w * 0.035, y - nave_h - w * 0.37),
            (ridge_x, y - nave_h - w * 0.5),
            (ridge_x + w * 0.035, y - nave_h - w * 0.37),
        ],
        c.tint(SLATE),
    )
    # tower
    tx, tw, th = x - w * 0.27, w * 0.2, w * 0.82
    c.rect(tx - tw / 2, y - th, tw, th, wall)
    c.rect(tx + tw * 0.18, y - th, tw * 0.32, th, shade)
    for level in (0.0, 0.36, 0.68):
        c.rect(tx - tw * 0.56, y - th + th * level, tw * 1.12, w * 0.02, white)
    c.arc_window(tx - tw * 0.17, y - th * 0.93, tw * 0.34, th * 0.17, glass)
    c.circle(tx, y - th * 0.53, tw * 0.2, white)
    c.circle(tx, y - th * 0.53, tw * 0.165, c.tint(rgb("#2f3b4c")))
    c.line([(tx, y - th * 0.53), (tx, y - th * 0.565)], white, w * 0.006)
    c.line([(tx, y - th * 0.53), (tx + tw * 0.09, y - th * 0.52)], white, w * 0.006)
    c.arc_window(tx - tw * 0.2, y - th * 0.2, tw * 0.4, th * 0.2, c.tint(TIMBER))
    onion(c, tx, y - th, tw * 1.06, c.tint(rgb("#6f8f86")))


def basilica(c: Canvas, x: float, y: float, w: float, wall: Color) -> None:
    """A pilgrimage church with two slender spires and a rose window."""
    wall = c.tint(wall)
    shade, white = darken(wall, 0.08), c.tint(rgb("#fffaf0"))
    roof = c.tint(SLATE)
    glass = c.light.window if c.light.lit else c.tint(rgb("#41586b"))
    h = w * 0.55
    c.rect(x - w * 0.2, y - h, w * 0.4, h, wall)
    c.poly([(x - w * 0.21, y - h), (x, y - h - w * 0.26), (x + w * 0.21, y - h)], wall)
    c.line(
        [(x - w * 0.22, y - h + w * 0.01), (x, y - h - w * 0.27), (x + w * 0.22, y - h + w * 0.01)],
        c.tint(SNOW) if c.light.snow else white,
        w * 0.018,
    )
    c.circle(x, y - h * 0.9, w * 0.1, white)
    c.circle(x, y - h * 0.9, w * 0.085, glass)
    for i in range(6):
        a = math.pi * i / 6
        c.line(
            [
                (x - math.cos(a) * w * 0.085, y - h * 0.9 - math.sin(a) * w * 0.085),
                (x + math.cos(a) * w * 0.085, y - h * 0.9 + math.sin(a) * w * 0.085),
            ],
            white,
            w * 0.008,
        )
    c.circle(x, y - h * 0.9, w * 0.028, white)
    for dx in (-0.13, 0.07):
        c.arc_window(x + w * dx, y - h * 0.56, w * 0.06, h * 0.3, glass)
    c.arc_window(x - w * 0.065, y - h * 0.36, w * 0.13, h * 0.36, white)
    c.arc_window(x - w * 0.05, y - h * 0.33, w * 0.1, h * 0.33, c.tint(TIMBER))
    for side in (-1, 1):
        tx, tw, th = x + side * w * 0.28, w * 0.17, w * 0.8
        c.rect(tx - tw / 2, y - th, tw, th, wall)
        c.rect(tx + tw * 0.15, y - th, tw * 0.35, th, shade)
        for level in (0.03, 0.34, 0.62):
            c.rect(tx - tw * 0.56, y - th + th * level, tw * 1.12, w * 0.014, white)
        c.arc_window(tx - tw * 0.16, y - th * 0.92, tw * 0.32, th * 0.2, glass)
        c.arc_window(tx - tw * 0.13, y - th * 0.58, tw * 0.26, th * 0.14, glass)
        c.poly([(tx - tw * 0.58, y - th), (tx, y - th - w * 0.5), (tx + tw * 0.58, y - th)], roof)
        c.poly(
            [(tx + tw * 0.06, y - th), (tx, y - th - w * 0.5), (tx + tw * 0.58, y - th)],
            darken(roof, 0.16),
        )
        if c.light.snow:
            c.poly(
                [
                    (tx - tw * 0.34, y - th - w * 0.21),
                    (tx, y - th - w * 0.5),
                    (tx + tw * 0.02, y - th - w * 0.24),
                ],
                c.tint(SNOW),
            )
        gold = c.tint(rgb("#d9a83c"))
        c.rect(tx - w * 0.004, y - th - w * 0.58, w * 0.008, w * 0.09, gold)
        c.rect(tx - w * 0.022, y - th - w * 0.555, w * 0.044, w * 0.008, gold)


def chapel(c: Canvas, x: float, y: float, w: float, wall: Color, roof: Color) -> None:
    wall, roof = c.tint(wall), c.tint(roof)
    h = w * 0.62
    glass = c.light.window if c.light.lit else c.tint(rgb("#41586b"))
    c.rect(x - w / 2, y - h, w, h, wall)
    c.rect(x + w * 0.2, y - h, w * 0.3, h, darken(wall, 0.06))
    c.poly([(x - w * 0.58, y - h), (x, y - h - w * 0.62), (x + w * 0.58, y - h)], roof)
    c.poly([(x + w * 0.1, y - h), (x, y - h - w * 0.62), (x + w * 0.58, y - h)], darken(roof, 0.1))
    _roof_snow(c, x, y - h, w * 0.54, w * 0.6)
    c.rect(x - w * 0.09, y - h - w * 0.8, w * 0.18, w * 0.26, wall)
    c.poly(
        [(x - w * 0.14, y - h - w * 0.78), (x, y - h - w * 1.12), (x + w * 0.14, y - h - w * 0.78)],
        c.tint(SLATE),
    )
    gold = c.tint(rgb("#d9a83c"))
    c.rect(x - w * 0.015, y - h - w * 1.34, w * 0.03, w * 0.25, gold)
    c.rect(x - w * 0.07, y - h - w * 1.27, w * 0.14, w * 0.03, gold)
    c.arc_window(x - w * 0.13, y - h * 0.62, w * 0.26, h * 0.62, c.tint(TIMBER))
    for dx in (-0.38, 0.24):
        c.arc_window(x + w * dx, y - h * 0.72, w * 0.14, h * 0.4, glass)


def loreta(c: Canvas, x: float, y: float, w: float, wall: Color, roof: Color) -> None:
    """An ambit with arcades round a holy house, corner chapels with cupolas."""
    wall_c, roof_c = c.tint(wall), c.tint(roof)
    white = c.tint(rgb("#fffaf0"))
    glass = c.light.window if c.light.lit else c.tint(rgb("#41586b"))
    # the holy house rises behind the arcades
    hw, hh = w * 0.26, w * 0.36
    c.rect(x - hw / 2, y - hh, hw, hh, c.tint(rgb("#d9b48a")))
    for i in range(5):
        c.rect(x - hw * 0.5 + hw * i / 4 - w * 0.007, y - hh, w * 0.014, hh, white)
    c.rect(x - hw * 0.56, y - hh, hw * 1.12, w * 0.028, white)
    for i in range(9):
        c.rect(x - hw * 0.54 + hw * 1.04 * i / 8, y - hh - w * 0.03, w * 0.013, w * 0.034, white)
    c.poly(
        [
            (x - hw * 0.52, y - hh - w * 0.02),
            (x - hw * 0.3, y - hh - w * 0.13),
            (x + hw * 0.3, y - hh - w * 0.13),
            (x + hw * 0.52, y - hh - w * 0.02),
        ],
        roof_c,
    )
    if c.light.snow:
        c.rect(x - hw * 0.3, y - hh - w * 0.14, hw * 0.6, w * 0.025, c.tint(SNOW))
    onion(c, x, y - hh - w * 0.125, w * 0.075, c.tint(rgb("#6f8f86")))
    # arcades
    ah = w * 0.17
    c.poly(
        [
            (x - w * 0.5, y - ah),
            (x - w * 0.47, y - ah - w * 0.075),
            (x + w * 0.47, y - ah - w * 0.075),
            (x + w * 0.5, y - ah),
        ],
        roof_c,
    )
    if c.light.snow:
        c.rect(x - w * 0.47, y - ah - w * 0.08, w * 0.94, w * 0.03, c.tint(SNOW))
    c.rect(x - w * 0.5, y - ah, w, ah, wall_c)
    c.rect(x - w * 0.5, y - ah, w, w * 0.012, white)
    for i in range(13):
        ax = x - w * 0.42 + w * 0.065 * i
        if abs(ax + w * 0.02 - x) < w * 0.05:
            continue
        c.arc_window(ax - w * 0.004, y - ah * 0.78, w * 0.048, ah * 0.78, white)
        inner = c.light.window if c.light.lit else c.tint(rgb("#7d7280"))
        c.arc_window(ax, y - ah * 0.74, w * 0.04, ah * 0.74, inner)
    # portal in the middle
    c.rect(x - w * 0.06, y - ah * 1.35, w * 0.12, ah * 1.35, wall_c)
    c.poly(
        [(x - w * 0.075, y - ah * 1.32), (x, y - ah * 1.85), (x + w * 0.075, y - ah * 1.32)], white
    )
    c.poly(
        [(x - w * 0.05, y - ah * 1.36), (x, y - ah * 1.7), (x + w * 0.05, y - ah * 1.36)], wall_c
    )
    c.arc_window(x - w * 0.034, y - ah * 1.02, w * 0.068, ah * 1.02, white)
    c.arc_window(x - w * 0.027, y - ah * 0.96, w * 0.054, ah * 0.96, c.tint(TIMBER))
    # corner chapels
    for side in (-1, 1):
        cx = x + side * w * 0.46
        c.rect(cx - w * 0.055, y - w * 0.27, w * 0.11, w * 0.27, wall_c)
        c.rect(cx + w * 0.02, y - w * 0.27, w * 0.035, w * 0.27, darken(wall_c, 0.07))
        c.rect(cx - w * 0.062, y - w * 0.275, w * 0.124, w * 0.014, white)
        c.arc_window(cx - w * 0.018, y - w * 0.22, w * 0.036, w * 0.1, glass)
        onion(c, cx, y - w * 0.27, w * 0.11, c.tint(rgb("#6f8f86")))


def castle(c: Canvas, x: float, y: float, w: float, wall: Color, roof: Color) -> None:
    """A country chateau: three wings with stepped gables and a clock tower."""
    wall_c, roof_c = c.tint(wall), c.tint(roof)
    white, shade = c.tint(rgb("#fffaf0")), darken(c.tint(wall), 0.06)
    h = w * 0.24
    # tower behind
    tw, th = w * 0.12, w * 0.5
    c.rect(x - tw / 2, y - th, tw, th, wall_c)
    c.rect(x + tw * 0.15, y - th, tw * 0.35, th, shade)
    c.rect(x - tw * 0.58, y - th, tw * 1.16, w * 0.014, white)
    c.circle(x, y - th * 0.87, tw * 0.24, white)
    c.circle(x, y - th * 0.87, tw * 0.2, c.tint(rgb("#2f3b4c")))
    c.line([(x, y - th * 0.87), (x, y - th * 0.9)], white, w * 0.004)
    c.line([(x, y - th * 0.87), (x + tw * 0.1, y - th * 0.865)], white, w * 0.004)
    onion(c, x, y - th, tw * 1.02, c.tint(rgb("#6f8f86")))
    # main wing
    c.poly(
        [
            (x - w * 0.5, y - h),
            (x - w * 0.46, y - h - w * 0.1),
            (x + w * 0.46, y - h - w * 0.1),
            (x + w * 0.5, y - h),
        ],
        roof_c,
    )
    if c.light.snow:
        c.rect(x - w * 0.46, y - h - w * 0.105, w * 0.92, w * 0.05, c.tint(SNOW))
    for i in range(6):
        dx = x - w * 0.33 + w * 0.132 * i
        if abs(dx - x) > w * 0.05:
            c.poly(
                [
                    (dx - w * 0.022, y - h - w * 0.02),
                    (dx, y - h - w * 0.06),
                    (dx + w * 0.022, y - h - w * 0.02),
                ],
                darken(roof_c, 0.18),
            )
    c.rect(x - w * 0.48, y - h, w * 0.96, h, wall_c)
    c.rect(x - w * 0.49, y - h, w * 0.98, w * 0.013, white)
    c.rect(x - w * 0.48, y - h * 0.48, w * 0.96, w * 0.008, white)
    _windows(c, x - w * 0.27, y - h * 0.86, 3, 2, w * 0.026, w * 0.05, w * 0.068, h * 0.46)
    _windows(c, x + w * 0.108, y - h * 0.86, 3, 2, w * 0.026, w * 0.05, w * 0.068, h * 0.46)
    # gabled side wings
    for side in (-1, 1):
        gx, gw = x + side * w * 0.41, w * 0.2
        c.rect(gx - gw / 2, y - h * 1.08, gw, h * 1.08, wall_c)
        for half, rise in ((0.5, 0.3), (0.36, 0.55), (0.2, 0.78)):
            c.rect(gx - gw * half, y - h * 1.08 - gw * rise, gw * half * 2, gw * rise, wall_c)
            c.rect(
                gx - gw * half - gw * 0.02,
                y - h * 1.08 - gw * rise,
                gw * (half * 2 + 0.04),
                gw * 0.05,
                c.tint(SNOW) if c.light.snow else white,
            )
        c.circle(gx, y - h * 1.08 - gw * 0.86, gw * 0.06, white)
        c.arc_window(
            gx - gw * 0.08,
            y - h * 1.08 - gw * 0.5,
            gw * 0.16,
            gw * 0.26,
            c.light.window if c.light.lit else c.tint(rgb("#41586b")),
        )
        _windows(c, gx - gw * 0.33, y - h * 0.92, 2, 2, gw * 0.17, w * 0.05, gw * 0.48, h * 0.46)
    # portal
    c.rect(x - w * 0.065, y - h * 0.92, w * 0.13, h * 0.92, shade)
    c.rect(x - w * 0.075, y - h * 0.92, w * 0.15, w * 0.014, white)
    c.arc_window(x - w * 0.042, y - h * 0.66, w * 0.084, h * 0.66, white)
    c.arc_window(x - w * 0.034, y - h * 0.6, w * 0.068, h * 0.6, c.tint(TIMBER))


def lookout(c: Canvas, x: float, y: float, h: float, color: Color) -> None:
    """A wooden look-out tower with a roofed gallery."""
    wood = c.tint(color)
    w = h * 0.22
    for a, b in ((-0.5, -0.28), (0.5, 0.28)):
        c.line([(x + w * a, y), (x + w * b, y - h * 0.72)], wood, h * 0.026)
    for i in range(5):
        y0, y1 = y - h * 0.72 * i / 5, y - h * 0.72 * (i + 1) / 5
        s0, s1 = 0.5 - 0.22 * i / 5, 0.5 - 0.22 * (i + 1) / 5
        c.line([(x - w * s0, y0), (x + w * s1, y1)], wood, h * 0.011)
        c.line([(x + w * s0, y0), (x - w * s1, y1)], wood, h * 0.011)
        c.line([(x - w * s1, y1), (x + w * s1, y1)], wood, h * 0.014)
    c.rect(x - w * 0.46, y - h * 0.79, w * 0.92, h * 0.09, darken(wood, 0.12))
    for i in range(6):
        c.rect(x - w * 0.43 + w * 0.165 * i, y - h * 0.9, h * 0.012, h * 0.12, wood)
    c.poly(
        [(x - w * 0.62, y - h * 0.88), (x, y - h * 1.06), (x + w * 0.62, y - h * 0.88)],
        c.tint(c.palette.roof),
    )
    if c.light.snow:
        c.poly(
            [(x - w * 0.45, y - h * 0.94), (x, y - h * 1.07), (x + w * 0.45, y - h * 0.94)],
            c.tint(SNOW),
        )


def rock(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """A sandstone tower: pillars with rounded heads, cracked across."""
    base = c.tint(rgb("#cfa477"))
    count = max(2, round(w / h * 4) + 1)
    for i in range(count):
        share = (i + 0.5) / count
        px = x - w / 2 + w * share
        top = h * (0.72 + 0.28 * math.sin(math.pi * share)) * (0.9 + 0.1 * c.rng.random())
        half = w / count * 0.66
        tone = darken(base, 0.2 * share + 0.05 * c.rng.random())
        wobble = [c.rng.uniform(-0.1, 0.1) * half for _ in range(9)]
        left = [(px - half + wobble[k], y - top * k / 8) for k in range(8)]
        right = [(px + half + wobble[8 - k], y - top * k / 8) for k in range(8)]
        head = [
            (px - half * 0.82, y - top * 0.95),
            (px - half * 0.4, y - top),
            (px + half * 0.45, y - top * 0.99),
            (px + half * 0.86, y - top * 0.94),
        ]
        c.poly([*left, *head, *reversed(right)], tone)
        c.poly(
            [(px + half * 0.35, y), (px + half * 0.3, y - top * 0.97), head[3], *reversed(right)],
            darken(tone, 0.1),
        )
        for k in range(2, 8):
            crack = y - top * (k + c.rng.uniform(-0.3, 0.3)) / 8
            start = c.rng.uniform(-0.9, 0.1)
            c.line(
                [
                    (px + half * start, crack),
                    (px + half * (start + 0.4), crack + h * 0.006),
                    (px + half * min(0.95, start + c.rng.uniform(0.6, 1.1)), crack - h * 0.004),
                ],
                darken(tone, 0.16),
                max(1.0, h * 0.006),
            )


def cross(c: Canvas, x: float, y: float, h: float) -> None:
    stone, wood = c.tint(STONE), c.tint(TIMBER)
    c.rect(x - h * 0.11, y - h * 0.22, h * 0.22, h * 0.22, stone)
    c.rect(x - h * 0.14, y - h * 0.24, h * 0.28, h * 0.04, darken(stone, 0.1))
    c.rect(x - h * 0.025, y - h, h * 0.05, h * 0.78, wood)
    c.rect(x - h * 0.16, y - h * 0.84, h * 0.32, h * 0.05, wood)


# -- people and things ---------------------------------------------------------------------------


HAIR = ("#5a4034", "#3c2d29", "#8a5c3a", "#b98d55", "#a9a4a0")


def person(c: Canvas, x: float, y: float, h: float, coat: Color, hat: Color | None = None) -> None:
    coat_c = c.tint(coat)
    dark = c.tint(rgb("#333a4a"))
    c.rect(x - h * 0.085, y - h * 0.32, h * 0.07, h * 0.32, dark)
    c.rect(x + h * 0.015, y - h * 0.32, h * 0.07, h * 0.32, dark)
    c.poly(
        [
            (x - h * 0.15, y - h * 0.28),
            (x - h * 0.11, y - h * 0.72),
            (x - h * 0.05, y - h * 0.79),
            (x + h * 0.05, y - h * 0.79),
            (x + h * 0.11, y - h * 0.72),
            (x + h * 0.15, y - h * 0.28),
        ],
        coat_c,
    )
    c.line(
        [(x + h * 0.1, y - h * 0.72), (x + h * 0.17, y - h * 0.42)], darken(coat_c, 0.15), h * 0.06
    )
    c.line([(x - h * 0.1, y - h * 0.72), (x - h * 0.17, y - h * 0.42)], coat_c, h * 0.06)
    c.circle(x, y - h * 0.88, h * 0.088, c.tint(SKIN))
    hair = c.tint(hat if hat else rgb(c.rng.choice(HAIR)))
    c.draw.pieslice(
        (
            (x - h * 0.098) * c.scale,
            (y - h * 0.985) * c.scale,
            (x + h * 0.098) * c.scale,
            (y - h * 0.79) * c.scale,
        ),
        180,
        360,
        fill=hair,
    )


COATS = ("#b5483a", "#2f6f8f", "#d9a441", "#5d7f4e", "#7a4d7e", "#c76f4a", "#3d5a80", "#ece4d4")


def crowd(
    c: Canvas, x0: float, x1: float, y: float, h: float, count: int, hats: bool = False
) -> None:
    spots = sorted(
        (
            y + c.rng.uniform(-h * 0.12, h * 0.16),
            x0 + (x1 - x0) * (i + c.rng.uniform(0.1, 0.9)) / count,
        )
        for i in range(count)
    )
    for yy, xx in spots:
        hat = rgb(c.rng.choice(COATS)) if hats else None
        size = h * c.rng.choice((0.62, 0.9, 1.0, 1.0, 1.06))
        person(c, xx, yy, size, rgb(c.rng.choice(COATS)), hat)


def stall(c: Canvas, x: float, y: float, w: float, stripe: Color) -> None:
    wood = c.tint(rgb("#9a6b47"))
    h = w * 0.78
    white = c.tint(rgb("#fffaf0"))
    stripe = c.tint(stripe)
    c.rect(
        x - w * 0.44,
        y - h * 0.9,
        w * 0.88,
        h * 0.55,
        mix(c.light.window, wood, 0.35) if c.light.lit else c.tint(rgb("#6d5a4c")),
    )
    for px in (-0.46, 0.42):
        c.rect(x + w * px, y - h * 0.95, w * 0.04, h * 0.95, wood)
    colors = [rgb(v) for v in ("#c9483b", "#e3a23a", "#7c9a4e", "#8a5a83", "#d9c27a")]
    for i in range(8):
        c.circle(
            x - w * 0.36 + w * 0.103 * i,
            y - h * 0.42,
            w * 0.045,
            c.tint(colors[(i + int(x)) % len(colors)]),
        )
    c.rect(x - w * 0.5, y - h * 0.4, w, h * 0.4, wood)
    for i in range(1, 4):
        c.rect(x - w * 0.5, y - h * 0.4 + h * 0.1 * i, w, w * 0.008, darken(wood, 0.18))
    c.rect(x - w * 0.53, y - h * 0.42, w * 1.06, h * 0.05, darken(wood, 0.1))
    strips = 8
    for i in range(strips):
        a, b = i / strips, (i + 1) / strips
        color = stripe if i % 2 == 0 else white
        top0, top1 = x - w * 0.46 + w * 0.92 * a, x - w * 0.46 + w * 0.92 * b
        low0, low1 = x - w * 0.58 + w * 1.16 * a, x - w * 0.58 + w * 1.16 * b
        c.poly(
            [
                (top0, y - h * 1.18),
                (top1, y - h * 1.18),
                (low1, y - h * 0.86),
                (low0, y - h * 0.86),
            ],
            color,
        )
        c.ellipse((low0 + low1) / 2, y - h * 0.86, (low1 - low0) / 2, h * 0.06, darken(color, 0.05))
    if c.light.snow:
        c.rounded(x - w * 0.48, y - h * 1.22, w * 0.96, h * 0.09, h * 0.045, c.tint(SNOW))


def christmas_tree(c: Canvas, x: float, y: float, h: float) -> None:
    green = rgb("#27603f")
    color = c.tint(green)
    shade = darken(color, 0.18)
    c.rect(x - h * 0.03, y - h * 0.1, h * 0.06, h * 0.1, c.tint(TRUNK))
    tiers = ((0.06, 0.4, 0.27), (0.22, 0.58, 0.225), (0.4, 0.76, 0.175), (0.58, 0.95, 0.12))
    for low, high, half in tiers:
        c.poly([(x - h * half, y - h * low), (x, y - h * high), (x + h * half, y - h * low)], color)
        c.poly([(x + h * 0.02, y - h * low), (x, y - h * high), (x + h * half, y - h * low)], shade)
    lamps = [rgb(v) for v in ("#ffd76a", "#ff8f6a", "#fff3cf", "#9fd8ff", "#ffb3c7")]
    for index, (low, _, half) in enumerate(tiers):
        count = 9 - index * 2
        for i in range(count):
            t = (i + 0.5) / count
            lx = x - h * half * 0.9 + h * half * 1.8 * t
            ly = y - h * (low + 0.03 + 0.045 * (1 - abs(2 * t - 1)) * -1) - h * 0.02
            lamp = lamps[(i + index) % len(lamps)]
            if c.light.lit:
                c.glow(lx, ly, h * 0.055, lamp, 0.6)
            c.circle(lx, ly, h * 0.0115, lamp)
    gold = rgb("#ffd76a")
    if c.light.lit:
        c.glow(x, y - h * 0.97, h * 0.2, gold, 0.7)
    star = []
    for i in range(10):
        r = h * (0.055 if i % 2 == 0 else 0.023)
        a = -math.pi / 2 + math.pi * i / 5
        star.append((x + math.cos(a) * r, y - h * 0.965 + math.sin(a) * r))
    c.poly(star, gold)


def fire_engine(c: Canvas, x: float, y: float, w: float) -> None:
    red = c.tint(rgb("#c8281f"))
    dark = c.tint(rgb("#2b313d"))
    white = c.tint(rgb("#fbf7ee"))
    glass = c.tint(rgb("#a9cbd9"))
    h = w * 0.36
    left = x - w / 2
    c.ellipse(x, y + w * 0.012, w * 0.52, w * 0.02, mix(dark, c.tint(c.palette.near), 0.5))
    c.rounded(left, y - h, w * 0.72, h * 0.86, w * 0.02, red)
    c.rounded(left + w * 0.69, y - h * 0.98, w * 0.29, h * 0.84, w * 0.035, red)
    c.rect(left, y - h * 0.46, w * 0.98, h * 0.11, c.tint(rgb("#f3d24b")))
    c.rect(left, y - h * 0.4, w * 0.98, h * 0.02, white)
    for i in range(3):
        sx = left + w * (0.045 + 0.22 * i)
        c.rounded(sx, y - h * 0.9, w * 0.19, h * 0.38, w * 0.008, c.tint(rgb("#c9d0d6")))
        for j in range(1, 5):
            c.rect(sx, y - h * 0.9 + h * 0.076 * j, w * 0.19, h * 0.012, c.tint(rgb("#9aa5ad")))
    c.rounded(left + w * 0.73, y - h * 0.88, w * 0.1, h * 0.33, w * 0.012, glass)
    c.poly(
        [
            (left + w * 0.855, y - h * 0.88),
            (left + w * 0.935, y - h * 0.88),
            (left + w * 0.965, y - h * 0.55),
            (left + w * 0.855, y - h * 0.55),
        ],
        glass,
    )
    c.rect(left + w * 0.73, y - h * 0.3, w * 0.1, h * 0.014, darken(red, 0.3))
    c.rect(left - w * 0.01, y - h * 0.2, w * 1.0, h * 0.07, dark)
    c.rounded(left + w * 0.955, y - h * 0.32, w * 0.035, h * 0.1, w * 0.01, rgb("#ffe9a8"))
    c.rounded(left + w * 0.76, y - h * 1.08, w * 0.14, h * 0.11, w * 0.012, rgb("#3f86d8"))
    c.line([(left + w * 0.03, y - h * 1.06), (left + w * 0.68, y - h * 1.06)], white, w * 0.012)
    c.line([(left + w * 0.03, y - h * 1.14), (left + w * 0.68, y - h * 1.14)], white, w * 0.012)
    for i in range(12):
        lx = left + w * (0.05 + 0.055 * i)
        c.line([(lx, y - h * 1.06), (lx, y - h * 1.14)], white, w * 0.007)
    for wx in (0.17, 0.52, 0.84):
        c.circle(left + w * wx, y - w * 0.045, w * 0.066, dark)
        c.circle(left + w * wx, y - w * 0.045, w * 0.034, c.tint(rgb("#c9d0d6")))
        c.circle(left + w * wx, y - w * 0.045, w * 0.012, dark)


def bunting(c: Canvas, x0: float, y0: float, x1: float, y1: float, sag: float, count: int) -> None:
    """A string of small flags in the colours of the municipality."""
    pts = []
    for i in range(count + 1):
        t = i / count
        pts.append((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + sag * 4 * t * (1 - t)))
    c.line(pts, c.tint(rgb("#5a5560")), 2.0)
    colors = (c.palette.primary, c.palette.accent, rgb("#f6ead2"), rgb("#b5483a"))
    for i in range(count):
        (ax, ay), (bx, by) = pts[i], pts[i + 1]
        w = bx - ax
        tone = mix(colors[i % 4], c.light.ambient, c.light.ambient_share * 0.4)
        c.poly(
            [(ax + w * 0.12, ay), (bx - w * 0.12, by), ((ax + bx) / 2, (ay + by) / 2 + w * 0.8)],
            tone,
        )


def lamp(c: Canvas, x: float, y: float, h: float) -> None:
    iron = c.tint(rgb("#2f3440"))
    c.rect(x - h * 0.014, y - h * 0.86, h * 0.028, h * 0.86, iron)
    c.rect(x - h * 0.04, y - h * 0.05, h * 0.08, h * 0.05, iron)
    if c.light.lit:
        c.glow(x, y - h * 0.92, h * 0.5, rgb("#ffd98a"), 0.6)
    c.poly(
        [
            (x - h * 0.05, y - h * 0.86),
            (x + h * 0.05, y - h * 0.86),
            (x + h * 0.07, y - h * 0.97),
            (x - h * 0.07, y - h * 0.97),
        ],
        rgb("#ffe2a0") if c.light.lit else c.tint(rgb("#dfe6e4")),
    )
    c.poly(
        [(x - h * 0.085, y - h * 0.965), (x, y - h * 1.03), (x + h * 0.085, y - h * 0.965)], iron
    )


def signpost(c: Canvas, x: float, y: float, h: float) -> None:
    wood = c.tint(rgb("#7d5b42"))
    c.rect(x - h * 0.025, y - h, h * 0.05, h, wood)
    marks = (rgb("#c8281f"), rgb("#2f6fb5"), rgb("#e3b93a"))
    for i, mark in enumerate(marks):
        top = y - h * (0.97 - i * 0.17)
        side = 1 if i % 2 == 0 else -1
        c.poly(
            [
                (x - side * h * 0.09, top),
                (x + side * h * 0.32, top),
                (x + side * h * 0.39, top + h * 0.06),
                (x + side * h * 0.32, top + h * 0.12),
                (x - side * h * 0.09, top + h * 0.12),
            ],
            c.tint(rgb("#f6f1e4")),
        )
        mx = x + side * h * 0.02 - (h * 0.05 if side < 0 else 0)
        c.rect(mx - h * 0.02, top + h * 0.025, h * 0.07, h * 0.07, c.tint(rgb("#ffffff")))
        c.rect(mx - h * 0.02, top + h * 0.045, h * 0.07, h * 0.03, c.tint(mark))
        for k in range(3):
            lx = x + side * h * (0.1 + 0.065 * k) - (h * 0.045 if side < 0 else 0)
            c.rect(lx, top + h * 0.05, h * 0.045, h * 0.018, c.tint(rgb("#8b8478")))


def snowfall(c: Canvas, count: int) -> None:
    for _ in range(count):
        c.circle(
            c.rng.uniform(0, c.width),
            c.rng.uniform(0, c.height),
            c.rng.choice((1.2, 1.6, 2.2, 3.0)),
            rgb("#ffffff"),
        )
