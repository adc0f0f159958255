"""All sites of the demonstration, the union first, then in the order of the register."""

from __future__ import annotations

from importlib import import_module

from portal.demo.content.series import with_series
from portal.demo.content.types import Site

UNION = "sever"
MUNICIPALITIES = (
    "dolni_poustevna",
    "jirikov",
    "lipova",
    "lobendava",
    "mikulasovice",
    "rumburk",
    "stare_krecany",
    "sluknov",
    "velky_senov",
    "vilemov",
    "krasna_lipa",
    "doubice",
)


def sites() -> list[Site]:
    modules = (import_module(f"portal.demo.content.{name}") for name in (UNION, *MUNICIPALITIES))
    return [with_series(module.SITE) for module in modules]
