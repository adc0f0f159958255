"""Inputs that were run without a guard and cost minutes, gigabytes or the whole file.

Each goes through the real sandbox. It must end within seconds, in words, and with nothing lost.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import pytest

from calendar_app.imports import reading, sandbox
from calendar_app.imports.components import MAX_BYTES, MAX_EVENTS
from calendar_app.imports.items import CalendarError, Reason, Trouble
from tests.calendar_app.imports.test_parsing import START, calendar, vevent

TODAY = dt.date(2026, 11, 23)
GOOD = vevent(START, uid="dobrá")


def read(*events: str, seconds: float = 10):
    started = time.monotonic()
    try:
        return reading.read(calendar(GOOD, *events), today=TODAY)
    finally:
        assert time.monotonic() - started < seconds


def refused(*lines: str) -> Reason:
    """The reason for one event, while the good one beside it is read."""
    found = read(vevent(*lines, uid="zlá"))
    assert [item.uid for item in found.items] == ["dobrá"]
    assert [one.uid for one in found.refusals] == ["zlá"]
    return found.refusals[0].reason


def numbers(count: int) -> str:
    return ",".join(str(number) for number in range(count))


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", Reason.TOO_OFTEN),
        ("FREQ=MINUTELY;COUNT=10", Reason.TOO_OFTEN),
        ("FREQ=HOURLY;INTERVAL=24", Reason.TOO_OFTEN),
        ("FREQ=DAILY;INTERVAL=0", Reason.INTERVAL),
        ("FREQ=DAILY;INTERVAL=-1", Reason.INTERVAL),
        ("FREQ=DAILY;INTERVAL=1000", Reason.INTERVAL),
        (
            f"FREQ=DAILY;BYHOUR={numbers(24)};BYMINUTE={numbers(60)};BYSECOND={numbers(60)}",
            Reason.TOO_MANY_TIMES,
        ),
        (f"FREQ=DAILY;BYHOUR={numbers(5)};BYMINUTE={numbers(5)}", Reason.TOO_MANY_TIMES),
        ("FREQ=DAILY;COUNT=1001", Reason.COUNT),
        ("FREQ=DAILY;COUNT=99999999999999999999", Reason.COUNT),
        ("FREQ=DAILY;COUNT=0", Reason.COUNT),
        ("FREQ=DAILY;UNTIL=00010101", Reason.YEAR),
        ("FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 1000), Reason.BAD_RULE),
        ("FREQ=DAILY;FREQ=SECONDLY", Reason.BAD_RULE),
    ],
)
def test_rules_that_cost_too_much(rule, reason):
    assert refused(START, f"RRULE:{rule}") == reason


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=200",
        "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=31;BYSETPOS=-1;BYMONTH=2",
    ],
)
def test_rules_without_a_date_end(rule):
    """The first date counts, as RFC 5545 has it; there is no other one to be found."""
    found = read(vevent(START, f"RRULE:{rule}", uid="zlá"))
    assert {item.uid for item in found.items} | {one.uid for one in found.refusals} == {
        "dobrá",
        "zlá",
    }


@pytest.mark.parametrize("year", ["0001", "1969", "2101", "9999"])
def test_years_far_away(year):
    assert refused(f"DTSTART:{year}0101T000000Z", "RRULE:FREQ=DAILY") == Reason.YEAR


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DURATION:P32D", "RRULE:FREQ=DAILY"], Reason.TOO_LONG),
        (["DURATION:P9999D"], Reason.TOO_LONG),
        (["DURATION:P99999999999D"], Reason.BAD_DURATION),
        (["DURATION:PT99999999999999999999S"], Reason.BAD_DURATION),
    ],
)
def test_very_long_durations(lines, reason):
    assert refused(START, *lines) == reason


def test_a_thousand_hard_series_leave_the_easy_ones():
    hard = [
        vevent(START, "RRULE:FREQ=DAILY;BYHOUR=" + numbers(24), uid=f"zlá-{n}") for n in range(300)
    ]
    found = read(*hard, seconds=30)
    reasons = {one.reason for one in found.refusals}
    assert reasons == {Reason.TOO_DEMANDING}
    assert "dobrá" in {item.uid for item in found.items}


def test_a_million_short_lines():
    lines = ["X:1"] * 190
    many = "\r\n".join(vevent(START, *lines, uid=str(n)) for n in range(4_000))
    data = calendar(many)
    assert 3_900_000 < len(data) < MAX_BYTES
    started = time.monotonic()
    found = reading.read(data, today=TODAY)
    assert len(found.items) == 4_000
    assert time.monotonic() - started < 15
    # All of it in one event: that one alone is refused.
    found = read(vevent(START, *["X:1"] * 700_000, uid="zlá"))
    assert [(one.uid, one.reason) for one in found.refusals] == [("zlá", Reason.TOO_MANY_LINES)]
    assert [item.uid for item in found.items] == ["dobrá"]


def test_too_many_lines_and_too_long_ones_refuse_one_event():
    assert refused(START, *["X-A:1"] * 201) == Reason.TOO_MANY_LINES
    assert refused(START, "DESCRIPTION:" + "a" * 70_000) == Reason.LONG_LINE
    assert refused(START, "DESCRIPTION:a\r\n" + " b\r\n" * 70_000) == Reason.LONG_LINE
    # Of what nobody reads, a line may be as long as it likes: pictures come like this.
    found = read(vevent(START, "ATTACH;ENCODING=BASE64:" + "a" * 1_000_000, uid="obrázek"))
    assert {item.uid for item in found.items} == {"dobrá", "obrázek"}


def test_too_many_events_and_too_many_bytes():
    with pytest.raises(CalendarError) as caught:
        read(*[vevent(START, uid=str(n)) for n in range(MAX_EVENTS)])
    assert caught.value.trouble is Trouble.TOO_MANY
    with pytest.raises(CalendarError) as caught:
        read("X-A:" + "a" * MAX_BYTES)
    assert caught.value.trouble is Trouble.TOO_BIG


def test_as_many_events_as_allowed():
    found = read(*[vevent(START, uid=str(n)) for n in range(MAX_EVENTS - 1)], seconds=20)
    assert len(found.items) == MAX_EVENTS


@pytest.mark.parametrize(
    "events",
    [
        ["BEGIN:A\r\n" * 500_000],
        ["BEGIN:VEVENT\r\n" * 4_000],
        ["END:VEVENT\r\n" * 400_000],
        [vevent("DTSTART" + ';A="x"' * 8_000 + ":20261201T180000Z", uid="zlá")],
        [vevent(START, "SUMMARY" + ";A=" * 20_000, uid="zlá")],
        [vevent(START, "DESCRIPTION:" + "<" * 60_000, uid="zlá")],
        [vevent(START, "DESCRIPTION:" + "<a " * 20_000, uid="zlá")],
        [vevent(START, "DESCRIPTION:" + "<script>" * 7_000, uid="zlá")],
        [vevent(START, "DESCRIPTION:" + "&#" * 30_000, uid="zlá")],
        [vevent(START, "DESCRIPTION:" + "\\" * 60_000, uid="zlá")],
        [vevent(START, "EXDATE:" + "20261201T180000Z," * 3_500, uid="zlá")],
        [vevent(START, *["RDATE:" + "20261201T180000Z," * 3_500] * 20, uid="zlá")],
        [vevent(START, "RRULE:FREQ=WEEKLY", "RDATE:" + "9" * 60_000, uid="zlá")],
        [
            "BEGIN:VTIMEZONE\r\nTZID:x\r\n" + "RRULE:FREQ=YEARLY\r\n" * 90_000 + "END:VTIMEZONE",
            vevent("DTSTART;TZID=x:20261201T180000", uid="zlá"),
        ],
        [
            "BEGIN:VTIMEZONE\r\nTZID:../../../etc/passwd\r\nEND:VTIMEZONE",
            vevent("DTSTART;TZID=../../../etc/passwd:20261201T180000", uid="zlá"),
        ],
        [vevent("DTSTART;TZID=/dev/zero:20261201T180000", uid="zlá")],
        [vevent(START, "UID:" + "x" * 60_000, uid="\u202e\u0000")],
        ["\x00\x01\x02\u2028\u2029\x85\x0b\x0c"],
    ],
)
def test_shapes_that_make_parsers_slow_or_fail(events):
    try:
        found = read(*events)
    except CalendarError as error:
        assert error.trouble in {Trouble.NO_CALENDAR, Trouble.INCOMPLETE, Trouble.TOO_MANY}
        return
    assert "dobrá" in {item.uid for item in found.items}
    assert all(one.reason for one in found.refusals)


# --- The process itself -----------------------------------------------------------------------


def in_sandbox(code: str) -> subprocess.CompletedProcess[str]:
    """Runs under the sandbox's limits."""
    program = f"from calendar_app.imports import sandbox\nsandbox.limit_resources()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=reading.ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={},
    )


