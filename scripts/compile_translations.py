"""Compiles one translation: `compile_translations.py FROM.po TO.mo`.

Not by `pybabel compile`, which skips a file whose header is still marked as fuzzy, as makemessages
leaves it, and not by `manage.py compilemessages`, which needs gettext on the machine.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogue(source: Path, target: Path) -> None:
    with source.open("rb") as po:
        catalogue = read_po(po, locale=source.parents[1].name)
    draft = target.with_suffix(".mo.new")
    with draft.open("wb") as mo:
        write_mo(mo, catalogue)
    draft.replace(target)


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:]]
    for po_file, mo_file in zip(arguments[::2], arguments[1::2], strict=True):
        compile_catalogue(po_file, mo_file)
