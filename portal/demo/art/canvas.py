"""A supersampled canvas with the few operations that the scenes need.

Coordinates are those of the finished picture; the canvas multiplies them and shrinks the result, so
that every edge is smooth although Pillow draws without antialiasing.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageDraw

Color = tuple[int, int, int]
Point = tuple[float, float]


def rgb(value: str) -> Color:
    """`#rrggbb` as a triple."""
    value = value.lstrip("#")
    return int(value[0:2], 16), int(value[2:4], 16), int(value[4:6], 16)


def mix(first: Color, second: Color, share: float) -> Color:
    """`share` of the second colour in the first one."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


def lighten(color: Color, share: float) -> Color:
    return mix(color, (255, 255, 255), share)


def darken(color: Color, share: float) -> Color:
    return mix(color, (0, 0, 0), share)


@dataclass(frozen=True)
class Light:
    """The hour and season of a scene: what the sky looks like and how it colours things."""

    sky_top: Color
    sky_mid: Color
    sky_bottom: Color
    sun: Color
    ambient: Color
    ambient_share: float
    window: Color
    lit: bool = False
    snow: bool = False
    stars: bool = False


DAY = Light(
    sky_top=rgb("#4f9fcf"),
    sky_mid=rgb("#a5d2e6"),
    sky_bottom=rgb("#e8f4f2"),
    sun=rgb("#fff6d5"),
    ambient=rgb("#9cc7dd"),
    ambient_share=0.04,
    window=rgb("#3b5266"),
)
DAWN = Light(
    sky_top=rgb("#7d8cc4"),
    sky_mid=rgb("#eab3b0"),
    sky_bottom=rgb("#ffe0b0"),
    sun=rgb("#fff3d6"),
    ambient=rgb("#f0a878"),
    ambient_share=0.14,
    window=rgb("#4a4458"),
)
DUSK = Light(
    sky_top=rgb("#35346c"),
    sky_mid=rgb("#9a5579"),
    sky_bottom=rgb("#f8a878"),
    sun=rgb("#ffd9a0"),
    ambient=rgb("#6b4a7d"),
    ambient_share=0.28,
    window=rgb("#ffd27a"),
    lit=True,
)
NIGHT = Light(
    sky_top=rgb("#0e1a3a"),
    sky_mid=rgb("#1f3263"),
    sky_bottom=rgb("#3d5a94"),
    sun=rgb("#f4f1dc"),
    ambient=rgb("#16244e"),
    ambient_share=0.46,
    window=rgb("#ffcf6b"),
    lit=True,
    stars=True,
)
WINTER = Light(
    sky_top=rgb("#7fb0d6"),
    sky_mid=rgb("#c3dcec"),
    sky_bottom=rgb("#f6efe8"),
    sun=rgb("#fffbe8"),
    ambient=rgb("#cfdcea"),
    ambient_share=0.12,
    window=rgb("#4b5c74"),
    snow=True,
)
WINTER_NIGHT = Light(
    sky_top=rgb("#101d42"),
    sky_mid=rgb("#26407a"),
    sky_bottom=rgb("#4f6fa8"),
    sun=rgb("#f6f3e2"),
    ambient=rgb("#1b2c5c"),
    ambient_share=0.40,
    window=rgb("#ffd070"),
    lit=True,
    snow=True,
    stars=True,
)
AUTUMN = Light(
    sky_top=rgb("#5f9cc6"),
    sky_mid=rgb("#b9d3d8"),
    sky_bottom=rgb("#fdebc8"),
    sun=rgb("#fff0c8"),
    ambient=rgb("#e8a858"),
    ambient_share=0.10,
    window=rgb("#4d4038"),
)


@dataclass(frozen=True)
class Palette:
    """What makes a municipality's pictures its own."""

    primary: Color
    accent: Color
    far: Color
    near: Color
    roof: Color
    wall: Color


