"""What docs/design-system.md promises of templates and styles."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tenants.pages.enums import QuickLinkIcon
from tenants.registry import colors

ROOT = Path(__file__).resolve().parents[2]
STYLES = [
    "vendor/gov-design-system-ce/tokens.css",
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
]
LARGEST = 20_000
ALL_TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What an admin page is made of is Wagtail's to decide; letters have no stylesheet.
PUBLIC_TEMPLATES = [
    path
    for path in ALL_TEMPLATES
    if "wagtailadmin" not in path.read_text()
    and not {"wagtailadmin", "desk", "mail"} & set(path.parts)
]
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text()))
INLINE = re.compile(r"""<[^>]*\s(style|on[a-z]+)\s*=|<style\b|<script\b(?![^>]*\b(src|json))""")


def test_all_styles_of_a_page_are_small() -> None:
    text = "".join((ROOT / "static" / name).read_text() for name in STYLES)
    text += colors.stylesheet("#2362a2", "#fab413")
    text += "".join(colors.member_rule(f"m-{n}", "#2362a2", "#fab413") for n in range(12))
    assert len(gzip.compress(text.encode(), 9)) < LARGEST


@pytest.mark.parametrize(
    "path", PUBLIC_TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_public_template_has_nothing_inline(path: Path) -> None:
    assert not INLINE.search(path.read_text())


def test_symbols_that_templates_name_exist() -> None:
    named = {
        name
        for path in ALL_TEMPLATES
        for name in re.findall(r'icon\.html" with name="([\w-]+)"', path.read_text())
    }
    assert named
    assert named <= SYMBOLS
    assert set(QuickLinkIcon.values) <= SYMBOLS
