"""A site's palette from the two colours that a clerk chooses. Pure, no Django.

Whatever is chosen, text stays at 4.5:1 and lines and symbols at 3:1 (WCAG 2.2, 1.4.3 and 1.4.11):
a colour that is too light for its job is darkened, keeping its hue, until it does.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable

WHITE = "#ffffff"
INK = "#262626"
TEXT = 4.5
UI = 3.0
DARK = (
    13.0  # white on the footer and the bar at the top: far above 7:1, and darker than most colours
)
VERSION = "8"  # raise when the computation changes; it is part of the stylesheet's address


def _rgb(color: str) -> tuple[float, float, float]:
    return (int(color[1:3], 16) / 255, int(color[3:5], 16) / 255, int(color[5:7], 16) / 255)


def _hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in rgb)


def luminance(color: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in _rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(color: str, base: str, share: float) -> str:
    """`share` of the colour laid over the base, as paint would be."""
    pairs = zip(_rgb(color), _rgb(base), strict=True)
    red, green, blue = (top * share + under * (1 - share) for top, under in pairs)
    return _hex((red, green, blue))


def _with_lightness(color: str, change: Callable[[float], float]) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(color))
    return _hex(colorsys.hls_to_rgb(hue, change(lightness), saturation))


def darkened(color: str, *, on: tuple[str, ...], ratio: float) -> str:
    """The lightest shade of the colour that reaches the ratio on all of the backgrounds."""
    for step in range(101):
        shade = _with_lightness(color, lambda value, s=step: value * (1 - s / 100))  # type: ignore[misc]
        if all(contrast(shade, background) >= ratio for background in on):
            return shade
    return "#000000"


def lightened(color: str, *, on: tuple[str, ...], ratio: float) -> str:
    for step in range(101):
        shade = _with_lightness(color, lambda value, s=step: value + (1 - value) * s / 100)  # type: ignore[misc]
        if all(contrast(shade, background) >= ratio for background in on):
            return shade
    return WHITE


def palette(primary: str, accent: str) -> dict[str, str]:
    """Custom properties without their `--site-` prefix. Both colours are `#rrggbb`."""
    surface = darkened(primary, on=(WHITE,), ratio=TEXT)
    dark = darkened(surface, on=(WHITE,), ratio=DARK)
    tints = {"50": mix(surface, WHITE, 0.05), "100": mix(surface, WHITE, 0.11)}
    tints["200"] = mix(surface, WHITE, 0.24)

    accent_surface, on_accent = accent, INK
    if contrast(accent, INK) < TEXT:
        on_accent = WHITE
        accent_surface = darkened(accent, on=(WHITE,), ratio=TEXT)
    accent_tint = mix(accent, WHITE, 0.12)
    sky = mix(accent, WHITE, 0.16)
    return {
        "primary": surface,
        "on-primary": WHITE,
        "primary-hover": darkened(surface, on=(WHITE,), ratio=contrast(surface, WHITE) * 1.35),
        "primary-text": darkened(
            surface, on=(WHITE, tints["200"], accent_tint, sky), ratio=TEXT + 0.1
        ),
        "primary-dark": dark,
        "tint-50": tints["50"],
        "tint-100": tints["100"],
        "tint-200": tints["200"],
        "accent": accent_surface,
        "on-accent": on_accent,
        "accent-text": darkened(accent, on=(WHITE, accent_tint, tints["50"]), ratio=TEXT + 0.1),
        "accent-ui": darkened(accent, on=(WHITE, tints["100"]), ratio=UI + 0.1),
        "accent-tint": accent_tint,
        "accent-on-dark": lightened(accent, on=(dark, surface), ratio=TEXT + 0.1),
        "sky": sky,
        "hill-1": mix(surface, sky, 0.2),
        "hill-2": mix(surface, sky, 0.42),
        "hill-3": mix(surface, sky, 0.72),
        "hill-4": mix(dark, surface, 0.25),
        "dusk-0": mix(surface, WHITE, 0.93),
        "dusk-1": mix(surface, WHITE, 0.68),
        "dusk-2": mix(surface, WHITE, 0.86),
        "dusk-3": surface,
    }


MEMBER_PROPERTIES = (
    "primary",
    "on-primary",
    "primary-text",
    "primary-dark",
    "tint-50",
    "tint-100",
    "tint-200",
    "accent",
    "accent-ui",
    "sky",
    "hill-1",
    "hill-2",
    "hill-3",
)


def stylesheet(primary: str, accent: str) -> str:
    """The custom properties of the pages, and those by which Wagtail colours the desk."""
    found = palette(primary, accent)
    properties = {f"--site-{name}": value for name, value in found.items()}
    properties |= _wagtail("primary", found["primary-dark"])
    properties |= _wagtail("secondary", found["primary-text"])
    return _rule(":root", properties)


def _wagtail(name: str, color: str) -> dict[str, str]:
    """Wagtail derives its shades from the three parts of a colour."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(color))
    return {
        f"--w-color-{name}-hue": f"{hue * 360:.1f}",
        f"--w-color-{name}-saturation": f"{saturation:.1%}",
        f"--w-color-{name}-lightness": f"{lightness:.1%}",
    }


def member_rule(slug: str, primary: str, accent: str) -> str:
    """The colours of one municipality for a tile or a tag on another site: class `m-<slug>`."""
    colors = palette(primary, accent)
    return _rule(f".m-{slug}", {f"--site-{name}": colors[name] for name in MEMBER_PROPERTIES})


def _rule(selector: str, properties: dict[str, str]) -> str:
    body = ";".join(f"{name}:{value}" for name, value in properties.items())
    return f"{selector}{{{body}}}\n"