@dataclass
class Canvas:
    width: int
    height: int
    light: Light
    palette: Palette
    rng: random.Random
    scale: int = 3
    image: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.width * self.scale, self.height * self.scale))
        self.draw = ImageDraw.Draw(self.image)

    # -- colours ---------------------------------------------------------------------------------

    def tint(self, color: Color) -> Color:
        """The colour as it looks in this light."""
        return mix(color, self.light.ambient, self.light.ambient_share)

    # -- shapes ----------------------------------------------------------------------------------

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def poly(self, points: Sequence[Point], color: Color) -> None:
        self.draw.polygon(self._scaled(points), fill=color)

    def rect(self, x: float, y: float, w: float, h: float, color: Color) -> None:
        s = self.scale
        if w > 0 and h > 0:
            # Pillow includes the far edge, and refuses a box whose edges are swapped
            self.draw.rectangle(
                (x * s, y * s, max(x * s, (x + w) * s - 1), max(y * s, (y + h) * s - 1)), fill=color
            )

    def rounded(self, x: float, y: float, w: float, h: float, r: float, color: Color) -> None:
        s = self.scale
        self.draw.rounded_rectangle(
            (x * s, y * s, (x + w) * s - 1, (y + h) * s - 1), radius=r * s, fill=color
        )

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, color: Color) -> None:
        s = self.scale
        self.draw.ellipse(((cx - rx) * s, (cy - ry) * s, (cx + rx) * s, (cy + ry) * s), fill=color)

    def circle(self, cx: float, cy: float, r: float, color: Color) -> None:
        self.ellipse(cx, cy, r, r, color)

    def line(self, points: Sequence[Point], color: Color, width: float) -> None:
        self.draw.line(
            self._scaled(points), fill=color, width=max(1, round(width * self.scale)), joint="curve"
        )

    def arc_window(self, x: float, y: float, w: float, h: float, color: Color) -> None:
        """A window with a round head; (x, y) is its upper left corner."""
        self.ellipse(x + w / 2, y + w / 2, w / 2, w / 2, color)
        self.rect(x, y + w / 2, w, h - w / 2, color)

    # -- light -----------------------------------------------------------------------------------

    def _gradient(self, width: int, height: int, top: Color, bottom: Color) -> Image.Image:
        strip = Image.new("RGB", (1, 64))
        strip.putdata([mix(top, bottom, i / 63) for i in range(64)])
        return strip.resize((max(1, width), max(1, height)), Image.Resampling.BILINEAR)

    def sky(self, horizon: float = 1.0) -> None:
        height = round(self.image.height * horizon)
        self.image.paste(self.light.sky_bottom, (0, 0, self.image.width, self.image.height))
        half, light = height // 2, self.light
        upper = self._gradient(self.image.width, half, light.sky_top, light.sky_mid)
        lower = self._gradient(self.image.width, height - half, light.sky_mid, light.sky_bottom)
        self.image.paste(upper, (0, 0))
        self.image.paste(lower, (0, half))
        if self.light.stars:
            for _ in range(round(self.width * self.height / 9000)):
                x = self.rng.uniform(0, self.width)
                y = self.rng.uniform(0, self.height * 0.6)
                glow = self.rng.uniform(0.25, 0.9)
                self.circle(
                    x,
                    y,
                    self.rng.uniform(0.7, 1.7),
                    mix(self.light.sky_top, (255, 255, 255), glow),
                )

    def glow(self, cx: float, cy: float, radius: float, color: Color, strength: float) -> None:
        """A soft round light over what is already drawn."""
        s = self.scale
        side = round(radius * 2 * s)
        mask = ImageChops.invert(Image.radial_gradient("L")).resize((side, side))
        # radial_gradient reaches its corners; the rim is cut off so that no square shows
        mask = mask.point(lambda v: int(max(0, v - 75) * 255 / 180 * strength))
        self.image.paste(color, (round((cx - radius) * s), round((cy - radius) * s)), mask)

    def sun(self, cx: float, cy: float, radius: float, glow: float = 6.0) -> None:
        self.glow(cx, cy, radius * glow, self.light.sun, 0.55)
        self.glow(cx, cy, radius * glow * 0.5, self.light.sun, 0.5)
        self.circle(cx, cy, radius, self.light.sun)

    def moon(self, cx: float, cy: float, radius: float) -> None:
        self.glow(cx, cy, radius * 5, self.light.sun, 0.35)
        self.circle(cx, cy, radius, self.light.sun)
        shade = mix(self.light.sun, self.light.sky_bottom, 0.22)
        for dx, dy, r in ((-0.3, -0.2, 0.22), (0.28, 0.1, 0.16), (-0.1, 0.42, 0.13)):
            self.circle(cx + dx * radius, cy + dy * radius, r * radius, shade)

    def cloud(self, cx: float, cy: float, size: float, share: float = 0.75) -> None:
        color = mix(self.light.sky_bottom, (255, 255, 255), share)
        for dx, dy, r in (
            (-1.0, 0.0, 0.42),
            (-0.45, -0.22, 0.55),
            (0.15, -0.32, 0.62),
            (0.7, -0.08, 0.48),
            (1.15, 0.04, 0.34),
        ):
            self.ellipse(cx + dx * size, cy + dy * size, r * size, r * size * 0.8, color)
        self.rounded(cx - 1.4 * size, cy, 2.9 * size, 0.36 * size, 0.18 * size, color)

    def birds(self, cx: float, cy: float, count: int = 5) -> None:
        color = mix(self.light.sky_top, (20, 26, 40), 0.55)
        for _ in range(count):
            x = cx + self.rng.uniform(-90, 90)
            y = cy + self.rng.uniform(-35, 35)
            w = self.rng.uniform(6, 10)
            self.line([(x - w, y - w * 0.35), (x - w * 0.4, y - w * 0.5), (x, y)], color, 1.8)
            self.line([(x, y), (x + w * 0.4, y - w * 0.5), (x + w, y - w * 0.35)], color, 1.8)

    def mist(self, y: float, height: float, color: Color, strength: float) -> None:
        """A horizontal veil, densest in its middle."""
        s = self.scale
        column = Image.new("L", (1, 64))
        column.putdata([int(255 * strength * math.sin(math.pi * i / 63) ** 2) for i in range(64)])
        mask = column.resize((self.image.width, max(1, round(height * s))))
        self.image.paste(color, (0, round(y * s)), mask)

    def shade_polygon(self, points: Sequence[Point], top: Color, bottom: Color) -> None:
        """A polygon filled with a vertical gradient."""
        scaled = self._scaled(points)
        left = max(0, math.floor(min(x for x, _ in scaled)))
        right = min(self.image.width, math.ceil(max(x for x, _ in scaled)))
        upper = max(0, math.floor(min(y for _, y in scaled)))
        lower = min(self.image.height, math.ceil(max(y for _, y in scaled)))
        if right <= left or lower <= upper:
            return
        mask = Image.new("1", (right - left, lower - upper))
        ImageDraw.Draw(mask).polygon([(x - left, y - upper) for x, y in scaled], fill=1)
        self.image.paste(
            self._gradient(right - left, lower - upper, top, bottom), (left, upper), mask
        )

    # -- land ------------------------------------------------------------------------------------

    def ridge(self, base: float, amplitude: float, waves: float) -> Callable[[float], float]:
        """A smooth line of hills: the height of the land at x."""
        phases = [self.rng.uniform(0, math.tau) for _ in range(3)]
        width = self.width

        def height(x: float) -> float:
            t = x / width * math.tau
            return base - amplitude * (
                0.6 * math.sin(waves * t + phases[0])
                + 0.28 * math.sin(2.3 * waves * t + phases[1])
                + 0.12 * math.sin(4.7 * waves * t + phases[2])
            )

        return height

    def land(
        self, ridge: Callable[[float], float], top: Color, bottom: Color | None = None
    ) -> None:
        points: list[Point] = [(x, ridge(x)) for x in range(0, self.width + 8, 8)]
        points += [(self.width, self.height), (0, self.height)]
        if bottom is None:
            self.poly(points, top)
        else:
            self.shade_polygon(points, top, bottom)

    def fields(
        self, ridge: Callable[[float], float], colors: Sequence[Color], spread: float, slant: float
    ) -> None:
        """Strips of fields that follow a hill and widen towards the viewer."""
        offset = 0.0
        for index, color in enumerate(colors):
            shift = offset

            def lower(x: float, shift: float = shift, index: int = index) -> float:
                wave = math.sin(x / self.width * math.pi * 1.4 + index * 0.7) * 0.25 + 1
                return ridge(x) + shift * wave + slant * shift * (x / self.width - 0.5)

            self.land(lower, color)
            offset += spread * (1 + index * 0.45)

    def finish(self) -> Image.Image:
        return self.image.reduce(self.scale)
