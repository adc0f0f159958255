"""Invented emblems in the shape of a shield.

They are NOT the coats of arms of the municipalities, and every caption says so: the real ones belong
to the municipalities, which upload them themselves.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from PIL import Image, ImageDraw

from .canvas import DAY, Canvas, Color, Palette, Point, darken, lighten, rgb

WIDTH, HEIGHT = 400, 480
SILVER = rgb("#f5f3ee")
GOLD = rgb("#e5b23c")
GREEN = rgb("#3f7d4a")
BLUE = rgb("#4f8fbf")
FLAT = replace(DAY, ambient_share=0.0, window=rgb("#2f3b4c"))


def _outline(inset: float) -> list[Point]:
    """The Spanish-French shield: straight shoulders, a pointed foot."""
    left, right, top, bottom = (
        16 + inset,
        WIDTH - 16 - inset,
        14 + inset,
        HEIGHT - 12 - inset * 1.25,
    )
    points: list[Point] = [(left, top), (right, top)]
    middle = (left + right) / 2
    turn = top + (bottom - top) * 0.52
    for i in range(31):
        t = i / 30
        x = right + (middle - right) * (1 - math.cos(t * math.pi / 2))
        y = turn + (bottom - turn) * math.sin(t * math.pi / 2) ** 0.92
        points.append((x, y))
    points += [(left + right - x, y) for x, y in reversed(points[2:])]
    return points


# -- charges -------------------------------------------------------------------------------------


def star(
    c: Canvas, x: float, y: float, r: float, color: Color, rays: int = 5, deep: float = 0.42
) -> None:
    points = []
    for i in range(rays * 2):
        radius = r if i % 2 == 0 else r * deep
        angle = -math.pi / 2 + math.pi * i / rays
        points.append((x + math.cos(angle) * radius, y + math.sin(angle) * radius))
    c.poly(points, color)


def leaf(c: Canvas, x: float, y: float, r: float, color: Color, turn: float = 0.0) -> None:
    """A linden leaf, the heart of it upwards."""

    def place(px: float, py: float) -> Point:
        return (
            x + (px * math.cos(turn) - py * math.sin(turn)) * r,
            y + (px * math.sin(turn) + py * math.cos(turn)) * r,
        )

    points = []
    for i in range(60):
        t = math.tau * i / 60
        px = 16 * math.sin(t) ** 3 / 17
        py = -(13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 15
        points.append(place(px, py))
    c.poly(points, color)
    vein = darken(color, 0.22)
    c.line([place(0, -1.05), place(0, -0.3), place(0, 1.0)], vein, r * 0.05)
    c.line([place(0, -0.45), place(0.05, -0.95), place(0.16, -1.2)], color, r * 0.09)
    for side in (-1, 1):
        for start, reach in ((-0.2, 0.62), (0.12, 0.48), (0.42, 0.3)):
            c.line(
                [place(0, start), place(side * reach, start - 0.3 * reach - 0.05)], vein, r * 0.035
            )


def hills(c: Canvas, y: float, color: Color) -> None:
    for x, rx, ry, tone in ((95, 130, 90, 0.0), (305, 130, 90, 0.06), (200, 130, 125, 0.12)):
        c.ellipse(x, y + 95, rx, ry, darken(color, tone))
    c.rect(0, y + 90, WIDTH, HEIGHT, darken(color, 0.12))


def waves(c: Canvas, y: float, color: Color, other: Color, rows: int = 4) -> None:
    for row in range(rows):
        top = y + row * 26
        points: list[Point] = [
            (x, top + 9 * math.sin(x / WIDTH * math.tau * 3 + row * math.pi))
            for x in range(0, WIDTH + 5, 5)
        ]
        points += [(WIDTH, HEIGHT), (0, HEIGHT)]
        c.poly(points, color if row % 2 == 0 else other)


def tower(c: Canvas, x: float, y: float, w: float, h: float, color: Color, gate: Color) -> None:
    c.rect(x - w / 2, y - h, w, h, color)
    step = w * 1.2 / 7
    c.rect(x - w * 0.6, y - h, w * 1.2, h * 0.1, color)
    for i in range(0, 7, 2):
        c.rect(x - w * 0.6 + step * i, y - h - step * 1.1, step, step * 1.2, color)
    c.arc_window(x - w * 0.19, y - h * 0.42, w * 0.38, h * 0.42, gate)
    for side in (-1, 1):
        c.arc_window(x + side * w * 0.26 - w * 0.07, y - h * 0.72, w * 0.14, h * 0.18, gate)


def latin_cross(c: Canvas, x: float, y: float, h: float, color: Color) -> None:
    c.rect(x - h * 0.06, y - h / 2, h * 0.12, h, color)
    c.rect(x - h * 0.27, y - h * 0.24, h * 0.54, h * 0.12, color)


def _sever(c: Canvas, p: Palette) -> None:
    for i in range(12):
        angle = math.tau * i / 12 - math.pi / 2
        star(c, 200 + math.cos(angle) * 112, 158 + math.sin(angle) * 112, 15, p.accent)
    star(c, 200, 158, 84, SILVER, rays=8, deep=0.28)
    star(c, 200, 158, 48, p.accent, rays=4, deep=0.3)
    hills(c, 312, GREEN)
    waves(c, 425, SILVER, BLUE, 3)


def _dolni_poustevna(c: Canvas, p: Palette) -> None:
    hills(c, 300, GREEN)
    c.rect(130, 205, 140, 140, SILVER)
    c.poly([(108, 208), (200, 118), (292, 208)], p.accent)
    c.arc_window(172, 248, 56, 97, p.primary)
    c.rect(182, 84, 36, 60, SILVER)
    c.poly([(170, 88), (200, 46), (230, 88)], p.accent)
    c.circle(200, 114, 11, p.primary)
    waves(c, 395, SILVER, BLUE, 4)
    star(c, 84, 92, 26, p.accent)
    star(c, 316, 92, 26, p.accent)


def _jirikov(c: Canvas, p: Palette) -> None:
    c.rect(0, 0, WIDTH, 250, SILVER)
    c.rect(176, 0, 48, 250, rgb("#b3202f"))
    c.rect(0, 98, WIDTH, 48, rgb("#b3202f"))
    for side in (-1, 1):
        x = 200 + side * 78
        c.rect(x - 27, 290, 54, 190, SILVER)
        c.poly([(x - 33, 292), (x, 190), (x + 33, 292)], p.accent)
        c.arc_window(x - 11, 318, 22, 50, p.primary)
    c.poly([(150, 356), (200, 292), (250, 356)], p.accent)
    c.rect(150, 352, 100, 130, SILVER)
    c.circle(200, 368, 17, p.primary)
    c.arc_window(184, 400, 32, 80, p.primary)


def _lipova(c: Canvas, p: Palette) -> None:
    c.poly([(0, HEIGHT), (0, 330), (200, 250), (WIDTH, 330), (WIDTH, HEIGHT)], SILVER)
    leaf(c, 200, 170, 108, p.accent)
    leaf(c, 130, 372, 44, p.primary, 0.25)
    leaf(c, 270, 372, 44, p.primary, -0.25)


def _lobendava(c: Canvas, p: Palette) -> None:
    c.poly([(0, 400), (200, 205), (WIDTH, 400), (WIDTH, HEIGHT), (0, HEIGHT)], GREEN)
    c.poly([(200, 205), (WIDTH, 400), (WIDTH, HEIGHT), (200, HEIGHT)], darken(GREEN, 0.13))
    latin_cross(c, 200, 150, 150, p.accent)
    for x in (80, 320):
        star(c, x, 120, 34, SILVER, rays=6, deep=0.45)
    points: list[Point] = []
    for i in range(60):
        t = math.tau * i / 60
        points.append(
            (
                200 + 3.3 * 16 * math.sin(t) ** 3,
                345
                - 3.3
                * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)),
            )
        )
    c.poly(points, rgb("#c8323a"))
    c.circle(200, 340, 13, SILVER)


def _mikulasovice(c: Canvas, p: Palette) -> None:
    c.poly([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT * 0.1), (0, HEIGHT * 0.92)], darken(p.primary, 0.28))
    c.poly([(120, 268), (108, 168), (200, 62), (292, 168), (280, 268)], SILVER)
    c.rect(114, 236, 172, 34, p.accent)
    c.rect(190, 92, 20, 146, p.accent)
    c.rect(152, 150, 96, 20, p.accent)
    c.poly([(140, 270), (120, 322), (164, 322), (172, 270)], SILVER)
    c.poly([(260, 270), (280, 322), (236, 322), (228, 270)], SILVER)
    for x, y in ((200, 318), (158, 378), (242, 378)):
        c.circle(x, y, 31, p.accent)
        c.circle(x - 9, y - 9, 9, lighten(p.accent, 0.5))


def _rumburk(c: Canvas, p: Palette) -> None:
    c.rect(200, 0, 200, HEIGHT, SILVER)
    star(c, 100, 110, 44, p.accent, rays=6, deep=0.45)
    star(c, 300, 110, 44, p.primary, rays=6, deep=0.45)
    # a cupola over an arcade, its colours changing with the field
    for x0, x1, color, gap in ((80, 200, SILVER, p.primary), (200, 320, p.primary, SILVER)):
        c.rect(x0, 300, x1 - x0, 110, color)
        for i in range(2):
            c.arc_window(x0 + 14 + i * 53, 325, 38, 85, gap)
    c.draw.pieslice(
        (122 * c.scale, 180 * c.scale, 278 * c.scale, 372 * c.scale), 180, 270, fill=p.accent
    )
    c.draw.pieslice(
        (122 * c.scale, 180 * c.scale, 278 * c.scale, 372 * c.scale),
        270,
        360,
        fill=darken(p.accent, 0.16),
    )
    c.rect(110, 274, 180, 26, darken(p.accent, 0.3))
    latin_cross(c, 200, 146, 70, darken(p.accent, 0.3))


def _stare_krecany(c: Canvas, p: Palette) -> None:
    for offset, color in ((-46, SILVER), (-22, BLUE), (22, SILVER)):
        points: list[Point] = [
            (x, 90 + x * 0.62 + offset + 16 * math.sin(x / 62)) for x in range(0, WIDTH + 5, 5)
        ]
        points += [(x, y + 24 + (20 if color == BLUE else 0)) for x, y in reversed(points)]
        c.poly(points, color)
    for x, y, s in ((292, 178, 1.0), (112, 400, 0.95)):
        for low, high, half in ((0, 62, 52), (36, 98, 42), (74, 136, 31)):
            c.poly(
                [(x - half * s, y - low * s), (x, y - high * s), (x + half * s, y - low * s)],
                p.accent,
            )
        c.rect(x - 8 * s, y, 16 * s, 20 * s, p.accent)


def _sluknov(c: Canvas, p: Palette) -> None:
    tower(c, 200, 372, 116, 232, SILVER, p.primary)
    for side in (-1, 1):
        tower(c, 200 + side * 104, 372, 70, 150, p.accent, p.primary)
    c.rect(0, 372, WIDTH, 120, GREEN)
    star(c, 200, 76, 38, p.accent)


def _velky_senov(c: Canvas, p: Palette) -> None:
    c.poly([(0, 0), (WIDTH, 0), (200, 235)], GREEN)
    star(c, 200, 82, 48, GOLD, rays=12, deep=0.62)
    c.circle(200, 82, 22, lighten(GOLD, 0.4))
    for angle in (-0.42, 0.0, 0.42):

        def place(px: float, py: float, angle: float = angle) -> Point:
            return (
                200 + px * math.cos(angle) - py * math.sin(angle),
                452 + px * math.sin(angle) + py * math.cos(angle),
            )

        c.line([place(0, 0), place(0, -240)], GOLD, 8)
        for k in range(6):
            for side in (-1, 1):
                base = -120 - 23 * k
                c.poly(
                    [place(0, base), place(side * 24, base - 22), place(side * 5, base - 40)],
                    lighten(GOLD, 0.12 if side < 0 else 0.0),
                )
        c.poly([place(-9, -250), place(0, -296), place(9, -250)], GOLD)
    c.rounded(150, 376, 100, 24, 10, SILVER)


def _vilemov(c: Canvas, p: Palette) -> None:
    star(c, 200, 100, 54, p.accent, rays=8, deep=0.5)
    c.rect(0, 205, WIDTH, 46, SILVER)
    c.rect(0, 196, WIDTH, 14, p.accent)
    c.rect(0, 250, WIDTH, 110, SILVER)
    for x in (42, 152, 262):
        c.arc_window(x, 252, 96, 110, p.primary)
    c.arc_window(-70, 252, 96, 110, p.primary)
    c.arc_window(374, 252, 96, 110, p.primary)
    waves(c, 356, BLUE, SILVER, 5)


def _krasna_lipa(c: Canvas, p: Palette) -> None:
    c.poly([(0, 0), (WIDTH, 0), (WIDTH, 60), (0, 300)], SILVER)
    leaf(c, 118, 122, 66, p.primary, -0.5)
    leaf(c, 275, 190, 66, p.accent, 0.5)
    leaf(c, 185, 330, 74, lighten(p.accent, 0.35), 0.0)
    for x, y in ((200, 62), (320, 96)):
        for i in range(5):
            a = math.tau * i / 5
            c.circle(x + math.cos(a) * 17, y + math.sin(a) * 17, 12, GOLD)
        c.circle(x, y, 9, p.primary)


def _doubice(c: Canvas, p: Palette) -> None:
    for x, w, h in ((70, 70, 120), (330, 70, 100), (140, 60, 80), (265, 64, 86)):
        c.rounded(x - w / 2, 480 - h - 60, w, h + 80, 14, SILVER)
    # two acorns on one twig
    c.line([(200, 60), (200, 130), (140, 170)], darken(p.accent, 0.25), 12)
    c.line([(200, 120), (262, 158)], darken(p.accent, 0.25), 12)
    for x, y in ((136, 205), (266, 196)):
        c.ellipse(x, y + 44, 46, 68, p.accent)
        c.ellipse(x - 14, y + 40, 10, 38, lighten(p.accent, 0.35))
        c.poly([(x - 10, y + 106), (x, y + 128), (x + 10, y + 106)], p.accent)
        c.rounded(x - 56, y - 32, 112, 52, 24, SILVER)
        for row in range(2):
            for k in range(5):
                c.circle(x - 38 + k * 19 + row * 5, y - 18 + row * 20, 4, darken(SILVER, 0.25))


CHARGES: dict[str, Callable[[Canvas, Palette], None]] = {
    "sever": _sever,
    "dolni-poustevna": _dolni_poustevna,
    "jirikov": _jirikov,
    "lipova": _lipova,
    "lobendava": _lobendava,
    "mikulasovice": _mikulasovice,
    "rumburk": _rumburk,
    "stare-krecany": _stare_krecany,
    "sluknov": _sluknov,
    "velky-senov": _velky_senov,
    "vilemov": _vilemov,
    "krasna-lipa": _krasna_lipa,
    "doubice": _doubice,
}


def draw_shield(slug: str, palette: Palette) -> Image.Image:
    """The emblem of a site on a transparent ground."""
    canvas = Canvas(WIDTH, HEIGHT, FLAT, palette, random.Random(slug), scale=4)
    canvas.image.paste(palette.primary, (0, 0, *canvas.image.size))
    CHARGES[slug](canvas, palette)
    border = darken(palette.primary, 0.45)
    field = Image.new("RGB", canvas.image.size, border)
    field.paste(canvas.image, (0, 0), _mask(canvas, _outline(9)))
    field.putalpha(_mask(canvas, _outline(0)))
    return field.reduce(4)


def _mask(canvas: Canvas, outline: Sequence[Point]) -> Image.Image:
    mask = Image.new("L", canvas.image.size)
    ImageDraw.Draw(mask).polygon(
        [(x * canvas.scale, y * canvas.scale) for x, y in outline], fill=255
    )
    return mask
