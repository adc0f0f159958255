"""Addresses for search engines that apps other than the pages' own contribute."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest

_registered: dict[str, Callable[[HttpRequest], Sitemap | None]] = {}


def register_sitemap(name: str, build: Callable[[HttpRequest], Sitemap | None]) -> None:
    """`build` returns the part of the site that is asked, None where it has nothing of the kind."""
    _registered[name] = build


def sitemaps(request: HttpRequest) -> dict[str, Sitemap]:
    built = {name: build(request) for name, build in _registered.items()}
    return {name: each for name, each in built.items() if each is not None}
