"""Whatever two colours a clerk chooses, the palette can be read."""

from __future__ import annotations

import random

import pytest

from tenants.registry import colors

TYPICAL = [("#2362a2", "#fab413"), ("#7a1f2b", "#e0a526"), ("#1f5c3a", "#d98e04")]
EXTREME = [
    ("#ffffff", "#ffffff"),
    ("#000000", "#000000"),
    ("#ffff00", "#ffff00"),
    ("#808080", "#7f7f7f"),
    ("#00ff00", "#ff00ff"),
]
_random = random.Random(26)
ANY = [
    (f"#{_random.randrange(1 << 24):06x}", f"#{_random.randrange(1 << 24):06x}") for _ in range(200)
]

READ_ON = {
    "on-primary": ["primary", "primary-hover"],
    "primary-text": ["#ffffff", "tint-50", "tint-100", "tint-200", "sky", "accent-tint"],
    "on-accent": ["accent"],
    "accent-text": ["#ffffff", "accent-tint", "tint-50"],
    "accent-on-dark": ["primary-dark", "primary"],
    "#ffffff": ["primary-dark"],
    colors.INK: ["tint-50", "tint-100", "tint-200", "sky", "accent-tint"],
    "#5d5d5d": ["tint-50", "tint-100"],
}


@pytest.mark.parametrize(("primary", "accent"), [*TYPICAL, *EXTREME, *ANY])
def test_text_and_symbols_keep_their_contrast(primary: str, accent: str) -> None:
    palette = colors.palette(primary, accent)
    for text, backgrounds in READ_ON.items():
        for background in backgrounds:
            ratio = colors.contrast(palette.get(text, text), palette.get(background, background))
            assert ratio >= colors.TEXT, (text, background)
    for background in ("#ffffff", palette["tint-100"]):
        assert colors.contrast(palette["accent-ui"], background) >= colors.UI


@pytest.mark.parametrize(("primary", "accent"), TYPICAL)
def test_a_colour_that_is_dark_enough_stays_as_chosen(primary: str, accent: str) -> None:
    palette = colors.palette(primary, accent)
    assert (palette["primary"], palette["accent"]) == (primary, accent)


def test_contrast_of_black_and_white_is_21() -> None:
    assert colors.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_a_rule_of_a_member_is_confined_to_its_class() -> None:
    rule = colors.member_rule("velky-senov", "#2362a2", "#fab413")
    assert rule.startswith(".m-velky-senov{--site-primary:#2362a2;")
    assert rule.count("{") == 1
