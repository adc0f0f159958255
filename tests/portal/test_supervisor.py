"""The supervisor with small children: restarts, order of stopping, and what a kill leaves."""

import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from portal import supervisor
from portal.supervisor import Child, Console, Program, SupervisorError

BASE_DIR = Path(__file__).resolve().parents[2]

# A child with a child: it notes its end in a file, its own child holds on.
CHILD = """
import signal, subprocess, sys, time
name, log = sys.argv[1:]
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
def stop(*_):
    open(log, "a").write(name + " ")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
print("pid of the helper is", helper.pid, flush=True)
time.sleep(60)
"""

RUN = """
import sys
from pathlib import Path
from portal.supervisor import Console, Program, StopRequested, Supervisor, SupervisorError
folder = Path(sys.argv[1])
child = [sys.executable, "-c", (folder / "child.py").read_text()]
programs = [Program(name, [*child, name, str(folder / "ended")]) for name in ("first", "second")]
supervisor = Supervisor(folder, programs, Console(["first", "second"]))
try:
    with supervisor:
        supervisor.start(["first", "second"])
        print("up", flush=True)
        supervisor.tend_for_ever(lambda: None)
except StopRequested:
    print("stopped", flush=True)
except SupervisorError as error:
    sys.exit(str(error))
finally:
    supervisor.close()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "child.py").write_text(textwrap.dedent(CHILD))
    (tmp_path / "run.py").write_text(textwrap.dedent(RUN))
    yield tmp_path


@pytest.fixture
def run(folder: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    runs: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(folder / "run.py"), str(folder)],
            cwd=BASE_DIR,
            env={**os.environ, "PYTHONPATH": str(BASE_DIR)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        runs.append(process)
        return process

    yield start
    for process in runs:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], *words: str) -> str:
    """The lines up to the one that completes `words`."""
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if all(word in seen for word in words):
            return seen
    raise AssertionError(f"{words} not in {seen}")


def helpers(output: str) -> list[int]:
    return [int(line.rsplit(" ", 1)[1]) for line in output.splitlines() if "helper is" in line]


def eventually_dead(pids: list[int]) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def alive(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_children_in_order_with_all_they_started(number, folder, run):
    process = run()
    output = read_until(process, "first  | pid", "second | pid")
    process.send_signal(number)
    assert "stopped" in process.communicate(timeout=15)[0]
    assert (folder / "ended").read_text().split() == ["first", "second"]
    assert eventually_dead(helpers(output))


def test_a_killed_supervisor_leaves_nothing_in_the_way_of_the_next(folder, run):
    process = run()
    output = read_until(process, "first  | pid", "second | pid")
    process.kill()
    process.wait()
    following = run()
    read_until(following, "first  | pid", "second | pid")
    assert eventually_dead(helpers(output))


def test_a_second_one_is_refused_and_told_which_process_to_stop(run):
    first = run()
    read_until(first, "up")
    second = run()
    output = second.communicate(timeout=15)[0]
    assert second.returncode == 1
    assert f"kill {first.pid}" in output


def test_a_child_that_dies_is_reported_swept_and_started_again(run):
    process = run()
    output = read_until(process, "first  | pid", "second | pid")
    helper = helpers(output.split("first  |")[1])[0]
    os.kill(psutil.Process(helper).ppid(), signal.SIGKILL)
    output = read_until(process, "ended by signal SIGKILL", "first  | pid")
    assert eventually_dead([helper])


def test_pauses_between_restarts_grow_and_a_child_that_never_works_is_given_up(monkeypatch):
    now = 0.0
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now)
    stream = io.StringIO()
    child = Child(
        Program("web", [sys.executable, "-c", "raise SystemExit(3)"]), Console(stream=stream)
    )
    for _ in range(supervisor.HOPELESS_AFTER):
        child.start()
        assert child._process is not None
        child._process.wait()
        child.tend()
        assert child.pid is None
        now += 100 if child.hopeless else 0
    assert child.hopeless
    lines = [line for line in stream.getvalue().splitlines() if "ended by" in line]
    assert [line.split("again in ")[1] for line in lines] == ["1 s", "2 s", "4 s", "8 s"]
    assert "exit code 3" in lines[0]


def test_a_taken_port_names_who_has_it_and_what_to_do():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(SupervisorError) as caught:
            supervisor.require_free_port("127.0.0.1", port)
    assert f"Port {port}" in str(caught.value)
    assert str(os.getpid()) in str(caught.value)
    assert f"PORT={port + 1}" in str(caught.value)
    supervisor.require_free_port("127.0.0.1", port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_program_stops_with_the_parent_that_is_killed():
    inner = "import time; from portal import supervisor as s; s.stop_with_parent();"
    inner += "print(1, flush=True); time.sleep(60)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    parent = subprocess.Popen(
        [sys.executable, "-c", outer], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    (child,) = psutil.Process(parent.pid).children()
    parent.kill()
    parent.communicate()
    assert eventually_dead([child.pid])


@pytest.mark.skipif(sys.platform != "linux", reason="only there it can be seen")
def test_an_interrupt_of_make_alone_stops_what_it_runs(folder):
    run = f"{sys.executable} -c 'from portal import supervisor as s; s.stop_with_parent(); {{}}'"
    run = run.format("print(1, flush=True); import time; time.sleep(60)")
    (folder / "Makefile").write_text(f"run:\n\t@exec {run}\n")
    make = subprocess.Popen(
        ["make", "--no-print-directory", "-f", str(folder / "Makefile"), "run"],
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        # Whoever runs the tests in the background has them inherit an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert make.stdout is not None
    make.stdout.readline()
    (child,) = psutil.Process(make.pid).children()
    make.send_signal(signal.SIGINT)
    make.communicate(timeout=10)
    assert eventually_dead([child.pid])