def test_memory_is_limited():
    assert "MemoryError" in in_sandbox("bytearray(600 * 1024 * 1024)").stderr


def test_cpu_is_limited(monkeypatch):
    code = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass"
    assert in_sandbox(code).returncode in (-signal.SIGXCPU, -signal.SIGKILL)
    assert sandbox.CPU_SECONDS == 20


@pytest.fixture
def child(monkeypatch, tmp_path):
    """Put another program in the place of the sandbox's Python."""

    def replace(script: str) -> None:
        program = tmp_path / "python"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(reading.sys, "executable", str(program))

    return replace


@pytest.mark.parametrize(
    ("script", "trouble"),
    [
        ("exit 1", Trouble.CRASHED),
        ("kill -SEGV $$", Trouble.CRASHED),
        ("kill -KILL $$", Trouble.TOO_DEMANDING),
        ("echo nesmysl", Trouble.CRASHED),
        ("echo '{}'", Trouble.CRASHED),
        ("echo '[]'", Trouble.CRASHED),
        ('echo \'{"trouble": "neznámá"}\'', Trouble.CRASHED),
    ],
)
def test_whatever_happens_to_the_process_has_a_name(child, script, trouble):
    child(script)
    with pytest.raises(CalendarError) as caught:
        reading.read(b"BEGIN:VCALENDAR", today=TODAY)
    assert caught.value.trouble is trouble


def test_a_process_that_hangs_is_killed_with_its_children(child, monkeypatch, tmp_path):
    monkeypatch.setattr(reading, "WALL_SECONDS", 1)
    child(f"sleep 300 & echo $! > {tmp_path}/pid; wait")
    started = time.monotonic()
    with pytest.raises(CalendarError) as caught:
        reading.read(b"BEGIN:VCALENDAR", today=TODAY)
    assert caught.value.trouble is Trouble.TOO_DEMANDING
    assert time.monotonic() - started < 5
    pid = int((tmp_path / "pid").read_text())
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            break
        if "Z" in (open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0]):  # noqa: PTH123, SIM115
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child's child lives on")


def test_the_process_sees_no_secret(child, monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "tajemstvi")
    child(f"env > {tmp_path}/env; exit 1")
    with pytest.raises(CalendarError):
        reading.read(b"BEGIN:VCALENDAR", today=TODAY)
    assert "tajemstvi" not in (tmp_path / "env").read_text()


def test_the_process_loads_no_django():
    code = (
        "import calendar_app.imports.parsing, sys\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg')])"
    )
    assert in_sandbox(code).stdout.strip() == "[]"
