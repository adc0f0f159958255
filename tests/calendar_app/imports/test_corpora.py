"""Real and hostile files that come inside the wheels of two libraries."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from calendar_app.imports import reading, wording
from calendar_app.imports.items import Reading, Reason, Trouble

TODAY = dt.date(2026, 11, 23)
AT_MOST = 5

# One process for all of a wheel: starting one for each file would take minutes.
PROGRAM = """
import datetime as dt, json, sys, time
from pathlib import Path
from calendar_app.imports import sandbox
sandbox.CPU_SECONDS = 60
sandbox.limit_resources()
from calendar_app.imports.items import CalendarError
from calendar_app.imports.parsing import read
for name in sys.stdin.read().splitlines():
    started = time.process_time()
    try:
        found = read(Path(name).read_bytes(), today=dt.date.fromisoformat(sys.argv[1])).as_json()
    except CalendarError as error:
        found = {"trouble": str(error.trouble)}
    print(json.dumps({"file": name, "found": found, "seconds": time.process_time() - started}))
"""


def files_of(package: str) -> list[Path]:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return sorted(Path(spec.origin).parent.rglob("*.ics"))


@pytest.fixture(scope="module", params=[("icalendar", 150), ("recurring_ical_events", 90)])
def corpus(request):
    """What is found in each file of a wheel."""
    package, at_least = request.param
    files = files_of(package)
    assert len(files) >= at_least
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, TODAY.isoformat()],
        input="\n".join(map(str, files)),
        cwd=reading.ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == len(files)
    return lines


def test_every_file_is_read_or_has_a_name_for_its_trouble(corpus):
    read, troubled = 0, 0
    for line in corpus:
        assert line["seconds"] < 5, line["file"]
        if "trouble" in line["found"]:
            assert Trouble(line["found"]["trouble"]) is not Trouble.CRASHED, line["file"]
            assert wording.trouble(line["found"]["trouble"]).what
            troubled += 1
            continue
        found = Reading.from_json(line["found"])
        for refusal in found.refusals:
            # The parser never failed in a way that nobody had thought of.
            assert refusal.reason not in {Reason.UNREADABLE, Reason.TOO_DEMANDING}, line["file"]
            assert wording.reason(refusal.reason) != refusal.reason
            assert refusal.uid
        for item in found.items:
            assert item.title
            assert len(item.extra) <= 1_000
        read += 1
    assert read > troubled


@pytest.mark.django_db
def test_what_is_read_fits_into_our_calendar(corpus, on, lipova):
    """The first items of every file would pass as events that a clerk has written."""
    from calendar_app.imports import planning
    from calendar_app.imports.models import Source

    refused = []
    with on(lipova):
        source = Source(category="ostatni")
        for line in corpus:
            if "trouble" in line["found"]:
                continue
            found = Reading.from_json(line["found"])
            for item in found.items[:AT_MOST]:
                values = planning.wanted(source, item, {})
                event = planning.Event(pk=planning.event_key(source, item))
                planning.set_values(event, values)
                try:
                    event.full_clean()
                except ValidationError as error:
                    refused.append((line["file"].rsplit("/", 1)[-1], error.messages))
    assert refused == []
