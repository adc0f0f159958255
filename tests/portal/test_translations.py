"""Nobody meets an English sentence on a Czech desk: every text in the sources is translated."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent


def missing(catalogue: Path, language: str) -> list[str]:
    with catalogue.open("rb") as file:
        messages = read_po(file, locale=language)
    return [
        str(message.id)
        for message in messages
        if message.id
        and (
            "fuzzy" in message.flags
            or not all(message.string if isinstance(message.string, tuple) else [message.string])
        )
    ]


def test_the_czech_catalogue_is_complete():
    assert missing(ROOT / "locale/cs/LC_MESSAGES/django.po", "cs") == []


def test_placeholders_are_the_same():
    """A lost %(name)s would be an error on the page."""
    import re

    for language in ("cs", "de"):
        with (ROOT / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
            for message in read_po(file, locale=language):
                plural = isinstance(message.id, tuple)
                source = message.id[1] if plural else message.id
                texts = message.string if plural else [message.string]
                for text in texts:
                    if source and text:
                        found = [
                            sorted(re.findall(r"%\(\w+\)[sd]|%[sd]", t)) for t in (source, text)
                        ]
                        assert found[0] == found[1], text


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs gettext: apt-get install gettext")
def test_every_text_in_the_sources_has_a_czech_one(tmp_path):
    for folder in ("portal", "tenants", "shared", "calendar_app", "templates", "locale"):
        shutil.copytree(
            ROOT / folder,
            tmp_path / folder,
            ignore=shutil.ignore_patterns("__pycache__", "*.mo", "demo"),
        )
    shutil.copy(ROOT / "manage.py", tmp_path)
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; from django.conf import settings;"
            f"settings.configure(LOCALE_PATHS=['{tmp_path}/locale'], USE_I18N=True);"
            "django.setup(); from django.core.management import call_command;"
            "call_command('makemessages', locale=['cs'], no_wrap=True, verbosity=0)",
        ],
        cwd=tmp_path,
        check=True,
    )
    assert missing(tmp_path / "locale/cs/LC_MESSAGES/django.po", "cs") == []
