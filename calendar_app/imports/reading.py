"""Have a foreign calendar read by the sandbox, from the portal's side."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from calendar_app.imports.items import CalendarError, Reading, Trouble
from calendar_app.imports.sandbox import OUTPUT_BYTES

ROOT = Path(__file__).resolve().parent.parent.parent
#: With a fetch of 20 seconds before it, less than a transaction may be idle.
WALL_SECONDS = 35


def read(data: bytes, *, today: dt.date, zone: str = "") -> Reading:
    """What the calendar holds. Raises CalendarError, whatever happens to the process."""
    if not data.strip():
        raise CalendarError(Trouble.EMPTY)
    command = [sys.executable, "-m", "calendar_app.imports.sandbox", today.isoformat(), zone]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        given.write(data)
        given.seek(0)
        # Nothing of our environment: it holds the password of the database.
        process = subprocess.Popen(  # noqa: S603 - a fixed command
            command,
            stdin=given,
            stdout=told,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )
        try:
            code = process.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise CalendarError(Trouble.TOO_DEMANDING) from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            raise CalendarError(Trouble.TOO_DEMANDING)
        told.seek(0)
        answer = told.read(OUTPUT_BYTES + 1)
    if code != 0 or len(answer) > OUTPUT_BYTES:
        raise CalendarError(Trouble.CRASHED)
    return _understood(answer)


def _understood(answer: bytes) -> Reading:
    try:
        values = json.loads(answer)
        if "trouble" in values:
            raise CalendarError(Trouble(values["trouble"]))
        return Reading.from_json(values)
    except (ValueError, KeyError, TypeError) as error:
        raise CalendarError(Trouble.CRASHED) from error
