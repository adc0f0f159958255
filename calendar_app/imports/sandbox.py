"""The process in which a foreign calendar is read: `python -m calendar_app.imports.sandbox`.

Reads the calendar from standard input and writes what it found as JSON. It has no Django, no
settings, no secrets in its environment, and limits on memory, CPU and files that hold even where
the parser does not.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import resource
import sys

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20
OUTPUT_BYTES = 64 * 1024 * 1024


def limit_resources() -> None:
    for name, value in (
        ("RLIMIT_AS", MEMORY_BYTES),
        ("RLIMIT_CPU", CPU_SECONDS),
        ("RLIMIT_FSIZE", OUTPUT_BYTES),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", 64),
    ):
        # Some systems know fewer limits; the parent's clock holds everywhere.
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))


def main() -> None:
    limit_resources()
    today, zone = dt.date.fromisoformat(sys.argv[1]), sys.argv[2]
    # After the limits, because these import a lot.
    from calendar_app.imports.components import MAX_BYTES
    from calendar_app.imports.items import CalendarError
    from calendar_app.imports.parsing import read

    try:
        found = read(sys.stdin.buffer.read(MAX_BYTES + 1), today=today, zone=zone).as_json()
    except CalendarError as error:
        found = {"trouble": str(error.trouble)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
