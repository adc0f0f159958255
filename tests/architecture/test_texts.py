"""Texts in the code are found by xgettext only under the names that it knows."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALIAS = re.compile(r"\b(?:gettext|gettext_lazy|ngettext|ngettext_lazy|pgettext\w*) as (?!_\b)(\w+)")


def test_no_text_hides_behind_another_name_of_gettext():
    """A text called by another name stays English and no list of untranslated texts tells so."""
    hidden = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for folder in ("portal", "shared", "tenants", "calendar_app")
        for path in (ROOT / folder).rglob("*.py")
        for found in ALIAS.finditer(path.read_text(encoding="utf-8"))
    ]
    assert hidden == []
