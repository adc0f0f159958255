"""The portal runs with what `make run` installs; the machine of the tests has more than that."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# Everything of the portal, and what it reaches by a name in a setting or an address only.
EVERYTHING = """
import importlib, importlib.abc, pkgutil, sys

class OnlyForTests(importlib.abc.MetaPathFinder):
    missing = set(sys.argv[1:])
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.missing:
            raise ModuleNotFoundError(f"{name} is installed for the tests only", name=name)

sys.meta_path.insert(0, OnlyForTests())

import django
django.setup()
import granian.server, kombu
from portal.celery import app
app.loader.import_default_modules()
for url in ("redis://localhost", "memory://"):
    kombu.Connection(url).get_transport_cls()
app.backend
for root in ("portal", "shared", "tenants", "calendar_app"):
    for module in pkgutil.walk_packages([root], f"{root}."):
        if ".settings" not in module.name:
            importlib.import_module(module.name)
"""


def _names(file: str) -> set[str]:
    text = (ROOT / file).read_text()
    return {_folded(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_nothing_of_the_tests_is_needed_to_run() -> None:
    needed = _names("requirements.txt") | _names("requirements/embedded.txt")
    only_for_tests = _names("requirements/dev.txt") - needed
    assert "pytest" in only_for_tests
    modules = [
        module
        for module, owners in packages_distributions().items()
        if {_folded(owner) for owner in owners} <= only_for_tests
    ]
    done = subprocess.run(
        [sys.executable, "-c", EVERYTHING, *modules],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
